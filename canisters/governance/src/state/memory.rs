//! The regions of stable memory, in one ledger. An id is never used for anything else,
//! also after what it held is gone. `docs/storage.md` says the same for readers.

use ic_stable_structures::memory_manager::MemoryId;

/// Layout version of everything below; checked when the state is opened.
pub const SCHEMA: u32 = 1;

/// Cell with the layout version.
pub(super) const SCHEMA_VERSION: MemoryId = MemoryId::new(0);

// The event log.
/// Offsets of events.
pub(super) const EVENT_INDEX: MemoryId = MemoryId::new(1);
/// Bytes of events.
pub(super) const EVENT_BYTES: MemoryId = MemoryId::new(2);
/// Length and last hash.
pub(super) const EVENT_TIP: MemoryId = MemoryId::new(3);

// Certified tables. Numbers are big-endian.
/// `Ballots` by proposal.
pub(super) const BALLOTS: MemoryId = MemoryId::new(10);
/// `Config` under `config`.
pub(super) const CONFIG: MemoryId = MemoryId::new(11);
/// `Electorate` by version.
pub(super) const ELECTORATE: MemoryId = MemoryId::new(12);
/// `JournalEntry` by number.
pub(super) const JOURNAL: MemoryId = MemoryId::new(13);
/// `Neuron` by number.
pub(super) const NEURON: MemoryId = MemoryId::new(14);
/// `Proposal` by number.
pub(super) const PROPOSAL: MemoryId = MemoryId::new(15);
/// `ProposalContent` by number.
pub(super) const PROPOSAL_CONTENT: MemoryId = MemoryId::new(16);
/// `ProposalState` by number.
pub(super) const PROPOSAL_STATE: MemoryId = MemoryId::new(17);
/// `NnsReview` by the id of an NNS proposal.
pub(super) const NNS_REVIEW: MemoryId = MemoryId::new(18);

// Not certified: all follow from the events.
/// Command in canonical CBOR by its hash.
pub(super) const COMMAND: MemoryId = MemoryId::new(30);
/// Journal entry by source, source id and index: what is used up.
pub(super) const CONSUMED: MemoryId = MemoryId::new(31);
/// Journal entries by hash of (canister's table label and key).
pub(super) const JOURNAL_BY_RECORD: MemoryId = MemoryId::new(32);
/// Journal entries by command hash.
pub(super) const JOURNAL_BY_COMMAND: MemoryId = MemoryId::new(33);
/// Journal entries by method.
pub(super) const JOURNAL_BY_METHOD: MemoryId = MemoryId::new(34);
/// Proposals by topic.
pub(super) const PROPOSALS_BY_TOPIC: MemoryId = MemoryId::new(35);
/// Number of the next proposal. Collected ones are not used again.
pub(super) const NEXT_PROPOSAL: MemoryId = MemoryId::new(36);
