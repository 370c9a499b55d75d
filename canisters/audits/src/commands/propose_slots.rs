//! An auditor proposes moments for the visit. Called with the auditor's own key.

use super::{Decision, seats};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AssignmentView, AuditError, Phase, ProposeSlotsArgs, Slot};
use bonafide_types::limits::{DAY_NS, SLOTS};
use ic_stable_structures::Memory;

/// How long before it a moment is proposed, at least.
const LEAD_NS: u64 = DAY_NS;

/// Decides; replies with the assignment. What the same auditor proposed before is replaced.
/// Until the provider accepts a moment, the visit is at the first one proposed.
///
/// # Errors
/// [`AuditError::AssignmentNotFound`]; [`AuditError::NoSeat`] when the caller is no auditor of
/// the current round; [`AuditError::WrongPhase`] when the visit is due or was made;
/// [`AuditError::VisitFixed`] when a moment is accepted; [`AuditError::OutsideWindow`];
/// [`AuditError::TooFew`], [`AuditError::TooMany`] of all auditors together;
/// [`AuditError::DuplicateEntry`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ProposeSlotsArgs,
    ctx: &Ctx,
) -> Result<Decision<AssignmentView>, AuditError> {
    let ProposeSlotsArgs {
        assignment_id,
        at_ns,
    } = args;
    let mut row = seats::assignment(state, assignment_id)?;
    let proposed_by = seats::current(&row, ctx.caller)?.auditor;
    seats::in_phase(&row, Phase::Notice, ctx.now_ns)?;
    if let Some(visit) = &row.visit {
        return Err(AuditError::VisitFixed { at_ns: visit.at_ns });
    }
    field::check_count("at_ns", at_ns.len(), 1, SLOTS)?;
    // Nobody is surprised: neither the provider by a moment that is about to come, nor the
    // other auditors.
    let earliest_ns = ctx.now_ns.saturating_add(LEAD_NS);
    let (from_ns, until_ns) = (row.window_from_ns.max(earliest_ns), row.window_until_ns);
    let mut slots = row.slots.clone();
    slots.retain(|slot| slot.proposed_by != proposed_by);
    for at_ns in at_ns {
        if !(from_ns..=until_ns).contains(&at_ns) {
            return Err(AuditError::OutsideWindow {
                at_ns,
                from_ns,
                until_ns,
            });
        }
        slots.push(Slot { at_ns, proposed_by });
    }
    field::check_count("slots", slots.len(), 1, SLOTS)?;
    field::check_distinct("slots", slots.iter().map(|slot| slot.at_ns))?;
    slots.sort_unstable_by_key(|slot| slot.at_ns);
    if slots == row.slots {
        return Ok(Decision::unchanged(seats::view(row, ctx.now_ns)));
    }
    row.slots.clone_from(&slots);
    row.follow_visit();
    let event = Event::SlotsProposed {
        assignment_id,
        slots,
    };
    Ok(Decision::change(event, seats::view(row, ctx.now_ns)))
}

#[cfg(test)]
mod tests;
