//! The state: certified tables, what follows from them, and the event log.
//!
//! It opens over any memory: stable memory in the canister, the heap in tests and in replays.
//! Nothing here knows the system; [`crate::live`] holds the canister's own.

mod apply;
mod event;
mod facts;
pub mod invariants;
pub mod memory;
pub mod replay;

pub use bonafide_kit::memory::UnknownLayout;
pub use event::Event;

use crate::domain::offence::OffenceKey;
use bonafide_kit::index::Index;
use bonafide_kit::log::EventLog;
use bonafide_kit::memory::check_layout;
use bonafide_kit::table::Table;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::rewards::{
    Books, Case, Config, Engine, EscrowAccount, Lot, Period, RewardsPolicy, RewardsTable,
    Statement, Transfer, table,
};
use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{Memory, StableBTreeMap, StableCell};
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

/// The key of a statement and of a tally: period, provider.
pub(crate) fn statement_key(period_id: u64, provider: ProviderId) -> Vec<u8> {
    let mut statement = key(period_id).to_vec();
    statement.extend_from_slice(provider.as_slice());
    statement
}

/// The number under which an engine's days are kept.
pub(crate) const fn engine_number(engine: Engine) -> u8 {
    match engine {
        Engine::V0 => 0,
        Engine::V1 => 1,
    }
}

/// Everything the canister knows. Changed by events only.
pub struct State<M: Memory> {
    // Certified.
    pub(crate) accounts: Table<EscrowAccount, VirtualMemory<M>>,
    pub(crate) books: Table<Books, VirtualMemory<M>>,
    pub(crate) cases: Table<Case, VirtualMemory<M>>,
    pub(crate) config: Table<Config, VirtualMemory<M>>,
    pub(crate) lots: Table<Lot, VirtualMemory<M>>,
    pub(crate) periods: Table<Period, VirtualMemory<M>>,
    pub(crate) policy: Table<RewardsPolicy, VirtualMemory<M>>,
    pub(crate) rates: Table<RewardsTable, VirtualMemory<M>>,
    pub(crate) statements: Table<Statement, VirtualMemory<M>>,
    pub(crate) transfers: Table<Transfer, VirtualMemory<M>>,
    // Not certified; all of it follows from the events.
    /// Facts of slices that were supplied, by period and slice. The period's hash covers them.
    facts: StableBTreeMap<(u64, u32), Vec<u8>, VirtualMemory<M>>,
    tallies: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    seats: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    alerts: StableBTreeMap<(u64, u32), Vec<u8>, VirtualMemory<M>>,
    pub(crate) statements_by_provider: Index<(), VirtualMemory<M>>,
    pub(crate) cases_by_provider: Index<(), VirtualMemory<M>>,
    /// Cases that can still change by themselves or by their provider.
    pub(crate) open_cases: StableBTreeMap<u64, (), VirtualMemory<M>>,
    /// Cases by when the canister itself has to go on with them.
    pub(crate) cases_due: StableBTreeMap<(u64, u64), (), VirtualMemory<M>>,
    /// Hash of evidence and the cases that rest on it.
    pub(crate) evidence: Index<(), VirtualMemory<M>>,
    /// Up to what an offence is cancelled, billionths.
    cancelled: StableBTreeMap<Vec<u8>, u32, VirtualMemory<M>>,
    pub(crate) lots_by_provider: Index<(), VirtualMemory<M>>,
    /// Lots with something in them that no case has locked, by when they are released.
    pub(crate) lots_due: StableBTreeMap<(u64, u64), (), VirtualMemory<M>>,
    pub(crate) unsettled_transfers: StableBTreeMap<u64, (), VirtualMemory<M>>,
    clusters: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    /// Periods that are neither closed nor cancelled.
    pub(crate) open_periods: StableBTreeMap<u64, (), VirtualMemory<M>>,
    /// Periods by engine and day.
    days: StableBTreeMap<(u8, u32), u64, VirtualMemory<M>>,
    rosters: StableBTreeMap<u32, Vec<u8>, VirtualMemory<M>>,
    metrics: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    counts: StableBTreeMap<Vec<u8>, Vec<u8>, VirtualMemory<M>>,
    registry_events: StableCell<u64, VirtualMemory<M>>,
    audits_events: StableCell<u64, VirtualMemory<M>>,
    /// Executed cases whose published penalty no statement carries.
    pub(crate) published: StableBTreeMap<u64, (), VirtualMemory<M>>,
    /// Providers with released rewards that the canister itself sends. One whose last release
    /// failed is not among them, until something changed or somebody asks.
    pub(crate) releases: StableBTreeMap<Vec<u8>, (), VirtualMemory<M>>,
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
            books: Table::open(table::BOOKS, region(memory::BOOKS)),
            cases: Table::open(table::CASE, region(memory::CASE)),
            config: Table::open(table::CONFIG, region(memory::CONFIG)),
            lots: Table::open(table::LOT, region(memory::LOT)),
            periods: Table::open(table::PERIOD, region(memory::PERIOD)),
            policy: Table::open(table::POLICY, region(memory::POLICY)),
            rates: Table::open(table::RATES, region(memory::RATES)),
            statements: Table::open(table::STATEMENT, region(memory::STATEMENT)),
            transfers: Table::open(table::TRANSFER, region(memory::TRANSFER)),
            facts: StableBTreeMap::init(region(memory::FACTS)),
            tallies: StableBTreeMap::init(region(memory::TALLIES)),
            seats: StableBTreeMap::init(region(memory::SEATS)),
            alerts: StableBTreeMap::init(region(memory::ALERTS)),
            statements_by_provider: Index::open(region(memory::STATEMENTS_BY_PROVIDER)),
            cases_by_provider: Index::open(region(memory::CASES_BY_PROVIDER)),
            open_cases: StableBTreeMap::init(region(memory::OPEN_CASES)),
            cases_due: StableBTreeMap::init(region(memory::CASES_DUE)),
            evidence: Index::open(region(memory::EVIDENCE)),
            cancelled: StableBTreeMap::init(region(memory::CANCELLED)),
            lots_by_provider: Index::open(region(memory::LOTS_BY_PROVIDER)),
            lots_due: StableBTreeMap::init(region(memory::LOTS_DUE)),
            unsettled_transfers: StableBTreeMap::init(region(memory::UNSETTLED_TRANSFERS)),
            clusters: StableBTreeMap::init(region(memory::CLUSTERS)),
            open_periods: StableBTreeMap::init(region(memory::OPEN_PERIODS)),
            days: StableBTreeMap::init(region(memory::DAYS)),
            rosters: StableBTreeMap::init(region(memory::ROSTERS)),
            metrics: StableBTreeMap::init(region(memory::METRICS)),
            counts: StableBTreeMap::init(region(memory::COUNTS)),
            registry_events: StableCell::init(region(memory::REGISTRY_EVENTS), 0),
            audits_events: StableCell::init(region(memory::AUDITS_EVENTS), 0),
            published: StableBTreeMap::init(region(memory::PUBLISHED)),
            releases: StableBTreeMap::init(region(memory::RELEASES)),
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
    pub fn policy(&self) -> RewardsPolicy {
        let policy = self.policy.get(POLICY_KEY);
        policy.expect("BUG: the canister has no policy")
    }

