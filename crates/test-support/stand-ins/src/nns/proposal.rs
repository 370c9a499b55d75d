//! Proposals: what was asked for, the votes, and what became of it.

use super::{
    CreateServiceNervousSystem, DeregisterKnownNeuron, InstallCode, KnownNeuron, ManageNeuron,
    NetworkEconomics, OpenSnsTokenSwap, SetSnsTokenSwapOpenTimeWindow, StopOrStartCanister,
    UpdateCanisterSettings,
};
use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// A proposal as anyone may read it.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ProposalInfo {
    pub id: Option<NeuronId>,
    pub status: i32,
    pub topic: i32,
    pub failure_reason: Option<GovernanceError>,
    pub ballots: Vec<(u64, Ballot)>,
    pub proposal_timestamp_seconds: u64,
    pub reward_event_round: u64,
    pub deadline_timestamp_seconds: Option<u64>,
    pub failed_timestamp_seconds: u64,
    pub reject_cost_e8s: u64,
    pub derived_proposal_information: Option<DerivedProposalInformation>,
    pub latest_tally: Option<Tally>,
    pub total_potential_voting_power: Option<u64>,
    pub reward_status: i32,
    pub decided_timestamp_seconds: u64,
    pub proposal: Option<Proposal>,
    pub proposer: Option<NeuronId>,
    pub executed_timestamp_seconds: u64,
}

/// A neuron by number; a proposal as well (`ProposalId`).
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronId {
    pub id: u64,
}

/// Why an execution failed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct GovernanceError {
    pub error_message: String,
    pub error_type: i32,
}

/// One neuron's ballot.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Ballot {
    pub vote: i32,
    pub voting_power: u64,
}

/// What governance found out for the voters.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct DerivedProposalInformation {
    pub swap_background_information: Option<SwapBackgroundInformation>,
}

/// The canisters of a service that is to be sold.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SwapBackgroundInformation {
    pub ledger_index_canister_summary: Option<CanisterSummary>,
    pub fallback_controller_principal_ids: Vec<Principal>,
    pub ledger_archive_canister_summaries: Vec<CanisterSummary>,
    pub ledger_canister_summary: Option<CanisterSummary>,
    pub swap_canister_summary: Option<CanisterSummary>,
    pub governance_canister_summary: Option<CanisterSummary>,
    pub root_canister_summary: Option<CanisterSummary>,
    pub dapp_canister_summaries: Vec<CanisterSummary>,
}

/// A canister and its status.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct CanisterSummary {
    pub status: Option<CanisterStatusResultV2>,
    pub canister_id: Option<Principal>,
}

/// A canister's status.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct CanisterStatusResultV2 {
    pub status: Option<i32>,
    pub freezing_threshold: Option<u64>,
    pub controllers: Vec<Principal>,
    pub memory_size: Option<u64>,
    pub cycles: Option<u64>,
    pub idle_cycles_burned_per_day: Option<u64>,
    pub module_hash: ByteBuf,
}

/// The votes at one time.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Tally {
    pub no: u64,
    pub yes: u64,
    pub total: u64,
    pub timestamp_seconds: u64,
}

/// What was proposed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Proposal {
    pub url: String,
    pub title: Option<String>,
    pub action: Option<Action>,
    pub summary: String,
}

/// What a proposal asks for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Action {
    RegisterKnownNeuron(KnownNeuron),
    FulfillSubnetRentalRequest(FulfillSubnetRentalRequest),
    ManageNeuron(Box<ManageNeuron>),
    UpdateCanisterSettings(UpdateCanisterSettings),
    InstallCode(InstallCode),
    DeregisterKnownNeuron(DeregisterKnownNeuron),
    StopOrStartCanister(StopOrStartCanister),
    CreateServiceNervousSystem(Box<CreateServiceNervousSystem>),
    ExecuteNnsFunction(ExecuteNnsFunction),
    RewardNodeProvider(RewardNodeProvider),
    OpenSnsTokenSwap(Box<OpenSnsTokenSwap>),
    SetSnsTokenSwapOpenTimeWindow(SetSnsTokenSwapOpenTimeWindow),
    SetDefaultFollowees(SetDefaultFollowees),
    RewardNodeProviders(RewardNodeProviders),
    ManageNetworkEconomics(Box<NetworkEconomics>),
    ApproveGenesisKyc(Principals),
    AddOrRemoveNodeProvider(AddOrRemoveNodeProvider),
    Motion(Motion),
}

/// A text to agree to.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Motion {
    pub motion_text: String,
}

/// Calls a function of another NNS canister.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ExecuteNnsFunction {
    pub nns_function: i32,
    pub payload: ByteBuf,
}

/// Admits or removes a node provider.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct AddOrRemoveNodeProvider {
    pub change: Option<Change>,
}

/// Which of both.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Change {
    ToRemove(NodeProvider),
    ToAdd(NodeProvider),
}

/// A node provider.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NodeProvider {
    pub id: Option<Principal>,
    pub reward_account: Option<AccountIdentifier>,
}

/// A ledger account by its hash.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct AccountIdentifier {
    pub hash: ByteBuf,
}

/// Pays a node provider.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RewardNodeProvider {
    pub node_provider: Option<NodeProvider>,
    pub reward_mode: Option<RewardMode>,
    pub amount_e8s: u64,
}

/// To where it is paid.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum RewardMode {
    RewardToNeuron(RewardToNeuron),
    RewardToAccount(RewardToAccount),
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RewardToNeuron {
    pub dissolve_delay_seconds: u64,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RewardToAccount {
    pub to_account: Option<AccountIdentifier>,
}

/// Pays node providers.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RewardNodeProviders {
    pub use_registry_derived_rewards: Option<bool>,
    pub rewards: Vec<RewardNodeProvider>,
}

/// Whom new neurons follow.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetDefaultFollowees {
    pub default_followees: Vec<(i32, Followees)>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Followees {
    pub followees: Vec<NeuronId>,
}

/// Principals.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Principals {
    pub principals: Vec<Principal>,
}

/// Gives a tenant its subnet.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct FulfillSubnetRentalRequest {
    pub user: Option<Principal>,
    pub replica_version_id: Option<String>,
    pub node_ids: Option<Vec<Principal>>,
}
