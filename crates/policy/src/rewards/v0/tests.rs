//! Worked figures, and the network's own loop beside it.

use super::super::table::{MAX_MONTHLY_XDR_PERMYRIAD, Rate};
use super::*;
use std::collections::HashMap;

mod properties;

fn table(rows: &[(&str, &str, u64, Option<i32>)]) -> RewardsTable {
    let mut table = RewardsTable::default();
    for &(region, reward_type, xdr_permyriad_per_month, coefficient_percent) in rows {
        let rate = Rate {
            xdr_permyriad_per_month,
            coefficient_percent,
        };
        table.insert(region, reward_type, rate);
    }
    table
}

fn operator(operator: &str, provider: &str, region: &str, nodes: &[(&str, u32)]) -> Operator {
    Operator {
        operator: operator.into(),
        provider: provider.into(),
        region: region.into(),
        rewardable_nodes: (nodes.iter())
            .map(|&(reward_type, count)| (reward_type.into(), count))
            .collect(),
    }
}

fn totals(rewards: &Rewards) -> Vec<(String, u64)> {
    let providers = rewards.providers.iter();
    providers
        .map(|(provider, found)| (provider.to_string(), found.total_xdr_permyriad))
        .collect()
}

fn faults(rewards: &Rewards) -> Vec<(String, &'static str)> {
    let problems = rewards.problems.iter();
    problems
        .map(|problem| (problem.provider.to_string(), problem.fault.kind()))
        .collect()
}

#[test]
fn should_pay_further_nodes_of_a_country_less() {
    let table = table(&[
        ("Africa,ZA", "type3", 27_491_250, Some(98)),
        ("Europe,CH", "type1", 16_960_000, None),
    ]);
    let operators = [
        operator("o1", "p1", "Africa,ZA,Cape Town", &[("type3", 3)]),
        operator("o2", "p2", "Europe,CH,Zurich", &[("type1", 2)]),
    ];
    let found = rewards(&table, &operators);
    // 27,491,250 + 26,941,425 + 26,402,596.
    assert_eq!(
        totals(&found),
        [("p1".into(), 80_835_271), ("p2".into(), 33_920_000)]
    );
    assert_eq!(found.problems, []);
    let line = &found.providers[&"p1".into()].lines[0];
    assert_eq!((line.nodes, line.xdr_permyriad), (3, 80_835_271));
    assert_eq!(line.rate.coefficient_percent, 98);
}

#[test]
fn should_depend_on_the_order_of_operators() {
    let table = table(&[
        ("Europe,CH,Zurich", "type3", 1_000, Some(90)),
        ("Europe,CH,Geneva", "type3", 500, Some(50)),
    ]);
    let zurich = operator("a", "p", "Europe,CH,Zurich", &[("type3", 2)]);
    let geneva = operator("b", "p", "Europe,CH,Geneva", &[("type3", 2)]);
    // 1,000 + 900, then 500 x 0.81 = 405 and half of it, 202.5.
    let forth = rewards(&table, &[zurich.clone(), geneva.clone()]);
    assert_eq!(totals(&forth), [("p".into(), 1_000 + 900 + 405 + 202)]);
    // 500 + 250, then 1,000 x 0.25 and 0.9 of it.
    let back = rewards(&table, &[geneva, zurich]);
    assert_eq!(totals(&back), [("p".into(), 500 + 250 + 250 + 225)]);
}

#[test]
fn should_share_the_coefficient_among_types_but_not_among_countries_and_providers() {
    let table = table(&[
        ("Europe", "type3", 1_000, None),
        ("Europe", "type3.1", 2_000, Some(50)),
        ("Europe", "type1", 10, None),
    ]);
    let nodes = [("type3.1", 1), ("type3", 1), ("type1", 3)];
    let operators = [
        operator("a", "p", "Europe,CH,Zurich", &nodes),
        operator("b", "p", "Europe,DE,Berlin", &nodes),
        operator("c", "q", "Europe,CH,Zurich", &nodes),
        operator(
            "d",
            "p",
            "Europe,CH,Geneva",
            &[("type3.1", 2), ("type2", 0)],
        ),
        operator("e", "r", "Europe,CH,Geneva", &[]),
    ];
    let found = rewards(&table, &operators);
    // By type in byte order: type1, type3 (1,000), type3.1 (2,000 x 0.8).
    let each = 30 + 1_000 + 1_600;
    // Then in Geneva 2,000 x 0.4 and x 0.2.
    let expected = [
        ("p".into(), 2 * each + 800 + 400),
        ("q".into(), each),
        ("r".into(), 0),
    ];
    assert_eq!(totals(&found), expected);
    // No rate is looked up in vain, even for no nodes.
    assert_eq!(faults(&found), [("p".into(), "RateNotFound")]);
}

