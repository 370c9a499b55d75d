use super::*;
use crate::commands::draw::tests::{adopt_and_draw, close};
use crate::commands::testing::{
    FEE, World, auditor, auditor_id, no_conflicts, provider_id, site, terms,
};
use crate::state::{Event, Membership};
use bonafide_types::audits::{Conflicts, Criticality, Outcome, PlanTerms, Team, Tie, TieKind};
use bonafide_types::id::Caller;
use candid::Principal;

fn verifier_id(n: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[2, n]))
}

fn declaring(conflicts: Conflicts) -> Auditor {
    Auditor {
        conflicts,
        ..auditor(1, 0)
    }
}

fn tied_to(provider: ProviderId) -> Auditor {
    declaring(Conflicts {
        providers: vec![Tie {
            provider,
            kind: TieKind::Financing,
        }],
        ..no_conflicts()
    })
}

fn ordinary(n: u8) -> Site {
    site(n, Criticality::Application)
}

#[test]
fn should_keep_auditors_from_the_whole_cluster_they_are_tied_to() {
    let mut world = World::new();
    let of = |world: &World, auditor: &Auditor, site: &Site| conflicts(&world.state, auditor, site);
    let tied = tied_to(provider_id(2));
    assert_eq!(of(&world, &tied, &ordinary(1)), None);
    assert_eq!(of(&world, &tied, &ordinary(2)), Some(Conflict::Provider));
    // Providers 2 and 3 turn out to be one.
    let together = |provider| Membership {
        provider,
        cluster: provider_id(2),
    };
    world.record([Event::ClustersSeen {
        clusters: vec![together(provider_id(3))],
    }]);
    let third = Site {
        cluster: provider_id(2),
        ..ordinary(3)
    };
    assert_eq!(of(&world, &tied, &third), Some(Conflict::Provider));
    let tied = tied_to(provider_id(3));
    assert_eq!(of(&world, &tied, &ordinary(2)), Some(Conflict::Provider));
    assert_eq!(of(&world, &tied, &ordinary(1)), None);
}

#[test]
fn should_know_providers_and_verifiers_by_their_keys() {
    let world = World::new();
    let provider = Auditor {
        id: AuditorId(provider_id(4).0),
        ..auditor(1, 0)
    };
    let of = |auditor: &Auditor, site: &Site| conflicts(&world.state, auditor, site);
    assert_eq!(of(&provider, &ordinary(4)), Some(Conflict::Provider));
    assert_eq!(of(&provider, &ordinary(5)), None);
    let verifier = Auditor {
        id: AuditorId(verifier_id(1).0),
        ..auditor(1, 0)
    };
    let attested = Site {
        verifiers: vec![verifier_id(1), verifier_id(2)],
        ..ordinary(5)
    };
    assert_eq!(of(&verifier, &attested), Some(Conflict::Verifier));
    assert_eq!(of(&verifier, &ordinary(5)), None);
    let tied = declaring(Conflicts {
        verifiers: vec![verifier_id(2)],
        ..no_conflicts()
    });
    assert_eq!(of(&tied, &attested), Some(Conflict::Verifier));
    assert_eq!(of(&auditor(1, 0), &attested), None);
}

#[test]
fn should_compare_owners_whatever_the_case_of_their_letters() {
    let world = World::new();
    let tied = declaring(Conflicts {
        dc_owners: vec!["Other".into(), "example OWNER 5".into()],
        ..no_conflicts()
    });
    let of = |site: &Site| conflicts(&world.state, &tied, site);
    assert_eq!(of(&ordinary(5)), Some(Conflict::DcOwner));
    assert_eq!(of(&ordinary(6)), None);
}

#[test]
fn should_name_the_first_conflict_of_several() {
    let world = World::new();
    let mut tied = tied_to(provider_id(5));
    tied.conflicts.dc_owners = vec!["Example Owner 5".into()];
    let found = conflicts(&world.state, &tied, &ordinary(5));
    assert_eq!(found, Some(Conflict::Provider));
    let elsewhere = Site {
        cluster: provider_id(6),
        ..ordinary(5)
    };
    let found = conflicts(&world.state, &tied, &elsewhere);
    assert_eq!(found, Some(Conflict::DcOwner));
}

#[test]
fn should_count_auditors_as_they_are_given() {
    let world = World::new();
    let auditors = [auditor(1, 0), tied_to(provider_id(5)), auditor(3, 0)];
    let mut ties = Ties::of(&world.state, &auditors);
    let found = ties.at(&world.state, &ordinary(5));
    assert_eq!(found, BTreeMap::from([(1, Conflict::Provider)]));
    assert_eq!(ties.at(&world.state, &ordinary(6)), BTreeMap::new());
}

/// A team of four visits the only site.
fn four() -> PlanTerms {
    PlanTerms {
        ordinary: Team {
            auditors: 4,
            quorum: 3,
        },
        ..terms(1)
    }
}

fn world_of_one_site() -> World {
    let mut world = World::staffed(4, 0);
    let sites = vec![ordinary(2)];
    world.record([Event::SitesSeen { sites }]);
    world
}

fn pauses(world: &World, n: u8) -> bool {
    let auditor = world.state.auditor(auditor_id(n)).unwrap();
    let found = conflicts(&world.state, &auditor, &ordinary(2));
    assert!(matches!(found, None | Some(Conflict::InARow)));
    found.is_some()
}

#[test]
fn should_let_auditors_pause_after_audits_in_a_row() {
    let mut world = world_of_one_site();
    adopt_and_draw(&mut world, four(), 1);
    close(&mut world, 0, Some(Outcome::Confirmed));
    assert!(!pauses(&world, 1));
    // One that is under way counts.
    adopt_and_draw(&mut world, four(), 2);
    assert!((1..=4).all(|n| pauses(&world, n)));
    close(&mut world, 1, Some(Outcome::Refused));
    assert!((1..=4).all(|n| pauses(&world, n)));
    // Nobody is left for the third but four others, and that ends the row.
    for n in 5..=8 {
        world.deposit(Caller(auditor_id(n).0), 10 * FEE);
        let auditor = auditor(n, world.now_ns);
        world.record([Event::AuditorApplied { auditor }]);
    }
    adopt_and_draw(&mut world, four(), 3);
    let third = world.state.assignment(2).unwrap();
    assert!((5..=8).all(|n| third.seat(auditor_id(n)).is_some()));
    assert!(!(1..=8).any(|n| pauses(&world, n)));
}

#[test]
fn should_not_count_audits_that_came_to_nothing() {
    let mut world = world_of_one_site();
    for n in 0..2 {
        adopt_and_draw(&mut world, four(), n);
        close(&mut world, n.into(), None);
    }
    assert!(!pauses(&world, 1));
    for n in 2..4 {
        assert!(!pauses(&world, 1));
        adopt_and_draw(&mut world, four(), n);
        close(&mut world, n.into(), Some(Outcome::Confirmed));
    }
    assert!(pauses(&world, 1));
}
