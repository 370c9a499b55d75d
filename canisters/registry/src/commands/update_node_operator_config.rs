//! Changes an operator record; what is not given stays. Governed.
//!
//! As in the NNS registry, an empty list changes nothing. With another provider the record
//! is handed over, and what must be checked again is: see
//! [`HandOver`].

use super::{Decision, standing};
use crate::domain::{hardware, ipv6, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{
    HandOver, NodeOperator, Provenance, RegistryError, UpdateNodeOperatorConfigArgs,
};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`], those of the fields; for another provider
/// [`RegistryError::ProviderNotFound`], [`RegistryError::ProviderBarred`],
/// [`RegistryError::ProviderNotActive`]; for another data centre
/// [`RegistryError::DataCenterNotFound`], [`RegistryError::NodeOperatorHasNodes`]; for a
/// larger allowance [`RegistryError::ProviderBarred`]; [`RegistryError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateNodeOperatorConfigArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let UpdateNodeOperatorConfigArgs {
        id,
        provider,
        dc_id,
        node_allowance,
        rewardable_nodes,
        max_rewardable_nodes,
        ipv6_prefix,
        set_ipv6_to_none,
    } = args;
    let before = standing::operator(state, id)?;
    let mut record = before.clone();
    if let Some(provider) = provider.filter(|provider| *provider != before.provider) {
        principal::check_operator(id, provider)?;
        standing::fit_provider(state, provider)?;
        record.provider = provider;
        record.handed_over = Some(HandOver {
            from: before.provider,
            at_ns: ctx.now_ns,
        });
    }
    if let Some(dc_id) = dc_id.filter(|dc_id| *dc_id != before.dc_id) {
        check_move(state, &before, &dc_id)?;
        record.dc_id = dc_id;
    }
    if let Some(allowance) = node_allowance {
        standing::check_allowance(allowance)?;
        if allowance > before.node_allowance {
            standing::check_not_barred(state, record.provider)?;
        }
        record.node_allowance = allowance;
    }
    hardware::check_rewardable_nodes("rewardable_nodes", &rewardable_nodes)?;
    if !rewardable_nodes.is_empty() {
        record.rewardable_nodes = rewardable_nodes;
    }
    hardware::check_rewardable_nodes("max_rewardable_nodes", &max_rewardable_nodes)?;
    if !max_rewardable_nodes.is_empty() {
        record.max_rewardable_nodes = max_rewardable_nodes;
    }
    if let Some(prefix) = ipv6_prefix {
        if set_ipv6_to_none {
            let rule = "not beside set_ipv6_to_none";
            return Err(text::invalid("ipv6_prefix", &prefix, rule));
        }
        record.ipv6_prefix = Some(ipv6::parse_prefix("ipv6_prefix", &prefix)?);
    } else if set_ipv6_to_none {
        record.ipv6_prefix = None;
    }
    if record == before {
        return Err(RegistryError::NothingToChange {
            what: format!("node operator {id} is so already"),
        });
    }
    record.provenance = Provenance::Proposal;
    let event = Event::NodeOperatorChanged {
        node_operator: record,
        by: None,
    };
    Ok(Decision::change(event, ()))
}

