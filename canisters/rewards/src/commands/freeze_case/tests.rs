use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, assert_only_in, case, freeze, judgement, lone, on, reported, set_mode,
};
use crate::commands::testing::{FIRST_DAY, GOVERNANCE, World, charge, node_id, provider_id};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::PURPOSE_BYTES;
use bonafide_types::rewards::{CaseState, Charge, Effect, Enforcement};

fn args(case_id: u64) -> FreezeCaseArgs {
    FreezeCaseArgs {
        case_id,
        evidence_hash: Sha256Hash([1; 32]),
        at_most_ppb: None,
        reason: "an example".into(),
    }
}

fn run(world: &mut World, args: FreezeCaseArgs) -> Result<(), RewardsError> {
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_fix_what_a_case_costs_and_lock_it() {
    let mut world = World::closed();
    world.join(1);
    let lot_id = world.lot(1, 6 * ICP);
    let id = reported(&mut world, lone(1));
    let books = world.state.books();
    run(&mut world, args(id)).unwrap();
    let frozen = case(&world, id);
    let until_ns = world.now_ns + 3 * DAY_NS;
    assert_eq!(frozen.state, CaseState::Frozen { until_ns });
    let e8s = 60_000_000;
    assert_eq!(frozen.effects, [Effect::LotLocked { lot_id, e8s }]);
    let judgement = judgement(&world, id);
    assert_eq!(judgement.cap_e8s, e8s);
    assert_eq!(judgement.frozen_at_ns, world.now_ns);
    let lot = world.state.lot(lot_id).unwrap();
    assert_eq!((lot.held_e8s, lot.locked_e8s), (6 * ICP, e8s));
    assert_eq!(world.state.books(), books, "nothing is taken yet");
}

#[test]
fn should_lock_the_bond_where_nothing_is_in_escrow() {
    let mut world = World::closed();
    world.bond(1, ICP);
    let id = reported(&mut world, lone(1));
    run(&mut world, args(id)).unwrap();
    let e8s = 60_000_000;
    assert_eq!(case(&world, id).effects, [Effect::BondLocked { e8s }]);
    assert_eq!(world.state.account(provider_id(1)).bond_locked_e8s, e8s);
    // What is left of it is all that another case can lock.
    let other = reported(
        &mut world,
        Charge {
            node: Some(node_id(1)),
            ..on(7, charge(1))
        },
    );
    freeze(&mut world, other, None).unwrap();
    let e8s = 40_000_000;
    assert_eq!(case(&world, other).effects, [Effect::BondLocked { e8s }]);
}

#[test]
fn should_freeze_what_is_proposed() {
    let mut world = World::closed();
    let case_id = reported(&mut world, lone(1));
    let state = CaseState::Proposed { proposal_id: 7 };
    world.apply([Event::CaseProposed { case_id, state }]);
    run(&mut world, args(case_id)).unwrap();
    let frozen = case(&world, case_id);
    assert!(matches!(frozen.state, CaseState::Frozen { .. }));
    assert_eq!(frozen.effects, [], "the suite holds no money of it");
    let enforcement = judgement(&world, case_id).enforcement;
    assert_eq!(enforcement, Enforcement::Published);
}

#[test]
fn should_refuse_what_says_nothing_or_is_not_there() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    let silent = FreezeCaseArgs {
        reason: String::new(),
        ..args(id)
    };
    let field = || "reason".to_owned();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(run(&mut world, silent), Err(empty));
    let long = FreezeCaseArgs {
        reason: "a".repeat(PURPOSE_BYTES + 1),
        ..args(id)
    };
    let too_long = RewardsError::TextTooLong {
        field: field(),
        bytes: 1_001,
        limit: 1_000,
    };
    assert_eq!(run(&mut world, long), Err(too_long));
    let case_id = id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(run(&mut world, args(case_id)), Err(unknown));
}

#[test]
fn should_refuse_limits_that_are_no_parts() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    for given in [0, 1_000_000_001, u32::MAX] {
        let expected = RewardsError::OutOfRange {
            field: "at_most_ppb".into(),
            given: given.into(),
            min: 1,
            max: 1_000_000_000,
        };
        assert_eq!(freeze(&mut world, id, Some(given)), Err(expected));
    }
    freeze(&mut world, id, Some(1)).unwrap();
    assert_eq!(judgement(&world, id).ppb, 1);
    let whole = reported(&mut world, on(7, lone(1)));
    freeze(&mut world, whole, Some(1_000_000_000)).unwrap();
    assert_eq!(judgement(&world, whole).ppb, TENTH);
}

#[test]
fn should_refuse_other_evidence() {
    let mut world = World::closed();
    let case_id = reported(&mut world, lone(1));
    let given = Sha256Hash([2; 32]);
    let other = FreezeCaseArgs {
        evidence_hash: given,
        ..args(case_id)
    };
    let expected = RewardsError::OtherEvidence {
        case_id,
        evidence_hash: Sha256Hash([1; 32]),
        given,
    };
    assert_eq!(run(&mut world, other), Err(expected));
}

#[test]
fn should_freeze_once() {
    assert_only_in(&[0, 1], "Reported or Proposed", |world, id| {
        freeze(world, id, None)
    });
}

#[test]
fn should_refuse_evidence_that_became_too_old() {
    let offence_at_ns = u64::from(FIRST_DAY) * DAY_NS;
    let last_ns = offence_at_ns + 90 * DAY_NS;
    let too_old = RewardsError::EvidenceTooOld {
        offence_at_ns,
        days: 90,
    };
    for (now_ns, expected) in [
        (last_ns - 1, Ok(())),
        (last_ns, Ok(())),
        (last_ns + 1, Err(too_old)),
    ] {
        let mut world = World::closed();
        let id = reported(&mut world, lone(1));
        world.now_ns = now_ns;
        assert_eq!(run(&mut world, args(id)), expected);
    }
}

#[test]
fn should_refuse_while_penalties_are_switched_off() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    set_mode(&mut world, Mode::Disabled);
    let mode = Mode::Disabled;
    let expected = RewardsError::ModeForbids { mode };
    assert_eq!(run(&mut world, args(id)), Err(expected));
    set_mode(&mut world, Mode::LogOnly);
    run(&mut world, args(id)).unwrap();
    assert_eq!(judgement(&world, id).mode, Mode::LogOnly);
}

#[test]
fn should_refuse_what_cannot_be_judged() {
    let mut world = World::staffed();
    let id = reported(&mut world, lone(1));
    let expected = RewardsError::OffencePeriodOpen {
        provider: provider_id(1),
        day: FIRST_DAY,
    };
    assert_eq!(run(&mut world, args(id)), Err(expected));
}
