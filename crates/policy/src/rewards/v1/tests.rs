//! Worked figures; what holds for all is in `properties`.

use super::super::table::{MAX_MONTHLY_XDR_PERMYRIAD, Rate};
use super::*;

mod alerts;
mod faults;
mod network;
mod properties;

const ZURICH: &str = "Europe,Switzerland,Zurich";
const CALIFORNIA: &str = "North America,USA,California";
const NEVADA: &str = "North America,USA,Nevada";
const TOKYO: &str = "Asia,Japan,Tokyo";

/// Per day 10,000, 30,000, 40,000 and 40,000.
fn table() -> RewardsTable {
    let mut table = RewardsTable::default();
    for (region, reward_type, xdr_permyriad_per_month, coefficient_percent) in [
        ("Europe,Switzerland", "type1", 304_375, None),
        (CALIFORNIA, "type3", 913_125, Some(90)),
        (NEVADA, "type3.1", 1_217_500, Some(70)),
        (TOKYO, "type3", 1_217_500, Some(80)),
    ] {
        let rate = Rate {
            xdr_permyriad_per_month,
            coefficient_percent,
        };
        table.insert(region, reward_type, rate);
    }
    table
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Name, proposed, failed.
type Row<'a> = (&'a str, u64, u64);

/// Node, provider, region, type.
type Paid<'a> = (&'a str, &'a str, &'a str, &'a str);

fn facts(day: &str, subnets: &[(&str, &[Row<'_>])], nodes: &[Paid<'_>]) -> DayFacts {
    let row = |&(node, proposed, failed): &Row<'_>| NodeMetrics {
        node: node.into(),
        proposed,
        failed,
    };
    let subnets = subnets
        .iter()
        .map(|(subnet, rows)| (Id::from(*subnet), rows.iter().map(row).collect()));
    let paid = |&(node, provider, region, reward_type): &Paid<'_>| RewardableNode {
        node: node.into(),
        provider: provider.into(),
        region: region.into(),
        reward_type: reward_type.into(),
    };
    DayFacts {
        day: day.parse().unwrap(),
        table: None,
        subnets: Some(subnets.collect()),
        nodes: nodes.iter().map(paid).collect(),
    }
}

fn period(days: &[DayFacts]) -> Period {
    Period {
        table: Some(table()),
        days: days.to_vec(),
    }
}

fn computed(days: &[DayFacts]) -> Rewards {
    rewards(&period(days)).unwrap()
}

/// A node's day, of the first day.
fn node<'a>(rewards: &'a Rewards, provider: &str, node: &str) -> &'a NodeDay {
    let day = &rewards.providers[&provider.into()].days[0];
    let found = day.nodes.iter().find(|found| found.node == node.into());
    found.unwrap()
}

/// Original, subnet's and relative failure rate.
fn rates(rewards: &Rewards, provider: &str, of: &str) -> [String; 3] {
    let measured = node(rewards, provider, of).measured.clone().unwrap();
    [
        measured.original_failure_rate,
        measured.subnet_failure_rate,
        measured.relative_failure_rate,
    ]
    .map(|rate| rate.normalize().to_string())
}

