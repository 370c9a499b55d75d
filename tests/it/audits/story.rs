//! From an application to a finding that a panel overturns.

use super::{
    ORDINARY, account, adopt, assert_conserved, assignment, begin, books, draws, finding,
    made_again, plan, refusal, unchanged, words,
};
use bonafide_client::audits::draw::Checked;
use bonafide_policy::report;
use bonafide_policy::sampling::chance;
use bonafide_test_support::audits::{
    ICP, LEDGER_FEE, LOCK, confirmed, discrepancy, no_conflicts, nonce, terms,
};
use bonafide_test_support::{Suite, actors, run};
use bonafide_types::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, AppealFindingArgs, AppealVerdict, ApplyAsAuditorArgs,
    AssignmentState, AuditError, AuditorStatus, Draw, DrawEnd, DrawPurpose, FindingClass,
    FindingState, IssueChallengeArgs, Outcome, Phase, PlanState, RandomnessSource, SiteId,
    TransferState, UnbondStakeArgs,
};
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, Blob, Sha256Hash};
use bonafide_types::limits::DAY_NS;

/// Auditors of the story: three for the audit, seven for the panel, and one more.
const AUDITORS: u32 = 11;

/// Somebody applies with stake, and a proposal admits it.
fn admit_by_the_council(suite: &Suite) {
    let audits = suite.auditing();
    let id = actors::auditor(AUDITORS);
    let application = ApplyAsAuditorArgs {
        name: "Example Auditor".into(),
        owner: "Example Auditor Holding".into(),
        conflicts: no_conflicts(),
        statement: "An example.".into(),
    };
    let apply = || run(audits.client(id).apply_as_auditor(&application));
    assert_eq!(
        unchanged(suite, apply),
        AuditError::StakeTooSmall {
            free_e8s: 0,
            needed_e8s: ICP
        }
    );
    let free = audits.deposit(id, 10 * LOCK).free_e8s;
    assert_eq!(free, 10 * LOCK);
    apply().unwrap();
    assert!(matches!(
        refusal(apply()),
        AuditError::AlreadyApplied { .. }
    ));
    let status = || run(audits.reader().auditor(id)).unwrap().unwrap().status;
    assert_eq!(status(), AuditorStatus::Applied);
    let admission = Command::AdmitAuditor(AdmitAuditorArgs {
        id,
        reason: "An example.".into(),
    });
    let text = words(suite, &admission);
    assert!(
        text.contains("Example Auditor Holding") && text.contains(&id.to_string()),
        "{text}"
    );
    adopt(suite, &admission);
    assert_eq!(status(), AuditorStatus::Active);
}

/// Voters read what a plan can find before they adopt it.
fn adopt_the_plan(suite: &Suite) -> u64 {
    let command = Command::AdoptAuditPlan(AdoptAuditPlanArgs { terms: terms(1) });
    let text = words(suite, &command);
    // One of five sites; three of eleven auditors collude.
    for chance in [
        chance::detection(5, 1, 1).unwrap(),
        chance::capture(AUDITORS, 3, 3, 2).unwrap(),
        chance::capture(AUDITORS, 3, 5, 3).unwrap(),
    ] {
        let told = format!("with probability {chance}");
        assert!(text.contains(&told), "{told:?} is not in {text:?}");
    }
    let before = books(suite);
    adopt(suite, &command);
    let after = books(suite);
    assert_eq!(before.free_e8s - after.free_e8s, 5 * ICP);
    assert_eq!(after.reserved_e8s - before.reserved_e8s, 5 * ICP);
    let plan = plan(suite, 0);
    assert_eq!((plan.state, plan.budget_e8s), (PlanState::Adopted, 5 * ICP));
    plan.id
}

/// First the snapshot, then the seed; anyone moves it on, and anyone makes it again.
fn draw(suite: &Suite, plan_id: u64) -> Draw {
    let anyone = suite.auditing().reader();
    let purpose = DrawPurpose::Audits { plan_id };
    assert_eq!(
        unchanged(suite, || run(anyone.draw(purpose))),
        AuditError::SnapshotNotFixed { plan_id }
    );
    assert_eq!(draws(suite), []);
    let fixed = run(anyone.fix_snapshot(plan_id)).unwrap();
    assert_eq!((&fixed.randomness, &fixed.result), (&None, &None));
    let before = run(anyone.check_draw(fixed.id)).unwrap().unwrap();
    assert_eq!(before.checked, Checked::Snapshot);
    let drawn = run(anyone.draw(purpose)).unwrap();
    assert_eq!(drawn.snapshot, fixed.snapshot);
    let again = made_again(suite, drawn.id);
    assert_eq!(again.draw, drawn);
    let randomness = drawn.randomness.as_ref().unwrap();
    assert!(matches!(randomness.source, RandomnessSource::VetKd { .. }));
    let draw_id = drawn.id;
    assert_eq!(
        unchanged(suite, || run(anyone.draw(purpose))),
        AuditError::AlreadyDrawn { draw_id }
    );
    drawn
}

