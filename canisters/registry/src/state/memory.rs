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

// Certified tables.
/// `Acceptance` by provider.
pub(super) const ACCEPTANCE: MemoryId = MemoryId::new(10);
/// `Config` under `config`.
pub(super) const CONFIG: MemoryId = MemoryId::new(11);
/// `DataCenter` by id.
pub(super) const DATA_CENTER: MemoryId = MemoryId::new(12);
/// `DeclarationText` by hash.
pub(super) const DECLARATION_TEXT: MemoryId = MemoryId::new(13);
/// `ImportJob` by number, big-endian.
pub(super) const IMPORT: MemoryId = MemoryId::new(14);
/// `Node` by id.
pub(super) const NODE: MemoryId = MemoryId::new(15);
/// `NodeOperator` by id.
pub(super) const NODE_OPERATOR: MemoryId = MemoryId::new(16);
/// `Provider` by id.
pub(super) const PROVIDER: MemoryId = MemoryId::new(17);
/// `PublishedDeclaration` by provider.
pub(super) const PUBLISHED_DECLARATION: MemoryId = MemoryId::new(18);
/// `Subnet` by id.
pub(super) const SUBNET: MemoryId = MemoryId::new(19);

// Not certified: bodies, history, indexes, counters. All follow from the events.
/// Normal form of a declaration text by its hash.
pub(super) const DECLARATION_BODY: MemoryId = MemoryId::new(30);
/// `Acceptance` by provider and sequence.
pub(super) const ACCEPTANCE_HISTORY: MemoryId = MemoryId::new(31);
/// Provider and operator.
pub(super) const OPERATORS_BY_PROVIDER: MemoryId = MemoryId::new(32);
/// Operator and node.
pub(super) const NODES_BY_OPERATOR: MemoryId = MemoryId::new(33);
/// Subnet and node.
pub(super) const NODES_BY_SUBNET: MemoryId = MemoryId::new(34);
/// Node by IPv6 address, 16 bytes.
pub(super) const NODE_BY_ADDRESS: MemoryId = MemoryId::new(35);
/// Page hash by import and page.
pub(super) const IMPORT_PAGE_HASH: MemoryId = MemoryId::new(36);
/// Import by source hash.
pub(super) const IMPORT_BY_SOURCE: MemoryId = MemoryId::new(37);
/// Number of operator records and of nodes by provider.
pub(super) const PROVIDER_COUNTS: MemoryId = MemoryId::new(38);
/// Number of nodes, and of those it registered itself, by operator.
pub(super) const OPERATOR_COUNTS: MemoryId = MemoryId::new(39);
/// Cell with the number of providers that an import named.
pub(super) const IMPORTED_PROVIDERS: MemoryId = MemoryId::new(40);
