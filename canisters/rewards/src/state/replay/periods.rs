//! What a log can say of periods and of the numbers that the rules use.

use super::{ReplayErrorReason, Rest, by_governance, call, elsewhere, events, rule};
use crate::commands::{
    adopt_period, cancel_period, compute_period, set_rewards_policy, supply_inputs,
    update_node_rewards_table,
};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::rewards::{
    AdoptPeriodArgs, CancelPeriodArgs, RewardsTable, SetRewardsPolicyArgs, SupplyInputsArgs,
    UpdateNodeRewardsTableArgs,
};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    let ctx = call(entry);
    let event = &entry.event;
    let (decided, words) = match event {
        Event::PolicySet { policy } => {
            by_governance(state, entry)?;
            let args = SetRewardsPolicyArgs { policy: *policy };
            let decided = set_rewards_policy::decide(state, args, &ctx);
            (events(decided), "a policy fits together and is counted")
        }
        Event::TableUpdated { table } => {
            by_governance(state, entry)?;
            let args = changes(state, table);
            let decided = update_node_rewards_table::decide(state, args, &ctx);
            (
                events(decided),
                "rates are added and changed, for later days",
            )
        }
        Event::PeriodAdopted { period } => {
            by_governance(state, entry)?;
            let args = AdoptPeriodArgs {
                from_day: period.from_day,
                to_day: period.to_day,
                engine: period.engine,
                xdr_permyriad_per_icp: period.xdr_permyriad_per_icp,
                rate_source: period.rate_source.clone(),
                inputs: period.inputs.clone(),
            };
            let decided = adopt_period::decide(state, args, &ctx);
            (
                events(decided),
                "a period is adopted when its days are over",
            )
        }
        Event::PeriodCancelled { period_id, reason } => {
            by_governance(state, entry)?;
            let args = CancelPeriodArgs {
                period_id: *period_id,
                reason: reason.clone(),
            };
            let decided = cancel_period::decide(state, args, &ctx);
            (
                events(decided),
                "a period is taken back before it is closed",
            )
        }
        Event::InputsSupplied {
            period_id,
            slice,
            bytes,
        } => {
            let args = SupplyInputsArgs {
                period_id: *period_id,
                slice: *slice,
                bytes: bytes.clone(),
            };
            let decided = supply_inputs::decide(state, args, &ctx);
            (events(decided), "facts are those that were adopted")
        }
        Event::SliceComputed { .. } | Event::PeriodClosed { .. } => {
            let decided = compute_period::due(state, entry.at_ns);
            (decided, "what is computed follows from the facts")
        }
        _ => return elsewhere(),
    };
    rule(!decided.is_empty(), words)?;
    Rest::of(decided, event, words)
}

/// The argument that makes this table of the one before it.
fn changes<M: Memory>(state: &State<M>, table: &RewardsTable) -> UpdateNodeRewardsTableArgs {
    let before = state.latest_table();
    let before = before.map_or_else(Vec::new, |before| before.rates);
    let changed = table.rates.iter().filter(|rate| !before.contains(rate));
    let mut new_entries: Vec<_> = changed.cloned().collect();
    if new_entries.is_empty() {
        // Another day alone: any rate says so.
        new_entries.extend(table.rates.first().cloned());
    }
    UpdateNodeRewardsTableArgs {
        effective_from_day: table.effective_from_day,
        new_entries,
    }
}
