//! Ends a provider's part in the network. Governed, critical.
//!
//! It, its operators and its cluster are barred from coming back: see
//! [`readmit_provider`](super::readmit_provider). Its nodes, boundary nodes
//! too, stay until they are removed, so none of them shields it.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{BarSubject, OffboardProviderArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when it is neither active nor suspended,
/// [`RegistryError::TooMany`] operator records.
pub fn decide<M: Memory>(
    state: &State<M>,
    OffboardProviderArgs { id, reason }: OffboardProviderArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    standing::check_reason(&reason)?;
    standing::partaking_provider(state, id)?;
    standing::check_operators(state, id)?;
    let operators = state.operators_of(id).into_iter().map(BarSubject::Operator);
    let cluster = state
        .members_of_cluster(id)
        .into_iter()
        .filter(|member| *member != id)
        .map(BarSubject::Provider);
    let event = Event::ProviderOffboarded {
        provider: id,
        barred: [BarSubject::Provider(id)]
            .into_iter()
            .chain(operators)
            .chain(cluster)
            .collect(),
        reason,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{
        World, individual, node, node_id, operator, operator_id, provider_id,
    };
    use crate::commands::{
        add_node_operator, register_node, register_provider, remove_node_operators, remove_nodes,
        update_node_operator_config,
    };
    use crate::state::invariants::try_state;
    use bonafide_types::id::{OperatorId, ProviderId};
    use bonafide_types::registry::{
        AddNodeOperatorArgs, ProviderStatus, RegisterProviderArgs, RemoveNodeOperatorsArgs,
        RemoveNodesArgs, UpdateNodeOperatorConfigArgs,
    };

    fn offboarding(n: u8) -> OffboardProviderArgs {
        OffboardProviderArgs {
            id: provider_id(n),
            reason: "gave false answers".into(),
        }
    }

    fn barred(provider: u8, offboarded: u8) -> RegistryError {
        RegistryError::ProviderBarred {
            provider: provider_id(provider),
            offboarded: provider_id(offboarded),
        }
    }

    /// Provider 1 with a node, in one cluster with 2; provider 3 apart.
    fn world() -> World {
        let mut world = World::with_operator();
        world.onboard(2);
        world.onboard(3);
        world.register_node(1, 1);
        world.cluster(&[1, 2], true);
        world
    }

    #[test]
    fn should_bar_the_provider_its_operators_and_its_cluster() {
        let mut world = world();
        world.run(decide, offboarding(1)).unwrap();
        let row = world.state.provider(provider_id(1)).unwrap();
        assert_eq!(row.status, ProviderStatus::Offboarded);
        assert_eq!(world.allowance(1), 0);
        assert_eq!(
            world.allowance(2),
            2,
            "what it has stays, and cannot be used"
        );
        world.refuse(register_provider::decide, individual(1), barred(1, 1));
        for n in [1, 2] {
            let args = operator(9, n, "zh2", 1);
            world.refuse(add_node_operator::decide, args, barred(n, 1));
            world.caller = operator_id(n).0;
            world.refuse(register_node::decide, node(9), barred(n, 1));
            let larger = UpdateNodeOperatorConfigArgs {
                node_allowance: Some(9),
                ..update_node_operator_config::tests::nothing(n)
            };
            world.refuse(update_node_operator_config::decide, larger, barred(n, 1));
            let handed_over = UpdateNodeOperatorConfigArgs {
                provider: Some(provider_id(n)),
                ..update_node_operator_config::tests::nothing(3)
            };
            world.refuse(
                update_node_operator_config::decide,
                handed_over,
                barred(n, 1),
            );
        }
        world.refuse(
            remove_nodes::decide,
            RemoveNodesArgs {
                ids: vec![node_id(1)],
                return_allowance: true,
            },
            barred(1, 1),
        );
        world
            .run(
                remove_nodes::decide,
                RemoveNodesArgs {
                    ids: vec![node_id(1)],
                    return_allowance: false,
                },
            )
            .unwrap();
        let ids = vec![operator_id(1)];
        world
            .run(
                remove_node_operators::decide,
                RemoveNodeOperatorsArgs { ids },
            )
            .unwrap();
        world.refuse(
            add_node_operator::decide,
            operator(1, 3, "zh2", 1),
            RegistryError::OperatorBarred {
                operator: operator_id(1),
                offboarded: provider_id(1),
            },
        );
        // The key takes another role: that is no way back either.
        let in_new_role = RegisterProviderArgs {
            id: ProviderId(operator_id(1).0),
            ..individual(7)
        };
        let refusal = world.refused(register_provider::decide, in_new_role);
        assert!(matches!(refusal, RegistryError::ProviderBarred { .. }));
        let provider_as_operator = AddNodeOperatorArgs {
            id: OperatorId(provider_id(1).0),
            ..operator(1, 3, "zh2", 1)
        };
        let refusal = world.refused(add_node_operator::decide, provider_as_operator);
        assert!(matches!(refusal, RegistryError::OperatorBarred { .. }));
        world.register_node(3, 3);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_bar_who_joins_or_leaves_the_cluster_later() {
        let mut world = world();
        world.run(decide, offboarding(1)).unwrap();
        assert_eq!(world.state.barred_by(provider_id(3)), None);
        world.cluster(&[1, 2, 3], true);
        assert_eq!(world.state.barred_by(provider_id(3)), Some(provider_id(1)));
        world.cluster(&[1, 2, 3], false);
        assert_eq!(world.state.barred_by(provider_id(3)), None);
        let of_2 = world.state.barred_by(provider_id(2));
        assert_eq!(of_2, Some(provider_id(1)), "a bar by name stays");
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_who_is_gone_already() {
        let mut world = world();
        world.refuse(
            decide,
            offboarding(9),
            RegistryError::ProviderNotFound { id: provider_id(9) },
        );
        world.suspend(1);
        world.run(decide, offboarding(1)).unwrap();
        world.refuse(
            decide,
            offboarding(1),
            RegistryError::ProviderStatusUnfit {
                id: provider_id(1),
                status: ProviderStatus::Offboarded,
                needed: "active or suspended".into(),
            },
        );
        let args = OffboardProviderArgs {
            reason: String::new(),
            ..offboarding(2)
        };
        world.refuse_field(decide, args, "reason");
    }

    #[test]
    fn should_refuse_more_operators_than_one_message_changes() {
        let mut world = World::new();
        world.add_data_center("zh2");
        world.register_provider(1);
        for n in 0..=100 {
            world.add_operator(n, 1, "zh2", 1);
        }
        world.refuse(
            decide,
            offboarding(1),
            RegistryError::TooMany {
                field: "operators".into(),
                count: 101,
                limit: 100,
            },
        );
    }
}
