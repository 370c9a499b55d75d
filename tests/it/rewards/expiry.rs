//! Cases whose time runs out: nothing of them is left, and they cannot be executed.

use super::{
    EARNED, TENTH, assert_conserved, assert_not_executable, assert_refused, because, begin, locked,
    offence, provider,
};
use bonafide_test_support::{Suite, rewards};
use bonafide_types::governance::Command;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{AppealCaseArgs, CaseState, Expiry, RejectAppealArgs};

/// That a case expired, for this reason, and what it locked is free.
fn assert_expired(suite: &Suite, id: u64, why: Expiry) {
    let case = suite.rewarding().case(id);
    let expired = matches!(case.state, CaseState::Expired { why: told, .. } if told == why);
    assert!(expired, "{case:?}");
    assert_eq!(case.effects, []);
    assert_eq!(locked(suite, provider()), 0);
    assert_not_executable(suite, id);
    assert_conserved(suite);
}

#[test]
fn should_expire_when_no_vote_freezes_it_in_time() {
    let suite = begin();
    let rewards = suite.rewarding();
    let id = suite.open_case(offence(&suite, provider(), 1));
    let until_ns = rewards.case(id).freeze_until_ns;
    // An hour before, it still can be.
    rewards.pass_until(until_ns - DAY_NS / 24);
    rewards.tasks();
    assert_eq!(rewards.case(id).state, CaseState::Reported);
    let freeze = rewards::freezing(&rewards.case(id), None);
    rewards.validate(&freeze).unwrap();
    rewards.pass_until(until_ns);
    rewards.tasks();
    assert_expired(&suite, id, Expiry::EvidenceTooOld);
    assert_refused(&suite, &freeze, "CaseStanding");
    // The same time holds for what is reported later.
    let late = rewards::opening(offence(&suite, provider(), 2));
    assert_refused(&suite, &late, "EvidenceTooOld");
}

#[test]
fn should_expire_when_no_vote_decides_the_appeal_in_time() {
    let suite = begin();
    let rewards = suite.rewarding();
    let id = suite.open_case(offence(&suite, provider(), 1));
    suite.freeze_case(id, None);
    rewards.pass_days(3);
    let appeal = AppealCaseArgs {
        case_id: id,
        grounds: because(),
    };
    let appealed = rewards.appeal_case(provider(), &appeal).unwrap();
    let until_ns = appealed.appeal.unwrap().decide_until_ns;
    rewards.pass_until(until_ns - DAY_NS / 24);
    rewards.tasks();
    assert_eq!(locked(&suite, provider()), TENTH);
    let reject = Command::RejectAppeal(RejectAppealArgs {
        case_id: id,
        reason: because(),
    });
    rewards.validate(&reject).unwrap();
    rewards.pass_until(until_ns);
    rewards.tasks();
    assert_expired(&suite, id, Expiry::AppealUndecided);
    assert_refused(&suite, &reject, "NoAppealOpen");
    // Nobody decided, and the record says so.
    assert_eq!(rewards.case(id).appeal.unwrap().decision, None);
}

#[test]
fn should_expire_when_nobody_executes_it_in_time() {
    let suite = begin();
    let rewards = suite.rewarding();
    let id = suite.open_case(offence(&suite, provider(), 1));
    suite.freeze_case(id, None);
    suite.ripen();
    let CaseState::Executable { until_ns } = rewards.case(id).state else {
        panic!("{:?}", rewards.case(id))
    };
    rewards.pass_until(until_ns - DAY_NS / 24);
    assert_eq!(locked(&suite, provider()), TENTH);
    rewards.pass_until(until_ns);
    rewards.tasks();
    assert_expired(&suite, id, Expiry::NotExecuted);

    // It does not stand, so another case can be frozen for the same offence.
    let again = suite.open_case(offence(&suite, provider(), 2));
    suite.freeze_case(again, None);
    assert_eq!(locked(&suite, provider()), TENTH);
    // The lot is due before that one can be executed: what is locked of it stays.
    rewards.pass_until(rewards.lot(0).due_at_ns);
    rewards.tasks();
    rewards.tasks();
    let lot = rewards.lot(0);
    assert_eq!((lot.held_e8s, lot.locked_e8s), (TENTH, TENTH));
    assert_eq!(rewards.books().released_e8s, EARNED - TENTH);
    assert_conserved(&suite);
}
