//! Findings: appealed twice at most, settled by panels, by time, or by a vote.

use super::{
    ORDINARY, account, adopt, assert_conserved, assignment, begin, books, finding, made_again,
    refused, unchanged, words,
};
use bonafide_client::ClientError;
use bonafide_test_support::audits::{ICP, LOCK, confirmed, discrepancy, terms, unable};
use bonafide_test_support::{Suite, actors, run};
use bonafide_types::audits::{
    AppealFindingArgs, AppealVerdict, AssignmentPurpose, AuditError, DrawPurpose, Finding,
    FindingClass, FindingState, PenaliseAuditorArgs, SettleFindingArgs, Team,
};
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use candid::Principal;
use std::collections::BTreeSet;

const CLASS: FindingClass = FindingClass::NodeAbsent;

/// One auditor finds something at the only site; a suite with so many auditors in all.
fn found(auditors: u32) -> Suite {
    let suite = begin(&[(1, ORDINARY)], auditors);
    let alone = Team {
        auditors: 1,
        quorum: 1,
    };
    let mut terms = terms(1);
    (terms.ordinary, terms.critical) = (alone, alone);
    let result = suite.draw_plan(terms).result.unwrap();
    let audits = suite.auditing();
    audits.audit(result.drawn[0].assignment_id, |_, challenge| {
        discrepancy(challenge, CLASS, 2)
    });
    assert_eq!(finding(&suite, 0).state, FindingState::Provisional);
    suite
}

fn appeal(suite: &Suite, by: Principal) -> Result<Finding, ClientError> {
    run(suite
        .auditing()
        .client(by)
        .appeal_finding(&AppealFindingArgs {
            finding_id: 0,
            grounds: "An example.".into(),
        }))
}

/// The panel of the last appeal is drawn; its assignment, if one could be.
fn panel(suite: &Suite) -> Option<u64> {
    let purpose = DrawPurpose::Appeal { finding_id: 0 };
    let drawn = run(suite.auditing().reader().draw(purpose)).unwrap();
    made_again(suite, drawn.id);
    finding(suite, 0).appeals.last().unwrap().assignment_id
}

fn settle(stands: bool) -> Command {
    Command::SettleFinding(SettleFindingArgs {
        finding_id: 0,
        stands,
        reason: "An example.".into(),
    })
}

#[test]
fn should_be_final_when_two_panels_uphold_it() {
    // One, then three, then seven.
    let suite = found(11);
    let audits = suite.auditing();
    let anyone = actors::stranger();
    audits.deposit(anyone, 10 * ICP);
    let mut sat: BTreeSet<AuditorId> = audits.seated(0).into_iter().collect();
    let mut left = 10 * ICP;
    for (seats, last) in [(3, false), (7, true)] {
        let now_ns = audits.now_ns();
        assert!(finding(&suite, 0).appeal_until_ns > now_ns + 13 * DAY_NS);
        appeal(&suite, anyone).unwrap();
        let again = unchanged(&suite, || appeal(&suite, anyone));
        assert!(matches!(again, AuditError::NotAppealable { .. }), "{again}");
        left -= seats * ICP;
        assert_eq!(account(&suite, anyone).free_e8s, left);
        let id = panel(&suite).unwrap();
        let row = assignment(&suite, id);
        let purpose = AssignmentPurpose::Appeal {
            finding_id: 0,
            of: 0,
        };
        assert_eq!(row.purpose, purpose);
        assert_eq!(row.seats.len() as u64, seats);
        for seat in &row.seats {
            assert!(sat.insert(seat.auditor), "{} sat before", seat.auditor);
        }
        audits.audit(id, |_, challenge| discrepancy(challenge, CLASS, 1));
        let row = finding(&suite, 0);
        let verdict = row.appeals.last().unwrap().verdict;
        assert_eq!(verdict, Some(AppealVerdict::Upheld));
        assert_eq!(matches!(row.state, FindingState::Final { .. }), last);
        assert_eq!(row.state == FindingState::Provisional, !last);
    }
    // The bonds paid the panels.
    let account = account(&suite, anyone);
    assert_eq!((account.free_e8s, account.owed_e8s), (0, 0));
    let said = unchanged(&suite, || appeal(&suite, anyone));
    assert_eq!(said, AuditError::FindingSettled { finding_id: 0 });
    let said = refused(&suite, &settle(false));
    assert!(said.starts_with("FindingSettled"), "{said}");
    assert_conserved(&suite);
}

#[test]
fn should_be_final_when_nobody_appeals() {
    let suite = found(4);
    let audits = suite.auditing();
    let auditor = audits.seated(0)[0];
    audits.deposit(actors::stranger(), 3 * ICP);
    audits.pass_until(finding(&suite, 0).appeal_until_ns);
    audits.tasks();
    let row = finding(&suite, 0);
    assert!(matches!(row.state, FindingState::Final { .. }), "{row:?}");
    let late = unchanged(&suite, || appeal(&suite, actors::stranger()));
    assert_eq!(late, AuditError::FindingSettled { finding_id: 0 });
    assert_eq!(account(&suite, auditor.0).locked_e8s, LOCK);
    audits.pass_days(31);
    assert_eq!(account(&suite, auditor.0).locked_e8s, 0);
}

