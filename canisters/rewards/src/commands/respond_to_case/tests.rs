use super::*;
use crate::commands::judge::testing::{assert_only_in, case, in_state};
use crate::commands::testing::{GOVERNANCE, World, provider_id};
use bonafide_types::id::Sha256Hash;

fn args(case_id: u64) -> RespondToCaseArgs {
    RespondToCaseArgs {
        case_id,
        text: "It stands where it was.".into(),
        evidence_hash: Some(Sha256Hash([9; 32])),
    }
}

fn respond(
    world: &mut World,
    caller: Principal,
    args: RespondToCaseArgs,
) -> Result<Case, RewardsError> {
    world.execute(caller, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_keep_answers_in_order() {
    let (mut world, id) = in_state(0);
    let provider = provider_id(1).0;
    let reply = respond(&mut world, provider, args(id)).unwrap();
    assert_eq!(case(&world, id), reply);
    world.pass_days(1);
    let second = RespondToCaseArgs {
        text: "Once more.".into(),
        evidence_hash: None,
        ..args(id)
    };
    let reply = respond(&mut world, provider, second).unwrap();
    assert_eq!(case(&world, id), reply);
    let said: Vec<_> = reply.responses.iter().map(|it| &it.text[..]).collect();
    assert_eq!(said, ["It stands where it was.", "Once more."]);
    assert_eq!(reply.responses[1].at_ns, world.now_ns);
    assert_eq!(reply.responses[0].evidence_hash, Some(Sha256Hash([9; 32])));
}

#[test]
fn should_take_answers_until_the_case_is_executed_or_over() {
    assert_only_in(&[0, 1, 2, 3, 4], "a state before Executed", |world, id| {
        respond(world, provider_id(1).0, args(id)).map(drop)
    });
}

#[test]
fn should_bound_the_answers() {
    let (mut world, id) = in_state(2);
    let provider = provider_id(1).0;
    for _ in 0..8 {
        respond(&mut world, provider, args(id)).unwrap();
    }
    let expected = RewardsError::TooMany {
        field: "responses".into(),
        count: 9,
        limit: 8,
    };
    assert_eq!(respond(&mut world, provider, args(id)), Err(expected));
}

#[test]
fn should_refuse_everybody_else() {
    let (mut world, case_id) = in_state(2);
    for caller in [provider_id(2).0, GOVERNANCE, Principal::anonymous()] {
        let expected = RewardsError::NotTheSubject {
            case_id,
            caller: Caller(caller),
        };
        assert_eq!(respond(&mut world, caller, args(case_id)), Err(expected));
    }
}

#[test]
fn should_check_the_text_and_the_case() {
    let (mut world, id) = in_state(2);
    let provider = provider_id(1).0;
    let text = |text: &str| RespondToCaseArgs {
        text: text.into(),
        ..args(id)
    };
    let field = || "text".into();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(respond(&mut world, provider, text("")), Err(empty));
    let long = RewardsError::TextTooLong {
        field: field(),
        bytes: 4_001,
        limit: 4_000,
    };
    let longest = "a".repeat(4_000);
    let given = text(&format!("{longest}a"));
    assert_eq!(respond(&mut world, provider, given), Err(long));
    assert!(respond(&mut world, provider, text(&longest)).is_ok());
    let case_id = id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(respond(&mut world, provider, args(case_id)), Err(unknown));
}
