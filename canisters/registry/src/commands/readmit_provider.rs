//! Lets a barred provider take part, for the first time or again. Governed, critical.
//!
//! A readmission names every offboarded provider it overrules: others go on standing against
//! it. It frees one provider; each other of a cluster needs its own.

use super::{Decision, standing};
use crate::domain::{batch, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::DESPITE;
use bonafide_types::registry::{ProviderStatus, ReadmitProviderArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::NotBarred`] when one that is named does not stand
/// against the provider, [`RegistryError::InvalidField`] when the provider is offboarded
/// itself and not named.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ReadmitProviderArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let ReadmitProviderArgs {
        id,
        despite,
        reason,
    } = args;
    principal::check("id", id.0)?;
    standing::check_reason(&reason)?;
    batch::check("despite", &despite, DESPITE)?;
    let standing_against = state.barred_by_all(id);
    let stranger = despite
        .iter()
        .find(|named| !standing_against.contains(named));
    if let Some(offboarded) = stranger {
        return Err(RegistryError::NotBarred {
            provider: id,
            offboarded: *offboarded,
        });
    }
    let is_offboarded = state
        .provider(id)
        .is_some_and(|row| row.status == ProviderStatus::Offboarded);
    if is_offboarded && !despite.contains(&id) {
        let rule = "names the provider itself too, which is offboarded";
        return Err(text::invalid("despite", &id.to_string(), rule));
    }
    Ok(Decision::change(
        Event::ProviderReadmitted {
            provider: id,
            despite,
            reason,
        },
        (),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node, operator_id, provider_id};
    use crate::commands::{register_node, update_node_operator_config};
    use crate::state::invariants::try_state;
    use bonafide_types::id::ProviderId;
    use bonafide_types::registry::{BarSubject, UpdateNodeOperatorConfigArgs};

    fn readmission(n: u8, despite: &[u8]) -> ReadmitProviderArgs {
        ReadmitProviderArgs {
            id: provider_id(n),
            despite: despite.iter().copied().map(provider_id).collect(),
            reason: "it made good".into(),
        }
    }

    /// Provider 1 offboarded, with 2 in its cluster; provider 3 apart.
    fn world() -> World {
        let mut world = World::with_operator();
        world.onboard(2);
        world.onboard(3);
        world.cluster(&[1, 2], true);
        world.offboard(1);
        world
    }

    #[test]
    fn should_readmit_one_provider_and_no_other() {
        let mut world = world();
        world.now_ns += 1;
        world.run(decide, readmission(1, &[1])).unwrap();
        let row = world.state.provider(provider_id(1)).unwrap();
        assert_eq!(row.status, ProviderStatus::Active);
        assert_eq!(world.state.barred_by(provider_id(1)), None);
        assert_eq!(world.state.operator_barred_by(operator_id(1)), None);
        assert_eq!(world.state.barred_by(provider_id(2)), Some(provider_id(1)));
        let refused = world.run_as(operator_id(1).0, register_node::decide, node(1));
        assert!(
            matches!(refused, Err(RegistryError::AllowanceExhausted { .. })),
            "no allowance comes back: {refused:?}"
        );
        let args = UpdateNodeOperatorConfigArgs {
            node_allowance: Some(1),
            ..update_node_operator_config::tests::nothing(1)
        };
        world
            .run(update_node_operator_config::decide, args)
            .unwrap();
        world.register_node(1, 1);
        world.run(decide, readmission(2, &[1])).unwrap();
        world.register_node(2, 2);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_readmit_a_member_while_the_offboarded_provider_stays_out() {
        let mut world = world();
        world.run(decide, readmission(2, &[1])).unwrap();
        world.register_node(2, 2);
        assert_eq!(world.state.barred_by(provider_id(1)), Some(provider_id(1)));
        // One who joined later has no bar by name; its readmission writes one down, lifted.
        world.cluster(&[1, 2, 3], true);
        world.run(decide, readmission(3, &[1])).unwrap();
        assert_eq!(world.state.barred_by(provider_id(3)), None);
        let subject = BarSubject::Provider(provider_id(3));
        let bar = world.state.bar(subject, provider_id(1)).unwrap();
        assert!(bar.lifted.is_some());
        try_state(&world.state).unwrap();
        // Offboarded once more, it stands against its cluster once more.
        world.now_ns += 1;
        world.run(decide, readmission(1, &[1])).unwrap();
        world.cluster(&[1, 2, 3], false);
        world.now_ns += 1;
        world.offboard(1);
        assert_eq!(world.state.barred_by(provider_id(3)), None);
        world.cluster(&[1, 3], true);
        assert_eq!(world.state.barred_by(provider_id(3)), Some(provider_id(1)));
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_readmit_a_barred_key_that_was_no_provider() {
        let mut world = world();
        let args = ReadmitProviderArgs {
            id: ProviderId(operator_id(1).0),
            ..readmission(1, &[1])
        };
        world.run(decide, args).unwrap();
        let id = ProviderId(operator_id(1).0);
        assert_eq!(world.state.barred_by(id), None);
        assert!(world.state.operator_barred_by(operator_id(1)).is_some());
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_who_does_not_stand_against_it() {
        let mut world = world();
        for (provider, despite) in [(3, 1), (1, 2), (2, 3), (9, 1)] {
            world.refuse(
                decide,
                readmission(provider, &[despite]),
                RegistryError::NotBarred {
                    provider: provider_id(provider),
                    offboarded: provider_id(despite),
                },
            );
        }
        world.refuse(
            decide,
            readmission(1, &[1, 1]),
            RegistryError::DuplicateEntry {
                field: "despite".into(),
                given: provider_id(1).to_string(),
            },
        );
        world.refuse_field(decide, readmission(1, &[]), "despite");
        world.refuse_field(decide, readmission(1, &[1; 17]), "despite");
        let mute = ReadmitProviderArgs {
            reason: String::new(),
            ..readmission(1, &[1])
        };
        world.refuse_field(decide, mute, "reason");
        world.offboard(2);
        world.refuse_field(decide, readmission(2, &[1]), "despite");
        world.run(decide, readmission(2, &[1, 2])).unwrap();
        try_state(&world.state).unwrap();
    }
}
