//! One canister's WebAssembly: compiled once, run message by message, committed or rolled back.
//!
//! [`Executor`] compiles modules and is shared by every instance. A [`Process`] is the live state
//! of one canister (heap, globals, stable memory). [`Process::run`] executes one [`Entry`] in an
//! [`Env`] and answers with an [`Outcome`]; nothing is durable until [`Process::commit`].
//!
//! The rules are those of the Internet Computer interface specification: which system call may be
//! made from which entry point, what a trap undoes, what is metered. This layer knows one canister
//! and no other: calls it makes are returned as data.

mod costs;
mod executor;
mod heap;
mod host;
mod imports;
mod live;
mod message;
mod meter;
mod module;
mod prepare;
mod process;
mod rules;
mod stable;
#[cfg(test)]
mod tests;

pub use costs::Costs;
pub use executor::{Executor, ExecutorError};
pub use message::{
    CallerInfo, Closure, DataCertificate, Entry, Env, LogLine, Outcome, OutgoingCall, Response,
    RunStatus, Trap,
};
pub use module::{Hook, InvalidModule, Metadata, MethodKind, Module};
pub use process::Process;
pub use stable::StableMemory;
