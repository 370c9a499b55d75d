//! Moves a provider's records to another principal. Governed, critical.
//!
//! Profile, standing, answers, bars and operator records move; what only a key can say does
//! not: who takes over accepts the declaration and answers the questions itself.

use super::clusters::{Change, clusters_after};
use super::{Decision, standing};
use crate::domain::principal;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{HandOverProviderArgs, ProviderStatus, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when `from` is neither active nor suspended, or has
/// no profile, [`RegistryError::TooMany`] operator records,
/// [`RegistryError::ProviderAlreadyRegistered`] when `to` has a profile,
/// [`RegistryError::ProviderBarred`] and [`RegistryError::ProviderNotActive`] for `to`.
pub fn decide<M: Memory>(
    state: &State<M>,
    HandOverProviderArgs { from, to, reason }: HandOverProviderArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    principal::check("to", to.0)?;
    standing::check_reason(&reason)?;
    let row = standing::partaking_provider(state, from)?;
    standing::check_registered(&row)?;
    standing::check_operators(state, from)?;
    check_receiver(state, to)?;
    for operator in state.operators_of(from) {
        principal::check_operator(operator, to)?;
    }
    let moved = clusters_after(state, Change::HandOver { from, to }, ctx.now_ns);
    let handed_over = Event::ProviderHandedOver { from, to, reason };
    Ok(Decision {
        events: [handed_over].into_iter().chain(moved).collect(),
        reply: (),
    })
}

/// A principal that is new here, or known from an import only; not barred.
fn check_receiver<M: Memory>(state: &State<M>, to: ProviderId) -> Result<(), RegistryError> {
    standing::check_not_barred(state, to)?;
    let Some(row) = state.provider(to) else {
        return Ok(());
    };
    if row.profile.is_some() {
        return Err(RegistryError::ProviderAlreadyRegistered { id: to });
    }
    if row.status != ProviderStatus::Active {
        return Err(RegistryError::ProviderNotActive { id: to });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node, operator_id, provider_id};
    use crate::commands::{register_node, update_provider_profile};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::{HandOver, UpdateProviderProfileArgs};

    fn hand_over(from: u8, to: u8) -> HandOverProviderArgs {
        HandOverProviderArgs {
            from: provider_id(from),
            to: provider_id(to),
            reason: "its key was lost".into(),
        }
    }

    #[test]
    fn should_move_the_records_and_ask_the_successor_again() {
        let mut world = World::with_operator();
        world.register_node(1, 1);
        let said = UpdateProviderProfileArgs {
            display_name: Some("One".into()),
            urls: vec![],
        };
        world
            .run_as(provider_id(1).0, update_provider_profile::decide, said)
            .unwrap();
        let before = world.state.provider(provider_id(1)).unwrap();
        let at_ns = world.now_ns;
        world.run(decide, hand_over(1, 5)).unwrap();
        let [from, to] = [1, 5].map(|n| world.state.provider(provider_id(n)).unwrap());
        assert_eq!(from.status, ProviderStatus::HandedOver);
        assert_eq!(from.successor, Some(provider_id(5)));
        assert_eq!(
            (to.status, to.profile),
            (ProviderStatus::Active, before.profile)
        );
        assert_eq!(to.self_declared, None);
        assert_eq!(to.answers_reopened_at_ns, Some(at_ns));
        let record = world.state.node_operator(operator_id(1)).unwrap();
        assert_eq!(record.provider, provider_id(5));
        let from = provider_id(1);
        assert_eq!(record.handed_over, Some(HandOver { from, at_ns }));
        let counts = world.state.provider_counts(provider_id(5));
        assert_eq!((counts.operators, counts.nodes), (1, 1));
        try_state(&world.state).unwrap();

        let refused = world.run_as(operator_id(1).0, register_node::decide, node(2));
        let provider = provider_id(5);
        assert_eq!(
            refused,
            Err(RegistryError::DeclarationNotAccepted { provider })
        );
        world.now_ns += 1;
        world.accept(5, "en");
        world.register_node(1, 2);
        assert_eq!(world.state.successor(provider_id(1)), provider_id(5));
    }

    #[test]
    fn should_hand_standing_and_bars_over() {
        let mut world = World::with_operator();
        world.onboard(2);
        world.cluster(&[1, 2], true);
        world.offboard(2);
        world.suspend(1);
        world.run(decide, hand_over(1, 5)).unwrap();
        let to = world.state.provider(provider_id(5)).unwrap();
        assert_eq!(to.status, ProviderStatus::Suspended);
        assert_eq!(world.state.barred_by(provider_id(5)), Some(provider_id(2)));
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_who_cannot_give_or_take() {
        let mut world = World::with_operator();
        world.onboard(2);
        world.onboard(3);
        world.offboard(3);
        let unfit = |n, status| RegistryError::ProviderStatusUnfit {
            id: provider_id(n),
            status,
            needed: "active or suspended".into(),
        };
        world.refuse(
            decide,
            hand_over(9, 5),
            RegistryError::ProviderNotFound { id: provider_id(9) },
        );
        world.refuse(
            decide,
            hand_over(3, 5),
            unfit(3, ProviderStatus::Offboarded),
        );
        for to in [1, 2] {
            world.refuse(
                decide,
                hand_over(1, to),
                RegistryError::ProviderAlreadyRegistered {
                    id: provider_id(to),
                },
            );
        }
        world.refuse(
            decide,
            hand_over(1, 3),
            RegistryError::ProviderBarred {
                provider: provider_id(3),
                offboarded: provider_id(3),
            },
        );
        for to in [operator_id(1).0, candid::Principal::anonymous()] {
            let args = HandOverProviderArgs {
                to: ProviderId(to),
                ..hand_over(1, 5)
            };
            let refusal = world.refused(decide, args);
            assert!(matches!(refusal, RegistryError::InvalidField { .. }));
        }
        world.run(decide, hand_over(1, 5)).unwrap();
        world.refuse(
            decide,
            hand_over(1, 6),
            unfit(1, ProviderStatus::HandedOver),
        );
        let args = HandOverProviderArgs {
            reason: " ".into(),
            ..hand_over(2, 6)
        };
        world.refuse_field(decide, args, "reason");
    }
}