/// Checks that an operator may move to another data centre: machines do not move by proposal.
fn check_move<M: Memory>(
    state: &State<M>,
    before: &NodeOperator,
    dc_id: &str,
) -> Result<(), RegistryError> {
    if state.data_center(dc_id).is_none() {
        return Err(RegistryError::DataCenterNotFound {
            dc_id: text::shortened(dc_id),
        });
    }
    standing::check_without_nodes(state, before.id)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::commands::register_node;
    use crate::commands::testing::{World, node, operator_id, provider_id};
    use crate::state::invariants::try_state;
    use bonafide_types::id::{OperatorId, ProviderId};
    use bonafide_types::registry::RewardableNodes;
    use candid::Principal;

    /// Changes nothing of operator `n`.
    pub(crate) fn nothing(n: u8) -> UpdateNodeOperatorConfigArgs {
        UpdateNodeOperatorConfigArgs {
            id: operator_id(n),
            provider: None,
            dc_id: None,
            node_allowance: None,
            rewardable_nodes: vec![],
            max_rewardable_nodes: vec![],
            ipv6_prefix: None,
            set_ipv6_to_none: false,
        }
    }

    fn to_provider(n: u8, provider: u8) -> UpdateNodeOperatorConfigArgs {
        UpdateNodeOperatorConfigArgs {
            provider: Some(provider_id(provider)),
            ..nothing(n)
        }
    }

    fn paid(count: u32) -> Vec<RewardableNodes> {
        let node_type = "type3.1".into();
        vec![RewardableNodes { node_type, count }]
    }

    #[test]
    fn should_change_what_is_given_and_keep_the_rest() {
        let mut world = World::with_operator();
        world.add_data_center("ge1");
        let args = UpdateNodeOperatorConfigArgs {
            dc_id: Some("ge1".into()),
            node_allowance: Some(7),
            rewardable_nodes: paid(3),
            max_rewardable_nodes: paid(9),
            ipv6_prefix: Some("2001:DB8:1:2::/64".into()),
            ..nothing(1)
        };
        world.run(decide, args).unwrap();
        let row = world.state.node_operator(operator_id(1)).unwrap();
        assert_eq!((row.dc_id.as_str(), row.node_allowance), ("ge1", 7));
        assert_eq!(
            (row.rewardable_nodes, row.max_rewardable_nodes),
            (paid(3), paid(9))
        );
        assert_eq!(row.ipv6_prefix.as_deref(), Some("2001:db8:1:2::/64"));
        assert_eq!(row.handed_over, None);
        let none = UpdateNodeOperatorConfigArgs {
            set_ipv6_to_none: true,
            ..nothing(1)
        };
        world.run(decide, none).unwrap();
        let row = world.state.node_operator(operator_id(1)).unwrap();
        assert_eq!((row.ipv6_prefix, row.rewardable_nodes), (None, paid(3)));
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_hand_over_and_wait_for_a_younger_acceptance() {
        let mut world = World::with_operator();
        world.onboard(2);
        world.register_node(1, 1);
        world.run(decide, to_provider(1, 2)).unwrap();
        let since_ns = world.now_ns;
        let counts = [1, 2].map(|n| world.state.provider_counts(provider_id(n)));
        assert_eq!(counts.map(|it| (it.operators, it.nodes)), [(0, 0), (2, 1)]);
        let receiver = world.state.provider(provider_id(2)).unwrap();
        assert_eq!(receiver.answers_reopened_at_ns, Some(since_ns));
        try_state(&world.state).unwrap();

        let due = Err(RegistryError::RecheckDue {
            operator: operator_id(1),
            provider: provider_id(2),
            since_ns,
        });
        let register =
            |world: &mut World, n| world.run_as(operator_id(1).0, register_node::decide, node(n));
        assert_eq!(register(&mut world, 2), due);
        world.accept(2, "en");
        assert_eq!(register(&mut world, 2), due, "of the same moment");
        world.now_ns += 1;
        assert_eq!(register(&mut world, 2), due);
        world.accept(2, "en");
        register(&mut world, 2).unwrap();
        // The receiver's own operator never had to wait.
        world.register_node(2, 3);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_receivers_that_are_unknown_unfit_or_the_operator() {
        let mut world = World::with_operator();
        world.onboard(2);
        world.onboard(3);
        world.suspend(2);
        world.offboard(3);
        world.refuse(
            decide,
            to_provider(1, 9),
            RegistryError::ProviderNotFound { id: provider_id(9) },
        );
        world.refuse(
            decide,
            to_provider(1, 2),
            RegistryError::ProviderNotActive { id: provider_id(2) },
        );
        world.refuse(
            decide,
            to_provider(1, 3),
            RegistryError::ProviderBarred {
                provider: provider_id(3),
                offboarded: provider_id(3),
            },
        );
        let itself = UpdateNodeOperatorConfigArgs {
            provider: Some(ProviderId(operator_id(1).0)),
            ..nothing(1)
        };
        world.refuse_field(decide, itself, "id");
        world.refuse(
            decide,
            nothing(9),
            RegistryError::NodeOperatorNotFound { id: operator_id(9) },
        );
        assert!(world.run(decide, to_provider(3, 1)).is_ok(), "away from it");
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_to_move_machines_and_to_change_nothing() {
        let mut world = World::with_operator();
        world.add_data_center("ge1");
        world.register_node(1, 1);
        let moved = |dc_id: &str| UpdateNodeOperatorConfigArgs {
            dc_id: Some(dc_id.into()),
            ..nothing(1)
        };
        world.refuse(
            decide,
            moved("ge1"),
            RegistryError::NodeOperatorHasNodes {
                id: operator_id(1),
                nodes: 1,
            },
        );
        world.refuse(
            decide,
            moved("xx1"),
            RegistryError::DataCenterNotFound {
                dc_id: "xx1".into(),
            },
        );
        let same = UpdateNodeOperatorConfigArgs {
            node_allowance: Some(1),
            ..to_provider(1, 1)
        };
        for args in [nothing(1), moved("zh2"), same] {
            let refusal = world.refused(decide, args);
            assert!(matches!(refusal, RegistryError::NothingToChange { .. }));
        }
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::with_operator();
        for (args, field) in [
            (
                UpdateNodeOperatorConfigArgs {
                    node_allowance: Some(1_001),
                    ..nothing(1)
                },
                "node_allowance",
            ),
            (
                UpdateNodeOperatorConfigArgs {
                    rewardable_nodes: [paid(1), paid(2)].concat(),
                    ..nothing(1)
                },
                "rewardable_nodes.node_type",
            ),
            (
                UpdateNodeOperatorConfigArgs {
                    max_rewardable_nodes: [paid(1), paid(2)].concat(),
                    ..nothing(1)
                },
                "max_rewardable_nodes.node_type",
            ),
            (
                UpdateNodeOperatorConfigArgs {
                    ipv6_prefix: Some("2001:db8::/32".into()),
                    ..nothing(1)
                },
                "ipv6_prefix",
            ),
            (
                UpdateNodeOperatorConfigArgs {
                    ipv6_prefix: Some("2001:db8:1:2::/64".into()),
                    set_ipv6_to_none: true,
                    ..nothing(1)
                },
                "ipv6_prefix",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
        let nobody = UpdateNodeOperatorConfigArgs {
            id: OperatorId(Principal::anonymous()),
            ..nothing(1)
        };
        let refusal = world.refused(decide, nobody);
        assert!(matches!(
            refusal,
            RegistryError::NodeOperatorNotFound { .. }
        ));
    }
}
