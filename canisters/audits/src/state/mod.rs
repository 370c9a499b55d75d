//! The state: certified tables, what follows from them, and the event log.
//!
//! It opens over any memory: stable memory in the canister, the heap in tests and in replays.
//! Nothing here knows the system; [`crate::live`] holds the canister's own.

mod apply;
mod event;
pub mod invariants;
pub mod memory;
pub mod replay;

pub use bonafide_kit::memory::UnknownLayout;
pub use event::{Event, Membership, Vanished};

use bonafide_kit::cbor;
use bonafide_kit::index::Index;
use bonafide_kit::log::EventLog;
use bonafide_kit::memory::check_layout;
use bonafide_kit::table::Table;
use bonafide_types::audits::{
    Assignment, AuditPolicy, Auditor, Books, Config, Draw, FiledReport, Finding, Plan, Site,
    SiteId, SnapshotAuditor, SnapshotSite, StakeAccount, Transfer, table,
};
use bonafide_types::id::{AuditorId, Caller, ProviderId};
use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{Memory, StableBTreeMap, StableCell};
use sha2::{Digest, Sha256};
use std::fmt;

/// Key of the only row of the table `config`.
pub const CONFIG_KEY: &[u8] = b"config";
/// Key of the only row of the table `policy`.
pub const POLICY_KEY: &[u8] = b"policy";
/// Key of the only row of the table `books`.
pub const BOOKS_KEY: &[u8] = b"books";

/// The key of a number.
pub(crate) const fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// The number of a key that [`key`] made.
pub(crate) fn number(key: &[u8]) -> u64 {
    let bytes = key.try_into().expect("BUG: a number's key has 8 bytes");
    u64::from_be_bytes(bytes)
}

/// The key of a report: assignment, auditor.
pub(crate) fn report_key(assignment_id: u64, auditor: AuditorId) -> Vec<u8> {
    let mut report = key(assignment_id).to_vec();
    report.extend_from_slice(auditor.as_slice());
    report
}

/// What stands for a site where it owns members of an index, whose owners are short.
pub(crate) fn site_owner(site: &SiteId) -> [u8; 32] {
    Sha256::digest(site.key()).into()
}

