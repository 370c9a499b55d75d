//! Draws against results of a second implementation, and what holds for all of them.

use super::*;
use bonafide_types::audits::SiteId;
use bonafide_types::id::{AuditorId, ProviderId};
use candid::Principal;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn site(n: u8, weight: u64, conflicted: &[u32]) -> SnapshotSite {
    SnapshotSite {
        site: SiteId {
            dc_id: format!("dc{n:03}"),
            provider: ProviderId(Principal::from_slice(&[1, n])),
        },
        weight,
        certain: false,
        critical: false,
        conflicted: conflicted.to_vec(),
        repeats: None,
    }
}

/// Auditor `n`, from 1, of an owner of its own when it is in place `n - 1`.
fn auditor(n: u8, capacity: u32) -> SnapshotAuditor {
    SnapshotAuditor {
        id: AuditorId(Principal::from_slice(&[4, n])),
        capacity,
        group: u32::from(n) - 1,
    }
}

fn team(auditors: u8, quorum: u8) -> Team {
    Team { auditors, quorum }
}

fn rules() -> DrawRules {
    DrawRules {
        sites: 4,
        ordinary: team(3, 2),
        critical: team(5, 3),
        fee_e8s: 10,
        budget_e8s: 1_000,
        lock_e8s: 50,
    }
}

/// Six sites: the first critical and certain, the third without weight, the fourth critical and
/// repeated. Data centres are `dc1` to `dc6`.
fn six() -> Vec<SnapshotSite> {
    let mut sites = vec![
        site(1, 8, &[0]),
        site(2, 2, &[]),
        site(3, 0, &[1, 2]),
        site(4, 4, &[3, 4, 5]),
        site(5, 1, &[]),
        site(6, 2, &[6]),
    ];
    for (n, row) in (1..).zip(&mut sites) {
        row.site.dc_id = format!("dc{n}");
    }
    sites[0].certain = true;
    sites[0].critical = true;
    sites[3].critical = true;
    sites[3].repeats = Some(7);
    sites
}

/// Eight auditors, each of an owner of its own.
fn eight() -> Vec<SnapshotAuditor> {
    (1..=8).map(|n| auditor(n, u32::from(n % 3) + 1)).collect()
}

/// The same of six owners: the first and the third are of one, the fifth and the seventh of
/// another one.
fn eight_of_six_owners() -> Vec<SnapshotAuditor> {
    let groups = [0, 1, 0, 3, 4, 5, 4, 7];
    let rows = eight().into_iter().zip(groups);
    rows.map(|(row, group)| SnapshotAuditor { group, ..row })
        .collect()
}

fn hash_of(sites: &[SnapshotSite], auditors: &[SnapshotAuditor]) -> Sha256Hash {
    let sites_hash = sites_hash(sites).unwrap();
    let purpose = DrawPurpose::Audits { plan_id: 9 };
    snapshot_hash(3, &purpose, &rules(), auditors, sites.iter(), &sites_hash)
}

fn drawn(site: u32, team: &[u32], reserve: &[u32]) -> Drawn {
    Drawn {
        site,
        team: team.to_vec(),
        reserve: reserve.to_vec(),
    }
}

#[test]
fn should_hash_as_written_down() {
    let hex = |hash: Sha256Hash| hash.to_string();
    assert_eq!(
        hex(sites_hash(&six()).unwrap()),
        "9951a2fb449cab6501df8d29e3beb8b26a17d18564f841efed8172dc9c7d99f9"
    );
    for (auditors, expected) in [
        (
            eight(),
            [
                "4f041dd5b9ca2927eeb5cdc7a1370ac8c886ac5d83b46d0d8f9479087e625282",
                "6854352bc7d6121a7bcfd1140f55e417dbfae8638f6d854c4e313e366bc386ac",
            ],
        ),
        (
            eight_of_six_owners(),
            [
                "656508e9f9c0a312e48093a9e2e23b6a188eb8a7bfc98e268a119bef78f451fa",
                "23d8663e04df1ac74a877ff87b76288664df40a7327b76ef7cc1b1933d117ee2",
            ],
        ),
    ] {
        let hash = hash_of(&six(), &auditors);
        let seed = raw_rand_seed(&hash, &[7; 32]);
        assert_eq!([hex(hash), hex(seed)], expected);
    }
}

