use super::super::testing::{LATER, NOW, appeal, judged, reduction, reported, response};
use super::*;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{AppealDecision, Effect, Enforcement, Expiry};

const ANSWER: &str = "The provider can answer, 8 more times at most: dfx canister call rewards \
    respond_to_case '(record { case_id = 3 : nat64; text = \"...\"; evidence_hash = null })'";
const APPEAL: &str = "dfx canister call rewards appeal_case '(record { case_id = 3 : nat64; \
    grounds = \"...\" })'";
const REDUCE: &str = "Anyone, by a proposal, to lower what it costs from 9 %, for example to \
    4.5 %: variant { ReduceCase = record { case_id = 3 : nat64; ppb = 45000000 : nat32; reason = \
    \"...\" } }";
const CANCEL: &str = "Anyone, by a proposal, to undo all of it: variant { CancelCase = record { \
    case_id = 3 : nat64; reason = \"...\" } }";

#[test]
fn should_say_how_to_object_before_a_vote() {
    assert_eq!(RESPONSES, 8);
    let mut case = reported();
    assert_eq!(objections(&case, NOW), [ANSWER, CANCEL]);
    case.state = CaseState::Proposed { proposal_id: 9 };
    let vote = "Anyone with a vote: vote No on proposal 9.";
    assert_eq!(objections(&case, NOW), [ANSWER, vote, CANCEL]);
    case.responses = vec![response(1); RESPONSES - 1];
    assert!(objections(&case, NOW)[0].starts_with("The provider can answer, 1 more times"));
    case.responses = vec![response(1); RESPONSES];
    assert_eq!(objections(&case, NOW), [vote, CANCEL]);
}

#[test]
fn should_say_how_to_appeal() {
    let until_ns = LATER;
    let mut case = judged(CaseState::Frozen { until_ns }, Enforcement::Escrow);
    let at = utc(LATER);
    let from = format!("The provider can appeal once, from {at} on: {APPEAL}");
    assert_eq!(
        objections(&case, NOW),
        [ANSWER, from.as_str(), REDUCE, CANCEL]
    );
    case.state = CaseState::AppealWindow { until_ns };
    let until = format!("The provider can appeal once, until {at}: {APPEAL}");
    assert_eq!(
        objections(&case, LATER - 1),
        [ANSWER, until.as_str(), REDUCE, CANCEL]
    );
    assert_eq!(objections(&case, LATER), [ANSWER, REDUCE, CANCEL]);
    case.appeal = Some(appeal(Some(AppealDecision::Rejected)));
    assert_eq!(objections(&case, NOW), [ANSWER, REDUCE, CANCEL]);
    case.appeal = Some(appeal(None));
    let by = LATER + DAY_NS;
    assert_eq!(objections(&case, by - 1), [ANSWER, REDUCE, CANCEL]);
    assert_eq!(objections(&case, by), [ANSWER, CANCEL]);
}

#[test]
fn should_not_offer_what_is_refused() {
    let until_ns = LATER;
    let mut case = judged(CaseState::Executable { until_ns }, Enforcement::Bond);
    assert_eq!(objections(&case, NOW), [ANSWER, REDUCE, CANCEL]);
    case.judgement.as_mut().unwrap().ppb = 2;
    assert!(objections(&case, NOW)[1].contains("ppb = 1 : nat32"));
    case.judgement.as_mut().unwrap().ppb = 1;
    assert_eq!(objections(&case, NOW), [ANSWER, CANCEL]);
    case.judgement.as_mut().unwrap().ppb = 90_000_000;
    case.reductions = vec![reduction(); REDUCTIONS - 1];
    assert_eq!(objections(&case, NOW), [ANSWER, REDUCE, CANCEL]);
    case.reductions = vec![reduction(); REDUCTIONS];
    assert_eq!(objections(&case, NOW), [ANSWER, CANCEL]);
}

#[test]
fn should_say_how_to_have_it_refunded_and_then_nothing() {
    let state = CaseState::Executed {
        at_ns: NOW,
        taken_e8s: 1,
        bounty_e8s: 0,
    };
    let mut case = judged(state, Enforcement::Bond);
    case.effects = vec![Effect::BondTaken { e8s: 1 }];
    let refund = "Anyone, by a proposal, to give back all that it took: variant { RefundCase = \
                  record { case_id = 3 : nat64; reason = \"...\" } }";
    assert_eq!(objections(&case, NOW), [refund]);
    case.effects.clear();
    assert_eq!(objections(&case, NOW), [""; 0]);
    for state in [
        CaseState::Cancelled { at_ns: NOW },
        CaseState::Expired {
            at_ns: NOW,
            why: Expiry::NotExecuted,
        },
        CaseState::Refunded {
            at_ns: NOW,
            refunded_e8s: 1,
        },
    ] {
        case.state = state;
        assert_eq!(objections(&case, NOW), [""; 0]);
    }
}
