//! The engine through its public clients. No test knows which engine serves it: the binary is
//! `POCKET_IC_BIN`, or else the one that cargo built.

mod agent;
mod canister;
mod certificates;
mod determinism;
mod gateway;
mod process;
mod protocol;
mod requests;

use std::path::PathBuf;

use pocket_ic::PocketIcBuilder;

/// The server under test.
fn server_binary() -> PathBuf {
    std::env::var_os("POCKET_IC_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_local-ic").into(), PathBuf::from)
}

fn builder() -> PocketIcBuilder {
    PocketIcBuilder::new().with_server_binary(server_binary())
}
