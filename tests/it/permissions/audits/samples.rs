//! What the callers of the audits canister's stage bring.

use super::super::stage::{Samples, one};
use super::{
    CALLERS, CANCELLED, CHALLENGED, COMMITTED, CONCLUDED, FIRST_ADOPTED, FIRST_FIXED, NOTICED,
    PROPOSED, Place, VISITED, admission, adoption, because,
};
use bonafide_test_support::actors;
use bonafide_test_support::audits::{ICP, no_conflicts, nonce, policy, unable};
use bonafide_types::audits::*;
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::governance::Command;
use bonafide_types::http::HttpRequest;
use bonafide_types::id::{AuditorId, Blob, Caller, Sha256Hash};
use candid::encode_args;
use serde_bytes::ByteBuf;

fn application() -> ApplyAsAuditorArgs {
    ApplyAsAuditorArgs {
        name: "Example Applicant".into(),
        owner: "Example Applicant".into(),
        conflicts: no_conflicts(),
        statement: because(),
    }
}

/// One valid command for each governed method; in the order of their names, none stands in the
/// way of another.
fn commands(quarantined: u64) -> Vec<Command> {
    let id = actors::auditor;
    vec![
        admission(id(11)),
        adoption(1),
        Command::CancelAuditPlan(CancelAuditPlanArgs {
            plan_id: CANCELLED,
            reason: because(),
        }),
        Command::PenaliseAuditor(PenaliseAuditorArgs {
            id: id(12),
            amount_e8s: 1,
            evidence_hash: Sha256Hash([0xef; 32]),
            reason: because(),
        }),
        Command::ReinstateAuditor(ReinstateAuditorArgs {
            id: id(13),
            reason: because(),
        }),
        Command::RemoveAuditor(RemoveAuditorArgs {
            id: id(14),
            reason: because(),
        }),
        Command::SetAuditPolicy(SetAuditPolicyArgs {
            policy: AuditPolicy {
                overdue_days: 500,
                ..policy()
            },
        }),
        Command::SettleFinding(SettleFindingArgs {
            finding_id: 1,
            stands: true,
            reason: because(),
        }),
        Command::SettleTransfer(SettleTransferArgs {
            transfer_id: quarantined,
            outcome: SettledTransfer::NotMade,
            evidence: because(),
        }),
        Command::SuspendAuditor(SuspendAuditorArgs {
            id: id(12),
            reason: because(),
        }),
    ]
}

/// All of them.
pub(super) fn of(place: &Place, auditor: AuditorId) -> Samples {
    let quarantined = place.quarantined();
    let governed = commands(quarantined).into_iter().flat_map(|command| {
        let (method, arg) = (command.spec().method, command.encode_args().unwrap());
        [method.to_owned(), format!("validate_{method}")].map(|method| (method, vec![arg.clone()]))
    });
    let single = owners(place, auditor).into_iter().chain(reads(auditor));
    let mut samples: Samples = single
        .map(|(method, arg)| (method.to_owned(), vec![arg]))
        .chain(governed)
        .collect();
    // Each caller moves a plan of its own on; the provider and the applicant appeal each against
    // one finding.
    let adopted = FIRST_ADOPTED..FIRST_ADOPTED + CALLERS;
    samples.insert(
        "fix_snapshot".into(),
        adopted.map(|plan_id| one(&plan_id)).collect(),
    );
    let fixed = FIRST_FIXED..FIRST_FIXED + CALLERS;
    let draws = fixed.map(|plan_id| one(&DrawPurpose::Audits { plan_id }));
    samples.insert("draw".into(), draws.collect());
    let appeals = [0, 0, 0, 1].map(|finding_id| {
        one(&AppealFindingArgs {
            finding_id,
            grounds: because(),
        })
    });
    samples.insert("appeal_finding".into(), appeals.into());
    samples
}

/// Arguments of the methods by own key.
fn owners(place: &Place, auditor: AuditorId) -> Vec<(&'static str, Vec<u8>)> {
    let audits = place.audits();
    let nothing = || encode_args(()).unwrap();
    let conflicts = Conflicts {
        dc_owners: vec!["Somebody else".into()],
        ..no_conflicts()
    };
    let row = audits.assignment(PROPOSED).assignment;
    let accepted = AcceptSlotArgs {
        assignment_id: PROPOSED,
        at_ns: row.window_until_ns,
        escort_hash: Sha256Hash([1; 32]),
    };
    let slots = ProposeSlotsArgs {
        assignment_id: NOTICED,
        at_ns: vec![row.window_until_ns],
    };
    let challenge = IssueChallengeArgs {
        assignment_id: CHALLENGED,
    };
    let commitment = CommitReportArgs {
        assignment_id: VISITED,
        commitment: Sha256Hash([2; 32]),
    };
    let reveal = RevealReportArgs {
        assignment_id: COMMITTED,
        report: unable(),
        nonce: Blob(nonce(COMMITTED, auditor).to_vec()),
    };
    let deposit = DepositStakeArgs {
        amount_e8s: ICP,
        from_subaccount: None,
    };
    vec![
        ("apply_as_auditor", one(&application())),
        (
            "declare_conflicts",
            one(&DeclareConflictsArgs { conflicts }),
        ),
        ("deposit_stake", one(&deposit)),
        ("unbond_stake", one(&UnbondStakeArgs { amount_e8s: ICP })),
        ("withdraw_stake", nothing()),
        ("collect_treasury", nothing()),
        ("propose_slots", one(&slots)),
        ("accept_slot", one(&accepted)),
        ("issue_challenge", one(&challenge)),
        ("commit_report", one(&commitment)),
        ("reveal_report", one(&reveal)),
    ]
}

fn reads(auditor: AuditorId) -> Vec<(&'static str, Vec<u8>)> {
    let nothing = || encode_args(()).unwrap();
    let snapshot = GetSnapshotArgs {
        draw_id: 0,
        start: None,
    };
    let site = SiteId {
        dc_id: "dc1".into(),
        provider: actors::provider(1),
    };
    let page = HttpRequest {
        method: "GET".into(),
        url: "/metrics".into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: None,
    };
    let range = RangeArgs {
        table: table::ASSIGNMENT.into(),
        after: None,
        limit: 5,
    };
    let row = RowKey {
        table: table::BOOKS.into(),
        key: ByteBuf::from(*b"books"),
    };
    vec![
        ("get_auditor", one(&auditor)),
        ("list_auditors", one(&None::<AuditorId>)),
        ("get_account", one(&Caller(auditor.0))),
        ("get_books", nothing()),
        ("get_transfer", one(&0_u64)),
        ("list_transfers", one(&ListTransfersArgs::default())),
        ("get_policy", nothing()),
        ("get_site", one(&site)),
        ("list_sites", one(&ListSitesArgs::default())),
        ("get_plan", one(&0_u64)),
        ("list_plans", one(&PageArgs::default())),
        ("get_draw", one(&0_u64)),
        ("list_draws", one(&PageArgs::default())),
        ("get_snapshot", one(&snapshot)),
        ("get_assignment", one(&NOTICED)),
        ("list_assignments", one(&ListAssignmentsArgs::default())),
        ("get_report", encode_args((CONCLUDED, auditor)).unwrap()),
        ("list_reports", one(&CONCLUDED)),
        ("get_finding", one(&0_u64)),
        ("list_findings", one(&ListFindingsArgs::default())),
        ("get_calendar", one(&GetCalendarArgs::default())),
        ("get_config", nothing()),
        ("get_summary", nothing()),
        ("get_events", encode_args((0_u64, 5_u64)).unwrap()),
        ("http_request", one(&page)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", nothing()),
    ]
}
