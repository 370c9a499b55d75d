//! Sets a neuron's hot keys. By its controller.

use super::{Decision, check};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{GovernanceError, SetHotKeysArgs};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`GovernanceError::NeuronNotFound`], [`GovernanceError::NotController`],
/// [`GovernanceError::TooMany`], [`GovernanceError::InvalidField`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetHotKeysArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, GovernanceError> {
    let SetHotKeysArgs {
        neuron_id,
        hot_keys,
    } = args;
    let neuron = check::known(state, neuron_id)?;
    let caller = Caller(ctx.caller);
    if neuron.controller != caller {
        return Err(GovernanceError::NotController { neuron_id, caller });
    }
    check::hot_keys(&hot_keys)?;
    let events = if neuron.hot_keys == hot_keys {
        Vec::new()
    } else {
        vec![Event::HotKeysSet {
            neuron_id,
            hot_keys,
        }]
    };
    Ok(Decision { events, reply: () })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, hot_key, neuron_key};
    use candid::Principal;

    fn keys(hot_keys: &[Principal]) -> SetHotKeysArgs {
        SetHotKeysArgs {
            neuron_id: 1,
            hot_keys: hot_keys.iter().copied().map(Caller).collect(),
        }
    }

    #[test]
    fn should_be_set_by_the_controller_alone() {
        let mut world = World::new(&[1, 1]);
        let given = keys(&[neuron_key(2), neuron_key(1)]);
        world.run_as(1, decide, given.clone()).unwrap();
        assert_eq!(world.state.neuron(1).unwrap().hot_keys, given.hot_keys);
        let length = world.events();
        world.run_as(1, decide, given.clone()).unwrap();
        assert_eq!(world.events(), length, "so already");
        world.refuse(
            2,
            decide,
            given,
            GovernanceError::NotController {
                neuron_id: 1,
                caller: Caller(neuron_key(2)),
            },
        );
    }

    #[test]
    fn should_refuse_bad_keys() {
        let mut world = World::new(&[1]);
        let nobody = Principal::anonymous();
        let rule = "neither the anonymous principal nor the management canister";
        world.refuse(
            1,
            decide,
            keys(&[nobody]),
            check::invalid("hot_keys", &nobody.to_text(), rule),
        );
        let twice = hot_key(7);
        world.refuse(
            1,
            decide,
            keys(&[twice, twice]),
            check::invalid("hot_keys", &twice.to_text(), "each once"),
        );
        let many: Vec<_> = (1..=11).map(hot_key).collect();
        world.refuse(
            1,
            decide,
            keys(&many),
            GovernanceError::TooMany {
                field: "hot_keys".into(),
                count: 11,
                limit: 10,
            },
        );
    }
}
