//! What is refused on the way from the notice to the report.

use super::{ORDINARY, assert_conserved, assignment, begin, refusal, root, unchanged};
use bonafide_test_support::audits::{confirmed, discrepancy, nonce, refused, terms};
use bonafide_test_support::{Suite, actors, instance, run};
use bonafide_types::audits::{
    AssignmentState, AuditError, Challenge, Discrepancy, Evidence, FindingClass,
    IssueChallengeArgs, Outcome, Phase, Report, RevealReportArgs,
};
use bonafide_types::id::{AuditorId, Blob, Sha256Hash};
use bonafide_types::limits::{DAY_NS, EVIDENCE, EVIDENCE_BYTES, SLOTS};
use candid::{Principal, encode_one};

/// The only site is drawn: the assignment and its three auditors.
fn drawn() -> (Suite, u64, [AuditorId; 3]) {
    let suite = begin(&[(1, ORDINARY)], 3);
    let result = suite.draw_plan(terms(1)).result.unwrap();
    let id = result.drawn[0].assignment_id;
    let seats = suite.auditing().seated(id).try_into().unwrap();
    (suite, id, seats)
}

/// A field of a refusal, by name.
fn field(error: &AuditError) -> &str {
    match error {
        AuditError::TextTooLong { field, .. }
        | AuditError::InvalidField { field, .. }
        | AuditError::TooMany { field, .. }
        | AuditError::TooFew { field, .. }
        | AuditError::OutOfRange { field, .. }
        | AuditError::DuplicateEntry { field, .. } => field,
        other => panic!("no field: {other}"),
    }
}

#[test]
fn should_arrange_a_visit_in_its_window_with_the_provider_only() {
    let (suite, id, [first, second, _]) = drawn();
    let audits = suite.auditing();
    let row = assignment(&suite, id);
    let (from, until) = (row.window_from_ns, row.window_until_ns);
    let propose = |by, slots: &[u64]| unchanged(&suite, || audits.propose(id, by, slots));

    for outside in [from - 1, until + 1, 0, u64::MAX] {
        let said = propose(first, &[from, outside]);
        assert!(
            matches!(said, AuditError::OutsideWindow { at_ns, .. } if at_ns == outside),
            "{said}"
        );
    }
    assert!(matches!(propose(first, &[]), AuditError::TooFew { .. }));
    let many: Vec<_> = (from..).take(SLOTS + 1).collect();
    assert!(matches!(propose(first, &many), AuditError::TooMany { .. }));
    let twice = propose(first, &[from, from]);
    assert!(
        matches!(twice, AuditError::DuplicateEntry { .. }),
        "{twice}"
    );
    for nobody in [actors::auditor(99), AuditorId(row.site.provider.0)] {
        let said = propose(nobody, &[from]);
        assert!(matches!(said, AuditError::NoSeat { .. }), "{said}");
    }

    // Together they have five moments; a new proposal of one replaces its own.
    audits.propose(id, first, &many[..SLOTS]).unwrap();
    assert!(matches!(
        propose(second, &[until]),
        AuditError::TooMany { .. }
    ));
    audits.propose(id, first, &[from + DAY_NS]).unwrap();
    audits.propose(id, second, &[until]).unwrap();
    let slots = assignment(&suite, id).slots;
    let slots: Vec<_> = slots.iter().map(|it| (it.at_ns, it.proposed_by)).collect();
    assert_eq!(slots, [(from + DAY_NS, first), (until, second)]);

    let accept = |by: Principal, at_ns| unchanged(&suite, || audits.accept(id, by, at_ns));
    for other in [actors::stranger(), actors::provider(2).0, first.0] {
        let said = accept(other, until);
        assert!(matches!(said, AuditError::NotTheProvider { .. }), "{said}");
    }
    let provider = row.site.provider;
    assert_eq!(
        accept(provider.0, from),
        AuditError::SlotNotProposed { at_ns: from }
    );
    audits.accept(id, provider, until).unwrap();
    let fixed = AuditError::VisitFixed { at_ns: until };
    assert_eq!(accept(provider.0, from + DAY_NS), fixed);
    assert_eq!(propose(first, &[from]), fixed);
}

