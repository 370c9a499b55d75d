//! One command of each kind.

use crate::world::id;
use bonafide_policy::command;
use bonafide_types::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, Command, SetSnsGovernanceArgs,
    SettleQuarantineArgs, Sources, VotingParameters,
};
use bonafide_types::id::{Caller, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs, Gps, ProviderKind,
    PublishDeclarationArgs, RegisterProviderArgs, RewardableNodes, Version,
};

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
    }
}

pub(crate) fn add_data_center() -> Command {
    Command::AddDataCenter(AddDataCenterArgs {
        id: "zh2".into(),
        name: "Zurich 2".into(),
        owner: "Example Halls".into(),
        region: "Europe,CH,Zurich".into(),
        gps: Gps {
            latitude_udeg: 47_376_000,
            longitude_udeg: 8_541_000,
        },
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
    vec![
        Command::RegisterProvider(RegisterProviderArgs {
            id: ProviderId(id(1, 20)),
            kind: ProviderKind::Company {
                register_number: "CHE-1".into(),
                jurisdiction: "CH".into(),
            },
            legal_name: "Example AG".into(),
            country: "CH".into(),
            representative: Some("Ada Example".into()),
            proposal: "example".into(),
        }),
        add_data_center(),
        Command::AddNodeOperator(AddNodeOperatorArgs {
            id: OperatorId(id(1, 30)),
            provider: ProviderId(id(1, 20)),
            dc_id: "zh2".into(),
            node_allowance: 2,
            rewardable_nodes: vec![RewardableNodes {
                node_type: "type1.1".into(),
                count: 2,
            }],
            ipv6_prefix: Some("2001:db8:1:2::/64".into()),
            max_rewardable_nodes: vec![],
        }),
        Command::PublishDeclaration(PublishDeclarationArgs {
            language: "en".into(),
            version: Version {
                major: 1,
                minor: 2,
                patch: 3,
            },
            text: "We act in good faith.\n".into(),
            effective_from_ns: Some(7),
        }),
        Command::BeginImport(BeginImportArgs {
            source: "network".into(),
            source_version: "2025-10-31".into(),
            source_hash: Sha256Hash([0xab; 32]),
            page_hashes: vec![Sha256Hash([0xcd; 32])],
        }),
        add_neuron(),
        change_neuron(),
        Command::SetSources(SOURCES),
        set_sns_governance(),
        Command::SetVotingParameters(VOTING),
        Command::SetCanisters(canisters(2)),
        settle_quarantine(),
    ]
}

#[test]
fn should_read_every_command_whichever_way_it_comes() {
    for given in all() {
        let message = candid::encode_one(&given).unwrap();
        assert_eq!(command::from_candid(&message), Ok(given.clone()));
        assert_eq!(command::decode(&command::encode(&given)).unwrap(), given);
    }
}
