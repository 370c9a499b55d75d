//! What people read where the audits canister has names.

pub(crate) mod rewards;

use crate::output::{instant, or_empty};
use bonafide_types::{
    audits::{
        AssignmentPurpose, AssignmentState, Criticality, DeadlineKind, DrawEnd, DrawPurpose,
        FindingClass, FindingState, Outcome, Phase, PlanState, RandomnessSource, SeatState,
        StakeAccount, Team, TieKind, TransferKind, TransferState,
    },
    id::AuditorId,
};

/// `2.5 ICP` would be wrong on another ledger.
pub(crate) fn e8s(amount: u64) -> String {
    format!("{amount} e8s")
}

/// Principals on one line.
pub(crate) fn auditors(auditors: &[AuditorId]) -> String {
    let auditors: Vec<_> = auditors.iter().map(ToString::to_string).collect();
    auditors.join(" ")
}

/// `3 auditors, 2 of them must agree`.
pub(crate) fn team(team: Team) -> String {
    format!(
        "{} auditors, {} of them must agree",
        team.auditors, team.quorum
    )
}

pub(crate) fn tie(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Ownership => "owned together",
        TieKind::Employment => "works for it",
        TieKind::Financing => "financed",
    }
}

pub(crate) fn criticality(criticality: Criticality) -> &'static str {
    match criticality {
        Criticality::Nns => "subnet of the NNS",
        Criticality::Critical => "critical subnet",
        Criticality::Application => "other subnet",
        Criticality::Spare => "spare nodes only",
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Confirmed => "as declared",
        Outcome::Discrepancy => "not as declared",
        Outcome::Refused => "entry refused",
        Outcome::Unable => "no visit possible",
    }
}

pub(crate) fn class(class: FindingClass) -> &'static str {
    match class {
        FindingClass::NodeAbsent => "node absent",
        FindingClass::WrongLocation => "wrong location",
        FindingClass::WrongOwner => "wrong owner of the data centre",
        FindingClass::WrongHardware => "wrong hardware",
        FindingClass::NoHandshake => "no handshake",
        FindingClass::OtherOperator => "another operator",
        FindingClass::EntryRefused => "entry refused",
    }
}

pub(crate) fn purpose(purpose: AssignmentPurpose) -> String {
    match purpose {
        AssignmentPurpose::Audit { plan_id } => format!("audit of plan {plan_id}"),
        AssignmentPurpose::Reaudit { plan_id, of } => {
            format!("repeats assignment {of} of plan {plan_id}")
        }
        AssignmentPurpose::Appeal { finding_id, of } => {
            format!("appeal against finding {finding_id} of assignment {of}")
        }
    }
}

pub(crate) fn draw_purpose(purpose: DrawPurpose) -> String {
    match purpose {
        DrawPurpose::Audits { plan_id } => format!("audits of plan {plan_id}"),
        DrawPurpose::Reaudits { plan_id } => format!("re-audits of plan {plan_id}"),
        DrawPurpose::Appeal { finding_id } => format!("appeal against finding {finding_id}"),
    }
}

pub(crate) fn draw_end(end: DrawEnd) -> &'static str {
    match end {
        DrawEnd::Complete => "as many sites as wanted are drawn",
        DrawEnd::NoSiteLeft => "no site was left",
        DrawEnd::BudgetUsed => "the budget was used",
    }
}

pub(crate) fn source(source: &RandomnessSource) -> &'static str {
    match source {
        RandomnessSource::VetKd { .. } => "vetKD, with a proof that anyone can check",
        RandomnessSource::RawRand { .. } => "raw_rand, which leaves no proof",
    }
}

