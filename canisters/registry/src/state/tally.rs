//! Counters that follow the nodes. A page of an import moves many nodes of few operators:
//! what changes is gathered first, so that each counter is written once.

use super::State;
use bonafide_types::id::{OperatorId, ProviderId, SubnetId};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// By how much the number of nodes changes.
#[derive(Debug, Default)]
pub(super) struct Tally {
    operators: BTreeMap<OperatorId, i32>,
    /// Of these, nodes that the operator registered itself.
    registered: BTreeMap<OperatorId, i32>,
    subnets: BTreeMap<SubnetId, i32>,
}

impl Tally {
    pub(super) fn operator(&mut self, id: OperatorId, change: i32) {
        *self.operators.entry(id).or_default() += change;
    }

    pub(super) fn registered(&mut self, id: OperatorId, change: i32) {
        *self.registered.entry(id).or_default() += change;
    }

    pub(super) fn subnet(&mut self, id: SubnetId, change: i32) {
        *self.subnets.entry(id).or_default() += change;
    }
}

fn changed(count: u32, change: i32) -> u32 {
    count
        .checked_add_signed(change)
        .expect("BUG: more nodes left than were counted")
}

impl<M: Memory> State<M> {
    /// Writes the counters. An operator's nodes count for the provider it has now, so what
    /// an operator record moved from one provider to another before is moved already.
    pub(super) fn settle(&mut self, tally: Tally) {
        let mut providers: BTreeMap<ProviderId, i32> = BTreeMap::new();
        for (id, change) in tally
            .operators
            .into_iter()
            .filter(|(_, change)| *change != 0)
        {
            let counts = self.operator_counts(id);
            let nodes = changed(counts.nodes, change);
            self.operator_counts
                .insert(id.as_slice().to_vec(), (nodes, counts.registered));
            let provider = self.known_operator(id).provider;
            *providers.entry(provider).or_default() += change;
        }
        for (id, change) in providers.into_iter().filter(|(_, change)| *change != 0) {
            self.change_provider_counts(id, |operators, nodes| (operators, changed(nodes, change)));
        }
        for (id, change) in tally
            .registered
            .into_iter()
            .filter(|(_, change)| *change != 0)
        {
            let counts = self.operator_counts(id);
            let registered = changed(counts.registered, change);
            self.operator_counts
                .insert(id.as_slice().to_vec(), (counts.nodes, registered));
        }
        for (id, change) in tally.subnets.into_iter().filter(|(_, change)| *change != 0) {
            let mut row = self
                .subnets
                .get(id.as_slice())
                .expect("BUG: a node names an unknown subnet");
            row.members = changed(row.members, change);
            self.subnets.insert(id.as_slice(), &row);
        }
    }
}
