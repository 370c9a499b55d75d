//! Audits under way for tests, begun by the events that a draw ends with, and steps of those
//! who take part.

use crate::commands::testing::{FEE, GOVERNANCE, World, auditor_id, site_id, terms};
use crate::commands::{
    appeal_finding, commit_report, conclude, issue_challenge, reveal_report, settle_finding,
};
use crate::domain::business_days;
use crate::queries::assignments::get_assignment;
use crate::state::Event;
use bonafide_policy::report;
use bonafide_types::audits::{
    AppealFindingArgs, Assignment, AssignmentPurpose, AssignmentState, AssignmentView, AuditError,
    Challenge, Checklist, CommitReportArgs, Discrepancy, Draw, DrawEnd, DrawPurpose, DrawResult,
    DrawRules, DrawnSite, FiledReport, Finding, FindingClass, IssueChallengeArgs, Outcome, Plan,
    PlanState, PlanTerms, Randomness, RandomnessSource, Report, RevealReportArgs, Seat, SeatState,
    SettleFindingArgs, Snapshot, SnapshotSite, Team,
};
use bonafide_types::id::{Blob, Sha256Hash};
use candid::Principal;

/// What each seat locks.
pub(crate) const LOCK: u64 = 5 * FEE;
/// The nonce of every commitment.
pub(crate) const NONCE: [u8; 32] = [5; 32];
/// The challenge of every visit.
pub(crate) const CHALLENGE: [u8; 32] = [6; 32];

/// Begins an audit of site `n` by a plan of its own: by these auditors, with these to follow. A
/// quorum is just more than half.
pub(crate) fn begin(world: &mut World, n: u8, seats: &[u8], reserve: &[u8]) -> u64 {
    let plan_id = world.state.plans.len();
    world.record([Event::PlanAdopted {
        plan: Plan {
            id: plan_id,
            terms: PlanTerms {
                name: format!("plan {plan_id}"),
                ..terms(1)
            },
            adopted_at_ns: world.now_ns,
            budget_e8s: 50 * FEE,
            reserved_e8s: 50 * FEE,
            state: PlanState::Adopted,
            draw_id: None,
            reaudit_draw_id: None,
            open_assignments: 0,
            drawn: 0,
            concluded: 0,
            bad: 0,
        },
    }]);
    let draw_id = open_draw(world, DrawPurpose::Audits { plan_id }, n);
    let purpose = AssignmentPurpose::Audit { plan_id };
    draw(world, draw_id, purpose, n, seats, reserve)
}

/// Begins an audit that repeats another one of [`begin`].
pub(crate) fn repeat(world: &mut World, of: u64, n: u8, seats: &[u8]) -> u64 {
    let purpose = world.state.assignment(of).unwrap().purpose;
    let AssignmentPurpose::Audit { plan_id } = purpose else {
        panic!("{of} is no audit of a plan")
    };
    let draw_id = open_draw(world, DrawPurpose::Reaudits { plan_id }, n);
    let purpose = AssignmentPurpose::Reaudit { plan_id, of };
    draw(world, draw_id, purpose, n, seats, &[])
}

/// Ends the draw of the last appeal against a finding about site `n`.
pub(crate) fn seat_panel(
    world: &mut World,
    finding_id: u64,
    n: u8,
    seats: &[u8],
    reserve: &[u8],
) -> u64 {
    let finding = world.state.finding(finding_id).unwrap();
    let appeal = finding.appeals.last().unwrap();
    assert_eq!(usize::from(appeal.panel), seats.len());
    let (draw_id, of) = (appeal.draw_id, finding.assignment_id);
    let purpose = AssignmentPurpose::Appeal { finding_id, of };
    draw(world, draw_id, purpose, n, seats, reserve)
}

