//! What NNS governance says of a proposal: whether it is an adopted motion, and in
//! [`membership`] what it asks of the members of subnets.
//!
//! The types are those of its `get_proposal_info : (nat64) -> (opt ProposalInfo)`, under its
//! names, with the fields that matter here. All others are passed over, and so are actions
//! other than these two, also those that it learns later: Candid reads an optional value that
//! does not fit as its absence.

pub mod membership;

use bonafide_policy::command;
use bonafide_types::governance::MotionError;
use candid::de::{DecoderConfig, IDLDeserialize};
use candid::{CandidType, Reserved};
use serde::Deserialize;
use serde_bytes::ByteBuf;

/// The method that is asked. A query of NNS governance; asked in an update call, its answer
/// is as good as an update's. Everybody may ask it.
pub const METHOD: &str = "get_proposal_info";

/// NNS governance's number for the topic Governance, which motions have.
const TOPIC_GOVERNANCE: i32 = 4;
/// In vote.
const STATUS_OPEN: i32 = 1;
/// Voted down.
const STATUS_REJECTED: i32 = 2;
/// Adopted; a motion is executed in the message that adopts it.
const STATUS_EXECUTED: i32 = 4;

#[derive(CandidType, Deserialize)]
struct ProposalInfo {
    id: Option<ProposalId>,
    status: i32,
    topic: i32,
    proposal: Option<Proposal>,
}

#[derive(CandidType, Deserialize)]
struct ProposalId {
    id: u64,
}

#[derive(CandidType, Deserialize)]
struct Proposal {
    action: Option<Action>,
}

#[derive(CandidType, Deserialize)]
enum Action {
    Motion(Motion),
    ExecuteNnsFunction(ExecuteNnsFunction),
}

#[derive(CandidType, Deserialize)]
struct Motion {
    motion_text: String,
}

#[derive(CandidType, Deserialize)]
struct ExecuteNnsFunction {
    nns_function: i32,
    payload: ByteBuf,
}

/// The text of the adopted motion that `reply` shows, the answer to a question for
/// `proposal_id`.
///
/// # Errors
/// - [`MotionError::UnknownOrCollected`]: the answer is `null`
/// - [`MotionError::NnsNotUnderstood`]: it cannot be read, or is about another proposal
/// - [`MotionError::NotAMotion`], [`MotionError::OtherTopic`]
/// - [`MotionError::Open`], [`MotionError::Rejected`], [`MotionError::NotExecuted`]
pub fn judge(proposal_id: u64, reply: &[u8]) -> Result<String, MotionError> {
    let info = read(proposal_id, reply)
        .map_err(not_understood)?
        .ok_or(MotionError::UnknownOrCollected { proposal_id })?;
    let action = info.proposal.and_then(|proposal| proposal.action);
    let Some(Action::Motion(Motion { motion_text })) = action else {
        return Err(MotionError::NotAMotion { proposal_id });
    };
    if info.topic != TOPIC_GOVERNANCE {
        let topic = info.topic;
        return Err(MotionError::OtherTopic { proposal_id, topic });
    }
    match info.status {
        STATUS_EXECUTED => Ok(motion_text),
        STATUS_OPEN => Err(MotionError::Open { proposal_id }),
        STATUS_REJECTED => Err(MotionError::Rejected { proposal_id }),
        status => Err(MotionError::NotExecuted {
            proposal_id,
            status,
        }),
    }
}

/// The proposal that a reply shows; nothing when NNS governance does not know it.
fn read(proposal_id: u64, reply: &[u8]) -> Result<Option<ProposalInfo>, String> {
    let Some(info) = decode::<Option<ProposalInfo>>(reply)? else {
        // An answer that does not fit must not pass for "unknown".
        return match decode::<Option<Reserved>>(reply)? {
            Some(_) => Err("it is no ProposalInfo".into()),
            None => Ok(None),
        };
    };
    let id = info.id.as_ref().map(|ProposalId { id }| *id);
    if id != Some(proposal_id) {
        let found = id.map_or_else(|| "no proposal id".into(), |id| format!("proposal {id}"));
        return Err(format!("it is about {found}"));
    }
    Ok(Some(info))
}

/// Decodes with work bounded by the message's length, whatever it claims to hold. The bounds
/// leave room for every action NNS governance has, and for ballots: a ballot of 20 bytes
/// costs some 80 of the skipping quota.
pub(crate) fn decode<T>(bytes: &[u8]) -> Result<T, String>
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    let read = || {
        let mut message = IDLDeserialize::new_with_config(bytes, &quotas(bytes.len()))?;
        let value = message.get_value()?;
        message.done()?;
        Ok(value)
    };
    read().map_err(|error| command::first_line(&error))
}

fn quotas(bytes: usize) -> DecoderConfig {
    let mut config = DecoderConfig::new();
    // What is passed over counts fifty times against the decoding quota.
    config
        .set_decoding_quota(bytes.saturating_mul(400).saturating_add(500_000))
        .set_skipping_quota(bytes.saturating_mul(8).saturating_add(10_000))
        .set_full_error_message(false);
    config
}

fn not_understood(reason: String) -> MotionError {
    MotionError::NnsNotUnderstood { reason }
}

#[cfg(test)]
mod tests;
