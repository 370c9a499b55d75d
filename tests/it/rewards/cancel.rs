//! A vote that cancels a case undoes all of it, and votes that lower one undo a part.

use super::{
    EARNED, TENTH, TENTH_PPB, adopt, assert_conserved, assert_not_executable, assert_refused,
    assert_told, because, begin, locked, offence, provider,
};
use bonafide_test_support::{Suite, actors, rewards};
use bonafide_types::governance::Command;
use bonafide_types::rewards::{
    AppealCaseArgs, AppealDecision, CancelCaseArgs, CaseState, Effect, PenaltyClass, ReduceCaseArgs,
};

fn cancel(case_id: u64) -> Command {
    Command::CancelCase(CancelCaseArgs {
        case_id,
        reason: because(),
    })
}

fn reduce(case_id: u64, ppb: u32) -> Command {
    Command::ReduceCase(ReduceCaseArgs {
        case_id,
        ppb,
        reason: because(),
    })
}

/// The provider of the stories is charged on this evidence; the case is frozen.
fn frozen(suite: &Suite, evidence: u8) -> u64 {
    let id = suite.open_case(offence(suite, provider(), evidence));
    suite.freeze_case(id, None);
    id
}

#[test]
fn should_undo_everything_when_a_vote_cancels_a_case() {
    let suite = begin();
    let rewards = suite.rewarding();
    let first = frozen(&suite, 1);
    // Of one offence the greatest penalty counts: the second case adds nothing.
    let second = frozen(&suite, 2);
    assert_eq!(locked(&suite, provider()), TENTH);
    assert_eq!(rewards.case(second).judgement.unwrap().cap_e8s, 0);
    assert_conserved(&suite);
    // One that was never frozen covers nothing.
    let reported = suite.open_case(offence(&suite, provider(), 3));

    let wanted = ["0.6 ICP of lot 0", "no more than 10 %"];
    assert_told(&suite, &cancel(first), &wanted);
    adopt(&suite, &cancel(first));
    for id in [first, second] {
        let case = rewards.case(id);
        assert!(
            matches!(case.state, CaseState::Cancelled { .. }),
            "{case:?}"
        );
        assert_eq!(case.effects, []);
        assert_not_executable(&suite, id);
        assert_refused(&suite, &cancel(id), "CaseStanding");
        assert_refused(&suite, &reduce(id, 1), "CaseStanding");
    }
    assert_eq!(locked(&suite, provider()), 0);
    assert_eq!(rewards.escrow(provider()).open_cases, [reported]);
    assert_conserved(&suite);

    // What was cancelled does not come back by another key.
    let freeze = |id| rewards::freezing(&rewards.case(id), None);
    assert_refused(&suite, &freeze(reported), "CoveredByCancellation");
    let later = suite.open_case(offence(&suite, provider(), 4));
    assert_refused(&suite, &freeze(later), "CoveredByCancellation");
    // Another offence of the same provider is another matter.
    let mut other = offence(&suite, provider(), 5);
    other.class = PenaltyClass::LateUpdate;
    let other = suite.open_case(other);
    adopt(&suite, &freeze(other));
    // A hundredth by its class; but 2 of 20 nodes are nine times a hundredth.
    assert_eq!(locked(&suite, provider()), EARNED / 100 * 9);
    adopt(&suite, &cancel(other));
    assert_eq!(locked(&suite, provider()), 0);

    // Nothing is left when the lot is due: all of it goes to the provider.
    rewards.pass_until(rewards.lot(0).due_at_ns);
    rewards.tasks();
    rewards.tasks();
    assert_eq!(rewards.lot(0).held_e8s, 0);
    assert_eq!(rewards.books().released_e8s, EARNED);
    assert_eq!(rewards.books().taken_e8s, 0);
    assert_conserved(&suite);
}

