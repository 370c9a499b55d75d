//! Auditors who reveal nothing, and who follows for them.

use super::{
    ORDINARY, account, assert_conserved, assignment, begin, books, finding, plan, unchanged,
};
use bonafide_test_support::audits::{
    ICP, LEDGER_FEE, LOCK, confirmed, discrepancy, nonce, terms, unable,
};
use bonafide_test_support::{Suite, run};
use bonafide_types::audits::{
    Assignment, AssignmentState, AuditError, FindingClass, ListFindingsArgs, Outcome, Phase,
    PlanState, SeatState, Team,
};
use bonafide_types::id::AuditorId;

/// What one who vanishes loses: a tenth of what it locked.
const LOST: u64 = LOCK / 10;

/// The only site is drawn for a team of three, of which so many must agree.
fn drawn(suite: &Suite, quorum: u8) -> (u64, Vec<AuditorId>) {
    let mut terms = terms(1);
    terms.ordinary = Team {
        auditors: 3,
        quorum,
    };
    let result = suite.draw_plan(terms).result.unwrap();
    let id = result.drawn[0].assignment_id;
    (id, suite.auditing().seated(id))
}

fn concluded(row: &Assignment) -> Option<Outcome> {
    match row.state {
        AssignmentState::Concluded { outcome, .. } => Some(outcome),
        AssignmentState::Open | AssignmentState::Inconclusive { .. } => None,
    }
}

fn vanished(row: &Assignment, auditor: AuditorId) -> bool {
    let seat = row.seat(auditor).unwrap();
    matches!(
        seat.state,
        SeatState::Vanished {
            taken_e8s: LOST,
            ..
        }
    )
}

#[test]
fn should_seat_the_next_auditor_for_one_who_vanishes() {
    let suite = begin(&[(1, ORDINARY)], 5);
    let audits = suite.auditing();
    let (id, seats) = drawn(&suite, 3);
    let reserve = assignment(&suite, id).reserve;
    assert_eq!(reserve.len(), 2);
    let treasury = books(&suite).free_e8s;

    audits.arrange(id);
    let challenge = audits.challenge(id);
    let report = confirmed(&challenge);
    for auditor in &seats[..2] {
        audits.commit(id, *auditor, &report);
    }
    // The third one says nothing until the time is over.
    audits.pass_until(assignment(&suite, id).commit_until_ns);
    for auditor in &seats[..2] {
        audits.reveal(id, *auditor, &report);
    }
    let gone = seats[2];
    let late = audits.commitment(id, gone, &report);
    let said = unchanged(&suite, || audits.commit_to(id, gone, late));
    assert!(matches!(said, AuditError::WrongPhase { .. }), "{said}");
    audits.pass_until(assignment(&suite, id).reveal_until_ns);
    audits.tasks();

    let row = assignment(&suite, id);
    assert_eq!((row.state, row.round), (AssignmentState::Open, 2));
    assert!(vanished(&row, gone), "{row:?}");
    let lost = account(&suite, gone.0);
    assert_eq!((lost.free_e8s, lost.locked_e8s), (9 * LOCK, LOCK - LOST));
    assert_eq!(books(&suite).free_e8s, treasury + LOST);
    let view = run(audits.reader().auditor(gone)).unwrap().unwrap();
    assert_eq!((view.auditor.reports, view.auditor.vanished), (0, 1));
    // The first of the reserve sits there now, and visits with a challenge of its own.
    assert_eq!(audits.seated(id), [reserve[0]]);
    assert_eq!(row.reserve, [reserve[1]]);
    assert_eq!((&row.challenge, &row.visit), (&None, &None));
    assert_eq!(audits.assignment(id).phase, Phase::Notice);
    assert!(row.window_from_ns > audits.now_ns());

    audits.arrange(id);
    let challenge = audits.challenge(id);
    // Who vanished is out, and who reported is done.
    for auditor in [gone, seats[0]] {
        let commitment = audits.commitment(id, auditor, &report);
        let said = unchanged(&suite, || audits.commit_to(id, auditor, commitment));
        assert!(
            matches!(said, AuditError::NoSeat { round: 2, .. }),
            "{said}"
        );
    }
    let report = confirmed(&challenge);
    audits.commit(id, reserve[0], &report);
    audits.reveal(id, reserve[0], &report);
    audits.tasks();
    let row = assignment(&suite, id);
    assert_eq!(concluded(&row), Some(Outcome::Confirmed));
    let balance = |auditor: &AuditorId| audits.ledger().balance(auditor.0);
    for auditor in [seats[0], seats[1], reserve[0]] {
        assert_eq!(balance(&auditor), ICP - LEDGER_FEE);
    }
    assert_eq!(balance(&gone), 0);

    // What is still locked comes back when disputes are over.
    audits.pass_days(31);
    let left = account(&suite, gone.0);
    assert_eq!((left.free_e8s, left.locked_e8s), (10 * LOCK - LOST, 0));
    let over = plan(&suite, 0);
    assert!(matches!(over.state, PlanState::Closed { .. }), "{over:?}");
    assert_conserved(&suite);
}

