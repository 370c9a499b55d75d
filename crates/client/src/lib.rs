//! Typed clients of the Bonafide canisters.
//!
//! - [`runtime`]: the small trait over which a client speaks, and its errors
//! - `AgentRuntime` (feature `agent`): a network reached over HTTP
//! - `PocketIcRuntime` (feature `pocket-ic`): an instance of the `pocket-ic` server
//! - [`canister`]: what the clients of all canisters share
//! - [`registry`]: the registry canister's methods
//! - [`governance`]: the governance canister's methods
//! - [`identity`]: the identity canister's methods
//! - [`audits`]: the audits canister's methods; with feature `draws` also what makes a draw
//!   again
//! - [`rewards`]: the rewards canister's methods; with feature `statements` also what makes a
//!   statement again
//! - [`ledger`]: as much of a token ledger as stakes need
//! - `seal` (feature `seal`): records encrypted for the keys that only a vote releases
//! - [`verify`]: certificates, witnesses and rows checked against the network's root key
//! - [`import`]: facts about the network as pages that a vote can approve
//!
//! Reads that carry a certificate are verified before they are returned; a client never
//! hands out a row that its certificate does not prove.

pub mod audits;
pub mod canister;
pub mod governance;
pub mod identity;
pub mod import;
pub mod ledger;
pub mod registry;
pub mod rewards;
pub mod runtime;
#[cfg(feature = "seal")]
pub mod seal;
pub mod verify;

#[cfg(feature = "agent")]
mod agent;
#[cfg(feature = "pocket-ic")]
mod pocket;

#[cfg(feature = "agent")]
pub use agent::{AgentRuntime, ClockOffset};
pub use audits::AuditsClient;
pub use canister::{CanisterClient, ClientError, Proven};
pub use governance::GovernanceClient;
pub use identity::IdentityClient;
pub use ledger::LedgerClient;
#[cfg(feature = "pocket-ic")]
pub use pocket::PocketIcRuntime;
pub use registry::RegistryClient;
pub use rewards::RewardsClient;
pub use runtime::{Runtime, RuntimeError};
