//! Adopts a period: its days, the engine, the rate, and where its facts come from. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_policy::rewards::facts;
use bonafide_types::limits::{
    DAY_NS, OPEN_PERIODS, PERIOD_DAYS, PURPOSE_BYTES, XDR_PERMYRIAD_PER_ICP,
};
use bonafide_types::rewards::{AdoptPeriodArgs, Engine, Inputs, Period, PeriodState, RewardsError};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Decides. Answers with its number. Where facts are collected it can be computed at once.
///
/// # Errors
/// [`RewardsError::InvalidDays`], [`RewardsError::RateOutOfRange`],
/// [`RewardsError::InputsDoNotFit`], [`RewardsError::DayCovered`], [`RewardsError::TableMissing`],
/// [`RewardsError::TooMany`] open periods; [`RewardsError::MetricsMissing`] and
/// [`RewardsError::InvalidFacts`] of what was collected; those of the rate's source.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AdoptPeriodArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, RewardsError> {
    let AdoptPeriodArgs {
        from_day,
        to_day,
        engine,
        xdr_permyriad_per_icp: rate,
        rate_source,
        inputs,
    } = args;
    let days = check_days(from_day, to_day, ctx.now_ns)?;
    if !(1..=XDR_PERMYRIAD_PER_ICP).contains(&rate) {
        return Err(RewardsError::RateOutOfRange {
            given: rate,
            min: 1,
            max: XDR_PERMYRIAD_PER_ICP,
        });
    }
    field::check("rate_source", &rate_source, PURPOSE_BYTES)?;
    check_inputs(engine, &inputs, days)?;
    for day in from_day..=to_day {
        if let Some(period_id) = state.period_of_day(engine, day) {
            return Err(RewardsError::DayCovered { day, period_id });
        }
    }
    // No version holds from an earlier day than the one before it, so the first day tells.
    if state.table_of_day(from_day).is_none() {
        return Err(RewardsError::TableMissing { day: from_day });
    }
    let count = state.open_periods.len() + 1;
    if count > OPEN_PERIODS {
        return Err(RewardsError::TooMany {
            field: "open_periods".into(),
            count,
            limit: OPEN_PERIODS,
        });
    }
    let first = if inputs == Inputs::Collected {
        check_collected(state, from_day, to_day)?;
        PeriodState::Computing { slice: 0 }
    } else {
        PeriodState::AwaitingInputs { supplied: 0 }
    };
    let id = state.periods.len();
    let period = Period {
        id,
        from_day,
        to_day,
        engine,
        xdr_permyriad_per_icp: rate.max(state.policy().minimum_xdr_permyriad_per_icp),
        rate_source,
        inputs,
        penalties: Vec::new(),
        input_hash: None,
        slices: match engine {
            Engine::V0 => 1,
            Engine::V1 => days,
        },
        totals: None,
        state: first,
    };
    Ok(Decision::change(Event::PeriodAdopted { period }, id))
}

/// Whether the days are in order, not too many, and over. Answers how many they are.
fn check_days(from_day: u32, to_day: u32, now_ns: u64) -> Result<u32, RewardsError> {
    let refused = |rule: String| RewardsError::InvalidDays {
        from_day,
        to_day,
        rule,
    };
    let Some(further) = to_day.checked_sub(from_day) else {
        return Err(refused("the first day must not be after the last".into()));
    };
    let days = further.saturating_add(1);
    if days > PERIOD_DAYS {
        return Err(refused(format!("{PERIOD_DAYS} days at most")));
    }
    if u64::from(to_day) >= now_ns / DAY_NS {
        return Err(refused("the last day must be over".into()));
    }
    Ok(days)
}

fn check_inputs(engine: Engine, inputs: &Inputs, days: u32) -> Result<(), RewardsError> {
    let rule = match (engine, inputs) {
        (Engine::V0, Inputs::Operators(_)) | (Engine::V1, Inputs::Collected) => return Ok(()),
        (Engine::V1, Inputs::Days(hashes)) if hashes.len() == days as usize => return Ok(()),
        (Engine::V1, Inputs::Days(hashes)) => {
            format!("{} hashes for {days} days", hashes.len())
        }
        (Engine::V0, Inputs::Days(_) | Inputs::Collected) => {
            "engine v0 wants one hash, of operator records".into()
        }
        (Engine::V1, Inputs::Operators(_)) => {
            "engine v1 wants a hash for each day, or collected facts".into()
        }
    };
    Err(RewardsError::InputsDoNotFit { rule })
}

/// Whether what was collected is whole: on each day somebody is known to have been paid, and
/// every subnet told its metrics that is known from any day of the period or the one before it.
/// A period in which a subnet began or ended is adopted in parts, and the facts of that day are
/// supplied.
///
/// The day before must be there too: a day's blocks are what was counted since the last day
/// that was collected, and without it that is more than a day's.
fn check_collected<M: Memory>(
    state: &State<M>,
    from_day: u32,
    to_day: u32,
) -> Result<(), RewardsError> {
    let before = from_day.checked_sub(1);
    let mut subnets = BTreeSet::new();
    for day in before.unwrap_or(from_day)..=to_day {
        subnets.extend(state.measured_subnets(day));
    }
    let missing = |day: u32, measured: usize| RewardsError::MetricsMissing {
        day,
        missing: (subnets.len() - measured) as u64,
    };
    if let Some(day) = before {
        let measured = state.measured_subnets(day).count();
        if measured == 0 || measured < subnets.len() {
            return Err(missing(day, measured));
        }
    }
    for (slice, day) in (0..).zip(from_day..=to_day) {
        let facts = state.collected(day);
        let measured = facts.as_ref().map_or(0, |facts| facts.subnets.len());
        let Some(facts) = facts.filter(|_| measured > 0 && measured == subnets.len()) else {
            return Err(missing(day, measured));
        };
        facts::check_day(&facts, day).map_err(|rule| RewardsError::InvalidFacts { slice, rule })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
