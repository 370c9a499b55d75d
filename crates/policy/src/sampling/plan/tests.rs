//! Draws against results of a second implementation, and what holds for all of them.

mod owners;
mod properties;

use super::*;
use bonafide_types::audits::SiteId;
use bonafide_types::id::{AuditorId, ProviderId};
use candid::Principal;

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