pub(crate) fn plan_state(state: &PlanState) -> String {
    match state {
        PlanState::Adopted => "adopted".into(),
        PlanState::SnapshotFixed => "sites fixed, not drawn".into(),
        PlanState::Auditing => "audits under way".into(),
        PlanState::Reauditing => "re-audits under way".into(),
        PlanState::Closed { at_ns } => format!("closed {}", instant(*at_ns)),
        PlanState::Cancelled { at_ns, reason } => {
            format!("taken back {}: {reason}", instant(*at_ns))
        }
    }
}

pub(crate) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Notice => "visit ahead",
        Phase::Commit => "visit, reports are committed to",
        Phase::Reveal => "reports are revealed",
        Phase::Due => "conclusion due",
        Phase::Over => "over",
    }
}

/// What became of an audit, or how far it is.
pub(crate) fn assignment_state(state: AssignmentState, now: Phase) -> String {
    match state {
        AssignmentState::Open => phase(now).into(),
        AssignmentState::Concluded {
            outcome: found,
            at_ns,
        } => format!("{}, concluded {}", outcome(found), instant(at_ns)),
        AssignmentState::Inconclusive { at_ns } => format!("no quorum, {}", instant(at_ns)),
    }
}

pub(crate) fn seat(state: &SeatState) -> String {
    match state {
        SeatState::Drawn => "drawn".into(),
        SeatState::Committed { at_ns, .. } => format!("committed {}", instant(*at_ns)),
        SeatState::Revealed {
            outcome: found,
            at_ns,
        } => format!("{}, revealed {}", outcome(*found), instant(*at_ns)),
        SeatState::Vanished { at_ns, taken_e8s } => {
            format!("vanished {}, lost {}", instant(*at_ns), e8s(*taken_e8s))
        }
    }
}

pub(crate) fn finding_state(state: FindingState) -> String {
    match state {
        FindingState::Provisional => "can be appealed".into(),
        FindingState::Appealed => "a panel looks at it".into(),
        FindingState::VoteNeeded => "a vote must decide".into(),
        FindingState::Final { at_ns } => format!("stands since {}", instant(at_ns)),
        FindingState::Overturned { at_ns } => format!("overturned {}", instant(at_ns)),
    }
}

pub(crate) fn transfer_kind(kind: &TransferKind) -> String {
    match kind {
        TransferKind::StakeDeposit => "stake comes in".into(),
        TransferKind::TreasuryDeposit => "gift to the treasury".into(),
        TransferKind::StakeReturn => "stake goes back".into(),
        TransferKind::AuditFee { assignment_id } => format!("fee of assignment {assignment_id}"),
    }
}

pub(crate) fn transfer_state(state: &TransferState) -> String {
    match state {
        TransferState::Open => "open".into(),
        TransferState::Made { block, at_ns } => {
            let block = or_empty(block.map(|block| format!(" in block {block}")));
            format!("made{block}, known {}", instant(*at_ns))
        }
        TransferState::Failed { reason, at_ns } => {
            format!("not made, known {}: {reason}", instant(*at_ns))
        }
        TransferState::Quarantined { reason, at_ns } => {
            format!("outcome unknown since {}: {reason}", instant(*at_ns))
        }
    }
}

pub(crate) fn deadline(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::AcceptSlot => "provider accepts a moment",
        DeadlineKind::Commit => "auditors commit to reports",
        DeadlineKind::Reveal => "auditors reveal reports",
        DeadlineKind::Appeal => "whoever disagrees appeals",
    }
}

/// Fields of an account, for people.
pub(crate) fn account(account: &StakeAccount) -> Vec<(&'static str, String)> {
    let unbonding: Vec<_> = account
        .unbonding
        .iter()
        .map(|part| format!("{} from {}", e8s(part.amount_e8s), instant(part.due_at_ns)))
        .collect();
    let owed = match account.owed_e8s {
        0 => String::new(),
        owed => e8s(owed),
    };
    vec![
        ("free stake", e8s(account.free_e8s)),
        ("bound", e8s(account.locked_e8s)),
        ("on its way out", unbonding.join(", ")),
        ("owed by the treasury", owed),
    ]
}
