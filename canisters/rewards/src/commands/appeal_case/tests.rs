use super::*;
use crate::commands::judge::testing::{
    advance, appeal, assert_only_in, case, execute, in_state, reject,
};
use crate::commands::testing::{GOVERNANCE, World, provider_id};
use bonafide_types::id::Caller;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::AppealDecision;
use candid::Principal;

fn appeal_as(
    world: &mut World,
    caller: Principal,
    case_id: u64,
    grounds: &str,
) -> Result<Case, RewardsError> {
    let grounds = grounds.into();
    let args = AppealCaseArgs { case_id, grounds };
    world.execute(caller, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_ask_for_a_vote_in_time() {
    let (mut world, id) = in_state(3);
    let before = case(&world, id);
    let reply = appeal(&mut world, id).unwrap();
    let expected = CaseAppeal {
        at_ns: world.now_ns,
        grounds: "an example".into(),
        decide_until_ns: world.now_ns + 30 * DAY_NS,
        decision: None,
    };
    assert_eq!(reply.appeal, Some(expected));
    assert_eq!(reply.state, before.state);
    assert_eq!(reply.effects, before.effects, "it stays locked");
    assert_eq!(case(&world, id), reply);
}

#[test]
fn should_never_execute_while_it_is_open() {
    let (mut world, case_id) = in_state(3);
    world.pass_days(13);
    appeal(&mut world, case_id).unwrap();
    for _ in 0..29 {
        world.pass_days(1);
        advance(&mut world);
        let expected = RewardsError::CaseStanding {
            case_id,
            state: case(&world, case_id).state,
            needed: "Executable".into(),
        };
        assert_eq!(execute(&mut world, case_id), Err(expected));
    }
    reject(&mut world, case_id).unwrap();
    advance(&mut world);
    assert!(execute(&mut world, case_id).is_ok());
}

#[test]
fn should_end_with_the_time_for_appeals() {
    for (late_ns, is_late) in [(-1, false), (0, true), (1, true)] {
        let (mut world, case_id) = in_state(3);
        let until_ns = world.now_ns + 14 * DAY_NS;
        world.now_ns = until_ns.checked_add_signed(late_ns).unwrap();
        let outcome = appeal(&mut world, case_id).map(drop);
        let expected = if is_late {
            Err(RewardsError::OutsideTime {
                case_id,
                from_ns: 0,
                until_ns,
            })
        } else {
            Ok(())
        };
        assert_eq!(outcome, expected);
    }
}

#[test]
fn should_refuse_before_that_time_and_after_it() {
    assert_only_in(&[3], "AppealWindow", |world, id| {
        appeal(world, id).map(drop)
    });
}

#[test]
fn should_take_one_appeal() {
    let (mut world, case_id) = in_state(3);
    appeal(&mut world, case_id).unwrap();
    let at_ns = world.now_ns;
    let before = RewardsError::AppealedBefore { case_id, at_ns };
    world.pass_days(1);
    assert_eq!(appeal(&mut world, case_id), Err(before.clone()));
    reject(&mut world, case_id).unwrap();
    let decision = case(&world, case_id).appeal.unwrap().decision;
    assert_eq!(decision, Some(AppealDecision::Rejected));
    assert_eq!(appeal(&mut world, case_id), Err(before), "also afterwards");
}

#[test]
fn should_refuse_everybody_else() {
    let (mut world, case_id) = in_state(3);
    for caller in [provider_id(2).0, GOVERNANCE, Principal::anonymous()] {
        let expected = RewardsError::NotTheSubject {
            case_id,
            caller: Caller(caller),
        };
        let refused = appeal_as(&mut world, caller, case_id, "an example");
        assert_eq!(refused, Err(expected));
    }
}

#[test]
fn should_check_the_grounds_and_the_case() {
    let (mut world, id) = in_state(3);
    let provider = provider_id(1).0;
    let field = || "grounds".into();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(appeal_as(&mut world, provider, id, ""), Err(empty));
    let long = RewardsError::TextTooLong {
        field: field(),
        bytes: 4_001,
        limit: 4_000,
    };
    let longest = "a".repeat(4_000);
    let longer = format!("{longest}a");
    assert_eq!(appeal_as(&mut world, provider, id, &longer), Err(long));
    let case_id = id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    let refused = appeal_as(&mut world, provider, case_id, "an example");
    assert_eq!(refused, Err(unknown));
    assert!(appeal_as(&mut world, provider, id, &longest).is_ok());
}
