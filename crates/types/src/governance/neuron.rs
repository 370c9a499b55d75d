//! The council's neurons.

use crate::id::Caller;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A neuron. Certified under its number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Neuron {
    /// Its number, from 1.
    #[n(0)]
    pub id: u64,
    /// Who may do everything with it.
    #[n(1)]
    pub controller: Caller,
    /// Who may vote and submit with it, at most 10.
    #[n(2)]
    pub hot_keys: Vec<Caller>,
    /// Voting power in units; 0: it has no vote.
    #[n(3)]
    pub voting_power: u64,
    /// Whom it follows, by topic.
    #[n(4)]
    pub followees: Vec<Followees>,
}

/// Whom a neuron follows on a topic.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Followees {
    /// The topic.
    #[n(0)]
    pub topic: Topic,
    /// Numbers of neurons, at most 15, each once.
    #[n(1)]
    pub followees: Vec<u64>,
}

/// What a proposal is about. Names of the NNS.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum Topic {
    /// Motions, authority, neurons.
    #[n(0)]
    Governance,
    /// Operator records, nodes, hardware, imports of the network's facts.
    #[n(1)]
    NodeAdmin,
    /// Providers, data centres, the declaration, working groups.
    #[n(2)]
    ParticipantManagement,
    /// API boundary nodes.
    #[n(3)]
    ApiBoundaryNodeManagement,
    /// Rewards: periods, rates, cases, the treasury.
    #[n(4)]
    NodeProviderRewards,
    /// Subnets: what kinds ask, their members, cordons.
    #[n(5)]
    SubnetManagement,
}

impl Topic {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Governance,
        Self::NodeAdmin,
        Self::ParticipantManagement,
        Self::ApiBoundaryNodeManagement,
        Self::NodeProviderRewards,
        Self::SubnetManagement,
    ];
}

/// A neuron at install.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NeuronArgs {
    /// Who may do everything with it.
    pub controller: Caller,
    /// Who may vote and submit with it, at most 10.
    pub hot_keys: Vec<Caller>,
    /// Voting power in units, at most 10^15.
    pub voting_power: u64,
}

/// Adds a neuron, which gets the next number. Critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct AddNeuronArgs {
    /// Who may do everything with it.
    #[n(0)]
    pub controller: Caller,
    /// Voting power in units, 1 to 10^15.
    #[n(1)]
    pub voting_power: u64,
}

/// Changes a neuron. An absent field keeps what is. Proposals in vote keep the powers they
/// began with. Critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ChangeNeuronArgs {
    /// Its number.
    #[n(0)]
    pub neuron_id: u64,
    /// New controller; the hot keys are removed then.
    #[n(1)]
    pub controller: Option<Caller>,
    /// New voting power in units, 0 to 10^15.
    #[n(2)]
    pub voting_power: Option<u64>,
}

/// Sets whom a neuron follows on a topic. By its controller or a hot key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct FollowArgs {
    /// The neuron that follows.
    pub neuron_id: u64,
    /// On what.
    pub topic: Topic,
    /// Numbers of neurons, at most 15, each once; none: it follows nobody.
    pub followees: Vec<u64>,
}

/// Sets a neuron's hot keys. By its controller.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SetHotKeysArgs {
    /// The neuron.
    pub neuron_id: u64,
    /// At most 10, each once.
    pub hot_keys: Vec<Caller>,
}

/// The electorate at one time: who has a vote, and how much. Certified under its version;
/// proposals name the version they are voted on with.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Electorate {
    /// Counted from 0.
    #[n(0)]
    pub version: u64,
    /// Neurons with voting power, in the order of their numbers.
    #[n(1)]
    pub members: Vec<Member>,
    /// Sum of their powers.
    #[n(2)]
    pub total: u64,
}

/// One voter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(array)]
pub struct Member {
    /// Number of the neuron.
    #[n(0)]
    pub neuron_id: u64,
    /// Its voting power in units.
    #[n(1)]
    pub voting_power: u64,
}
