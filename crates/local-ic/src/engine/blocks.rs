//! Who proposed blocks and who failed to, day by day: what `node_metrics_history` tells.

use std::collections::{BTreeMap, VecDeque};

use candid::Principal;
use ic_management_canister_types::{NodeMetrics, NodeMetricsHistoryRecord};

/// Days kept, today included.
const MAX_DAYS: usize = 60;
const DAY_NS: u64 = 24 * 60 * 60 * 1_000_000_000;

#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    proposed: u64,
    failed: u64,
}

/// Totals since the beginning, as of some time.
#[derive(Clone, Debug, Default)]
struct Day {
    /// The last round of the day.
    time_ns: u64,
    nodes: BTreeMap<Principal, Totals>,
}

/// The blocks of one subnet.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockHistory {
    past: VecDeque<Day>,
    today: Day,
}

impl BlockHistory {
    /// A round at `time_ns` with its block maker and those whose turn it would have been.
    pub(super) fn observe(&mut self, time_ns: u64, blockmaker: Principal, failed: &[Principal]) {
        let began = !self.today.nodes.is_empty();
        if began && self.today.time_ns / DAY_NS != time_ns / DAY_NS {
            self.past.push_back(self.today.clone());
            while self.past.len() >= MAX_DAYS {
                self.past.pop_front();
            }
        }
        self.today.time_ns = time_ns;
        self.today.nodes.entry(blockmaker).or_default().proposed += 1;
        for node in failed {
            self.today.nodes.entry(*node).or_default().failed += 1;
        }
    }

    /// Days that ended, from the first whose last round was not before `start_ns`.
    pub(super) fn since(&self, start_ns: u64) -> Vec<NodeMetricsHistoryRecord> {
        self.past
            .iter()
            .filter(|day| day.time_ns >= start_ns)
            .map(|day| NodeMetricsHistoryRecord {
                timestamp_nanos: day.time_ns,
                node_metrics: day
                    .nodes
                    .iter()
                    .map(|(node_id, totals)| NodeMetrics {
                        node_id: *node_id,
                        num_blocks_proposed_total: totals.proposed,
                        num_block_failures_total: totals.failed,
                    })
                    .collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(number: u8) -> Principal {
        Principal::self_authenticating([number])
    }

    #[test]
    fn a_day_is_told_once_it_is_over() {
        let mut history = BlockHistory::default();
        history.observe(10, node(1), &[node(2)]);
        history.observe(20, node(1), &[]);
        assert!(history.since(0).is_empty());
        history.observe(DAY_NS, node(2), &[]);
        let told = history.since(0);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].timestamp_nanos, 20);
        let mut totals: Vec<_> = told[0]
            .node_metrics
            .iter()
            .map(|m| (m.num_blocks_proposed_total, m.num_block_failures_total))
            .collect();
        totals.sort_unstable();
        assert_eq!(totals, [(0, 1), (2, 0)]);
        assert!(history.since(21).is_empty());
    }

    #[test]
    fn sixty_days_are_kept() {
        let mut history = BlockHistory::default();
        for day in 0..100 {
            history.observe(day * DAY_NS, node(1), &[]);
        }
        let told = history.since(0);
        assert_eq!(told.len(), 59);
        assert_eq!(told[58].timestamp_nanos, 98 * DAY_NS);
        assert_eq!(told[58].node_metrics[0].num_blocks_proposed_total, 99);
    }
}
