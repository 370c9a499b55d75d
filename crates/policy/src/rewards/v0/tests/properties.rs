//! What holds for every month, and the network's own loop beside it.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;
use std::cmp::Reverse;

const TYPES: [&str; 3] = ["type1", "type3", "type3.1"];

/// A city of one of two countries.
fn city(number: usize) -> String {
    format!("E,{},{number}", number / 2)
}

prop_compose! {
    /// Operators of three providers in four cities.
    fn any_operators()(
        records in prop::collection::vec((
            0..3,
            0..4_usize,
            prop::collection::btree_map(0_usize..3, 0_u32..40, 0..3),
        ), 0..8),
    ) -> Vec<Operator> {
        let records = (0..).zip(records).map(|(number, (provider, at, nodes))| Operator {
            operator: Id::Name(format!("o{number}")),
            provider: Id::Name(format!("p{provider}")),
            region: city(at),
            rewardable_nodes: (nodes.into_iter())
                .map(|(of, count): (usize, u32)| (TYPES[of].into(), count))
                .collect(),
        });
        records.collect()
    }
}

prop_compose! {
    /// A rate for each type in each city.
    fn any_table()(
        rates in prop::collection::vec((0_u64..100_000_000, prop::option::of(0..=100)), 12),
    ) -> RewardsTable {
        let mut table = RewardsTable::default();
        for (place, (xdr_permyriad_per_month, coefficient_percent)) in rates.into_iter().enumerate() {
            let rate = Rate { xdr_permyriad_per_month, coefficient_percent };
            table.insert(&city(place / 3), TYPES[place % 3], rate);
        }
        table
    }
}

/// What nodes earn when none earns less than the one before it.
fn unreduced(table: &RewardsTable, operators: &[Operator]) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for operator in operators {
        let sum = sums.entry(operator.provider.to_string()).or_insert(0);
        for (reward_type, count) in &operator.rewardable_nodes {
            let rate = table.get(&operator.region, reward_type).unwrap();
            *sum += u64::from(*count) * rate.xdr_permyriad_per_month;
        }
    }
    sums
}

proptest! {
    #[test]
    fn should_pay_what_the_network_pays(table in any_table(), operators in any_operators()) {
        let found = rewards(&table, &operators);
        let expected: Vec<_> = with_doubles(&table, &operators).into_iter().collect();
        prop_assert_eq!(totals(&found), expected);
        prop_assert_eq!(found.problems, []);
    }

    #[test]
    fn should_never_pay_more_than_the_rate_of_each_node(
        table in any_table(),
        operators in any_operators(),
    ) {
        let most = unreduced(&table, &operators);
        for (provider, total) in totals(&rewards(&table, &operators)) {
            prop_assert!(total <= most[&provider]);
        }
    }

    #[test]
    fn should_pay_the_rate_of_each_node_where_nothing_is_reduced(
        rates in prop::collection::vec(0_u64..100_000_000, 12),
        operators in any_operators(),
    ) {
        let mut table = RewardsTable::default();
        for (place, xdr_permyriad_per_month) in rates.into_iter().enumerate() {
            let coefficient_percent = Some(100);
            let rate = Rate { xdr_permyriad_per_month, coefficient_percent };
            table.insert(&city(place / 3), TYPES[place % 3], rate);
        }
        let expected: Vec<_> = unreduced(&table, &operators).into_iter().collect();
        prop_assert_eq!(totals(&rewards(&table, &operators)), expected);
    }

    #[test]
    fn should_depend_on_the_order_within_a_provider_and_country_only(
        table in any_table(),
        operators in any_operators(),
    ) {
        let mut grouped = operators.clone();
        // Those of one group stay in their order.
        grouped.sort_by_key(|it| Reverse((it.provider.clone(), table::country(&it.region))));
        prop_assert_eq!(totals(&rewards(&table, &grouped)), totals(&rewards(&table, &operators)));
    }

    #[test]
    fn should_not_depend_on_order_where_all_nodes_are_alike(
        xdr_permyriad_per_month in 0_u64..100_000_000,
        coefficient_percent in prop::option::of(0..=100),
        operators in any_operators(),
    ) {
        let mut table = RewardsTable::default();
        let rate = Rate { xdr_permyriad_per_month, coefficient_percent };
        for reward_type in TYPES {
            table.insert("E", reward_type, rate);
        }
        let mut turned = operators.clone();
        turned.reverse();
        prop_assert_eq!(totals(&rewards(&table, &turned)), totals(&rewards(&table, &operators)));
    }

    #[test]
    fn should_pay_the_others_whatever_is_wrong_with_one(
        table in any_table(),
        operators in any_operators(),
        which: Index,
    ) {
        prop_assume!(!operators.is_empty());
        let again = operators[which.index(operators.len())].clone();
        let broken = again.provider.to_string();
        let mut expected = totals(&rewards(&table, &operators));
        expected.retain(|(provider, _)| *provider != broken);
        let records = [operators, vec![again]].concat();
        let found = rewards(&table, &records);
        prop_assert_eq!(totals(&found), expected);
        prop_assert_eq!(faults(&found), [(broken, "OperatorTwice")]);
    }
}