/// Everything the canister knows. Changed by events only.
pub struct State<M: Memory> {
    // Certified.
    pub(crate) accounts: Table<StakeAccount, VirtualMemory<M>>,
    pub(crate) assignments: Table<Assignment, VirtualMemory<M>>,
    pub(crate) auditors: Table<Auditor, VirtualMemory<M>>,
    pub(crate) books: Table<Books, VirtualMemory<M>>,
    pub(crate) config: Table<Config, VirtualMemory<M>>,
    pub(crate) draws: Table<Draw, VirtualMemory<M>>,
    pub(crate) findings: Table<Finding, VirtualMemory<M>>,
    pub(crate) plans: Table<Plan, VirtualMemory<M>>,
    pub(crate) policy: Table<AuditPolicy, VirtualMemory<M>>,
    pub(crate) reports: Table<FiledReport, VirtualMemory<M>>,
    pub(crate) sites: Table<Site, VirtualMemory<M>>,
    pub(crate) transfers: Table<Transfer, VirtualMemory<M>>,
    // Not certified; all of it follows from the events.
    /// Rows of snapshots by draw and place of the first, as events bring them: some hundreds
    /// together. The draw's row holds their hash.
    snapshot_sites: StableBTreeMap<(u64, u32), Vec<u8>, VirtualMemory<M>>,
    /// Auditors of snapshots by draw.
    snapshot_auditors: StableBTreeMap<u64, Vec<u8>, VirtualMemory<M>>,
    clusters: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    pub(crate) sites_by_provider: Index<(), VirtualMemory<M>>,
    pub(crate) assignments_by_site: Index<(), VirtualMemory<M>>,
    pub(crate) assignments_by_provider: Index<(), VirtualMemory<M>>,
    pub(crate) assignments_by_auditor: Index<(), VirtualMemory<M>>,
    pub(crate) findings_by_provider: Index<(), VirtualMemory<M>>,
    /// Assignments that are under way.
    pub(crate) open_assignments: StableBTreeMap<u64, (), VirtualMemory<M>>,
    /// Assignments by when the canister itself has to go on with them: the end of revealing,
    /// then the end of disputes.
    pub(crate) assignments_due: StableBTreeMap<(u64, u64), (), VirtualMemory<M>>,
    /// Provisional findings by the end of their time for appeals.
    pub(crate) findings_due: StableBTreeMap<(u64, u64), (), VirtualMemory<M>>,
    pub(crate) open_plans: StableBTreeMap<u64, (), VirtualMemory<M>>,
    pub(crate) open_draws: StableBTreeMap<u64, (), VirtualMemory<M>>,
    pub(crate) unsettled_transfers: StableBTreeMap<u64, (), VirtualMemory<M>>,
    /// Auditor and hash of the evidence that punished it.
    evidence_used: Index<(), VirtualMemory<M>>,
    /// Accounts that the treasury owes something.
    pub(crate) owed: StableBTreeMap<Vec<u8>, (), VirtualMemory<M>>,
    registry_events: StableCell<u64, VirtualMemory<M>>,
    identity_events: StableCell<u64, VirtualMemory<M>>,
    pub(crate) log: EventLog<VirtualMemory<M>>,
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
        Ok(Self {
            accounts: Table::open(table::ACCOUNT, region(memory::ACCOUNT)),
            assignments: Table::open(table::ASSIGNMENT, region(memory::ASSIGNMENT)),
            auditors: Table::open(table::AUDITOR, region(memory::AUDITOR)),
            books: Table::open(table::BOOKS, region(memory::BOOKS)),
            config: Table::open(table::CONFIG, region(memory::CONFIG)),
            draws: Table::open(table::DRAW, region(memory::DRAW)),
            findings: Table::open(table::FINDING, region(memory::FINDING)),
            plans: Table::open(table::PLAN, region(memory::PLAN)),
            policy: Table::open(table::POLICY, region(memory::POLICY)),
            reports: Table::open(table::REPORT, region(memory::REPORT)),
            sites: Table::open(table::SITE, region(memory::SITE)),
            transfers: Table::open(table::TRANSFER, region(memory::TRANSFER)),
            snapshot_sites: StableBTreeMap::init(region(memory::SNAPSHOT_SITES)),
            snapshot_auditors: StableBTreeMap::init(region(memory::SNAPSHOT_AUDITORS)),
            clusters: StableBTreeMap::init(region(memory::CLUSTERS)),
            sites_by_provider: Index::open(region(memory::SITES_BY_PROVIDER)),
            assignments_by_site: Index::open(region(memory::ASSIGNMENTS_BY_SITE)),
            assignments_by_provider: Index::open(region(memory::ASSIGNMENTS_BY_PROVIDER)),
            assignments_by_auditor: Index::open(region(memory::ASSIGNMENTS_BY_AUDITOR)),
            findings_by_provider: Index::open(region(memory::FINDINGS_BY_PROVIDER)),
            open_assignments: StableBTreeMap::init(region(memory::OPEN_ASSIGNMENTS)),
            assignments_due: StableBTreeMap::init(region(memory::ASSIGNMENTS_DUE)),
            findings_due: StableBTreeMap::init(region(memory::FINDINGS_DUE)),
            open_plans: StableBTreeMap::init(region(memory::OPEN_PLANS)),
            open_draws: StableBTreeMap::init(region(memory::OPEN_DRAWS)),
            unsettled_transfers: StableBTreeMap::init(region(memory::UNSETTLED_TRANSFERS)),
            evidence_used: Index::open(region(memory::EVIDENCE_USED)),
            owed: StableBTreeMap::init(region(memory::OWED)),
            registry_events: StableCell::init(region(memory::REGISTRY_EVENTS), 0),
            identity_events: StableCell::init(region(memory::IDENTITY_EVENTS), 0),
            log: EventLog::open(
                region(memory::EVENT_INDEX),
                region(memory::EVENT_BYTES),
                region(memory::EVENT_TIP),
            ),
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

    /// The numbers that the rules use.
    ///
    /// # Panics
    /// As [`State::settings`].
    #[must_use]
    pub fn policy(&self) -> AuditPolicy {
        let policy = self.policy.get(POLICY_KEY);
        policy.expect("BUG: the canister has no policy")
    }

    /// All money that came in, and where it is.
    #[must_use]
    pub fn books(&self) -> Books {
        self.books.get(BOOKS_KEY).unwrap_or_default()
    }

    /// What somebody deposited here.
    #[must_use]
    pub fn account(&self, owner: Caller) -> StakeAccount {
        self.accounts.get(owner.as_slice()).unwrap_or_default()
    }

    /// An auditor, or who applied as one.
    #[must_use]
    pub fn auditor(&self, id: AuditorId) -> Option<Auditor> {
        self.auditors.get(id.as_slice())
    }

    /// A site.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> Option<Site> {
        self.sites.get(&id.key())
    }

    /// The cluster of a provider, when the registry showed the provider.
    ///
    /// # Panics
    /// When stored bytes are no principal; this code wrote them.
    #[must_use]
    pub fn cluster(&self, provider: ProviderId) -> Option<ProviderId> {
        let cluster = self.clusters.get(&provider.as_slice().to_vec())?;
        let principal = candid::Principal::try_from_slice(&cluster);
        Some(ProviderId(principal.expect("BUG: a cluster is a provider")))
    }

    /// A plan.
    #[must_use]
    pub fn plan(&self, id: u64) -> Option<Plan> {
        self.plans.get(&key(id))
    }

    /// A draw.
    #[must_use]
    pub fn draw(&self, id: u64) -> Option<Draw> {
        self.draws.get(&key(id))
    }

    /// Sites of a draw's snapshot from a place on, in order.
    ///
    /// # Panics
    /// When a stored row does not decode; all were written by this code.
    pub fn snapshot_sites(
        &self,
        draw_id: u64,
        start: u32,
    ) -> impl Iterator<Item = SnapshotSite> + use<'_, M> {
        // The part that holds the first one, and those after it.
        let first = self
            .snapshot_sites
            .range((draw_id, 0)..=(draw_id, start))
            .next_back();
        let from = first.map_or(0, |entry| entry.key().1);
        let parts = self
            .snapshot_sites
            .range((draw_id, from)..=(draw_id, u32::MAX));
        parts.flat_map(move |entry| {
            let sites: Vec<SnapshotSite> =
                cbor::decode(&entry.value()).expect("BUG: rows of a snapshot do not decode");
            let before = start.saturating_sub(entry.key().1);
            let before = usize::try_from(before).unwrap_or(usize::MAX);
            sites.into_iter().skip(before)
        })
    }

