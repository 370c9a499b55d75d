//! What the registry's stand-in is told to do, method by method.

use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// What a method of the stand-in does. Without a script: [`Behaviour::Reply`].
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Deserialize)]
pub enum Behaviour {
    /// Acts and replies.
    #[default]
    Reply,
    /// A governed method rejects with this text, its twin answers `Err` with it: what the
    /// registry does when it refuses.
    Refuse(String),
    /// Rejects with this text; a twin as well.
    Reject(String),
    /// Traps with this text before it acts.
    Trap(String),
    /// Makes a call, acts, and traps in the callback: the effect is rolled back.
    TrapAfterAwait,
    /// Holds the call open until `release`; then acts and replies.
    Never,
    /// Makes this many calls to NNS governance on another subnet, each of which takes two
    /// rounds or more; then acts and replies.
    ReplyAfter(u32),
}

/// A call of a governed method or of a twin that arrived, whatever became of it; a call that
/// trapped before its first await left no trace.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Arrival {
    /// Who called.
    pub caller: Principal,
    /// The Candid message it brought.
    pub argument: ByteBuf,
}
