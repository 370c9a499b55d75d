//! Registers a node. Called with the operator's own key.
//!
//! At the address of another node of the operator it replaces that one, as in the NNS
//! registry: a machine that was set up anew needs no further allowance.

use super::{Decision, standing};
use crate::domain::generation::check_registration;
use crate::domain::{domain_name, hardware, ipv4, ipv6, principal};
use crate::queries::declarations::status;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::{NodeId, OperatorId};
use bonafide_types::registry::{
    DeclarationStatus, Node, NodeOperator, NodeRole, NodeStatus, Provenance, RegisterNodeArgs,
    RegistryError,
};
use ic_stable_structures::Memory;

/// Decides; replies with the node.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`] when the caller is none; those of
/// `check_provider`; those of the fields, [`RegistryError::AddressOutsidePrefix`],
/// [`RegistryError::NodeAlreadyExists`], [`RegistryError::AddressInUse`],
/// [`RegistryError::Ipv4InUse`]; [`RegistryError::AllowanceExhausted`] unless it replaces
/// another node.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RegisterNodeArgs,
    ctx: &Ctx,
) -> Result<Decision<Node>, RegistryError> {
    let RegisterNodeArgs {
        id,
        ipv6,
        generation,
        node_reward_type,
        chip_id,
        domain,
        ipv4,
    } = args;
    let operator = OperatorId(ctx.caller);
    let record = state
        .node_operator(operator)
        .ok_or(RegistryError::NodeOperatorNotFound { id: operator })?;
    check_provider(state, &record, ctx.now_ns)?;
    principal::check("id", id.0)?;
    let ipv6 = ipv6::parse_global("ipv6", &ipv6)?;
    check_prefix(&record, &ipv6)?;
    check_registration(
        &generation,
        state.generation(&generation).as_ref(),
        &node_reward_type,
        chip_id.is_some(),
        ctx.now_ns,
    )?;
    if let Some(chip_id) = &chip_id {
        hardware::check_chip_id(&chip_id.0)?;
    }
    if let Some(domain) = &domain {
        domain_name::check("domain", domain)?;
    }
    let ipv4 = ipv4
        .map(|ipv4| ipv4::parse_public("ipv4", &ipv4))
        .transpose()?;
    if state.node(id).is_some() {
        return Err(RegistryError::NodeAlreadyExists { id });
    }
    let replaces = replaced(state, operator, &ipv6)?;
    if let Some(ipv4) = &ipv4 {
        check_ipv4(state, ipv4, replaces)?;
    }
    if replaces.is_none() {
        check_allowance(state, &record)?;
    }
    let node = Node {
        id,
        operator,
        role: NodeRole::Unassigned,
        status: NodeStatus::Unknown,
        ipv6,
        generation: Some(generation),
        chip_id,
        subnet: None,
        registered_at_ns: ctx.now_ns,
        provenance: Provenance::SelfRegistered,
        node_reward_type: Some(node_reward_type),
        domain,
        ipv4,
        attestation: None,
    };
    Ok(Decision::change(
        Event::NodeRegistered {
            node: node.clone(),
            replaces,
        },
        node,
    ))
}

fn check_prefix(record: &NodeOperator, address: &str) -> Result<(), RegistryError> {
    match &record.ipv6_prefix {
        Some(prefix) if !ipv6::is_inside(address, prefix) => {
            Err(RegistryError::AddressOutsidePrefix {
                ipv6: address.into(),
                prefix: prefix.clone(),
            })
        }
        _ => Ok(()),
    }
}

/// The node that leaves its address to the new one, if there is any: one of the same operator
/// that does nothing for the network now.
fn replaced<M: Memory>(
    state: &State<M>,
    operator: OperatorId,
    ipv6: &str,
) -> Result<Option<NodeId>, RegistryError> {
    let Some(holder) = ipv6.parse().ok().and_then(|address| state.node_at(address)) else {
        return Ok(None);
    };
    let leaves = state
        .node(holder)
        .is_some_and(|node| node.operator == operator && standing::check_spare(&node).is_ok());
    if leaves {
        return Ok(Some(holder));
    }
    Err(RegistryError::AddressInUse {
        ipv6: ipv6.into(),
        node: holder,
    })
}

/// Refuses an IPv4 address of another node, unless that one leaves.
fn check_ipv4<M: Memory>(
    state: &State<M>,
    ipv4: &str,
    replaces: Option<NodeId>,
) -> Result<(), RegistryError> {
    let holder = ipv4
        .parse()
        .ok()
        .and_then(|address| state.node_at_ipv4(address));
    match holder.filter(|holder| Some(*holder) != replaces) {
        None => Ok(()),
        Some(node) => Err(RegistryError::Ipv4InUse {
            ipv4: ipv4.into(),
            node,
        }),
    }
}

