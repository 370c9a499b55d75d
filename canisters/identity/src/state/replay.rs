//! Rebuilding the certified state from the event log, as anyone can. The log comes from a
//! canister that is not trusted: every event is checked for what applying it relies on, and for
//! what no log of this canister can hold. Ciphertexts are in no log and not rebuilt.

pub use bonafide_kit::replay::Replayed;

use super::{Event, State, UnknownLayout};
use bonafide_kit::commit::Entry;
use bonafide_kit::memory;
use bonafide_kit::replay::Malformed;
use bonafide_types::id::Caller;
use bonafide_types::identity::{AccessOutcome, RequestState};
use ic_stable_structures::{Memory, VectorMemory};
use std::collections::BTreeSet;

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
    let by_governance = || {
        let governance = state.settings().governance;
        rule(entry.caller == governance, "governance alone orders this")
    };
    match event {
        Event::Initialized { weights, .. } => {
            rule(weights.version == 0, "the first weights are version 0")
        }
        Event::PublicKeyLearned { .. } => rule(
            state.settings().public_key.is_none(),
            "the public key is learnt once",
        ),
        Event::VerifierAdmitted { verifier } => {
            by_governance()?;
            rule(
                state.verifier(verifier.id).is_none() && !verifier.history.is_empty(),
                "a verifier is admitted once",
            )
        }
        Event::VerifierChanged { verifier } => {
            by_governance()?;
            let before = state.verifier(verifier.id);
            rule(
                before.is_some_and(|before| verifier.history.starts_with(&before.history)),
                "a verifier's past stays as it was",
            )
        }
        Event::SchemaSet { .. }
        | Event::FeeBudgetSet { .. }
        | Event::DisclosuresFrozen { .. }
        | Event::FreezeLifted { .. } => by_governance(),
        Event::ScoreWeightsSet { weights } => {
            by_governance()?;
            let next = state.score_weights.len();
            rule(
                u64::from(weights.version) == next && weights.effective_from_ns > entry.at_ns,
                "weights follow each other and take effect later",
            )
        }
        Event::RecordsGranted { grant } => {
            by_governance()?;
            rule(grant.id == state.grants.len(), "disclosures are numbered")?;
            rule(
                grant
                    .records
                    .iter()
                    .all(|record| state.record(*record).is_some()),
                "a disclosure opens records that are there",
            )
        }
        Event::AttestationRequested { request } => {
            rule(request.id == state.requests.len(), "requests are numbered")?;
            rule(
                entry.caller == Caller(request.subject.0),
                "a provider asks for itself",
            )?;
            rule(
                request.fee_e8s <= state.fee_budget().free_e8s(),
                "a fee is reserved from what is free",
            )
        }
        Event::RequestClosed { request_id, .. } => check_open(state, *request_id),
        Event::AttestationIssued {
            attestation,
            supersedes,
        } => {
            rule(
                attestation.id == state.attestations.len(),
                "statements are numbered",
            )?;
            rule(
                entry.caller == Caller(attestation.issuer.0)
                    && state.verifier(attestation.issuer).is_some(),
                "a verifier's own key attests",
            )?;
            rule(
                supersedes.iter().all(|id| {
                    let before = state.attestation(*id);
                    before.is_some_and(|before| before.issuer == attestation.issuer)
                }),
                "a verifier overtakes its own statements",
            )?;
            match attestation.request_id {
                Some(request_id) => check_open(state, request_id),
                None => Ok(()),
            }
        }
        Event::AttestationRevoked { attestation_id, .. } => {
            let row = state.attestation(*attestation_id);
            rule(
                row.is_some_and(|row| {
                    row.revocation.is_none() && entry.caller == Caller(row.issuer.0)
                }),
                "the issuer revokes, once",
            )
        }
        Event::RecordStored { record } => {
            let version = record.record;
            let before = state.latest_record(version.provider, version.record_id);
            let next = before.map_or(1, |row| row.record.version + 1);
            rule(
                version.version == next && entry.caller == Caller(version.provider.0),
                "a provider stores its own next version",
            )
        }
        Event::RecordsErased { records } => rule(
            records.iter().all(|record| {
                let row = state.record(*record);
                row.is_some_and(|row| row.erased_at_ns.is_none())
            }),
            "a ciphertext is erased once",
        ),
        Event::UseReserved { access } => {
            rule(access.id == state.accesses.len(), "accesses are numbered")?;
            let Some(grant) = state.grant(access.grant_id) else {
                return rule(false, "a use is of a disclosure");
            };
            rule(
                grant.records.contains(&access.record)
                    && grant.recipients.contains(&access.recipient)
                    && entry.caller == access.recipient.principal
                    && entry.at_ns < grant.expires_at_ns
                    && state.freeze_at(entry.at_ns).is_none(),
                "a use is what its disclosure allows",
            )?;
            let uses = state.uses(access.grant_id, access.recipient.principal, access.record);
            rule(uses < u32::from(grant.uses), "uses are counted")
        }
        Event::UseSettled { access_id, outcome } => {
            let row = state.access(*access_id);
            rule(
                row.is_some_and(|row| row.outcome == AccessOutcome::Reserved)
                    && *outcome != AccessOutcome::Reserved,
                "a reserved use is settled once",
            )
        }
        Event::ConfigChanged { config } => rule(
            state.findings.is_empty() || config.audits == state.settings().audits,
            "findings have the numbers of one audits canister",
        ),
        Event::FindingsSeen { findings } => {
            rule(
                state.settings().audits.is_some(),
                "findings are those of an audits canister",
            )?;
            let mut numbers = BTreeSet::new();
            rule(
                findings.iter().all(|finding| {
                    state.finding(finding.id).is_none() && numbers.insert(finding.id)
                }),
                "a finding is seen once",
            )?;
            rule(
                findings.iter().all(|row| row.seen_at_ns == entry.at_ns),
                "a finding counts from when it is seen",
            )
        }
        Event::AuditsFollowed { .. } => rule(
            state.settings().audits.is_some(),
            "findings are those of an audits canister",
        ),
        Event::SubjectsSeen { .. }
        | Event::RegistryFollowed { .. }
        | Event::ScoresComputed { .. } => Ok(()),
    }
}

fn check_open<M: Memory>(state: &State<M>, request_id: u64) -> Result<(), ReplayErrorReason> {
    let row = state.request(request_id);
    rule(
        row.is_some_and(|row| row.state == RequestState::Open),
        "an open request is closed, once",
    )
}
