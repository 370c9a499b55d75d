//! What holds between tables and heap at all times.
//!
//! - each row stands under its own number; neurons, electorates and journal entries have
//!   numbers without a gap
//! - the council on the heap is what the rows of neurons and the last electorate say, and
//!   that electorate is the neurons with power
//! - a proposal has a content, a standing, and a ballot for each member of its electorate;
//!   its tally is what counting the ballots gives; its command is stored under its hash
//! - proposals in vote, those that wait for their execution and unfinished journal entries
//!   are on the heap, and no others
//! - what is used up is what the journal holds, one entry for each decision; the indexes of
//!   the journal and of topics hold exactly what the rows say
//! - a proposal and the journal entry of its execution name each other and agree
//! - a review stands under NNS proposals that it is about, 200 of them at most; when each was
//!   reviewed is on the heap
//!
//! For tests and offline checks: it reads everything.

use super::apply::is_unfinished;
use super::council::{Council, vote_of};
use super::{Open, State, key, record_owner, source_key, topic_owner};
use crate::commands::review_nns_proposals::KEPT;
use bonafide_policy::command;
use bonafide_types::governance::{
    Electorate, JournalEntry, Outcome, Proposal, ProposalState, ProposalStatus, Source, Vote,
};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject}: {rule}")]
pub struct BrokenInvariant {
    /// The rule, in words.
    pub rule: &'static str,
    /// What breaks it.
    pub subject: String,
}

type Checked = Result<(), BrokenInvariant>;

fn ensure(holds: bool, rule: &'static str, subject: &dyn Debug) -> Checked {
    if holds {
        return Ok(());
    }
    Err(BrokenInvariant {
        rule,
        subject: format!("{subject:?}"),
    })
}

/// Checks every rule of this module.
///
/// # Errors
/// The first rule found broken.
pub fn try_state<M: Memory>(state: &State<M>) -> Result<(), BrokenInvariant> {
    let installed = state.log.tip().length > 0;
    ensure(
        state.config.len() == u64::from(installed) && state.config().is_some() == installed,
        "settings are there from the first event on",
        &state.config.len(),
    )?;
    try_council(state)?;
    try_commands(state)?;
    try_proposals(state)?;
    try_journal(state)?;
    try_reviews(state)
}

fn try_council<M: Memory>(state: &State<M>) -> Checked {
    let mut council = Council::default();
    for ((at, neuron), id) in state.neurons.after(None).zip(1_u64..) {
        ensure(
            at == key(id) && neuron.id == id,
            "neurons are numbered from 1 without a gap",
            &id,
        )?;
        council.put(neuron);
    }
    for ((at, electorate), version) in state.electorates.after(None).zip(0_u64..) {
        ensure(
            at == key(version) && electorate.version == version,
            "electorates are numbered from 0 without a gap",
            &version,
        )?;
        let members = &electorate.members;
        ensure(
            members.is_sorted_by(|a, b| a.neuron_id < b.neuron_id)
                && members.iter().all(|member| member.voting_power > 0),
            "members have power and stand in the order of their numbers",
            &version,
        )?;
        let total: u64 = members.iter().map(|member| member.voting_power).sum();
        ensure(
            electorate.total == total,
            "the powers of an electorate are added up",
            &version,
        )?;
        council.set_electorate(electorate);
    }
    ensure(
        state.council == council,
        "the council on the heap is what the rows say",
        &state.council,
    )?;
    ensure(
        council.next_electorate().members == council.electorate().members,
        "the last electorate is the neurons with power",
        council.electorate(),
    )
}

fn try_commands<M: Memory>(state: &State<M>) -> Checked {
    for entry in state.commands.iter() {
        let bytes = entry.value();
        ensure(
            command::decode(&bytes).is_ok_and(|found| {
                command::encode(&found) == bytes && command::hash(&found).0 == *entry.key()
            }),
            "a command is in canonical form under its hash",
            entry.key(),
        )?;
    }
    Ok(())
}

