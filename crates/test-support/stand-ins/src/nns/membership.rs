//! Proposals that call functions of the NNS registry on the membership of subnets, and their
//! payloads under the names of that registry.

use super::{
    Action, ExecuteNnsFunction, NeuronId, Proposal, ProposalInfo, STATUS_EXECUTED, STATUS_OPEN,
    Tally,
};
use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// Topic of proposals on subnets.
pub const TOPIC_SUBNET_MANAGEMENT: i32 = 7;
/// Makes a subnet: [`CreateSubnetPayload`].
pub const CREATE_SUBNET: i32 = 1;
/// Adds nodes to a subnet: [`AddNodesToSubnetPayload`].
pub const ADD_NODE_TO_SUBNET: i32 = 2;
/// Takes nodes out of their subnets: [`RemoveNodesFromSubnetPayload`].
pub const REMOVE_NODES_FROM_SUBNET: i32 = 13;
/// Changes the members of a subnet: [`ChangeSubnetMembershipPayload`].
pub const CHANGE_SUBNET_MEMBERSHIP: i32 = 31;

/// Changes the members of a subnet.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ChangeSubnetMembershipPayload {
    pub subnet_id: Principal,
    pub node_ids_add: Vec<Principal>,
    pub node_ids_remove: Vec<Principal>,
}

/// Adds nodes to a subnet.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct AddNodesToSubnetPayload {
    pub subnet_id: Principal,
    pub node_ids: Vec<Principal>,
}

/// Takes nodes out of their subnets.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct RemoveNodesFromSubnetPayload {
    pub node_ids: Vec<Principal>,
}

/// Makes a subnet; some of the fields of the real one.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct CreateSubnetPayload {
    pub node_ids: Vec<Principal>,
    pub subnet_id_override: Option<Principal>,
    pub dkg_interval_length: u64,
    pub replica_version_id: String,
    pub start_as_nns: bool,
    pub subnet_type: SubnetType,
}

/// Part of it; the name is that of the NNS registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum SubnetType {
    #[serde(rename = "application")]
    Application,
    #[serde(rename = "verified_application")]
    VerifiedApplication,
    #[serde(rename = "system")]
    System,
}

impl ProposalInfo {
    /// A proposal on subnets that calls a function, as it is seen at a time, seconds since the
    /// epoch. For `set_proposal`.
    #[must_use]
    pub fn of_nns_function(
        id: u64,
        status: i32,
        nns_function: i32,
        payload: Vec<u8>,
        now: u64,
    ) -> Self {
        let decided = if status == STATUS_OPEN { 0 } else { now };
        let executed = if status == STATUS_EXECUTED { now } else { 0 };
        Self {
            id: Some(NeuronId { id }),
            status,
            topic: TOPIC_SUBNET_MANAGEMENT,
            failure_reason: None,
            ballots: vec![],
            proposal_timestamp_seconds: now,
            reward_event_round: 0,
            deadline_timestamp_seconds: Some(now + 4 * 86_400),
            failed_timestamp_seconds: 0,
            reject_cost_e8s: 2_500_000_000,
            derived_proposal_information: None,
            latest_tally: Some(Tally {
                timestamp_seconds: now,
                yes: 9,
                no: 0,
                total: 100,
            }),
            total_potential_voting_power: Some(100),
            reward_status: 1,
            decided_timestamp_seconds: decided,
            proposal: Some(Proposal {
                url: String::new(),
                title: Some(format!("Function {nns_function}")),
                summary: "An example.".into(),
                action: Some(Action::ExecuteNnsFunction(ExecuteNnsFunction {
                    nns_function,
                    payload: ByteBuf::from(payload),
                })),
            }),
            proposer: Some(NeuronId { id: 1 }),
            executed_timestamp_seconds: executed,
        }
    }
}
