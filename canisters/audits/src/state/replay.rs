//! Rebuilding the certified state from the event log, as anyone can. The log comes from a
//! canister that is not trusted: every event must be one that the canister decides there, upon
//! this state, at this time, and asked by this caller. So the commands and the canister's tasks
//! decide again here, and whatever one message decides must stand in the log together.
//!
//! What nobody can decide again is taken as it is said: what registry, identity canister and
//! ledger show, and what the system draws.

mod auditors;
mod audits;
mod course;
mod draws;
mod facts;
mod findings;
mod money;

pub use bonafide_kit::replay::Replayed;

use super::{Event, State, UnknownLayout};
use crate::commands::Decision;
use bonafide_kit::commit::Entry;
use bonafide_kit::replay::Malformed;
use bonafide_kit::transfer::told::Asked;
use bonafide_kit::{Ctx, memory};
use bonafide_types::audits::AuditError;
use course::{Course, Rest};
use ic_stable_structures::{Memory, VectorMemory};
use std::cell::RefCell;

/// Why a log cannot be one of this canister.
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
    /// It breaks a rule that the canister keeps.
    #[error("{0}")]
    BreaksRule(&'static str),
}

/// Applies a whole log, in order, to an empty state on the heap.
///
/// # Errors
/// The first event that does not decode, or that the canister could not have written there.
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
    let course = RefCell::new(Course::default());
    bonafide_kit::replay::replay_into(state, entries, |state, entry| {
        course.borrow_mut().check(state, entry)
    })
}

fn rule(holds: bool, words: &'static str) -> Result<(), ReplayErrorReason> {
    if holds {
        Ok(())
    } else {
        Err(ReplayErrorReason::BreaksRule(words))
    }
}

/// What a message that begins with this event goes on with.
fn begin<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    asked: &mut Asked,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        Event::Initialized { .. }
        | Event::ConfigChanged { .. }
        | Event::PublicKeyLearned { .. }
        | Event::LedgerFeeLearned { .. }
        | Event::ClustersSeen { .. }
        | Event::SitesSeen { .. }
        | Event::Followed { .. } => facts::check(state, entry),
        Event::PolicySet { .. }
        | Event::AuditorApplied { .. }
        | Event::AuditorChanged { .. }
        | Event::StakeTaken { .. } => auditors::check(state, entry),
        Event::TransferOpened { .. }
        | Event::TransferAttempted { .. }
        | Event::AttemptRefused { .. }
        | Event::TransferRenewed { .. }
        | Event::TransferSettled { .. }
        | Event::StakeUnbonded { .. }
        | Event::OwedPaid { .. } => money::check(state, entry, asked),
        Event::PlanAdopted { .. }
        | Event::PlanChanged { .. }
        | Event::DrawOpened { .. }
        | Event::SnapshotRows { .. }
        | Event::Drawn { .. } => draws::check(state, entry),
        Event::SlotsProposed { .. }
        | Event::SlotAccepted { .. }
        | Event::ChallengeIssued { .. }
        | Event::ReportCommitted { .. }
        | Event::ReportRevealed { .. }
        | Event::RoundEnded { .. }
        | Event::AssignmentClosed { .. }
        | Event::LocksReleased { .. } => audits::check(state, entry),
        Event::FindingEstablished { .. }
        | Event::FindingAppealed { .. }
        | Event::AppealDecided { .. }
        | Event::FindingSettled { .. } => findings::check(state, entry),
    }
}

/// What a module says of an event that another one looks at: none is let in unseen.
fn elsewhere() -> Result<Rest, ReplayErrorReason> {
    let words = "nobody looked at such an event";
    Err(ReplayErrorReason::BreaksRule(words))
}

/// The call that an entry tells of. No log says who the canister is; what is decided with this
/// does not ask.
fn call(entry: &Entry<Event>) -> Ctx {
    Ctx {
        caller: entry.caller.0,
        now_ns: entry.at_ns,
        self_id: entry.caller.0,
    }
}

/// What a command decides; nothing when it refuses.
fn events<R>(decision: Result<Decision<R>, AuditError>) -> Vec<Event> {
    decision.map_or_else(|_| Vec::new(), |decision| decision.events)
}

fn by_governance<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<(), ReplayErrorReason> {
    let governance = state.settings().governance;
    rule(entry.caller == governance, "governance alone orders this")
}
