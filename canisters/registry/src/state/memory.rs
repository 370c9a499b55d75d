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
/// `ApiBoundaryNode` by node.
pub(super) const API_BOUNDARY_NODE: MemoryId = MemoryId::new(20);
/// `Bar` by subject and offboarded provider.
pub(super) const BAR: MemoryId = MemoryId::new(21);
/// `ClaimAlert` by claimant, silent side and kind.
pub(super) const CLAIM_ALERT: MemoryId = MemoryId::new(22);
/// `ClusterMember` by provider.
pub(super) const CLUSTER: MemoryId = MemoryId::new(23);
/// `Generation` by name.
pub(super) const GENERATION: MemoryId = MemoryId::new(24);
/// `GuestosVersion` by version.
pub(super) const GUESTOS_VERSION: MemoryId = MemoryId::new(25);
/// `IndependenceAnswers` by provider.
pub(super) const INDEPENDENCE: MemoryId = MemoryId::new(26);
/// `Jurisdiction` by tag and version.
pub(super) const JURISDICTION: MemoryId = MemoryId::new(27);
/// `OwnerAlias` by alias.
pub(super) const OWNER_ALIAS: MemoryId = MemoryId::new(28);
/// `RegistryPolicy` by version.
pub(super) const POLICY: MemoryId = MemoryId::new(29);
/// `WorkingGroupMotion` by number, big-endian.
pub(super) const WORKING_GROUP_MOTION: MemoryId = MemoryId::new(60);
/// `SubnetPolicy` by kind and version.
pub(super) const SUBNET_POLICY: MemoryId = MemoryId::new(61);
/// `MembershipRecord` by number, big-endian.
pub(super) const MEMBERSHIP: MemoryId = MemoryId::new(62);
/// `Cordon` by dimension and actor.
pub(super) const CORDON: MemoryId = MemoryId::new(63);

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
/// Data centre and operator.
pub(super) const OPERATORS_BY_DATA_CENTER: MemoryId = MemoryId::new(41);
/// Canonical owner and data centre.
pub(super) const DATA_CENTERS_BY_OWNER: MemoryId = MemoryId::new(42);
/// Country and data centre.
pub(super) const DATA_CENTERS_BY_COUNTRY: MemoryId = MemoryId::new(43);
/// Generation and node.
pub(super) const NODES_BY_GENERATION: MemoryId = MemoryId::new(44);
/// Role and node.
pub(super) const NODES_BY_ROLE: MemoryId = MemoryId::new(45);
/// Health and node.
pub(super) const NODES_BY_STATUS: MemoryId = MemoryId::new(46);
/// Node by IPv4 address, 4 bytes.
pub(super) const NODE_BY_IPV4: MemoryId = MemoryId::new(47);
/// Boundary node by domain name.
pub(super) const BOUNDARY_NODE_BY_DOMAIN: MemoryId = MemoryId::new(48);
/// Named provider and claimant: who declares a link to whom.
pub(super) const CLAIMS_ON: MemoryId = MemoryId::new(49);
/// Cluster and member.
pub(super) const CLUSTER_MEMBERS: MemoryId = MemoryId::new(51);
/// Cell with the version of the policy that the clusters were computed with.
pub(super) const CLUSTER_POLICY: MemoryId = MemoryId::new(52);
/// SHA-256 of table and key of a record, and motion about it.
pub(super) const MOTIONS_BY_RECORD: MemoryId = MemoryId::new(53);
/// Until when a principal's operations are booked, by principal.
pub(super) const RATE: MemoryId = MemoryId::new(54);
/// Silent side and key of the claim.
pub(super) const CLAIMS_BY_SILENT: MemoryId = MemoryId::new(55);
/// Operator and boundary node.
pub(super) const BOUNDARY_NODES_BY_OPERATOR: MemoryId = MemoryId::new(56);
/// Measurement and version that has it.
pub(super) const VERSIONS_BY_MEASUREMENT: MemoryId = MemoryId::new(57);
/// Version and boundary node that runs it.
pub(super) const BOUNDARY_NODES_BY_VERSION: MemoryId = MemoryId::new(58);
/// Offboarded provider and key of a bar because of it.
pub(super) const BARS_BY_OFFBOARDED: MemoryId = MemoryId::new(59);
