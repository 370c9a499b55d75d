//! Reads, one file per family. None of them changes anything or knows the system.
//!
//! Lists go by cursor, return 100 records at most and look at a bounded number.

pub mod decentralization;
pub mod declarations;
pub mod independence;
pub mod infrastructure;
pub mod network;
pub mod nodes;
mod place;
pub mod providers;
pub mod rules;
pub mod working_group;

use crate::state::State;
use bonafide_kit::page;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::PAGE_RECORDS;
use ic_stable_structures::Memory;

/// The limit in force for a list.
pub(crate) fn limit(asked: Option<u32>) -> usize {
    page::limit(asked, PAGE_RECORDS)
}

/// The cluster that an id names, by its name or by one of its members; one that is alone
/// stands for itself.
pub(crate) fn cluster_of<M: Memory>(state: &State<M>, id: ProviderId) -> ProviderId {
    let member = state.clusters.get(id.as_slice());
    member.map_or(id, |member| member.cluster)
}

/// The members of a cluster above `after` (all, when absent) in the order of their bytes.
/// Read lazily.
pub(crate) fn cluster_keys<'s, M: Memory>(
    state: &'s State<M>,
    cluster: ProviderId,
    after: Option<&[u8]>,
) -> Box<dyn Iterator<Item = Vec<u8>> + 's> {
    let id = cluster.as_slice();
    if state.clusters.contains(id) {
        Box::new(state.cluster_members.members(id, after))
    } else {
        let alone = after.is_none_or(|after| id > after);
        Box::new(alone.then(|| id.to_vec()).into_iter())
    }
}