fn open_draw(world: &mut World, purpose: DrawPurpose, n: u8) -> u64 {
    let draw_id = world.state.draws.len();
    let team = Team {
        auditors: 3,
        quorum: 2,
    };
    let draw = Draw {
        id: draw_id,
        purpose,
        snapshot: Snapshot {
            at_ns: world.now_ns,
            hash: Sha256Hash([1; 32]),
            sites_hash: Sha256Hash([2; 32]),
            sites: 1,
            critical_sites: 0,
            certain_sites: 0,
            total_weight: 1,
            auditors: 0,
            rules: DrawRules {
                sites: 1,
                ordinary: team,
                critical: team,
                fee_e8s: FEE,
                budget_e8s: 50 * FEE,
                lock_e8s: LOCK,
            },
        },
        randomness: None,
        result: None,
    };
    let row = SnapshotSite {
        site: site_id(n),
        weight: 1,
        certain: false,
        critical: false,
        conflicted: vec![],
        repeats: None,
    };
    world.record([
        Event::DrawOpened {
            draw,
            auditors: vec![],
        },
        Event::SnapshotRows {
            draw_id,
            start: 0,
            sites: vec![row],
        },
    ]);
    draw_id
}

fn draw(
    world: &mut World,
    draw_id: u64,
    purpose: AssignmentPurpose,
    n: u8,
    seats: &[u8],
    reserve: &[u8],
) -> u64 {
    let row = assignment(world, draw_id, purpose, n, seats, reserve);
    let id = row.id;
    let drawn = DrawnSite {
        site: 0,
        team: vec![],
        reserve: vec![],
        assignment_id: id,
    };
    world.record([Event::Drawn {
        draw_id,
        randomness: Randomness {
            seed: Sha256Hash([3; 32]),
            source: RandomnessSource::RawRand {
                bytes: Blob(vec![4; 32]),
            },
            at_ns: world.now_ns,
        },
        result: DrawResult {
            drawn: vec![drawn],
            skipped: vec![],
            ended: DrawEnd::Complete,
        },
        assignments: vec![row],
    }]);
    id
}

fn assignment(
    world: &World,
    draw_id: u64,
    purpose: AssignmentPurpose,
    n: u8,
    seats: &[u8],
    reserve: &[u8],
) -> Assignment {
    let auditors = u8::try_from(seats.len()).unwrap();
    let (window_from_ns, window_until_ns) = business_days::window(world.now_ns, 5, 5);
    let policy = world.state.policy();
    let mut row = Assignment {
        id: world.state.assignments.len(),
        draw_id,
        purpose,
        site: site_id(n),
        critical: false,
        team: Team {
            auditors,
            quorum: auditors / 2 + 1,
        },
        fee_e8s: FEE,
        lock_e8s: LOCK,
        reserved_e8s: u64::from(auditors) * FEE,
        seats: seats.iter().map(|n| seat(*n)).collect(),
        reserve: reserve.iter().map(|n| auditor_id(*n)).collect(),
        round: 1,
        window_from_ns,
        window_until_ns,
        slots: vec![],
        visit: None,
        challenge: None,
        commit_until_ns: 0,
        reveal_until_ns: 0,
        state: AssignmentState::Open,
        commit_days: policy.commit_days,
        reveal_days: policy.reveal_days,
        dispute_days: policy.dispute_days,
    };
    row.follow_visit();
    row
}

fn seat(n: u8) -> Seat {
    Seat {
        auditor: auditor_id(n),
        round: 1,
        state: SeatState::Drawn,
        locked_e8s: LOCK,
    }
}

/// A report that can be filed: with the challenge where there was entry.
pub(crate) fn report_of(outcome: Outcome, classes: &[(FindingClass, u32)]) -> Report {
    let entry = matches!(outcome, Outcome::Confirmed | Outcome::Discrepancy);
    Report {
        outcome,
        discrepancies: classes
            .iter()
            .map(|(class, nodes)| Discrepancy {
                class: *class,
                nodes: *nodes,
            })
            .collect(),
        checklist: Checklist {
            challenge: entry.then(|| Blob(CHALLENGE.to_vec())),
            ..Checklist::default()
        },
        evidence: vec![],
        remarks: String::new(),
    }
}

pub(crate) fn confirmed() -> Report {
    report_of(Outcome::Confirmed, &[])
}

pub(crate) fn absent(nodes: u32) -> Report {
    report_of(Outcome::Discrepancy, &[(FindingClass::NodeAbsent, nodes)])
}