fn try_proposals<M: Memory>(state: &State<M>) -> Checked {
    let mut open = BTreeMap::new();
    let mut adopted = BTreeSet::new();
    for (at, proposal) in state.proposals.after(None) {
        let id = proposal.id;
        ensure(
            at == key(id) && (1..*state.next_proposal.get()).contains(&id),
            "a proposal stands under its number",
            &id,
        )?;
        let standing = state.proposal_state(id);
        ensure(
            standing.as_ref().is_some_and(|standing| standing.id == id),
            "a proposal has a standing",
            &id,
        )?;
        let Some(standing) = standing else { continue };
        let electorate = state.electorate(proposal.electorate);
        ensure(electorate.is_some(), "its electorate exists", &id)?;
        let Some(electorate) = electorate else {
            continue;
        };
        try_ballots(state, &proposal, &standing, &electorate)?;
        try_content(state, &proposal)?;
        let indexed = state
            .proposals_by_topic
            .contains(&topic_owner(proposal.topic), &key(id));
        ensure(indexed, "a proposal is found by its topic", &id)?;
        try_standing(state, &proposal, &standing)?;
        if standing.status == ProposalStatus::Open {
            let deadline = standing.deadline_timestamp_seconds;
            let proposer = proposal.proposer;
            open.insert(id, Open { proposer, deadline });
        }
        if standing.status == ProposalStatus::Adopted && standing.journal_id.is_none() {
            adopted.insert(id);
        }
    }
    let count = state.proposals.len();
    ensure(
        [
            state.contents.len(),
            state.states.len(),
            state.ballots.len(),
            state.proposals_by_topic.len(),
        ] == [count; 4],
        "what belongs to a proposal goes with it",
        &count,
    )?;
    ensure(
        state.open == open,
        "proposals in vote are on the heap",
        &state.open,
    )?;
    ensure(
        state.adopted == adopted,
        "proposals that wait for their execution are on the heap",
        &state.adopted,
    )
}

fn try_ballots<M: Memory>(
    state: &State<M>,
    proposal: &Proposal,
    standing: &ProposalState,
    electorate: &Electorate,
) -> Checked {
    let id = proposal.id;
    let votes = state.ballots(id).unwrap_or_default();
    ensure(
        votes.len() == electorate.members.len() && votes.iter().all(|vote| *vote <= 2),
        "every member has a ballot",
        &id,
    )?;
    let cast_for = |side: Vote| -> u64 {
        let members = electorate.members.iter().zip(&votes);
        members
            .filter(|(_, vote)| vote_of(**vote) == Some(side))
            .map(|(member, _)| member.voting_power)
            .sum()
    };
    let tally = standing.latest_tally;
    ensure(
        (tally.yes, tally.no, tally.total)
            == (cast_for(Vote::Yes), cast_for(Vote::No), electorate.total),
        "the tally is what the ballots give",
        &id,
    )
}

fn try_content<M: Memory>(state: &State<M>, proposal: &Proposal) -> Checked {
    let content = state.content(proposal.id);
    let found = content.map(|content| content.command.map(|bytes| bytes.0));
    let expected = proposal
        .command_hash
        .map(|hash| state.commands.get(&hash.0).unwrap_or_default());
    ensure(
        found == Some(expected),
        "a proposal's command is the one under its hash",
        &proposal.id,
    )
}

/// The times and the journal entry that a status comes with.
fn try_standing<M: Memory>(
    state: &State<M>,
    proposal: &Proposal,
    standing: &ProposalState,
) -> Checked {
    let is_motion = proposal.command_hash.is_none();
    let outcome = standing
        .journal_id
        .and_then(|id| state.journal_entry(id))
        .filter(|entry| (entry.source, entry.source_id) == (Source::Council, proposal.id))
        .map(|entry| entry.outcome);
    let fits = match (standing.status, &outcome) {
        (ProposalStatus::Open | ProposalStatus::Rejected, None) => standing.journal_id.is_none(),
        (ProposalStatus::Adopted, None) => !is_motion && standing.journal_id.is_none(),
        (ProposalStatus::Executed, None) => is_motion && standing.journal_id.is_none(),
        (ProposalStatus::Adopted, Some(Outcome::Pending | Outcome::Executing))
        | (ProposalStatus::Executed, Some(Outcome::Executed))
        | (ProposalStatus::Failed, Some(Outcome::Failed { .. }))
        | (ProposalStatus::Quarantined, Some(Outcome::Quarantined { .. })) => !is_motion,
        _ => false,
    };
    ensure(
        fits,
        "a proposal and its journal entry agree",
        &(proposal.id, standing.status),
    )?;
    let decided = standing.status != ProposalStatus::Open;
    let executed = standing.status == ProposalStatus::Executed;
    let failed = matches!(
        standing.status,
        ProposalStatus::Failed | ProposalStatus::Quarantined
    );
    ensure(
        standing.decided_timestamp_seconds.is_some() == decided
            && standing.executed_timestamp_seconds.is_some() == executed
            && standing.failed_timestamp_seconds.is_some() == failed
            && standing.failure_reason.is_some() == failed,
        "a proposal has the times of its status",
        &proposal.id,
    )
}