/// A commitment without a report counts as nothing; the others' quorum stands without it.
#[test]
fn should_conclude_without_one_who_commits_and_does_not_reveal() {
    let suite = begin(&[(1, ORDINARY)], 3);
    let audits = suite.auditing();
    let (id, seats) = drawn(&suite, 2);
    audits.arrange(id);
    let challenge = audits.challenge(id);
    let report = discrepancy(&challenge, FindingClass::WrongOwner, 1);
    for auditor in &seats {
        audits.commit(id, *auditor, &report);
    }
    for auditor in &seats[..2] {
        audits.reveal(id, *auditor, &report);
    }
    audits.pass_until(assignment(&suite, id).reveal_until_ns);
    let said = unchanged(&suite, || {
        audits.reveal_with(id, seats[2], &report, nonce(id, seats[2]))
    });
    assert!(matches!(said, AuditError::WrongPhase { .. }), "{said}");
    audits.tasks();
    let row = assignment(&suite, id);
    assert_eq!(concluded(&row), Some(Outcome::Discrepancy));
    assert!(vanished(&row, seats[2]), "{row:?}");
    assert_eq!(finding(&suite, 0).class, FindingClass::WrongOwner);
    assert_conserved(&suite);
}

/// To see something else than the others is no fault.
#[test]
fn should_pay_the_minority_and_take_nothing_from_it() {
    let suite = begin(&[(1, ORDINARY)], 3);
    let audits = suite.auditing();
    let (id, seats) = drawn(&suite, 2);
    audits.audit(id, |auditor, challenge| {
        if auditor == seats[0] {
            discrepancy(challenge, FindingClass::NodeAbsent, 1)
        } else {
            confirmed(challenge)
        }
    });
    let row = assignment(&suite, id);
    assert_eq!(concluded(&row), Some(Outcome::Confirmed));
    let minority = seats[0].0;
    assert_eq!(account(&suite, minority).locked_e8s, LOCK);
    assert_eq!(audits.ledger().balance(minority), ICP - LEDGER_FEE);
    let findings = run(audits.reader().findings(&ListFindingsArgs::default())).unwrap();
    assert_eq!(findings.findings, []);
    assert_conserved(&suite);
}

/// Nobody is left to ask: the audit ends without a result, and everyone who reported is paid.
#[test]
fn should_end_without_a_result_when_nobody_is_left() {
    let suite = begin(&[(1, ORDINARY)], 3);
    let audits = suite.auditing();
    let (id, seats) = drawn(&suite, 2);
    audits.arrange(id);
    let challenge = audits.challenge(id);
    let report = |auditor: AuditorId| {
        if auditor == seats[0] {
            confirmed(&challenge)
        } else {
            unable()
        }
    };
    for auditor in &seats[..2] {
        audits.commit(id, *auditor, &report(*auditor));
    }
    audits.pass_until(assignment(&suite, id).commit_until_ns);
    for auditor in &seats[..2] {
        audits.reveal(id, *auditor, &report(*auditor));
    }
    audits.pass_until(assignment(&suite, id).reveal_until_ns);
    audits.tasks();
    let row = assignment(&suite, id);
    let ended = matches!(row.state, AssignmentState::Inconclusive { .. });
    assert!(ended && vanished(&row, seats[2]), "{row:?}");
    let (site, _) = run(audits.reader().site_certified(&row.site)).unwrap();
    let site = site.unwrap();
    assert_eq!((site.audits, site.history[0].outcome), (1, None));
    assert_eq!(site.last_visit_ns(), None);
    audits.tasks();
    let over = plan(&suite, 0);
    assert!(matches!(over.state, PlanState::Closed { .. }), "{over:?}");
    assert_eq!((over.drawn, over.concluded), (1, 0));
    assert_conserved(&suite);
}
