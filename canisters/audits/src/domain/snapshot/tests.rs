use super::*;
use crate::commands::draw::tests::{adopt_and_draw, close};
use crate::commands::fix_snapshot;
use crate::commands::testing::{
    FEE, World, auditor, auditor_id, no_conflicts, provider_id, site, terms,
};
use bonafide_types::audits::{AuditorChange, Conflicts, Criticality, Outcome, Team, Tie, TieKind};
use bonafide_types::id::ProviderId;
use candid::Principal;

const PURPOSE: DrawPurpose = DrawPurpose::Appeal { finding_id: 7 };

fn rules() -> DrawRules {
    let team = Team {
        auditors: 3,
        quorum: 2,
    };
    DrawRules {
        sites: 1,
        ordinary: team,
        critical: team,
        fee_e8s: FEE,
        budget_e8s: 100 * FEE,
        lock_e8s: 5 * FEE,
    }
}

/// A site that no row describes.
fn candidate(n: u16, weight: u64) -> Candidate {
    Candidate {
        site: SiteId {
            dc_id: format!("xx{n}"),
            provider: ProviderId(Principal::from_slice(&[1, 1, 1])),
        },
        weight,
        certain: false,
        critical: false,
        repeats: None,
    }
}

fn open_in(
    world: &World,
    candidates: Vec<Candidate>,
    excluded: &[AuditorId],
) -> Result<(Draw, Vec<Event>), AuditError> {
    let (state, now_ns) = (&world.state, world.now_ns);
    open(state, PURPOSE, rules(), candidates, excluded, now_ns)
}

fn auditors(events: &[Event]) -> Vec<SnapshotAuditor> {
    match &events[0] {
        Event::DrawOpened { auditors, .. } => auditors.clone(),
        other => panic!("{other:?}"),
    }
}

fn rows_of(events: &[Event]) -> Vec<SnapshotSite> {
    let rows = events[1..].iter().flat_map(|event| match event {
        Event::SnapshotRows { sites, .. } => sites.clone(),
        other => panic!("{other:?}"),
    });
    rows.collect()
}

#[test]
fn should_write_down_what_the_hash_is_of() {
    let mut world = World::staffed(5, 9);
    world.adopt(terms(3));
    world
        .run(|state, ctx| fix_snapshot::decide(state, 0, ctx))
        .unwrap();
    let draw = world.state.draw(0).unwrap();
    let rows: Vec<_> = world.state.snapshot_sites(0, 0).collect();
    let auditors = world.state.snapshot_auditors(0);
    let snapshot = &draw.snapshot;
    let sites_hash = plan::sites_hash(&rows).unwrap();
    assert_eq!(snapshot.sites_hash, sites_hash);
    let hash = plan::snapshot_hash(
        0,
        &DrawPurpose::Audits { plan_id: 0 },
        &snapshot.rules,
        &auditors,
        rows.iter(),
        &sites_hash,
    );
    assert_eq!(snapshot.hash, hash);
    let weights: u64 = rows.iter().map(|row| row.weight).sum();
    assert_eq!(snapshot.total_weight, weights);
    assert_eq!((snapshot.sites, snapshot.critical_sites), (9, 5));
    assert_eq!((snapshot.certain_sites, snapshot.auditors), (5, 5));
    let sorted = auditors.is_sorted_by(|a, b| a.id < b.id);
    assert!(sorted);
}