pub(crate) fn refused() -> Report {
    report_of(Outcome::Refused, &[])
}

pub(crate) fn unable() -> Report {
    report_of(Outcome::Unable, &[])
}

/// What auditor `n` commits to.
pub(crate) fn commitment(id: u64, n: u8, report: &Report) -> Sha256Hash {
    report::commitment(id, auditor_id(n), &report::hash(report), &NONCE)
}

pub(crate) fn row(world: &World, id: u64) -> Assignment {
    world.state.assignment(id).unwrap()
}

pub(crate) fn view(world: &World, id: u64) -> AssignmentView {
    get_assignment(&world.state, id, world.now_ns).unwrap()
}

/// Goes on to the moment of the visit.
pub(crate) fn arrive(world: &mut World, id: u64) {
    world.now_ns = row(world, id).visit_at_ns();
}

pub(crate) fn challenge(world: &mut World, id: u64, n: u8) -> Result<Challenge, AuditError> {
    let args = IssueChallengeArgs { assignment_id: id };
    world
        .as_caller(auditor_id(n).0)
        .run(|state, ctx| issue_challenge::decide(state, &args, CHALLENGE, ctx))
}

pub(crate) fn commit_to(
    world: &mut World,
    id: u64,
    n: u8,
    commitment: Sha256Hash,
) -> Result<AssignmentView, AuditError> {
    let args = CommitReportArgs {
        assignment_id: id,
        commitment,
    };
    world
        .as_caller(auditor_id(n).0)
        .run(|state, ctx| commit_report::decide(state, args, ctx))
}

pub(crate) fn reveal(
    world: &mut World,
    id: u64,
    n: u8,
    report: &Report,
) -> Result<FiledReport, AuditError> {
    let args = RevealReportArgs {
        assignment_id: id,
        report: report.clone(),
        nonce: Blob(NONCE.to_vec()),
    };
    world
        .as_caller(auditor_id(n).0)
        .run(|state, ctx| reveal_report::decide(state, args, ctx))
}

/// The visit is made, and these auditors commit and reveal; then the time is over.
pub(crate) fn visit(world: &mut World, id: u64, reports: &[(u8, Report)]) {
    arrive(world, id);
    if let Some((n, _)) = reports.first() {
        challenge(world, id, *n).unwrap();
    }
    for (n, report) in reports {
        let commitment = commitment(id, *n, report);
        commit_to(world, id, *n, commitment).unwrap();
    }
    world.now_ns = row(world, id).commit_until_ns;
    for (n, report) in reports {
        reveal(world, id, *n, report).unwrap();
    }
    world.now_ns = row(world, id).reveal_until_ns;
}

/// The same, and the canister concludes.
pub(crate) fn conclude(world: &mut World, id: u64, reports: &[(u8, Report)]) -> AssignmentState {
    visit(world, id, reports);
    world.task(conclude::due);
    row(world, id).state
}

pub(crate) fn appeal(
    world: &mut World,
    by: Principal,
    finding_id: u64,
) -> Result<Finding, AuditError> {
    let args = AppealFindingArgs {
        finding_id,
        grounds: "an example".into(),
    };
    world
        .as_caller(by)
        .run(|state, ctx| appeal_finding::decide(state, args, ctx))
}

pub(crate) fn settle(world: &mut World, finding_id: u64, stands: bool) -> Result<(), AuditError> {
    let args = SettleFindingArgs {
        finding_id,
        stands,
        reason: "an example".into(),
    };
    world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| settle_finding::decide(state, args, ctx))
}

/// A finding of absent nodes at site `n`, by auditors 1 to 3, just established: assignment and
/// finding.
pub(crate) fn found(world: &mut World, n: u8) -> (u64, u64) {
    let id = begin(world, n, &[1, 2, 3], &[]);
    (id, find(world, id, [1, 2, 3]))
}

/// An audit finds absent nodes.
pub(crate) fn find(world: &mut World, id: u64, auditors: [u8; 3]) -> u64 {
    conclude(world, id, &auditors.map(|n| (n, absent(1))));
    world.state.findings.len() - 1
}