/// With too few auditors for a panel a vote decides, and the bond comes back.
#[test]
fn should_be_voted_on_when_no_panel_can_be_drawn() {
    let suite = found(3);
    let audits = suite.auditing();
    let provider = actors::provider(1);
    let auditor = audits.seated(0)[0];
    audits.deposit(provider, 3 * ICP);
    appeal(&suite, provider.0).unwrap();
    assert_eq!(panel(&suite), None);
    let row = finding(&suite, 0);
    assert_eq!(row.state, FindingState::VoteNeeded);
    assert_eq!(row.appeals[0].verdict, Some(AppealVerdict::Undecided));
    assert_eq!(account(&suite, provider.0).free_e8s, 3 * ICP);
    let said = unchanged(&suite, || appeal(&suite, provider.0));
    assert!(matches!(said, AuditError::NotAppealable { .. }), "{said}");
    // Time does not settle it, and nobody's stake is free meanwhile.
    audits.pass_days(60);
    assert_eq!(finding(&suite, 0).state, FindingState::VoteNeeded);
    assert_eq!(account(&suite, auditor.0).locked_e8s, LOCK);
    let text = words(&suite, &settle(false));
    assert!(text.contains("NodeAbsent"), "{text}");
    adopt(&suite, &settle(false));
    let row = finding(&suite, 0);
    assert!(
        matches!(row.state, FindingState::Overturned { .. }),
        "{row:?}"
    );
    audits.tasks();
    assert_eq!(account(&suite, auditor.0).locked_e8s, 0);
    assert_conserved(&suite);
}

/// A panel that cannot tell leaves the finding open to another appeal.
#[test]
fn should_stay_open_when_a_panel_cannot_tell() {
    let suite = found(4);
    let audits = suite.auditing();
    let provider = actors::provider(1);
    audits.deposit(provider, 10 * ICP);
    appeal(&suite, provider.0).unwrap();
    let id = panel(&suite).unwrap();
    audits.audit(id, |_, _| unable());
    let row = finding(&suite, 0);
    assert_eq!(row.state, FindingState::Provisional);
    assert_eq!(row.appeals[0].verdict, Some(AppealVerdict::Undecided));
    // For seven others there are too few.
    appeal(&suite, provider.0).unwrap();
    assert_eq!(panel(&suite), None);
    assert_eq!(finding(&suite, 0).state, FindingState::VoteNeeded);
    assert_eq!(account(&suite, provider.0).free_e8s, 7 * ICP);
    assert_conserved(&suite);
}

/// What a vote settled stays so, whatever a panel at work says; the appeal was right.
#[test]
fn should_let_a_vote_stand_while_a_panel_is_at_work() {
    let suite = found(4);
    let audits = suite.auditing();
    let provider = actors::provider(1);
    audits.deposit(provider, 3 * ICP);
    appeal(&suite, provider.0).unwrap();
    let id = panel(&suite).unwrap();
    suite.govern(&settle(false));
    audits.audit(id, |_, challenge| discrepancy(challenge, CLASS, 1));
    let row = finding(&suite, 0);
    assert!(
        matches!(row.state, FindingState::Overturned { .. }),
        "{row:?}"
    );
    assert_eq!(row.appeals[0].verdict, Some(AppealVerdict::Upheld));
    audits.tasks();
    let account = account(&suite, provider.0);
    assert_eq!((account.free_e8s, account.owed_e8s), (3 * ICP, 0));
    assert_conserved(&suite);
}

/// An empty treasury owes what it cannot pay, and pays when something comes in.
#[test]
fn should_owe_a_bond_until_the_treasury_has_it() {
    let suite = found(4);
    let audits = suite.auditing();
    let provider = actors::provider(1);
    audits.deposit(provider, 3 * ICP);
    audits.tasks();
    // All that is free is reserved for another plan.
    let mut all = terms(1);
    all.budget_e8s = 2 * books(&suite).free_e8s;
    suite.adopt_plan(all);
    assert_eq!(books(&suite).free_e8s, 0);
    appeal(&suite, provider.0).unwrap();
    let id = panel(&suite).unwrap();
    audits.audit(id, |_, challenge| confirmed(challenge));
    audits.tasks();
    let owed = account(&suite, provider.0);
    assert_eq!((owed.free_e8s, owed.owed_e8s), (0, 3 * ICP));
    assert_eq!(books(&suite).owed_e8s, 3 * ICP);

    audits.gift(ICP);
    audits.tasks();
    let some = account(&suite, provider.0);
    assert_eq!((some.free_e8s, some.owed_e8s), (ICP, 2 * ICP));
    audits.gift(5 * ICP);
    audits.tasks();
    let paid = account(&suite, provider.0);
    assert_eq!((paid.free_e8s, paid.owed_e8s), (3 * ICP, 0));
    assert_eq!(books(&suite).free_e8s, 3 * ICP);
    assert_conserved(&suite);
}

/// A forged report costs stake, by a vote on evidence, which counts once.
#[test]
fn should_take_stake_on_evidence_once() {
    let suite = found(4);
    let audits = suite.auditing();
    let auditor = audits.seated(0)[0];
    let before = books(&suite);
    let penalise = |amount_e8s| {
        Command::PenaliseAuditor(PenaliseAuditorArgs {
            id: auditor,
            amount_e8s,
            evidence_hash: Sha256Hash([0xef; 32]),
            reason: "An example.".into(),
        })
    };
    let text = words(&suite, &penalise(9 * LOCK + 1));
    assert!(text.contains(&auditor.to_string()), "{text}");
    adopt(&suite, &penalise(9 * LOCK + 1));
    let left = account(&suite, auditor.0);
    // What is free first, then what is locked.
    assert_eq!((left.free_e8s, left.locked_e8s), (0, LOCK - 1));
    let after = books(&suite);
    assert_eq!(after.free_e8s - before.free_e8s, 9 * LOCK + 1);
    let said = refused(&suite, &penalise(1));
    assert!(said.starts_with("EvidenceUsed"), "{said}");
    // What is left is free when disputes are over, and no more.
    audits.pass_days(60);
    let left = account(&suite, auditor.0);
    assert_eq!((left.free_e8s, left.locked_e8s), (LOCK - 1, 0));
    assert_conserved(&suite);
}
