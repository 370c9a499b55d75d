//! The registry's state: certified tables, what follows from them, and the event log.
//!
//! It opens over any memory: stable memory in the canister, the heap in tests and in
//! replays. Nothing here knows the system; [`crate::live`] holds the canister's own.

mod apply;
mod bars;
mod event;
mod hardware;
mod import_row;
pub(crate) mod independence;
pub mod invariants;
pub mod memory;
pub(crate) mod mirror;
mod nodes;
mod operators;
pub(crate) mod places;
mod providers;
mod rate;
pub mod replay;
pub(crate) mod subnets;
mod tally;
pub(crate) mod working_group;

pub use bonafide_kit::memory::UnknownLayout;
pub use event::{ClusterAssignment, Event};
pub(crate) use nodes::{role_owner, status_owner};
pub(crate) use places::country_of;

use self::mirror::Mirror;
use bonafide_kit::index::Index;
use bonafide_kit::log::EventLog;
use bonafide_kit::memory::check_layout;
use bonafide_kit::table::Table;
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    Acceptance, ApiBoundaryNode, Bar, ClaimAlert, ClusterMember, Config, Cordon, DataCenter,
    DeclarationText, Generation, GuestosVersion, ImportJob, IndependenceAnswers, Jurisdiction,
    MembershipRecord, Node, NodeOperator, OwnerAlias, Provider, PublishedDeclaration,
    RegistryPolicy, Subnet, SubnetPolicy, Summary, WorkingGroupMotion, table,
};
use candid::Principal;
use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{Memory, StableBTreeMap, StableCell};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Bound;

/// Key of the only row of the table `config`.
pub const CONFIG_KEY: &[u8] = b"config";

/// How much hangs on a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderCounts {
    /// Its operator records.
    pub operators: u32,
    /// The nodes of these.
    pub nodes: u32,
}

/// How much hangs on an operator record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperatorCounts {
    /// Its nodes.
    pub nodes: u32,
    /// Those that it registered itself, each of which used one of its allowance.
    pub registered: u32,
}

