//! Submits a proposal.

use super::place::Submission;
use super::resume;
use super::twin::{self, NoWords};
use crate::commands::Decision;
use crate::commands::submit_proposal::{check, decide};
use crate::live;
use bonafide_kit::{Ctx, commit};
use bonafide_types::governance::{Action, GovernanceError, SubmitProposalArgs};

/// Submits a proposal, and returns its number. The canister that owns the record says first
/// what the command would do, and voters read its words. A neuron's submissions that are
/// being checked count as open proposals.
///
/// # Errors
/// The refusals of [`check`]; [`GovernanceError::CommandRefused`] in the words of the
/// canister that owns the record; [`GovernanceError::CommandNotChecked`] when it cannot be
/// asked. Nothing is changed then.
pub async fn submit_proposal(args: SubmitProposalArgs, ctx: Ctx) -> Result<u64, GovernanceError> {
    let neuron_id = args.neuron_id;
    live::read(|state| check(state, &args, &ctx, Submission::in_flight(neuron_id)))?;
    let submission = Submission::begin(neuron_id);
    let (rendering, ctx) = match &args.action {
        Action::Motion(_) => (String::new(), ctx),
        Action::Command(command) => {
            let words = twin::ask(command, &ctx).await;
            (words.map_err(refused)?, ctx.later())
        }
    };
    drop(submission);
    let in_flight = Submission::in_flight(neuron_id);
    let proposal_id = live::change(|state| {
        let Decision { events, reply } = decide(state, args, &ctx, in_flight, rendering)?;
        commit(state, &ctx, events);
        Ok(reply)
    })?;
    resume();
    Ok(proposal_id)
}

fn refused(no_words: NoWords) -> GovernanceError {
    match no_words {
        NoWords::Refused(reason) => GovernanceError::CommandRefused { reason },
        NoWords::NotChecked(reason) => GovernanceError::CommandNotChecked { reason },
    }
}
