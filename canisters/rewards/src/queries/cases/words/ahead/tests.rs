use super::super::testing::{LATER, NOW, appeal, judged, policy, reduction, reported};
use super::*;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{AppealDecision, Expiry};

#[test]
fn should_say_what_comes_before_a_vote() {
    let mut case = reported();
    let by = utc(LATER);
    let unless = format!(
        "Nothing follows from it unless a vote freezes it by {by}; then its evidence is too old, \
         and it expires."
    );
    assert_eq!(next(&policy(), &case, NOW), std::slice::from_ref(&unless));
    assert_eq!(
        next(&policy(), &case, LATER - 1),
        std::slice::from_ref(&unless)
    );
    assert!(next(&policy(), &case, LATER)[0].contains("(over; the canister goes on"));
    case.state = CaseState::Proposed { proposal_id: 9 };
    let told = next(&policy(), &case, NOW);
    assert!(told[0].starts_with("When proposal 9 is adopted"));
    assert!(told[0].contains("and 3 days later the provider can begin to appeal"));
    assert_eq!(told[1], unless);
}

#[test]
fn should_say_when_appeals_begin_and_end() {
    let until_ns = LATER;
    let at = utc(LATER);
    let case = judged(CaseState::Frozen { until_ns }, Enforcement::Escrow);
    let told = next(&policy(), &case, NOW);
    assert_eq!(
        told[0],
        format!("The time for appeals begins at {at} and lasts 14 days.")
    );
    assert_eq!(
        told[1],
        "When the time for appeals is over, offenders of its kind are counted again, once; that \
         can raise what the case costs, unless the vote that froze it asked for less than the \
         rules, and never lowers it. Then anyone can execute it for 14 days, or it expires. That \
         takes what is locked for it in escrow for the treasury, at most 0.54 ICP."
    );
    let mut case = judged(CaseState::AppealWindow { until_ns }, Enforcement::Bond);
    let told = next(&policy(), &case, NOW);
    assert_eq!(told[0], format!("The time for appeals ends at {at}."));
    assert!(told[1].ends_with("of the bond for the treasury, at most 0.54 ICP."));
    case.appeal = Some(appeal(Some(AppealDecision::Reduced)));
    case.reductions = vec![reduction()];
    let told = next(&policy(), &case, LATER);
    assert!(told[0].contains("(over; the canister goes on within minutes)"));
    assert!(told[1].contains("once; that raises nothing, because a vote lowered"));
}

#[test]
fn should_say_until_when_an_appeal_is_decided() {
    let until_ns = LATER;
    let mut case = judged(CaseState::AppealWindow { until_ns }, Enforcement::Published);
    case.appeal = Some(appeal(None));
    let told = next(&policy(), &case, NOW);
    let by = utc(LATER + DAY_NS);
    assert!(told[0].starts_with(&format!("A vote has to decide the appeal by {by}: ")));
    assert!(told[0].ends_with("Otherwise the case expires, and nothing of it is left."));
    assert_eq!(
        told[1],
        format!(
            "Until that vote the case cannot be executed; after it, not before {}.",
            utc(LATER)
        )
    );
    assert!(told[2].contains("get_case_payloads(3 : nat64)"));
    case.appeal = Some(appeal(Some(AppealDecision::Rejected)));
    assert!(next(&policy(), &case, NOW)[0].starts_with("The time for appeals ends at"));
}

#[test]
fn should_say_until_when_anyone_can_execute() {
    let until_ns = LATER;
    let mut case = judged(CaseState::Executable { until_ns }, Enforcement::Escrow);
    let told = next(&policy(), &case, NOW);
    assert_eq!(
        told,
        [format!(
            "Anyone can execute it until {}, with execute_case(3 : nat64); otherwise it expires, \
             and nothing of it is left. That takes what is locked for it in escrow for the \
             treasury, at most 0.54 ICP.",
            utc(LATER)
        )]
    );
    for mode in [Mode::LogOnly, Mode::Disabled] {
        let off = RewardsPolicy { mode, ..policy() };
        let told = next(&off, &case, NOW);
        assert!(told[1].starts_with("Penalties are switched off now"));
    }
    case.judgement.as_mut().unwrap().mode = Mode::LogOnly;
    case.effects.clear();
    let off = RewardsPolicy {
        mode: Mode::Disabled,
        ..policy()
    };
    let told = next(&off, &case, NOW);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("That takes nothing"));
}

#[test]
fn should_say_what_is_left_after_execution() {
    let state = CaseState::Executed {
        at_ns: NOW,
        taken_e8s: 54_000_000,
        bounty_e8s: 0,
    };
    let mut case = judged(state, Enforcement::Escrow);
    case.effects = vec![Effect::LotTaken {
        lot_id: 2,
        e8s: 54_000_000,
    }];
    let told = next(&policy(), &case, NOW);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("A vote can take all of that back, once."));
    let published = |period_id| Effect::PenaltyPublished {
        bps: 900,
        period_id,
    };
    case.effects = vec![published(None)];
    let told = next(&policy(), &case, NOW);
    assert!(told[0].starts_with("The provider's next period that is closed carries the penalty."));
    assert!(told[0].contains("get_case_payloads(3 : nat64)"));
    case.effects = vec![published(Some(4))];
    let told = next(&policy(), &case, NOW);
    assert!(told[0].starts_with("The statement of period 4 carries the penalty and stays"));
    case.effects.clear();
    assert_eq!(
        next(&policy(), &case, NOW),
        ["Nothing more: nothing was taken."]
    );
}

#[test]
fn should_say_that_it_is_over() {
    let mut case = judged(CaseState::Cancelled { at_ns: NOW }, Enforcement::Published);
    let told = next(&policy(), &case, NOW);
    assert!(told[0].contains("costs no more than 9 % is covered"));
    case.judgement = None;
    assert_eq!(next(&policy(), &case, NOW), ["Nothing: it is over."]);
    for state in [
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
        assert_eq!(next(&policy(), &case, NOW), ["Nothing: it is over."]);
    }
}
