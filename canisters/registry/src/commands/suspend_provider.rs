//! Suspends an active provider. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{ProviderStatus, RegistryError, SuspendProviderArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when it is not active.
pub fn decide<M: Memory>(
    state: &State<M>,
    SuspendProviderArgs { id, reason }: SuspendProviderArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    standing::check_reason(&reason)?;
    let row = standing::provider(state, id)?;
    if row.status != ProviderStatus::Active {
        return Err(RegistryError::ProviderStatusUnfit {
            id,
            status: row.status,
            needed: "active".into(),
        });
    }
    let event = Event::ProviderStatusChanged {
        provider: id,
        status: ProviderStatus::Suspended,
        reason,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node, operator_id, provider_id};
    use crate::commands::{register_node, reinstate_provider};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::{ReinstateProviderArgs, StatusChange};

    fn suspension(n: u8) -> SuspendProviderArgs {
        SuspendProviderArgs {
            id: provider_id(n),
            reason: "machines without an owner".into(),
        }
    }

    fn reinstatement(n: u8) -> ReinstateProviderArgs {
        ReinstateProviderArgs {
            id: provider_id(n),
            reason: "the owner was found".into(),
        }
    }

    #[test]
    fn should_stop_registrations_until_reinstated() {
        let mut world = World::with_operator();
        world.run(decide, suspension(1)).unwrap();
        let row = world.state.provider(provider_id(1)).unwrap();
        assert_eq!(row.status, ProviderStatus::Suspended);
        let reason = "machines without an owner".into();
        let at_ns = world.now_ns;
        assert_eq!(row.status_change, Some(StatusChange { reason, at_ns }));
        let refused = world.run_as(operator_id(1).0, register_node::decide, node(1));
        let id = provider_id(1);
        assert_eq!(refused, Err(RegistryError::ProviderNotActive { id }));
        world
            .run(reinstate_provider::decide, reinstatement(1))
            .unwrap();
        world
            .run_as(operator_id(1).0, register_node::decide, node(1))
            .unwrap();
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_unknown_providers_and_other_states() {
        let mut world = World::with_operator();
        let id = provider_id(9);
        world.refuse(
            decide,
            suspension(9),
            RegistryError::ProviderNotFound { id },
        );
        let id = provider_id(1);
        world.refuse(
            reinstate_provider::decide,
            reinstatement(1),
            RegistryError::ProviderStatusUnfit {
                id,
                status: ProviderStatus::Active,
                needed: "suspended".into(),
            },
        );
        world.suspend(1);
        world.refuse(
            decide,
            suspension(1),
            RegistryError::ProviderStatusUnfit {
                id,
                status: ProviderStatus::Suspended,
                needed: "active".into(),
            },
        );
        for reason in ["", " ", &"x".repeat(1_001)] {
            let args = SuspendProviderArgs {
                reason: reason.into(),
                ..suspension(1)
            };
            world.refuse_field(decide, args, "reason");
            let args = ReinstateProviderArgs {
                reason: reason.into(),
                ..reinstatement(1)
            };
            world.refuse_field(reinstate_provider::decide, args, "reason");
        }
    }
}
