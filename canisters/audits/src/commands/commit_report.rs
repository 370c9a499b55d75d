//! An auditor commits to its report before anyone shows one. Called with the auditor's own key.

use super::{Decision, seats};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{
    AssignmentView, AuditError, CommitReportArgs, Phase, Seat, SeatState,
};
use bonafide_types::limits::DAY_NS;
use ic_stable_structures::Memory;

/// Decides; replies with the assignment. A later commitment of the same auditor replaces the
/// earlier one. When nobody is left who has not committed, revealing begins at once.
///
/// # Errors
/// [`AuditError::AssignmentNotFound`]; [`AuditError::NoSeat`] when the caller is no auditor of
/// the current round; [`AuditError::WrongPhase`] before the visit and after the time for
/// commitments; [`AuditError::CommitmentTaken`].
pub fn decide<M: Memory>(
    state: &State<M>,
    CommitReportArgs {
        assignment_id,
        commitment,
    }: CommitReportArgs,
    ctx: &Ctx,
) -> Result<Decision<AssignmentView>, AuditError> {
    let mut row = seats::assignment(state, assignment_id)?;
    let auditor = seats::current(&row, ctx.caller)?.auditor;
    seats::in_phase(&row, Phase::Commit, ctx.now_ns)?;
    let made_it = |seat: &&Seat| match seat.state {
        SeatState::Committed {
            commitment: made, ..
        } => made == commitment,
        SeatState::Drawn | SeatState::Revealed { .. } | SeatState::Vanished { .. } => false,
    };
    match row.seats.iter().find(made_it).map(|seat| seat.auditor) {
        Some(by) if by == auditor => {
            return Ok(Decision::unchanged(seats::view(row, ctx.now_ns)));
        }
        Some(auditor) => return Err(AuditError::CommitmentTaken { auditor }),
        None => {}
    }
    let at_ns = ctx.now_ns;
    for seat in row.seats.iter_mut().filter(|seat| seat.auditor == auditor) {
        seat.state = SeatState::Committed { commitment, at_ns };
    }
    // As the event is applied.
    if !row.seats.iter().any(|seat| seat.state == SeatState::Drawn) {
        row.commit_until_ns = at_ns;
        row.reveal_until_ns = at_ns + u64::from(row.reveal_days) * DAY_NS;
    }
    let event = Event::ReportCommitted {
        assignment_id,
        auditor,
        commitment,
    };
    Ok(Decision::change(event, seats::view(row, at_ns)))
}

#[cfg(test)]
mod tests;
