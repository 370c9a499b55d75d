//! Supplies the facts of a slice of a period. By anyone: what they must be was voted on.

use super::{Decision, standing};
use crate::domain::period as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, cbor, field};
use bonafide_policy::rewards::facts;
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::FACTS_BYTES;
use bonafide_types::rewards::{
    DayFacts, Engine, OperatorFacts, Period, RewardsError, SupplyInputsArgs,
};
use ic_stable_structures::Memory;
use sha2::{Digest, Sha256};

/// Decides. Answers with the period as it is then: with the last slice it can be computed.
///
/// # Errors
/// [`RewardsError::PeriodNotFound`], [`RewardsError::PeriodStanding`];
/// [`RewardsError::OutOfRange`] when there is no such slice; [`RewardsError::AlreadySupplied`];
/// [`RewardsError::TooMany`] and [`RewardsError::TooFew`] bytes; [`RewardsError::WrongHash`];
/// [`RewardsError::InvalidFacts`] when what was adopted is no facts of this engine and day.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SupplyInputsArgs,
    _: &Ctx,
) -> Result<Decision<Period>, RewardsError> {
    let SupplyInputsArgs {
        period_id,
        slice,
        bytes,
    } = args;
    let mut period = standing::period(state, period_id)?;
    let supplied = course::supply(&period)?;
    let last = u64::from(period.slices - 1);
    field::check_range("slice", slice.into(), 0, last)?;
    if state.has_facts(period_id, slice) {
        return Err(RewardsError::AlreadySupplied { slice });
    }
    field::check_count("bytes", bytes.0.len(), 1, FACTS_BYTES)?;
    check_hash(&period, slice, &bytes.0)?;
    check_facts(&period, slice, &bytes.0)
        .map_err(|rule| RewardsError::InvalidFacts { slice, rule })?;
    period.state = supplied;
    let event = Event::InputsSupplied {
        period_id,
        slice,
        bytes,
    };
    Ok(Decision::change(event, period))
}

fn check_hash(period: &Period, slice: u32, bytes: &[u8]) -> Result<(), RewardsError> {
    let given = Sha256Hash(Sha256::digest(bytes).into());
    // Facts that are awaited have an adopted hash for each slice.
    let adopted = course::adopted_hash(period, slice);
    let adopted = adopted.expect("BUG: a slice that is awaited has no hash");
    if given == adopted {
        Ok(())
    } else {
        Err(RewardsError::WrongHash {
            slice,
            given,
            adopted,
        })
    }
}

/// What the engine computes from must be whole: it never fails later.
fn check_facts(period: &Period, slice: u32, bytes: &[u8]) -> Result<(), String> {
    let unreadable = |error: minicbor::decode::Error| error.to_string();
    match period.engine {
        Engine::V0 => {
            let operators: OperatorFacts = cbor::decode(bytes).map_err(unreadable)?;
            facts::check_operators(&operators)
        }
        Engine::V1 => {
            let day: DayFacts = cbor::decode(bytes).map_err(unreadable)?;
            facts::check_day(&day, period.from_day + slice)
        }
    }
}

#[cfg(test)]
mod tests;
