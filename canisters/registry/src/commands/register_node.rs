//! Registers a node. Called with the operator's own key.

use super::Decision;
use crate::domain::generation::check_registration;
use crate::domain::{hardware, ipv6, principal};
use crate::queries::declarations::status;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::OperatorId;
use bonafide_types::registry::{
    DeclarationStatus, Node, NodeOperator, NodeRole, NodeStatus, Provenance, ProviderStatus,
    RegisterNodeArgs, RegistryError,
};
use ic_stable_structures::Memory;

/// Decides; replies with the node.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`] when the caller is none,
/// [`RegistryError::ProviderNotActive`], [`RegistryError::DeclarationNotAccepted`],
/// [`RegistryError::DeclarationLapsed`], [`RegistryError::AllowanceExhausted`], those of the
/// fields, [`RegistryError::NodeAlreadyExists`], [`RegistryError::AddressInUse`].
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
    check_standing(state, &record, ctx.now_ns)?;
    principal::check("id", id.0)?;
    let ipv6 = ipv6::parse_address("ipv6", &ipv6)?;
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
    if state.node(id).is_some() {
        return Err(RegistryError::NodeAlreadyExists { id });
    }
    if let Some(node) = ipv6.parse().ok().and_then(|address| state.node_at(address)) {
        return Err(RegistryError::AddressInUse { ipv6, node });
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
            replaces: None,
        },
        node,
    ))
}

/// Whether an operator may register one more node at all, whatever the node.
///
/// # Errors
/// The refusal that every registration would meet.
pub(crate) fn check_standing<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
    now_ns: u64,
) -> Result<(), RegistryError> {
    let provider = record.provider;
    let row = state
        .provider(provider)
        .ok_or(RegistryError::ProviderNotFound { id: provider })?;
    if row.status != ProviderStatus::Active {
        return Err(RegistryError::ProviderNotActive { id: provider });
    }
    match status(state, provider, now_ns) {
        DeclarationStatus::Current | DeclarationStatus::Due { .. } => {}
        DeclarationStatus::NotAccepted => {
            return Err(RegistryError::DeclarationNotAccepted { provider });
        }
        DeclarationStatus::Lapsed { since_ns } => {
            return Err(RegistryError::DeclarationLapsed { provider, since_ns });
        }
    }
    if record.node_allowance == 0 {
        return Err(RegistryError::AllowanceExhausted {
            operator: record.id,
            allowance: state.operator_counts(record.id).registered.into(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node, node_id, operator_id, provider_id, version};
    use bonafide_types::id::{Blob, NodeId};
    use bonafide_types::limits::DAY_NS;
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
                allowance: 2,
            },
        );
    }

    #[test]
    fn should_refuse_strangers_duplicates_and_taken_addresses() {
        let mut world = world();
        world.run(decide, node(1)).unwrap();
        world.refuse(
            decide,
            node(1),
            RegistryError::NodeAlreadyExists { id: node_id(1) },
        );
        let same_address = RegisterNodeArgs {
            ipv6: "2001:0DB8::0001".into(),
            ..node(2)
        };
        world.refuse(
            decide,
            same_address,
            RegistryError::AddressInUse {
                ipv6: "2001:db8::1".into(),
                node: node_id(1),
            },
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
