//! What events do to operator records and their counters.

use super::State;
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::NodeOperator;
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn known_operator(&self, id: OperatorId) -> NodeOperator {
        self.node_operator(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown node operator {id}"))
    }

    /// Writes an operator record, new or changed, with its provider's counters.
    pub(super) fn put_operator(&mut self, record: &NodeOperator) {
        let id = record.id.as_slice();
        let old = self.node_operator(record.id);
        let old_dc = old.as_ref().map(|old| old.dc_id.clone());
        if old_dc.as_ref() != Some(&record.dc_id) {
            if let Some(old) = old_dc {
                self.operators_by_data_center.remove(old.as_bytes(), id);
            }
            self.operators_by_data_center
                .insert(record.dc_id.as_bytes(), id, ());
        }
        let before = old.map(|old| old.provider);
        if before != Some(record.provider) {
            let nodes = self.operator_counts(record.id).nodes;
            if let Some(old) = before {
                self.operators_by_provider.remove(old.as_slice(), id);
                self.change_provider_counts(old, |operators, held| (operators - 1, held - nodes));
            }
            self.operators_by_provider
                .insert(record.provider.as_slice(), id, ());
            self.change_provider_counts(record.provider, |operators, held| {
                (operators + 1, held + nodes)
            });
        }
        self.node_operators.insert(id, record);
        self.mirror_operators([record.id]);
    }

    pub(super) fn change_provider_counts(
        &mut self,
        id: ProviderId,
        change: impl FnOnce(u32, u32) -> (u32, u32),
    ) {
        let counts = self.provider_counts(id);
        self.provider_counts.insert(
            id.as_slice().to_vec(),
            change(counts.operators, counts.nodes),
        );
    }

    pub(super) fn change_operator(
        &mut self,
        record: &NodeOperator,
        by: Option<ProviderId>,
        at_ns: u64,
    ) {
        let before = self.known_operator(record.id).provider;
        self.put_operator(record);
        if before != record.provider {
            self.reopen_answers(record.provider, at_ns);
        }
        if let Some(by) = by {
            self.book(by.0, at_ns);
        }
    }

    pub(super) fn remove_operators(&mut self, ids: &[OperatorId]) {
        for id in ids {
            let record = self.known_operator(*id);
            let key = id.as_slice();
            self.operators_by_data_center
                .remove(record.dc_id.as_bytes(), key);
            self.operators_by_provider
                .remove(record.provider.as_slice(), key);
            // It has no nodes, so none leave the provider's count.
            self.change_provider_counts(record.provider, |operators, nodes| (operators - 1, nodes));
            self.operator_counts.remove(&key.to_vec());
            self.node_operators.remove(key);
        }
    }
}
