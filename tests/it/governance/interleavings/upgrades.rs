//! Upgrades of governance and of its target while a call is out.

use super::{METHOD, only_entry, release, settle, with_call_out};
use crate::governance::{assert_true_records, data_center};
use bonafide_stand_ins::script::Behaviour;
use bonafide_test_support::{Suite, actors, canisters, instance};
use bonafide_types::governance::{
    Action, Command, Outcome, ProposalStatus, SettleQuarantineArgs, SubmitProposalArgs,
};
use candid::{CandidType, Principal, encode_one};
use pocket_ic::common::rest::{RawEffectivePrincipal, RawMessageId};
use std::time::Duration;

#[derive(CandidType)]
struct CanisterId {
    canister_id: Principal,
}

/// Begins to stop governance.
fn begin_to_stop(suite: &Suite) -> RawMessageId {
    let canister_id = suite.governance;
    let effective = RawEffectivePrincipal::CanisterId(canister_id.as_slice().to_vec());
    let arg = encode_one(CanisterId { canister_id }).unwrap();
    suite
        .pic
        .submit_call_with_effective_principal(
            Principal::management_canister(),
            effective,
            Principal::anonymous(),
            "stop_canister",
            arg,
        )
        .unwrap()
}

fn upgrade(suite: &Suite) {
    suite.upgrade(canisters::governance(), vec![]).unwrap();
}

/// The council says that it was executed.
fn say_executed(suite: &Suite, journal_id: u64) {
    let command = Command::SettleQuarantine(SettleQuarantineArgs {
        journal_id,
        executed: true,
        evidence: "The target's records were read.".into(),
    });
    let state = suite.by_council(&command);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
}

#[test]
fn should_stop_with_a_call_out_within_the_time_it_waits() {
    let (suite, id) = with_call_out();
    suite.pass(Duration::from_secs(200));
    // The system gives up stopping a canister after a while of its own.
    let stop = begin_to_stop(&suite);
    settle(&suite);
    assert!(suite.pic.ingress_status(stop.clone()).is_none());
    suite.pass(Duration::from_secs(101));
    let stopped = suite.until("the stop", || suite.pic.ingress_status(stop.clone()));
    stopped.unwrap();
    upgrade(&suite);
    suite.pic.start_canister(suite.governance, None).unwrap();
    settle(&suite);

    let entry = only_entry(&suite);
    let said = matches!(&entry.outcome, Outcome::Quarantined { reason }
        if reason.starts_with("SysUnknown"));
    assert!(said, "{entry:?}");
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Quarantined);
    release(&suite);
    assert_eq!(only_entry(&suite), entry);
    assert_true_records(&suite);
    say_executed(&suite, entry.id);
    assert_true_records(&suite);
}

#[test]
fn should_quarantine_a_call_that_is_out_when_upgraded_without_a_stop() {
    let (suite, id) = with_call_out();
    upgrade(&suite);
    let entry = only_entry(&suite);
    let said = matches!(&entry.outcome, Outcome::Quarantined { reason }
        if reason.starts_with("Upgraded"));
    assert!(said, "{entry:?}");
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Quarantined);
    assert_true_records(&suite);

    // Timers, the late answer and time change nothing, and nothing is executed again.
    suite.pass(Duration::from_mins(2));
    release(&suite);
    suite.pass(Duration::from_mins(10));
    settle(&suite);
    assert_eq!(only_entry(&suite), entry);
    assert_eq!(suite.executions(METHOD), 1);
    assert_eq!(suite.arrivals(METHOD).len(), 1);
    assert_true_records(&suite);
    say_executed(&suite, entry.id);
    assert_eq!(suite.journal()[0].outcome, Outcome::Executed);
    assert_true_records(&suite);
}

/// The batch does not wait for what is unknown.
#[test]
fn should_execute_a_batch_behind_a_call_that_is_out() {
    let (suite, _) = with_call_out();
    suite.script(METHOD, &Behaviour::Reply);
    suite
        .by_upgrade(3, &[data_center("dc2"), data_center("dc3")])
        .unwrap();
    suite.until("the batch", || {
        let entries = suite.journal();
        let done = entries.iter().filter(|it| it.outcome == Outcome::Executed);
        (done.count() == 2).then_some(())
    });
    settle(&suite);
    assert_eq!(suite.executions(METHOD), 2);
    let outcome = &suite.journal()[0].outcome;
    assert!(
        matches!(outcome, Outcome::Quarantined { .. }),
        "{outcome:?}"
    );
    assert_true_records(&suite);
}

#[test]
fn should_forget_a_submission_whose_command_was_being_checked() {
    let suite = Suite::scripted();
    let twin = "validate_add_data_center";
    suite.script(twin, &Behaviour::Never);
    let args = SubmitProposalArgs {
        neuron_id: 1,
        title: "An example".into(),
        summary: String::new(),
        url: String::new(),
        action: Action::Command(data_center("dc1")),
    };
    let arg = encode_one(&args).unwrap();
    let (governance, caller) = (suite.governance, actors::voter(1));
    let message = suite
        .pic
        .submit_call(governance, caller, "submit_proposal", arg)
        .unwrap();
    suite.until("the question", || suite.arrivals(twin).pop());
    let root = suite.root();
    upgrade(&suite);
    assert_eq!(suite.root(), root);
    suite.release(twin);
    suite.pass(Duration::from_secs(301));
    settle(&suite);
    let answer = suite.pic.ingress_status(message);
    assert!(!matches!(answer, Some(Ok(_))), "{answer:?}");
    assert_eq!(suite.root(), root, "no proposal was made");
    suite.script(twin, &Behaviour::Reply);
    assert_eq!(suite.propose(1, &data_center("dc1")), 1);
    assert_true_records(&suite);
}

/// The new code of the target knows nothing of the call: it did not act, and never will.
#[test]
fn should_not_execute_twice_when_the_target_is_upgraded_amid_the_call() {
    let (suite, id) = with_call_out();
    let module = canisters::stand_in("registry");
    instance::upgrade(&suite.pic, suite.registry, module, vec![]).unwrap();
    suite.release(METHOD);
    suite.pass(Duration::from_secs(301));
    let state = suite.settled(id);
    let unknown = matches!(
        state.status,
        ProposalStatus::Failed | ProposalStatus::Quarantined
    );
    assert!(unknown, "{state:?}");
    suite.pass(Duration::from_mins(10));
    settle(&suite);
    assert_eq!(suite.executions(METHOD), 0);
    assert_eq!(suite.arrivals(METHOD).len(), 1);
    assert_true_records(&suite);
}
