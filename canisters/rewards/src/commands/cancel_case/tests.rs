use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, appeal, assert_only_in, assert_undone, cancel, case, executable, execute, freeze,
    frozen, in_state, judgement, lone, on, reported, set_policy,
};
use crate::commands::testing::{FIRST_DAY, GOVERNANCE, World, node_id, provider_id};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{AppealDecision, CaseState, Charge, PenaltyClass};

fn is_cancelled(world: &World, id: u64) -> bool {
    matches!(case(world, id).state, CaseState::Cancelled { .. })
}

fn cancelled_ppb(world: &World, id: u64) -> u32 {
    let offence = OffenceKey::of(&case(world, id)).unwrap();
    world.state.cancelled_ppb(&offence)
}

#[test]
fn should_undo_all_that_a_case_did() {
    for place in 0..5 {
        let (mut world, id) = in_state(place);
        cancel(&mut world, id).unwrap();
        let at_ns = world.now_ns;
        assert_eq!(case(&world, id).state, CaseState::Cancelled { at_ns });
        assert_undone(&world, id);
        assert_eq!(world.state.books().treasury_e8s, 0);
        assert_eq!(world.state.books().escrow_e8s, 6 * ICP);
    }
}

#[test]
fn should_unlock_the_bond() {
    let mut world = World::closed();
    world.bond(1, ICP);
    let id = executable(&mut world, lone(1));
    assert_eq!(
        world.state.account(provider_id(1)).bond_locked_e8s,
        60_000_000
    );
    cancel(&mut world, id).unwrap();
    assert_undone(&world, id);
}

#[test]
fn should_never_execute_what_is_cancelled() {
    let (mut world, case_id) = in_state(4);
    cancel(&mut world, case_id).unwrap();
    let expected = RewardsError::CaseStanding {
        case_id,
        state: case(&world, case_id).state,
        needed: "Executable".into(),
    };
    assert_eq!(execute(&mut world, case_id), Err(expected));
}

#[test]
fn should_decide_an_open_appeal() {
    let (mut world, id) = in_state(3);
    appeal(&mut world, id).unwrap();
    cancel(&mut world, id).unwrap();
    let decision = case(&world, id).appeal.unwrap().decision;
    assert_eq!(decision, Some(AppealDecision::Cancelled));
}

#[test]
fn should_cover_no_more_than_the_case_cost() {
    let (mut world, id) = in_state(2);
    assert_eq!(cancelled_ppb(&world, id), 0);
    cancel(&mut world, id).unwrap();
    assert_eq!(cancelled_ppb(&world, id), TENTH);
    set_policy(&mut world, |policy| {
        policy.penalties.false_declaration_bps = 2_000;
    });
    let later = reported(&mut world, on(7, lone(1)));
    let covered = RewardsError::CoveredByCancellation { ppb: TENTH.into() };
    assert_eq!(
        freeze(&mut world, later, Some(TENTH)),
        Err(covered),
        "a later report that costs no more"
    );
    freeze(&mut world, later, None).unwrap();
    assert_eq!(cancelled_ppb(&world, id), TENTH);
    assert_eq!(judgement(&world, later).cap_e8s, 120_000_000, "whole");
}

#[test]
fn should_cancel_a_case_that_was_not_judged_alone() {
    let mut world = World::closed();
    let judged = frozen(&mut world, lone(1));
    let id = reported(&mut world, on(7, lone(1)));
    cancel(&mut world, id).unwrap();
    assert!(is_cancelled(&world, id));
    assert!(!is_cancelled(&world, judged));
    assert_eq!(cancelled_ppb(&world, judged), 0);
}

#[test]
fn should_cancel_all_that_costs_no_more_for_the_same_offence() {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, 6 * ICP);
    let executed = executable(&mut world, on(20, lone(1)));
    execute(&mut world, executed).unwrap();
    let at_most = |world: &mut World, evidence, ppb| {
        let id = reported(world, on(evidence, lone(1)));
        freeze(world, id, Some(ppb)).unwrap();
        id
    };
    let less = at_most(&mut world, 21, TENTH / 2 - 1);
    let same = at_most(&mut world, 22, TENTH / 2);
    let more = at_most(&mut world, 23, TENTH / 2 + 1);
    let id = at_most(&mut world, 24, TENTH / 2);
    let open = reported(&mut world, on(25, lone(1)));
    let of_node = frozen(
        &mut world,
        Charge {
            node: Some(node_id(1)),
            ..on(26, lone(1))
        },
    );
    let of_class = frozen(
        &mut world,
        Charge {
            class: PenaltyClass::LateUpdate,
            ..on(27, lone(1))
        },
    );
    let of_other = frozen(&mut world, on(28, lone(2)));
    cancel(&mut world, id).unwrap();
    for id in [less, same, id] {
        assert!(is_cancelled(&world, id));
        assert_eq!(case(&world, id).effects, []);
    }
    for id in [executed, more, open, of_node, of_class, of_other] {
        assert!(!is_cancelled(&world, id));
    }
    assert_eq!(cancelled_ppb(&world, id), TENTH / 2);
}

#[test]
fn should_not_cover_another_window() {
    let mut world = World::closed();
    set_policy(&mut world, |policy| policy.windows.offence_days = 1);
    let id = frozen(&mut world, lone(1));
    let next = Charge {
        offence_at_ns: u64::from(FIRST_DAY + 1) * DAY_NS,
        ..on(7, lone(1))
    };
    let before = frozen(&mut world, next.clone());
    cancel(&mut world, id).unwrap();
    assert!(!is_cancelled(&world, before));
    let after = reported(&mut world, on(8, next));
    assert_eq!(freeze(&mut world, after, None), Ok(()));
}

#[test]
fn should_refuse_once_it_is_executed_or_over() {
    assert_only_in(&[0, 1, 2, 3, 4], "a state before Executed", cancel);
}

#[test]
fn should_refuse_what_says_nothing_or_is_not_there() {
    let (mut world, case_id) = in_state(2);
    let args = CancelCaseArgs {
        case_id,
        reason: " ".into(),
    };
    let silent = world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx));
    let field = "reason".into();
    assert_eq!(silent, Err(RewardsError::TextEmpty { field }));
    let case_id = case_id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(cancel(&mut world, case_id), Err(unknown));
}
