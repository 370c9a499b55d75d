use super::*;
use crate::commands::judge::testing::{
    advance, appeal, case, frozen, in_appeals, in_state, lone, reject,
};
use crate::commands::testing::{GOVERNANCE, World};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::AppealDecision;

fn decision(world: &World, id: u64) -> Option<AppealDecision> {
    case(world, id).appeal.unwrap().decision
}

#[test]
fn should_leave_the_case_as_it_was() {
    let mut world = World::closed();
    let id = in_appeals(&mut world, lone(1));
    appeal(&mut world, id).unwrap();
    let before = case(&world, id);
    reject(&mut world, id).unwrap();
    assert_eq!(decision(&world, id), Some(AppealDecision::Rejected));
    let after = case(&world, id);
    assert_eq!(after.state, before.state);
    assert_eq!(after.judgement, before.judgement);
    assert_eq!(after.effects, before.effects);
    world.pass_days(14);
    advance(&mut world);
    let state = case(&world, id).state;
    assert!(matches!(state, CaseState::Executable { .. }));
}

#[test]
fn should_let_the_case_go_on_when_the_time_for_appeals_is_over() {
    let mut world = World::closed();
    let id = in_appeals(&mut world, lone(1));
    world.pass_days(13);
    appeal(&mut world, id).unwrap();
    world.pass_days(29);
    advance(&mut world);
    let state = case(&world, id).state;
    assert!(matches!(state, CaseState::AppealWindow { .. }), "it waits");
    reject(&mut world, id).unwrap();
    advance(&mut world);
    let until_ns = world.now_ns + 14 * DAY_NS;
    assert_eq!(case(&world, id).state, CaseState::Executable { until_ns });
}

#[test]
fn should_refuse_without_an_open_appeal() {
    for place in 0..9 {
        let (mut world, case_id) = in_state(place);
        let expected = RewardsError::NoAppealOpen { case_id };
        assert_eq!(reject(&mut world, case_id), Err(expected));
    }
    let mut world = World::closed();
    let case_id = in_appeals(&mut world, lone(1));
    appeal(&mut world, case_id).unwrap();
    reject(&mut world, case_id).unwrap();
    let expected = RewardsError::NoAppealOpen { case_id };
    assert_eq!(reject(&mut world, case_id), Err(expected.clone()), "once");
    // Nor of a case that expired with it.
    let mut world = World::closed();
    let case_id = in_appeals(&mut world, lone(1));
    appeal(&mut world, case_id).unwrap();
    world.pass_days(30);
    advance(&mut world);
    assert_eq!(decision(&world, case_id), None);
    assert_eq!(reject(&mut world, case_id), Err(expected));
}

#[test]
fn should_refuse_what_comes_too_late() {
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
        assert_eq!(reject(&mut world, case_id), expected);
    }
}

#[test]
fn should_refuse_what_says_nothing_or_is_not_there() {
    let mut world = World::closed();
    let case_id = frozen(&mut world, lone(1));
    let args = RejectAppealArgs {
        case_id,
        reason: String::new(),
    };
    let silent = world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx));
    let field = "reason".into();
    assert_eq!(silent, Err(RewardsError::TextEmpty { field }));
    let case_id = case_id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(reject(&mut world, case_id), Err(unknown));
}
