//! One emulated Internet Computer: canisters, messages between them, the management canister,
//! cycles and time.
//!
//! ```text
//! api         what the server says and hears
//! instance    the state, and the interface the server uses
//! topology    subnets, their sizes and canister id ranges
//! canister    one canister's record: settings, inbox, call contexts, history, logs
//! round       one round: expiry, timers, heartbeats, messages, storage fees, stops
//! calls       one message: admission and execution
//! effects     what comes of it: state, cycles, calls, answers
//! environment what a canister may do and see when it runs
//! ingress     admission of calls from outside, and their answers
//! query       queries and composite queries, which change nothing
//! management/ the management canister
//! certified   what the state tree shows
//! blocks      who proposed blocks: node metrics
//! cycles      what things cost
//! reject      why a message was refused
//! ```
//! Nothing here reads a clock or a source of randomness: the same calls give the same bytes.

mod api;
mod blocks;
mod calls;
mod canister;
mod certified;
mod cycles;
mod effects;
mod environment;
mod ingress;
mod instance;
mod management;
mod query;
mod reject;
mod round;
mod topology;

#[cfg(test)]
mod tests;

pub use api::{
    Blockmakers, CanisterView, EffectivePrincipal, EngineError, GENESIS_TIME_NS, IngressMessage,
    IngressStatus, InstanceSettings, MAX_INGRESS_TTL_NS, Query, RequestId, SubnetView,
};
pub use instance::Instance;
