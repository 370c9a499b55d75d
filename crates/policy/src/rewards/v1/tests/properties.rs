//! What holds for every period.

use super::*;
use proptest::prelude::*;

/// Days of up to 24 nodes of 4 providers, in up to 3 subnets or in none.
fn any_days() -> impl Strategy<Value = Vec<DayFacts>> {
    let node = (0..4_usize, 0..5_usize, 0..4_usize, 0..50_u64, 0..50_u64);
    let day = prop::collection::vec(node, 1..24);
    prop::collection::vec(day, 1..4).prop_map(|days| {
        let days = (1..).zip(days).map(|(number, nodes)| {
            let mut facts = facts(&format!("2025-01-{number:02}"), &[], &[]);
            for (number, (provider, place, subnet, proposed, failed)) in (0..).zip(nodes) {
                let node = Id::Name(format!("n{number}"));
                let (region, reward_type) = [
                    (ZURICH, "type1"),
                    (CALIFORNIA, "type3"),
                    (NEVADA, "type3.1"),
                    (TOKYO, "type3"),
                    ("Mars", "type1"),
                ][place];
                if let Some(name) = ["s1", "s2", "s3"].get(subnet) {
                    let subnets = facts.subnets.as_mut().unwrap();
                    subnets
                        .entry((*name).into())
                        .or_default()
                        .push(NodeMetrics {
                            node: node.clone(),
                            proposed,
                            failed,
                        });
                }
                facts.nodes.push(RewardableNode {
                    node,
                    provider: Id::Name(format!("p{provider}")),
                    region: region.into(),
                    reward_type: reward_type.into(),
                });
            }
            facts
        });
        days.collect()
    })
}

fn pay(rewards: &Rewards) -> BTreeMap<(Day, Id), Decimal> {
    let days = rewards.providers.values().flat_map(|found| &found.days);
    days.flat_map(|day| {
        day.nodes
            .iter()
            .map(|node| ((day.day, node.node.clone()), node.adjusted))
    })
    .collect()
}

/// With one more failure in one row; whose it is, on which day.
fn worse(
    days: &[DayFacts],
    which: prop::sample::Index,
    by: u64,
) -> Option<(Vec<DayFacts>, Day, Id)> {
    let mut days = days.to_vec();
    let rows = days.iter_mut().flat_map(|facts| {
        let day = facts.day;
        let subnets = facts.subnets.iter_mut().flat_map(BTreeMap::values_mut);
        subnets.flatten().map(move |row| (day, row))
    });
    let mut rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return None;
    }
    let place = which.index(rows.len());
    let (day, row) = &mut rows[place];
    row.failed += by;
    let (day, node) = (*day, row.node.clone());
    Some((days, day, node))
}

