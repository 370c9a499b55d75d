//! Stands for NNS governance. `get_proposal_info` is the real one's; the rest is test control:
//!
//! - `set_motion`, `set_proposal`: a proposal as it shall be seen
//! - `replay`: exactly these bytes as the reply about a number, as recorded from the real one
//! - `make_motion`, `vote`, `adopt`, `forget`: a motion's life. As in the real canister, a
//!   motion is executed in the message that adopts it; nothing happens by itself at a deadline

use bonafide_stand_ins::nns::{
    Action, MOTION_BYTES, Motion, NeuronId, Proposal, ProposalInfo, STATUS_ADOPTED,
    STATUS_EXECUTED, STATUS_OPEN, STATUS_REJECTED, SUMMARY_BYTES, SetMotion, TITLE_BYTES,
    TOPIC_GOVERNANCE, Tally,
};
use candid::encode_one;
use ic_cdk::{query, trap, update};
use serde_bytes::ByteBuf;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// How long the NNS votes, seconds.
const VOTING_PERIOD_SECONDS: u64 = 4 * 86_400;
/// What a proposal costs its neuron if it is rejected, e8s.
const REJECT_COST_E8S: u64 = 2_500_000_000;
/// The neuron that proposes, and its votes of all votes: as few as still adopt at a deadline.
const PROPOSER: NeuronId = NeuronId { id: 1 };
const PROPOSER_VOTES: u64 = 9;
const ALL_VOTES: u64 = 100;

/// What is replied about a number.
enum Kept {
    Made(Box<ProposalInfo>),
    Raw(Vec<u8>),
}

thread_local! {
    static PROPOSALS: RefCell<BTreeMap<u64, Kept>> = const { RefCell::new(BTreeMap::new()) };
}

fn keep(id: u64, kept: Kept) {
    PROPOSALS.with_borrow_mut(|proposals| proposals.insert(id, kept));
}

fn encoded(info: Option<&ProposalInfo>) -> Vec<u8> {
    encode_one(info).unwrap_or_else(|error| trap(format!("a proposal does not encode: {error}")))
}

/// The block time in seconds.
fn now() -> u64 {
    ic_cdk::api::time() / 1_000_000_000
}

// As in NNS governance.

#[query(manual_reply = true)]
fn get_proposal_info(id: u64) -> PhantomData<Option<ProposalInfo>> {
    let reply = PROPOSALS.with_borrow(|proposals| match proposals.get(&id) {
        Some(Kept::Made(info)) => encoded(Some(info)),
        Some(Kept::Raw(reply)) => reply.clone(),
        None => encoded(None),
    });
    ic_cdk::api::msg_reply(reply);
    PhantomData
}

// Test control.

#[update]
fn set_motion(motion: SetMotion) {
    let mut info = open_motion(
        motion.id,
        format!("Motion {}", motion.id),
        String::new(),
        motion.motion_text,
    );
    info.topic = motion.topic;
    decide(&mut info, motion.status);
    keep(motion.id, Kept::Made(Box::new(info)));
}

#[update]
fn set_proposal(info: ProposalInfo) {
    let Some(NeuronId { id }) = info.id else {
        trap("the proposal has no number");
    };
    keep(id, Kept::Made(Box::new(info)));
}

#[update]
fn replay(id: u64, reply: ByteBuf) {
    keep(id, Kept::Raw(reply.into_vec()));
}

#[update]
fn adopt(id: u64) {
    change_open(id, |info| {
        let motion = matches!(
            info.proposal.as_ref().and_then(|it| it.action.as_ref()),
            Some(Action::Motion(_))
        );
        let status = if motion {
            STATUS_EXECUTED
        } else {
            STATUS_ADOPTED
        };
        decide(info, status);
    });
}

#[update]
fn forget(id: u64) {
    PROPOSALS.with_borrow_mut(|proposals| proposals.remove(&id));
}

#[update]
fn make_motion(title: String, summary: String, motion_text: String) -> u64 {
    if !TITLE_BYTES.contains(&title.len()) {
        trap("a title has 5 to 256 bytes");
    }
    if summary.len() > SUMMARY_BYTES {
        trap("a summary has 30,000 bytes at most");
    }
    if motion_text.is_empty() || motion_text.len() > MOTION_BYTES {
        trap("a motion has 1 to 10,000 bytes");
    }
    let id = PROPOSALS.with_borrow(|proposals| {
        let last = proposals.last_key_value();
        last.map_or(1, |(id, _)| id + 1)
    });
    let info = open_motion(id, title, summary, motion_text);
    keep(id, Kept::Made(Box::new(info)));
    id
}

/// All neurons but the proposer vote alike, which decides.
#[update]
fn vote(id: u64, yes: bool) {
    if yes {
        adopt(id);
    } else {
        change_open(id, |info| decide(info, STATUS_REJECTED));
    }
}

/// A motion on which only its proposer has voted.
fn open_motion(id: u64, title: String, summary: String, motion_text: String) -> ProposalInfo {
    let now = now();
    ProposalInfo {
        id: Some(NeuronId { id }),
        status: STATUS_OPEN,
        topic: TOPIC_GOVERNANCE,
        failure_reason: None,
        ballots: vec![],
        proposal_timestamp_seconds: now,
        reward_event_round: 0,
        deadline_timestamp_seconds: Some(now + VOTING_PERIOD_SECONDS),
        failed_timestamp_seconds: 0,
        reject_cost_e8s: REJECT_COST_E8S,
        derived_proposal_information: None,
        latest_tally: Some(Tally {
            timestamp_seconds: now,
            yes: PROPOSER_VOTES,
            no: 0,
            total: ALL_VOTES,
        }),
        total_potential_voting_power: Some(ALL_VOTES),
        reward_status: 1,
        decided_timestamp_seconds: 0,
        proposal: Some(Proposal {
            url: String::new(),
            title: Some(title),
            summary,
            action: Some(Action::Motion(Motion { motion_text })),
        }),
        proposer: Some(PROPOSER),
        executed_timestamp_seconds: 0,
    }
}

/// Gives the proposal a status, with the tally and the times that belong to it.
fn decide(info: &mut ProposalInfo, status: i32) {
    let now = now();
    info.status = status;
    if status == STATUS_OPEN {
        return;
    }
    let (yes, no) = if status == STATUS_REJECTED {
        (PROPOSER_VOTES, ALL_VOTES - PROPOSER_VOTES)
    } else {
        (ALL_VOTES, 0)
    };
    info.latest_tally = Some(Tally {
        timestamp_seconds: now,
        yes,
        no,
        total: ALL_VOTES,
    });
    info.decided_timestamp_seconds = now;
    if status == STATUS_EXECUTED {
        info.executed_timestamp_seconds = now;
    }
}

/// Changes a proposal in vote, and nothing else.
fn change_open(id: u64, change: impl FnOnce(&mut ProposalInfo)) {
    PROPOSALS.with_borrow_mut(|proposals| match proposals.get_mut(&id) {
        Some(Kept::Made(info)) if info.status == STATUS_OPEN => change(info),
        Some(Kept::Made(_)) => trap("the proposal is decided"),
        Some(Kept::Raw(_)) => trap("the proposal is a recorded reply"),
        None => trap("there is no such proposal"),
    });
}

ic_cdk::export_candid!();

fn main() {}
