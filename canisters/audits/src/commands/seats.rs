//! What commands ask of assignments and of those who sit in them.

use crate::state::{State, number};
use bonafide_types::audits::{
    Assignment, AssignmentPurpose, AssignmentState, AssignmentView, AuditError, Finding, Phase,
    PlanTerms, Seat,
};
use bonafide_types::id::{AuditorId, Caller};
use candid::Principal;
use ic_stable_structures::Memory;

/// An assignment.
pub(crate) fn assignment<M: Memory>(state: &State<M>, id: u64) -> Result<Assignment, AuditError> {
    let assignment_id = id;
    state
        .assignment(id)
        .ok_or(AuditError::AssignmentNotFound { assignment_id })
}

/// The seat of the caller in the round that is under way. Who revealed in an earlier one is
/// done, and who vanished is out.
pub(crate) fn current(row: &Assignment, caller: Principal) -> Result<&Seat, AuditError> {
    row.seat(AuditorId(caller))
        .filter(|seat| seat.round == row.round)
        .ok_or(AuditError::NoSeat {
            assignment_id: row.id,
            caller: Caller(caller),
            round: row.round.into(),
        })
}

/// Refuses an assignment that is not in a phase.
pub(crate) fn in_phase(row: &Assignment, needed: Phase, now_ns: u64) -> Result<(), AuditError> {
    let phase = row.phase(now_ns);
    if phase == needed {
        return Ok(());
    }
    Err(AuditError::WrongPhase {
        assignment_id: row.id,
        phase,
        needed: format!("{needed:?}"),
    })
}

/// An assignment and how far it is.
pub(crate) fn view(assignment: Assignment, now_ns: u64) -> AssignmentView {
    AssignmentView {
        phase: assignment.phase(now_ns),
        visit_at_ns: assignment.visit_at_ns(),
        assignment,
    }
}

/// The terms of the plan that an assignment follows; a panel follows those of the audit that
/// it repeats.
pub(crate) fn plan_terms<M: Memory>(state: &State<M>, row: &Assignment) -> Option<PlanTerms> {
    let purpose = match row.purpose {
        AssignmentPurpose::Appeal { of, .. } => state.assignment(of)?.purpose,
        own => own,
    };
    match purpose {
        AssignmentPurpose::Audit { plan_id } | AssignmentPurpose::Reaudit { plan_id, .. } => {
            state.plan(plan_id).map(|plan| plan.terms)
        }
        AssignmentPurpose::Appeal { .. } => None,
    }
}

/// The findings of an assignment. They are established when it is over, so of its provider's
/// findings only those since then are looked at.
pub(crate) fn findings<'s, M: Memory>(
    state: &'s State<M>,
    row: &Assignment,
) -> impl Iterator<Item = Finding> + use<'s, M> {
    let id = row.id;
    let over_ns = match row.state {
        AssignmentState::Open => u64::MAX,
        AssignmentState::Concluded { at_ns, .. } | AssignmentState::Inconclusive { at_ns } => at_ns,
    };
    state
        .findings_by_provider
        .members_before(row.site.provider.as_slice(), None)
        .filter_map(|finding| state.finding(number(&finding)))
        .take_while(move |finding| finding.established_at_ns >= over_ns)
        .filter(move |finding| finding.assignment_id == id)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