fn try_journal<M: Memory>(state: &State<M>) -> Checked {
    let mut unfinished = BTreeMap::new();
    let mut of_records = 0;
    for ((at, entry), id) in state.journal.after(None).zip(0_u64..) {
        ensure(
            at == key(id) && entry.id == id,
            "journal entries are numbered from 0 without a gap",
            &id,
        )?;
        of_records += try_entry(state, &entry)?;
        if is_unfinished(&entry.outcome) {
            unfinished.insert(id, entry.outcome);
        }
    }
    ensure(
        state.unfinished == unfinished,
        "unfinished executions are on the heap",
        &state.unfinished,
    )?;
    let count = state.journal.len();
    ensure(
        state.consumed.len() == count,
        "what is used up is what the journal holds",
        &count,
    )?;
    ensure(
        [
            state.journal_by_record.len(),
            state.journal_by_command.len(),
            state.journal_by_method.len(),
        ] == [of_records, count, count],
        "journal entries are found where they stand and nowhere else",
        &count,
    )
}

/// Returns the number of records the entry names.
fn try_entry<M: Memory>(state: &State<M>, entry: &JournalEntry) -> Result<u64, BrokenInvariant> {
    let id = entry.id;
    let decision = (source_key(entry.source), entry.source_id, entry.index);
    ensure(
        state.consumed.get(&decision) == Some(id),
        "a decision is used up by its journal entry",
        &id,
    )?;
    let command = state.commands.get(&entry.command_hash.0);
    ensure(command.is_some(), "its command is stored", &id)?;
    let owners: BTreeSet<_> = entry
        .records
        .iter()
        .map(|record| record_owner(&record.table, &record.key.0))
        .collect();
    let member = key(id);
    ensure(
        owners
            .iter()
            .all(|owner| state.journal_by_record.contains(owner, &member))
            && state
                .journal_by_command
                .contains(&entry.command_hash.0, &member)
            && state
                .journal_by_method
                .contains(entry.method.as_bytes(), &member),
        "a journal entry is found by its records, its command and its method",
        &id,
    )?;
    let open = matches!(entry.outcome, Outcome::Pending | Outcome::Executing);
    ensure(
        entry.closed_at_ns.is_none() == open,
        "a journal entry is closed when its outcome is known, or known to be unknown",
        &id,
    )?;
    if entry.source == Source::Council
        && let Some(standing) = state.proposal_state(entry.source_id)
    {
        ensure(
            standing.journal_id == Some(id),
            "a proposal names the journal entry of its execution",
            &id,
        )?;
    }
    Ok(owners.len() as u64)
}

fn try_reviews<M: Memory>(state: &State<M>) -> Checked {
    for (at, review) in state.reviews.after(None) {
        ensure(
            review.proposal_ids().any(|id| at == key(id)),
            "a review stands under NNS proposals that it is about",
            &at,
        )?;
    }
    ensure(
        state.reviewed == state.reviewed_by_rows(),
        "when NNS proposals were reviewed is on the heap",
        &state.reviewed,
    )?;
    ensure(
        state.reviewed.len() <= KEPT,
        "reviews of 200 NNS proposals are kept at most",
        &state.reviewed.len(),
    )
}

#[cfg(test)]
mod tests;
