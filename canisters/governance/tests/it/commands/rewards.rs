//! One command of each kind that the rewards canister carries out.

use crate::world::id;
use bonafide_types::audits::FindingClass;
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, NodeId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::rewards::*;

fn reason() -> String {
    "An example.".into()
}

pub(super) fn all() -> Vec<Command> {
    [periods(), cases(), verdicts(), rules(), money()].concat()
}

fn periods() -> Vec<Command> {
    vec![
        Command::AdoptPeriod(AdoptPeriodArgs {
            from_day: 20_000,
            to_day: 20_001,
            engine: Engine::V1,
            xdr_permyriad_per_icp: 41_000,
            rate_source: "The average of 30 days.".into(),
            inputs: Inputs::Days(vec![Sha256Hash([0x1a; 32]), Sha256Hash([0x1b; 32])]),
        }),
        Command::CancelPeriod(CancelPeriodArgs {
            period_id: 7,
            reason: reason(),
        }),
        Command::UpdateNodeRewardsTable(UpdateNodeRewardsTableArgs {
            effective_from_day: 20_010,
            new_entries: vec![
                NodeRewardRate {
                    region: "Europe,CH".into(),
                    reward_type: "type1.1".into(),
                    xdr_permyriad_per_node_per_month: 10_200_000,
                    reward_coefficient_percent: None,
                },
                NodeRewardRate {
                    region: "Europe,CH,Example".into(),
                    reward_type: "type3.1".into(),
                    xdr_permyriad_per_node_per_month: 15_000_000,
                    reward_coefficient_percent: Some(95),
                },
            ],
        }),
    ]
}

fn cases() -> Vec<Command> {
    let evidence_hash = Sha256Hash([0x9c; 32]);
    let charge = Charge {
        provider: ProviderId(id(1, 20)),
        node: Some(NodeId(id(1, 30))),
        subnet: Some(SubnetId(id(1, 40))),
        class: PenaltyClass::Found(FindingClass::WrongOwner),
        offence_at_ns: 1_728_000_000_000_000_000,
        evidence_hash,
        evidence_url: Some("https://example.com/evidence".into()),
        summary: "The data centre has another owner.".into(),
        reporter: Some(Caller(id(1, 95))),
    };
    vec![
        Command::OpenCase(OpenCaseArgs { charge }),
        Command::FreezeCase(FreezeCaseArgs {
            case_id: 3,
            evidence_hash,
            at_most_ppb: Some(50_000_000),
            reason: reason(),
        }),
    ]
}

fn verdicts() -> Vec<Command> {
    let case_id = 3;
    vec![
        Command::ReduceCase(ReduceCaseArgs {
            case_id,
            ppb: 25_000_000,
            reason: reason(),
        }),
        Command::RejectAppeal(RejectAppealArgs {
            case_id,
            reason: reason(),
        }),
        Command::CancelCase(CancelCaseArgs {
            case_id,
            reason: reason(),
        }),
        Command::RefundCase(RefundCaseArgs {
            case_id,
            reason: reason(),
        }),
    ]
}

fn rules() -> Vec<Command> {
    let policy = RewardsPolicy {
        mode: Mode::LogOnly,
        windows: Windows::default(),
        penalties: PenaltyTable::default(),
        bounty_bps: 500,
        minimum_xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
    };
    vec![Command::SetRewardsPolicy(SetRewardsPolicyArgs { policy })]
}

fn money() -> Vec<Command> {
    let to = |n, subaccount| LedgerAccount {
        owner: Caller(id(n, 96)),
        subaccount,
    };
    let grants = vec![
        Grant {
            purpose: GrantPurpose::AuditorFees,
            to: to(1, Some(Blob(vec![7; 32]))),
            amount_e8s: 1_000_000_000_000,
            memo: "Plan 7".into(),
        },
        Grant {
            purpose: GrantPurpose::Other,
            to: to(2, None),
            amount_e8s: 20_000,
            memo: "An example".into(),
        },
    ];
    vec![
        Command::PayFromTreasury(PayFromTreasuryArgs { grants }),
        Command::SettleRewardsTransfer(SettleRewardsTransferArgs {
            transfer_id: 11,
            block: Some(1_234_567),
            evidence: "The ledger's block 1234567.".into(),
        }),
    ]
}
