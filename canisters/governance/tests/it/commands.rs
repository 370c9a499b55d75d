//! One command of each kind.

mod audits;
mod identity;
mod registry;
mod rewards;

pub(crate) use registry::add_data_center;

use crate::world::id;
use bonafide_policy::command;
use bonafide_types::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, Command, SetSnsGovernanceArgs,
    SettleQuarantineArgs, Sources, VotingParameters,
};
use bonafide_types::id::Caller;

pub(crate) const VOTING: VotingParameters = VotingParameters {
    voting_period_seconds: 3 * 86_400,
    wait_for_quiet_seconds: 86_400,
    quorum_bps: 400,
    critical_quorum_bps: 2_500,
    critical_majority_bps: 7_000,
    open_proposals_per_neuron: 4,
};

pub(crate) const SOURCES: Sources = Sources {
    council: true,
    sns: true,
    nns_motion: true,
    upgrade: false,
};

pub(crate) fn canisters(n: u8) -> Canisters {
    Canisters {
        registry: Caller(id(n, 60)),
        identity: None,
        audits: None,
        rewards: None,
    }
}

pub(crate) fn set_all_canisters() -> Command {
    Command::SetCanisters(Canisters {
        identity: Some(Caller(id(2, 61))),
        audits: Some(Caller(id(2, 62))),
        rewards: Some(Caller(id(2, 63))),
        ..canisters(2)
    })
}

pub(crate) fn add_neuron() -> Command {
    Command::AddNeuron(AddNeuronArgs {
        controller: Caller(id(4, 10)),
        voting_power: 10,
    })
}

pub(crate) fn change_neuron() -> Command {
    Command::ChangeNeuron(ChangeNeuronArgs {
        neuron_id: 1,
        controller: Some(Caller(id(9, 10))),
        voting_power: Some(41),
    })
}

pub(crate) fn settle_quarantine() -> Command {
    Command::SettleQuarantine(SettleQuarantineArgs {
        journal_id: 0,
        executed: true,
        evidence: "The registry has the data centre.".into(),
    })
}

pub(crate) fn set_sns_governance() -> Command {
    Command::SetSnsGovernance(SetSnsGovernanceArgs {
        sns_governance: Some(Caller(id(2, 50))),
    })
}

pub(crate) fn all() -> Vec<Command> {
    let own = vec![
        add_neuron(),
        change_neuron(),
        Command::SetSources(SOURCES),
        set_sns_governance(),
        Command::SetVotingParameters(VOTING),
        Command::SetCanisters(canisters(2)),
        settle_quarantine(),
    ];
    [
        registry::all(),
        identity::all(),
        audits::all(),
        rewards::all(),
        own,
    ]
    .concat()
}

#[test]
fn should_read_every_command_whichever_way_it_comes() {
    for given in all() {
        let message = candid::encode_one(&given).unwrap();
        assert_eq!(command::from_candid(&message), Ok(given.clone()));
        assert_eq!(command::decode(&command::encode(&given)).unwrap(), given);
    }
}
