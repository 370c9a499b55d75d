//! Governance's own commands: who is in the council, where authority comes from, how the
//! council votes. All of them are critical.
//!
//! What breaks an inequality is refused, never brought into range.

use super::check;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, Command, Config, GovernanceError, Neuron, Outcome,
    SetSnsGovernanceArgs, SettleQuarantineArgs, Sources, VotingParameters,
};
use bonafide_types::limits::{NEURONS, REASON_BYTES};
use ic_stable_structures::Memory;

/// Code of the [`GovernanceError::GenericError`] for a command that another canister owns.
const NOT_OWN: u64 = 1;

/// What a command of governance itself does; nothing when what it asks for is so already.
/// `journal_id` is the entry that authorises it.
///
/// # Errors
/// The command's refusal. A command of another canister is refused too.
pub fn decide<M: Memory>(
    state: &State<M>,
    command: &Command,
    journal_id: u64,
    ctx: &Ctx,
) -> Result<Vec<Event>, GovernanceError> {
    match command {
        Command::AddNeuron(args) => add_neuron(state, args),
        Command::ChangeNeuron(args) => change_neuron(state, args),
        Command::SetSources(sources) => set_sources(state, *sources),
        Command::SetSnsGovernance(args) => set_sns_governance(state, args, ctx),
        Command::SetVotingParameters(voting) => set_voting_parameters(state, voting),
        Command::SetCanisters(canisters) => set_canisters(state, canisters, ctx),
        Command::SettleQuarantine(args) => settle_quarantine(state, args, journal_id),
        _ => Err(GovernanceError::GenericError {
            code: NOT_OWN,
            message: format!("{} is not governance's own command", command.spec().method),
        }),
    }
}

/// The number that the next neuron gets. Neurons are never removed.
pub(super) fn next_neuron<M: Memory>(state: &State<M>) -> u64 {
    state.neurons.len() + 1
}

fn add_neuron<M: Memory>(
    state: &State<M>,
    args: &AddNeuronArgs,
) -> Result<Vec<Event>, GovernanceError> {
    let AddNeuronArgs {
        controller,
        voting_power,
    } = *args;
    check::somebody("controller", controller)?;
    check::voting_power(voting_power, 1)?;
    check::count("neurons", state.council.neurons().count() + 1, NEURONS)?;
    Ok(vec![Event::NeuronAdded {
        neuron: Neuron {
            id: next_neuron(state),
            controller,
            hot_keys: Vec::new(),
            voting_power,
            followees: Vec::new(),
        },
    }])
}

/// Hot keys are removed with the controller they belong to; one who stays keeps them.
fn change_neuron<M: Memory>(
    state: &State<M>,
    args: &ChangeNeuronArgs,
) -> Result<Vec<Event>, GovernanceError> {
    let ChangeNeuronArgs {
        neuron_id,
        controller,
        voting_power,
    } = *args;
    let before = check::known(state, neuron_id)?;
    let mut neuron = before.clone();
    if let Some(controller) = controller {
        check::somebody("controller", controller)?;
        if controller != before.controller {
            neuron.controller = controller;
            neuron.hot_keys = Vec::new();
        }
    }
    if let Some(voting_power) = voting_power {
        check::voting_power(voting_power, 0)?;
        neuron.voting_power = voting_power;
    }
    let others = state.council.electorate().total - before.voting_power;
    if state.settings().sources.council && others + neuron.voting_power == 0 {
        return Err(GovernanceError::CouncilWithoutVotes);
    }
    Ok(unless(neuron == *before, Event::NeuronChanged { neuron }))
}

fn set_sources<M: Memory>(
    state: &State<M>,
    sources: Sources,
) -> Result<Vec<Event>, GovernanceError> {
    let before = state.settings();
    let total = state.council.electorate().total;
    check::sources(sources, before.sns_governance, total)?;
    Ok(unless(
        sources == before.sources,
        Event::SourcesSet { sources },
    ))
}

fn set_sns_governance<M: Memory>(
    state: &State<M>,
    args: &SetSnsGovernanceArgs,
    ctx: &Ctx,
) -> Result<Vec<Event>, GovernanceError> {
    let SetSnsGovernanceArgs { sns_governance } = *args;
    let Config {
        sources,
        sns_governance: before,
        ..
    } = state.settings();
    match sns_governance {
        Some(canister) => check::other_canister("sns_governance", canister, ctx.self_id)?,
        None if sources.sns => return Err(GovernanceError::SnsNotSet),
        None => {}
    }
    Ok(unless(
        sns_governance == before,
        Event::SnsGovernanceSet { sns_governance },
    ))
}

fn set_voting_parameters<M: Memory>(
    state: &State<M>,
    voting: &VotingParameters,
) -> Result<Vec<Event>, GovernanceError> {
    check::voting(voting)?;
    Ok(unless(
        *voting == state.settings().voting,
        Event::VotingParametersSet { voting: *voting },
    ))
}

fn set_canisters<M: Memory>(
    state: &State<M>,
    canisters: &Canisters,
    ctx: &Ctx,
) -> Result<Vec<Event>, GovernanceError> {
    check::canisters(canisters, ctx.self_id)?;
    Ok(unless(
        *canisters == state.settings().canisters,
        Event::CanistersSet {
            canisters: canisters.clone(),
        },
    ))
}

/// What was found not to have been executed counts as failed, with the evidence as reason.
fn settle_quarantine<M: Memory>(
    state: &State<M>,
    args: &SettleQuarantineArgs,
    by: u64,
) -> Result<Vec<Event>, GovernanceError> {
    let SettleQuarantineArgs {
        journal_id,
        executed,
        ref evidence,
    } = *args;
    check::length("evidence", evidence.len(), 1..=REASON_BYTES)?;
    let entry = state
        .journal_entry(journal_id)
        .ok_or(GovernanceError::JournalEntryNotFound { journal_id })?;
    match entry.outcome {
        Outcome::Quarantined { .. } => {}
        Outcome::Pending | Outcome::Executing | Outcome::Executed | Outcome::Failed { .. } => {
            return Err(GovernanceError::NotQuarantined { journal_id });
        }
    }
    let outcome = if executed {
        Outcome::Executed
    } else {
        Outcome::Failed {
            reason: evidence.clone(),
        }
    };
    Ok(vec![Event::QuarantineSettled {
        journal_id,
        outcome,
        by,
    }])
}

fn unless(is_so: bool, event: Event) -> Vec<Event> {
    if is_so { Vec::new() } else { vec![event] }
}

#[cfg(test)]
mod tests;
