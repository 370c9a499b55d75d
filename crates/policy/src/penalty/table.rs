//! The least that each class of offences costs.
//!
//! Each class of audits' findings is one, and two more are about what a provider declares:
//!
//! - [`PenaltyClass::LateUpdate`]: it reported a change itself, but after the days it had
//! - [`PenaltyClass::FalseDeclaration`]: others found it after these days
//!
//! A change that is reported in time costs nothing. Declarations that lapsed, low scores and
//! alerts are not classes: nothing of them is ever punished.

use super::{PenaltyError, ppb::Ppb};
use bonafide_types::rewards::{PenaltyClass, PenaltyTable};

/// Nanoseconds in a day.
const DAY_NS: u128 = 86_400_000_000_000;

/// What a class costs at least.
///
/// # Errors
/// [`PenaltyError::AboveWhole`].
pub const fn base(table: &PenaltyTable, class: PenaltyClass) -> Result<Ppb, PenaltyError> {
    Ppb::of_bps(table.base_bps(class))
}

/// Whether no class costs more than the whole.
///
/// # Errors
/// [`PenaltyError::AboveWhole`], of the first that does.
pub fn check(table: &PenaltyTable) -> Result<(), PenaltyError> {
    (PenaltyClass::ALL.into_iter()).try_for_each(|class| base(table, class).map(drop))
}

/// Of which class a change is that became known at a time: to the provider's credit when it
/// reported it itself. `None` while the days it has are not over. Nanoseconds since the epoch.
#[must_use]
pub fn of_change(
    table: &PenaltyTable,
    changed_ns: u64,
    known_ns: u64,
    itself: bool,
) -> Option<PenaltyClass> {
    let due = u128::from(changed_ns) + u128::from(table.change_days) * DAY_NS;
    if u128::from(known_ns) <= due {
        None
    } else if itself {
        Some(PenaltyClass::LateUpdate)
    } else {
        Some(PenaltyClass::FalseDeclaration)
    }
}

#[cfg(test)]
mod tests;
