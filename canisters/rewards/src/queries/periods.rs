//! Periods, what they are computed from, and what there is to look at.

use super::SCAN;
use crate::domain::period as course;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::id::Blob;
use bonafide_types::limits::PAGE_RECORDS;
use bonafide_types::rewards::{
    AlertPage, ListAlertsArgs, ListPeriodsArgs, PeriodPage, RewardsTable,
};
use ic_stable_structures::Memory;

/// Periods in the order of their numbers.
pub fn list_periods<M: Memory>(state: &State<M>, args: &ListPeriodsArgs) -> PeriodPage {
    let ListPeriodsArgs { after, limit } = *args;
    let first = after.map_or(0, |after| after.saturating_add(1));
    let ids = (first..state.periods.len()).map(|id| (id, id));
    let limit = page::limit(limit, PAGE_RECORDS);
    let (periods, next) = page::collect(ids, limit, SCAN, |_, id| state.period(id));
    PeriodPage { periods, next }
}

/// The facts of a slice, CBOR: the bytes that were supplied. Where they are collected: those that
/// the slice was computed from, and before that what was collected so far. None of a period that
/// was cancelled.
pub fn get_facts<M: Memory>(state: &State<M>, period_id: u64, slice: u32) -> Option<Blob> {
    let period = state.period(period_id)?;
    state.slice_facts(&period, slice).map(Blob)
}

/// The alerts of a day of a period of engine v1; none before it is computed.
pub fn list_alerts<M: Memory>(state: &State<M>, args: &ListAlertsArgs) -> AlertPage {
    let ListAlertsArgs { period_id, day } = *args;
    let period = state.period(period_id);
    let slice = period.and_then(|period| course::slice_of(&period, day));
    let alerts = slice.map(|slice| state.alerts_of(period_id, slice));
    AlertPage {
        alerts: alerts.unwrap_or_default(),
    }
}

/// A version of the rewards table; the last one when none is named.
pub fn get_rewards_table<M: Memory>(
    state: &State<M>,
    version: Option<u32>,
) -> Option<RewardsTable> {
    match version {
        Some(version) => state.rates.get(&version.to_be_bytes()),
        None => state.latest_table(),
    }
}

#[cfg(test)]
mod tests;