    /// Auditors of a draw's snapshot, in order.
    ///
    /// # Panics
    /// As [`State::snapshot_sites`].
    #[must_use]
    pub fn snapshot_auditors(&self, draw_id: u64) -> Vec<SnapshotAuditor> {
        let stored = self.snapshot_auditors.get(&draw_id);
        stored.map_or_else(Vec::new, |row| {
            cbor::decode(&row).expect("BUG: auditors of a snapshot do not decode")
        })
    }

    /// An assignment.
    #[must_use]
    pub fn assignment(&self, id: u64) -> Option<Assignment> {
        self.assignments.get(&key(id))
    }

    /// A report that was revealed.
    #[must_use]
    pub fn report(&self, assignment_id: u64, auditor: AuditorId) -> Option<FiledReport> {
        self.reports.get(&report_key(assignment_id, auditor))
    }

    /// Reports of an assignment, in the order of their auditors.
    pub fn reports_of(&self, assignment_id: u64) -> impl Iterator<Item = FiledReport> + use<'_, M> {
        let first = key(assignment_id).to_vec();
        self.reports
            .after(Some(&first))
            .map(|(_, filed)| filed)
            .take_while(move |filed| filed.assignment_id == assignment_id)
    }

    /// A finding.
    #[must_use]
    pub fn finding(&self, id: u64) -> Option<Finding> {
        self.findings.get(&key(id))
    }

    /// A transfer.
    #[must_use]
    pub fn transfer(&self, id: u64) -> Option<Transfer> {
        self.transfers.get(&key(id))
    }

    /// Whether the evidence punished the auditor before.
    #[must_use]
    pub fn is_evidence_used(&self, auditor: AuditorId, evidence_hash: &[u8; 32]) -> bool {
        self.evidence_used
            .contains(auditor.as_slice(), evidence_hash)
    }

    /// Events of the registry's log up to which its facts are here.
    #[must_use]
    pub fn registry_events(&self) -> u64 {
        *self.registry_events.get()
    }

    /// Events of the identity canister's log up to which its facts are here.
    #[must_use]
    pub fn identity_events(&self) -> u64 {
        *self.identity_events.get()
    }
}