    /// All money that came in, and where it is.
    #[must_use]
    pub fn books(&self) -> Books {
        self.books.get(BOOKS_KEY).unwrap_or_default()
    }

    /// What a provider has here beside its lots.
    #[must_use]
    pub fn account(&self, provider: ProviderId) -> EscrowAccount {
        self.accounts.get(provider.as_slice()).unwrap_or_default()
    }

    /// A period.
    #[must_use]
    pub fn period(&self, id: u64) -> Option<Period> {
        self.periods.get(&key(id))
    }

    /// The period of an engine that covers a day and is not cancelled.
    #[must_use]
    pub fn period_of_day(&self, engine: Engine, day: u32) -> Option<u64> {
        self.days.get(&(engine_number(engine), day))
    }

    /// A statement.
    #[must_use]
    pub fn statement(&self, period_id: u64, provider: ProviderId) -> Option<Statement> {
        self.statements.get(&statement_key(period_id, provider))
    }

    /// The last period of which a provider has a statement, in the order of their numbers.
    #[must_use]
    pub fn last_statement(&self, provider: ProviderId) -> Option<u64> {
        let periods = self
            .statements_by_provider
            .members(provider.as_slice(), None);
        periods.map(|id| number(&id)).last()
    }

    /// The last version of the rewards table.
    #[must_use]
    pub fn latest_table(&self) -> Option<RewardsTable> {
        let last = u32::try_from(self.rates.len()).ok()?.checked_sub(1)?;
        self.rates.get(&last.to_be_bytes())
    }

    /// The version of the rewards table that holds for a day: the last one that does.
    #[must_use]
    pub fn table_of_day(&self, day: u32) -> Option<RewardsTable> {
        let count = u32::try_from(self.rates.len()).ok()?;
        let versions = (0..count).rev();
        let mut tables = versions.filter_map(|version| self.rates.get(&version.to_be_bytes()));
        tables.find(|table| table.effective_from_day <= day)
    }

    /// A case.
    #[must_use]
    pub fn case(&self, id: u64) -> Option<Case> {
        self.cases.get(&key(id))
    }

    /// Cases of a provider, in the order of their numbers.
    pub fn cases_of(&self, provider: ProviderId) -> impl Iterator<Item = Case> + use<'_, M> {
        let owner = provider.as_slice().to_vec();
        let ids: Vec<_> = self.cases_by_provider.members(&owner, None).collect();
        ids.into_iter().filter_map(|id| self.case(number(&id)))
    }

    /// The cases that rest on evidence with this hash.
    pub fn cases_on(&self, evidence: &Sha256Hash) -> impl Iterator<Item = u64> + use<'_, M> {
        let ids: Vec<_> = self.evidence.members(&evidence.0, None).collect();
        ids.into_iter().map(|id| number(&id))
    }

    /// Up to what an offence is cancelled, billionths; 0: it is not.
    #[must_use]
    pub fn cancelled_ppb(&self, offence: &OffenceKey) -> u32 {
        self.cancelled.get(&offence.bytes()).unwrap_or_default()
    }

    /// A lot.
    #[must_use]
    pub fn lot(&self, id: u64) -> Option<Lot> {
        self.lots.get(&key(id))
    }

    /// Lots of a provider, also those that hold nothing any more, in the order of their numbers.
    pub fn lots_of(&self, provider: ProviderId) -> impl Iterator<Item = Lot> + use<'_, M> {
        let owner = provider.as_slice().to_vec();
        let ids: Vec<_> = self.lots_by_provider.members(&owner, None).collect();
        ids.into_iter().filter_map(|id| self.lot(number(&id)))
    }

    /// A transfer.
    #[must_use]
    pub fn transfer(&self, id: u64) -> Option<Transfer> {
        self.transfers.get(&key(id))
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

    /// Events of the registry's log up to which its facts are here.
    #[must_use]
    pub fn registry_events(&self) -> u64 {
        *self.registry_events.get()
    }

    /// Events of the audits canister's log up to which its findings are here.
    #[must_use]
    pub fn audits_events(&self) -> u64 {
        *self.audits_events.get()
    }
}
