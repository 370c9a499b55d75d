//! Plans: what they may ask for, audits that are repeated, and what is due when.

use super::{
    ORDINARY, adopt, assert_conserved, assignment, begin, books, draws, made_again, plan, refused,
    words,
};
use bonafide_test_support::audits::{ICP, confirmed, discrepancy, policy, terms};
use bonafide_test_support::{Plan, Suite, run};
use bonafide_types::audits::{
    AdoptAuditPlanArgs, AssignmentPurpose, AuditPolicy, DeadlineKind, FindingClass,
    GetCalendarArgs, ListFindingsArgs, PlanState, PlanTerms, SetAuditPolicyArgs, Team,
};
use bonafide_types::governance::Command;
use bonafide_types::limits::DAY_NS;
use candid::encode_one;

fn adoption(terms: PlanTerms) -> Command {
    Command::AdoptAuditPlan(AdoptAuditPlanArgs { terms })
}

/// A change of good terms, and how the refusal begins.
type Spoilt = (fn(&mut PlanTerms), &'static str);

#[test]
fn should_adopt_no_plan_that_breaks_a_bound() {
    let suite = begin(&[(1, ORDINARY)], 0);
    let team = |auditors, quorum| Team { auditors, quorum };
    assert_eq!(terms(1).ordinary, team(3, 2));
    let spoilt: [Spoilt; 18] = [
        (|it| it.name = String::new(), "TextEmpty"),
        (|it| it.name = "x".repeat(65), "TextTooLong"),
        (|it| it.sites = 0, "OutOfRange"),
        (|it| it.sites = 1_001, "OutOfRange"),
        (|it| it.ordinary.quorum = 1, "InvalidQuorum"),
        (|it| it.ordinary.quorum = 4, "InvalidQuorum"),
        (|it| it.critical.quorum = 2, "InvalidQuorum"),
        (|it| it.critical.auditors = 16, "OutOfRange"),
        (|it| it.ordinary.auditors = 0, "OutOfRange"),
        (|it| it.notice_business_days = 4, "OutOfRange"),
        (|it| it.notice_business_days = 11, "OutOfRange"),
        (|it| it.window_business_days = 0, "OutOfRange"),
        (|it| it.window_business_days = 21, "OutOfRange"),
        // Ten fees of the ledger.
        (|it| it.fee_e8s = 100_000, "OutOfRange"),
        (|it| it.budget_e8s = 5 * ICP - 1, "OutOfRange"),
        (|it| it.reaudit_bps = 5_001, "OutOfRange"),
        (|it| it.weights.spare = 1_001, "OutOfRange"),
        (
            |it| {
                let weights = &mut it.weights;
                (weights.nns, weights.critical) = (0, 0);
                (weights.application, weights.spare) = (0, 0);
            },
            "InvalidField",
        ),
    ];
    for (spoil, wanted) in spoilt {
        let mut terms = terms(1);
        spoil(&mut terms);
        let command = adoption(terms);
        let said = refused(&suite, &command);
        assert!(said.starts_with(wanted), "{wanted}: {said}");
    }
    // Governance hears the same.
    let mut terms = terms(1);
    terms.ordinary.quorum = 1;
    let payload = encode_one(adoption(terms)).unwrap();
    let said = suite.sns_submit(payload).unwrap_err();
    assert!(said.contains("InvalidQuorum"), "{said}");
}

#[test]
fn should_reserve_what_the_treasury_has_and_no_more() {
    let suite = begin(&[(1, ORDINARY)], 0);
    let free = books(&suite).free_e8s;
    let mut large = terms(1);
    large.budget_e8s = 2 * free;
    let text = words(&suite, &adoption(large.clone()));
    assert!(text.contains(&format!("reserves {free} e8s")), "{text}");
    let id = suite.adopt_plan(large);
    assert_eq!(plan(&suite, id).budget_e8s, free);
    assert_eq!(books(&suite).free_e8s, 0);
    let said = refused(&suite, &adoption(terms(1)));
    assert!(said.starts_with("TreasuryTooSmall"), "{said}");
    suite.auditing().gift(5 * ICP - 1);
    let said = refused(&suite, &adoption(terms(1)));
    assert!(said.starts_with("TreasuryTooSmall"), "{said}");
    assert_conserved(&suite);
}

#[test]
fn should_keep_sixteen_plans_at_most() {
    let suite = begin(&[(1, ORDINARY)], 0);
    for _ in 0..16 {
        suite.adopt_plan(terms(1));
    }
    let said = refused(&suite, &adoption(terms(1)));
    assert!(said.starts_with("TooManyPlans"), "{said}");
}

/// Another team repeats a share of the audits, and finds what the first one did not.
#[test]
fn should_repeat_some_audits_with_other_teams() {
    let suite = begin(&[1, 2].map(|provider| (provider, ORDINARY)), 7);
    let audits = suite.auditing();
    let mut terms = terms(2);
    terms.reaudit_bps = 5_000;
    terms.budget_e8s = 20 * ICP;
    let text = words(&suite, &adoption(terms.clone()));
    assert!(text.contains("repeat 5000 in 10,000"), "{text}");
    let drawn = suite.draw_plan(terms);
    // Half of the budget is kept.
    assert_eq!(drawn.snapshot.rules.budget_e8s, 10 * ICP);
    for id in [0, 1] {
        audits.audit(id, |_, challenge| confirmed(challenge));
    }
    for _ in 0..4 {
        audits.tasks();
    }
    let row = plan(&suite, 0);
    assert_eq!(row.state, PlanState::Reauditing);
    let draw_id = row.reaudit_draw_id.unwrap();
    let again = made_again(&suite, draw_id);
    assert_eq!((draws(&suite).len(), again.snapshot.sites.len()), (2, 2));
    // One half of two.
    let repeated = assignment(&suite, 2);
    let AssignmentPurpose::Reaudit { plan_id: 0, of } = repeated.purpose else {
        panic!("{repeated:?}")
    };
    let first = assignment(&suite, of);
    assert_eq!(repeated.site, first.site);
    let mut both: Vec<_> = first.seats.iter().chain(&repeated.seats).collect();
    both.sort_unstable_by_key(|seat| seat.auditor);
    both.dedup_by_key(|seat| seat.auditor);
    assert_eq!(both.len(), 6, "somebody repeats its own audit");

    audits.audit(2, |_, challenge| {
        discrepancy(challenge, FindingClass::NoHandshake, 1)
    });
    audits.tasks();
    let over = plan(&suite, 0);
    assert!(matches!(over.state, PlanState::Closed { .. }), "{over:?}");
    assert_eq!((over.drawn, over.concluded, over.bad), (2, 3, 1));
    assert_eq!(books(&suite).reserved_e8s, 0);
    let findings = run(audits.reader().findings(&ListFindingsArgs::default())).unwrap();
    assert_eq!(findings.findings[0].assignment_id, 2);
    assert_conserved(&suite);
}

#[test]
fn should_tell_what_is_due_when_and_for_whom_it_waits() {
    let suite = begin(&[(1, ORDINARY)], 4);
    let audits = suite.auditing();
    suite.draw_plan(terms(1));
    let seats = audits.seated(0);
    let due = |args: &GetCalendarArgs| -> Vec<_> {
        let calendar = run(audits.reader().calendar(args)).unwrap();
        let told = calendar.into_iter();
        told.map(|it| (it.kind, it.due_at_ns, it.waiting_for))
            .collect()
    };
    let all = || due(&GetCalendarArgs::default());
    let row = assignment(&suite, 0);
    assert_eq!(
        all(),
        [
            (DeadlineKind::AcceptSlot, row.window_until_ns, vec![]),
            (DeadlineKind::Commit, row.commit_until_ns, seats.clone()),
        ]
    );
    audits.arrange(0);
    let challenge = audits.challenge(0);
    let report = discrepancy(&challenge, FindingClass::NodeAbsent, 1);
    audits.commit(0, seats[0], &report);
    audits.commit(0, seats[1], &report);
    let until = assignment(&suite, 0).commit_until_ns;
    assert_eq!(all(), [(DeadlineKind::Commit, until, vec![seats[2]])]);
    audits.commit(0, seats[2], &report);
    audits.reveal(0, seats[1], &report);
    let until = assignment(&suite, 0).reveal_until_ns;
    let waiting = vec![seats[0], seats[2]];
    assert_eq!(all(), [(DeadlineKind::Reveal, until, waiting.clone())]);
    let own = GetCalendarArgs {
        auditor: Some(seats[0]),
        ..GetCalendarArgs::default()
    };
    assert_eq!(due(&own), [(DeadlineKind::Reveal, until, waiting)]);
    let soon = GetCalendarArgs {
        until_ns: Some(until - 1),
        ..GetCalendarArgs::default()
    };
    assert_eq!(due(&soon), []);
    audits.reveal(0, seats[0], &report);
    audits.reveal(0, seats[2], &report);
    audits.tasks();
    let found = super::finding(&suite, 0);
    let until = found.appeal_until_ns;
    assert_eq!(until, found.established_at_ns + 14 * DAY_NS);
    assert_eq!(all(), [(DeadlineKind::Appeal, until, vec![])]);
}

/// Numbers of the rules are set by proposal; what does not fit is refused, never moved.
#[test]
fn should_set_a_policy_whose_windows_fit() {
    let suite = Suite::new(&Plan {
        audits: true,
        ..Plan::default()
    });
    let reader = suite.auditing().reader();
    // Without one of its own the canister has the defaults, and the real critical subnets.
    let (before, _) = run(reader.policy_certified()).unwrap();
    assert_eq!(before.unwrap().critical_subnets.len(), 4);
    let set = |policy| Command::SetAuditPolicy(SetAuditPolicyArgs { policy });
    for (spoilt, wanted) in [
        (
            AuditPolicy {
                appeal_days: 13,
                ..policy()
            },
            "OutOfRange",
        ),
        (
            AuditPolicy {
                dispute_days: 13,
                ..policy()
            },
            "WindowsDoNotFit",
        ),
        (
            AuditPolicy {
                unbonding_days: 30,
                ..policy()
            },
            "WindowsDoNotFit",
        ),
        (
            AuditPolicy {
                vanish_bps: 10_001,
                ..policy()
            },
            "OutOfRange",
        ),
    ] {
        let said = refused(&suite, &set(spoilt));
        assert!(said.starts_with(wanted), "{wanted}: {said}");
    }
    adopt(&suite, &set(policy()));
    let (now, _) = run(reader.policy_certified()).unwrap();
    assert_eq!(now, Some(policy()));
}
