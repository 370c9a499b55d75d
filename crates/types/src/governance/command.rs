//! What an adopted decision does: one arm per governed method of the suite.

use crate::certified::RowKey;
use crate::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, SetSnsGovernanceArgs, SettleQuarantineArgs,
    Sources, Topic, VotingParameters, table,
};
use crate::registry::{
    self, AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs, PublishDeclarationArgs,
    RegisterProviderArgs,
};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// A governed call. The council, an SNS, an NNS motion and an upgrade argument all produce
/// this one type.
///
/// To add a governed method, add an arm here: the compiler then asks for its [`Spec`], its
/// argument's encoding and the records it touches, all in this file.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Command {
    /// Registry: adopts a provider's profile.
    #[n(0)]
    RegisterProvider(#[n(0)] RegisterProviderArgs),
    /// Registry: adds a data centre.
    #[n(1)]
    AddDataCenter(#[n(0)] AddDataCenterArgs),
    /// Registry: adds an operator record.
    #[n(2)]
    AddNodeOperator(#[n(0)] AddNodeOperatorArgs),
    /// Registry: publishes a version of the declaration.
    #[n(3)]
    PublishDeclaration(#[n(0)] PublishDeclarationArgs),
    /// Registry: approves an import by the hashes of its pages.
    #[n(4)]
    BeginImport(#[n(0)] BeginImportArgs),
    /// Governance: adds a neuron. Critical.
    #[n(100)]
    AddNeuron(#[n(0)] AddNeuronArgs),
    /// Governance: changes a neuron's controller or voting power. Critical.
    #[n(101)]
    ChangeNeuron(#[n(0)] ChangeNeuronArgs),
    /// Governance: says which sources of authority are on. Critical.
    #[n(102)]
    SetSources(#[n(0)] Sources),
    /// Governance: says which SNS may decide. Critical.
    #[n(103)]
    SetSnsGovernance(#[n(0)] SetSnsGovernanceArgs),
    /// Governance: changes periods and thresholds of later proposals. Critical.
    #[n(104)]
    SetVotingParameters(#[n(0)] VotingParameters),
    /// Governance: says where the suite's canisters are. Critical.
    #[n(105)]
    SetCanisters(#[n(0)] Canisters),
    /// Governance: decides what became of a call whose outcome is unknown. Critical.
    #[n(106)]
    SettleQuarantine(#[n(0)] SettleQuarantineArgs),
}

/// The canister that owns what a command changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The governance canister itself: no call is made.
    Governance,
    /// The registry.
    Registry,
}

/// What governance knows of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Which canister it changes.
    pub owner: Owner,
    /// The governed method; its twin is `validate_<method>`.
    pub method: &'static str,
    /// For following.
    pub topic: Topic,
    /// Whether it needs the critical thresholds.
    pub critical: bool,
}

impl Command {
    /// Owner, method, topic and thresholds.
    #[must_use]
    pub fn spec(&self) -> Spec {
        use Owner::{Governance, Registry};
        use Topic::{NodeAdmin, ParticipantManagement};
        let (owner, method, topic, critical) = match self {
            Self::RegisterProvider(_) => {
                (Registry, "register_provider", ParticipantManagement, false)
            }
            Self::AddDataCenter(_) => (Registry, "add_data_center", ParticipantManagement, false),
            Self::AddNodeOperator(_) => (Registry, "add_node_operator", NodeAdmin, false),
            Self::PublishDeclaration(_) => (
                Registry,
                "publish_declaration",
                ParticipantManagement,
                false,
            ),
            Self::BeginImport(_) => (Registry, "begin_import", NodeAdmin, false),
            Self::AddNeuron(_) => (Governance, "add_neuron", Topic::Governance, true),
            Self::ChangeNeuron(_) => (Governance, "change_neuron", Topic::Governance, true),
            Self::SetSources(_) => (Governance, "set_sources", Topic::Governance, true),
            Self::SetSnsGovernance(_) => {
                (Governance, "set_sns_governance", Topic::Governance, true)
            }
            Self::SetVotingParameters(_) => {
                (Governance, "set_voting_parameters", Topic::Governance, true)
            }
            Self::SetCanisters(_) => (Governance, "set_canisters", Topic::Governance, true),
            Self::SettleQuarantine(_) => (Governance, "settle_quarantine", Topic::Governance, true),
        };
        Spec {
            owner,
            method,
            topic,
            critical,
        }
    }

    /// The Candid bytes of the method's argument, which its twin takes as well.
    ///
    /// # Errors
    /// When Candid cannot encode it; no value of these types is such.
    pub fn encode_args(&self) -> Result<Vec<u8>, candid::Error> {
        match self {
            Self::RegisterProvider(args) => candid::encode_one(args),
            Self::AddDataCenter(args) => candid::encode_one(args),
            Self::AddNodeOperator(args) => candid::encode_one(args),
            Self::PublishDeclaration(args) => candid::encode_one(args),
            Self::BeginImport(args) => candid::encode_one(args),
            Self::AddNeuron(args) => candid::encode_one(args),
            Self::ChangeNeuron(args) => candid::encode_one(args),
            Self::SetSources(args) => candid::encode_one(args),
            Self::SetSnsGovernance(args) => candid::encode_one(args),
            Self::SetVotingParameters(args) => candid::encode_one(args),
            Self::SetCanisters(args) => candid::encode_one(args),
            Self::SettleQuarantine(args) => candid::encode_one(args),
        }
    }

    /// The records it names, by table and key of the owner's certified tree, so that the
    /// journal can be asked for a record. What it would make under a number that is not yet
    /// known is named by its source: an import by its source hash.
    #[must_use]
    pub fn records(&self) -> Vec<RowKey> {
        let row = |table: &str, key: &[u8]| RowKey {
            table: table.into(),
            key: ByteBuf::from(key),
        };
        let config = || vec![row(table::CONFIG, b"config")];
        match self {
            Self::RegisterProvider(args) => {
                vec![row(registry::table::PROVIDER, args.id.as_slice())]
            }
            Self::AddDataCenter(args) => {
                vec![row(registry::table::DATA_CENTER, args.id.as_bytes())]
            }
            Self::AddNodeOperator(args) => vec![
                row(registry::table::NODE_OPERATOR, args.id.as_slice()),
                row(registry::table::PROVIDER, args.provider.as_slice()),
                row(registry::table::DATA_CENTER, args.dc_id.as_bytes()),
            ],
            Self::PublishDeclaration(args) => vec![row(
                registry::table::DECLARATION_TEXT,
                args.language.as_bytes(),
            )],
            Self::BeginImport(args) => vec![row(registry::table::IMPORT, &args.source_hash.0)],
            Self::AddNeuron(_) => vec![row(table::NEURON, &[])],
            Self::ChangeNeuron(args) => vec![row(table::NEURON, &args.neuron_id.to_be_bytes())],
            Self::SetSources(_)
            | Self::SetSnsGovernance(_)
            | Self::SetVotingParameters(_)
            | Self::SetCanisters(_) => config(),
            Self::SettleQuarantine(args) => {
                vec![row(table::JOURNAL, &args.journal_id.to_be_bytes())]
            }
        }
    }
}
