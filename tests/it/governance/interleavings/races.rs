//! Two who execute at the same time.

use super::{METHOD, only_entry, settle};
use crate::governance::{assert_true_records, data_center, failure};
use bonafide_stand_ins::nns::{STATUS_EXECUTED, TOPIC_GOVERNANCE};
use bonafide_stand_ins::script::Behaviour;
use bonafide_test_support::{Suite, actors, instance};
use bonafide_types::governance::{JournalEntry, MotionError, Outcome, Source, Vote};
use candid::{Principal, encode_one};
use pocket_ic::common::rest::RawMessageId;

type Answer = Result<JournalEntry, MotionError>;

/// Asks for a motion's execution and does not wait.
fn send(suite: &Suite, caller: Principal, id: u64) -> RawMessageId {
    let (governance, arg) = (suite.governance, encode_one(id).unwrap());
    let method = "execute_adopted_motion";
    suite
        .pic
        .submit_call(governance, caller, method, arg)
        .unwrap()
}

fn answered(suite: &Suite, message: &RawMessageId) -> Option<Answer> {
    let answer = suite.pic.ingress_status(message.clone())?;
    Some(instance::decoded(
        "execute_adopted_motion",
        &answer.unwrap(),
    ))
}

fn answer(suite: &Suite, message: &RawMessageId) -> Answer {
    suite.until("the answer", || answered(suite, message))
}

fn is_executed(answer: &Answer) -> bool {
    matches!(answer, Ok(entry) if entry.outcome == Outcome::Executed)
}

fn with_adopted_motion(suite: &Suite, id: u64) {
    let text = suite.motion_text(&data_center("dc1"));
    suite.set_motion(id, TOPIC_GOVERNANCE, STATUS_EXECUTED, &text);
}

#[test]
fn should_execute_a_motion_once_when_two_ask_at_once() {
    for behaviour in [Behaviour::Reply, Behaviour::ReplyAfter(3)] {
        let suite = Suite::scripted();
        with_adopted_motion(&suite, 1);
        suite.script(METHOD, &behaviour);
        let messages = [actors::stranger(), actors::voter(1), Principal::anonymous()]
            .map(|caller| send(&suite, caller, 1));
        let answers = messages.map(|message| answer(&suite, &message));
        let executed = answers.iter().filter(|it| is_executed(it)).count();
        assert_eq!(executed, 1, "{answers:?}");
        for refused in answers.iter().filter_map(|it| it.as_ref().err()) {
            let said = matches!(
                refused,
                MotionError::InProgress { proposal_id: 1 }
                    | MotionError::AlreadyExecuted { proposal_id: 1, .. }
            );
            assert!(said, "{refused}");
        }
        settle(&suite);
        assert_eq!(suite.executions(METHOD), 1);
        assert_eq!(only_entry(&suite).outcome, Outcome::Executed);
        assert_true_records(&suite);
    }
}

#[test]
fn should_refuse_a_motion_that_is_being_looked_at_or_executed() {
    let suite = Suite::scripted();
    with_adopted_motion(&suite, 1);
    // First while the twin is asked, then while the method is called.
    let twin = "validate_add_data_center";
    suite.script(twin, &Behaviour::Never);
    suite.script(METHOD, &Behaviour::Never);
    let first = send(&suite, actors::voter(1), 1);
    suite.until("the question", || suite.arrivals(twin).pop());
    let in_progress = Err(MotionError::InProgress { proposal_id: 1 });
    assert_eq!(suite.execute_motion(1), in_progress);
    assert_eq!(suite.journal(), []);
    suite.release(twin);
    suite.until("the call", || suite.arrivals(METHOD).pop());
    let refused = suite.execute_motion(1);
    let used = MotionError::AlreadyExecuted {
        proposal_id: 1,
        journal_id: 0,
    };
    assert_eq!(refused, Err(used.clone()));
    assert_eq!(answered(&suite, &first), None);
    suite.release(METHOD);
    let entry = answer(&suite, &first).unwrap();
    assert_eq!(entry.outcome, Outcome::Executed);
    assert_eq!(suite.execute_motion(1), Err(used));
    assert_eq!(suite.executions(METHOD), 1);
    assert_true_records(&suite);
}

/// Each source has its own decision, and each is executed once.
#[test]
fn should_execute_one_command_of_three_sources_at_once() {
    let suite = Suite::scripted();
    with_adopted_motion(&suite, 1);
    suite.script(METHOD, &Behaviour::ReplyAfter(3));
    let id = suite.propose(1, &data_center("dc1"));
    let payload = encode_one(data_center("dc1")).unwrap();
    let submitted = suite.sns_submit(payload).unwrap();
    let sns = encode_one(submitted.id).unwrap();
    suite
        .pic
        .submit_call(suite.sns, actors::stranger(), "adopt", sns)
        .unwrap();
    let motion = send(&suite, actors::stranger(), 1);
    suite.vote(2, id, Vote::Yes).unwrap();
    assert!(is_executed(&answer(&suite, &motion)));
    suite.settled(id);
    suite.until("all three", || {
        let entries = suite.journal();
        let all = entries.len() == 3 && entries.iter().all(|it| it.closed_at_ns.is_some());
        all.then_some(())
    });
    settle(&suite);
    let mut sources: Vec<_> = suite.journal().into_iter().map(|it| it.source).collect();
    sources.sort_unstable();
    assert_eq!(sources, [Source::Council, Source::Sns, Source::NnsMotion]);
    assert_eq!(suite.executions(METHOD), 3);
    assert_true_records(&suite);
}

/// The real registry takes a data centre once, whoever comes second.
#[test]
fn should_fail_one_of_two_sources_that_want_the_same_once() {
    let suite = Suite::default();
    let id = suite.propose(1, &data_center("dc1"));
    let payload = encode_one(data_center("dc1")).unwrap();
    let submitted = suite.sns_submit(payload).unwrap();
    let sns = encode_one(submitted.id).unwrap();
    suite
        .pic
        .submit_call(suite.sns, actors::stranger(), "adopt", sns)
        .unwrap();
    suite.vote(2, id, Vote::Yes).unwrap();
    suite.settled(id);
    let entries = suite.until("both", || {
        let entries = suite.journal();
        let both = entries.len() == 2 && entries.iter().all(|it| it.closed_at_ns.is_some());
        both.then_some(entries)
    });
    let (executed, failed): (Vec<_>, Vec<_>) = entries
        .iter()
        .partition(|entry| entry.outcome == Outcome::Executed);
    assert_eq!((executed.len(), failed.len()), (1, 1), "{entries:?}");
    let reason = failure(&failed[0].outcome);
    assert!(reason.contains("DataCenterAlreadyExists"), "{reason}");
    assert_true_records(&suite);
}
