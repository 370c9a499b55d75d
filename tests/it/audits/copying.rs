//! A report cannot be copied: neither its bytes before it is shown, nor its words after.

use super::{ORDINARY, account, assert_conserved, assignment, begin, root, unchanged};
use bonafide_policy::report;
use bonafide_test_support::Suite;
use bonafide_test_support::audits::{LOCK, confirmed, discrepancy, nonce, terms};
use bonafide_types::audits::{
    AssignmentState, AuditError, FindingClass, Outcome, Report, SeatState,
};
use bonafide_types::id::AuditorId;

/// The only site on the day of its visit: the assignment, its three auditors, and the report of
/// one who was there.
fn visited() -> (Suite, u64, [AuditorId; 3], Report) {
    let suite = begin(&[(1, ORDINARY)], 3);
    let result = suite.draw_plan(terms(1)).result.unwrap();
    let id = result.drawn[0].assignment_id;
    let audits = suite.auditing();
    let seats = audits.seated(id).try_into().unwrap();
    audits.arrange(id);
    let challenge = audits.challenge(id);
    (
        suite,
        id,
        seats,
        discrepancy(&challenge, FindingClass::NodeAbsent, 2),
    )
}

#[test]
fn should_not_take_another_auditors_commitment() {
    let (suite, id, [first, copier, third], report) = visited();
    let audits = suite.auditing();
    let made = audits.commitment(id, first, &report);
    audits.commit_to(id, first, made).unwrap();
    // Anyone can read it now.
    let row = assignment(&suite, id);
    let read = match row.seat(first).unwrap().state {
        SeatState::Committed { commitment, .. } => commitment,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(read, made);
    assert_eq!(
        unchanged(&suite, || audits.commit_to(id, copier, read)),
        AuditError::CommitmentTaken { auditor: first }
    );
    // The same of the same auditor is taken and changes nothing.
    let before = root(&suite);
    audits.commit_to(id, first, made).unwrap();
    assert_eq!(root(&suite), before);

    // It commits to something of its own and waits for the others to show theirs.
    let challenge = row.challenge.unwrap();
    audits.commit(id, copier, &confirmed(&challenge));
    audits.commit(id, third, &report);
    let shown = audits.reveal(id, first, &report);
    let copied = unchanged(&suite, || {
        let nonce = shown.nonce.0.clone().try_into().unwrap();
        audits.reveal_with(id, copier, &shown.report, nonce)
    });
    assert!(
        matches!(copied, AuditError::RevealMismatch { .. }),
        "{copied}"
    );
    // With its own nonce neither.
    let own = nonce(id, copier);
    let copied = unchanged(&suite, || {
        audits.reveal_with(id, copier, &shown.report, own)
    });
    assert!(
        matches!(copied, AuditError::RevealMismatch { .. }),
        "{copied}"
    );

    audits.reveal(id, third, &report);
    audits.pass_until(assignment(&suite, id).reveal_until_ns);
    audits.tasks();
    let row = assignment(&suite, id);
    assert!(
        matches!(
            row.state,
            AssignmentState::Concluded {
                outcome: Outcome::Discrepancy,
                ..
            }
        ),
        "{row:?}"
    );
    // Who copied has revealed nothing, and pays for it.
    let state = &row.seat(copier).unwrap().state;
    assert!(matches!(state, SeatState::Vanished { .. }), "{state:?}");
    assert_eq!(account(&suite, copier.0).locked_e8s, LOCK - LOCK / 10);
    assert_eq!(audits.ledger().balance(copier.0), 0);
    assert_conserved(&suite);
}

/// Whoever is quicker with another's bytes keeps the other from nothing and can do nothing with
/// them.
#[test]
fn should_bind_a_commitment_to_its_auditor() {
    let (suite, id, [first, copier, third], report) = visited();
    let audits = suite.auditing();
    let made = audits.commitment(id, first, &report);
    audits.commit_to(id, copier, made).unwrap();
    assert_eq!(
        unchanged(&suite, || audits.commit_to(id, first, made)),
        AuditError::CommitmentTaken { auditor: copier }
    );
    // Another nonce is another commitment.
    let hash = report::hash(&report);
    let other = [7; 32];
    let again = report::commitment(id, first, &hash, &other);
    audits.commit_to(id, first, again).unwrap();
    audits.commit(id, third, &report);
    audits.reveal_with(id, first, &report, other).unwrap();
    for nonce in [nonce(id, first), nonce(id, copier), other] {
        let said = unchanged(&suite, || audits.reveal_with(id, copier, &report, nonce));
        assert!(matches!(said, AuditError::RevealMismatch { .. }), "{said}");
    }
}

/// What was committed to for one assignment is nothing for another.
#[test]
fn should_bind_a_commitment_to_its_assignment() {
    let (suite, id, [first, second, third], report) = visited();
    let audits = suite.auditing();
    let hash = report::hash(&report);
    for auditor in [first, second] {
        let elsewhere = report::commitment(id + 1, auditor, &hash, &nonce(id, auditor));
        audits.commit_to(id, auditor, elsewhere).unwrap();
    }
    audits.commit(id, third, &report);
    for auditor in [first, second] {
        let nonce = nonce(id, auditor);
        let said = unchanged(&suite, || audits.reveal_with(id, auditor, &report, nonce));
        assert!(matches!(said, AuditError::RevealMismatch { .. }), "{said}");
    }
    audits.reveal(id, third, &report);
}
