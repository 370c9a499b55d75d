//! Better members, and how large subnets could be.

use super::{limits, seed, view};
use crate::commands::membership;
use crate::domain::{number, text};
use crate::state::State;
use bonafide_policy::decentralization::feasible::{Supply, feasible};
use bonafide_policy::decentralization::search::{self, Pool, Suggestion};
use bonafide_policy::decentralization::{Health, Network, Threshold};
use bonafide_types::id::{NodeId, OperatorId, SubnetId};
use bonafide_types::limits::SUBNET_NODES;
use bonafide_types::registry::{
    Dimension, Feasibility, FeasibleArgs, MembershipChange, MembershipProposal, NewSubnet, Node,
    NodeRole, Optimality, ProposeMembershipArgs, RegistryError,
};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// The network with the standing of everybody as of now: whose nodes may join, and for a kind
/// that asks it, which have SEV-SNP.
pub(crate) fn standing_network<M: Memory>(state: &State<M>, now_ns: u64, sev: bool) -> Network {
    let mut network = state.mirror.network.clone();
    let with_spare = (0..).zip(state.mirror.network.classes());
    let mut operators: Vec<_> = with_spare
        .filter(|(class, _)| state.mirror.network.spare(*class) > 0)
        .map(|(_, class)| class.actor(Dimension::NodeOperator))
        .collect();
    operators.sort_unstable();
    operators.dedup();
    for operator in operators {
        let name = network.name(Dimension::NodeOperator, operator);
        let id = OperatorId(Principal::from_slice(name));
        let record = state.node_operator(id);
        let barred = record
            .is_none_or(|record| !membership::barred_record(state, &record, now_ns).is_empty());
        if barred {
            network.change_classes(operator, |class| class.eligible = false);
        } else if sev {
            network.change_classes(operator, |class| class.eligible = class.sev == Some(true));
        }
    }
    network
}

/// A better membership, or a new subnet, with the verdict on it. Nothing is changed.
///
/// # Errors
/// [`RegistryError::SubnetNotFound`], [`RegistryError::SubnetKindNotFound`],
/// [`RegistryError::OutOfRange`] of a count or size.
pub fn propose_membership<M: Memory>(
    state: &State<M>,
    args: &ProposeMembershipArgs,
    now_ns: u64,
) -> Result<MembershipProposal, RegistryError> {
    let subnet_id = match args {
        ProposeMembershipArgs::Create { kind, size } => {
            return create(state, kind, *size, now_ns);
        }
        ProposeMembershipArgs::Replace { subnet_id, .. }
        | ProposeMembershipArgs::Heal { subnet_id }
        | ProposeMembershipArgs::Resize { subnet_id, .. } => *subnet_id,
    };
    let subnet = state
        .mirror
        .number(subnet_id)
        .ok_or(RegistryError::SubnetNotFound { id: subnet_id })?;
    let limits = limits(state, &state.kind_of(subnet_id), now_ns)?;
    let network = standing_network(state, now_ns, limits.sev());
    let members = network.members(subnet);
    let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
    let mut pool = Pool::of(&network, &seed(state).0);
    let found = match args {
        ProposeMembershipArgs::Replace { count, .. } => {
            let most = Threshold::Bft.of(size).max(1);
            number::check("count", *count, 1..=most)?;
            // Members that do not run count against the churn: they are healed first.
            let down = members.iter();
            let down = down.filter(|class| network.class(**class).health == Health::Unhealthy);
            let down = u32::try_from(down.count()).unwrap_or(u32::MAX);
            let count = search::may_leave(&limits, size, down).min(*count);
            search::replace(&network, &limits, &mut pool, members, count)
        }
        ProposeMembershipArgs::Resize { size, .. } => {
            number::check("size", *size, 1..=SUBNET_NODES)?;
            search::resize(&network, &limits, &mut pool, members, *size)
        }
        ProposeMembershipArgs::Heal { .. } | ProposeMembershipArgs::Create { .. } => {
            search::heal(&network, &limits, &mut pool, members)
        }
    };
    let change = change_of(state, subnet_id, &found, &BTreeSet::new());
    let nothing = change.node_ids_add.is_empty() && change.node_ids_remove.is_empty();
    let change = (!nothing).then_some(change);
    let verdict = change.as_ref().map(|change| {
        let changes = std::slice::from_ref(change);
        membership::judge(state, changes, &[], now_ns).map(view)
    });
    Ok(MembershipProposal {
        verdict: verdict.transpose()?,
        change,
        creation: None,
        optimality: found.optimality,
        seed: seed(state),
    })
}