/// Whether an operator may register one more node at all, whatever the node.
///
/// # Errors
/// The refusal that every registration would meet, but for one that replaces a node: those of
/// `check_provider`, [`RegistryError::AllowanceExhausted`].
pub(crate) fn check_standing<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
    now_ns: u64,
) -> Result<(), RegistryError> {
    check_provider(state, record, now_ns)?;
    check_allowance(state, record)
}

/// Whether an operator's provider lets it register nodes now.
///
/// # Errors
/// [`RegistryError::ProviderBarred`], [`RegistryError::ProviderNotActive`],
/// [`RegistryError::DeclarationNotAccepted`], [`RegistryError::DeclarationLapsed`],
/// [`RegistryError::RecheckDue`] after a hand-over, [`RegistryError::RateLimited`].
fn check_provider<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
    now_ns: u64,
) -> Result<(), RegistryError> {
    let provider = record.provider;
    standing::fit_provider(state, provider)?;
    match status(state, provider, now_ns) {
        DeclarationStatus::Current | DeclarationStatus::Due { .. } => {}
        DeclarationStatus::NotAccepted => {
            return Err(RegistryError::DeclarationNotAccepted { provider });
        }
        DeclarationStatus::Lapsed { since_ns } => {
            return Err(RegistryError::DeclarationLapsed { provider, since_ns });
        }
    }
    check_hand_over(state, record)?;
    standing::check_operator_rate(state, record, now_ns)
}

/// Refuses an operator that was handed over to a provider that has not accepted the
/// declaration after that; an acceptance of the same moment may be one from before.
fn check_hand_over<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
) -> Result<(), RegistryError> {
    let Some(handed_over) = record.handed_over else {
        return Ok(());
    };
    let accepted = state.acceptance(record.provider);
    if accepted.is_some_and(|accepted| accepted.accepted_at_ns > handed_over.at_ns) {
        return Ok(());
    }
    Err(RegistryError::RecheckDue {
        operator: record.id,
        provider: record.provider,
        since_ns: handed_over.at_ns,
    })
}

