//! Sets the numbers that the rules use. Governed.

use super::Decision;
use crate::domain::policy as rules;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, SetAuditPolicyArgs};
use ic_stable_structures::Memory;

/// Decides. What a plan, an assignment or a finding took from the policy stays as it was.
///
/// # Errors
/// Those of [`rules::check`]; [`AuditError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    SetAuditPolicyArgs { policy }: SetAuditPolicyArgs,
    _: &Ctx,
) -> Result<Decision<()>, AuditError> {
    rules::check(&policy)?;
    if policy == state.policy() {
        let what = "these numbers are in force".into();
        return Err(AuditError::NothingToChange { what });
    }
    Ok(Decision::change(Event::PolicySet { policy }, ()))
}

#[cfg(test)]
mod tests;