/// Everything the registry knows. Changed by events only.
pub struct State<M: Memory> {
    // Certified.
    pub(crate) acceptances: Table<Acceptance, VirtualMemory<M>>,
    pub(crate) config: Table<Config, VirtualMemory<M>>,
    pub(crate) cordons: Table<Cordon, VirtualMemory<M>>,
    pub(crate) data_centers: Table<DataCenter, VirtualMemory<M>>,
    pub(crate) declaration_texts: Table<DeclarationText, VirtualMemory<M>>,
    pub(crate) imports: Table<ImportJob, VirtualMemory<M>>,
    pub(crate) memberships: Table<MembershipRecord, VirtualMemory<M>>,
    pub(crate) nodes: Table<Node, VirtualMemory<M>>,
    pub(crate) node_operators: Table<NodeOperator, VirtualMemory<M>>,
    pub(crate) providers: Table<Provider, VirtualMemory<M>>,
    pub(crate) published_declarations: Table<PublishedDeclaration, VirtualMemory<M>>,
    pub(crate) subnets: Table<Subnet, VirtualMemory<M>>,
    pub(crate) subnet_policies: Table<SubnetPolicy, VirtualMemory<M>>,
    pub(crate) api_boundary_nodes: Table<ApiBoundaryNode, VirtualMemory<M>>,
    pub(crate) bars: Table<Bar, VirtualMemory<M>>,
    pub(crate) claim_alerts: Table<ClaimAlert, VirtualMemory<M>>,
    pub(crate) clusters: Table<ClusterMember, VirtualMemory<M>>,
    pub(crate) generations: Table<Generation, VirtualMemory<M>>,
    pub(crate) guestos_versions: Table<GuestosVersion, VirtualMemory<M>>,
    pub(crate) independence: Table<IndependenceAnswers, VirtualMemory<M>>,
    pub(crate) jurisdictions: Table<Jurisdiction, VirtualMemory<M>>,
    pub(crate) owner_aliases: Table<OwnerAlias, VirtualMemory<M>>,
    pub(crate) policies: Table<RegistryPolicy, VirtualMemory<M>>,
    pub(crate) working_group_motions: Table<WorkingGroupMotion, VirtualMemory<M>>,
    // Not certified; all of it follows from the events.
    pub(crate) declaration_bodies: StableBTreeMap<[u8; 32], String, VirtualMemory<M>>,
    pub(crate) acceptance_history: Index<Vec<u8>, VirtualMemory<M>>,
    pub(crate) operators_by_provider: Index<(), VirtualMemory<M>>,
    pub(crate) nodes_by_operator: Index<(), VirtualMemory<M>>,
    pub(crate) nodes_by_subnet: Index<(), VirtualMemory<M>>,
    pub(crate) node_by_address: StableBTreeMap<[u8; 16], Vec<u8>, VirtualMemory<M>>,
    pub(crate) import_page_hashes: StableBTreeMap<(u64, u32), [u8; 32], VirtualMemory<M>>,
    pub(crate) import_by_source: StableBTreeMap<[u8; 32], u64, VirtualMemory<M>>,
    pub(crate) provider_counts: StableBTreeMap<Vec<u8>, (u32, u32), VirtualMemory<M>>,
    pub(crate) operator_counts: StableBTreeMap<Vec<u8>, (u32, u32), VirtualMemory<M>>,
    pub(crate) imported_providers: StableCell<u64, VirtualMemory<M>>,
    pub(crate) operators_by_data_center: Index<(), VirtualMemory<M>>,
    pub(crate) data_centers_by_owner: Index<(), VirtualMemory<M>>,
    pub(crate) data_centers_by_country: Index<(), VirtualMemory<M>>,
    pub(crate) nodes_by_generation: Index<(), VirtualMemory<M>>,
    pub(crate) nodes_by_role: Index<(), VirtualMemory<M>>,
    pub(crate) nodes_by_status: Index<(), VirtualMemory<M>>,
    pub(crate) node_by_ipv4: StableBTreeMap<[u8; 4], Vec<u8>, VirtualMemory<M>>,
    pub(crate) boundary_node_by_domain: StableBTreeMap<String, Vec<u8>, VirtualMemory<M>>,
    pub(crate) boundary_nodes_by_operator: Index<(), VirtualMemory<M>>,
    pub(crate) boundary_nodes_by_version: Index<(), VirtualMemory<M>>,
    pub(crate) versions_by_measurement: Index<(), VirtualMemory<M>>,
    pub(crate) claims_on: Index<(), VirtualMemory<M>>,
    pub(crate) claims_by_silent: Index<(), VirtualMemory<M>>,
    pub(crate) cluster_members: Index<(), VirtualMemory<M>>,
    pub(crate) cluster_policy: StableCell<u32, VirtualMemory<M>>,
    pub(crate) motions_by_record: Index<(), VirtualMemory<M>>,
    pub(crate) bars_by_offboarded: Index<(), VirtualMemory<M>>,
    pub(crate) rate: StableBTreeMap<Vec<u8>, u64, VirtualMemory<M>>,
    pub(crate) log: EventLog<VirtualMemory<M>>,
    /// Texts by language in the order of their versions, read once: at most
    /// `limits::DECLARATION_TEXTS`, and every status needs them.
    pub(crate) texts_by_language: BTreeMap<String, Vec<DeclarationText>>,
    /// Nodes by class, for decentralisation.
    pub(crate) mirror: Mirror,
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
        let mut state = Self {
            acceptances: Table::open(table::ACCEPTANCE, region(memory::ACCEPTANCE)),
            config: Table::open(table::CONFIG, region(memory::CONFIG)),
            cordons: Table::open(table::CORDON, region(memory::CORDON)),
            data_centers: Table::open(table::DATA_CENTER, region(memory::DATA_CENTER)),
            declaration_texts: Table::open(
                table::DECLARATION_TEXT,
                region(memory::DECLARATION_TEXT),
            ),
            imports: Table::open(table::IMPORT, region(memory::IMPORT)),
            memberships: Table::open(table::MEMBERSHIP, region(memory::MEMBERSHIP)),
            nodes: Table::open(table::NODE, region(memory::NODE)),
            node_operators: Table::open(table::NODE_OPERATOR, region(memory::NODE_OPERATOR)),
            providers: Table::open(table::PROVIDER, region(memory::PROVIDER)),
            published_declarations: Table::open(
                table::PUBLISHED_DECLARATION,
                region(memory::PUBLISHED_DECLARATION),
            ),
            subnets: Table::open(table::SUBNET, region(memory::SUBNET)),
            subnet_policies: Table::open(table::SUBNET_POLICY, region(memory::SUBNET_POLICY)),
            api_boundary_nodes: Table::open(
                table::API_BOUNDARY_NODE,
                region(memory::API_BOUNDARY_NODE),
            ),
            bars: Table::open(table::BAR, region(memory::BAR)),
            claim_alerts: Table::open(table::CLAIM_ALERT, region(memory::CLAIM_ALERT)),
            clusters: Table::open(table::CLUSTER, region(memory::CLUSTER)),
            generations: Table::open(table::GENERATION, region(memory::GENERATION)),
            guestos_versions: Table::open(table::GUESTOS_VERSION, region(memory::GUESTOS_VERSION)),
            independence: Table::open(table::INDEPENDENCE, region(memory::INDEPENDENCE)),
            jurisdictions: Table::open(table::JURISDICTION, region(memory::JURISDICTION)),
            owner_aliases: Table::open(table::OWNER_ALIAS, region(memory::OWNER_ALIAS)),
            policies: Table::open(table::POLICY, region(memory::POLICY)),
            working_group_motions: Table::open(
                table::WORKING_GROUP_MOTION,
                region(memory::WORKING_GROUP_MOTION),
            ),
            declaration_bodies: StableBTreeMap::init(region(memory::DECLARATION_BODY)),
            acceptance_history: Index::open(region(memory::ACCEPTANCE_HISTORY)),
            operators_by_provider: Index::open(region(memory::OPERATORS_BY_PROVIDER)),
            nodes_by_operator: Index::open(region(memory::NODES_BY_OPERATOR)),
            nodes_by_subnet: Index::open(region(memory::NODES_BY_SUBNET)),
            node_by_address: StableBTreeMap::init(region(memory::NODE_BY_ADDRESS)),
            import_page_hashes: StableBTreeMap::init(region(memory::IMPORT_PAGE_HASH)),
            import_by_source: StableBTreeMap::init(region(memory::IMPORT_BY_SOURCE)),
            provider_counts: StableBTreeMap::init(region(memory::PROVIDER_COUNTS)),
            operator_counts: StableBTreeMap::init(region(memory::OPERATOR_COUNTS)),
            imported_providers: StableCell::init(region(memory::IMPORTED_PROVIDERS), 0),
            operators_by_data_center: Index::open(region(memory::OPERATORS_BY_DATA_CENTER)),
            data_centers_by_owner: Index::open(region(memory::DATA_CENTERS_BY_OWNER)),
            data_centers_by_country: Index::open(region(memory::DATA_CENTERS_BY_COUNTRY)),
            nodes_by_generation: Index::open(region(memory::NODES_BY_GENERATION)),
            nodes_by_role: Index::open(region(memory::NODES_BY_ROLE)),
            nodes_by_status: Index::open(region(memory::NODES_BY_STATUS)),
            node_by_ipv4: StableBTreeMap::init(region(memory::NODE_BY_IPV4)),
            boundary_node_by_domain: StableBTreeMap::init(region(memory::BOUNDARY_NODE_BY_DOMAIN)),
            boundary_nodes_by_operator: Index::open(region(memory::BOUNDARY_NODES_BY_OPERATOR)),
            boundary_nodes_by_version: Index::open(region(memory::BOUNDARY_NODES_BY_VERSION)),
            versions_by_measurement: Index::open(region(memory::VERSIONS_BY_MEASUREMENT)),
            claims_on: Index::open(region(memory::CLAIMS_ON)),
            claims_by_silent: Index::open(region(memory::CLAIMS_BY_SILENT)),
            cluster_members: Index::open(region(memory::CLUSTER_MEMBERS)),
            cluster_policy: StableCell::init(region(memory::CLUSTER_POLICY), 0),
            motions_by_record: Index::open(region(memory::MOTIONS_BY_RECORD)),
            bars_by_offboarded: Index::open(region(memory::BARS_BY_OFFBOARDED)),
            rate: StableBTreeMap::init(region(memory::RATE)),
            log: EventLog::open(
                region(memory::EVENT_INDEX),
                region(memory::EVENT_BYTES),
                region(memory::EVENT_TIP),
            ),
            texts_by_language: BTreeMap::new(),
            mirror: Mirror::default(),
        };
        for (_, text) in state.declaration_texts.after(None) {
            state
                .texts_by_language
                .entry(text.language.clone())
                .or_default()
                .push(text);
        }
        for texts in state.texts_by_language.values_mut() {
            texts.sort_by_key(|text| text.version);
        }
        state.mirror = state.read_mirror();
        Ok(state)
    }

    /// The settings; absent before the first event.
    #[must_use]
    pub fn config(&self) -> Option<Config> {
        self.config.get(CONFIG_KEY)
    }

    /// A provider.
    #[must_use]
    pub fn provider(&self, id: ProviderId) -> Option<Provider> {
        self.providers.get(id.as_slice())
    }

    /// A provider's latest acceptance.
    #[must_use]
    pub fn acceptance(&self, provider: ProviderId) -> Option<Acceptance> {
        self.acceptances.get(provider.as_slice())
    }

    /// A data centre.
    #[must_use]
    pub fn data_center(&self, dc_id: &str) -> Option<DataCenter> {
        self.data_centers.get(dc_id.as_bytes())
    }

    /// An operator record.
    #[must_use]
    pub fn node_operator(&self, id: OperatorId) -> Option<NodeOperator> {
        self.node_operators.get(id.as_slice())
    }

    /// A node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node> {
        self.nodes.get(id.as_slice())
    }

    /// A hardware generation.
    #[must_use]
    pub fn generation(&self, name: &str) -> Option<Generation> {
        self.generations.get(name.as_bytes())
    }

    /// Who has an address.
    #[must_use]
    pub fn node_at(&self, address: Ipv6Addr) -> Option<NodeId> {
        self.node_by_address
            .get(&address.octets())
            .map(|id| NodeId(Principal::from_slice(&id)))
    }

    /// Who has a public IPv4 address.
    #[must_use]
    pub fn node_at_ipv4(&self, address: Ipv4Addr) -> Option<NodeId> {
        self.node_by_ipv4
            .get(&address.octets())
            .map(|id| NodeId(Principal::from_slice(&id)))
    }

    /// An import.
    #[must_use]
    pub fn import(&self, id: u64) -> Option<ImportJob> {
        self.imports.get(&id.to_be_bytes())
    }

    /// The import of a source, by its hash.
    #[must_use]
    pub fn import_of(&self, source_hash: Sha256Hash) -> Option<u64> {
        self.import_by_source.get(&source_hash.0)
    }

    /// The approved hash of a page.
    #[must_use]
    pub fn import_page_hash(&self, import_id: u64, page: u32) -> Option<Sha256Hash> {
        self.import_page_hashes
            .get(&(import_id, page))
            .map(Sha256Hash)
    }

    /// A declaration text by its hash.
    #[must_use]
    pub fn declaration_text(&self, sha256: Sha256Hash) -> Option<DeclarationText> {
        self.declaration_texts.get(&sha256.0)
    }

    /// The texts of a language in the order of their versions.
    #[must_use]
    pub fn texts(&self, language: &str) -> &[DeclarationText] {
        self.texts_by_language
            .get(language)
            .map_or(&[], Vec::as_slice)
    }

    /// How much hangs on a provider.
    #[must_use]
    pub fn provider_counts(&self, id: ProviderId) -> ProviderCounts {
        let (operators, nodes) = self
            .provider_counts
            .get(&id.as_slice().to_vec())
            .unwrap_or_default();
        ProviderCounts { operators, nodes }
    }

    /// How much hangs on the providers above `after`, in the order of their bytes; a provider
    /// without an operator record may be left out.
    pub(crate) fn provider_counts_after(
        &self,
        after: Option<&[u8]>,
    ) -> impl Iterator<Item = (Vec<u8>, ProviderCounts)> + use<'_, M> {
        let from = after.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
        self.provider_counts
            .range((from, Bound::Unbounded))
            .map(|entry| {
                let (operators, nodes) = entry.value();
                (entry.key().clone(), ProviderCounts { operators, nodes })
            })
    }

    /// How much hangs on an operator record.
    #[must_use]
    pub fn operator_counts(&self, id: OperatorId) -> OperatorCounts {
        let (nodes, registered) = self
            .operator_counts
            .get(&id.as_slice().to_vec())
            .unwrap_or_default();
        OperatorCounts { nodes, registered }
    }

    /// How much there is. Reads counters only.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            providers: self.providers.len(),
            imported_providers: *self.imported_providers.get(),
            data_centers: self.data_centers.len(),
            node_operators: self.node_operators.len(),
            nodes: self.nodes.len(),
            subnets: self.subnets.len(),
            published_declarations: self.published_declarations.len(),
            declaration_texts: self.declaration_texts.len(),
            acceptances: self.acceptances.len(),
            imports: self.imports.len(),
            api_boundary_nodes: self.api_boundary_nodes.len(),
            clustered_providers: self.clusters.len(),
            claim_alerts: self.claim_alerts.len(),
            independence_answers: self.independence.len(),
            events: self.log.tip().length,
        }
    }
}
