//! The state: certified tables, what follows from them, ciphertexts, and the event log.
//!
//! It opens over any memory: stable memory in the canister, the heap in tests and in replays.
//! Nothing here knows the system; [`crate::live`] holds the canister's own.

mod apply;
mod event;
pub mod invariants;
pub mod memory;
pub mod replay;

pub use bonafide_kit::memory::UnknownLayout;
pub use event::Event;

use bonafide_kit::cbor;
use bonafide_kit::index::Index;
use bonafide_kit::log::EventLog;
use bonafide_kit::memory::check_layout;
use bonafide_kit::table::Table;
use bonafide_types::id::{Caller, ProviderId, VerifierId};
use bonafide_types::identity::{
    Access, Attestation, AttestationRequest, AuditFinding, Config, FeeBudget, Freeze, Grant,
    Record, RecordVersion, Schema, Score, ScoreWeights, Subject, Summary, Verifier, table,
};
use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{Memory, StableBTreeMap, StableCell};
use std::collections::BTreeSet;
use std::fmt;

/// Key of the only row of the table `config`.
pub const CONFIG_KEY: &[u8] = b"config";
/// Key of the only row of the table `fee_budget`.
pub const FEE_BUDGET_KEY: &[u8] = b"fee_budget";
/// Key of the only row of the table `freeze`.
pub const FREEZE_KEY: &[u8] = b"freeze";

/// The key of a number.
pub(crate) const fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// The number of a key that [`key`] made.
pub(crate) fn number(key: &[u8]) -> u64 {
    let bytes = key.try_into().expect("BUG: a number's key has 8 bytes");
    u64::from_be_bytes(bytes)
}

/// Everything the canister knows. Changed by events only, ciphertexts excepted.
pub struct State<M: Memory> {
    // Certified.
    pub(crate) accesses: Table<Access, VirtualMemory<M>>,
    pub(crate) attestations: Table<Attestation, VirtualMemory<M>>,
    pub(crate) config: Table<Config, VirtualMemory<M>>,
    pub(crate) fee_budget: Table<FeeBudget, VirtualMemory<M>>,
    pub(crate) findings: Table<AuditFinding, VirtualMemory<M>>,
    pub(crate) freeze: Table<Freeze, VirtualMemory<M>>,
    pub(crate) grants: Table<Grant, VirtualMemory<M>>,
    pub(crate) records: Table<Record, VirtualMemory<M>>,
    pub(crate) requests: Table<AttestationRequest, VirtualMemory<M>>,
    pub(crate) schemas: Table<Schema, VirtualMemory<M>>,
    pub(crate) scores: Table<Score, VirtualMemory<M>>,
    pub(crate) score_weights: Table<ScoreWeights, VirtualMemory<M>>,
    pub(crate) subjects: Table<Subject, VirtualMemory<M>>,
    pub(crate) verifiers: Table<Verifier, VirtualMemory<M>>,
    /// Not certified, in no event, and never in a reply but to its provider and to the
    /// recipients of a disclosure.
    ciphertexts: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    // Not certified; all of it follows from the events.
    pub(crate) attestations_by_subject: Index<(), VirtualMemory<M>>,
    pub(crate) attestations_by_issuer: Index<(), VirtualMemory<M>>,
    pub(crate) open_attestations: Index<(), VirtualMemory<M>>,
    pub(crate) requests_by_subject: Index<(), VirtualMemory<M>>,
    pub(crate) requests_by_verifier: Index<(), VirtualMemory<M>>,
    pub(crate) requests_due: StableBTreeMap<(u64, u64), (), VirtualMemory<M>>,
    pub(crate) findings_by_subject: Index<(), VirtualMemory<M>>,
    subject_history: Index<Vec<u8>, VirtualMemory<M>>,
    pub(crate) accesses_by_provider: Index<(), VirtualMemory<M>>,
    pub(crate) accesses_by_grant: Index<(), VirtualMemory<M>>,
    uses: StableBTreeMap<Vec<u8>, u32, VirtualMemory<M>>,
    pub(crate) reserved: StableBTreeMap<u64, (), VirtualMemory<M>>,
    provider_bytes: StableBTreeMap<Vec<u8>, u64, VirtualMemory<M>>,
    registry_events: StableCell<u64, VirtualMemory<M>>,
    audits_events: StableCell<u64, VirtualMemory<M>>,
    pub(crate) log: EventLog<VirtualMemory<M>>,
    /// Subjects whose score may be another than their row says; all of them after an upgrade.
    /// Each with the time from which that is so.
    pub(crate) stale_scores: BTreeSet<(u64, ProviderId)>,
}

impl<M: Memory> fmt::Debug for State<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

