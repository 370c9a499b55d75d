//! The numbers of everything that there are several kinds of, with what each kind holds.

use super::GOLDEN;
use crate::world::NOW_NS;
use bonafide_types::audits::{
    AppealVerdict, AssignmentPurpose, AssignmentState, AuditorStatus, Criticality, DrawEnd,
    DrawPurpose, FindingClass, FindingState, Outcome, PlanState, RandomnessSource, SeatState,
    TieKind, TransferKind, TransferState,
};
use bonafide_types::id::{Blob, Sha256Hash};

/// The files.
pub(super) const NAMES: [&str; 16] = [
    "appeal_verdicts",
    "assignment_purposes",
    "assignment_states",
    "auditor_statuses",
    "criticalities",
    "draw_ends",
    "draw_purposes",
    "finding_classes",
    "finding_states",
    "outcomes",
    "plan_states",
    "randomness_sources",
    "seat_states",
    "tie_kinds",
    "transfer_kinds",
    "transfer_states",
];

const AT_NS: u64 = NOW_NS;

#[test]
fn should_keep_the_numbers_of_kinds() {
    use FindingClass::{
        EntryRefused, NoHandshake, NodeAbsent, OtherOperator, WrongHardware, WrongLocation,
        WrongOwner,
    };
    let verdicts = vec![
        AppealVerdict::Upheld,
        AppealVerdict::Overturned,
        AppealVerdict::Undecided,
    ];
    GOLDEN.pin("appeal_verdicts", &verdicts);
    let statuses = vec![
        AuditorStatus::Applied,
        AuditorStatus::Active,
        AuditorStatus::Suspended,
        AuditorStatus::Removed,
    ];
    GOLDEN.pin("auditor_statuses", &statuses);
    let criticalities = vec![
        Criticality::Nns,
        Criticality::Critical,
        Criticality::Application,
        Criticality::Spare,
    ];
    GOLDEN.pin("criticalities", &criticalities);
    let ends = vec![DrawEnd::Complete, DrawEnd::NoSiteLeft, DrawEnd::BudgetUsed];
    GOLDEN.pin("draw_ends", &ends);
    let classes = vec![
        NodeAbsent,
        WrongLocation,
        WrongOwner,
        WrongHardware,
        NoHandshake,
        OtherOperator,
        EntryRefused,
    ];
    GOLDEN.pin("finding_classes", &classes);
    let outcomes = vec![
        Outcome::Confirmed,
        Outcome::Discrepancy,
        Outcome::Refused,
        Outcome::Unable,
    ];
    GOLDEN.pin("outcomes", &outcomes);
    let ties = vec![TieKind::Ownership, TieKind::Employment, TieKind::Financing];
    GOLDEN.pin("tie_kinds", &ties);
}

#[test]
fn should_keep_the_form_of_purposes_and_sources() {
    let purposes = vec![
        AssignmentPurpose::Audit { plan_id: 1 },
        AssignmentPurpose::Reaudit { plan_id: 1, of: 2 },
        AssignmentPurpose::Appeal {
            finding_id: 1,
            of: 2,
        },
    ];
    GOLDEN.pin("assignment_purposes", &purposes);
    let purposes = vec![
        DrawPurpose::Audits { plan_id: 1 },
        DrawPurpose::Reaudits { plan_id: 1 },
        DrawPurpose::Appeal { finding_id: 1 },
    ];
    GOLDEN.pin("draw_purposes", &purposes);
    let sources = vec![
        RandomnessSource::VetKd {
            proof: Blob(vec![1; 48]),
        },
        RandomnessSource::RawRand {
            bytes: Blob(vec![1; 32]),
        },
    ];
    GOLDEN.pin("randomness_sources", &sources);
    let kinds = vec![
        TransferKind::StakeDeposit,
        TransferKind::TreasuryDeposit,
        TransferKind::StakeReturn,
        TransferKind::AuditFee { assignment_id: 1 },
    ];
    GOLDEN.pin("transfer_kinds", &kinds);
}

#[test]
fn should_keep_the_form_of_states() {
    let (at_ns, reason) = (AT_NS, String::from("an example"));
    let states = vec![
        AssignmentState::Open,
        AssignmentState::Concluded {
            outcome: Outcome::Refused,
            at_ns,
        },
        AssignmentState::Inconclusive { at_ns },
    ];
    GOLDEN.pin("assignment_states", &states);
    let states = vec![
        FindingState::Provisional,
        FindingState::Appealed,
        FindingState::VoteNeeded,
        FindingState::Final { at_ns },
        FindingState::Overturned { at_ns },
    ];
    GOLDEN.pin("finding_states", &states);
    let states = vec![
        PlanState::Adopted,
        PlanState::SnapshotFixed,
        PlanState::Auditing,
        PlanState::Reauditing,
        PlanState::Closed { at_ns },
        PlanState::Cancelled {
            at_ns,
            reason: reason.clone(),
        },
    ];
    GOLDEN.pin("plan_states", &states);
    let states = vec![
        SeatState::Drawn,
        SeatState::Committed {
            commitment: Sha256Hash([1; 32]),
            at_ns,
        },
        SeatState::Revealed {
            outcome: Outcome::Unable,
            at_ns,
        },
        SeatState::Vanished {
            at_ns,
            taken_e8s: 1,
        },
    ];
    GOLDEN.pin("seat_states", &states);
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