#[test]
fn should_take_a_case_off_the_record_that_was_not_frozen() {
    let suite = begin();
    let id = suite.open_case(offence(&suite, provider(), 1));
    assert_told(&suite, &cancel(id), &["Nothing is locked for it"]);
    adopt(&suite, &cancel(id));
    // It was not judged, so it covers no other.
    let later = frozen(&suite, 2);
    assert_eq!(locked(&suite, provider()), TENTH);
    assert_eq!(suite.rewarding().escrow(provider()).open_cases, [later]);
    // The same evidence stays that of the first.
    let again = rewards::opening(offence(&suite, provider(), 1));
    assert_refused(&suite, &again, "EvidenceUsed");
}

#[test]
fn should_unlock_in_proportion_when_a_vote_lowers_a_case() {
    let suite = begin();
    let rewards = suite.rewarding();
    let id = frozen(&suite, 1);
    rewards.pass_days(3);
    let appeal = AppealCaseArgs {
        case_id: id,
        grounds: "It was a slip.".into(),
    };
    rewards.appeal_case(provider(), &appeal).unwrap();
    assert_refused(&suite, &reduce(id, TENTH_PPB), "NotLess");

    let half = reduce(id, TENTH_PPB / 2);
    assert_told(
        &suite,
        &half,
        &["from 10 % to 5 %", "0.3 ICP instead of 0.6 ICP"],
    );
    adopt(&suite, &half);
    let case = rewards.case(id);
    let decision = case.appeal.as_ref().unwrap().decision;
    assert_eq!(decision, Some(AppealDecision::Reduced));
    let judgement = case.judgement.as_ref().unwrap();
    assert_eq!(
        (judgement.ppb, judgement.cap_e8s),
        (TENTH_PPB / 2, TENTH / 2)
    );
    assert_eq!(locked(&suite, provider()), TENTH / 2);
    assert_conserved(&suite);
    // Once more, without an appeal.
    adopt(&suite, &reduce(id, TENTH_PPB / 10));
    assert_eq!(locked(&suite, provider()), TENTH / 10);
    assert_eq!(rewards.case(id).reductions.len(), 2);

    rewards.pass_days(14);
    let case = rewards.execute_case(actors::stranger(), id).unwrap();
    let taken = Effect::LotTaken {
        lot_id: 0,
        e8s: TENTH / 10,
    };
    assert_eq!(case.effects, [taken]);
    assert_eq!(rewards.books().taken_e8s, TENTH / 10);
    rewards.rounds();
    assert_conserved(&suite);
    assert_refused(&suite, &reduce(id, 1), "CaseStanding");
    assert_refused(&suite, &cancel(id), "CaseStanding");
}

/// The more of a network did the same, the more each of them costs: the recount after the time
/// for appeals catches those who were convicted first.
#[test]
fn should_cost_more_when_many_did_the_same() {
    let suite = begin();
    let rewards = suite.rewarding();
    let first = frozen(&suite, 1);
    for (evidence, number) in (2..).zip([2, 3]) {
        let other = actors::provider(number);
        let id = suite.open_case(offence(&suite, other, evidence));
        suite.freeze_case(id, None);
    }
    // 6 of 20 nodes: nine times the square of that, 81 %.
    let third = rewards.case(2).judgement.unwrap();
    assert_eq!((third.proven, third.size, third.ppb), (6, 20, 810_000_000));
    assert_eq!(locked(&suite, provider()), TENTH);
    suite.ripen();
    let case = rewards.case(first);
    assert!(
        matches!(case.state, CaseState::Executable { .. }),
        "{case:?}"
    );
    let judgement = case.judgement.unwrap();
    assert_eq!((judgement.proven, judgement.ppb), (6, 810_000_000));
    assert_eq!(judgement.cap_e8s, EARNED / 100 * 81);
    assert_eq!(locked(&suite, provider()), EARNED / 100 * 81);
    assert_conserved(&suite);

    // One that is cancelled does not count any more, and what was counted stays.
    adopt(&suite, &cancel(2));
    let case = rewards.execute_case(actors::stranger(), first).unwrap();
    assert_eq!(case.judgement.unwrap().ppb, 810_000_000);
    assert_eq!(rewards.books().taken_e8s, EARNED / 100 * 81);
    assert_conserved(&suite);
}
