//! Rebuilding a state from its event log, as anyone can.

use crate::cbor;
use crate::commit::{Aggregate, Entry, root_hash};
use bonafide_types::id::Sha256Hash;

/// What a log gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Root hash of the certified tree: equals the canister's certified data, or the log is
    /// not the canister's.
    pub root: [u8; 32],
    /// Number of events.
    pub length: u64,
    /// Hash of the last event.
    pub tip: Sha256Hash,
}

impl Replayed {
    /// What the log gave whose events made this state.
    pub fn of<A: Aggregate>(state: &mut A) -> Self {
        let root = root_hash(state);
        let tip = state.log().tip();
        Self {
            root,
            length: tip.length,
            tip: Sha256Hash(tip.hash),
        }
    }
}

/// Why a log cannot be one of a canister.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {entry}: {reason}")]
pub struct ReplayError<R> {
    /// Which event, counted from 0.
    pub entry: u64,
    /// What is wrong with it.
    pub reason: R,
}

/// The bytes are not an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be decoded: {0}")]
pub struct Malformed(pub String);

/// Applies a log, in order, to a state that has lived no event. The log comes from a canister
/// that is not trusted: `check` says whether an event can follow upon the state.
///
/// # Errors
/// The first event that does not decode, or that `check` refuses.
pub fn replay_into<A: Aggregate, R: From<Malformed>>(
    mut state: A,
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
    check: impl Fn(&A, &Entry<A::Event>) -> Result<(), R>,
) -> Result<A, ReplayError<R>> {
    for (at, bytes) in (0..).zip(entries) {
        let bytes = bytes.as_ref();
        let refused = |reason| ReplayError { entry: at, reason };
        let entry = cbor::decode::<Entry<A::Event>>(bytes)
            .map_err(|error| refused(Malformed(error.to_string()).into()))?;
        check(&state, &entry).map_err(refused)?;
        state.apply(&entry);
        state.log_mut().append(bytes);
    }
    Ok(state)
}
