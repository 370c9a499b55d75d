//! Worked figures; what holds for all is in `properties`.

use super::*;
use crate::rewards::{day::Day, table::Rate};
use bonafide_types::id::{OperatorId, SubnetId};
use bonafide_types::rewards::{OperatorFact, TypeCount};
use v1::{DayFacts, NodeMetrics, RewardableNode};

mod money;
mod properties;

const ZURICH: (&str, &str) = ("Europe,Switzerland,Zurich", "type1");
const CALIFORNIA: (&str, &str) = ("North America,USA,California", "type3");
const NEVADA: (&str, &str) = ("North America,USA,Nevada", "type3.1");
const NOWHERE: (&str, &str) = ("Mars,Crater,North", "type1");

/// Per day 10,000, 30,000 and 40,000.
fn table() -> RewardsTable {
    let mut table = RewardsTable::default();
    for ((region, reward_type), xdr_permyriad_per_month, coefficient_percent) in [
        (ZURICH, 304_375, None),
        (CALIFORNIA, 913_125, Some(90)),
        (NEVADA, 1_217_500, Some(70)),
    ] {
        let rate = Rate {
            xdr_permyriad_per_month,
            coefficient_percent,
        };
        table.insert(region, reward_type, rate);
    }
    table
}

fn id(kind: u8, number: u8) -> Principal {
    Principal::from_slice(&[kind, number])
}

fn provider(number: u8) -> ProviderId {
    ProviderId(id(1, number))
}

fn node(number: u8) -> NodeId {
    NodeId(id(2, number))
}

/// Nodes with provider, place and blocks; those with blocks are in one subnet.
type Row = (u8, u8, (&'static str, &'static str), Option<(u64, u64)>);

fn facts(day: u32, rows: &[Row]) -> DayFacts {
    let nodes = rows.iter().map(|&(of, owner, place, _)| RewardableNode {
        node: node(of).0.into(),
        provider: provider(owner).0.into(),
        region: place.0.into(),
        reward_type: place.1.into(),
    });
    let metrics = rows.iter().filter_map(|&(of, _, _, blocks)| {
        let (proposed, failed) = blocks?;
        let node = node(of).0.into();
        Some(NodeMetrics {
            node,
            proposed,
            failed,
        })
    });
    let subnet = SubnetId(id(3, 1)).0.into();
    DayFacts {
        day: Day(day),
        table: None,
        subnets: Some(BTreeMap::from([(subnet, metrics.collect())])),
        nodes: nodes.collect(),
    }
}

/// Two days of provider 1. One node fails too much on the first.
fn worked() -> [DayFacts; 2] {
    let first = facts(
        20_089,
        &[
            (1, 1, ZURICH, Some((95, 5))),
            (2, 1, CALIFORNIA, Some((90, 10))),
            (3, 1, NEVADA, Some((75, 25))),
            (4, 1, ZURICH, Some((30, 70))),
            (5, 1, ZURICH, None),
        ],
    );
    let second = facts(
        20_090,
        &[
            (1, 1, ZURICH, Some((95, 5))),
            (2, 1, CALIFORNIA, Some((90, 10))),
            (5, 1, ZURICH, None),
        ],
    );
    [first, second]
}

/// What days add up to, by provider.
fn tallies(days: &[DayFacts]) -> BTreeMap<ProviderId, Tally> {
    let mut tallies = BTreeMap::new();
    for facts in days {
        for (provider, found) in day(facts, &table()).unwrap().providers {
            add(tallies.entry(provider).or_insert_with(empty), &found);
        }
    }
    tallies
}

fn exact(text: &str) -> String {
    decimal(text).normalize().to_string()
}

#[test]
fn should_add_up_the_worked_period() {
    let tallies = tallies(&worked());
    let tally = &tallies[&provider(1)];
    assert_eq!(exact(&tally.total), "137200");
    let nodes: Vec<_> = tally
        .nodes
        .iter()
        .map(|it| (it.node, exact(&it.adjusted)))
        .collect();
    let expected = [
        (1, "20000"),
        (2, "61500"),
        (3, "31500"),
        (4, "4400"),
        (5, "19800"),
    ];
    assert_eq!(
        nodes,
        expected.map(|(of, earned)| (node(of), earned.into()))
    );
    assert_eq!((tally.broken, tally.faults.len()), (false, 0));
}

#[test]
fn should_leave_out_a_provider_from_the_day_on_which_it_breaks() {
    let row = (1, 1, ZURICH, None);
    let missing = facts(1, &[row, (2, 1, NOWHERE, None)]);
    let broken = facts(2, &[row, row, (2, 1, NOWHERE, None)]);
    let whole = facts(3, &[row]);
    let tallies = tallies(&[missing.clone(), missing, broken.clone(), broken, whole]);
    let no_rate = "no rate for \"type1\" in \"Mars,Crater,North\": paid 1 permyriad per month";
    // What broke it stands first; what is told twice stands once.
    let twice = format!("1970-01-03: node {} is listed more than once", node(1));
    let expected = Tally {
        total: "0".into(),
        nodes: vec![],
        faults: vec![twice, no_rate.into()],
        broken: true,
    };
    assert_eq!(tallies[&provider(1)], expected);
}

