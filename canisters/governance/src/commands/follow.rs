//! Sets whom a neuron follows on a topic. By its controller or a hot key.
//!
//! Following works from the next vote on: a neuron whose followees have voted already does
//! not vote by beginning to follow them.

use super::{Decision, check};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{FollowArgs, GovernanceError};
use bonafide_types::limits::FOLLOWEES;
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`GovernanceError::NeuronNotFound`] for the neuron or a followee,
/// [`GovernanceError::NotAuthorized`], [`GovernanceError::TooMany`],
/// [`GovernanceError::InvalidField`] for a followee named twice,
/// [`GovernanceError::FollowsItself`], [`GovernanceError::FollowingCycle`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: FollowArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, GovernanceError> {
    let FollowArgs {
        neuron_id,
        topic,
        followees,
    } = args;
    check::acting(state, neuron_id, ctx.caller)?;
    check::count("followees", followees.len(), FOLLOWEES)?;
    check::distinct("followees", &followees)?;
    for &followee in &followees {
        if followee == neuron_id {
            return Err(GovernanceError::FollowsItself { neuron_id });
        }
        check::known(state, followee)?;
        if let Some(way_back) = state.council.path(topic, followee, neuron_id) {
            let path = [vec![neuron_id], way_back].concat();
            return Err(GovernanceError::FollowingCycle { path });
        }
    }
    let events = if state.council.followees(neuron_id, topic) == followees {
        Vec::new()
    } else {
        vec![Event::FolloweesSet {
            neuron_id,
            topic,
            followees,
        }]
    };
    Ok(Decision { events, reply: () })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, follow_args, hot_key, neuron_key};
    use bonafide_types::governance::Topic;
    use bonafide_types::id::Caller;

    #[test]
    fn should_follow_by_controller_or_hot_key_and_by_topic() {
        let mut world = World::new(&[1, 1, 1]);
        let args = follow_args(1, Topic::NodeAdmin, &[3, 2]);
        world.run_as(1, decide, args.clone()).unwrap();
        let council = &world.state.council;
        assert_eq!(council.followees(1, Topic::NodeAdmin), [3, 2]);
        assert_eq!(council.followees(1, Topic::Governance), [0; 0]);
        let length = world.events();
        world.run_by(hot_key(1), decide, args).unwrap();
        assert_eq!(world.events(), length, "so already");
        let nobody = follow_args(1, Topic::NodeAdmin, &[]);
        world.run_by(hot_key(1), decide, nobody).unwrap();
        let neuron = world.state.neuron(1).unwrap();
        assert_eq!(neuron.followees, []);
    }

    #[test]
    fn should_refuse_a_circle_and_name_it() {
        let mut world = World::new(&[1, 1, 1]);
        for (neuron, followee) in [(1, 2), (2, 3)] {
            let args = follow_args(neuron, Topic::Governance, &[followee]);
            world.run_as(neuron, decide, args).unwrap();
        }
        let path = vec![3, 1, 2, 3];
        world.refuse(
            3,
            decide,
            follow_args(3, Topic::Governance, &[1]),
            GovernanceError::FollowingCycle { path },
        );
        let other_topic = follow_args(3, Topic::NodeAdmin, &[1]);
        world.run_as(3, decide, other_topic).unwrap();
    }

    #[test]
    fn should_refuse_strangers_and_bad_lists() {
        let mut world = World::new(&[1, 1]);
        let on =
            |neuron_id, followees: &[u64]| follow_args(neuron_id, Topic::Governance, followees);
        world.refuse(
            2,
            decide,
            on(1, &[2]),
            GovernanceError::NotAuthorized {
                neuron_id: 1,
                caller: Caller(neuron_key(2)),
            },
        );
        world.refuse(
            1,
            decide,
            on(9, &[2]),
            GovernanceError::NeuronNotFound { neuron_id: 9 },
        );
        world.refuse(
            1,
            decide,
            on(1, &[2, 9]),
            GovernanceError::NeuronNotFound { neuron_id: 9 },
        );
        world.refuse(
            1,
            decide,
            on(1, &[1]),
            GovernanceError::FollowsItself { neuron_id: 1 },
        );
        world.refuse(
            1,
            decide,
            on(1, &[2, 2]),
            check::invalid("followees", "2", "each once"),
        );
        world.refuse(
            1,
            decide,
            on(1, &[2; 16]),
            GovernanceError::TooMany {
                field: "followees".into(),
                count: 16,
                limit: 15,
            },
        );
    }
}
