//! Admits an auditor that applied: it is drawn from the next snapshot on. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AdmitAuditorArgs, AuditError, AuditorStatus};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

/// Decides. The applicant must still have the stake of an application, which it could ask back
/// since.
///
/// # Errors
/// [`AuditError::AuditorNotFound`], [`AuditError::AuditorStanding`] when it does not wait for
/// this, [`AuditError::AuditorIsProvider`] when it became one, [`AuditError::StakeTooSmall`];
/// those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    AdmitAuditorArgs { id, reason }: AdmitAuditorArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let auditor = standing::changed(
        state,
        id,
        &[AuditorStatus::Applied],
        AuditorStatus::Active,
        reason,
        ctx.now_ns,
    )?;
    standing::no_provider(state, id)?;
    let account = state.account(Caller(id.0));
    let free_e8s = account.free_e8s + account.locked_e8s;
    let needed_e8s = state.policy().application_stake_e8s;
    if free_e8s < needed_e8s {
        return Err(AuditError::StakeTooSmall {
            free_e8s,
            needed_e8s,
        });
    }
    Ok(Decision::change(Event::AuditorChanged { auditor }, ()))
}

#[cfg(test)]
mod tests;
