//! Sets the numbers that the rules use. Governed.
//!
//! Versions take effect in their order. Of two with the same date the later one counts, so a
//! version that is not in effect yet can be replaced by one with its date.

use super::Decision;
use super::clusters::{Change, clusters_after};
use crate::domain::{number, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{DAY_NS, POLICIES, POLICY_NOTICE_DAYS};
use bonafide_types::registry::{RegistryError, RegistryPolicy, SetRegistryPolicyArgs};
use ic_stable_structures::Memory;
use std::ops::RangeInclusive;

const OWNERSHIP_THRESHOLD_BPS: RangeInclusive<u32> = 1..=2_500;
const GENERATION_NOTICE_DAYS: RangeInclusive<u32> = 30..=730;
const BOUNDARY_NODE_OPERATORS: RangeInclusive<u32> = 2..=16;

/// Decides. A policy in effect at once moves the clusters at once; one with a date moves them
/// when it takes effect, by the answers of that time.
///
/// # Errors
/// [`RegistryError::OutOfRange`], [`RegistryError::DuplicateEntry`] of a kind,
/// [`RegistryError::EffectiveTooEarly`] before now or before the version it follows,
/// [`RegistryError::NothingToChange`] when only the date is another than that version's,
/// [`RegistryError::TooMany`] versions.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetRegistryPolicyArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetRegistryPolicyArgs {
        ownership_threshold_bps,
        mut counted_links,
        one_sided_links_count,
        generation_notice_days,
        boundary_node_operators,
        effective_from_ns,
    } = args;
    number::check(
        "ownership_threshold_bps",
        ownership_threshold_bps.into(),
        OWNERSHIP_THRESHOLD_BPS,
    )?;
    number::check(
        "generation_notice_days",
        generation_notice_days,
        GENERATION_NOTICE_DAYS,
    )?;
    number::check(
        "boundary_node_operators",
        boundary_node_operators,
        BOUNDARY_NODE_OPERATORS,
    )?;
    counted_links.sort_unstable();
    if let Some(twice) = counted_links.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(RegistryError::DuplicateEntry {
            field: "counted_links".into(),
            given: format!("{:?}", twice[0]),
        });
    }
    let count = usize::try_from(state.policies.len()).unwrap_or(usize::MAX);
    text::check_count("policies", count.saturating_add(1), POLICIES)?;
    let last = state.latest_policy();
    let effective_from_ns = check_effect(effective_from_ns, last.effective_from_ns, ctx.now_ns)?;
    let policy = RegistryPolicy {
        version: last.version + 1,
        ownership_threshold_bps,
        counted_links,
        one_sided_links_count,
        generation_notice_days,
        boundary_node_operators,
        effective_from_ns,
    };
    let as_last = RegistryPolicy {
        version: last.version,
        effective_from_ns: last.effective_from_ns,
        ..policy.clone()
    };
    if as_last == last {
        return Err(RegistryError::NothingToChange {
            what: format!("version {} has the same numbers", last.version),
        });
    }
    let moved = if effective_from_ns <= ctx.now_ns {
        clusters_after(state, Change::Policy(&policy), ctx.now_ns)
    } else {
        None
    };
    Ok(Decision {
        events: [Event::PolicySet { policy }]
            .into_iter()
            .chain(moved)
            .collect(),
        reply: (),
    })
}

/// From when a policy is in effect that follows one in effect from `last_ns` on. Nanoseconds
/// since the epoch.
pub(super) fn check_effect(
    given_ns: Option<u64>,
    last_ns: u64,
    now_ns: u64,
) -> Result<u64, RegistryError> {
    let given_ns = given_ns.unwrap_or(now_ns);
    let earliest_ns = now_ns.max(last_ns);
    if given_ns < earliest_ns {
        return Err(RegistryError::EffectiveTooEarly {
            given_ns,
            earliest_ns,
        });
    }
    let latest_ns = now_ns.saturating_add(POLICY_NOTICE_DAYS * DAY_NS);
    if given_ns > latest_ns {
        let number = |ns| i64::try_from(ns).unwrap_or(i64::MAX);
        return Err(RegistryError::OutOfRange {
            field: "effective_from_ns".into(),
            given: number(given_ns),
            min: number(earliest_ns),
            max: number(latest_ns),
        });
    }
    Ok(given_ns)
}

#[cfg(test)]
mod tests;