impl<M: Memory> State<M> {
    /// Opens the state. A fresh memory gives the empty state. Reads every certified row once
    /// to build the leaves.
    ///
    /// # Errors
    /// When the memory holds a layout of another version; nothing is written then.
    pub fn open(manager: &MemoryManager<M>) -> Result<Self, UnknownLayout> {
        let region = |id| manager.get(id);
        check_layout(region(memory::SCHEMA_VERSION), memory::SCHEMA)?;
        let subjects: Table<Subject, _> = Table::open(table::SUBJECT, region(memory::SUBJECT));
        let stale_scores = subjects
            .after(None)
            .map(|(_, subject)| (0, subject.id))
            .collect();
        Ok(Self {
            accesses: Table::open(table::ACCESS, region(memory::ACCESS)),
            attestations: Table::open(table::ATTESTATION, region(memory::ATTESTATION)),
            config: Table::open(table::CONFIG, region(memory::CONFIG)),
            fee_budget: Table::open(table::FEE_BUDGET, region(memory::FEE_BUDGET)),
            findings: Table::open(table::FINDING, region(memory::FINDING)),
            freeze: Table::open(table::FREEZE, region(memory::FREEZE)),
            grants: Table::open(table::GRANT, region(memory::GRANT)),
            records: Table::open(table::RECORD, region(memory::RECORD)),
            requests: Table::open(table::REQUEST, region(memory::REQUEST)),
            schemas: Table::open(table::SCHEMA, region(memory::SCHEMA_ROW)),
            scores: Table::open(table::SCORE, region(memory::SCORE)),
            score_weights: Table::open(table::SCORE_WEIGHTS, region(memory::SCORE_WEIGHTS)),
            subjects,
            verifiers: Table::open(table::VERIFIER, region(memory::VERIFIER)),
            ciphertexts: StableBTreeMap::init(region(memory::CIPHERTEXT)),
            attestations_by_subject: Index::open(region(memory::ATTESTATIONS_BY_SUBJECT)),
            attestations_by_issuer: Index::open(region(memory::ATTESTATIONS_BY_ISSUER)),
            open_attestations: Index::open(region(memory::OPEN_ATTESTATIONS)),
            requests_by_subject: Index::open(region(memory::REQUESTS_BY_SUBJECT)),
            requests_by_verifier: Index::open(region(memory::REQUESTS_BY_VERIFIER)),
            requests_due: StableBTreeMap::init(region(memory::REQUESTS_DUE)),
            findings_by_subject: Index::open(region(memory::FINDINGS_BY_SUBJECT)),
            subject_history: Index::open(region(memory::SUBJECT_HISTORY)),
            accesses_by_provider: Index::open(region(memory::ACCESSES_BY_PROVIDER)),
            accesses_by_grant: Index::open(region(memory::ACCESSES_BY_GRANT)),
            uses: StableBTreeMap::init(region(memory::USES)),
            reserved: StableBTreeMap::init(region(memory::RESERVED)),
            provider_bytes: StableBTreeMap::init(region(memory::PROVIDER_BYTES)),
            registry_events: StableCell::init(region(memory::REGISTRY_EVENTS), 0),
            audits_events: StableCell::init(region(memory::AUDITS_EVENTS), 0),
            log: EventLog::open(
                region(memory::EVENT_INDEX),
                region(memory::EVENT_BYTES),
                region(memory::EVENT_TIP),
            ),
            stale_scores,
        })
    }

    /// The settings; absent before the first event.
    #[must_use]
    pub fn config(&self) -> Option<Config> {
        self.config.get(CONFIG_KEY)
    }

    /// The settings.
    ///
    /// # Panics
    /// Before the first event; the system calls nothing before install.
    #[must_use]
    pub fn settings(&self) -> Config {
        self.config().expect("BUG: the canister has no settings")
    }

    /// What the treasury will pay to verifiers.
    #[must_use]
    pub fn fee_budget(&self) -> FeeBudget {
        self.fee_budget.get(FEE_BUDGET_KEY).unwrap_or_default()
    }

    /// The freeze in force at a time.
    #[must_use]
    pub fn freeze_at(&self, at_ns: u64) -> Option<Freeze> {
        let freeze = self.freeze.get(FREEZE_KEY);
        freeze.filter(|freeze| at_ns < freeze.until_ns)
    }

    /// A provider as last seen.
    #[must_use]
    pub fn subject(&self, id: ProviderId) -> Option<Subject> {
        self.subjects.get(id.as_slice())
    }

    /// A provider as it was seen at a time.
    ///
    /// # Panics
    /// When a row of the past does not decode; all were written by this code.
    #[must_use]
    pub fn subject_at(&self, id: ProviderId, at_ns: u64) -> Option<Subject> {
        let now = self.subject(id)?;
        if now.seen_at_ns <= at_ns {
            return Some(now);
        }
        let before = key(at_ns.saturating_add(1));
        self.subject_history
            .members_before(id.as_slice(), Some(&before))
            .next()
            .and_then(|at| self.subject_history.get(id.as_slice(), &at))
            .map(|row| cbor::decode(&row).expect("BUG: a subject of the past does not decode"))
    }

