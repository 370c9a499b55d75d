//! Computes what can be computed: one slice, or a period's statements. By the canister itself.
//!
//! Each slice is a message of its own, and so is the end of a period, however many days it has.

use crate::domain::period as course;
use crate::state::{Event, State};
use bonafide_kit::cbor;
use bonafide_policy::rewards::input::{self, PeriodInput};
use bonafide_policy::rewards::tally::reaches;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::rewards::{
    Effect, Mode, Period, PeriodState, PeriodTotals, PublishedPenalty, Tally,
};
use ic_stable_structures::Memory;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Everything that a provider earned, in basis points.
const ALL_BPS: u32 = 10_000;

/// Whether anything can be computed.
pub fn is_due<M: Memory>(state: &State<M>) -> bool {
    next(state).is_some()
}

/// What comes next of the first period whose facts are all here.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    let event = next(state).map(|(period, slice)| {
        if slice < period.slices {
            Event::SliceComputed {
                period_id: period.id,
                slice,
            }
        } else {
            let period = closed(state, period, now_ns);
            Event::PeriodClosed { period }
        }
    });
    event.into_iter().collect()
}

/// The first period that is being computed, and its next slice.
fn next<M: Memory>(state: &State<M>) -> Option<(Period, u32)> {
    let mut periods = state.open_periods.keys().filter_map(|id| state.period(id));
    periods.find_map(|period| match period.state {
        PeriodState::Computing { slice } => Some((period, slice)),
        PeriodState::AwaitingInputs { .. }
        | PeriodState::Closed { .. }
        | PeriodState::Cancelled { .. } => None,
    })
}

/// The period with what its statements are made from.
fn closed<M: Memory>(state: &State<M>, mut period: Period, now_ns: u64) -> Period {
    let tallies: Vec<_> = state.tallies(period.id).collect();
    period.penalties = penalties(state, &period, &tallies);
    period.input_hash = Some(input_hash(state, &period));
    period.totals = Some(totals(state, &period, &tallies));
    let closed = course::close(&period, now_ns);
    period.state = closed.expect("BUG: a period is closed before its last slice");
    period
}

/// The published penalties that the statements carry: of providers that have figures in this
/// period, and of nodes that earned in it. All others wait for another period. Those of one
/// provider take no more than all together, and the last of them only what is left.
fn penalties<M: Memory>(
    state: &State<M>,
    period: &Period,
    tallies: &[(ProviderId, Tally)],
) -> Vec<PublishedPenalty> {
    if state.policy().mode != Mode::Enabled {
        return Vec::new();
    }
    let with_figures = tallies
        .iter()
        .filter(|(_, tally)| matches!(state.amounts(period, tally, &[]), Ok(Some(_))));
    let mut left_bps: BTreeMap<_, _> = with_figures
        .map(|(provider, tally)| (*provider, (tally, ALL_BPS)))
        .collect();
    let mut penalties = Vec::new();
    for case in state.published.keys().filter_map(|id| state.case(id)) {
        let charge = &case.charge;
        let Some((tally, left_bps)) = left_bps.get_mut(&charge.provider) else {
            continue;
        };
        let bps = case.effects.iter().find_map(|effect| match effect {
            Effect::PenaltyPublished { bps, .. } => Some(*bps),
            Effect::LotLocked { .. }
            | Effect::BondLocked { .. }
            | Effect::LotTaken { .. }
            | Effect::BondTaken { .. } => None,
        });
        let penalty = PublishedPenalty {
            case_id: case.id,
            provider: charge.provider,
            node: charge.node,
            bps: bps.unwrap_or_default().min(*left_bps),
        };
        if penalty.bps > 0 && reaches(tally, &penalty) {
            *left_bps -= penalty.bps;
            penalties.push(penalty);
        }
    }
    penalties
}

/// The hash over everything that the statements are computed from.
fn input_hash<M: Memory>(state: &State<M>, period: &Period) -> Sha256Hash {
    let slices: Vec<_> = (0..period.slices)
        .map(|slice| {
            // What was supplied has the hash that was adopted.
            course::adopted_hash(period, slice).unwrap_or_else(|| {
                let facts = state.slice_facts(period, slice);
                hash(&facts.expect("BUG: a slice is computed without facts"))
            })
        })
        .collect();
    let tables: Vec<_> = (0..period.slices)
        .map(|slice| hash(&cbor::encode(&state.table_of_slice(period, slice))))
        .collect();
    input::hash(&PeriodInput {
        engine: period.engine,
        from_day: period.from_day,
        to_day: period.to_day,
        xdr_permyriad_per_icp: period.xdr_permyriad_per_icp,
        maximum_provider_e8s: state.policy().maximum_provider_e8s,
        slices: &slices,
        tables: &tables,
        penalties: &period.penalties,
    })
}

fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// Sums over the statements, as they will be. A sum that 64 bits do not hold stays at the most
/// that they do.
fn totals<M: Memory>(
    state: &State<M>,
    period: &Period,
    tallies: &[(ProviderId, Tally)],
) -> PeriodTotals {
    let mut totals = PeriodTotals::default();
    for slice in 0..period.slices {
        let alerts = state.alerts_of(period.id, slice).len();
        let alerts = u32::try_from(alerts).unwrap_or(u32::MAX);
        totals.alerts = totals.alerts.saturating_add(alerts);
    }
    for (provider, tally) in tallies {
        totals.providers += 1;
        let Some(amounts) = state.statement_of(period, *provider, tally).amounts else {
            totals.faulty += 1;
            continue;
        };
        for (sum, amount) in [
            (&mut totals.gross_xdr_permyriad, amounts.gross_xdr_permyriad),
            (&mut totals.kept_xdr_permyriad, amounts.kept_xdr_permyriad),
            (&mut totals.gross_e8s, amounts.gross_e8s),
            (&mut totals.kept_e8s, amounts.kept_e8s),
        ] {
            *sum = sum.saturating_add(amount);
        }
    }
    totals
}

#[cfg(test)]
mod tests;
