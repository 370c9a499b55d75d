//! Operations on neurons, and neurons with a public name.

use super::{AccountIdentifier, NeuronId, Proposal};
use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// A neuron with a public name.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct KnownNeuron {
    pub id: Option<NeuronId>,
    pub known_neuron_data: Option<KnownNeuronData>,
}

/// Its name and what it promises.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct KnownNeuronData {
    pub name: String,
    pub committed_topics: Option<Vec<Option<TopicToFollow>>>,
    pub description: Option<String>,
    pub links: Option<Vec<String>>,
}

/// A topic by name.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum TopicToFollow {
    Kyc,
    ServiceNervousSystemManagement,
    ApiBoundaryNodeManagement,
    ApplicationCanisterManagement,
    SubnetRental,
    NeuronManagement,
    NodeProviderRewards,
    SubnetManagement,
    ExchangeRate,
    CatchAll,
    NodeAdmin,
    IcOsVersionElection,
    ProtocolCanisterManagement,
    NetworkEconomics,
    IcOsVersionDeployment,
    ParticipantManagement,
    Governance,
    SnsAndCommunityFund,
}

/// Takes a neuron's public name away.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct DeregisterKnownNeuron {
    pub id: Option<NeuronId>,
}

/// An operation on a neuron, decided by those that follow it.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ManageNeuron {
    pub id: Option<NeuronId>,
    pub command: Option<Command>,
    pub neuron_id_or_subaccount: Option<NeuronIdOrSubaccount>,
}

/// An operation on a neuron.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Command {
    Spawn(Spawn),
    Split(Split),
    Follow(Follow),
    DisburseMaturity(DisburseMaturity),
    RefreshVotingPower(Empty),
    ClaimOrRefresh(ClaimOrRefresh),
    Configure(Configure),
    RegisterVote(RegisterVote),
    Merge(Merge),
    DisburseToNeuron(DisburseToNeuron),
    SetFollowing(SetFollowing),
    MakeProposal(Box<Proposal>),
    StakeMaturity(StakeMaturity),
    MergeMaturity(MergeMaturity),
    Disburse(Disburse),
}

/// Operation on a neuron.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Spawn {
    pub percentage_to_spawn: Option<u32>,
    pub new_controller: Option<Principal>,
    pub nonce: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Split {
    pub memo: Option<u64>,
    pub amount_e8s: u64,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Follow {
    pub topic: i32,
    pub followees: Vec<NeuronId>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct DisburseMaturity {
    pub to_account_identifier: Option<AccountIdentifier>,
    pub to_account: Option<Account>,
    pub percentage_to_disburse: u32,
}

/// A ledger account by its owner.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Account {
    pub owner: Option<Principal>,
    pub subaccount: Option<ByteBuf>,
}

/// A record without fields.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Empty {}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ClaimOrRefresh {
    pub by: Option<By>,
}

/// How a neuron is found.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum By {
    NeuronIdOrSubaccount(Empty),
    MemoAndController(ClaimOrRefreshNeuronFromAccount),
    Memo(u64),
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ClaimOrRefreshNeuronFromAccount {
    pub controller: Option<Principal>,
    pub memo: u64,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Configure {
    pub operation: Option<Operation>,
}

/// A setting of a neuron.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Operation {
    RemoveHotKey(RemoveHotKey),
    AddHotKey(AddHotKey),
    ChangeAutoStakeMaturity(ChangeAutoStakeMaturity),
    StopDissolving(Empty),
    StartDissolving(Empty),
    IncreaseDissolveDelay(IncreaseDissolveDelay),
    SetVisibility(SetVisibility),
    JoinCommunityFund(Empty),
    LeaveCommunityFund(Empty),
    SetDissolveTimestamp(SetDissolveTimestamp),
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RemoveHotKey {
    pub hot_key_to_remove: Option<Principal>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct AddHotKey {
    pub new_hot_key: Option<Principal>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ChangeAutoStakeMaturity {
    pub requested_setting_for_auto_stake_maturity: bool,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct IncreaseDissolveDelay {
    pub additional_dissolve_delay_seconds: u32,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetVisibility {
    pub visibility: Option<i32>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetDissolveTimestamp {
    pub dissolve_timestamp_seconds: u64,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RegisterVote {
    pub vote: i32,
    pub proposal: Option<NeuronId>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Merge {
    pub source_neuron_id: Option<NeuronId>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct DisburseToNeuron {
    pub dissolve_delay_seconds: u64,
    pub kyc_verified: bool,
    pub amount_e8s: u64,
    pub new_controller: Option<Principal>,
    pub nonce: u64,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetFollowing {
    pub topic_following: Option<Vec<FolloweesForTopic>>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct FolloweesForTopic {
    pub topic: Option<i32>,
    pub followees: Option<Vec<NeuronId>>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct StakeMaturity {
    pub percentage_to_stake: Option<u32>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct MergeMaturity {
    pub percentage_to_merge: u32,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Disburse {
    pub to_account: Option<AccountIdentifier>,
    pub amount: Option<Amount>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Amount {
    pub e8s: u64,
}

/// A neuron by number or by ledger subaccount.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum NeuronIdOrSubaccount {
    Subaccount(ByteBuf),
    NeuronId(NeuronId),
}
