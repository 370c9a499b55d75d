//! Governance's state: certified tables, what follows from them, and the event log.
//!
//! It opens over any memory: stable memory in the canister, the heap in tests and in
//! replays. Nothing here knows the system; [`crate::live`] holds the canister's own.

mod apply;
mod cast;
pub mod council;
mod event;
pub mod invariants;
pub mod memory;
pub mod replay;

pub use bonafide_kit::memory::UnknownLayout;
pub use council::Council;
pub use event::Event;

use bonafide_kit::index::Index;
use bonafide_kit::log::EventLog;
use bonafide_kit::memory::check_layout;
use bonafide_kit::table::Table;
use bonafide_policy::command;
use bonafide_types::certified::RowKey;
use bonafide_types::governance::{
    Ballots, Command, Config, Electorate, JournalEntry, Neuron, NnsReview, Outcome, Proposal,
    ProposalContent, ProposalState, ProposalStatus, Source, Summary, Topic, Vote, table,
};
use bonafide_types::id::Sha256Hash;
use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{Memory, StableBTreeMap, StableCell};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Key of the only row of the table `config`.
pub const CONFIG_KEY: &[u8] = b"config";

/// What is used up by an execution: source, source id, index.
pub type Consumed = (u8, u64, u32);

/// Governance's state over some memory.
pub struct State<M: Memory> {
    // Certified.
    pub(crate) ballots: Table<Ballots, VirtualMemory<M>>,
    pub(crate) config: Table<Config, VirtualMemory<M>>,
    pub(crate) electorates: Table<Electorate, VirtualMemory<M>>,
    pub(crate) journal: Table<JournalEntry, VirtualMemory<M>>,
    pub(crate) neurons: Table<Neuron, VirtualMemory<M>>,
    pub(crate) reviews: Table<NnsReview, VirtualMemory<M>>,
    pub(crate) proposals: Table<Proposal, VirtualMemory<M>>,
    pub(crate) contents: Table<ProposalContent, VirtualMemory<M>>,
    pub(crate) states: Table<ProposalState, VirtualMemory<M>>,
    // Not certified.
    pub(crate) commands: StableBTreeMap<[u8; 32], Vec<u8>, VirtualMemory<M>>,
    pub(crate) consumed: StableBTreeMap<Consumed, u64, VirtualMemory<M>>,
    pub(crate) journal_by_record: Index<(), VirtualMemory<M>>,
    pub(crate) journal_by_command: Index<(), VirtualMemory<M>>,
    pub(crate) journal_by_method: Index<(), VirtualMemory<M>>,
    pub(crate) proposals_by_topic: Index<(), VirtualMemory<M>>,
    pub(crate) next_proposal: StableCell<u64, VirtualMemory<M>>,
    pub(crate) log: EventLog<VirtualMemory<M>>,
    // On the heap; built from the tables when the state is opened.
    /// Neurons, who follows whom, and the electorate of new proposals.
    pub(crate) council: Council,
    /// Proposals in vote: number, proposer, deadline.
    pub(crate) open: BTreeMap<u64, Open>,
    /// Adopted proposals whose command has no journal entry yet.
    pub(crate) adopted: BTreeSet<u64>,
    /// Journal entries that are pending, executing or quarantined.
    pub(crate) unfinished: BTreeMap<u64, Outcome>,
    /// NNS proposals that were reviewed, and when. Nanoseconds since the epoch.
    pub(crate) reviewed: BTreeMap<u64, u64>,
}

/// A proposal in vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// The neuron that proposed it.
    pub proposer: u64,
    /// Votes count if they come before this. Seconds since the epoch.
    pub deadline: u64,
}

impl<M: Memory> fmt::Debug for State<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// The number that stands for a source in `consumed`.
pub(crate) fn source_key(source: Source) -> u8 {
    match source {
        Source::Council => 0,
        Source::Sns => 1,
        Source::NnsMotion => 2,
        Source::Upgrade => 3,
    }
}

/// The owner under which the journal entries of a record stand: SHA-256 of the length of the
/// table's label in 8 bytes, the label, and the key.
pub(crate) fn record_owner(table: &str, key: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update((table.len() as u64).to_be_bytes())
        .chain_update(table)
        .chain_update(key)
        .finalize()
        .into()
}

