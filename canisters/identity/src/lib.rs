//! The identity canister: who vouches for a node provider, and what only a vote can open.
//!
//! It keeps verifiers, their statements about providers, requests to them and what these may
//! cost, encrypted records, disclosures with the log of every key that left, and a score that
//! anyone can compute again. It is the only writer of these.
//!
//! # Methods by role
//!
//! | who | method | event |
//! |---|---|---|
//! | governance | `admit_verifier` | `VerifierAdmitted` |
//! | governance | `set_verifier_terms`, `suspend_verifier`, `reinstate_verifier`, `remove_verifier` | `VerifierChanged` |
//! | governance | `set_schema` | `SchemaSet` |
//! | governance | `set_score_weights` | `ScoreWeightsSet` |
//! | governance | `set_fee_budget` | `FeeBudgetSet` |
//! | governance | `disclose_records` | `RecordsGranted` |
//! | governance | `freeze_disclosures`, `lift_freeze` | `DisclosuresFrozen`, `FreezeLifted` |
//! | the provider's key | `put_record` | `RecordStored` |
//! | the provider's key | `request_attestation`, `cancel_request` | `AttestationRequested`, `RequestClosed` |
//! | the verifier's key | `attest`, `revoke_attestation` | `AttestationIssued`, `AttestationRevoked` |
//! | a recipient that a disclosure names | `release` | `UseReserved`, `UseSettled` |
//! | anyone | `validate_<governed method>`: what it would do, in plain words | none |
//! | anyone | all reads but one; `get_own_ciphertext` is for its provider | none |
//! | the canister's timers | | `PublicKeyLearned`, `SubjectsSeen`, `RegistryFollowed`, `RequestClosed`, `RecordsErased`, `UseSettled`, `ScoresComputed`, `FindingsSeen`, `AuditsFollowed` |
//! | controllers | install, upgrade | `Initialized`, `ConfigChanged`, `UseSettled` |
//!
//! A governed method rejects when it refuses, because governance systems take any reply as
//! success; the others answer with a typed [`IdentityError`]. A refusal changes nothing.
//!
//! # Keys
//!
//! Content is encrypted by its provider, on its own machine, to a key of this canister that
//! exists nowhere until it is derived. The one place that asks for a derivation is
//! [`flows::release()`], after [`commands::release::decide`] found an executed disclosure that
//! names caller, record, version and transport key, and a use of it was reserved. No method
//! gives a key to controllers or to governance. What controllers can do is replace this code;
//! whoever runs it should therefore make governance its only controller.
//!
//! # Tables
//!
//! Certified, by label: [`table`]. Ciphertexts and indexes are not certified. Ciphertexts are
//! in no event either: a row and an event hold size and hash. `docs/storage.md` lists all
//! regions.
//!
//! # Invariants
//!
//! - Every change but that of a ciphertext is an event in the hash-chained log, and [`replay()`]
//!   of the log gives the same certified root.
//! - A statement is worth what [`domain::status`] says of its row, its issuer's and the time.
//! - `authorized = free + reserved + owed` of the fee budget; what open requests cost is
//!   reserved, what delivered ones cost is owed.
//! - Uses of a disclosure are the entries of the access log that were not given back, and never
//!   more than it allows. Entries are never removed.
//! - [`state::invariants`] checks these.
//!
//! # Trust
//!
//! `*_certified` reads carry a certificate and a witness, for presence and for absence;
//! [`bonafide_types::certified`] says how to check them. All other reads are as trustworthy
//! as the replica that answers, except when called as updates. A score follows from certified
//! rows by [`bonafide_policy::score`].
//!
//! # Modules
//!
//! `main.rs` and `main/` hold the endpoints by who calls them; [`access`] the roles;
//! [`commands`] decide and cannot change anything; [`flows`] ask others and go on with the
//! answer; [`state`] applies events; [`queries`] read; [`domain`] holds the rules.
//!
//! [`IdentityError`]: bonafide_types::identity::IdentityError
//! [`table`]: bonafide_types::identity::table

pub mod access;
pub mod commands;
pub mod domain;
pub mod flows;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