fn create<M: Memory>(
    state: &State<M>,
    kind: &str,
    size: Option<u32>,
    now_ns: u64,
) -> Result<MembershipProposal, RegistryError> {
    let limits = limits(state, kind, now_ns)?;
    let size = size.unwrap_or(limits.least_size());
    number::check("size", size, 1..=SUBNET_NODES)?;
    let network = standing_network(state, now_ns, limits.sev());
    let mut pool = Pool::of(&network, &seed(state).0);
    let Some(found) = search::create(&network, &limits, &mut pool, size) else {
        return Ok(MembershipProposal {
            change: None,
            creation: None,
            verdict: None,
            optimality: Optimality::Exhaustive,
            seed: seed(state),
        });
    };
    let creation = NewSubnet {
        kind: kind.into(),
        node_ids: spare_nodes(state, &found.add, &BTreeSet::new()),
    };
    let creations = std::slice::from_ref(&creation);
    let verdict = view(membership::judge(state, &[], creations, now_ns)?);
    Ok(MembershipProposal {
        change: None,
        creation: Some(creation),
        verdict: Some(verdict),
        optimality: found.optimality,
        seed: seed(state),
    })
}

/// How large a subnet of a kind could be, and what bounds it.
///
/// # Errors
/// [`RegistryError::SubnetKindNotFound`], [`RegistryError::TooMany`] caps,
/// [`RegistryError::OutOfRange`] of a cap.
pub fn get_feasibility<M: Memory>(
    state: &State<M>,
    args: &FeasibleArgs,
    now_ns: u64,
) -> Result<Feasibility, RegistryError> {
    text::check_count("caps", args.caps.len(), Dimension::ALL.len())?;
    let mut limits = limits(state, &args.kind, now_ns)?;
    for cap in &args.caps {
        number::check("caps.max", cap.max, 1..=u32::MAX)?;
        limits.set_cap(cap.dimension, cap.max);
    }
    let network = standing_network(state, now_ns, limits.sev());
    let supply = if args.all_nodes {
        Supply::all(&network)
    } else {
        Supply::spare(&network)
    };
    let found = feasible(&network, &limits, &supply, membership::NAMING);
    Ok(found.into_view())
}

/// A suggestion by nodes: of each class those whose principals come first and that are not taken
/// already.
pub(crate) fn change_of<M: Memory>(
    state: &State<M>,
    subnet_id: SubnetId,
    found: &Suggestion,
    taken: &BTreeSet<NodeId>,
) -> MembershipChange {
    let members = state.nodes_by_subnet.members(subnet_id.as_slice(), None);
    MembershipChange {
        subnet_id,
        node_ids_add: spare_nodes(state, &found.add, taken),
        node_ids_remove: first_of_each(state, members, &found.remove),
    }
}

/// Spare nodes of these classes that are not taken.
fn spare_nodes<M: Memory>(
    state: &State<M>,
    classes: &[u32],
    taken: &BTreeSet<NodeId>,
) -> Vec<NodeId> {
    let network = &state.mirror.network;
    let mut operators: Vec<_> = classes
        .iter()
        .map(|class| network.class(*class).actor(Dimension::NodeOperator))
        .collect();
    operators.sort_unstable();
    operators.dedup();
    let nodes = operators.into_iter().flat_map(|operator| {
        let name = network.name(Dimension::NodeOperator, operator);
        state.nodes_by_operator.members(name, None)
    });
    let spare = nodes.filter(|id| {
        let node = state.nodes.get(id);
        // A boundary node is of the same class as a spare one.
        node.is_some_and(|node| {
            node.subnet.is_none() && node.role != NodeRole::ApiBoundary && !taken.contains(&node.id)
        })
    });
    first_of_each(state, spare, classes)
}

/// Of some nodes the first of each class wanted, as often as it is wanted.
fn first_of_each<M: Memory>(
    state: &State<M>,
    nodes: impl Iterator<Item = Vec<u8>>,
    classes: &[u32],
) -> Vec<NodeId> {
    let mut wanted = classes.to_vec();
    let mut found = Vec::new();
    for id in nodes {
        if wanted.is_empty() {
            break;
        }
        let node: Option<Node> = state.nodes.get(&id);
        let class = node.and_then(|node| state.class_of(&node));
        if let Some(at) = wanted.iter().position(|want| Some(*want) == class) {
            wanted.swap_remove(at);
            found.push(NodeId(Principal::from_slice(&id)));
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests;