/// How many sites are wanted for how much, and what comes of it: drawn, skipped, why it ended.
type Case<'a> = (u32, u64, &'a [Drawn], &'a [u32], DrawEnd);

/// Draws of the six sites.
fn should_draw(auditors: &[SnapshotAuditor], cases: &[Case<'_>]) {
    let sites = six();
    let sites_hash = sites_hash(&sites).unwrap();
    let seed = raw_rand_seed(&hash_of(&sites, auditors), &[7; 32]);
    for (wanted, budget_e8s, drawn, skipped, ended) in cases {
        let rules = DrawRules {
            sites: *wanted,
            budget_e8s: *budget_e8s,
            ..rules()
        };
        let expected = Outcome {
            drawn: drawn.to_vec(),
            skipped: skipped.to_vec(),
            ended: *ended,
        };
        let found = run(&rules, auditors, &sites, &seed, &sites_hash);
        assert_eq!(found, Ok(expected), "{wanted} sites for {budget_e8s}");
    }
}

#[test]
fn should_draw_as_the_second_implementation_does() {
    let four = [
        drawn(0, &[6, 7, 1, 4, 3], &[2, 5]),
        drawn(3, &[6, 0, 7, 1, 2], &[]),
        drawn(1, &[5, 3, 4], &[1, 0, 7]),
        drawn(5, &[7, 4, 0], &[1]),
    ];
    should_draw(
        &eight(),
        &[
            (4, 1_000, &four, &[], DrawEnd::Complete),
            (9, 1_000, &four, &[4], DrawEnd::NoSiteLeft),
            // Twice five fees are spent, and nothing is left.
            (4, 100, &four[..2], &[], DrawEnd::BudgetUsed),
            // Two fees are left, which are no team.
            (4, 70, &four[..1], &[], DrawEnd::BudgetUsed),
        ],
    );
}

#[test]
fn should_pass_over_owners_as_the_second_implementation_does() {
    let four = [
        drawn(0, &[1, 6, 2, 5, 3], &[7]),
        drawn(1, &[4, 7, 0], &[1, 3]),
        drawn(5, &[0, 7, 1], &[4, 3]),
        drawn(4, &[4, 3, 7], &[1]),
    ];
    // The fourth site needs five auditors. Five may visit it, and two of them are of one owner.
    should_draw(
        &eight_of_six_owners(),
        &[
            (4, 1_000, &four, &[3], DrawEnd::Complete),
            (9, 1_000, &four, &[3], DrawEnd::NoSiteLeft),
            (4, 100, &four[..2], &[3], DrawEnd::BudgetUsed),
            (4, 70, &four[..1], &[3], DrawEnd::BudgetUsed),
        ],
    );
}

#[test]
fn should_hash_every_field() {
    let base = hash_of(&six(), &eight());
    let mut seen = vec![base];
    let changes: [fn(&mut Vec<SnapshotSite>); 8] = [
        |sites| sites[0].site.dc_id = "dc0".into(),
        |sites| sites[0].site.provider = ProviderId(Principal::from_slice(&[1, 0])),
        |sites| sites[0].weight += 1,
        |sites| sites[0].certain = false,
        |sites| sites[0].critical = false,
        |sites| sites[0].conflicted.push(1),
        |sites| sites[3].repeats = None,
        |sites| drop(sites.pop()),
    ];
    for change in changes {
        let mut sites = six();
        change(&mut sites);
        seen.push(hash_of(&sites, &eight()));
    }
    let changes: [fn(&mut Vec<SnapshotAuditor>); 4] = [
        |auditors| auditors[0].capacity += 1,
        |auditors| auditors[0].id = auditor(9, 0).id,
        |auditors| auditors[1].group = 0,
        |auditors| auditors.truncate(7),
    ];
    for change in changes {
        let mut auditors = eight();
        change(&mut auditors);
        seen.push(hash_of(&six(), &auditors));
    }
    let changes: [fn(&mut DrawRules); 8] = [
        |rules| rules.sites += 1,
        |rules| rules.ordinary.auditors += 1,
        |rules| rules.ordinary.quorum += 1,
        |rules| rules.critical.auditors += 1,
        |rules| rules.critical.quorum += 1,
        |rules| rules.fee_e8s += 1,
        |rules| rules.budget_e8s += 1,
        |rules| rules.lock_e8s += 1,
    ];
    let (sites, auditors) = (six(), eight());
    let sites_hash = sites_hash(&sites).unwrap();
    let of = |draw_id, purpose: DrawPurpose, rules: &DrawRules, sites_hash: &Sha256Hash| {
        snapshot_hash(
            draw_id,
            &purpose,
            rules,
            &auditors,
            sites.iter(),
            sites_hash,
        )
    };
    let audits = DrawPurpose::Audits { plan_id: 9 };
    for change in changes {
        let mut rules = rules();
        change(&mut rules);
        seen.push(of(3, audits, &rules, &sites_hash));
    }
    seen.push(of(4, audits, &rules(), &sites_hash));
    seen.push(of(3, audits, &rules(), &Sha256Hash([0; 32])));
    for purpose in [
        DrawPurpose::Audits { plan_id: 8 },
        DrawPurpose::Reaudits { plan_id: 9 },
        DrawPurpose::Appeal { finding_id: 9 },
    ] {
        seen.push(of(3, purpose, &rules(), &sites_hash));
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

#[test]
fn should_refuse_sites_out_of_order_and_sites_without_weight() {
    let mut sites = six();
    sites.swap(0, 1);
    assert_eq!(sites_hash(&sites), Err(SitesError::OutOfOrder { at: 1 }));
    let seed = Sha256Hash([1; 32]);
    let nothing = run(&rules(), &eight(), &[site(1, 0, &[])], &seed, &seed);
    assert_eq!(nothing, Err(DrawError::NothingToDraw));
}

#[test]
fn should_skip_what_no_team_can_visit_and_pay_nothing_for_it() {
    // Of four auditors, two may visit the only critical site: it is skipped. The budget holds
    // one ordinary team.
    let mut sites = vec![site(1, 9, &[0, 1]), site(2, 1, &[])];
    sites[0].certain = true;
    sites[0].critical = true;
    let auditors: Vec<_> = (1..=4).map(|n| auditor(n, 1)).collect();
    let rules = DrawRules {
        critical: team(3, 2),
        budget_e8s: 30,
        ..rules()
    };
    let seed = Sha256Hash([1; 32]);
    let found = run(&rules, &auditors, &sites, &seed, &seed).unwrap();
    assert_eq!(found.skipped, [0]);
    assert_eq!(found.drawn.len(), 1);
    assert_eq!(found.drawn[0].site, 1);
    assert_eq!(found.drawn[0].reserve.len(), 1);
    assert_eq!(found.ended, DrawEnd::NoSiteLeft);
}

/// One site that all may visit, with a team of three.
fn at_one_site(auditors: &[SnapshotAuditor], seed: u64) -> Outcome {
    let sites = [site(1, 1, &[])];
    let sites_hash = sites_hash(&sites).unwrap();
    let seed = Sha256Hash(Sha256::digest(seed.to_be_bytes()).into());
    run(&rules(), auditors, &sites, &seed, &sites_hash).unwrap()
}

/// So many auditors, the first `of_one` of one owner, the others each of its own.
fn with_a_holding(count: u8, of_one: u8) -> Vec<SnapshotAuditor> {
    let auditors = (1..=count).map(|n| SnapshotAuditor {
        group: if n <= of_one { 0 } else { u32::from(n) - 1 },
        ..auditor(n, 1)
    });
    auditors.collect()
}

#[test]
fn should_seat_an_owner_once_whatever_the_seed() {
    // Eleven of twenty are of one owner; team and reserve take one of each owner that is left.
    let auditors = with_a_holding(20, 11);
    let mut seats = 0;
    for seed in 0..1_000 {
        let found = at_one_site(&auditors, seed);
        let Drawn { team, reserve, .. } = &found.drawn[0];
        assert_eq!((team.len(), reserve.len()), (3, 7));
        let groups = team.iter().chain(reserve);
        let mut groups: Vec<_> = groups.map(|at| auditors[*at as usize].group).collect();
        seats += groups[..3].iter().filter(|group| **group == 0).count();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), 10, "seed {seed}");
    }
    // With more auditors an owner sits more often, and still once.
    assert!((500..1_000).contains(&seats), "{seats}");
}

#[test]
fn should_skip_a_site_for_which_too_few_owners_are_left() {
    for (count, of_one, drawn) in [(9, 7, 1), (9, 8, 0), (9, 9, 0), (3, 1, 1), (3, 2, 0)] {
        let found = at_one_site(&with_a_holding(count, of_one), 1);
        assert_eq!(found.drawn.len(), drawn, "{of_one} of {count}");
        let skipped = if drawn == 0 { vec![0] } else { vec![] };
        assert_eq!((found.skipped, found.ended), (skipped, DrawEnd::NoSiteLeft));
    }
    // Who is in conflict, or is used up, does not count as another owner.
    let mut auditors = with_a_holding(9, 7);
    auditors[8].capacity = 0;
    assert_eq!(at_one_site(&auditors, 1).skipped, [0]);
}

/// Whoever is passed over makes way for the next one, and takes nobody else's place.
#[test]
fn should_draw_the_others_in_the_order_of_a_draw_without_owners() {
    let (alone, held) = (with_a_holding(9, 1), with_a_holding(9, 4));
    for seed in 0..100 {
        let all = at_one_site(&alone, seed).drawn.remove(0);
        let mut of_holding = 0;
        let expected = all.team.iter().chain(&all.reserve).filter(|at| {
            of_holding += u32::from(**at < 4);
            **at >= 4 || of_holding == 1
        });
        let found = at_one_site(&held, seed).drawn.remove(0);
        let taken: Vec<_> = found.team.iter().chain(&found.reserve).collect();
        assert_eq!(taken, expected.collect::<Vec<_>>(), "seed {seed}");
    }
}

#[test]
fn should_never_draw_who_is_in_conflict_nor_what_has_no_weight() {
    let (sites, auditors) = (six(), eight());
    let sites_hash = sites_hash(&sites).unwrap();
    let rules = DrawRules {
        sites: 6,
        ..rules()
    };
    let mut seen = vec![0_u32; sites.len()];
    for n in 0_u64..10_000 {
        let seed = Sha256Hash(Sha256::digest(n.to_be_bytes()).into());
        let found = run(&rules, &auditors, &sites, &seed, &sites_hash).unwrap();
        assert_eq!(found.drawn.first().map(|drawn| drawn.site), Some(0));
        for Drawn {
            site,
            team,
            reserve,
        } in &found.drawn
        {
            let row = &sites[*site as usize];
            assert!(row.weight > 0);
            let named = || team.iter().chain(reserve);
            assert!(!named().any(|auditor| row.conflicted.contains(auditor)));
            seen[*site as usize] += 1;
        }
    }
    assert_eq!(seen[2], 0);
    assert!(seen[1] > 5_000 && seen[4] > 2_000, "{seen:?}");
}

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
