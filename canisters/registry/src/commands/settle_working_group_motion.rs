//! Records how a working group decided. Governed.

use super::Decision;
use crate::domain::text;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{
    MotionDecision, MotionOutcome, MotionTally, RegistryError, SettleWorkingGroupMotionArgs,
};
use ic_stable_structures::Memory;

/// Decides. A motion is settled once.
///
/// # Errors
/// [`RegistryError::MotionNotFound`], [`RegistryError::MotionSettled`],
/// [`RegistryError::InvalidField`] for votes that say otherwise than the outcome.
pub fn decide<M: Memory>(
    state: &State<M>,
    SettleWorkingGroupMotionArgs { id, outcome, tally }: SettleWorkingGroupMotionArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let motion = state
        .motion(id)
        .ok_or(RegistryError::MotionNotFound { id })?;
    if let Some(MotionDecision { outcome, .. }) = motion.decision {
        return Err(RegistryError::MotionSettled { id, outcome });
    }
    if let Some(tally) = tally {
        check_tally(outcome, tally)?;
    }
    let decision = MotionDecision {
        outcome,
        tally,
        recorded_at_ns: ctx.now_ns,
    };
    Ok(Decision::change(
        Event::WorkingGroupMotionSettled { id, decision },
        (),
    ))
}

/// Checks that votes say what the outcome says. A motion that was withdrawn may have any.
fn check_tally(outcome: MotionOutcome, tally: MotionTally) -> Result<(), RegistryError> {
    let MotionTally { yes, no, .. } = tally;
    let rule = match outcome {
        MotionOutcome::Adopted if yes <= no => "an adopted motion has more yes than no",
        MotionOutcome::Rejected if yes > no => "a rejected motion has not more yes than no",
        MotionOutcome::Adopted | MotionOutcome::Rejected | MotionOutcome::Withdrawn => {
            return Ok(());
        }
    };
    Err(text::invalid("tally", &format!("{yes} yes, {no} no"), rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::record_working_group_motion;
    use crate::commands::testing::World;
    use crate::state::invariants;
    use bonafide_types::id::Sha256Hash;
    use bonafide_types::registry::RecordWorkingGroupMotionArgs;

    fn world() -> World {
        let mut world = World::new();
        for n in 0..4 {
            let args = RecordWorkingGroupMotionArgs {
                working_group: "Hardware".into(),
                title: format!("Motion {n}"),
                text_sha256: Sha256Hash([n; 32]),
                url: None,
                records: vec![],
            };
            world
                .run(record_working_group_motion::decide, args)
                .unwrap();
        }
        world
    }

    fn settle(
        id: u64,
        outcome: MotionOutcome,
        votes: Option<(u32, u32)>,
    ) -> SettleWorkingGroupMotionArgs {
        let tally = votes.map(|(yes, no)| MotionTally {
            yes,
            no,
            abstain: 1,
        });
        SettleWorkingGroupMotionArgs { id, outcome, tally }
    }

    #[test]
    fn should_settle_once() {
        let mut world = world();
        world.now_ns += 5;
        let adopted = settle(1, MotionOutcome::Adopted, Some((3, 2)));
        world.run(decide, adopted.clone()).unwrap();
        let decision = world.state.motion(1).unwrap().decision.unwrap();
        assert_eq!(decision.recorded_at_ns, world.now_ns);
        assert_eq!(decision.outcome, MotionOutcome::Adopted);
        assert_eq!(decision.tally.unwrap().yes, 3);
        let outcome = MotionOutcome::Adopted;
        world.refuse(
            decide,
            settle(1, MotionOutcome::Withdrawn, None),
            RegistryError::MotionSettled { id: 1, outcome },
        );
        world.refuse(
            decide,
            settle(4, MotionOutcome::Adopted, None),
            RegistryError::MotionNotFound { id: 4 },
        );
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_compare_votes_and_outcome() {
        let mut world = world();
        for (outcome, yes, no) in [
            (MotionOutcome::Adopted, 2, 2),
            (MotionOutcome::Adopted, 0, 1),
            (MotionOutcome::Rejected, 3, 2),
        ] {
            world.refuse_field(decide, settle(0, outcome, Some((yes, no))), "tally");
        }
        for (id, outcome, votes) in [
            (0, MotionOutcome::Rejected, Some((2, 2))),
            (1, MotionOutcome::Adopted, None),
            (2, MotionOutcome::Withdrawn, Some((9, 0))),
            (3, MotionOutcome::Rejected, Some((0, 0))),
        ] {
            world.run(decide, settle(id, outcome, votes)).unwrap();
        }
    }
}