/// A provider that stays silent stops nothing.
#[test]
fn should_visit_without_an_answer_of_the_provider() {
    let (suite, id, seats) = drawn();
    let audits = suite.auditing();
    let row = assignment(&suite, id);
    assert_eq!(audits.assignment(id).visit_at_ns, row.window_until_ns);
    let proposed = row.window_from_ns + DAY_NS;
    let view = audits.propose(id, seats[0], &[proposed]).unwrap();
    assert_eq!(view.visit_at_ns, proposed);
    audits.pass_until(proposed);
    assert_eq!(audits.assignment(id).phase, Phase::Commit);
    let provider = row.site.provider;
    let late = unchanged(&suite, || audits.accept(id, provider, proposed));
    assert!(matches!(late, AuditError::WrongPhase { .. }), "{late}");
    // They stood before a closed door.
    for auditor in seats {
        audits.commit(id, auditor, &refused());
    }
    for auditor in seats {
        audits.reveal(id, auditor, &refused());
    }
    audits.tasks();
    let row = assignment(&suite, id);
    let concluded = matches!(
        row.state,
        AssignmentState::Concluded {
            outcome: Outcome::Refused,
            ..
        }
    );
    assert!(concluded, "{row:?}");
    let found = super::finding(&suite, 0);
    // All nodes of the site.
    assert_eq!((found.class, found.nodes), (FindingClass::EntryRefused, 2));
    assert_conserved(&suite);
}

#[test]
fn should_issue_one_challenge_on_the_day() {
    let (suite, id, [first, second, _]) = drawn();
    let audits = suite.auditing();
    let args = IssueChallengeArgs { assignment_id: id };
    let ask = |by: AuditorId| run(audits.client(by).issue_challenge(&args));
    let early = unchanged(&suite, || ask(first));
    assert!(
        matches!(early, AuditError::ChallengeNotDue { .. }),
        "{early}"
    );
    let at_ns = audits.arrange(id);
    let nobody = unchanged(&suite, || ask(actors::auditor(99)));
    assert!(matches!(nobody, AuditError::NoSeat { .. }), "{nobody}");
    let challenge = ask(first).unwrap();
    assert_eq!((challenge.nonce.0.len(), challenge.asked_by), (32, first));
    assert_eq!(assignment(&suite, id).challenge, Some(challenge.clone()));
    assert_eq!(
        unchanged(&suite, || ask(second)),
        AuditError::ChallengeIssued {
            at_ns: challenge.at_ns
        }
    );
    assert!((at_ns..at_ns + DAY_NS).contains(&challenge.at_ns));
}

#[test]
fn should_issue_no_challenge_after_the_day() {
    let (suite, id, [first, ..]) = drawn();
    let audits = suite.auditing();
    let at_ns = audits.arrange(id);
    audits.pass_until(at_ns + DAY_NS);
    let args = IssueChallengeArgs { assignment_id: id };
    let late = unchanged(&suite, || run(audits.client(first).issue_challenge(&args)));
    assert!(matches!(late, AuditError::ChallengeNotDue { .. }), "{late}");
    // Without a challenge nobody can have been let in.
    let made_up = Challenge {
        nonce: Blob(vec![1; 32]),
        at_ns,
        asked_by: first,
    };
    let report = confirmed(&made_up);
    for auditor in audits.seated(id) {
        audits.commit(id, auditor, &report);
    }
    let said = unchanged(&suite, || {
        audits.reveal_with(id, first, &report, nonce(id, first))
    });
    assert_eq!(said, AuditError::ChallengeMissing);
}

/// A report, and what is said of it.
type Spoilt = (Report, fn(&AuditError) -> bool);

/// What no report may say.
fn spoilt(challenge: &Challenge) -> Vec<Spoilt> {
    let good = || discrepancy(challenge, FindingClass::NodeAbsent, 1);
    let class = |class, nodes| Discrepancy { class, nodes };
    let with = |discrepancies| Report {
        discrepancies,
        ..good()
    };
    let piece = |media_type: &str, bytes| Evidence {
        sha256: Sha256Hash([1; 32]),
        media_type: media_type.into(),
        bytes,
    };
    let showing = |evidence| Report { evidence, ..good() };
    let mut elsewhere = good();
    elsewhere.checklist.challenge = Some(Blob(vec![9; 32]));
    let case = |report: Report, wanted: fn(&AuditError) -> bool| (report, wanted);
    let does_not_fit = |it: &AuditError| matches!(it, AuditError::DiscrepanciesDoNotFit { .. });
    let absent = FindingClass::NodeAbsent;
    let confirmed = Report {
        outcome: Outcome::Confirmed,
        ..good()
    };
    let long = Report {
        remarks: "x".repeat(1_001),
        ..good()
    };
    vec![
        case(with(vec![]), does_not_fit),
        case(confirmed, does_not_fit),
        case(with(vec![class(absent, 1), class(absent, 2)]), |it| {
            matches!(it, AuditError::DuplicateEntry { .. })
        }),
        case(with(vec![class(FindingClass::EntryRefused, 1)]), |it| {
            field(it) == "discrepancies"
        }),
        case(with(vec![class(absent, 0)]), |it| field(it) == "nodes"),
        case(with(vec![class(absent, 1_001)]), |it| field(it) == "nodes"),
        case(elsewhere, |it| *it == AuditError::ChallengeMissing),
        case(showing(vec![piece("image/png", 1); EVIDENCE + 1]), |it| {
            matches!(it, AuditError::TooMany { .. })
        }),
        case(
            showing(vec![piece("image/png", EVIDENCE_BYTES + 1)]),
            |it| field(it) == "bytes",
        ),
        case(showing(vec![piece("a picture", 1)]), |it| {
            field(it) == "media_type"
        }),
        case(long, |it| matches!(it, AuditError::TextTooLong { .. })),
    ]
}

