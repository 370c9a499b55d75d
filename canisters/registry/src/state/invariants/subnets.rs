//! What holds of policies of subnets, verdicts, cordons, and of the nodes counted by class.

use super::{Checked, ensure};
use crate::state::State;
use crate::state::mirror::Mirror;
use crate::state::subnets::subnet_policy_key;
use bonafide_policy::decentralization::check_rules;
use bonafide_policy::decentralization::verdict::verdict_hash;
use bonafide_types::id::SubnetId;
use bonafide_types::limits::CORDONS;
use bonafide_types::registry::{Dimension, cordon_key};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

pub(super) fn try_subnets<M: Memory>(state: &State<M>) -> Checked {
    try_policies(state)?;
    try_memberships(state)?;
    try_cordons(state)?;
    let (live, read) = (counted(&state.mirror), counted(&state.read_mirror()));
    let differs = live
        .iter()
        .find(|(key, count)| read.get(*key) != Some(count));
    let differs = differs.or_else(|| read.iter().find(|(key, _)| !live.contains_key(*key)));
    ensure(
        differs.is_none(),
        "nodes are counted by class as the rows say",
        &differs,
    )
}

/// Nodes by subnet (none for a spare one) and by what they share, with names for numbers.
type Counted = BTreeMap<(Option<SubnetId>, Vec<Vec<u8>>, String, String), u32>;

fn counted(mirror: &Mirror) -> Counted {
    let mut nodes = Counted::new();
    let network = &mirror.network;
    let mut count = |subnet, class: u32, nodes_there: u32| {
        let row = network.class(class);
        let names =
            Dimension::ALL.map(|dimension| network.name(dimension, row.actor(dimension)).to_vec());
        let shared = format!("{:?} {:?} {}", row.health, row.sev, row.eligible);
        let place = format!("{:?}", mirror.point(class));
        let key = (subnet, names.to_vec(), shared, place);
        if nodes_there > 0 {
            *nodes.entry(key).or_default() += nodes_there;
        }
    };
    for class in (0..).take(network.classes().len()) {
        count(None, class, network.spare(class));
    }
    for (id, number) in mirror.subnets_after(None) {
        for class in network.members(number) {
            count(Some(id), *class, 1);
        }
    }
    nodes
}

fn try_policies<M: Memory>(state: &State<M>) -> Checked {
    let mut versions: BTreeMap<String, (u32, u64)> = BTreeMap::new();
    for (key, row) in state.subnet_policies.after(None) {
        ensure(
            subnet_policy_key(&row.kind, row.version) == Some(key),
            "stands under its kind and version",
            &row.kind,
        )?;
        let (version, from_ns) = versions.entry(row.kind.clone()).or_default();
        ensure(
            row.version == *version + 1 && *from_ns <= row.effective_from_ns,
            "the versions of a kind's policy follow each other",
            &row.kind,
        )?;
        (*version, *from_ns) = (row.version, row.effective_from_ns);
        ensure(
            check_rules(&row.rules).is_ok(),
            "rules do not contradict each other",
            &row.kind,
        )?;
    }
    Ok(())
}

fn try_memberships<M: Memory>(state: &State<M>) -> Checked {
    for (number, (key, row)) in (0_u64..).zip(state.memberships.after(None)) {
        ensure(
            key == number.to_be_bytes() && row.id == number,
            "verdicts are numbered without a gap",
            &row.id,
        )?;
        ensure(
            row.verdict.accepted && row.verdict_hash == verdict_hash(&row.verdict),
            "a verdict that was executed was for it, and goes by its hash",
            &row.id,
        )?;
    }
    Ok(())
}

fn try_cordons<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.cordons.after(None) {
        ensure(
            key == cordon_key(row.dimension, &row.actor),
            "stands under its dimension and actor",
            &row.actor,
        )?;
    }
    let count = usize::try_from(state.cordons.len());
    ensure(
        count.is_ok_and(|count| count <= CORDONS),
        "few actors are cordoned off",
        &count,
    )
}

#[cfg(test)]
mod tests;
