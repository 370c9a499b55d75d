use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, advance, appeal, assert_only_in, cancel, case, executable, execute, freeze, frozen,
    in_appeals, in_state, judgement, lone, on, reduce, reported, set_mode, set_policy,
};
use crate::commands::testing::{GOVERNANCE, World, provider_id};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{AppealDecision, CaseState, Mode};

fn escrowed() -> World {
    let mut world = World::closed();
    world.join(1);
    world
}

fn locked(world: &World, lot_id: u64) -> u64 {
    world.state.lot(lot_id).unwrap().locked_e8s
}

#[test]
fn should_keep_the_first_locks_in_proportion() {
    let mut world = escrowed();
    let lots = [1, 2, 3].map(|icp| world.lot(1, icp * ICP));
    set_policy(&mut world, |policy| {
        policy.penalties.false_declaration_bps = 4_000;
    });
    let id = frozen(&mut world, lone(1));
    let before = case(&world, id);
    reduce(&mut world, id, 3 * TENTH).unwrap();
    let after = case(&world, id);
    let reduction = Reduction {
        at_ns: world.now_ns,
        ppb: 3 * TENTH,
        cap_e8s: 180_000_000,
        reason: "an example".into(),
    };
    assert_eq!(after.reductions, [reduction]);
    let expected = Judgement {
        ppb: 3 * TENTH,
        cap_e8s: 180_000_000,
        ..before.judgement.unwrap()
    };
    assert_eq!(after.judgement, Some(expected));
    assert_eq!(after.state, before.state);
    let lock = |place: usize, e8s| Effect::LotLocked {
        lot_id: lots[place],
        e8s,
    };
    assert_eq!(after.effects, [lock(0, ICP), lock(1, 80_000_000)]);
    assert_eq!(lots.map(|id| locked(&world, id)), [ICP, 80_000_000, 0]);
    // A lot that is no longer needed is free.
    reduce(&mut world, id, TENTH).unwrap();
    assert_eq!(case(&world, id).effects, [lock(0, 60_000_000)]);
    assert_eq!(lots.map(|id| locked(&world, id)), [60_000_000, 0, 0]);
    assert_eq!(case(&world, id).reductions.len(), 2);
}

#[test]
fn should_round_down_but_leave_something() {
    let mut world = World::closed();
    world.bond(1, ICP);
    let id = frozen(&mut world, lone(1));
    reduce(&mut world, id, TENTH - 1).unwrap();
    assert_eq!(judgement(&world, id).cap_e8s, 59_999_999);
    reduce(&mut world, id, 1).unwrap();
    assert_eq!(judgement(&world, id).cap_e8s, 1, "0.59");
    assert_eq!(case(&world, id).effects, [Effect::BondLocked { e8s: 1 }]);
    let account = world.state.account(provider_id(1));
    assert_eq!(account.bond_locked_e8s, 1);
}

#[test]
fn should_leave_nothing_of_nothing() {
    let mut world = escrowed();
    world.lot(1, 6 * ICP);
    frozen(&mut world, lone(1));
    let id = frozen(&mut world, on(7, lone(1)));
    assert_eq!(judgement(&world, id).cap_e8s, 0);
    reduce(&mut world, id, 1).unwrap();
    assert_eq!(judgement(&world, id).cap_e8s, 0);
    assert_eq!(case(&world, id).effects, []);
}

#[test]
fn should_lock_nothing_where_penalties_are_only_logged() {
    let mut world = escrowed();
    set_mode(&mut world, Mode::LogOnly);
    world.lot(1, 6 * ICP);
    let id = frozen(&mut world, lone(1));
    reduce(&mut world, id, TENTH / 2).unwrap();
    assert_eq!(judgement(&world, id).cap_e8s, 30_000_000);
    assert_eq!(case(&world, id).effects, []);
}

#[test]
fn should_decide_an_open_appeal() {
    let (mut world, id) = in_state(3);
    appeal(&mut world, id).unwrap();
    reduce(&mut world, id, 1).unwrap();
    let decision = case(&world, id).appeal.unwrap().decision;
    assert_eq!(decision, Some(AppealDecision::Reduced));
    world.pass_days(14);
    advance(&mut world);
    let state = case(&world, id).state;
    assert!(matches!(state, CaseState::Executable { .. }));
}

