//! Rebuilding the state from the event log, as anyone can: the log comes from a canister
//! that is not trusted, so every event is checked for what applying it relies on, and for
//! what makes authority traceable: a vote is counted once and in time, a decision is used
//! once, and nothing of governance changes without the journal entry of a command that says
//! so.
//!
//! What the council's rules made of the votes is taken from the events and not worked out
//! again, so that a later release with other rules reads the same log alike.

mod authority;
mod check;

pub use bonafide_kit::replay::Replayed;

use super::{State, UnknownLayout};
use bonafide_kit::memory;
use bonafide_kit::replay::Malformed;
use ic_stable_structures::{Memory, VectorMemory};

/// Why a log cannot be one of governance.
pub type ReplayError = bonafide_kit::replay::ReplayError<ReplayErrorReason>;

/// What can be wrong with an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayErrorReason {
    /// The bytes are not an event.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The state cannot be opened.
    #[error(transparent)]
    UnknownLayout(#[from] UnknownLayout),
    /// A log starts with the installation, and holds no other.
    #[error("the installation comes first, and once")]
    NotInstalledOnce,
    /// It names something that is not there.
    #[error("no {what} {id}")]
    Unknown {
        /// What kind of record.
        what: &'static str,
        /// Its number.
        id: u64,
    },
    /// It changes governance, and no command that is being executed says so.
    #[error("no command being executed says so")]
    NotCommanded,
    /// It uses a decision that was used before.
    #[error("the decision was executed before, as journal entry {journal_id}")]
    UsedTwice {
        /// The first execution.
        journal_id: u64,
    },
    /// It breaks a rule that governance keeps.
    #[error("{0}")]
    BreaksRule(&'static str),
}

/// Applies a whole log, in order, to an empty state on the heap.
///
/// # Errors
/// The first event that does not decode, or that governance could not have written there.
pub fn replay(
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Replayed, ReplayError> {
    replay_state(entries).map(|mut state| Replayed::of(&mut state))
}

/// The state that a log gives, for those who want to look into it.
///
/// # Errors
/// As [`replay`].
pub fn replay_state(
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<State<VectorMemory>, ReplayError> {
    let state = State::open(&memory::manager(VectorMemory::default())).map_err(|layout| {
        let reason = layout.into();
        ReplayError { entry: 0, reason }
    })?;
    replay_into(state, entries)
}

/// The same from a state that has lived no event, over memory of the caller's choice.
///
/// # Errors
/// As [`replay`].
pub fn replay_into<M: Memory>(
    state: State<M>,
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<State<M>, ReplayError> {
    bonafide_kit::replay::replay_into(state, entries, check::check)
}
