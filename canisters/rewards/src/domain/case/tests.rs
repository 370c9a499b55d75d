use super::*;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::rewards::{AppealDecision, CaseAppeal, CaseSource, Charge, PenaltyClass};
use candid::Principal;

/// When each time in question is over.
const TIME: u64 = 1_000;
const BEFORE: u64 = TIME - 1;
/// When the next one is.
const NEXT: u64 = 2_000;

fn case(state: CaseState) -> Case {
    Case {
        id: 3,
        source: CaseSource::Proposal,
        charge: Charge {
            provider: ProviderId(Principal::from_slice(&[1])),
            node: None,
            subnet: None,
            class: PenaltyClass::LateUpdate,
            offence_at_ns: 1,
            evidence_hash: Sha256Hash([1; 32]),
            evidence_url: None,
            summary: "an example".into(),
            reporter: None,
        },
        reported_at_ns: 2,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state,
        freeze_until_ns: TIME,
    }
}

fn appealed(state: CaseState, decision: Option<AppealDecision>) -> Case {
    let appeal = CaseAppeal {
        at_ns: 5,
        grounds: "an example".into(),
        decide_until_ns: TIME,
        decision,
    };
    Case {
        appeal: Some(appeal),
        ..case(state)
    }
}

const STATES: [CaseState; 9] = [
    CaseState::Reported,
    CaseState::Proposed { proposal_id: 7 },
    CaseState::Frozen { until_ns: TIME },
    CaseState::AppealWindow { until_ns: TIME },
    CaseState::Executable { until_ns: TIME },
    CaseState::Executed {
        at_ns: 9,
        taken_e8s: 5,
        bounty_e8s: 1,
    },
    CaseState::Cancelled { at_ns: 9 },
    CaseState::Expired {
        at_ns: 9,
        why: Expiry::NotExecuted,
    },
    CaseState::Refunded {
        at_ns: 9,
        refunded_e8s: 5,
    },
];

type Arrow = fn(&Case) -> Result<CaseState, RewardsError>;

const EXECUTED: CaseState = CaseState::Executed {
    at_ns: BEFORE,
    taken_e8s: 8,
    bounty_e8s: 2,
};

const fn expired(why: Expiry) -> CaseState {
    CaseState::Expired { at_ns: TIME, why }
}

#[test]
fn should_go_the_ways_that_there_are_and_no_other() {
    // Each arrow, the states from which it leads, by their place, and whereto.
    let arrows: [(&str, Arrow, &[usize], CaseState); 11] = [
        (
            "propose",
            |case| propose(case, 8),
            &[0, 1],
            CaseState::Proposed { proposal_id: 8 },
        ),
        ("take_back", take_back, &[1], CaseState::Reported),
        (
            "freeze",
            |case| freeze(case, NEXT),
            &[0, 1],
            CaseState::Frozen { until_ns: NEXT },
        ),
        (
            "open_appeals",
            |case| open_appeals(case, TIME, NEXT),
            &[2],
            CaseState::AppealWindow { until_ns: NEXT },
        ),
        (
            "become_executable",
            |case| become_executable(case, TIME, NEXT),
            &[3],
            CaseState::Executable { until_ns: NEXT },
        ),
        (
            "execute",
            |case| execute(case, BEFORE, 8, 2),
            &[4],
            EXECUTED,
        ),
        (
            "cancel",
            |case| cancel(case, BEFORE),
            &[0, 1, 2, 3, 4],
            CaseState::Cancelled { at_ns: BEFORE },
        ),
        (
            "expire, evidence too old",
            |case| expire(case, TIME, Expiry::EvidenceTooOld),
            &[0, 1],
            expired(Expiry::EvidenceTooOld),
        ),
        (
            "expire, not executed",
            |case| expire(case, TIME, Expiry::NotExecuted),
            &[4],
            expired(Expiry::NotExecuted),
        ),
        (
            "refund",
            |case| refund(case, TIME),
            &[5],
            CaseState::Refunded {
                at_ns: TIME,
                refunded_e8s: 5,
            },
        ),
        (
            "reduce an open one",
            |case| reduce(case).map(|_| CaseState::Reported),
            &[2, 3, 4],
            CaseState::Reported,
        ),
    ];
    for (name, arrow, from, to) in arrows {
        for (place, state) in STATES.into_iter().enumerate() {
            let outcome = arrow(&case(state));
            if from.contains(&place) {
                assert_eq!(outcome, Ok(to), "{name} from {state:?}");
                continue;
            }
            assert!(
                matches!(
                    outcome,
                    Err(RewardsError::CaseStanding { case_id: 3, state: told, .. })
                        if told == state
                ),
                "{name} from {state:?}: {outcome:?}"
            );
        }
    }
}

#[test]
fn should_leave_a_case_where_it_is_when_it_is_reduced() {
    for state in &STATES[2..5] {
        assert_eq!(reduce(&case(*state)), Ok(*state));
    }
}

