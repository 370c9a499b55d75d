//! Settings: where authority comes from, and how the council votes.

use crate::governance::NeuronArgs;
use crate::id::Caller;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Install argument.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct InitArgs {
    /// Where the suite's canisters are.
    pub canisters: Canisters,
    /// The council's neurons, at most 1,000; numbered from 1 in this order.
    pub neurons: Vec<NeuronArgs>,
    /// Which sources of authority are on. `null`: the council alone.
    pub sources: Option<Sources>,
    /// The SNS governance canister that may decide.
    pub sns_governance: Option<Caller>,
    /// The NNS governance canister whose motions count. `null`:
    /// `rrkah-fqaaa-aaaaa-aaaaq-cai`, the real one.
    pub nns_governance: Option<Caller>,
    /// How the council votes. `null`: as the NNS does.
    pub voting: Option<VotingParameters>,
}

/// Upgrade argument.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpgradeArgs {
    /// Commands to execute after the upgrade.
    pub batch: Option<UpgradeBatch>,
}

/// Commands that an upgrade proposal carries.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpgradeBatch {
    /// A number no batch had before, so that an argument sent twice is executed once.
    pub id: u64,
    /// Executed in this order, each with a journal entry of its own; 1 to 16.
    pub commands: Vec<crate::governance::Command>,
}

/// What `install_code` brings: `Init` for install, `Upgrade` (or nothing) for upgrade.
#[expect(
    clippy::large_enum_variant,
    reason = "one is read at an install or upgrade, and not kept"
)]
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum InstallArgs {
    /// First installation.
    Init(InitArgs),
    /// Upgrade.
    Upgrade(UpgradeArgs),
}

/// Settings in force. Certified under `config`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Config {
    /// Where the suite's canisters are.
    #[n(0)]
    pub canisters: Canisters,
    /// Which sources of authority are on.
    #[n(1)]
    pub sources: Sources,
    /// The SNS governance canister that may decide.
    #[n(2)]
    pub sns_governance: Option<Caller>,
    /// The NNS governance canister whose motions count. Set at install for good.
    #[n(3)]
    pub nns_governance: Caller,
    /// How the council votes on proposals submitted from now on.
    #[n(4)]
    pub voting: VotingParameters,
}

/// Where the suite's canisters are.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Canisters {
    /// The registry.
    #[n(0)]
    pub registry: Caller,
    /// The identity canister; absent: the suite has none.
    #[n(1)]
    pub identity: Option<Caller>,
    /// The audits canister; absent: the suite has none.
    #[n(2)]
    pub audits: Option<Caller>,
    /// The rewards canister; absent: the suite has none.
    #[n(3)]
    pub rewards: Option<Caller>,
}

/// Which sources of authority are on. One at least is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Sources {
    /// Proposals that the neurons of this canister vote on.
    #[n(0)]
    pub council: bool,
    /// Calls of `execute` by the SNS governance canister.
    #[n(1)]
    pub sns: bool,
    /// Adopted motions of the NNS.
    #[n(2)]
    pub nns_motion: bool,
    /// Commands in upgrade arguments.
    #[n(3)]
    pub upgrade: bool,
}

/// A source of authority.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum Source {
    /// A proposal the neurons of this canister voted on; its number.
    #[n(0)]
    Council,
    /// A call of `execute` by the SNS; counted from 1 in the order of the calls.
    #[n(1)]
    Sns,
    /// An adopted motion of the NNS; its proposal id there.
    #[n(2)]
    NnsMotion,
    /// An upgrade argument; the batch's number.
    #[n(3)]
    Upgrade,
}

/// How the council votes. The rules are those of NNS governance (and, for critical
/// commands, of SNS governance); `bonafide_policy::voting` says them in full. A change
/// touches proposals submitted later, never those in vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct VotingParameters {
    /// How long a proposal is voted on, seconds; 12 h to 30 d. Default 4 d.
    #[n(0)]
    pub voting_period_seconds: u64,
    /// W of wait-for-quiet, seconds; at most the voting period. Default 2 d.
    #[n(1)]
    pub wait_for_quiet_seconds: u64,
    /// Yes votes a proposal needs at its deadline, basis points of all voting power;
    /// 1 to 5,000. Default 300.
    #[n(2)]
    pub quorum_bps: u32,
    /// The same for critical commands; from `quorum_bps` to `critical_majority_bps`. Default
    /// 2,000.
    #[n(3)]
    pub critical_quorum_bps: u32,
    /// A critical command needs more yes votes than this share of the votes cast, basis
    /// points; 5,000 to 9,999. Default 6,700. Other proposals need more than 5,000.
    #[n(4)]
    pub critical_majority_bps: u32,
    /// Open proposals one neuron may have; 1 to 200. Default 5.
    #[n(5)]
    pub open_proposals_per_neuron: u32,
}

impl Default for VotingParameters {
    fn default() -> Self {
        Self {
            voting_period_seconds: 4 * 86_400,
            wait_for_quiet_seconds: 2 * 86_400,
            quorum_bps: 300,
            critical_quorum_bps: 2_000,
            critical_majority_bps: 6_700,
            open_proposals_per_neuron: 5,
        }
    }
}

/// Says which SNS may decide. Critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetSnsGovernanceArgs {
    /// The SNS governance canister; `null` (refused while the source is on): none.
    #[n(0)]
    pub sns_governance: Option<Caller>,
}