proptest! {
    #[test]
    fn should_pay_a_fifth_of_the_base_to_all_of_it(days in any_days()) {
        for provider in computed(&days).providers.values() {
            // Summed as rewards are: another order rounds otherwise, in the last digit.
            let mut base = Decimal::ZERO;
            for day in &provider.days {
                base += day.nodes.iter().map(|node| node.base).sum::<Decimal>();
                for node in &day.nodes {
                    prop_assert!((decimal("0.2")..=Decimal::ONE).contains(&node.multiplier));
                    prop_assert_eq!(node.multiplier, Decimal::ONE - node.reduction);
                    prop_assert!(node.adjusted <= node.base);
                    prop_assert!((Decimal::ZERO..=Decimal::ONE).contains(&node.failure_rate));
                }
            }
            prop_assert!(Decimal::from(provider.total_xdr_permyriad) <= base);
        }
    }

    #[test]
    fn should_never_pay_a_node_more_for_failing_nor_its_peers_less(
        days in any_days(),
        which: prop::sample::Index,
        by in 1_u64..100,
    ) {
        let Some((after, day, node)) = worse(&days, which, by) else {
            return Ok(());
        };
        let (before, after) = (computed(&days), computed(&after));
        let (was, is) = (pay(&before), pay(&after));
        let key = (day, node);
        prop_assert!(is[&key] <= was[&key]);
        let nodes = &days.iter().find(|facts| facts.day == key.0).unwrap().nodes;
        let owner = nodes.iter().find(|paid| paid.node == key.1).unwrap().provider.clone();
        for (provider, found) in &before.providers {
            if *provider != owner {
                let now = after.providers[provider].total_xdr_permyriad;
                prop_assert!(now >= found.total_xdr_permyriad);
            }
        }
    }

    #[test]
    fn should_not_depend_on_any_order(days in any_days(), turn in 0..24_usize) {
        let expected = computed(&days);
        let mut turned = days;
        for facts in &mut turned {
            let nodes = facts.nodes.len();
            facts.nodes.rotate_left(turn % nodes);
            facts.nodes.reverse();
            for rows in facts.subnets.iter_mut().flat_map(BTreeMap::values_mut) {
                let count = rows.len();
                rows.rotate_left(turn % count);
            }
        }
        turned.reverse();
        prop_assert_eq!(computed(&turned), expected);
    }

    #[test]
    fn should_add_up_over_days(days in any_days()) {
        let whole = computed(&days);
        let mut sums: BTreeMap<Id, (Decimal, u64)> = BTreeMap::new();
        for facts in &days {
            for (provider, found) in computed(std::slice::from_ref(facts)).providers {
                let (exact, rounded) = sums.entry(provider).or_default();
                *exact += found.days[0].adjusted;
                *rounded += found.total_xdr_permyriad;
            }
        }
        prop_assert_eq!(sums.len(), whole.providers.len());
        for (provider, (exact, rounded)) in sums {
            let total = whole.providers[&provider].total_xdr_permyriad;
            prop_assert_eq!(exact.trunc(), Decimal::from(total));
            prop_assert!(rounded <= total && total < rounded + days.len() as u64);
        }
    }

    #[test]
    fn should_pay_the_others_whatever_is_wrong_with_one(
        days in any_days(),
        which: prop::sample::Index,
    ) {
        let before = computed(&days);
        let mut broken = days;
        let place = which.index(broken.len());
        let facts = &mut broken[place];
        let again = facts.nodes[which.index(facts.nodes.len())].clone();
        facts.nodes.push(again.clone());
        let mut expected = before.providers;
        expected.remove(&again.provider);
        let found = computed(&broken);
        prop_assert_eq!(found.providers, expected);
        let fatal = found.problems.iter().filter(|it| it.fault.is_fatal());
        prop_assert!(fatal.map(|it| &it.provider).eq([&again.provider]));
    }

    #[test]
    fn should_measure_a_node_in_its_own_subnet_only(days in any_days()) {
        let before = pay(&computed(&days));
        let mut fewer = days;
        let mut idle = BTreeSet::new();
        for facts in &mut fewer {
            let gone = facts.subnets.as_mut().unwrap().remove(&"s1".into());
            idle.extend(gone.into_iter().flatten().map(|row| (facts.day, row.node)));
            // Those without metrics have the mean of their provider's, which changes.
            let rows = facts.subnets.iter().flat_map(BTreeMap::values).flatten();
            let measured: Vec<_> = rows.map(|row| row.node.clone()).collect();
            let nodes = facts.nodes.iter().map(|paid| paid.node.clone());
            let others = nodes.filter(|node| !measured.contains(node));
            idle.extend(others.map(|node| (facts.day, node)));
        }
        let after = pay(&computed(&fewer));
        for (key, paid) in &before {
            prop_assert!(idle.contains(key) || after[key] == *paid);
        }
    }

    #[test]
    fn should_compute_each_day_alone(days in any_days()) {
        let whole = computed(&days);
        for facts in &days {
            for (provider, found) in day(facts, &table()).unwrap().providers {
                let mut days = whole.providers[&provider].days.iter();
                let expected = days.find(|found| found.day == facts.day);
                prop_assert_eq!(found.day.as_ref(), expected);
            }
        }
    }
}