#[test]
fn should_take_a_report_of_a_seat_in_time_and_in_its_form_only() {
    let (suite, id, [first, second, third]) = drawn();
    let audits = suite.auditing();
    let report_before = refused();
    let before = audits.commitment(id, first, &report_before);
    let early = unchanged(&suite, || audits.commit_to(id, first, before));
    assert!(matches!(early, AuditError::WrongPhase { .. }), "{early}");
    audits.arrange(id);
    let challenge = audits.challenge(id);
    let report = discrepancy(&challenge, FindingClass::NodeAbsent, 1);
    let nobody = actors::auditor(99);
    let said = unchanged(&suite, || audits.commit_to(id, nobody, before));
    assert!(matches!(said, AuditError::NoSeat { .. }), "{said}");
    let missing = unchanged(&suite, || audits.commit_to(id + 1, first, before));
    let assignment_id = id + 1;
    assert_eq!(missing, AuditError::AssignmentNotFound { assignment_id });

    for auditor in [first, second] {
        audits.commit(id, auditor, &report);
    }
    let reveal = |by, report: &Report, nonce| {
        unchanged(&suite, || audits.reveal_with(id, by, report, nonce))
    };
    // The third may still commit, so nobody shows anything.
    let early = reveal(first, &report, nonce(id, first));
    assert!(
        matches!(
            early,
            AuditError::WrongPhase {
                phase: Phase::Commit,
                ..
            }
        ),
        "{early}"
    );
    audits.pass_until(assignment(&suite, id).commit_until_ns);
    let late = unchanged(&suite, || audits.commit_to(id, third, before));
    assert!(matches!(late, AuditError::WrongPhase { .. }), "{late}");
    assert_eq!(
        reveal(third, &report, nonce(id, third)),
        AuditError::NotCommitted { auditor: third }
    );
    let said = reveal(nobody, &report, nonce(id, nobody));
    assert!(matches!(said, AuditError::NoSeat { .. }), "{said}");

    for (spoilt, wanted) in spoilt(&challenge) {
        let said = reveal(first, &spoilt, nonce(id, first));
        assert!(wanted(&said), "{said}: {spoilt:?}");
    }
    let other = reveal(first, &report, [0; 32]);
    assert!(
        matches!(other, AuditError::RevealMismatch { .. }),
        "{other}"
    );
    let short = RevealReportArgs {
        assignment_id: id,
        report: report.clone(),
        nonce: Blob(vec![0; 31]),
    };
    let said = unchanged(&suite, || run(audits.client(first).reveal_report(&short)));
    assert!(matches!(said, AuditError::OutOfRange { .. }), "{said}");

    audits.reveal(id, first, &report);
    let again = reveal(first, &report, nonce(id, first));
    assert!(
        matches!(again, AuditError::AlreadyRevealed { .. }),
        "{again}"
    );
    audits.pass_until(assignment(&suite, id).reveal_until_ns);
    let late = reveal(second, &report, nonce(id, second));
    assert!(matches!(late, AuditError::WrongPhase { .. }), "{late}");
    assert_eq!(audits.ledger().balance(second.0), 0);
    assert_conserved(&suite);
}

/// Two who ask at the same time get one challenge: the second is told that it is there.
#[test]
fn should_issue_one_challenge_to_two_who_ask_at_once() {
    let (suite, id, [first, second, _]) = drawn();
    let audits = suite.auditing();
    audits.arrange(id);
    let arg = encode_one(IssueChallengeArgs { assignment_id: id }).unwrap();
    let messages = [first, second].map(|by| {
        suite
            .pic
            .submit_call(suite.audits, by.0, "issue_challenge", arg.clone())
            .unwrap()
    });
    let answers = messages.map(|message| -> Result<Challenge, AuditError> {
        let reply = suite.pic.await_call(message).unwrap();
        instance::decoded("issue_challenge", &reply)
    });
    let there = assignment(&suite, id).challenge.unwrap();
    assert_eq!(answers.iter().flatten().collect::<Vec<_>>(), [&there]);
    let refused = answers.into_iter().find_map(Result::err);
    assert!(
        matches!(refused, Some(AuditError::ChallengeIssued { .. })),
        "{refused:?}"
    );
    let before = root(&suite);
    refusal(run(audits
        .client(second)
        .issue_challenge(&IssueChallengeArgs { assignment_id: id })));
    assert_eq!(root(&suite), before);
}
