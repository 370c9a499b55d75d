//! What holds of every draw.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
struct Snapshot {
    sites: Vec<SnapshotSite>,
    auditors: Vec<SnapshotAuditor>,
    rules: DrawRules,
}

fn snapshots() -> impl Strategy<Value = Snapshot> {
    let site_row = (
        0..9_u64,
        any::<bool>(),
        any::<bool>(),
        prop::collection::btree_set(0..14_u32, 0..6),
    );
    let rules = (1..20_u32, 1..5_u8, 1..7_u8, 1..50_u64, 0..1_500_u64);
    (
        prop::collection::vec(site_row, 1..20),
        prop::collection::vec((0..4_u32, 0..9_u32), 0..12),
        rules,
    )
        .prop_map(|(sites, auditors, rules)| {
            let sites = (1..).zip(sites).map(|(n, row)| {
                let (weight, certain, critical, conflicted) = row;
                let conflicted: Vec<_> = conflicted.into_iter().collect();
                SnapshotSite {
                    certain,
                    critical,
                    ..site(n, weight, &conflicted)
                }
            });
            let auditors = (1..)
                .zip(auditors)
                .map(|(n, (left, group))| SnapshotAuditor {
                    group,
                    ..auditor(n, left)
                });
            let (wanted, ordinary, critical, fee_e8s, budget_e8s) = rules;
            Snapshot {
                sites: sites.collect(),
                auditors: auditors.collect(),
                rules: DrawRules {
                    sites: wanted,
                    ordinary: team(ordinary, ordinary),
                    critical: team(critical, critical),
                    fee_e8s,
                    budget_e8s,
                    lock_e8s: 1,
                },
            }
        })
}

proptest! {
    #[test]
    fn should_keep_all_bounds(snapshot in snapshots(), seed in any::<[u8; 32]>()) {
        let Snapshot { sites, auditors, rules } = snapshot;
        let sites_hash = sites_hash(&sites).unwrap();
        let seed = Sha256Hash(seed);
        let found = run(&rules, &auditors, &sites, &seed, &sites_hash);
        let drawable = sites.iter().filter(|site| site.weight > 0).count();
        if drawable == 0 {
            prop_assert_eq!(found, Err(DrawError::NothingToDraw));
            return Ok(());
        }
        let found = found.unwrap();
        let mut left: Vec<_> = auditors.iter().map(|auditor| auditor.capacity).collect();
        let (mut spent, mut order) = (0, Vec::new());
        for Drawn { site, team, reserve } in &found.drawn {
            let row = &sites[*site as usize];
            let size = if row.critical { rules.critical } else { rules.ordinary }.auditors;
            prop_assert_eq!(team.len(), usize::from(size), "never a smaller team");
            let named = || team.iter().chain(reserve);
            for auditor in named() {
                prop_assert!(!row.conflicted.contains(auditor));
                prop_assert!(left[*auditor as usize] > 0);
            }
            let group = |at: usize| auditors[at].group;
            let groups: BTreeSet<_> = named().map(|at| group(*at as usize)).collect();
            prop_assert_eq!(groups.len(), named().count(), "no owner twice");
            let may = (0..).zip(&left).filter(|(at, left)| {
                **left > 0 && !row.conflicted.contains(at)
            });
            let owners: BTreeSet<_> = may.map(|(at, _)| group(at as usize)).collect();
            let most = team.len() + RESERVE_AUDITORS;
            prop_assert_eq!(groups.len(), owners.len().min(most), "nobody left out");
            for auditor in team {
                left[*auditor as usize] -= 1;
            }
            spent += rules.fee_e8s * u64::from(size);
            order.push(*site);
        }
        prop_assert!(spent <= rules.budget_e8s);
        prop_assert!(found.drawn.len() <= rules.sites as usize);
        order.extend(&found.skipped);
        prop_assert!(order.iter().all(|site| sites[*site as usize].weight > 0));
        let count = order.len();
        order.sort_unstable();
        order.dedup();
        prop_assert_eq!(order.len(), count, "no site twice");
        match found.ended {
            DrawEnd::Complete => prop_assert_eq!(found.drawn.len(), rules.sites as usize),
            DrawEnd::NoSiteLeft => prop_assert_eq!(count, drawable),
            DrawEnd::BudgetUsed => {
                let most = rules.ordinary.auditors.max(rules.critical.auditors);
                prop_assert!(spent + rules.fee_e8s * u64::from(most) > rules.budget_e8s);
            }
        }
    }

    /// Groups are nothing but the same or another one.
    #[test]
    fn should_not_care_what_numbers_groups_have(
        snapshot in snapshots(),
        seed in any::<[u8; 32]>(),
    ) {
        let Snapshot { sites, auditors, rules } = snapshot;
        let sites_hash = sites_hash(&sites).unwrap();
        let of = |auditors: &[SnapshotAuditor]| {
            run(&rules, auditors, &sites, &Sha256Hash(seed), &sites_hash)
        };
        let renumbered = auditors.iter().map(|auditor| SnapshotAuditor {
            group: u32::MAX - 7 * auditor.group,
            ..auditor.clone()
        });
        let renumbered: Vec<_> = renumbered.collect();
        prop_assert_eq!(of(&renumbered), of(&auditors));
    }

    #[test]
    fn should_draw_a_beginning_of_the_same_when_the_budget_is_smaller(
        snapshot in snapshots(),
        seed in any::<[u8; 32]>(),
    ) {
        let Snapshot { mut sites, auditors, rules } = snapshot;
        sites[0].weight += 1;
        let sites_hash = sites_hash(&sites).unwrap();
        let seed = Sha256Hash(seed);
        let of = |budget_e8s| {
            let rules = DrawRules { budget_e8s, ..rules.clone() };
            run(&rules, &auditors, &sites, &seed, &sites_hash).unwrap().drawn
        };
        let (most, fewer) = (of(u64::MAX), of(rules.budget_e8s));
        prop_assert!(most.starts_with(&fewer));
    }
}
