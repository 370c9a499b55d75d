//! One command of each kind that the audits canister carries out.

use crate::world::id;
use bonafide_types::audits::*;
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, Sha256Hash, SubnetId};

fn auditor() -> AuditorId {
    AuditorId(id(1, 90))
}

fn reason() -> String {
    "An example.".into()
}

pub(super) fn all() -> Vec<Command> {
    [auditors(), rules(), settlements()].concat()
}

fn auditors() -> Vec<Command> {
    let id = auditor();
    vec![
        Command::AdmitAuditor(AdmitAuditorArgs {
            id,
            reason: reason(),
        }),
        Command::SuspendAuditor(SuspendAuditorArgs {
            id,
            reason: reason(),
        }),
        Command::ReinstateAuditor(ReinstateAuditorArgs {
            id,
            reason: reason(),
        }),
        Command::RemoveAuditor(RemoveAuditorArgs {
            id,
            reason: reason(),
        }),
        Command::PenaliseAuditor(PenaliseAuditorArgs {
            id,
            amount_e8s: 25_000_000_000,
            evidence_hash: Sha256Hash([0x9b; 32]),
            reason: reason(),
        }),
    ]
}

fn rules() -> Vec<Command> {
    let subnet = |n, criticality| CriticalSubnet {
        subnet: SubnetId(id(n, 40)),
        criticality,
    };
    let policy = AuditPolicy {
        critical_subnets: vec![
            subnet(1, Criticality::Nns),
            subnet(2, Criticality::Critical),
        ],
        lock_fees: 20,
        application_stake_e8s: 100_000_000_000,
        vanish_bps: 1_000,
        unbonding_days: 60,
        dispute_days: 45,
        appeal_days: 14,
        commit_days: 5,
        reveal_days: 3,
        overdue_days: 548,
        consecutive_audits: 2,
    };
    let terms = PlanTerms {
        name: "Spring".into(),
        weights: WeightRule::default(),
        sites: 40,
        ordinary: Team {
            auditors: 3,
            quorum: 2,
        },
        critical: Team {
            auditors: 5,
            quorum: 4,
        },
        notice_business_days: 5,
        window_business_days: 10,
        fee_e8s: 5_000_000_000,
        budget_e8s: 1_000_000_000_000,
        reaudit_bps: 1_000,
    };
    vec![
        Command::SetAuditPolicy(SetAuditPolicyArgs { policy }),
        Command::AdoptAuditPlan(AdoptAuditPlanArgs { terms }),
        Command::CancelAuditPlan(CancelAuditPlanArgs {
            plan_id: 7,
            reason: reason(),
        }),
    ]
}

fn settlements() -> Vec<Command> {
    vec![
        Command::SettleFinding(SettleFindingArgs {
            finding_id: 3,
            stands: true,
            reason: reason(),
        }),
        Command::SettleTransfer(SettleTransferArgs {
            transfer_id: 11,
            outcome: SettledTransfer::Made { block: 1_234_567 },
            evidence: "The ledger's block 1234567.".into(),
        }),
    ]
}
