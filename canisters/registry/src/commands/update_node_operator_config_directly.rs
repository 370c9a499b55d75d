//! Hands an operator record over to another provider. Called with the key of the provider it
//! belongs to, which is active and not barred: neither is to be walked away from.

use super::{Decision, standing};
use crate::domain::principal;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    HandOver, NodeOperator, Provenance, RegistryError, UpdateNodeOperatorConfigDirectlyArgs,
};
use ic_stable_structures::Memory;

/// Decides; replies with the record.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`]; [`RegistryError::NotYourNodeOperator`];
/// [`RegistryError::ProviderBarred`] and [`RegistryError::ProviderNotActive`] for either
/// provider;
/// [`RegistryError::NothingToChange`]; for the one that takes over those of the fields,
/// [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] without a profile; [`RegistryError::RateLimited`].
pub fn decide<M: Memory>(
    state: &State<M>,
    UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: id,
        node_provider_id: to,
    }: UpdateNodeOperatorConfigDirectlyArgs,
    ctx: &Ctx,
) -> Result<Decision<NodeOperator>, RegistryError> {
    let before = standing::operator(state, id)?;
    let from = ProviderId(ctx.caller);
    if before.provider != from {
        return Err(RegistryError::NotYourNodeOperator {
            id,
            provider: before.provider,
        });
    }
    standing::fit_provider(state, from)?;
    if to == from {
        return Err(RegistryError::NothingToChange {
            what: format!("node operator {id} belongs to provider {to} already"),
        });
    }
    principal::check_operator(id, to)?;
    standing::check_registered(&standing::fit_provider(state, to)?)?;
    standing::check_rate(state, from.0, ctx.now_ns)?;
    let record = NodeOperator {
        provider: to,
        // From now on its owner's word, which an import does not overwrite.
        provenance: match before.provenance {
            Provenance::Imported(_) => Provenance::SelfRegistered,
            kept => kept,
        },
        handed_over: Some(HandOver {
            from,
            at_ns: ctx.now_ns,
        }),
        ..before
    };
    let event = Event::NodeOperatorChanged {
        node_operator: record.clone(),
        by: Some(from),
    };
    Ok(Decision::change(event, record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, operator_id, provider_id};
    use crate::commands::update_node_operator_config;
    use crate::state::invariants::try_state;
    use bonafide_types::id::Caller;
    use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};
    use bonafide_types::registry::UpdateNodeOperatorConfigArgs;
    use bonafide_types::registry::UpdateNodeOperatorConfigDirectlyArgs as Args;

    fn hand_over(operator: u8, to: u8) -> Args {
        Args {
            node_operator_id: operator_id(operator),
            node_provider_id: provider_id(to),
        }
    }

    /// Providers 1 and 2, each with an operator; provider 1 calls.
    fn world() -> World {
        let mut world = World::with_operator();
        world.onboard(2);
        world.caller = provider_id(1).0;
        world
    }

    #[test]
    fn should_hand_an_operator_over_with_its_nodes() {
        let mut world = world();
        world.register_node(1, 1);
        let reply = world.run(decide, hand_over(1, 2)).unwrap();
        assert_eq!(
            world.state.node_operator(operator_id(1)),
            Some(reply.clone())
        );
        let handed_over = HandOver {
            from: provider_id(1),
            at_ns: world.now_ns,
        };
        assert_eq!(
            (reply.provider, reply.handed_over),
            (provider_id(2), Some(handed_over))
        );
        assert_eq!(world.state.provider_counts(provider_id(2)).nodes, 1);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_strangers_and_unfit_providers() {
        let mut world = world();
        world.refuse(
            decide,
            hand_over(9, 2),
            RegistryError::NodeOperatorNotFound { id: operator_id(9) },
        );
        world.refuse(
            decide,
            hand_over(2, 1),
            RegistryError::NotYourNodeOperator {
                id: operator_id(2),
                provider: provider_id(2),
            },
        );
        let refusal = world.refused(decide, hand_over(1, 1));
        assert!(matches!(refusal, RegistryError::NothingToChange { .. }));
        world.refuse(
            decide,
            hand_over(1, 9),
            RegistryError::ProviderNotFound { id: provider_id(9) },
        );
        let itself = Args {
            node_provider_id: ProviderId(operator_id(1).0),
            ..hand_over(1, 2)
        };
        world.refuse_field(decide, itself, "id");
        world.suspend(2);
        world.refuse(
            decide,
            hand_over(1, 2),
            RegistryError::ProviderNotActive { id: provider_id(2) },
        );
        world.register_provider(3);
        world.suspend(1);
        world.refuse(
            decide,
            hand_over(1, 3),
            RegistryError::ProviderNotActive { id: provider_id(1) },
        );
    }

    #[test]
    fn should_count_for_the_provider_that_gives() {
        let mut world = world();
        for turn in 0..RATE_SPIKE {
            let [from, to] = if turn % 2 == 0 { [1, 2] } else { [2, 1] };
            world
                .run_as(provider_id(from).0, decide, hand_over(1, to))
                .unwrap();
        }
        assert_eq!(
            world.state.retry_at_ns(provider_id(1).0, world.now_ns),
            None,
            "half of them are the other's"
        );
        for _ in 0..RATE_SPIKE / 2 {
            world.run(decide, hand_over(1, 2)).unwrap();
            let back = UpdateNodeOperatorConfigArgs {
                provider: Some(provider_id(1)),
                ..update_node_operator_config::tests::nothing(1)
            };
            world
                .run(update_node_operator_config::decide, back)
                .unwrap();
        }
        world.refuse(
            decide,
            hand_over(1, 2),
            RegistryError::RateLimited {
                principal: Caller(provider_id(1).0),
                retry_at_ns: world.now_ns + RATE_PERIOD_NS,
            },
        );
        try_state(&world.state).unwrap();
        world.now_ns += RATE_PERIOD_NS;
        world.run(decide, hand_over(1, 2)).unwrap();
    }
}
