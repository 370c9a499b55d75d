//! What the `PocketIC` stories, the demo and the benchmarks are told with, and what the tests
//! of all canisters share.
//!
//! - [`World`]: one engine instance with the registry installed; the actors' clients; time
//! - [`Suite`]: one instance with governance, the registry it governs, and stand-ins of the
//!   NNS and an SNS; the four ways a command is executed
//! - [`Ledger`]: the ledger's stand-in: whose tokens there are, how it fails, what it did
//! - [`audits`]: what is done with an audits canister and its ledger
//! - [`rewards`]: what is done with a rewards canister and its ledger
//! - [`instance`]: what is done with any canister of an instance
//! - [`engine`]: an engine process that ends with the program
//! - [`actors`]: principals by role and number
//! - [`args`]: valid arguments, to be spoilt one field at a time
//! - [`proof`]: certificates and witnesses checked without the client's own verifier
//! - [`tamper`]: ways to falsify an answer
//! - [`strategies`]: random histories
//! - [`canisters`]: where the built canisters are, and variants of them
//! - [`import`]: imports cut into pages
//! - [`golden`]: stored bytes that must not change
//! - [`interface`]: what a canister serves against its Candid file
//!
//! `POCKET_IC_BIN` names the engine, `BONAFIDE_CANISTERS` the directory of the built
//! canisters (default `target/canisters`), `BONAFIDE_STAND_INS` that of the stand-ins (default
//! `target/stand-ins`).

#![expect(
    clippy::missing_panics_doc,
    reason = "a story that cannot go on panics and says why"
)]

pub mod actors;
pub mod args;
pub mod audits;
pub mod canisters;
pub mod engine;
pub mod golden;
pub mod import;
pub mod instance;
pub mod interface;
mod ledger;
pub mod proof;
pub mod rewards;
pub mod strategies;
mod suite;
pub mod tamper;
mod world;

pub use ledger::Ledger;
pub use suite::{Plan, SNS_FUNCTION, Suite, install_nns, register_generic_function};
pub use world::{Client, START_NS, World, refusal, reject, reject_text, rest, run};