#[test]
fn should_pay_one_permyriad_without_a_rate_and_nothing_at_rate_zero() {
    let table = table(&[("Europe", "type1", 0, None)]);
    let nodes = [("type1", 7), ("type3", 5), ("type2", 2)];
    let found = rewards(&table, &[operator("a", "p", "Europe,CH", &nodes)]);
    assert_eq!(totals(&found), [("p".into(), 7)]);
    let twice = [("p".into(), "RateNotFound"), ("p".into(), "RateNotFound")];
    assert_eq!(faults(&found), twice);
}

#[test]
fn should_leave_out_only_the_provider_whose_records_are_broken() {
    let table = table(&[
        ("Europe", "type1", 10, None),
        ("Europe", "high", MAX_MONTHLY_XDR_PERMYRIAD + 1, None),
        ("Europe", "most", MAX_MONTHLY_XDR_PERMYRIAD, None),
        ("Europe", "type3", 10, Some(101)),
    ]);
    let good = operator("a", "good", "Europe,CH", &[("type1", 1)]);
    for (broken, kind) in [
        (
            vec![operator("b", "p", "Europe", &[("high", 1)])],
            "RateOutOfRange",
        ),
        (
            vec![operator("b", "p", "Europe", &[("type3", 1)])],
            "CoefficientOutOfRange",
        ),
        (
            vec![operator("b", "p", "Europe", &[("most", u32::MAX)])],
            "TotalTooLarge",
        ),
        (
            vec![
                operator("b", "p", "Europe", &[("most", 18_446_744)]),
                operator("c", "p", "Europe", &[("most", 1)]),
            ],
            "TotalTooLarge",
        ),
        (
            vec![
                operator("b", "p", "Europe", &[("type1", 1)]),
                operator("b", "p", "Europe", &[("type1", 1)]),
            ],
            "OperatorTwice",
        ),
    ] {
        let records = [broken, vec![good.clone()]].concat();
        let found = rewards(&table, &records);
        assert_eq!(totals(&found), [("good".into(), 10)], "{kind}");
        assert_eq!(faults(&found), [("p".into(), kind)]);
    }
}

#[test]
fn should_end_soon_however_many_nodes_there_are() {
    let table = table(&[
        ("A", "type3", MAX_MONTHLY_XDR_PERMYRIAD, Some(99)),
        ("B", "type3", 7, Some(100)),
        ("C", "type3", 7, Some(0)),
    ]);
    let nodes = [("type3", u32::MAX)];
    let operators = ["A", "B", "C"].map(|region| operator(region, region, region, &nodes));
    let found = rewards(&table, &operators);
    let all = totals(&found);
    let expected = [("B".into(), 7 * u64::from(u32::MAX)), ("C".into(), 7)];
    assert_eq!(all[1..], expected);
    // A hundred times the first, less what rounding down took from some 2,750 nodes.
    let first = all[0].1;
    assert!(
        (99_999_999_997_000..100_000_000_000_000).contains(&first),
        "{first}"
    );
}

/// What the network does, with its doubles.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the network does this"
)]
fn with_doubles(table: &RewardsTable, operators: &[Operator]) -> BTreeMap<String, u64> {
    let mut coefficients: HashMap<(String, String), f64> = HashMap::new();
    let mut sums = BTreeMap::new();
    for operator in operators {
        let provider = operator.provider.to_string();
        let sum = sums.entry(provider.clone()).or_insert(0);
        for (reward_type, count) in &operator.rewardable_nodes {
            let rate = table.get(&operator.region, reward_type).unwrap();
            if !reward_type.starts_with("type3") {
                *sum += u64::from(*count) * rate.xdr_permyriad_per_month;
                continue;
            }
            let key = (provider.clone(), table::country(&operator.region));
            let coefficient = coefficients.entry(key).or_insert(1.0);
            for _ in 0..*count {
                *sum += (rate.xdr_permyriad_per_month as f64 * *coefficient) as u64;
                *coefficient *= f64::from(rate.coefficient_percent.unwrap_or(80)) / 100.0;
            }
        }
    }
    sums
}