/// The owner under which the proposals of a topic stand.
pub(crate) fn topic_owner(topic: Topic) -> [u8; 1] {
    match topic {
        Topic::Governance => [0],
        Topic::NodeAdmin => [1],
        Topic::ParticipantManagement => [2],
        Topic::ApiBoundaryNodeManagement => [3],
        Topic::NodeProviderRewards => [4],
        Topic::SubnetManagement => [5],
    }
}

/// A number as the key of a row.
pub(crate) fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
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
        let mut state = Self {
            ballots: Table::open(table::BALLOTS, region(memory::BALLOTS)),
            config: Table::open(table::CONFIG, region(memory::CONFIG)),
            electorates: Table::open(table::ELECTORATE, region(memory::ELECTORATE)),
            journal: Table::open(table::JOURNAL, region(memory::JOURNAL)),
            neurons: Table::open(table::NEURON, region(memory::NEURON)),
            reviews: Table::open(table::NNS_REVIEW, region(memory::NNS_REVIEW)),
            proposals: Table::open(table::PROPOSAL, region(memory::PROPOSAL)),
            contents: Table::open(table::PROPOSAL_CONTENT, region(memory::PROPOSAL_CONTENT)),
            states: Table::open(table::PROPOSAL_STATE, region(memory::PROPOSAL_STATE)),
            commands: StableBTreeMap::init(region(memory::COMMAND)),
            consumed: StableBTreeMap::init(region(memory::CONSUMED)),
            journal_by_record: Index::open(region(memory::JOURNAL_BY_RECORD)),
            journal_by_command: Index::open(region(memory::JOURNAL_BY_COMMAND)),
            journal_by_method: Index::open(region(memory::JOURNAL_BY_METHOD)),
            proposals_by_topic: Index::open(region(memory::PROPOSALS_BY_TOPIC)),
            next_proposal: StableCell::init(region(memory::NEXT_PROPOSAL), 1),
            log: EventLog::open(
                region(memory::EVENT_INDEX),
                region(memory::EVENT_BYTES),
                region(memory::EVENT_TIP),
            ),
            council: Council::default(),
            open: BTreeMap::new(),
            adopted: BTreeSet::new(),
            unfinished: BTreeMap::new(),
            reviewed: BTreeMap::new(),
        };
        state.build_heap();
        Ok(state)
    }

    fn build_heap(&mut self) {
        for (_, neuron) in self.neurons.after(None) {
            self.council.put(neuron);
        }
        if let Some((_, electorate)) = self.electorates.before(None).next() {
            self.council.set_electorate(electorate);
        }
        for (_, state) in self.states.after(None) {
            match state.status {
                ProposalStatus::Open => {
                    let proposer = self
                        .proposal(state.id)
                        .expect("BUG: a state of no proposal")
                        .proposer;
                    let deadline = state.deadline_timestamp_seconds;
                    self.open.insert(state.id, Open { proposer, deadline });
                }
                ProposalStatus::Adopted if state.journal_id.is_none() => {
                    self.adopted.insert(state.id);
                }
                _ => {}
            }
        }
        for (_, entry) in self.journal.after(None) {
            if apply::is_unfinished(&entry.outcome) {
                self.unfinished.insert(entry.id, entry.outcome);
            }
        }
        self.reviewed = self.reviewed_by_rows();
    }

    /// When NNS proposals were reviewed, as the rows say it.
    fn reviewed_by_rows(&self) -> BTreeMap<u64, u64> {
        self.reviews
            .after(None)
            .map(|(key, review)| (number(key), review.reviewed_at_ns))
            .collect()
    }

    /// The settings; absent before the first event.
    #[must_use]
    pub fn config(&self) -> Option<Config> {
        self.config.get(CONFIG_KEY)
    }

    /// The settings, once installed.
    ///
    /// # Panics
    /// Before the first event.
    #[must_use]
    pub fn settings(&self) -> Config {
        self.config().expect("BUG: governance has no settings")
    }

    /// A neuron.
    #[must_use]
    pub fn neuron(&self, id: u64) -> Option<&Neuron> {
        self.council.neuron(id)
    }

    /// What of a proposal never changes.
    #[must_use]
    pub fn proposal(&self, id: u64) -> Option<Proposal> {
        self.proposals.get(&key(id))
    }

    /// What of a proposal changes.
    #[must_use]
    pub fn proposal_state(&self, id: u64) -> Option<ProposalState> {
        self.states.get(&key(id))
    }

    /// What voters read of a proposal.
    #[must_use]
    pub fn content(&self, id: u64) -> Option<ProposalContent> {
        self.contents.get(&key(id))
    }

    /// The votes on a proposal: one byte per member of its electorate.
    #[must_use]
    pub fn ballots(&self, id: u64) -> Option<Vec<u8>> {
        self.ballots.get(&key(id)).map(|ballots| ballots.votes.0)
    }

    /// An electorate. The latest comes from the heap.
    #[must_use]
    pub fn electorate(&self, version: u64) -> Option<Electorate> {
        let latest = self.council.electorate();
        if latest.version == version {
            Some(latest.clone())
        } else {
            self.electorates.get(&key(version))
        }
    }

    /// A journal entry.
    #[must_use]
    pub fn journal_entry(&self, id: u64) -> Option<JournalEntry> {
        self.journal.get(&key(id))
    }

    /// The journal entry that a decision of a source led to.
    #[must_use]
    pub fn executed_as(&self, source: Source, source_id: u64, index: u32) -> Option<u64> {
        self.consumed.get(&(source_key(source), source_id, index))
    }

    /// The number of decisions of a source that have come so far, and so its last number
    /// where they are counted here.
    #[must_use]
    pub fn last_of(&self, source: Source) -> u64 {
        let source = source_key(source);
        self.consumed
            .range((source, 0, 0)..=(source, u64::MAX, u32::MAX))
            .next_back()
            .map_or(0, |entry| entry.key().1)
    }

    /// A command by its hash.
    ///
    /// # Panics
    /// When stored bytes are no command: a defect of this canister.
    #[must_use]
    pub fn command(&self, hash: Sha256Hash) -> Option<Command> {
        self.commands
            .get(&hash.0)
            .map(|bytes| command::decode(&bytes).expect("BUG: a stored command does not decode"))
    }

    /// The latest review of an NNS proposal.
    #[must_use]
    pub fn review(&self, nns_proposal_id: u64) -> Option<NnsReview> {
        self.reviews.get(&key(nns_proposal_id))
    }

    /// Journal entries of a record below `before`, newest first.
    pub fn journal_of_record(
        &self,
        record: &RowKey,
        before: Option<u64>,
    ) -> impl Iterator<Item = u64> + use<'_, M> {
        let owner = record_owner(&record.table, &record.key);
        numbers(&self.journal_by_record, &owner, before)
    }

    /// Open proposals of a neuron.
    #[must_use]
    pub fn open_proposals_of(&self, neuron_id: u64) -> usize {
        self.open
            .values()
            .filter(|open| open.proposer == neuron_id)
            .count()
    }

    /// How a neuron voted: `None` when it has no vote on this proposal, `Some((power, None))`
    /// when it did not cast it.
    #[must_use]
    pub fn ballot(&self, proposal_id: u64, neuron_id: u64) -> Option<(u64, Option<Vote>)> {
        let proposal = self.proposal(proposal_id)?;
        let electorate = self.electorate(proposal.electorate)?;
        let at = council::position(&electorate, neuron_id)?;
        let votes = self.ballots(proposal_id)?;
        let power = electorate.members.get(at)?.voting_power;
        Some((power, votes.get(at).copied().and_then(council::vote_of)))
    }

    /// How much there is. Reads counters only.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let quarantined = self
            .unfinished
            .values()
            .filter(|outcome| matches!(outcome, Outcome::Quarantined { .. }))
            .count();
        Summary {
            neurons: self.neurons.len(),
            voting_power: self.council.electorate().total,
            proposals: *self.next_proposal.get() - 1,
            open_proposals: self.open.len() as u64,
            journal_entries: self.journal.len(),
            quarantined: quarantined as u64,
            events: self.log.tip().length,
        }
    }
}

/// An owner's members that are numbers, below `before`, last first.
pub(crate) fn numbers<'a, M: Memory>(
    index: &'a Index<(), M>,
    owner: &[u8],
    before: Option<u64>,
) -> impl Iterator<Item = u64> + use<'a, M> {
    let before = before.map(key);
    index
        .members_before(owner, before.as_ref().map(<[u8; 8]>::as_slice))
        .map(number)
}

/// The number of a key.
fn number(key: Vec<u8>) -> u64 {
    u64::from_be_bytes(key.try_into().expect("BUG: a key is a number"))
}
