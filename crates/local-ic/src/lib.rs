//! An offline engine that speaks the `PocketIC` server protocol. It is an emulator and says so.
//!
//! ```text
//! main.rs        command line and process contract (port file, time to live)
//! server/        `PocketIC` REST protocol, agent API, HTTP gateway; instances, each behind its own lock
//! engine/        one instance: canisters, call contexts, scheduler, management canister, time, cycles
//! execution/     one canister's wasm in wasmtime: ic0, metering, commit and rollback. Knows no other canister
//! certification/ the state tree and the certificates over it
//! crypto/        BLS root key, vetKD, node key, ingress signatures
//! ```
//! Arrows point down only: `server -> engine -> {execution, certification, crypto}`.

pub mod certification;
pub mod crypto;
pub mod engine;
pub mod execution;
pub mod server;
