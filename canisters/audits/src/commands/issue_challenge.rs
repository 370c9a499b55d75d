//! An auditor asks for the challenge of the day. Called with the auditor's own key.
//!
//! The nodes of the site sign it, so nobody can have prepared the answer: it does not exist
//! before the visit is due.

use super::{Decision, seats};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, Challenge, IssueChallengeArgs, Phase};
use bonafide_types::id::{AuditorId, Blob};
use bonafide_types::limits::{DAY_NS, NONCE_BYTES};
use ic_stable_structures::Memory;

/// Checks that the caller may have a challenge now; replies with who it is. Asked before the
/// system draws the nonce, and again after it.
///
/// # Errors
/// [`AuditError::AssignmentNotFound`]; [`AuditError::NoSeat`] when the caller is no auditor of
/// the current round; [`AuditError::ChallengeIssued`] when this round has its challenge;
/// [`AuditError::ChallengeNotDue`] before the visit and from 24 hours after it on;
/// [`AuditError::WrongPhase`] when reports are not committed to any more.
pub fn check<M: Memory>(
    state: &State<M>,
    args: &IssueChallengeArgs,
    ctx: &Ctx,
) -> Result<AuditorId, AuditError> {
    let row = seats::assignment(state, args.assignment_id)?;
    let asked_by = seats::current(&row, ctx.caller)?.auditor;
    if let Some(Challenge { at_ns, .. }) = row.challenge {
        return Err(AuditError::ChallengeIssued { at_ns });
    }
    let from_ns = row.visit_at_ns();
    let until_ns = from_ns.saturating_add(DAY_NS);
    if row.phase(ctx.now_ns) != Phase::Over && !(from_ns..until_ns).contains(&ctx.now_ns) {
        return Err(AuditError::ChallengeNotDue { from_ns, until_ns });
    }
    seats::in_phase(&row, Phase::Commit, ctx.now_ns)?;
    Ok(asked_by)
}

/// Decides, with bytes that the system drew after [`check`]; replies with the challenge.
///
/// # Errors
/// Those of [`check`]: of two who ask at the same time, the second learns that it is there.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: &IssueChallengeArgs,
    nonce: [u8; NONCE_BYTES],
    ctx: &Ctx,
) -> Result<Decision<Challenge>, AuditError> {
    let challenge = Challenge {
        nonce: Blob(nonce.to_vec()),
        at_ns: ctx.now_ns,
        asked_by: check(state, args, ctx)?,
    };
    let event = Event::ChallengeIssued {
        assignment_id: args.assignment_id,
        challenge: challenge.clone(),
    };
    Ok(Decision::change(event, challenge))
}

#[cfg(test)]
mod tests;
