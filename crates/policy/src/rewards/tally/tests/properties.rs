//! What holds for every period: slices give what the whole gives.

use super::*;
use crate::rewards::v1::Period;
use bonafide_types::rewards::PublishedPenalty;
use proptest::{collection::vec, prelude::*, sample::select};

/// Nodes 0 to 11 of providers 0 to 2, some on no day, some twice on one, in one subnet or idle.
fn any_days() -> impl Strategy<Value = Vec<DayFacts>> {
    let place = select(vec![ZURICH, CALIFORNIA, NEVADA, NOWHERE]);
    let blocks = prop::option::of((0..50_u64, 0..50_u64));
    let row = (place, blocks, prop::bool::weighted(0.8));
    let twice = prop::option::weighted(0.1, 0..12_usize);
    let day = (vec(row, 12), twice);
    vec(day, 1..5).prop_map(|days| {
        let days = (1..).zip(days).map(|(number, (rows, twice))| {
            let rows = (0_u8..).zip(rows).filter(|(_, (.., there))| *there);
            let rows = rows.map(|(of, (place, blocks, _))| (of, of % 3, place, blocks));
            let mut facts = facts(number, &rows.collect::<Vec<_>>());
            let again = twice.and_then(|place| facts.nodes.get(place).cloned());
            facts.nodes.extend(again);
            facts
        });
        days.collect()
    })
}

fn whole(days: &[DayFacts]) -> v1::Rewards {
    v1::rewards(&Period {
        table: Some(table()),
        days: days.to_vec(),
    })
    .unwrap()
}

proptest! {
    #[test]
    fn should_add_up_to_what_the_whole_period_gives(days in any_days()) {
        let whole = whole(&days);
        let tallies = tallies(&days);
        let mut faults: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for problem in &whole.problems {
            faults.entry(problem.provider.clone()).or_default().insert(problem.fault.to_string());
        }
        for (provider, tally) in &tallies {
            let id = Id::Principal(provider.0);
            let told = tally.faults.iter().cloned().collect();
            prop_assert_eq!(faults.remove(&id).unwrap_or_default(), told);
            let Some(found) = whole.providers.get(&id) else {
                prop_assert!(tally.broken);
                continue;
            };
            let days = found.days.iter().map(|day| day.adjusted);
            let total = decimal(&tally.total);
            prop_assert_eq!(total, days.sum::<Decimal>());
            let paid = amounts(tally, &[], 1, 1, 0).unwrap();
            prop_assert_eq!(paid.gross_xdr_permyriad, found.total_xdr_permyriad);
            let nodes = earned(tally).into_iter();
            let nodes: BTreeMap<_, _> = nodes.map(|(node, it)| (node.0.into(), it)).collect();
            prop_assert_eq!(nodes, found.gross().nodes);
        }
        prop_assert!(faults.is_empty());
        prop_assert!(whole.providers.keys().filter_map(principal).all(|it| tallies.contains_key(&ProviderId(it))));
        let alerts = days.iter().flat_map(|facts| day(facts, &table()).unwrap().alerts);
        prop_assert_eq!(alerts.count(), whole.alerts.len());
    }

    #[test]
    fn should_read_a_decimal_as_it_was_written(parts: [u32; 3], scale in 0..=28_u32) {
        let [low, middle, high] = parts;
        let number = Decimal::from_parts(low, middle, high, false, scale);
        let read = decimal(&number.to_string());
        prop_assert_eq!((read.mantissa(), read.scale()), (number.mantissa(), scale));
    }

    #[test]
    fn should_pay_no_more_for_more_penalties_and_lose_nothing_on_the_way(
        days in any_days(),
        penalties in vec((prop::option::of(0..12_u8), 0..=10_000_u32), 0..5),
        rate in 1..1_000_000_u64,
    ) {
        for tally in tallies(&days).values().filter(|tally| !tally.broken) {
            let penalties: Vec<_> = (0..).zip(&penalties).map(|(case_id, (of, bps))| PublishedPenalty {
                case_id,
                provider: provider(1),
                node: of.map(node),
                bps: *bps,
            }).collect();
            let mut before = amounts(tally, &[], rate, 1, u64::MAX).unwrap();
            prop_assert_eq!(before.kept_e8s, before.gross_e8s);
            for count in 0..=penalties.len() {
                let found = amounts(tally, &penalties[..count], rate, 1, u64::MAX).unwrap();
                prop_assert_eq!(found.gross_e8s, before.gross_e8s);
                prop_assert!(found.kept_e8s <= before.kept_e8s);
                prop_assert!(found.kept_xdr_permyriad <= before.kept_xdr_permyriad);
                before = found;
            }
        }
    }

    #[test]
    fn should_split_all_of_an_escrow_by_what_nodes_earned(
        days in any_days(),
        total_e8s in prop_oneof![0..10_u64, any::<u64>()],
    ) {
        for tally in tallies(&days).values() {
            let split = escrow(tally, total_e8s);
            prop_assert_eq!(split.total_e8s(), Ok(total_e8s));
            // One for each node, and what the last digit of decimals takes from the sum.
            let most = tally.nodes.len() as u64 + 1;
            prop_assert!(tally.nodes.is_empty() || split.other_e8s <= most);
            let shares = earned(tally).into_values().zip(split.nodes.values());
            let mut shares: Vec<_> = shares.collect();
            shares.sort();
            prop_assert!(shares.is_sorted_by_key(|(_, share)| **share));
        }
    }
}
