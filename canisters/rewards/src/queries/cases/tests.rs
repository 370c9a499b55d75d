use super::*;
use crate::commands::testing::{World, charge, node_id, provider_id};
use crate::state::Event;
use bonafide_types::id::{NodeId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{Case, CaseSource, CaseState, Charge, Enforcement, Judgement, Mode};

const PPB: u32 = 90_000_000;

/// A case of provider `n` on evidence of its own is on record.
fn reports(world: &mut World, n: u8, node: Option<NodeId>) -> u64 {
    let id = world.state.cases.len();
    let charge = Charge {
        node,
        evidence_hash: Sha256Hash([u8::try_from(id % 251).unwrap(); 32]),
        ..charge(n)
    };
    let case = Case {
        id,
        source: CaseSource::Proposal,
        charge,
        reported_at_ns: world.now_ns,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: world.now_ns + 30 * DAY_NS,
    };
    world.apply([Event::CaseReported { case }]);
    id
}

/// A vote freezes it; the suite holds no money of its provider.
fn freezes(world: &mut World, case_id: u64, mode: Mode) {
    let frozen = Event::CaseFrozen {
        case_id,
        judgement: judgement(world.now_ns, mode),
        locks: vec![],
        until_ns: world.now_ns,
        reason: "an example".into(),
    };
    world.apply([frozen]);
}

/// It is executed.
fn executes(world: &mut World, case_id: u64, takes: Vec<Effect>, mode: Mode) {
    let until_ns = world.now_ns;
    world.apply([
        Event::AppealWindowOpened { case_id, until_ns },
        Event::CaseBecameExecutable {
            case_id,
            until_ns: until_ns + DAY_NS,
            judgement: judgement(until_ns, mode),
            locks: vec![],
        },
        Event::CaseExecuted {
            case_id,
            takes,
            bounty_e8s: 0,
        },
    ]);
}

fn publishes(world: &mut World, n: u8, node: Option<NodeId>, bps: u32) -> u64 {
    let case_id = reports(world, n, node);
    freezes(world, case_id, Mode::Enabled);
    let period_id = None;
    let takes = vec![Effect::PenaltyPublished { bps, period_id }];
    executes(world, case_id, takes, Mode::Enabled);
    case_id
}

fn judgement(frozen_at_ns: u64, mode: Mode) -> Judgement {
    Judgement {
        frozen_at_ns,
        table_version: 0,
        window: 666,
        base_ppb: PPB,
        proven: 0,
        size: 0,
        ppb: PPB,
        period_id: 0,
        basis_e8s: 600_000_000,
        cap_e8s: 54_000_000,
        enforcement: Enforcement::Published,
        mode,
    }
}

fn list(world: &World, args: &ListCasesArgs) -> (Vec<u64>, Option<u64>) {
    let CasePage { cases, next } = list_cases(&world.state, args);
    (cases.iter().map(|case| case.id).collect(), next)
}

fn all() -> ListCasesArgs {
    ListCasesArgs {
        provider: None,
        open: None,
        after: None,
        limit: None,
    }
}

#[test]
fn should_tell_a_case_in_words() {
    let mut world = World::staffed();
    assert_eq!(get_case(&world.state, 0, world.now_ns), None);
    let id = reports(&mut world, 1, None);
    freezes(&mut world, id, Mode::Enabled);
    let view = get_case(&world.state, id, world.now_ns).unwrap();
    assert_eq!(Some(&view.case), world.state.case(id).as_ref());
    assert_eq!(view.happened.len(), 2);
    assert_eq!(view.next.len(), 2);
    assert!(!view.objections.is_empty());
    assert_eq!(get_case(&world.state, id + 1, world.now_ns), None);
}

#[test]
fn should_list_cases_by_provider_and_by_whether_they_are_open() {
    let mut world = World::staffed();
    for n in [1, 2, 1, 2, 1] {
        reports(&mut world, n, None);
    }
    freezes(&mut world, 2, Mode::Enabled);
    executes(&mut world, 2, vec![], Mode::LogOnly);
    world.cancelled(3);
    let of = |provider: Option<u8>, open| ListCasesArgs {
        provider: provider.map(provider_id),
        open,
        ..all()
    };
    for (args, expected) in [
        (of(None, None), vec![0, 1, 2, 3, 4]),
        (of(None, Some(true)), vec![0, 1, 4]),
        (of(None, Some(false)), vec![2, 3]),
        (of(Some(1), None), vec![0, 2, 4]),
        (of(Some(1), Some(true)), vec![0, 4]),
        (of(Some(1), Some(false)), vec![2]),
        (of(Some(2), Some(true)), vec![1]),
        (of(Some(2), Some(false)), vec![3]),
        (of(Some(3), None), vec![]),
    ] {
        assert_eq!(list(&world, &args), (expected, None), "{args:?}");
    }
}

#[test]
fn should_go_on_where_a_page_ended() {
    let mut world = World::staffed();
    for n in [1, 2, 1, 2, 1] {
        reports(&mut world, n, None);
    }
    for (provider, open, expected) in [
        (None, None, vec![0, 1, 2, 3, 4]),
        (None, Some(true), vec![0, 1, 2, 3, 4]),
        (Some(provider_id(1)), None, vec![0, 2, 4]),
        (Some(provider_id(1)), Some(true), vec![0, 2, 4]),
    ] {
        let mut args = ListCasesArgs {
            provider,
            open,
            limit: Some(2),
            ..all()
        };
        let mut found = vec![];
        loop {
            let (ids, next) = list(&world, &args);
            assert!(ids.len() <= 2);
            found.extend(ids);
            args.after = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(found, expected, "{provider:?} {open:?}");
        args.after = Some(u64::MAX);
        assert_eq!(list(&world, &args), (vec![], None));
    }
    let none = ListCasesArgs {
        limit: Some(0),
        ..all()
    };
    assert_eq!(list(&world, &none), (vec![0], Some(0)));
}

#[test]
fn should_cap_a_page() {
    let mut world = World::staffed();
    let most = u64::from(PAGE_RECORDS);
    for _ in 0..=most {
        reports(&mut world, 1, None);
    }
    let much = ListCasesArgs {
        limit: Some(u32::MAX),
        ..all()
    };
    for args in [all(), much] {
        let (ids, next) = list(&world, &args);
        assert_eq!(ids, (0..most).collect::<Vec<_>>());
        assert_eq!(next, Some(most - 1));
    }
}

#[test]
fn should_give_published_penalties_that_no_statement_carries() {
    let mut world = World::staffed();
    assert_eq!(get_multipliers(&world.state).penalties, []);
    publishes(&mut world, 1, None, 900);
    publishes(&mut world, 2, Some(node_id(2)), 1);
    let frozen = reports(&mut world, 3, None);
    freezes(&mut world, frozen, Mode::Enabled);
    let penalty = |case_id, n, node, bps| PublishedPenalty {
        case_id,
        provider: provider_id(n),
        node,
        bps,
    };
    let of_provider = penalty(0, 1, None, 900);
    let of_node = penalty(1, 2, Some(node_id(2)), 1);
    assert_eq!(
        get_multipliers(&world.state).penalties,
        [of_provider.clone(), of_node.clone()]
    );
    for (case_id, left) in [(1, vec![of_provider]), (0, vec![])] {
        world.apply([Event::CaseRefunded {
            case_id,
            reason: "an example".into(),
        }]);
        assert_eq!(get_multipliers(&world.state).penalties, left);
    }
}

#[test]
fn should_give_payloads_only_where_the_network_has_a_reason() {
    let mut world = World::staffed();
    let count = |world: &World, id| get_case_payloads(&world.state, id).len();
    assert_eq!(count(&world, 0), 0);
    let id = reports(&mut world, 1, None);
    assert_eq!(count(&world, id), 0);
    freezes(&mut world, id, Mode::Enabled);
    assert_eq!(count(&world, id), 2);
    world.cancelled(id);
    assert_eq!(count(&world, id), 0);
    let logged = reports(&mut world, 1, None);
    freezes(&mut world, logged, Mode::LogOnly);
    assert_eq!(count(&world, logged), 0);
}

#[test]
fn should_give_no_payload_before_a_roster_was_seen() {
    let mut world = World::new();
    let id = reports(&mut world, 1, None);
    freezes(&mut world, id, Mode::Enabled);
    assert_eq!(get_case_payloads(&world.state, id), []);
}