#[test]
fn should_tell_a_hundred_faults_and_what_broke_it_among_them() {
    let many = |from: usize| DayTally {
        total: Decimal::ONE,
        faults: (from..from + 70).map(|it| it.to_string()).collect(),
        ..DayTally::default()
    };
    let mut tally = empty();
    add(&mut tally, &many(0));
    add(&mut tally, &many(50));
    let first: Vec<_> = (0..100).map(|it| it.to_string()).collect();
    assert_eq!((&tally.faults, tally.total.as_str()), (&first, "2"));
    let fatal = DayTally {
        faults: vec!["fatal".into(), "3".into()],
        broken: true,
        ..DayTally::default()
    };
    add(&mut tally, &fatal);
    add(&mut tally, &many(200));
    assert_eq!(tally.faults[..4], ["fatal", "3", "0", "1"]);
    assert_eq!(tally.faults.len(), 100);
    assert_eq!((tally.broken, tally.total.as_str()), (true, "0"));
}

#[test]
fn should_say_line_by_line_what_a_day_gives() {
    let found = v1::day(&worked()[0], &table()).unwrap();
    let day = found.providers[&provider(1).0.into()].day.clone().unwrap();
    let lines = lines(&day);
    assert_eq!((lines.day, lines.nodes.len()), (20_089, 5));
    assert_eq!(lines.adjusted, "87200");
    assert_eq!(lines.extrapolated_failure_rate, "0.1125");
    let poor = bonafide_types::rewards::NodeLine {
        node: node(4),
        region: ZURICH.0.into(),
        reward_type: "type1".into(),
        measured: Some(bonafide_types::rewards::MeasuredLine {
            subnet: id(3, 1).to_text(),
            original_failure_rate: "0.7".into(),
            subnet_failure_rate: "0.25".into(),
            relative_failure_rate: "0.45".into(),
        }),
        failure_rate: "0.45".into(),
        reduction: "0.56".into(),
        multiplier: "0.44".into(),
        base: "10000".into(),
        adjusted: "4400".into(),
    };
    assert_eq!(lines.nodes[3], poor);
    let idle = &lines.nodes[4];
    assert_eq!((&idle.measured, idle.multiplier.as_str()), (&None, "0.98"));
}

#[test]
fn should_say_alerts_in_words() {
    let rows = [
        (1, 1, ZURICH, Some((15, 85))),
        (2, 1, ZURICH, Some((10, 90))),
        (3, 2, ZURICH, Some((1, 0))),
    ];
    let mut facts = facts(1, &rows);
    let subnet = id(3, 1);
    let nobody = NodeMetrics {
        node: node(9).0.into(),
        proposed: 1,
        failed: 0,
    };
    facts
        .subnets
        .as_mut()
        .unwrap()
        .get_mut(&subnet.into())
        .unwrap()
        .push(nobody);
    let alerts = day(&facts, &table()).unwrap().alerts;
    let alert = |kind: &str, provider, nodes: &[u8], text| RewardAlert {
        day: 1,
        kind: kind.into(),
        provider,
        nodes: nodes.iter().map(|it| node(*it)).collect(),
        text,
    };
    let shielded = |of, rate| {
        let text = format!(
            "failed at {rate}, which alone would cost 0.8, and loses nothing: subnet {subnet} failed at 0.85"
        );
        alert("Shielded", Some(provider(1)), &[of], text)
    };
    let several = format!("2 nodes of one provider are in subnet {subnet}");
    let not_paid = format!("has metrics in subnet {subnet} and is nobody's");
    let expected = [
        shielded(1, "0.85"),
        shielded(2, "0.9"),
        alert("SeveralInSubnet", Some(provider(1)), &[1, 2], several),
        alert("NotPaid", None, &[9], not_paid),
    ];
    assert_eq!(alerts, expected);
}

#[test]
fn should_leave_out_names_that_are_no_principals() {
    let mut facts = facts(1, &[(1, 1, ZURICH, None), (2, 1, ZURICH, None)]);
    facts.nodes[0].provider = "p".into();
    facts.nodes[1].node = "n".into();
    let found = day(&facts, &table()).unwrap();
    assert_eq!(found.providers.len(), 1);
    assert_eq!(found.providers[0].1.nodes, []);
}

#[test]
fn should_refuse_a_day_without_metrics() {
    let facts = DayFacts {
        subnets: None,
        ..facts(1, &[])
    };
    let found = day(&facts, &table());
    assert_eq!(found, Err(PeriodError::NoMetrics { day: Day(1) }));
}

#[test]
fn should_compute_a_month_of_operators() {
    let record = |number: u8, owner, place: (&str, &str), count| OperatorFact {
        operator: OperatorId(id(4, number)),
        provider: provider(owner),
        region: place.0.into(),
        rewardable_nodes: vec![TypeCount {
            reward_type: place.1.into(),
            count,
        }],
    };
    let facts = OperatorFacts {
        operators: vec![
            record(1, 3, CALIFORNIA, 2),
            record(2, 2, NOWHERE, 7),
            record(3, 1, ZURICH, 1),
            record(3, 1, ZURICH, 1),
        ],
    };
    let found = operators(&facts, &table());
    let ids: Vec<_> = found.iter().map(|(provider, _)| *provider).collect();
    assert_eq!(ids, [1, 2, 3].map(provider));
    let figures = found
        .iter()
        .map(|(_, it)| (it.total.as_str(), it.faults.len(), it.broken));
    // 913,125 and 90 % of it, 821,812.5.
    let expected = [("0", 1, true), ("7", 1, false), ("1734937", 0, false)];
    assert!(figures.eq(expected));
    assert!(found.iter().all(|(_, tally)| tally.nodes.is_empty()));
}