#[test]
fn should_measure_nodes_against_their_subnet() {
    let paid: Vec<_> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .map(|node| (*node, "p", ZURICH, "type1"))
        .collect();
    let found = computed(&[facts(
        "2025-01-01",
        &[
            (
                "s1",
                &[("a", 75, 25), ("b", 90, 10), ("c", 95, 5), ("d", 50, 50)],
            ),
            ("s2", &[("e", 80, 20), ("f", 60, 40)]),
        ],
        &paid,
    )]);
    for (of, expected) in [
        ("a", ["0.25", "0.25", "0"]),
        ("b", ["0.1", "0.25", "0"]),
        ("c", ["0.05", "0.25", "0"]),
        ("d", ["0.5", "0.25", "0.25"]),
        ("e", ["0.2", "0.4", "0"]),
        ("f", ["0.4", "0.4", "0"]),
    ] {
        assert_eq!(rates(&found, "p", of), expected, "{of}");
    }

    // A node that is nobody's counts in its subnet.
    let rows: &[Row<'_>] = &[("a", 99, 1), ("x", 0, 0)];
    let found = computed(&[facts("2025-01-02", &[("s1", rows)], &paid[..1])]);
    assert_eq!(rates(&found, "p", "a"), ["0.01", "0.01", "0"]);
    assert_eq!(found.problems, []);
}

#[test]
fn should_reduce_what_fails_more_and_extrapolate_to_what_has_no_metrics() {
    // Relative 0.05, 0.35, 0.7 and, of those of the one provider, the mean.
    let rows: &[Row<'_>] = &[
        ("good", 95, 5),
        ("mid", 65, 35),
        ("bad", 30, 70),
        ("x1", 1, 0),
        ("x2", 1, 0),
        ("x3", 1, 0),
        ("x4", 1, 0),
        ("x5", 1, 0),
        ("x6", 1, 0),
        ("x7", 1, 0),
        ("x8", 1, 0),
        ("x9", 1, 0),
    ];
    let paid = ["good", "mid", "bad", "idle"].map(|node| (node, "p", ZURICH, "type1"));
    let found = computed(&[facts("2025-01-01", &[("s", rows)], &paid)]);
    for (of, failure_rate, reduction, multiplier, adjusted) in [
        ("good", "0.05", "0", "1", "10000"),
        ("mid", "0.35", "0.4", "0.6", "6000"),
        ("bad", "0.7", "0.8", "0.2", "2000"),
        (
            "idle",
            "0.3666666666666666666666666667",
            "0.4266666666666666666666666667",
            "0.5733333333333333333333333333",
            "5733.333333333333333333333333",
        ),
    ] {
        let node = node(&found, "p", of);
        assert_eq!(node.failure_rate, decimal(failure_rate), "{of}");
        assert_eq!(node.reduction, decimal(reduction), "{of}");
        assert_eq!(node.multiplier, decimal(multiplier), "{of}");
        assert_eq!(node.base, decimal("10000"), "{of}");
        assert_eq!(node.adjusted, decimal(adjusted), "{of}");
        assert_eq!(node.measured.is_none(), of == "idle");
    }
    assert_eq!(found.providers[&"p".into()].total_xdr_permyriad, 23_733);
}

#[test]
fn should_average_the_third_type_over_a_country() {
    let found = computed(&[facts(
        "2025-01-01",
        &[],
        &[
            ("a", "p", ZURICH, "type1"),
            ("b", "p", CALIFORNIA, "type3"),
            ("c", "p", NEVADA, "type3.1"),
            ("d", "p", TOKYO, "type3"),
            // Of another provider: alone.
            ("e", "q", CALIFORNIA, "type3"),
            // Only these two types are averaged, whatever begins like them.
            ("f", "q", CALIFORNIA, "type3.2"),
        ],
    )]);
    for (provider, of, base) in [
        ("p", "a", "10000"),
        ("p", "b", "31500"),
        ("p", "c", "31500"),
        ("p", "d", "40000"),
        ("q", "e", "30000"),
        ("q", "f", "0.0328542094455852156057494867"),
    ] {
        let node = node(&found, provider, of);
        assert_eq!(node.base, decimal(base), "{of}");
        assert_eq!(node.adjusted, decimal(base), "{of}");
    }
    let group = Type3Group {
        country: "North America:USA".into(),
        nodes: 2,
        average_rate: decimal("35000"),
        average_coefficient: decimal("0.8"),
        base: decimal("31500"),
    };
    let groups = &found.providers[&"p".into()].days[0].type3;
    assert_eq!((groups.len(), &groups[1]), (2, &group));
}

#[test]
fn should_reproduce_the_worked_period() {
    let found = computed(&worked());
    let p1 = &found.providers[&"p1".into()];
    assert_eq!(p1.total_xdr_permyriad, 137_200);
    let [first, second] = &p1.days[..] else {
        panic!("two days");
    };
    assert_eq!(first.adjusted, decimal("87200"));
    assert_eq!(second.adjusted, decimal("50000"));
    let gross = p1.gross();
    assert_eq!(gross.xdr_permyriad, 137_200);
    for (of, earned) in [
        ("n1", 20_000),
        ("n2", 61_500),
        ("n3", 31_500),
        ("n4", 4_400),
        ("n5", 19_800),
    ] {
        assert_eq!(gross.nodes[&of.into()], Decimal::from(earned), "{of}");
    }
    assert_eq!(first.extrapolated_failure_rate, decimal("0.1125"));
    for (of, failure_rate, reduction, adjusted) in [
        ("n1", "0", "0", "10000"),
        ("n2", "0", "0", "31500"),
        ("n3", "0", "0", "31500"),
        ("n4", "0.45", "0.56", "4400"),
        ("n5", "0.1125", "0.02", "9800"),
    ] {
        let node = node(&found, "p1", of);
        assert_eq!(node.failure_rate, decimal(failure_rate), "{of}");
        assert_eq!(node.reduction, decimal(reduction), "{of}");
        assert_eq!(node.adjusted, decimal(adjusted), "{of}");
    }
    assert_eq!(found.problems, []);
}

/// Two days of one provider. One node fails too much on the first.
fn worked() -> [DayFacts; 2] {
    let rows: &[Row<'_>] = &[
        ("n1", 95, 5),
        ("n2", 90, 10),
        ("n3", 75, 25),
        ("n4", 30, 70),
    ];
    let first = facts(
        "2025-01-01",
        &[("s1", rows)],
        &[
            ("n1", "p1", ZURICH, "type1"),
            ("n2", "p1", CALIFORNIA, "type3"),
            ("n3", "p1", NEVADA, "type3.1"),
            ("n4", "p1", ZURICH, "type1"),
            ("n5", "p1", ZURICH, "type1"),
        ],
    );
    let second = facts(
        "2025-01-02",
        &[("s1", &[("n1", 95, 5), ("n2", 90, 10)])],
        &[
            ("n1", "p1", ZURICH, "type1"),
            ("n2", "p1", CALIFORNIA, "type3"),
            ("n5", "p1", ZURICH, "type1"),
        ],
    );
    [first, second]
}

#[test]
fn should_be_exact_to_the_last_digit() {
    let rows: &[Row<'_>] = &[("a", 100, 1), ("b", 100, 5), ("c", 100, 20), ("d", 100, 50)];
    let paid = ["a", "b", "c", "d"].map(|node| (node, "p", ZURICH, "type1"));
    let found = computed(&[facts("2025-01-01", &[("s", rows)], &paid)]);
    assert_eq!(
        rates(&found, "p", "d"),
        [
            "0.3333333333333333333333333333",
            "0.1666666666666666666666666667",
            "0.1666666666666666666666666666",
        ]
    );
    let poor = node(&found, "p", "d");
    assert_eq!(poor.reduction, decimal("0.1066666666666666666666666666"));
    assert_eq!(poor.multiplier, decimal("0.8933333333333333333333333334"));
    assert_eq!(poor.adjusted, decimal("8933.333333333333333333333334"));

    let rows: &[Row<'_>] = &[
        ("a", 100, 5),
        ("b", 100, 15),
        ("c", 100, 25),
        ("d", 100, 35),
        ("e", 100, 70),
    ];
    let paid = [
        ("a", "p", CALIFORNIA, "type3"),
        ("b", "p", CALIFORNIA, "type3"),
        ("c", "p", CALIFORNIA, "type3"),
        ("d", "p", NEVADA, "type3.1"),
        ("e", "p", NEVADA, "type3.1"),
    ];
    let found = computed(&[facts("2025-01-01", &[("s", rows)], &paid)]);
    let group = &found.providers[&"p".into()].days[0].type3[0];
    assert_eq!((group.nodes, group.average_rate), (5, decimal("34000")));
    assert_eq!(group.average_coefficient, decimal("0.82"));
    assert_eq!(group.base, decimal("23772.050368"));
    assert_eq!(
        rates(&found, "p", "e"),
        [
            "0.4117647058823529411764705882",
            "0.2592592592592592592592592593",
            "0.1525054466230936819172113289",
        ]
    );
    let poor = node(&found, "p", "e");
    assert_eq!(poor.reduction, decimal("0.0840087145969498910675381262"));
    assert_eq!(poor.multiplier, decimal("0.9159912854030501089324618738"));
    let first = &rates(&found, "p", "a")[0];
    assert_eq!(first, "0.0476190476190476190476190476");
}

#[test]
fn should_know_the_edges() {
    // One node is its own subnet.
    let paid = [("a", "p", ZURICH, "type1")];
    let found = computed(&[facts("2025-01-01", &[("s", &[("a", 90, 10)])], &paid)]);
    assert_eq!(rates(&found, "p", "a"), ["0.1", "0.1", "0"]);

    // A subnet without rows, or none at all.
    for subnets in [&[("s", &[][..])][..], &[]] {
        let found = computed(&[facts("2025-01-01", subnets, &paid)]);
        let idle = node(&found, "p", "a");
        assert_eq!((&idle.measured, idle.multiplier), (&None, Decimal::ONE));
    }

    // Nobody is paid.
    let found = computed(&[facts("2025-01-01", &[("s", &[("a", 90, 10)])], &[])]);
    assert_eq!(found.providers, BTreeMap::new());

    // No blocks are no failures; nothing but failures are all of them.
    let rows: &[Row<'_>] = &[("a", 0, 0), ("b", 0, 10), ("c", 100, 0), ("d", 10, 0)];
    let paid = [
        ("a", "p", ZURICH, "type1"),
        ("b", "p", NEVADA, "type3.1"),
        ("c", "p", ZURICH, "type1"),
        ("d", "p", ZURICH, "type1"),
    ];
    let found = computed(&[facts("2025-01-01", &[("s", rows)], &paid)]);
    assert_eq!(rates(&found, "p", "a"), ["0", "0", "0"]);
    assert_eq!(rates(&found, "p", "b"), ["1", "0", "1"]);
    let failed = node(&found, "p", "b");
    assert_eq!(failed.multiplier, decimal("0.2"));
    assert_eq!(failed.adjusted, decimal("8000"));
    assert_eq!(node(&found, "p", "a").adjusted, decimal("10000"));
    let most = [("a", 0, u64::MAX), ("b", u64::MAX, u64::MAX)];
    let found = computed(&[facts("2025-01-01", &[("s", &most)], &paid[..2])]);
    assert_eq!(rates(&found, "p", "b")[0], "0.5");
}
