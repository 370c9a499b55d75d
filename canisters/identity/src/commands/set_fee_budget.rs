//! Says what the treasury will pay to verifiers. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::identity::{IdentityError, SetFeeBudgetArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::BudgetTooSmall`] for what is reserved and owed,
/// [`IdentityError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    SetFeeBudgetArgs { authorized_e8s }: SetFeeBudgetArgs,
    _: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let budget = state.fee_budget();
    let committed_e8s = budget.reserved_e8s.saturating_add(budget.owed_e8s);
    if authorized_e8s < committed_e8s {
        return Err(IdentityError::BudgetTooSmall {
            given_e8s: authorized_e8s,
            committed_e8s,
        });
    }
    if authorized_e8s == budget.authorized_e8s {
        let what = format!("the budget is {authorized_e8s} e8s");
        return Err(IdentityError::NothingToChange { what });
    }
    Ok(Decision::change(Event::FeeBudgetSet { authorized_e8s }, ()))
}
