//! What ballots do to a proposal's standing.

use crate::state::council::counted;
use bonafide_policy::voting;
use bonafide_types::governance::{Ballot, Electorate, Proposal, ProposalState, ProposalStatus};

/// Where a proposal stands after some ballots more, cast at `now` (seconds since the epoch).
/// It is decided at once when no later vote could turn it; otherwise wait-for-quiet may
/// prolong it.
#[must_use]
pub fn after_ballots(
    proposal: &Proposal,
    electorate: &Electorate,
    before: &ProposalState,
    ballots: &[Ballot],
    now: u64,
) -> ProposalState {
    let mut state = with_tally(electorate, before, ballots, now);
    state.deadline_timestamp_seconds = voting::deadline_after(
        &before.latest_tally,
        &state.latest_tally,
        proposal.proposal_timestamp_seconds,
        before.deadline_timestamp_seconds,
        now,
        &proposal.rules,
    );
    decided_early(proposal, state, now)
}

/// The same for the ballots of the submission, by which nothing is turned: the deadline is
/// one voting period after it.
#[must_use]
pub fn after_submission(
    proposal: &Proposal,
    electorate: &Electorate,
    before: &ProposalState,
    ballots: &[Ballot],
    now: u64,
) -> ProposalState {
    let state = with_tally(electorate, before, ballots, now);
    decided_early(proposal, state, now)
}

/// Where a proposal stands once it is decided, at `now`. A motion is executed by that: to
/// agree to a text is all it asks for.
#[must_use]
pub fn decided(
    proposal: &Proposal,
    state: ProposalState,
    adopted: bool,
    now: u64,
) -> ProposalState {
    let is_motion = proposal.command_hash.is_none();
    let status = match (adopted, is_motion) {
        (false, _) => ProposalStatus::Rejected,
        (true, false) => ProposalStatus::Adopted,
        (true, true) => ProposalStatus::Executed,
    };
    ProposalState {
        status,
        decided_timestamp_seconds: Some(now),
        executed_timestamp_seconds: (status == ProposalStatus::Executed).then_some(now),
        ..state
    }
}

fn with_tally(
    electorate: &Electorate,
    before: &ProposalState,
    ballots: &[Ballot],
    now: u64,
) -> ProposalState {
    ProposalState {
        latest_tally: counted(electorate, before.latest_tally, ballots, now),
        ..before.clone()
    }
}

fn decided_early(proposal: &Proposal, state: ProposalState, now: u64) -> ProposalState {
    match voting::early(&state.latest_tally, proposal.rules.majority_bps) {
        Some(adopted) => decided(proposal, state, adopted, now),
        None => state,
    }
}
