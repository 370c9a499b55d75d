//! Adds an operator record: links a provider to a data centre. Governed.

use super::{Decision, standing};
use crate::domain::{hardware, ipv6, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{AddNodeOperatorArgs, NodeOperator, Provenance, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::NodeOperatorAlreadyExists`],
/// [`RegistryError::ProviderNotFound`], [`RegistryError::ProviderBarred`],
/// [`RegistryError::ProviderNotActive`], [`RegistryError::OperatorBarred`],
/// [`RegistryError::DataCenterNotFound`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AddNodeOperatorArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let AddNodeOperatorArgs {
        id,
        provider,
        dc_id,
        node_allowance,
        rewardable_nodes,
        ipv6_prefix,
        max_rewardable_nodes,
    } = args;
    principal::check("id", id.0)?;
    principal::check_operator(id, provider)?;
    standing::check_allowance(node_allowance)?;
    hardware::check_rewardable_nodes("rewardable_nodes", &rewardable_nodes)?;
    hardware::check_rewardable_nodes("max_rewardable_nodes", &max_rewardable_nodes)?;
    let ipv6_prefix = ipv6_prefix
        .map(|prefix| ipv6::parse_prefix("ipv6_prefix", &prefix))
        .transpose()?;
    if state.node_operator(id).is_some() {
        return Err(RegistryError::NodeOperatorAlreadyExists { id });
    }
    standing::fit_provider(state, provider)?;
    if let Some(offboarded) = state.operator_barred_by(id) {
        return Err(RegistryError::OperatorBarred {
            operator: id,
            offboarded,
        });
    }
    if state.data_center(&dc_id).is_none() {
        return Err(RegistryError::DataCenterNotFound {
            dc_id: text::shortened(&dc_id),
        });
    }
    let node_operator = NodeOperator {
        id,
        provider,
        dc_id,
        node_allowance,
        rewardable_nodes,
        ipv6_prefix,
        provenance: Provenance::Proposal,
        max_rewardable_nodes,
        handed_over: None,
    };
    Ok(Decision::change(
        Event::NodeOperatorAdded { node_operator },
        (),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, operator, operator_id, provider_id};
    use bonafide_types::id::OperatorId;
    use bonafide_types::registry::RewardableNodes;
    use candid::Principal;

    fn world() -> World {
        let mut world = World::new();
        world.register_provider(1);
        world.add_data_center("zh2");
        world
    }

    #[test]
    fn should_link_a_provider_to_a_data_centre() {
        let mut world = world();
        world.run(decide, operator(1, 1, "zh2", 3)).unwrap();
        let row = world.state.node_operator(operator_id(1)).unwrap();
        assert_eq!((row.node_allowance, row.provider), (3, provider_id(1)));
        assert_eq!(world.state.provider_counts(provider_id(1)).operators, 1);
        assert!(
            world
                .state
                .operators_by_provider
                .contains(provider_id(1).as_slice(), operator_id(1).as_slice())
        );
    }

    #[test]
    fn should_refuse_duplicates_and_unknown_references() {
        let mut world = world();
        world.run(decide, operator(1, 1, "zh2", 3)).unwrap();
        world.refuse(
            decide,
            operator(1, 1, "zh2", 3),
            RegistryError::NodeOperatorAlreadyExists { id: operator_id(1) },
        );
        world.refuse(
            decide,
            operator(2, 9, "zh2", 3),
            RegistryError::ProviderNotFound { id: provider_id(9) },
        );
        world.refuse(
            decide,
            operator(2, 1, "ge1", 3),
            RegistryError::DataCenterNotFound {
                dc_id: "ge1".into(),
            },
        );
        world.suspend(1);
        world.refuse(
            decide,
            operator(2, 1, "zh2", 3),
            RegistryError::ProviderNotActive { id: provider_id(1) },
        );
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = world();
        let good = || operator(1, 1, "zh2", 3);
        let reward = |node_type: &str| RewardableNodes {
            node_type: node_type.into(),
            count: 1,
        };
        for (args, field) in [
            (
                AddNodeOperatorArgs {
                    id: OperatorId(Principal::anonymous()),
                    ..good()
                },
                "id",
            ),
            (
                AddNodeOperatorArgs {
                    id: OperatorId(provider_id(1).0),
                    ..good()
                },
                "id",
            ),
            (operator(1, 1, "zh2", 1_001), "node_allowance"),
            (operator(1, 1, "zh2", u64::MAX), "node_allowance"),
            (
                AddNodeOperatorArgs {
                    rewardable_nodes: vec![reward("type9")],
                    ..good()
                },
                "rewardable_nodes.node_type",
            ),
            (
                AddNodeOperatorArgs {
                    rewardable_nodes: vec![reward("type1"), reward("type1")],
                    ..good()
                },
                "rewardable_nodes.node_type",
            ),
            (
                AddNodeOperatorArgs {
                    max_rewardable_nodes: vec![reward("type9")],
                    ..good()
                },
                "max_rewardable_nodes.node_type",
            ),
            (
                AddNodeOperatorArgs {
                    ipv6_prefix: Some("2001:db8::/32".into()),
                    ..good()
                },
                "ipv6_prefix",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
    }
}
