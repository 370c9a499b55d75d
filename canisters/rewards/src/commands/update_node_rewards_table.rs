//! Adds or changes rates of the rewards table; those that are not named stay. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_policy::rewards::table::MAX_MONTHLY_XDR_PERMYRIAD;
use bonafide_types::field::FieldError;
use bonafide_types::limits::{
    DAY_NS, POLICY_NOTICE_DAYS, REGION_BYTES, REWARD_RATES, REWARD_RATES_CHANGED, REWARD_TABLES,
    TYPE_NAME_BYTES,
};
use bonafide_types::rewards::{
    NodeRewardRate, RewardsError, RewardsTable, UpdateNodeRewardsTableArgs,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Parts of a region: continent, country, city.
const PARTS: usize = 3;

/// Decides. A rate is never removed, as on the network. No day changes its table that a period
/// covers: its statements can be made again at any time.
///
/// # Errors
/// [`RewardsError::TooFew`], [`RewardsError::TooMany`] and [`RewardsError::DuplicateEntry`] of
/// the entries; [`RewardsError::TextEmpty`], [`RewardsError::TextTooLong`],
/// [`RewardsError::InvalidField`] and [`RewardsError::OutOfRange`] of one of them;
/// [`RewardsError::OutOfRange`] of the day; [`RewardsError::TooMany`] rates or versions;
/// [`RewardsError::NothingToChange`].
///
/// # Panics
/// When there are more versions than 32 bits count; far fewer are let in.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateNodeRewardsTableArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let UpdateNodeRewardsTableArgs {
        effective_from_day,
        new_entries,
    } = args;
    let field = "new_entries";
    field::check_count(field, new_entries.len(), 1, REWARD_RATES_CHANGED)?;
    new_entries.iter().try_for_each(check_rate)?;
    let named = new_entries.iter().map(|rate| {
        let (region, reward_type) = name(rate);
        format!("{reward_type:?} in {region:?}")
    });
    field::check_distinct(field, named)?;
    let latest = state.latest_table();
    check_day(state, latest.as_ref(), effective_from_day, ctx.now_ns)?;
    let before = latest.map(|table| table.rates).unwrap_or_default();
    let rates = before.iter().chain(&new_entries).cloned();
    let rates: BTreeMap<_, _> = rates.map(|rate| (name(&rate), rate)).collect();
    field::check_count("rates", rates.len(), 1, REWARD_RATES)?;
    let rates: Vec<_> = rates.into_values().collect();
    if rates == before {
        let what = "the table has these rates".into();
        return Err(RewardsError::NothingToChange { what });
    }
    let versions = state.rates.len();
    let limit = u64::from(REWARD_TABLES);
    if versions >= limit {
        return Err(RewardsError::TooMany {
            field: "versions".into(),
            count: versions + 1,
            limit,
        });
    }
    let table = RewardsTable {
        version: u32::try_from(versions).expect("BUG: versions are bounded"),
        effective_from_day,
        rates,
    };
    Ok(Decision::change(Event::TableUpdated { table }, ()))
}

/// Region and type: what a rate is known by.
fn name(rate: &NodeRewardRate) -> (String, String) {
    (rate.region.clone(), rate.reward_type.clone())
}

/// Checks what a rate is for and how much it is.
fn check_rate(rate: &NodeRewardRate) -> Result<(), FieldError> {
    let NodeRewardRate {
        region,
        reward_type,
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent,
    } = rate;
    let of = |name: &str| format!("new_entries.{name}");
    field::check(&of("region"), region, REGION_BYTES)?;
    let parts: Vec<_> = region.split(',').collect();
    let clean = |part: &&str| !part.is_empty() && part.trim() == *part;
    if parts.len() > PARTS || !parts.iter().all(clean) {
        let rule = "one to three parts between commas, without blanks around them";
        return Err(field::invalid(&of("region"), region, rule));
    }
    field::check(&of("reward_type"), reward_type, TYPE_NAME_BYTES)?;
    let monthly_name = of("xdr_permyriad_per_node_per_month");
    field::check_range(&monthly_name, *monthly, 0, MAX_MONTHLY_XDR_PERMYRIAD)?;
    match reward_coefficient_percent {
        Some(percent) if !(0..=100).contains(percent) => {
            let name = of("reward_coefficient_percent");
            Err(field::invalid(
                &name,
                &percent.to_string(),
                "0 to 100 percent",
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// From after the last day that a period covers, not from an earlier day than the version before
/// it, and not so late that a slip would keep all later versions away.
fn check_day<M: Memory>(
    state: &State<M>,
    latest: Option<&RewardsTable>,
    effective_from_day: u32,
    now_ns: u64,
) -> Result<(), FieldError> {
    let free = state.last_covered_day().map_or(0, |day| u64::from(day) + 1);
    let before = latest.map_or(0, |table| u64::from(table.effective_from_day));
    field::check_range(
        "effective_from_day",
        effective_from_day.into(),
        free.max(before),
        now_ns / DAY_NS + POLICY_NOTICE_DAYS,
    )
}

#[cfg(test)]
mod tests;
