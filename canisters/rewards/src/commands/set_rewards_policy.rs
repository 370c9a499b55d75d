//! Sets the numbers that the rules use. Governed.

use super::Decision;
use crate::domain::policy as rules;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::rewards::{PenaltyTable, RewardsError, RewardsPolicy, SetRewardsPolicyArgs};
use ic_stable_structures::Memory;

/// Decides. What a case, a lot or a period took from the policy stays as it was. The version of
/// the penalties goes up when one of them changes, whatever the argument says.
///
/// # Errors
/// Those of [`rules::check`]; [`RewardsError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    SetRewardsPolicyArgs { policy: given }: SetRewardsPolicyArgs,
    _: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    rules::check(&given)?;
    let before = state.policy();
    let version = before.penalties.version;
    let same = PenaltyTable {
        version,
        ..given.penalties
    };
    let penalties = if same == before.penalties {
        same
    } else {
        PenaltyTable {
            version: version + 1,
            ..same
        }
    };
    let policy = RewardsPolicy { penalties, ..given };
    if policy == before {
        let what = "these numbers are in force".into();
        return Err(RewardsError::NothingToChange { what });
    }
    Ok(Decision::change(Event::PolicySet { policy }, ()))
}

#[cfg(test)]
mod tests;