/// Notice, slots, acceptance, challenge, visit, commitments, reveals, fees, finding.
fn audit(suite: &Suite, id: u64) -> (SiteId, Vec<AuditorId>) {
    let audits = suite.auditing();
    let row = assignment(suite, id);
    assert_eq!((row.team.auditors, row.seats.len()), (3, 3));
    assert!(
        row.window_from_ns >= audits.now_ns() + 5 * DAY_NS,
        "{row:?}"
    );
    let seats = audits.seated(id);
    for auditor in &seats {
        assert_eq!(account(suite, auditor.0).locked_e8s, LOCK);
    }
    let provider = row.site.provider;
    let (early, late) = (row.window_from_ns, row.window_from_ns + DAY_NS / 2);
    audits.propose(id, seats[0], &[late]).unwrap();
    let view = audits.propose(id, seats[1], &[early]).unwrap();
    assert_eq!((view.phase, view.visit_at_ns), (Phase::Notice, early));
    let view = audits.accept(id, provider, late).unwrap();
    assert_eq!(view.visit_at_ns, late);

    let asking = IssueChallengeArgs { assignment_id: id };
    let ask = || run(audits.client(seats[2]).issue_challenge(&asking));
    assert!(matches!(
        unchanged(suite, ask),
        AuditError::ChallengeNotDue { .. }
    ));
    audits.pass_until(late);
    let challenge = ask().unwrap();
    let reports = seats
        .iter()
        .zip([1, 2, 2])
        .map(|(auditor, nodes)| {
            let report = discrepancy(&challenge, FindingClass::NodeAbsent, nodes);
            (*auditor, report)
        })
        .collect::<Vec<_>>();
    for (auditor, report) in &reports {
        assert_eq!(audits.assignment(id).phase, Phase::Commit);
        audits.commit(id, *auditor, report);
    }
    // Nobody is left to wait for.
    assert_eq!(audits.assignment(id).phase, Phase::Reveal);
    for (auditor, report) in &reports {
        let filed = audits.reveal(id, *auditor, report);
        assert_eq!(filed.nonce, Blob(nonce(id, *auditor).to_vec()));
        let (proven, _) = run(audits.reader().report_certified(id, *auditor)).unwrap();
        assert_eq!(proven, Some(filed));
    }
    audits.tasks();
    for auditor in &seats {
        let paid = audits.ledger().balance(auditor.0);
        assert_eq!(paid, ICP - LEDGER_FEE, "{auditor}");
    }
    let row = assignment(suite, id);
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
    let found = finding(suite, 0);
    assert_eq!((found.assignment_id, &found.site), (id, &row.site));
    // As many nodes as two of three report.
    assert_eq!((found.class, found.nodes), (FindingClass::NodeAbsent, 2));
    assert_eq!(found.state, FindingState::Provisional);
    let mut hashes: Vec<(AuditorId, Sha256Hash)> = reports
        .iter()
        .map(|(auditor, it)| (*auditor, report::hash(it)))
        .collect();
    hashes.sort_unstable_by_key(|(auditor, _)| *auditor);
    let hashes: Vec<_> = hashes.into_iter().map(|(_, hash)| hash).collect();
    assert_eq!(found.evidence_hash, report::evidence(&hashes));
    let (site, _) = run(audits.reader().site_certified(&row.site)).unwrap();
    let site = site.unwrap();
    let history: Vec<_> = site.history.iter().map(|it| it.outcome).collect();
    assert_eq!(
        (site.audits, history),
        (1, vec![Some(Outcome::Discrepancy)])
    );
    (row.site, seats)
}

