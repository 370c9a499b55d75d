//! Targets that are stopped, frozen, broken or gone, and governance without cycles.

use super::{METHOD, adopt, only_entry, settle};
use crate::governance::{assert_true_records, data_center, failure};
use bonafide_stand_ins::script::Behaviour;
use bonafide_stand_ins::sns::Progress;
use bonafide_test_support::{Plan, Suite, instance};
use bonafide_types::governance::{JournalEntry, Outcome, ProposalStatus, Vote};
use candid::{Nat, Principal};
use pocket_ic::CanisterSettings;

use std::time::Duration;

/// A proposal whose target breaks between submission and adoption fails, and the entry says
/// why, beginning with `code`.
fn should_fail(code: &str, breaks: impl Fn(&Suite), mends: impl Fn(&Suite)) -> Suite {
    let suite = Suite::scripted();
    let id = suite.propose(1, &data_center("dc1"));
    breaks(&suite);
    suite.vote(2, id, Vote::Yes).unwrap();
    let state = suite.settled(id);
    assert_eq!(state.status, ProposalStatus::Failed, "{state:?}");
    let entry = only_entry(&suite);
    let reason = failure(&entry.outcome);
    assert!(reason.starts_with(code), "{code}: {reason}");
    assert_true_records(&suite);
    mends(&suite);
    // Failed is the end of it, also when the target is well again.
    suite.pass(Duration::from_mins(10));
    settle(&suite);
    assert_eq!(only_entry(&suite), entry);
    suite
}

fn assert_not_executed(suite: &Suite) {
    assert_eq!(suite.executions(METHOD), 0);
}

#[test]
fn should_fail_when_the_target_rejects_or_traps() {
    for (behaviour, code) in [
        (
            Behaviour::Refuse("No: not this".into()),
            "CanisterReject: No: not this",
        ),
        (Behaviour::Reject("no".into()), "CanisterReject: no"),
        (Behaviour::Trap("ouch".into()), "CanisterError: "),
        (Behaviour::TrapAfterAwait, "CanisterError: "),
    ] {
        let breaks = |suite: &Suite| suite.script(METHOD, &behaviour);
        let mends = |suite: &Suite| suite.script(METHOD, &Behaviour::Reply);
        assert_not_executed(&should_fail(code, breaks, mends));
    }
}

#[test]
fn should_fail_when_the_target_is_stopped() {
    let suite = should_fail(
        "CanisterError: ",
        |suite| suite.pic.stop_canister(suite.registry, None).unwrap(),
        |suite| suite.pic.start_canister(suite.registry, None).unwrap(),
    );
    assert_not_executed(&suite);
}

#[test]
fn should_fail_when_the_target_has_no_cycles_to_spend() {
    // Ten million years.
    let long = 300_000_000_000_000;
    let suite = should_fail(
        "SysTransient: ",
        |suite| freeze(suite, suite.registry, long),
        |suite| freeze(suite, suite.registry, 0),
    );
    assert_not_executed(&suite);
}

#[test]
fn should_fail_when_the_target_is_gone() {
    let gone = |suite: &Suite| {
        suite.pic.stop_canister(suite.registry, None).unwrap();
        suite.pic.delete_canister(suite.registry, None).unwrap();
    };
    should_fail("DestinationInvalid: ", gone, |_| ());
}

fn freeze(suite: &Suite, canister: Principal, seconds: u128) {
    let settings = CanisterSettings {
        freezing_threshold: Some(Nat::from(seconds)),
        ..CanisterSettings::default()
    };
    suite
        .pic
        .update_canister_settings(canister, None, settings)
        .unwrap();
}

/// Freezes all of governance's cycles but so many.
fn leave(suite: &Suite, cycles: u128) {
    let status = suite.pic.canister_status(suite.governance, None).unwrap();
    let number = |nat: &Nat| u128::try_from(nat.0.clone()).unwrap();
    let frozen = number(&status.cycles) - cycles;
    let a_day = number(&status.idle_cycles_burned_per_day);
    freeze(suite, suite.governance, frozen * 86_400 / a_day);
}

/// Enough to execute a message, which takes forty billion cycles in advance, and not enough
/// to reserve as many for the answer of a call.
const FOR_A_MESSAGE: u128 = 60_000_000_000;

#[test]
fn should_fail_when_governance_cannot_pay_for_the_call() {
    let suite = Suite::new(&Plan {
        scripted_registry: true,
        cycles: 700_000_000_000,
        ..Plan::default()
    });
    // Afterwards there is a place in memory for all that is written below: taking more of it
    // would freeze cycles.
    assert_eq!(suite.by_sns(&data_center("dc1")), Progress::Executed);
    let command = candid::encode_one(data_center("dc1")).unwrap();
    let submitted = suite.sns_submit(command).unwrap();
    leave(&suite, FOR_A_MESSAGE);
    let progress = suite.sns_adopt(submitted.id);
    freeze(&suite, suite.governance, 86_400);
    match progress {
        Progress::Failed(text) => {
            assert!(
                text.contains("Failed: journal entry 1: CallNotSent"),
                "{text}"
            );
        }
        other => panic!("{other:?}"),
    }
    let entry = suite.journal().pop().unwrap();
    let reason = failure(&entry.outcome);
    assert!(reason.starts_with("CallNotSent"), "{reason}");
    assert_eq!(suite.arrivals(METHOD).len(), 1);
    assert_true_records(&suite);

    // With cycles it works on, and does not come back to what failed.
    suite.pic.add_cycles(suite.governance, instance::CYCLES);
    suite.pass(Duration::from_mins(2));
    settle(&suite);
    let id = adopt(&suite);
    assert_eq!(suite.settled(id).status, ProposalStatus::Executed);
    let outcomes: Vec<_> = suite.journal().into_iter().map(outcome).collect();
    let expected = [Outcome::Executed, entry.outcome, Outcome::Executed];
    assert_eq!(outcomes, expected);
    assert_eq!(suite.executions(METHOD), 2);
    assert_true_records(&suite);
}

fn outcome(entry: JournalEntry) -> Outcome {
    entry.outcome
}
