//! Where authority comes from: a decision is used once, and a command says what changes.

use super::ReplayErrorReason;
use super::check::{Checked, journal_entry, rule, unknown};
use crate::state::{Event, State, source_key};
use bonafide_policy::command;
use bonafide_types::governance::{Command, JournalEntry, Outcome, ProposalStatus, Source};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::UPGRADE_COMMANDS;
use ic_stable_structures::Memory;

/// The command of canonical bytes, which go by their hash and call the method named.
pub(super) fn check_command(
    bytes: &Blob,
    hash: Sha256Hash,
    method: &str,
) -> Result<Command, ReplayErrorReason> {
    let found = command::decode(&bytes.0)
        .ok()
        .filter(|found| command::encode(found) == bytes.0 && command::hash(found) == hash)
        .filter(|found| found.spec().method == method);
    found.ok_or(ReplayErrorReason::BreaksRule(
        "a command is in canonical form, goes by its hash and names its method",
    ))
}

pub(super) fn check_authorized<M: Memory>(
    state: &State<M>,
    entry: &JournalEntry,
    command: &Blob,
) -> Checked {
    rule(
        entry.id == state.journal.len(),
        "journal entries are numbered from 0 without a gap",
    )?;
    rule(
        matches!(entry.outcome, Outcome::Pending | Outcome::Executing)
            && entry.closed_at_ns.is_none()
            && entry.reply.is_none()
            && entry.settled_by.is_none(),
        "a journal entry begins open",
    )?;
    check_command(command, entry.command_hash, &entry.method)?;
    let decision = (source_key(entry.source), entry.source_id, entry.index);
    if let Some(journal_id) = state.consumed.get(&decision) {
        return Err(ReplayErrorReason::UsedTwice { journal_id });
    }
    let most = match entry.source {
        Source::Upgrade => UPGRADE_COMMANDS,
        Source::Council | Source::Sns | Source::NnsMotion => 1,
    };
    rule(
        usize::try_from(entry.index).is_ok_and(|index| index < most),
        "only an upgrade carries more than one command",
    )?;
    match entry.source {
        Source::Council => check_adopted(state, entry),
        Source::Sns => rule(
            entry.source_id == state.last_of(Source::Sns).saturating_add(1),
            "calls of the SNS are counted from 1",
        ),
        Source::NnsMotion | Source::Upgrade => Ok(()),
    }
}

fn check_adopted<M: Memory>(state: &State<M>, entry: &JournalEntry) -> Checked {
    let id = entry.source_id;
    let found = state.proposal(id).zip(state.proposal_state(id));
    let (proposal, standing) = found.ok_or_else(|| unknown("proposal", id))?;
    rule(
        standing.status == ProposalStatus::Adopted
            && standing.journal_id.is_none()
            && proposal.command_hash == Some(entry.command_hash),
        "the council authorises the command of an adopted proposal",
    )
}

pub(super) fn check_settled<M: Memory>(
    state: &State<M>,
    journal_id: u64,
    outcome: &Outcome,
    by: u64,
) -> Checked {
    let before = journal_entry(state, journal_id)?.outcome;
    rule(
        matches!(before, Outcome::Quarantined { .. }),
        "what is settled was unknown",
    )?;
    let settling = journal_entry(state, by)?;
    let said = match state.command(settling.command_hash) {
        Some(Command::SettleQuarantine(args)) if args.journal_id == journal_id => {
            Some(args.executed)
        }
        _ => None,
    };
    let found = match outcome {
        Outcome::Executed => Some(true),
        Outcome::Failed { .. } => Some(false),
        Outcome::Pending | Outcome::Executing | Outcome::Quarantined { .. } => None,
    };
    if settling.outcome == Outcome::Executing && found.is_some() && found == said {
        Ok(())
    } else {
        Err(ReplayErrorReason::NotCommanded)
    }
}

/// A change of governance is what a command says that is being executed.
pub(super) fn check_commanded<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    let mut executing = state
        .unfinished
        .iter()
        .filter(|(_, outcome)| **outcome == Outcome::Executing)
        .filter_map(|(id, _)| state.journal_entry(*id))
        .filter_map(|entry| state.command(entry.command_hash));
    if executing.any(|command| says(state, &command, event)) {
        Ok(())
    } else {
        Err(ReplayErrorReason::NotCommanded)
    }
}

fn says<M: Memory>(state: &State<M>, command: &Command, event: &Event) -> bool {
    match (command, event) {
        (Command::AddNeuron(args), Event::NeuronAdded { neuron }) => {
            (args.controller, args.voting_power) == (neuron.controller, neuron.voting_power)
        }
        (Command::ChangeNeuron(args), Event::NeuronChanged { neuron }) => {
            let Some(before) = state.neuron(args.neuron_id) else {
                return false;
            };
            let controller = args.controller.unwrap_or(before.controller);
            let power = args.voting_power.unwrap_or(before.voting_power);
            args.neuron_id == neuron.id
                && (controller, power) == (neuron.controller, neuron.voting_power)
                && (neuron.hot_keys.is_empty() || neuron.hot_keys == before.hot_keys)
        }
        (Command::SetSources(said), Event::SourcesSet { sources }) => said == sources,
        (Command::SetSnsGovernance(said), Event::SnsGovernanceSet { sns_governance }) => {
            said.sns_governance == *sns_governance
        }
        (Command::SetVotingParameters(said), Event::VotingParametersSet { voting }) => {
            said == voting
        }
        (Command::SetCanisters(said), Event::CanistersSet { canisters }) => said == canisters,
        _ => false,
    }
}
