//! Governance's own commands in plain words, for voters: what is, and what will be.

use super::own::next_neuron;
use crate::state::State;
use bonafide_types::governance::{
    Canisters, ChangeNeuronArgs, Command, Neuron, SetSnsGovernanceArgs, SettleQuarantineArgs,
    Sources, Spec, VotingParameters,
};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

const SAME: &str = "Changes nothing: it is so already.";

/// Says what a command will do to this state. Of another canister's command it says only
/// where it goes, because that canister has the words for it.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, command: &Command) -> String {
    match command {
        Command::AddNeuron(args) => {
            let total = state.council.electorate().total;
            format!(
                "Adds neuron {} to the council: controller {}, voting power {}. The voting \
                 power of all neurons goes from {total} to {}. Proposals in vote keep the \
                 powers they began with.",
                next_neuron(state),
                args.controller,
                args.voting_power,
                total.saturating_add(args.voting_power)
            )
        }
        Command::ChangeNeuron(args) => match state.neuron(args.neuron_id) {
            Some(neuron) => neuron_in_words(state, neuron, args),
            None => format!("Changes neuron {}, which does not exist.", args.neuron_id),
        },
        Command::SetSources(sources) => sources_in_words(state.settings().sources, *sources),
        Command::SetSnsGovernance(SetSnsGovernanceArgs { sns_governance }) => {
            let before = state.settings().sns_governance;
            if before == *sns_governance {
                return SAME.into();
            }
            format!(
                "Changes the SNS governance canister that may decide here: {} -> {}.",
                named(before),
                named(*sns_governance)
            )
        }
        Command::SetVotingParameters(voting) => voting_in_words(&state.settings().voting, voting),
        Command::SetCanisters(canisters) => {
            canisters_in_words(&state.settings().canisters, canisters)
        }
        Command::SettleQuarantine(args) => settlement_in_words(state, args),
        _ => {
            let Spec { owner, method, .. } = command.spec();
            format!("Calls {method} of the {} canister.", owner.name())
        }
    }
}

fn named(canister: Option<Caller>) -> String {
    canister.map_or_else(|| "none".into(), |id| id.to_string())
}

fn canisters_in_words(before: &Canisters, after: &Canisters) -> String {
    let changes: Vec<_> = [
        ("registry", Some(before.registry), Some(after.registry)),
        ("identity canister", before.identity, after.identity),
        ("audits canister", before.audits, after.audits),
        ("rewards canister", before.rewards, after.rewards),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(name, before, after)| format!("{name} {} -> {}", named(before), named(after)))
    .collect();
    if changes.is_empty() {
        return SAME.into();
    }
    format!(
        "Sends commands for canisters of the suite elsewhere: {}.",
        changes.join(", ")
    )
}

fn neuron_in_words<M: Memory>(
    state: &State<M>,
    neuron: &Neuron,
    args: &ChangeNeuronArgs,
) -> String {
    let mut words = Vec::new();
    if let Some(controller) = args.controller.filter(|new| *new != neuron.controller) {
        words.push(format!(
            "controller {} -> {controller}, and its {} hot keys are removed",
            neuron.controller,
            neuron.hot_keys.len()
        ));
    }
    if let Some(power) = args.voting_power.filter(|new| *new != neuron.voting_power) {
        let total = state.council.electorate().total;
        words.push(format!(
            "voting power {} -> {power}, of all neurons {total} -> {}",
            neuron.voting_power,
            total
                .saturating_sub(neuron.voting_power)
                .saturating_add(power)
        ));
    }
    if words.is_empty() {
        return SAME.into();
    }
    format!(
        "Changes neuron {}: {}. Proposals in vote keep the powers they began with.",
        neuron.id,
        words.join("; ")
    )
}

fn sources_in_words(before: Sources, after: Sources) -> String {
    let on = |is_on| if is_on { "on" } else { "off" };
    let changes: Vec<_> = [
        ("the council", before.council, after.council),
        ("the SNS", before.sns, after.sns),
        ("motions of the NNS", before.nns_motion, after.nns_motion),
        ("upgrade arguments", before.upgrade, after.upgrade),
    ]
    .into_iter()
    .map(|(name, before, after)| {
        if before == after {
            format!("{name} stays {}", on(before))
        } else {
            format!("{name} {} -> {}", on(before), on(after))
        }
    })
    .collect();
    if before == after {
        return SAME.into();
    }
    let mut words = format!("Switches sources of authority: {}.", changes.join(", "));
    if before.council && !after.council {
        words.push_str(" Proposals of the council that are not executed by then fail.");
    }
    words
}

fn voting_in_words(before: &VotingParameters, after: &VotingParameters) -> String {
    let changes: Vec<_> = [
        (
            "voting period",
            before.voting_period_seconds,
            after.voting_period_seconds,
            "s",
        ),
        (
            "wait for quiet",
            before.wait_for_quiet_seconds,
            after.wait_for_quiet_seconds,
            "s",
        ),
        (
            "quorum",
            before.quorum_bps.into(),
            after.quorum_bps.into(),
            "basis points",
        ),
        (
            "quorum of critical commands",
            before.critical_quorum_bps.into(),
            after.critical_quorum_bps.into(),
            "basis points",
        ),
        (
            "majority of critical commands",
            before.critical_majority_bps.into(),
            after.critical_majority_bps.into(),
            "basis points",
        ),
        (
            "open proposals per neuron",
            before.open_proposals_per_neuron.into(),
            after.open_proposals_per_neuron.into(),
            "",
        ),
    ]
    .into_iter()
    .filter(|(_, before, after, _): &(&str, u64, u64, &str)| before != after)
    .map(|(name, before, after, unit)| {
        format!("{name} {before} -> {after} {unit}")
            .trim_end()
            .to_owned()
    })
    .collect();
    if changes.is_empty() {
        return SAME.into();
    }
    format!(
        "Changes how the council votes on proposals submitted later: {}.",
        changes.join(", ")
    )
}

fn settlement_in_words<M: Memory>(state: &State<M>, args: &SettleQuarantineArgs) -> String {
    let SettleQuarantineArgs {
        journal_id,
        executed,
        evidence,
    } = args;
    let what = state
        .journal_entry(*journal_id)
        .map_or_else(String::new, |entry| {
            format!(" ({} on {})", entry.method, entry.canister)
        });
    let verdict = if *executed {
        "executed"
    } else {
        "failed, without effect"
    };
    format!(
        "Settles journal entry {journal_id}{what}, whose outcome is unknown, as {verdict}. \
         Nothing is executed by this. Evidence: {evidence:?}."
    )
}
