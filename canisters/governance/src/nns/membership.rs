//! What an NNS proposal asks of the members of subnets: its function and its payload.
//!
//! The payloads are those of the NNS registry, under its names, with the fields that matter
//! here.

use super::{Action, ExecuteNnsFunction, decode, read};
use bonafide_types::governance::{NnsReviewError, NnsSubnetType};
use bonafide_types::id::{NodeId, Sha256Hash, SubnetId};
use bonafide_types::registry::MembershipChange;
use candid::CandidType;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// NNS governance's number for `CreateSubnet`.
const CREATE_SUBNET: i32 = 1;
/// `AddNodeToSubnet`.
const ADD_NODES: i32 = 2;
/// `RemoveNodesFromSubnet`.
const REMOVE_NODES: i32 = 13;
/// `ChangeSubnetMembership`.
const CHANGE_MEMBERSHIP: i32 = 31;

#[derive(CandidType, Deserialize)]
struct ChangeSubnetMembershipPayload {
    subnet_id: SubnetId,
    node_ids_add: Vec<NodeId>,
    node_ids_remove: Vec<NodeId>,
}

#[derive(CandidType, Deserialize)]
struct AddNodesToSubnetPayload {
    subnet_id: SubnetId,
    node_ids: Vec<NodeId>,
}

#[derive(CandidType, Deserialize)]
struct RemoveNodesFromSubnetPayload {
    node_ids: Vec<NodeId>,
}

#[derive(CandidType, Deserialize)]
struct CreateSubnetPayload {
    node_ids: Vec<NodeId>,
    /// Optional here, so that a type that the NNS learns later is read as none.
    subnet_type: Option<SubnetType>,
}

#[derive(CandidType, Deserialize)]
enum SubnetType {
    #[serde(rename = "application")]
    Application,
    #[serde(rename = "verified_application")]
    VerifiedApplication,
    #[serde(rename = "system")]
    System,
}

/// A proposal on the membership of subnets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub proposal_id: u64,
    /// Where it stands, as NNS governance numbers it.
    pub status: i32,
    /// Its function, as NNS governance numbers them.
    pub nns_function: i32,
    /// SHA-256 of its payload.
    pub payload_hash: Sha256Hash,
    /// What its payload says.
    pub payload: Payload,
}

/// What a payload says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// To change the members of a subnet.
    Change(MembershipChange),
    /// To take nodes out of the subnets they are in.
    Removal(Vec<NodeId>),
    /// To make a subnet.
    Creation {
        /// Its type; none: one that is not known here.
        subnet_type: Option<NnsSubnetType>,
        /// Its members.
        node_ids: Vec<NodeId>,
    },
}

/// What the proposal asks that `reply` shows, the answer to a question for `proposal_id`. Where
/// it stands does not matter.
///
/// # Errors
/// - [`NnsReviewError::UnknownOrCollected`]: the answer is `null`
/// - [`NnsReviewError::NnsNotUnderstood`]: it cannot be read, or is about another proposal
/// - [`NnsReviewError::OtherAction`], [`NnsReviewError::OtherFunction`],
///   [`NnsReviewError::PayloadNotUnderstood`]
pub fn asked(proposal_id: u64, reply: &[u8]) -> Result<Asked, NnsReviewError> {
    let info = read(proposal_id, reply)
        .map_err(|reason| NnsReviewError::NnsNotUnderstood { reason })?
        .ok_or(NnsReviewError::UnknownOrCollected { proposal_id })?;
    let action = info.proposal.and_then(|proposal| proposal.action);
    let Some(Action::ExecuteNnsFunction(ExecuteNnsFunction {
        nns_function,
        payload,
    })) = action
    else {
        return Err(NnsReviewError::OtherAction { proposal_id });
    };
    let not_understood = |reason| NnsReviewError::PayloadNotUnderstood {
        proposal_id,
        reason,
    };
    let other_function = NnsReviewError::OtherFunction {
        proposal_id,
        nns_function,
    };
    let said = said(nns_function, &payload).ok_or(other_function)?;
    Ok(Asked {
        proposal_id,
        status: info.status,
        nns_function,
        payload_hash: Sha256Hash(Sha256::digest(&payload).into()),
        payload: said.map_err(not_understood)?,
    })
}

/// What a payload says; nothing for a function that is none of these.
fn said(nns_function: i32, payload: &[u8]) -> Option<Result<Payload, String>> {
    Some(match nns_function {
        CHANGE_MEMBERSHIP => decode(payload).map(
            |ChangeSubnetMembershipPayload {
                 subnet_id,
                 node_ids_add,
                 node_ids_remove,
             }| {
                Payload::Change(MembershipChange {
                    subnet_id,
                    node_ids_add,
                    node_ids_remove,
                })
            },
        ),
        ADD_NODES => decode(payload).map(
            |AddNodesToSubnetPayload {
                 subnet_id,
                 node_ids,
             }| {
                Payload::Change(MembershipChange {
                    subnet_id,
                    node_ids_add: node_ids,
                    node_ids_remove: Vec::new(),
                })
            },
        ),
        REMOVE_NODES => decode(payload)
            .map(|RemoveNodesFromSubnetPayload { node_ids }| Payload::Removal(node_ids)),
        CREATE_SUBNET => decode(payload).map(
            |CreateSubnetPayload {
                 node_ids,
                 subnet_type,
             }| Payload::Creation {
                subnet_type: subnet_type.as_ref().map(type_of),
                node_ids,
            },
        ),
        _ => return None,
    })
}

fn type_of(said: &SubnetType) -> NnsSubnetType {
    match said {
        SubnetType::Application => NnsSubnetType::Application,
        SubnetType::VerifiedApplication => NnsSubnetType::VerifiedApplication,
        SubnetType::System => NnsSubnetType::System,
    }
}

#[cfg(test)]
mod tests;
