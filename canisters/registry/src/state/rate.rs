//! How much a principal may do in a time, as the NNS registry limits its operators and
//! providers: `limits::RATE_SPIKE` operations at once, and one more every
//! `limits::RATE_PERIOD_NS`.
//!
//! Each operation books one period of its principal's time, from where its last booking ends
//! or from now. One moment per principal says it all, and there is nothing to clean up.

use super::State;
use bonafide_types::id::OperatorId;
use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};
use candid::Principal;
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    /// From when a principal's next operation is possible; `None`: now. Nanoseconds since the
    /// epoch.
    #[must_use]
    pub fn retry_at_ns(&self, principal: Principal, now_ns: u64) -> Option<u64> {
        let booked_ns = self.rate.get(&principal.as_slice().to_vec())?;
        let retry_at_ns = booked_ns.saturating_sub((RATE_SPIKE - 1) * RATE_PERIOD_NS);
        (now_ns < retry_at_ns).then_some(retry_at_ns)
    }

    /// Counts an operation.
    pub(super) fn book(&mut self, principal: Principal, at_ns: u64) {
        let key = principal.as_slice().to_vec();
        let booked_ns = self.rate.get(&key).unwrap_or_default().max(at_ns);
        self.rate
            .insert(key, booked_ns.saturating_add(RATE_PERIOD_NS));
    }

    /// Counts an operation of an operator, and of the provider it has now.
    pub(super) fn book_operator(&mut self, operator: OperatorId, at_ns: u64) {
        self.book(operator.0, at_ns);
        if let Some(record) = self.node_operator(operator) {
            self.book(record.provider.0, at_ns);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::commands::testing::{World, operator_id};
    use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};

    #[test]
    fn should_allow_a_spike_and_then_one_each_period() {
        let mut world = World::new();
        let (state, operator) = (&mut world.state, operator_id(1).0);
        let start = world.now_ns;
        for _ in 0..RATE_SPIKE {
            assert_eq!(state.retry_at_ns(operator, start), None);
            state.book(operator, start);
        }
        let next = start + RATE_PERIOD_NS;
        assert_eq!(state.retry_at_ns(operator, start), Some(next));
        assert_eq!(state.retry_at_ns(operator, next - 1), Some(next));
        assert_eq!(state.retry_at_ns(operator, next), None);
        state.book(operator, next);
        assert_eq!(
            state.retry_at_ns(operator, next),
            Some(next + RATE_PERIOD_NS)
        );
        // Whoever waits long enough has the whole spike again, and no more than that.
        let later = next + 1_000 * RATE_PERIOD_NS;
        for _ in 0..RATE_SPIKE {
            assert_eq!(state.retry_at_ns(operator, later), None);
            state.book(operator, later);
        }
        assert!(state.retry_at_ns(operator, later).is_some());
    }

    #[test]
    fn should_count_each_principal_alone_and_end_with_time() {
        let mut world = World::new();
        let state = &mut world.state;
        for _ in 0..RATE_SPIKE {
            state.book(operator_id(1).0, u64::MAX);
        }
        assert_eq!(state.retry_at_ns(operator_id(2).0, 0), None);
        assert!(state.retry_at_ns(operator_id(1).0, 0).is_some());
    }
}
