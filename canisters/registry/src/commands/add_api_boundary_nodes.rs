//! Turns nodes into API boundary nodes: all of a batch, or none. Governed.
//!
//! As in the NNS registry a boundary node has a domain name of its own, is member of no
//! subnet and runs an elected version.

use super::{Decision, boundary_nodes};
use crate::domain::batch;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::NodeId;
use bonafide_types::limits::BOUNDARY_BATCH;
use bonafide_types::registry::{
    AddApiBoundaryNodeArgs, AddApiBoundaryNodesArgs, ApiBoundaryNode, RegistryError,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Decides.
///
/// # Errors
/// Those of the batch, [`RegistryError::GuestosVersionNotElected`],
/// [`RegistryError::NodeNotFound`], [`RegistryError::ApiBoundaryNodeAlreadyExists`],
/// [`RegistryError::NodeInSubnet`], [`RegistryError::NodeWithoutDomain`],
/// [`RegistryError::DomainInUse`] by a boundary node or by another node of the batch.
pub fn decide<M: Memory>(
    state: &State<M>,
    AddApiBoundaryNodesArgs { nodes, version }: AddApiBoundaryNodesArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let ids: Vec<_> = nodes.iter().map(|wanted| wanted.node_id).collect();
    batch::check("nodes", &ids, BOUNDARY_BATCH)?;
    boundary_nodes::check_elected(state, &version)?;
    let mut taken: BTreeMap<String, NodeId> = BTreeMap::new();
    let mut rows = Vec::with_capacity(nodes.len());
    for wanted in nodes {
        let AddApiBoundaryNodeArgs {
            node_id,
            kind,
            local_law_policy,
            monitor,
        } = wanted;
        let domain = fit_domain(state, node_id)?;
        if let Some(node) = taken.insert(domain.clone(), node_id) {
            return Err(RegistryError::DomainInUse { domain, node });
        }
        rows.push(ApiBoundaryNode {
            node_id,
            version: version.clone(),
            domain,
            kind,
            local_law_policy,
            monitor,
            added_at_ns: ctx.now_ns,
        });
    }
    Ok(Decision::change(
        Event::ApiBoundaryNodesAdded { nodes: rows },
        (),
    ))
}

/// The domain name under which a node can become a boundary node.
fn fit_domain<M: Memory>(state: &State<M>, id: NodeId) -> Result<String, RegistryError> {
    let node = state.node(id).ok_or(RegistryError::NodeNotFound { id })?;
    if state.api_boundary_node(id).is_some() {
        return Err(RegistryError::ApiBoundaryNodeAlreadyExists { id });
    }
    if let Some(subnet) = node.subnet {
        return Err(RegistryError::NodeInSubnet { id, subnet });
    }
    let domain = node.domain.ok_or(RegistryError::NodeWithoutDomain { id })?;
    match state.boundary_node_at(&domain) {
        Some(node) => Err(RegistryError::DomainInUse { domain, node }),
        None => Ok(domain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{GUESTOS, World, boundary_node, node_id, operator_id};
    use crate::state::invariants;
    use bonafide_types::id::{Sha256Hash, SubnetId};
    use bonafide_types::registry::{BoundaryNodeKind, NodeRole};
    use candid::Principal;

    fn batch(numbers: &[u8]) -> AddApiBoundaryNodesArgs {
        AddApiBoundaryNodesArgs {
            nodes: numbers.iter().map(|n| boundary_node(*n)).collect(),
            version: GUESTOS.into(),
        }
    }

    #[test]
    fn should_turn_nodes_into_boundary_nodes() {
        let mut world = World::with_domains(2);
        let mut args = batch(&[1, 2]);
        args.nodes[1] = AddApiBoundaryNodeArgs {
            kind: BoundaryNodeKind::Http,
            local_law_policy: Some(Sha256Hash([7; 32])),
            monitor: true,
            ..boundary_node(2)
        };
        world.run(decide, args).unwrap();
        let row = world.state.api_boundary_node(node_id(2)).unwrap();
        assert_eq!(row.domain, "n2.example.com");
        assert_eq!((row.version.as_str(), row.monitor), (GUESTOS, true));
        assert_eq!(row.kind, BoundaryNodeKind::Http);
        assert_eq!(row.local_law_policy, Some(Sha256Hash([7; 32])));
        assert_eq!(row.added_at_ns, world.now_ns);
        for n in [1, 2] {
            let node = world.state.node(node_id(n)).unwrap();
            assert_eq!(node.role, NodeRole::ApiBoundary);
        }
        let all = |_, _| true;
        assert_eq!(world.state.boundary_node_operators(all, 9), 2);
        assert_eq!(world.state.boundary_node_operators(all, 1), 1);
        let first = |operator, _| operator == operator_id(1);
        assert_eq!(world.state.boundary_node_operators(first, 9), 1);
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_a_batch_with_one_bad_entry() {
        let mut world = World::with_domains(4);
        let id = node_id(9);
        world.refuse(decide, batch(&[1, 9]), RegistryError::NodeNotFound { id });

        world.change_node(2, |node| node.domain = None);
        let id = node_id(2);
        world.refuse(
            decide,
            batch(&[1, 2]),
            RegistryError::NodeWithoutDomain { id },
        );

        world.change_node(3, |node| node.domain = Some("n1.example.com".into()));
        let in_use = RegistryError::DomainInUse {
            domain: "n1.example.com".into(),
            node: node_id(1),
        };
        world.refuse(decide, batch(&[1, 3]), in_use.clone());
        world.run(decide, batch(&[1])).unwrap();
        world.refuse(decide, batch(&[4, 3]), in_use);
        let id = node_id(1);
        world.refuse(
            decide,
            batch(&[4, 1]),
            RegistryError::ApiBoundaryNodeAlreadyExists { id },
        );

        let subnet = SubnetId(Principal::from_slice(&[1, 40]));
        world.change_node(4, |node| node.subnet = Some(subnet));
        let id = node_id(4);
        world.refuse(
            decide,
            batch(&[4]),
            RegistryError::NodeInSubnet { id, subnet },
        );
    }

    #[test]
    fn should_refuse_bad_batches_and_versions() {
        let mut world = World::with_domains(1);
        world.refuse_field(decide, batch(&[]), "nodes");
        world.refuse_field(decide, batch(&[1; 51]), "nodes");
        let twice = world.refused(decide, batch(&[1, 1]));
        assert!(matches!(
            twice,
            RegistryError::DuplicateEntry { field, given }
                if field == "nodes" && given == node_id(1).to_string()
        ));
        let args = AddApiBoundaryNodesArgs {
            version: "0".repeat(99),
            ..batch(&[1])
        };
        world.refuse(
            decide,
            args,
            RegistryError::GuestosVersionNotElected {
                version: "0".repeat(64),
            },
        );
    }
}