fn check_allowance<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
) -> Result<(), RegistryError> {
    if record.node_allowance > 0 {
        return Ok(());
    }
    Err(RegistryError::AllowanceExhausted {
        operator: record.id,
        registered: state.operator_counts(record.id).registered.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node, node_id, operator_id, provider_id, version};
    use crate::commands::update_node_operator_config;
    use crate::state::invariants::try_state;
    use bonafide_types::id::Blob;
    use bonafide_types::limits::DAY_NS;
    use bonafide_types::registry::UpdateNodeOperatorConfigArgs;
    use candid::Principal;

    /// Provider 1 with operator 1, allowed two nodes, declaration accepted.
    fn world() -> World {
        let mut world = World::new();
        world.register_provider(1);
        world.add_data_center("zh2");
        world.add_operator(1, 1, "zh2", 2);
        world.publish("en", version(1, 0, 0), "one");
        world.accept(1, "en");
        world.caller = operator_id(1).0;
        world
    }

    #[test]
    fn should_register_and_count_down() {
        let mut world = world();
        let reply = world.run(decide, node(1)).unwrap();
        assert_eq!(world.state.node(node_id(1)), Some(reply.clone()));
        assert_eq!(
            (reply.role, reply.status),
            (NodeRole::Unassigned, NodeStatus::Unknown)
        );
        let record = world.state.node_operator(operator_id(1)).unwrap();
        assert_eq!(record.node_allowance, 1);
        assert_eq!(world.state.provider_counts(provider_id(1)).nodes, 1);
        assert_eq!(world.state.operator_counts(operator_id(1)).registered, 1);
    }

    #[test]
    fn should_refuse_beyond_the_allowance_and_name_it() {
        let mut world = world();
        world.run(decide, node(1)).unwrap();
        world.run(decide, node(2)).unwrap();
        world.refuse(
            decide,
            node(3),
            RegistryError::AllowanceExhausted {
                operator: operator_id(1),
                registered: 2,
            },
        );
    }

    #[test]
    fn should_refuse_strangers_and_duplicates() {
        let mut world = world();
        world.run(decide, node(1)).unwrap();
        world.refuse(
            decide,
            node(1),
            RegistryError::NodeAlreadyExists { id: node_id(1) },
        );
        world.caller = provider_id(1).0;
        world.refuse(
            decide,
            node(2),
            RegistryError::NodeOperatorNotFound {
                id: OperatorId(provider_id(1).0),
            },
        );
    }

    #[test]
    fn should_refuse_without_standing() {
        let provider = provider_id(1);
        let mut fresh = World::new();
        fresh.register_provider(1);
        fresh.add_data_center("zh2");
        fresh.add_operator(1, 1, "zh2", 2);
        fresh.caller = operator_id(1).0;
        fresh.refuse(
            decide,
            node(1),
            RegistryError::DeclarationNotAccepted { provider },
        );

        let mut world = world();
        world.publish("en", version(2, 0, 0), "two");
        let since_ns = world.now_ns + 30 * DAY_NS;
        world.caller = operator_id(1).0;
        world.now_ns = since_ns - 1;
        world.run(decide, node(1)).unwrap();
        world.now_ns = since_ns;
        world.refuse(
            decide,
            node(2),
            RegistryError::DeclarationLapsed { provider, since_ns },
        );
        world.accept(1, "en");
        world.suspend(1);
        world.caller = operator_id(1).0;
        world.refuse(
            decide,
            node(2),
            RegistryError::ProviderNotActive { id: provider },
        );
    }

    #[test]
    fn should_replace_a_spare_node_at_its_address() {
        let mut world = world();
        let with_ipv4 = |n| RegisterNodeArgs {
            ipv6: "2001:db8::1".into(),
            ipv4: Some("1.1.1.1".into()),
            ..node(n)
        };
        world.run(decide, with_ipv4(1)).unwrap();
        world.run(decide, node(2)).unwrap();
        assert_eq!(world.allowance(1), 0);
        world.run(decide, with_ipv4(3)).unwrap();
        assert_eq!(world.state.node(node_id(1)), None);
        assert_eq!(world.allowance(1), 0, "the allowance stays");
        let counts = world.state.operator_counts(operator_id(1));
        assert_eq!((counts.nodes, counts.registered), (2, 2));
        try_state(&world.state).unwrap();
        world.refuse(
            decide,
            RegisterNodeArgs {
                ipv4: Some("1.1.1.1".into()),
                ..node(4)
            },
            RegistryError::Ipv4InUse {
                ipv4: "1.1.1.1".into(),
                node: node_id(3),
            },
        );
        // Another operator's address, and one of a node at work, stay theirs.
        let taken = |world: &mut World| {
            world.refuse(
                decide,
                RegisterNodeArgs {
                    ipv6: "2001:db8::2".into(),
                    ..node(5)
                },
                RegistryError::AddressInUse {
                    ipv6: "2001:db8::2".into(),
                    node: node_id(2),
                },
            );
        };
        world.change_node(2, |row| row.role = NodeRole::ApiBoundary);
        taken(&mut world);
        world.change_node(2, |row| row.role = NodeRole::Unassigned);
        world.onboard(2);
        world.caller = operator_id(2).0;
        taken(&mut world);
    }

    #[test]
    fn should_keep_nodes_inside_the_operators_prefix() {
        let mut world = World::with_operator();
        let args = UpdateNodeOperatorConfigArgs {
            ipv6_prefix: Some("2001:db8:0:1::/64".into()),
            ..update_node_operator_config::tests::nothing(1)
        };
        world
            .run(update_node_operator_config::decide, args)
            .unwrap();
        world.caller = operator_id(1).0;
        world.refuse(
            decide,
            node(1),
            RegistryError::AddressOutsidePrefix {
                ipv6: "2001:db8::1".into(),
                prefix: "2001:db8:0:1::/64".into(),
            },
        );
        let inside = RegisterNodeArgs {
            ipv6: "2001:db8:0:1::1".into(),
            ..node(1)
        };
        world.run(decide, inside).unwrap();
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = world();
        for (args, field) in [
            (
                RegisterNodeArgs {
                    id: NodeId(Principal::anonymous()),
                    ..node(1)
                },
                "id",
            ),
            (
                RegisterNodeArgs {
                    ipv6: "10.0.0.1".into(),
                    ..node(1)
                },
                "ipv6",
            ),
            (
                RegisterNodeArgs {
                    ipv6: "fd00::1".into(),
                    ..node(1)
                },
                "ipv6",
            ),
            (
                RegisterNodeArgs {
                    ipv4: Some("192.168.0.1".into()),
                    ..node(1)
                },
                "ipv4",
            ),
            (
                RegisterNodeArgs {
                    domain: Some("Node.example.com".into()),
                    ..node(1)
                },
                "domain",
            ),
            (
                RegisterNodeArgs {
                    generation: "g".repeat(33),
                    ..node(1)
                },
                "generation",
            ),
            (
                RegisterNodeArgs {
                    chip_id: Some(Blob(vec![1; 63])),
                    ..node(1)
                },
                "chip_id",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
    }
}