#[test]
fn should_say_what_is_needed() {
    let over = CaseState::Cancelled { at_ns: 9 };
    let refused = |needed: &str| {
        Err(RewardsError::CaseStanding {
            case_id: 3,
            state: over,
            needed: needed.into(),
        })
    };
    let case = case(over);
    assert_eq!(propose(&case, 8), refused("Reported"));
    assert_eq!(take_back(&case), refused("Proposed"));
    assert_eq!(freeze(&case, NEXT), refused("Reported or Proposed"));
    assert_eq!(open_appeals(&case, TIME, NEXT), refused("Frozen"));
    assert_eq!(
        become_executable(&case, TIME, NEXT),
        refused("AppealWindow")
    );
    assert_eq!(execute(&case, TIME, 0, 0), refused("Executable"));
    assert_eq!(reduce(&case), refused("Frozen, AppealWindow or Executable"));
    assert_eq!(cancel(&case, TIME), refused("a state before Executed"));
    assert_eq!(refund(&case, TIME), refused("Executed"));
    for why in [
        Expiry::EvidenceTooOld,
        Expiry::AppealUndecided,
        Expiry::NotExecuted,
    ] {
        assert_eq!(
            expire(&case, TIME, why),
            refused("a state whose time can run out so")
        );
    }
}

fn outside(from_ns: u64, until_ns: u64) -> Result<CaseState, RewardsError> {
    Err(RewardsError::OutsideTime {
        case_id: 3,
        from_ns,
        until_ns,
    })
}

#[test]
fn should_wait_for_each_time() {
    let [frozen, window, executable] = [2, 3, 4].map(|place| case(STATES[place]));
    let early = outside(TIME, u64::MAX);
    assert_eq!(open_appeals(&frozen, BEFORE, NEXT), early);
    assert!(open_appeals(&frozen, TIME, NEXT).is_ok());
    assert!(open_appeals(&frozen, TIME + 1, NEXT).is_ok());
    assert_eq!(become_executable(&window, BEFORE, NEXT), early);
    assert!(become_executable(&window, TIME, NEXT).is_ok());
    assert!(become_executable(&window, TIME + 1, NEXT).is_ok());
    assert!(execute(&executable, BEFORE, 0, 0).is_ok());
    assert_eq!(execute(&executable, TIME, 0, 0), outside(0, TIME));
    assert_eq!(execute(&executable, TIME + 1, 0, 0), outside(0, TIME));
    for (case, why) in [
        (case(STATES[0]), Expiry::EvidenceTooOld),
        (case(STATES[1]), Expiry::EvidenceTooOld),
        (appealed(STATES[3], None), Expiry::AppealUndecided),
        (executable, Expiry::NotExecuted),
    ] {
        assert_eq!(expire(&case, BEFORE, why), early);
        assert_eq!(expire(&case, TIME, why), Ok(expired(why)));
        assert!(expire(&case, TIME + 1, why).is_ok());
    }
}

#[test]
fn should_stay_while_an_appeal_is_open() {
    let open = appealed(STATES[3], None);
    let expected = Err(RewardsError::AppealOpen { case_id: 3 });
    for now_ns in [BEFORE, TIME, NEXT] {
        assert_eq!(become_executable(&open, now_ns, NEXT), expected);
    }
    assert_eq!(open_appeal_until(&open), Some(TIME));
    for decision in [
        AppealDecision::Rejected,
        AppealDecision::Reduced,
        AppealDecision::Cancelled,
    ] {
        let decided = appealed(STATES[3], Some(decision));
        assert!(!has_open_appeal(&decided));
        assert!(become_executable(&decided, TIME, NEXT).is_ok());
        let none = Err(RewardsError::NoAppealOpen { case_id: 3 });
        assert_eq!(expire(&decided, TIME, Expiry::AppealUndecided), none);
    }
    assert!(!has_open_appeal(&case(STATES[3])));
}

#[test]
fn should_know_what_is_open_what_stands_and_what_is_due() {
    let known: Vec<_> = STATES
        .map(case)
        .iter()
        .map(|case| (is_open(case), stands(case), due_at_ns(case)))
        .collect();
    let expected = [
        (true, false, Some(TIME)),
        (true, false, Some(TIME)),
        (true, true, Some(TIME)),
        (true, true, Some(TIME)),
        (true, true, Some(TIME)),
        (false, true, None),
        (false, false, None),
        (false, false, None),
        (false, false, None),
    ];
    assert_eq!(known, expected);
    let window = CaseState::AppealWindow { until_ns: NEXT };
    assert_eq!(due_at_ns(&appealed(window, None)), Some(TIME));
    let decided = appealed(window, Some(AppealDecision::Rejected));
    assert_eq!(due_at_ns(&decided), Some(NEXT));
}
