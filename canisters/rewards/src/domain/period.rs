//! The course of a period: one function for each arrow, which says where the period stands then,
//! or why it cannot go that way.
//!
//! ```text
//! AwaitingInputs ─▶ Computing ─▶ Closed
//! both before Closed ─▶ Cancelled
//! ```
//!
//! A period whose facts were collected begins with `Computing`. Nothing leaves `Closed` and
//! `Cancelled`.

use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{Engine, Inputs, Period, PeriodState, RewardsError};

fn refused(period: &Period, needed: &str) -> RewardsError {
    RewardsError::PeriodStanding {
        period_id: period.id,
        state: period.state,
        needed: needed.into(),
    }
}

/// One more slice has its facts. With the last of them the period can be computed.
///
/// # Errors
/// [`RewardsError::PeriodStanding`].
pub fn supply(period: &Period) -> Result<PeriodState, RewardsError> {
    match period.state {
        PeriodState::AwaitingInputs { supplied } if supplied + 1 < period.slices => {
            Ok(PeriodState::AwaitingInputs {
                supplied: supplied + 1,
            })
        }
        PeriodState::AwaitingInputs { .. } => Ok(PeriodState::Computing { slice: 0 }),
        _ => Err(refused(period, "AwaitingInputs")),
    }
}

/// The slice that is next is computed.
///
/// # Errors
/// [`RewardsError::PeriodStanding`], also when all slices are computed.
pub fn compute(period: &Period) -> Result<PeriodState, RewardsError> {
    match period.state {
        PeriodState::Computing { slice } if slice < period.slices => {
            Ok(PeriodState::Computing { slice: slice + 1 })
        }
        _ => Err(refused(period, "Computing, with a slice to go")),
    }
}

/// Its statements are made.
///
/// # Errors
/// [`RewardsError::PeriodStanding`], also when not all slices are computed.
pub fn close(period: &Period, now_ns: u64) -> Result<PeriodState, RewardsError> {
    match period.state {
        PeriodState::Computing { slice } if slice == period.slices => {
            Ok(PeriodState::Closed { at_ns: now_ns })
        }
        _ => Err(refused(period, "Computing, with no slice to go")),
    }
}

/// A vote takes it back.
///
/// # Errors
/// [`RewardsError::PeriodStanding`] once it is closed or cancelled.
pub fn cancel(period: &Period, now_ns: u64) -> Result<PeriodState, RewardsError> {
    if is_open(period) {
        Ok(PeriodState::Cancelled { at_ns: now_ns })
    } else {
        Err(refused(period, "AwaitingInputs or Computing"))
    }
}

/// Whether it is neither closed nor cancelled.
#[must_use]
pub const fn is_open(period: &Period) -> bool {
    match period.state {
        PeriodState::AwaitingInputs { .. } | PeriodState::Computing { .. } => true,
        PeriodState::Closed { .. } | PeriodState::Cancelled { .. } => false,
    }
}

/// The slice of a day, of a period of engine v1 that covers it.
#[must_use]
pub fn slice_of(period: &Period, day: u32) -> Option<u32> {
    let covered = period.engine == Engine::V1 && day <= period.to_day;
    covered.then(|| day.checked_sub(period.from_day)).flatten()
}

/// The day whose rewards table a slice is computed with: its own for v1, the last for v0.
#[must_use]
pub const fn table_day(period: &Period, slice: u32) -> u32 {
    match period.engine {
        Engine::V0 => period.to_day,
        Engine::V1 => period.from_day + slice,
    }
}

/// The hash of a slice's facts that was adopted; none of a slice that there is not, and of facts
/// that were collected.
#[must_use]
pub fn adopted_hash(period: &Period, slice: u32) -> Option<Sha256Hash> {
    match &period.inputs {
        Inputs::Operators(hash) => (slice == 0).then_some(*hash),
        Inputs::Days(hashes) => hashes.get(slice as usize).copied(),
        Inputs::Collected => None,
    }
}

#[cfg(test)]
mod tests;
