//! The registry: who provides the network's node machines, what they promised, and where
//! the machines stand.
//!
//! It keeps node providers, the declaration of good intent with its acceptances, data
//! centres, operator records, nodes and subnet memberships, and is the only writer of these.
//! Each fact says where it comes from: imported from the network, adopted by proposal, or
//! written by the owner's own key.
//!
//! # Methods by role
//!
//! | who | method | event |
//! |---|---|---|
//! | governance | `register_provider` | `ProviderRegistered` |
//! | governance | `add_data_center` | `DataCenterAdded` |
//! | governance | `add_node_operator` | `NodeOperatorAdded` |
//! | governance | `publish_declaration` | `DeclarationPublished` |
//! | governance | `begin_import` | `ImportBegun` |
//! | the provider's key | `update_provider_profile` | `ProviderProfileUpdated` |
//! | the provider's key | `accept_declaration` | `DeclarationAccepted` |
//! | the operator's key | `register_node` | `NodeRegistered` |
//! | anyone but anonymous | `import_page`, whose bytes governance approved by hash | `ImportPageTaken` |
//! | anyone | `validate_<governed method>`: what it would do, in plain words | none |
//! | anyone | all reads | none |
//! | the canister's timer | | `DeclarationLapsed` |
//! | controllers | install, upgrade | `Initialized`, `ConfigChanged` |
//!
//! A governed method rejects when it refuses, because governance systems take any reply as
//! success; the others answer with a typed [`RegistryError`]. A refusal changes nothing.
//!
//! # Tables
//!
//! Certified, by label: [`table`]. Texts, histories, indexes and counters are not certified;
//! they follow from the events. `docs/storage.md` lists all regions.
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
//! - A node leaves only when another import gives its address to another node; one that its
//!   operator registered never does.
//!
//! # Trust
//!
//! `*_certified` reads carry a certificate and a witness, for presence and for absence;
//! [`bonafide_types::certified`] says how to check them. All other reads are as trustworthy
//! as the replica that answers, except when called as updates. Declaration status follows
//! from certified rows (`acceptance`, `declaration_text`) and the time by
//! [`domain::declaration::status`], and texts and events can be checked by their hashes.
//!
//! # Modules
//!
//! `main.rs` holds the endpoints; [`access`] the roles; [`commands`] decide and cannot
//! change anything; [`state`] applies events; [`queries`] read; [`domain`] holds the rules.
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