    /// A verifier.
    #[must_use]
    pub fn verifier(&self, id: VerifierId) -> Option<Verifier> {
        self.verifiers.get(id.as_slice())
    }

    /// A schema.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<Schema> {
        self.schemas.get(name.as_bytes())
    }

    /// A statement.
    #[must_use]
    pub fn attestation(&self, id: u64) -> Option<Attestation> {
        self.attestations.get(&key(id))
    }

    /// A final finding, by its number in the audits canister.
    #[must_use]
    pub fn finding(&self, id: u64) -> Option<AuditFinding> {
        self.findings.get(&key(id))
    }

    /// A request.
    #[must_use]
    pub fn request(&self, id: u64) -> Option<AttestationRequest> {
        self.requests.get(&key(id))
    }

    /// A version of a record.
    #[must_use]
    pub fn record(&self, record: RecordVersion) -> Option<Record> {
        self.records.get(&record.key())
    }

    /// The latest version of a record.
    #[must_use]
    pub fn latest_record(&self, provider: ProviderId, record_id: u32) -> Option<Record> {
        let last = RecordVersion {
            provider,
            record_id,
            version: u32::MAX,
        };
        let (_, row) = self.records.before(Some(&last.key())).next()?;
        let same = row.record.provider == provider && row.record.record_id == record_id;
        same.then_some(row)
    }

    /// All versions of all records of a provider, in order.
    pub fn records_of(&self, provider: ProviderId) -> impl Iterator<Item = Record> + use<'_, M> {
        // Versions count from 1.
        let first = RecordVersion {
            provider,
            record_id: 0,
            version: 0,
        };
        self.records
            .after(Some(&first.key()))
            .map(|(_, row)| row)
            .take_while(move |row| row.record.provider == provider)
    }

    /// A disclosure.
    #[must_use]
    pub fn grant(&self, id: u64) -> Option<Grant> {
        self.grants.get(&key(id))
    }

    /// An entry of the access log.
    #[must_use]
    pub fn access(&self, id: u64) -> Option<Access> {
        self.accesses.get(&key(id))
    }

    /// The weights of a version.
    #[must_use]
    pub fn weights(&self, version: u32) -> Option<ScoreWeights> {
        self.score_weights.get(&version.to_be_bytes())
    }

    /// The weights in effect at a time, or the first ones before any.
    #[must_use]
    pub fn weights_at(&self, at_ns: u64) -> Option<ScoreWeights> {
        let mut versions = self.score_weights.before(None).map(|(_, weights)| weights);
        versions
            .find(|weights| weights.effective_from_ns <= at_ns)
            .or_else(|| self.weights(0))
    }

    /// How often a disclosure was used, reservations included.
    #[must_use]
    pub fn uses(&self, grant_id: u64, recipient: Caller, record: RecordVersion) -> u32 {
        let key = uses_key(grant_id, recipient, record);
        self.uses.get(&key).unwrap_or_default()
    }

    /// Bytes of ciphertext that a provider has here.
    #[must_use]
    pub fn provider_bytes(&self, provider: ProviderId) -> u64 {
        let bytes = self.provider_bytes.get(&provider.as_slice().to_vec());
        bytes.unwrap_or_default()
    }

    /// Length of the registry's log up to which its facts are here.
    #[must_use]
    pub fn registry_events(&self) -> u64 {
        *self.registry_events.get()
    }

    /// Length of the audits canister's log when its newest finding was fetched.
    #[must_use]
    pub fn audits_events(&self) -> u64 {
        *self.audits_events.get()
    }

    /// The ciphertext of a record.
    #[must_use]
    pub fn ciphertext(&self, record: RecordVersion) -> Option<Vec<u8>> {
        self.ciphertexts.get(&record.key())
    }

    /// Keeps a ciphertext, in the message that commits the event which names its hash. The one
    /// thing beside events that is written: personal data, even encrypted, is in no log.
    pub(crate) fn put_ciphertext(&mut self, record: RecordVersion, ciphertext: Vec<u8>) {
        self.ciphertexts.insert(record.key(), ciphertext);
    }

    /// How much there is. Reads counters only.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            subjects: self.subjects.len(),
            verifiers: self.verifiers.len(),
            schemas: self.schemas.len(),
            attestations: self.attestations.len(),
            requests: self.requests.len(),
            records: self.records.len(),
            grants: self.grants.len(),
            accesses: self.accesses.len(),
            events: self.log.tip().length,
            registry_events: self.registry_events(),
            audits_events: self.audits_events(),
            findings: self.findings.len(),
        }
    }
}

fn uses_key(grant_id: u64, recipient: Caller, record: RecordVersion) -> Vec<u8> {
    let mut bytes = key(grant_id).to_vec();
    bytes.extend(u8::try_from(recipient.as_slice().len()));
    bytes.extend_from_slice(recipient.as_slice());
    bytes.extend(record.key());
    bytes
}
