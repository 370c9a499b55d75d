//! The registry: who provides the network's node machines, what they promised, and where
//! the machines stand.
//!
//! It keeps node providers, the declaration of good intent with its acceptances, data
//! centres, operator records, nodes and subnet memberships, who is behind a provider and which
//! providers count as one actor, what subnets ask of their members, hardware generations, elected
//! versions and boundary nodes, and is the only writer of these. From them it counts how well
//! subnets are spread over independent actors, and holds each change of members against all
//! rules.
//! Each fact says where it comes from: imported from the network, adopted by proposal, or
//! written by the owner's own key.
//!
//! # Methods by role
//!
//! | who | method | event |
//! |---|---|---|
//! | governance | `register_provider` | `ProviderRegistered` |
//! | governance | `suspend_provider`, `reinstate_provider` | `ProviderStatusChanged` |
//! | governance | `offboard_provider`, `readmit_provider` | `ProviderOffboarded`, `ProviderReadmitted` |
//! | governance | `hand_over_provider` | `ProviderHandedOver`, `ClustersChanged` |
//! | governance | `add_data_center`, `change_data_center` | `DataCenterAdded`, `DataCenterChanged` |
//! | governance | `remove_data_centers` | `DataCentersRemoved` |
//! | governance | `add_node_operator` | `NodeOperatorAdded` |
//! | governance | `update_node_operator_config` | `NodeOperatorChanged` |
//! | governance | `remove_node_operators` | `NodeOperatorsRemoved` |
//! | governance | `remove_nodes` | `NodesRemoved` |
//! | governance | `publish_declaration` | `DeclarationPublished` |
//! | governance | `set_owner_aliases`, `set_jurisdiction` | `OwnerAliasesChanged`, `JurisdictionSet` |
//! | governance | `set_generation` | `GenerationSet` |
//! | governance | `revise_elected_guestos_versions` | `GuestosVersionsRevised` |
//! | governance | `add_api_boundary_nodes`, `remove_api_boundary_nodes` | `ApiBoundaryNodesAdded`, `ApiBoundaryNodesRemoved` |
//! | governance | `update_api_boundary_nodes_version`, `update_api_boundary_nodes_terms` | `ApiBoundaryNodesChanged` |
//! | governance | `set_registry_policy` | `PolicySet`, `ClustersChanged` |
//! | governance | `record_working_group_motion` | `WorkingGroupMotionRecorded` |
//! | governance | `settle_working_group_motion` | `WorkingGroupMotionSettled` |
//! | governance | `set_subnet_policy`, `set_subnet_kinds` | `SubnetPolicySet`, `SubnetKindsSet` |
//! | governance | `change_subnet_membership` | `SubnetMembershipChanged` |
//! | governance | `create_subnet` | `SubnetCreated` |
//! | governance | `set_cordons` | `CordonsSet` |
//! | governance | `begin_import` | `ImportBegun` |
//! | the provider's key | `update_provider_profile` | `ProviderProfileUpdated` |
//! | the provider's key | `accept_declaration` | `DeclarationAccepted` |
//! | the provider's key | `answer_independence` | `IndependenceAnswered`, `ClustersChanged` |
//! | the provider's key | `update_node_operator_config_directly` | `NodeOperatorChanged` |
//! | the operator's key | `register_node` | `NodeRegistered` |
//! | the operator's key | `remove_node_directly` | `NodesRemoved` |
//! | the operator's key | `update_node_domain_directly` | `NodeDomainChanged` |
//! | the operator's key | `submit_node_attestation` | `NodeAttestationSubmitted` |
//! | anyone but anonymous | `import_page`, whose bytes governance approved by hash | `ImportPageTaken` |
//! | anyone | `validate_<governed method>`: what it would do, in plain words | none |
//! | anyone | all reads | none |
//! | the canister's timer | | `DeclarationLapsed`; `ClustersChanged` when a policy takes effect |
//! | controllers | install, upgrade | `Initialized`, `ConfigChanged` |
//!
//! A governed method rejects when it refuses, because governance systems take any reply as
//! success; the others answer with a typed [`RegistryError`]. A refusal changes nothing.
//!
//! # Tables
//!
//! Certified, by label: [`table`]. Texts, histories, indexes and counters are not certified;
//! they follow from the events. `docs/storage.md` lists all regions. Nodes counted by class are
//! on the heap, read anew from the rows when the state is opened; so is the report of the last
//! sweep ([`tasks::sweep`]), which an upgrade forgets.
//!
//! # Invariants
//!
//! - Every change is an event in the hash-chained log, and [`replay()`] of the log gives the
//!   same certified root.
//! - An operator record names a provider and a data centre that exist; a node an operator; a
//!   replica a subnet. Indexes and counters agree with the rows. [`state::invariants`]
//!   checks it.
//! - No two nodes have one address.
//! - Versions and dates of a language's declaration texts ascend; texts never change.
//! - An import writes only what an import wrote before, never a profile, an acceptance, what
//!   a provider says of itself, or a record made by proposal or by its owner.
//! - A node leaves by proposal, by its operator's key, or when another node takes its address: one
//!   of the same operator, or for an imported node one of another import. A member of a subnet
//!   or a boundary node leaves by import only.
//! - Members of a subnet change by import, or by a proposal whose verdict is for it as of its
//!   execution; that verdict is kept, certified, and a replay gives it again.
//! - Allowance grows by proposal only. Who is barred ([`state::State::barred_by`]) gets no
//!   profile, operator record, allowance, node or hand-over.
//! - A data centre that an operator record refers to does not change; a generation's end does
//!   not come nearer than the notice of the policy in force.
//! - Clusters are what answers and the policy in force make of them, each named after its least
//!   member; an alert stands for each link that one side alone declares.
//! - A boundary node is a node outside of subnets that runs an elected version, under a domain
//!   that no other has.
//! - A kind of subnet has the rules of its last version in effect, or those that the network
//!   adopted; versions and their dates ascend, and no rules contradict each other. A subnet that
//!   nobody named is `application`.
//! - Nodes are counted by class as the rows say, after every event.
//!
//! # Trust
//!
//! `*_certified` reads carry a certificate and a witness, for presence and for absence;
//! [`bonafide_types::certified`] says how to check them. All other reads are as trustworthy
//! as the replica that answers, except when called as updates. Declaration status follows
//! from certified rows (`acceptance`, `declaration_text`) and the time by
//! [`domain::declaration::status`], and texts and events can be checked by their hashes. Figures
//! of subnets, verdicts and suggestions follow from certified rows by
//! `bonafide_policy::decentralization`; a verdict that was executed is itself a row
//! (`membership`).
//!
//! # Modules
//!
//! `main.rs` and `main/` hold the endpoints by who calls them; [`access`] the roles;
//! [`commands`] decide and cannot change anything; [`state`] applies events; [`queries`]
//! read; [`domain`] holds the rules.
//!
//! [`RegistryError`]: bonafide_types::registry::RegistryError
//! [`table`]: bonafide_types::registry::table

pub mod access;
pub mod commands;
pub mod domain;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
