//! What the server says to an instance, and what it hears back.

use std::collections::BTreeMap;

use candid::Principal;
use pocket_ic::RejectResponse;
use pocket_ic::common::rest::{ExtendedSubnetConfigSet, InitialTime, InstanceConfig};

use crate::execution::{CallerInfo, Metadata};

/// The genesis time of an instance that asks for none, nanoseconds since the Unix epoch.
pub const GENESIS_TIME_NS: u64 = 1_620_328_630_000_000_000;

/// How long an ingress message may wait for induction, nanoseconds.
pub const MAX_INGRESS_TTL_NS: u64 = 5 * 60 * 1_000_000_000;

/// Identifies an ingress message; what an agent polls for.
pub type RequestId = [u8; 32];

/// What an instance is made of.
#[derive(Clone, Debug)]
pub struct InstanceSettings {
    pub subnets: ExtendedSubnetConfigSet,
    /// Nanoseconds since the Unix epoch.
    pub initial_time_ns: u64,
}

impl TryFrom<&InstanceConfig> for InstanceSettings {
    type Error = EngineError;

    /// `InitialTime::AutoProgress` starts at the genesis time: whoever runs the clock sets it.
    fn try_from(config: &InstanceConfig) -> Result<Self, EngineError> {
        config
            .subnet_config_set
            .validate()
            .map_err(EngineError::InvalidTopology)?;
        let unsupported = [
            (config.state_dir.is_some(), "state_dir"),
            (config.bitcoind_addr.is_some(), "bitcoind_addr"),
            (config.dogecoind_addr.is_some(), "dogecoind_addr"),
            (
                config
                    .icp_features
                    .as_ref()
                    .is_some_and(|f| *f != Default::default()),
                "icp_features",
            ),
            (
                config.mainnet_nns_subnet_id == Some(true),
                "mainnet_nns_subnet_id",
            ),
        ];
        if let Some((_, name)) = unsupported.into_iter().find(|(asked, _)| *asked) {
            return Err(EngineError::NotEmulated(name.to_owned()));
        }
        let initial_time_ns = match &config.initial_time {
            Some(InitialTime::Timestamp(time)) => time.nanos_since_epoch,
            Some(InitialTime::AutoProgress(_)) | None => GENESIS_TIME_NS,
        };
        Ok(Self {
            subnets: config.subnet_config_set.clone(),
            initial_time_ns,
        })
    }
}

/// Failures of the engine's own interface, as opposed to rejected messages.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EngineError {
    #[error("invalid topology: {0}")]
    InvalidTopology(String),
    #[error("not emulated by local-ic: {0}")]
    NotEmulated(String),
    #[error("time cannot be set from {current_ns} back to {requested_ns} ns")]
    TimeInThePast { current_ns: u64, requested_ns: u64 },
    #[error("canister {0} not found")]
    CanisterNotFound(Principal),
    #[error("canister {0} has no code, hence no stable memory")]
    NoStableMemory(Principal),
    #[error("message {} was not answered after {rounds} rounds", hex::encode(.request_id))]
    NotAnswered { request_id: RequestId, rounds: u32 },
    #[error("subnet {0} not found")]
    SubnetNotFound(Principal),
}

/// Who made the block of a round on one subnet, and who failed to before.
#[derive(Clone, Debug)]
pub struct Blockmakers {
    pub subnet: Principal,
    pub blockmaker: Principal,
    pub failed: Vec<Principal>,
}

/// Where a management call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectivePrincipal {
    None,
    Canister(Principal),
    Subnet(Principal),
}

/// An update call from outside. The sender is whom the server authenticated.
#[derive(Clone, Debug)]
pub struct IngressMessage {
    pub sender: Principal,
    pub caller_info: Option<CallerInfo>,
    pub canister_id: Principal,
    pub effective: EffectivePrincipal,
    pub method: String,
    pub arg: Vec<u8>,
    /// The hash of the signed request; `None` lets the instance number the message.
    pub request_id: Option<RequestId>,
    /// Nanoseconds since the Unix epoch; `None` means the latest the network allows.
    pub expiry_ns: Option<u64>,
}

/// A query call from outside.
#[derive(Clone, Debug)]
pub struct Query {
    pub sender: Principal,
    pub caller_info: Option<CallerInfo>,
    pub canister_id: Principal,
    pub effective: EffectivePrincipal,
    pub method: String,
    pub arg: Vec<u8>,
}

/// The state of an ingress message, as `/request_status` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IngressStatus {
    Received,
    Processing,
    Replied(Vec<u8>),
    Rejected(RejectResponse),
    /// Answered so long ago that the answer is forgotten.
    Done,
}

impl IngressStatus {
    /// Whether the message is answered.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::Received | Self::Processing => false,
            Self::Replied(_) | Self::Rejected(_) | Self::Done => true,
        }
    }
}

/// What the state tree shows of a canister.
#[derive(Clone, Copy, Debug)]
pub struct CanisterView<'a> {
    pub id: Principal,
    pub subnet_id: Principal,
    /// In ascending order.
    pub controllers: &'a [Principal],
    /// SHA-256 of the module as it was given; `None` when no code is installed.
    pub module_hash: Option<[u8; 32]>,
    /// At most 32 bytes; empty when never set.
    pub certified_data: &'a [u8],
    /// Custom sections by name; `None` when no code is installed.
    pub metadata: Option<&'a BTreeMap<String, Metadata>>,
}

/// What the state tree shows of a subnet.
#[derive(Clone, Copy, Debug)]
pub struct SubnetView<'a> {
    pub id: Principal,
    /// Inclusive bounds.
    pub canister_ranges: &'a [(Principal, Principal)],
    pub is_root: bool,
}
