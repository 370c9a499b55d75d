//! A target that does not answer within the time governance waits.

use super::{METHOD, only_entry, release, settle, with_call_out};
use crate::governance::{assert_true_records, data_center, failure};
use bonafide_stand_ins::script::Behaviour;
use bonafide_stand_ins::sns::Progress;
use bonafide_test_support::{Suite, actors, instance};
use bonafide_types::governance::{
    Action, Command, GovernanceError, JournalEntry, MotionError, Outcome, ProposalStatus,
    SettleQuarantineArgs,
};
use candid::encode_one;
use std::time::Duration;

/// A little more than governance waits.
const LONG: Duration = Duration::from_secs(301);

fn verdict(journal_id: u64, executed: bool) -> Command {
    Command::SettleQuarantine(SettleQuarantineArgs {
        journal_id,
        executed,
        evidence: "The target's records were read.".into(),
    })
}

fn quarantined(suite: &Suite) -> JournalEntry {
    suite.until("the end of the wait", || {
        let entry = only_entry(suite);
        matches!(entry.outcome, Outcome::Quarantined { .. }).then_some(entry)
    })
}

#[test]
fn should_quarantine_what_is_not_answered_and_wait_for_the_whole_time() {
    let (suite, id) = with_call_out();
    suite.pass(Duration::from_secs(290));
    assert_eq!(only_entry(&suite).outcome, Outcome::Executing);
    suite.pass(Duration::from_secs(11));
    let entry = quarantined(&suite);
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Quarantined);
    let reason = state.failure_reason.unwrap();
    assert!(reason.starts_with("SysUnknown: "), "{reason}");
    assert!(state.failed_timestamp_seconds.is_some());
    assert_eq!(suite.executions(METHOD), 0);
    assert_true_records(&suite);

    // The target acts after all. The answer comes too late to say so.
    release(&suite);
    assert_eq!(only_entry(&suite), entry);
    suite.pass(Duration::from_hours(1));
    settle(&suite);
    assert_eq!(only_entry(&suite), entry);
    assert_eq!(suite.executions(METHOD), 1, "it is never executed again");
    assert_true_records(&suite);

    let settled = suite.by_council(&verdict(entry.id, true));
    assert_eq!(settled.status, ProposalStatus::Executed);
    let entries = suite.journal();
    assert_eq!(entries[0].outcome, Outcome::Executed);
    assert_eq!(entries[0].settled_by, Some(entries[1].id));
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Executed);
    assert_true_records(&suite);
    let again = suite.submit(1, Action::Command(verdict(entry.id, false)));
    match again {
        Err(GovernanceError::CommandRefused { reason }) => {
            assert!(reason.starts_with("NotQuarantined"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn should_settle_that_nothing_was_done() {
    let (suite, id) = with_call_out();
    suite.pass(LONG);
    let entry = quarantined(&suite);
    suite.by_council(&verdict(entry.id, false));
    let entries = suite.journal();
    let reason = failure(&entries[0].outcome);
    assert_eq!(reason, "The target's records were read.");
    assert_eq!(entries[0].settled_by, Some(entries[1].id));
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Failed);
    assert_eq!(suite.executions(METHOD), 0);
    assert_true_records(&suite);
}

#[test]
fn should_tell_the_other_sources_that_nothing_is_known() {
    let suite = Suite::scripted();
    suite.script(METHOD, &Behaviour::Never);
    let payload = encode_one(data_center("dc1")).unwrap();
    let submitted = suite.sns_submit(payload).unwrap();
    let caller = actors::stranger();
    let arg = encode_one(submitted.id).unwrap();
    let message = suite
        .pic
        .submit_call(suite.sns, caller, "adopt", arg)
        .unwrap();
    suite.until("the call", || suite.arrivals(METHOD).pop());
    suite.pass(LONG);
    let reply = suite.until("the answer", || suite.pic.ingress_status(message.clone()));
    match instance::decoded("adopt", &reply.unwrap()) {
        Progress::Failed(text) => {
            assert!(text.contains("Quarantined: journal entry 0"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    quarantined(&suite);

    let id = suite.make_motion(&suite.motion_text(&data_center("dc1")));
    suite.nns("vote", (id, true));
    let arg = encode_one(id).unwrap();
    let method = "execute_adopted_motion";
    let message = suite
        .pic
        .submit_call(suite.governance, caller, method, arg)
        .unwrap();
    suite.until("the call", || {
        (suite.arrivals(METHOD).len() == 2).then_some(())
    });
    suite.pass(LONG);
    let reply = suite.until("the answer", || suite.pic.ingress_status(message.clone()));
    let entry: Result<JournalEntry, MotionError> = instance::decoded(method, &reply.unwrap());
    let outcome = entry.unwrap().outcome;
    assert!(
        matches!(outcome, Outcome::Quarantined { .. }),
        "{outcome:?}"
    );
    assert_eq!(suite.executions(METHOD), 0);
    assert_true_records(&suite);
}