/// The provider appeals, and a panel of others finds everything as declared.
fn appeal(suite: &Suite, site: &SiteId, seats: &[AuditorId]) {
    let audits = suite.auditing();
    let provider = audits.client(site.provider);
    let grounds = AppealFindingArgs {
        finding_id: 0,
        grounds: "Both nodes stand there.".into(),
    };
    let appeal = || run(provider.appeal_finding(&grounds));
    let bond = 7 * ICP;
    assert_eq!(
        unchanged(suite, appeal),
        AuditError::StakeTooSmall {
            free_e8s: 0,
            needed_e8s: bond
        }
    );
    audits.deposit(site.provider, bond);
    let appealed = appeal().unwrap();
    assert_eq!(appealed.state, FindingState::Appealed);
    let of = &appealed.appeals[0];
    assert_eq!((of.panel, of.bond_e8s), (7, bond));
    assert_eq!(account(suite, site.provider.0).free_e8s, 0);
    let treasury = books(suite).free_e8s;

    let purpose = DrawPurpose::Appeal { finding_id: 0 };
    let drawn = run(audits.reader().draw(purpose)).unwrap();
    made_again(suite, drawn.id);
    let panel = finding(suite, 0).appeals[0].assignment_id.unwrap();
    let sitting = audits.seated(panel);
    assert_eq!(sitting.len(), 7);
    assert!(sitting.iter().all(|auditor| !seats.contains(auditor)));
    audits.audit(panel, |_, challenge| confirmed(challenge));

    let row = finding(suite, 0);
    assert!(
        matches!(row.state, FindingState::Overturned { .. }),
        "{row:?}"
    );
    assert_eq!(row.appeals[0].verdict, Some(AppealVerdict::Overturned));
    // The panel was paid of the bond, and the treasury makes good for it.
    audits.tasks();
    let back = account(suite, site.provider.0);
    assert_eq!((back.free_e8s, back.owed_e8s), (bond, 0));
    assert_eq!(treasury - books(suite).free_e8s, bond);
    for auditor in sitting {
        assert_eq!(audits.ledger().balance(auditor.0), ICP - LEDGER_FEE);
    }
}

/// Stake is free when disputes are over, and leaves when it was asked back for long enough.
fn leave(suite: &Suite, auditor: AuditorId) {
    let audits = suite.auditing();
    let client = audits.client(auditor);
    let all = UnbondStakeArgs {
        amount_e8s: 10 * LOCK,
    };
    assert!(matches!(
        unchanged(suite, || run(client.unbond_stake(&all))),
        AuditError::StakeTooSmall { .. }
    ));
    audits.pass_days(31);
    run(client.unbond_stake(&all)).unwrap();
    assert!(matches!(
        unchanged(suite, || run(client.withdraw_stake())),
        AuditError::NothingDue { due_at_ns: Some(_) }
    ));
    audits.pass_days(61);
    let before = audits.ledger().balance(auditor.0);
    let left = run(client.withdraw_stake()).unwrap();
    assert_eq!(left.total_e8s(), 0);
    let now = audits.ledger().balance(auditor.0);
    assert_eq!(now - before, 10 * LOCK - LEDGER_FEE);
}

#[test]
fn should_tell_an_audit_from_the_application_to_a_finding_that_is_overturned() {
    let sites = [1, 2, 3, 4, 5].map(|provider| (provider, ORDINARY));
    let suite = begin(&sites, AUDITORS - 1);
    admit_by_the_council(&suite);
    let plan_id = adopt_the_plan(&suite);
    let drawn = draw(&suite, plan_id);
    let result = drawn.result.unwrap();
    assert_eq!(result.ended, DrawEnd::Complete);
    let [site] = result.drawn.as_slice() else {
        panic!("{result:?}")
    };
    assert_conserved(&suite);

    let (site, seats) = audit(&suite, site.assignment_id);
    assert_conserved(&suite);
    suite.auditing().tasks();
    let over = plan(&suite, plan_id);
    assert!(matches!(over.state, PlanState::Closed { .. }), "{over:?}");
    assert_eq!((over.drawn, over.concluded, over.bad), (1, 1, 1));
    assert_eq!((over.reserved_e8s, books(&suite).reserved_e8s), (0, 0));

    appeal(&suite, &site, &seats);
    assert_conserved(&suite);
    leave(&suite, seats[0]);
    assert_conserved(&suite);
    let open = super::transfers(&suite)
        .into_iter()
        .filter(|row| !matches!(row.state, TransferState::Made { .. }));
    assert_eq!(open.count(), 0);
}
