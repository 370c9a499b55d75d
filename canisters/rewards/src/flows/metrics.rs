//! Collects from the system what nodes did: the blocks that each proposed, and those that it
//! should have proposed.
//!
//! The system keeps the counts at the end of each of the last 60 days, by subnet. A few subnets
//! are asked in each run, in turn, each from the end of the last day that is here. Counts run
//! since a subnet began, so a day that was missed is in the next one.

use super::registry::{day_of, subnets};
use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::call;
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::limits::{DAY_NS, FACT_SUBNET_NODES};
use bonafide_types::rewards::MetricsFact;
use candid::Principal;
use ic_management_canister_types::{
    NodeMetrics, NodeMetricsHistoryArgs, NodeMetricsHistoryRecord, NodeMetricsHistoryResult,
};
use ic_stable_structures::Memory;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Subnets that are asked in one run.
const SUBNETS: usize = 8;

thread_local! {
    /// The subnet that was asked last; on the heap, so an upgrade begins with the first.
    static LAST: Cell<Option<SubnetId>> = const { Cell::new(None) };
}

/// Collects the days that are over, of the subnets whose turn it is. What goes wrong is tried
/// again when the turn comes round.
pub async fn collect_metrics() {
    let Some(_guard) = TaskGuard::acquire("collect_metrics") else {
        return;
    };
    let now_ns = own().now_ns;
    for subnet in live::read(|state| due(state, &subnets(), LAST.get(), now_ns)) {
        LAST.set(Some(subnet));
        let Ok(records) = ask(subnet).await else {
            continue;
        };
        live::change(|state| {
            let ctx = own();
            let changes = changed(state, subnet, records, ctx.now_ns);
            if !changes.is_empty() {
                commit(state, &ctx, changes);
            }
        });
    }
}

async fn ask(subnet: SubnetId) -> Result<NodeMetricsHistoryResult, String> {
    let args = NodeMetricsHistoryArgs {
        subnet_id: subnet.0,
        start_at_timestamp_nanos: live::read(|state| start_ns(state, subnet)),
    };
    let management = Principal::management_canister();
    call(management, "node_metrics_history", &args, 0).await
}

/// The first day of a subnet that is not here.
fn next_day<M: Memory>(state: &State<M>, subnet: SubnetId) -> u32 {
    state.counts(subnet).map_or(0, |(last, _)| last + 1)
}

/// From when on a subnet is asked for.
fn start_ns<M: Memory>(state: &State<M>, subnet: SubnetId) -> u64 {
    u64::from(next_day(state, subnet)) * DAY_NS
}

/// The next subnets, of these in order, of which a day that is over is not here.
fn due<M: Memory>(
    state: &State<M>,
    subnets: &[SubnetId],
    last: Option<SubnetId>,
    now_ns: u64,
) -> Vec<SubnetId> {
    let turn = subnets.partition_point(|subnet| Some(*subnet) <= last);
    let (before, rest) = subnets.split_at(turn);
    let today = day_of(now_ns);
    let missing = |subnet: &SubnetId| next_day(state, *subnet) < today;
    let in_turn = rest.iter().chain(before).copied();
    in_turn.filter(missing).take(SUBNETS).collect()
}

/// The days that are over and not here: each by its last record. Ends before a day of more
/// nodes than facts hold.
fn changed<M: Memory>(
    state: &State<M>,
    subnet: SubnetId,
    mut records: Vec<NodeMetricsHistoryRecord>,
    now_ns: u64,
) -> Vec<Event> {
    let wanted = next_day(state, subnet)..day_of(now_ns);
    records.sort_by_key(|record| record.timestamp_nanos);
    let days = records.into_iter();
    let days = days.map(|record| (day_of(record.timestamp_nanos), record.node_metrics));
    // A later record of a day replaces an earlier one.
    let days: BTreeMap<_, _> = days.filter(|(day, _)| wanted.contains(day)).collect();
    let days = days.into_iter();
    days.map_while(|(day, rows)| {
        Some(Event::MetricsCollected {
            subnet,
            day,
            counts: counts(rows)?,
        })
    })
    .collect()
}

/// The counts in the order of the nodes' ids, unless there are too many.
fn counts(rows: Vec<NodeMetrics>) -> Option<Vec<MetricsFact>> {
    let rows = rows.into_iter().map(|row| {
        let fact = MetricsFact {
            node: NodeId(row.node_id),
            proposed: row.num_blocks_proposed_total,
            failed: row.num_block_failures_total,
        };
        (fact.node, fact)
    });
    let rows: BTreeMap<_, _> = rows.collect();
    (rows.len() <= FACT_SUBNET_NODES).then(|| rows.into_values().collect())
}

#[cfg(test)]
mod tests;
