//! Rebuilding the certified state from the event log, as anyone can. The log comes from a
//! canister that is not trusted: every event is checked for what applying it relies on, and for
//! what no log of this canister can hold.

mod audits;
mod draws;
mod findings;
mod money;

pub use bonafide_kit::replay::Replayed;

use super::{Event, State, UnknownLayout};
use bonafide_kit::commit::Entry;
use bonafide_kit::memory;
use bonafide_kit::replay::Malformed;
use bonafide_types::id::Caller;
use bonafide_types::limits::DC_ID_BYTES;
use ic_stable_structures::{Memory, VectorMemory};

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
    bonafide_kit::replay::replay_into(state, entries, check)
}

fn rule(holds: bool, words: &'static str) -> Result<(), ReplayErrorReason> {
    if holds {
        Ok(())
    } else {
        Err(ReplayErrorReason::BreaksRule(words))
    }
}

fn check<M: Memory>(state: &State<M>, entry: &Entry<Event>) -> Result<(), ReplayErrorReason> {
    let event = &entry.event;
    let installed = state.log.tip().length > 0;
    if installed == matches!(event, Event::Initialized { .. }) {
        return Err(ReplayErrorReason::NotInstalledOnce);
    }
    match event {
        Event::Initialized { .. }
        | Event::ConfigChanged { .. }
        | Event::LedgerFeeLearned { .. }
        | Event::ClustersSeen { .. }
        | Event::Followed { .. } => Ok(()),
        Event::PublicKeyLearned { .. } => rule(
            state.settings().public_key.is_none(),
            "the public key is learnt once",
        ),
        Event::SitesSeen { sites } => rule(
            sites.iter().all(|site| {
                let audits = state.site(&site.id).map_or(0, |before| before.audits);
                site.id.dc_id.len() <= DC_ID_BYTES && site.audits == audits
            }),
            "what the registry shows changes no audit",
        ),
        Event::AuditorApplied { auditor } => rule(
            state.auditor(auditor.id).is_none() && entry.caller == Caller(auditor.id.0),
            "an auditor applies once, with its own key",
        ),
        Event::AuditorChanged { auditor } => {
            let Some(before) = state.auditor(auditor.id) else {
                return rule(false, "an auditor applied before it changes");
            };
            let by = if before.history == auditor.history {
                Caller(auditor.id.0)
            } else {
                state.settings().governance
            };
            rule(
                entry.caller == by && auditor.history.starts_with(&before.history),
                "governance changes an auditor's standing, the auditor its conflicts",
            )
        }
        Event::PolicySet { .. } | Event::PlanAdopted { .. } | Event::StakeTaken { .. } => {
            check_governed(state, entry)
        }
        Event::PlanChanged { plan_id, .. } => rule(
            state.open_plans.contains_key(plan_id),
            "a plan that is over stays so",
        ),
        Event::TransferOpened { .. }
        | Event::TransferAttempted { .. }
        | Event::AttemptRefused { .. }
        | Event::TransferRenewed { .. }
        | Event::TransferSettled { .. }
        | Event::StakeUnbonded { .. }
        | Event::OwedPaid { .. } => money::check(state, entry),
        Event::DrawOpened { .. } | Event::SnapshotRows { .. } | Event::Drawn { .. } => {
            draws::check(state, event)
        }
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

fn check_governed<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<(), ReplayErrorReason> {
    let governance = state.settings().governance;
    rule(entry.caller == governance, "governance alone orders this")?;
    match &entry.event {
        Event::PlanAdopted { plan } => rule(
            plan.id == state.plans.len() && plan.reserved_e8s <= state.books().free_e8s,
            "plans are numbered, and reserve what is free",
        ),
        Event::StakeTaken {
            auditor,
            amount_e8s,
            evidence_hash,
            ..
        } => rule(
            *amount_e8s <= state.account(Caller(auditor.0)).total_e8s()
                && !state.is_evidence_used(*auditor, &evidence_hash.0),
            "evidence takes once, and no more than there is",
        ),
        _ => Ok(()),
    }
}