#[test]
fn should_bound_what_is_executed() {
    let mut world = escrowed();
    world.lot(1, 6 * ICP);
    let id = executable(&mut world, lone(1));
    reduce(&mut world, id, TENTH / 4).unwrap();
    let executed = execute(&mut world, id).unwrap();
    let taken_e8s = 15_000_000;
    let lot_id = 0;
    let e8s = taken_e8s;
    assert_eq!(executed.effects, [Effect::LotTaken { lot_id, e8s }]);
    assert_eq!(world.state.books().treasury_e8s, taken_e8s);
}

#[test]
fn should_only_lower() {
    let (mut world, case_id) = in_state(2);
    let not_less = |given: u32| RewardsError::NotLess {
        case_id,
        ppb: TENTH.into(),
        given: given.into(),
    };
    for given in [TENTH, TENTH + 1, 1_000_000_000] {
        assert_eq!(reduce(&mut world, case_id, given), Err(not_less(given)));
    }
    for given in [0, 1_000_000_001] {
        let expected = RewardsError::OutOfRange {
            field: "ppb".into(),
            given: given.into(),
            min: 1,
            max: 1_000_000_000,
        };
        assert_eq!(reduce(&mut world, case_id, given), Err(expected));
    }
    assert_eq!(reduce(&mut world, case_id, TENTH - 1), Ok(()));
}

#[test]
fn should_refuse_what_is_not_frozen_or_over() {
    assert_only_in(
        &[2, 3, 4],
        "Frozen, AppealWindow or Executable",
        |world, id| reduce(world, id, 1),
    );
}

#[test]
fn should_bound_the_reductions() {
    let (mut world, id) = in_state(2);
    for step in 1..=16 {
        reduce(&mut world, id, TENTH - step).unwrap();
    }
    let expected = RewardsError::TooMany {
        field: "reductions".into(),
        count: 17,
        limit: 16,
    };
    assert_eq!(reduce(&mut world, id, 1), Err(expected));
}

#[test]
fn should_refuse_what_a_cancellation_covers() {
    let mut world = World::closed();
    let cancelled = reported(&mut world, lone(1));
    freeze(&mut world, cancelled, Some(TENTH / 2)).unwrap();
    cancel(&mut world, cancelled).unwrap();
    let id = frozen(&mut world, on(7, lone(1)));
    let covered = RewardsError::CoveredByCancellation {
        ppb: u64::from(TENTH / 2),
    };
    for (ppb, expected) in [
        (TENTH / 2 + 1, Ok(())),
        (TENTH / 2, Err(covered.clone())),
        (TENTH / 2 - 1, Err(covered)),
    ] {
        assert_eq!(reduce(&mut world, id, ppb), expected);
    }
}

#[test]
fn should_refuse_when_an_appeal_was_not_decided_in_time() {
    for (late_ns, is_late) in [(-1, false), (0, true), (1, true)] {
        let mut world = World::closed();
        let case_id = in_appeals(&mut world, lone(1));
        appeal(&mut world, case_id).unwrap();
        let from_ns = world.now_ns;
        let until_ns = from_ns + 30 * DAY_NS;
        world.now_ns = until_ns.checked_add_signed(late_ns).unwrap();
        let expected = if is_late {
            Err(RewardsError::OutsideTime {
                case_id,
                from_ns,
                until_ns,
            })
        } else {
            Ok(())
        };
        assert_eq!(reduce(&mut world, case_id, 1), expected);
    }
}

#[test]
fn should_refuse_what_says_nothing_or_is_not_there() {
    let (mut world, case_id) = in_state(2);
    let args = ReduceCaseArgs {
        case_id,
        ppb: 1,
        reason: String::new(),
    };
    let silent = world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx));
    let field = "reason".into();
    assert_eq!(silent, Err(RewardsError::TextEmpty { field }));
    let case_id = case_id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(reduce(&mut world, case_id, 1), Err(unknown));
}