#[test]
fn should_put_sites_in_the_order_of_their_names_in_events_of_bounded_size() {
    let world = World::staffed(1, 0);
    let count = 2 * SNAPSHOT_ROWS + 1;
    let candidates = (0..).take(count).map(|n| candidate(n, 1)).collect();
    let (draw, events) = open_in(&world, candidates, &[]).unwrap();
    assert_eq!(draw.snapshot.sites as usize, count);
    let starts: Vec<_> = events[1..]
        .iter()
        .map(|event| match event {
            Event::SnapshotRows { start, sites, .. } => (*start as usize, sites.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        (0, SNAPSHOT_ROWS),
        (SNAPSHOT_ROWS, SNAPSHOT_ROWS),
        (2 * SNAPSHOT_ROWS, 1),
    ];
    assert_eq!(starts, expected);
    let names: Vec<_> = rows_of(&events)
        .iter()
        .map(|row| row.site.to_string())
        .collect();
    assert!(names.is_sorted());
    assert_eq!(names.len(), count);
}

#[test]
fn should_take_active_auditors_with_free_stake_for_a_site() {
    let mut world = World::new();
    for (n, free_e8s) in [(3, 5 * FEE - 1), (2, 5 * FEE), (1, 14 * FEE)] {
        world.deposit(Caller(auditor_id(n).0), free_e8s);
        let auditor = auditor(n, 0);
        world.record([Event::AuditorApplied { auditor }]);
    }
    for (n, status) in [(4, AuditorStatus::Suspended), (5, AuditorStatus::Applied)] {
        world.deposit(Caller(auditor_id(n).0), 100 * FEE);
        let mut auditor = auditor(n, 0);
        auditor.history.push(AuditorChange {
            at_ns: 0,
            status,
            reason: "an example".into(),
        });
        world.record([Event::AuditorApplied { auditor }]);
    }
    let (draw, events) = open_in(&world, vec![candidate(1, 1)], &[]).unwrap();
    let expected = [(1, 2, 0), (2, 1, 1)].map(|(n, capacity, group)| SnapshotAuditor {
        id: auditor_id(n),
        capacity,
        group,
    });
    assert_eq!(auditors(&events), expected);
    assert_eq!(draw.snapshot.auditors, 2);
}

#[test]
fn should_tell_who_is_of_one_owner() {
    let mut world = World::new();
    let enough = 5 * FEE;
    for (n, owner, free_e8s) in [
        // Is not drawn, so it is nobody's first.
        (1, "Example Holding", enough - 1),
        (2, "Another Owner", enough),
        (3, "Example Holding", enough),
        (4, " EXAMPLE holding ", enough),
        (5, "another owner", enough),
        // Not alike: blanks within, and letters that are not ASCII.
        (6, "Example  Holding", enough),
        (7, "Éxample", enough),
        (8, "éxample", enough),
        (9, "example holding", enough),
    ] {
        world.deposit(Caller(auditor_id(n).0), free_e8s);
        let auditor = Auditor {
            owner: owner.into(),
            ..auditor(n, 0)
        };
        world.record([Event::AuditorApplied { auditor }]);
    }
    let (draw, events) = open_in(&world, vec![candidate(1, 1)], &[]).unwrap();
    let groups = auditors(&events).into_iter().map(|auditor| auditor.group);
    assert_eq!(groups.collect::<Vec<_>>(), [0, 1, 1, 0, 4, 5, 6, 1]);
    assert_eq!((draw.snapshot.auditors, owners(&events)), (8, 5));
}

#[test]
fn should_name_conflicts_exclusions_and_who_sat_before() {
    let mut world = World::staffed(9, 0);
    let sites = [2, 4].map(|n| site(n, Criticality::Application)).to_vec();
    world.record([Event::SitesSeen { sites }]);
    let mut tied = world.state.auditor(auditor_id(9)).unwrap();
    tied.conflicts = Conflicts {
        providers: vec![Tie {
            provider: provider_id(4),
            kind: TieKind::Ownership,
        }],
        ..no_conflicts()
    };
    world.record([Event::AuditorChanged { auditor: tied }]);
    adopt_and_draw(&mut world, terms(2), 1);
    close(&mut world, 0, Some(Outcome::Confirmed));
    close(&mut world, 1, Some(Outcome::Confirmed));
    let candidates = [0, 1].map(|id| {
        let audit = world.state.assignment(id).unwrap();
        Candidate {
            site: audit.site,
            weight: 1,
            certain: false,
            critical: false,
            repeats: Some(id),
        }
    });
    let excluded = [auditor_id(1), auditor_id(77)];
    let (_, events) = open_in(&world, candidates.to_vec(), &excluded).unwrap();
    let auditors = auditors(&events);
    assert_eq!(auditors.len(), 9);
    for row in rows_of(&events) {
        let audit = world.state.assignment(row.repeats.unwrap()).unwrap();
        let mut expected: BTreeSet<_> = audit.seats.iter().map(|seat| seat.auditor).collect();
        expected.insert(auditor_id(1));
        if row.site.provider == provider_id(4) {
            expected.insert(auditor_id(9));
        }
        let named = row
            .conflicted
            .iter()
            .map(|place| auditors[*place as usize].id);
        assert_eq!(named.collect::<BTreeSet<_>>(), expected);
        assert!(row.conflicted.is_sorted());
    }
}

#[test]
fn should_refuse_what_cannot_be_drawn() {
    let world = World::staffed(1, 0);
    let refused = |candidates| open_in(&world, candidates, &[]).unwrap_err();
    assert_eq!(refused(vec![]), AuditError::NoSites);
    assert_eq!(refused(vec![candidate(1, 0)]), AuditError::NoSites);
    let heavy = [1, 2].map(|n| candidate(n, u64::MAX)).to_vec();
    assert_eq!(refused(heavy), AuditError::WeightsOverflow);
    let many = (0..=10_000).map(|n| candidate(n, 1)).collect();
    let expected = AuditError::TooManySites {
        count: 10_001,
        limit: 10_000,
    };
    assert_eq!(refused(many), expected);
    let twice = vec![candidate(1, 1), candidate(1, 1)];
    assert!(matches!(refused(twice), AuditError::GenericError { .. }));
}

#[test]
fn should_bar_all_of_an_owner_where_one_is_barred() {
    // Also when the one who is barred has no free stake and is not in the list itself.
    for (stake, barred) in [(5 * FEE, vec![0, 2]), (5 * FEE - 1, vec![1])] {
        let mut world = World::new();
        for (n, owner, free_e8s) in [
            (1, "Example Holding", stake),
            (2, "Another Owner", 5 * FEE),
            (3, "EXAMPLE HOLDING", 5 * FEE),
        ] {
            world.deposit(Caller(auditor_id(n).0), free_e8s);
            let auditor = Auditor {
                owner: owner.into(),
                ..auditor(n, 0)
            };
            world.record([Event::AuditorApplied { auditor }]);
        }
        let excluded = [auditor_id(1)];
        let (_, events) = open_in(&world, vec![candidate(1, 1)], &excluded).unwrap();
        assert_eq!(rows_of(&events)[0].conflicted, barred);
    }
}
