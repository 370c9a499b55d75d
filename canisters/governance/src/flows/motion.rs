//! Executes adopted motions of the NNS, and explains texts of motions to be.

use super::call::{Answer, call};
use super::execution;
use super::place::{MOTIONS, Place, Work};
use super::twin::{self, NoWords};
use crate::commands::journal::Authority;
use crate::live;
use crate::nns;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_policy::{command, motion};
use bonafide_types::governance::{Command, JournalEntry, MotionError, MotionExplanation, Source};
use bonafide_types::limits::MOTION_BYTES;
use candid::Principal;
use ic_stable_structures::Memory;

/// Executes the command that an adopted motion of the NNS carries, once. Open to anyone,
/// also anonymously: the motion is the authority, whoever points at it.
///
/// A command that would be refused now does not use the motion up; so nobody can waste a
/// motion by executing it too early. Once the command is authorised the motion is used up
/// whatever becomes of it, and the journal entry says what became of it.
///
/// # Errors
/// [`MotionError`], which says of each case what to do. Nothing is changed then. While too
/// many motions are in progress, [`MotionError::NnsNotReached`] says that governance is busy.
pub async fn execute_adopted_motion(
    proposal_id: u64,
    ctx: Ctx,
) -> Result<JournalEntry, MotionError> {
    let nns_governance = live::read(|state| check(state, proposal_id))?;
    let _place = place(proposal_id)?;
    let text = adopted_text(nns_governance, proposal_id).await?;
    let command = motion::read(&text, ctx.self_id)?;
    twin::ask(&command, &ctx.later()).await.map_err(refused)?;
    // The state may be another by now, also the sources of authority.
    let ctx = ctx.later();
    let authority = Authority::of(Source::NnsMotion, proposal_id);
    execution::execute(ctx, |state| {
        check(state, proposal_id)?;
        Ok(execution::authorize(state, authority, &command, &ctx))
    })
    .await
}

/// Held while a motion is looked at. Anyone may come with motions, so only some at one time.
fn place(proposal_id: u64) -> Result<Place, MotionError> {
    let work = Work::Motion(proposal_id);
    if !Place::is_taken(work) && Place::motions_are_taken() {
        return Err(MotionError::NnsNotReached {
            reason: format!("busy: {MOTIONS} motions are in progress; try again"),
        });
    }
    Place::take(work).ok_or(MotionError::InProgress { proposal_id })
}

/// The NNS governance canister to ask about a motion that may be executed.
fn check<M: Memory>(state: &State<M>, proposal_id: u64) -> Result<Principal, MotionError> {
    let config = state.settings();
    if !config.sources.nns_motion {
        return Err(MotionError::SourceOff);
    }
    match state.executed_as(Source::NnsMotion, proposal_id, 0) {
        Some(journal_id) => Err(MotionError::AlreadyExecuted {
            proposal_id,
            journal_id,
        }),
        None => Ok(config.nns_governance.0),
    }
}

async fn adopted_text(nns_governance: Principal, proposal_id: u64) -> Result<String, MotionError> {
    let not_reached = |reason| MotionError::NnsNotReached { reason };
    let args = candid::encode_one(proposal_id).map_err(|error| not_reached(error.to_string()))?;
    match call(nns_governance, nns::METHOD, &args).await {
        Answer::Reply(reply) => nns::judge(proposal_id, &reply),
        Answer::Refused(reason) | Answer::Unknown(reason) => Err(not_reached(reason)),
    }
}

/// Says what a motion with this text would do if it were adopted and executed now. For
/// authors, before they submit it to the NNS. Open to anyone, and also while motions are no
/// source of authority. Nothing is changed.
///
/// # Errors
/// [`MotionError::TooLong`], those of [`motion::read`], [`MotionError::CommandRefused`],
/// [`MotionError::CommandNotChecked`], also while too many ask.
pub async fn explain_motion(text: String, ctx: Ctx) -> Result<MotionExplanation, MotionError> {
    let command = read(&text, ctx.self_id)?;
    let effect = twin::ask_for_anyone(&command, &ctx)
        .await
        .map_err(refused)?;
    Ok(MotionExplanation {
        command_hash: command::hash(&command),
        command: Some(command),
        effect,
    })
}

fn read(text: &str, this: Principal) -> Result<Command, MotionError> {
    if text.len() > MOTION_BYTES {
        return Err(MotionError::TooLong {
            bytes: text.len() as u64,
            limit: MOTION_BYTES as u64,
        });
    }
    motion::read(text, this)
}

fn refused(no_words: NoWords) -> MotionError {
    match no_words {
        NoWords::Refused(reason) => MotionError::CommandRefused { reason },
        NoWords::NotChecked(reason) => MotionError::CommandNotChecked { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::testing::{World, add_data_center, all_sources, begin, switch};
    use bonafide_types::governance::Sources;

    #[test]
    fn should_look_at_so_many_motions_and_no_more() {
        let mut places: Vec<_> = (1..=16).map(|id| place(id).unwrap()).collect();
        assert_eq!(
            place(3).unwrap_err(),
            MotionError::InProgress { proposal_id: 3 }
        );
        let Err(MotionError::NnsNotReached { reason }) = place(17) else {
            panic!("not refused");
        };
        assert!(reason.starts_with("busy: "), "{reason}");
        places.pop();
        assert!(place(17).is_ok());
    }

    #[test]
    fn should_look_at_a_motion_only_while_it_may_be_executed() {
        let mut world = World::new(&[1]);
        assert_eq!(check(&world.state, 7), Err(MotionError::SourceOff));
        switch(&mut world, all_sources());
        let nns_governance = world.state.settings().nns_governance.0;
        assert_eq!(check(&world.state, 7), Ok(nns_governance));
        let authority = Authority::of(Source::NnsMotion, 7);
        let journal_id = begin(&mut world, authority, &add_data_center());
        let proposal_id = 7;
        let used = MotionError::AlreadyExecuted {
            proposal_id,
            journal_id,
        };
        assert_eq!(check(&world.state, 7), Err(used));
        assert_eq!(check(&world.state, 8), Ok(nns_governance));
        let sources = Sources {
            nns_motion: false,
            ..all_sources()
        };
        switch(&mut world, sources);
        assert_eq!(check(&world.state, 7), Err(MotionError::SourceOff));
    }

    #[test]
    fn should_read_texts_the_nns_would_take_only() {
        let this = Principal::from_slice(&[1]);
        let command = add_data_center();
        let text = motion::render(this, &command).unwrap();
        assert_eq!(read(&text, this), Ok(command));
        let padding = |bytes: usize| format!("{text}\n{}", "x".repeat(bytes - text.len() - 1));
        assert!(read(&padding(MOTION_BYTES), this).is_ok());
        let (bytes, limit) = (10_001, 10_000);
        let too_long = Err(MotionError::TooLong { bytes, limit });
        assert_eq!(read(&padding(MOTION_BYTES + 1), this), too_long);
    }
}
