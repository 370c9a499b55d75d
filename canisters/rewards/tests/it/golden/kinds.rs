//! The numbers of everything that there are several kinds of, with what each kind holds; and
//! facts, which events and periods hold as bytes.

use super::GOLDEN;
use crate::world::{FIRST_DAY, NOW_NS, facts, node_id, operators, provider_id};
use bonafide_policy::rewards::facts::Seat;
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{
    AppealDecision, CaseSource, CaseState, Effect, Enforcement, Engine, Expiry, GrantPurpose,
    Inputs, Mode, NodeTally, PenaltyClass, PeriodState, Purchase, RewardAlert, Tally, TransferKind,
    TransferState,
};

/// The files.
pub(super) const NAMES: [&str; 20] = [
    "appeal_decisions",
    "case_sources",
    "case_states",
    "day_facts",
    "effects",
    "enforcements",
    "engines",
    "expiries",
    "grant_purposes",
    "inputs",
    "modes",
    "operator_facts",
    "penalty_classes",
    "period_states",
    "purchases",
    "reward_alerts",
    "seats",
    "tallies",
    "transfer_kinds",
    "transfer_states",
];

const AT_NS: u64 = NOW_NS;

#[test]
fn should_keep_the_numbers_of_kinds() {
    let decisions = vec![
        AppealDecision::Rejected,
        AppealDecision::Reduced,
        AppealDecision::Cancelled,
    ];
    GOLDEN.pin("appeal_decisions", &decisions);
    let enforcements = vec![
        Enforcement::Escrow,
        Enforcement::Bond,
        Enforcement::Published,
    ];
    GOLDEN.pin("enforcements", &enforcements);
    GOLDEN.pin("engines", &vec![Engine::V0, Engine::V1]);
    let expiries = vec![
        Expiry::EvidenceTooOld,
        Expiry::AppealUndecided,
        Expiry::NotExecuted,
    ];
    GOLDEN.pin("expiries", &expiries);
    let purposes = vec![
        GrantPurpose::AuditorFees,
        GrantPurpose::VerifierFees,
        GrantPurpose::Other,
    ];
    GOLDEN.pin("grant_purposes", &purposes);
    let modes = vec![Mode::Enabled, Mode::LogOnly, Mode::Disabled];
    GOLDEN.pin("modes", &modes);
    GOLDEN.pin("penalty_classes", &PenaltyClass::ALL.to_vec());
}

#[test]
fn should_keep_the_form_of_sources_and_purposes() {
    let sources = vec![CaseSource::Finding { finding_id: 1 }, CaseSource::Proposal];
    GOLDEN.pin("case_sources", &sources);
    let one = Sha256Hash([1; 32]);
    let inputs = vec![
        Inputs::Operators(one),
        Inputs::Days(vec![one, Sha256Hash([2; 32])]),
        Inputs::Collected,
    ];
    GOLDEN.pin("inputs", &inputs);
    let grant = Purchase::Grant {
        purpose: GrantPurpose::Other,
        memo: "an example".into(),
    };
    let purchases = vec![Purchase::Bounty { case_id: 1 }, grant.clone()];
    GOLDEN.pin("purchases", &purchases);
    let provider = provider_id(1);
    let kinds = vec![
        TransferKind::EscrowDeposit { provider },
        TransferKind::BondDeposit,
        TransferKind::TreasuryDeposit,
        TransferKind::EscrowRelease { provider },
        TransferKind::BondReturn { provider },
        TransferKind::Payment(grant),
    ];
    GOLDEN.pin("transfer_kinds", &kinds);
    let effects = vec![
        Effect::LotLocked { lot_id: 1, e8s: 2 },
        Effect::BondLocked { e8s: 2 },
        Effect::LotTaken { lot_id: 1, e8s: 2 },
        Effect::BondTaken { e8s: 2 },
        Effect::PenaltyPublished {
            bps: 1,
            period_id: None,
        },
        Effect::PenaltyPublished {
            bps: 1,
            period_id: Some(2),
        },
    ];
    GOLDEN.pin("effects", &effects);
}

#[test]
fn should_keep_the_form_of_states() {
    let (at_ns, until_ns) = (AT_NS, AT_NS);
    let states = vec![
        CaseState::Reported,
        CaseState::Proposed { proposal_id: 1 },
        CaseState::Frozen { until_ns },
        CaseState::AppealWindow { until_ns },
        CaseState::Executable { until_ns },
        CaseState::Executed {
            at_ns,
            taken_e8s: 2,
            bounty_e8s: 1,
        },
        CaseState::Cancelled { at_ns },
        CaseState::Expired {
            at_ns,
            why: Expiry::NotExecuted,
        },
        CaseState::Refunded {
            at_ns,
            refunded_e8s: 2,
        },
    ];
    GOLDEN.pin("case_states", &states);
    let states = vec![
        PeriodState::AwaitingInputs { supplied: 1 },
        PeriodState::Computing { slice: 1 },
        PeriodState::Closed { at_ns },
        PeriodState::Cancelled { at_ns },
    ];
    GOLDEN.pin("period_states", &states);
    let reason = String::from("an example");
    let states = vec![
        TransferState::Open,
        TransferState::Made {
            block: Some(1),
            at_ns,
        },
        TransferState::Made { block: None, at_ns },
        TransferState::Failed {
            reason: reason.clone(),
            at_ns,
        },
        TransferState::Quarantined { reason, at_ns },
    ];
    GOLDEN.pin("transfer_states", &states);
}

#[test]
fn should_keep_the_form_of_facts_and_of_what_they_give() {
    GOLDEN.pin("day_facts", &facts(FIRST_DAY));
    GOLDEN.pin("operator_facts", &operators());
    let tallies = vec![
        Tally {
            total: "0".into(),
            nodes: vec![],
            faults: vec!["an example".into()],
            broken: true,
        },
        Tally {
            total: "10000.5".into(),
            nodes: vec![NodeTally {
                node: node_id(1),
                adjusted: "10000.5".into(),
            }],
            faults: vec![],
            broken: false,
        },
    ];
    GOLDEN.pin("tallies", &tallies);
    let alerts = vec![RewardAlert {
        day: FIRST_DAY,
        kind: "NotPaid".into(),
        provider: Some(provider_id(1)),
        nodes: vec![node_id(1)],
        text: "an example".into(),
    }];
    GOLDEN.pin("reward_alerts", &alerts);
    let seats = vec![Seat {
        provider: provider_id(3),
        cluster: provider_id(2),
        nodes: 2,
    }];
    GOLDEN.pin("seats", &seats);
}
