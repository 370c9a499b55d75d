//! Modules are written as text, so that each test shows what runs.

mod calls;
mod limits;
mod memory;
mod metering;
mod modules;
mod rules;

use candid::Principal;
use pocket_ic::ErrorCode;
use std::sync::{Arc, LazyLock};

use super::{
    Entry, Env, Executor, InvalidModule, Module, Outcome, Process, Response, StableMemory,
};

const LIMIT: u64 = 1_000_000_000;
static EXECUTOR: LazyLock<Executor> = LazyLock::new(|| Executor::new(None).unwrap());

fn compile(wat: &str) -> Result<Arc<Module>, InvalidModule> {
    EXECUTOR.compile(&wat::parse_str(wat).unwrap())
}

fn process(wat: &str) -> Process {
    Process::new(compile(wat).unwrap(), StableMemory::default())
}

fn canister() -> Principal {
    Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 7, 1, 1])
}

fn env() -> Env {
    let mut env = Env::new(canister(), Principal::from_slice(&[9; 10]), 1_000);
    env.caller = Principal::from_slice(&[5; 9]);
    env
}

fn query_env() -> Env {
    let mut env = env();
    env.replicated = false;
    env
}

fn update(process: &mut Process, method: &str) -> Outcome {
    process.run(
        Entry::Update {
            method,
            arg: b"abc",
        },
        env(),
        LIMIT,
    )
}

fn query(process: &mut Process, method: &str) -> Outcome {
    process.run(
        Entry::Query {
            method,
            arg: b"abc",
        },
        query_env(),
        LIMIT,
    )
}

#[track_caller]
fn code(outcome: &Outcome) -> ErrorCode {
    outcome.result.as_ref().unwrap_err().code
}

#[track_caller]
fn text(outcome: &Outcome) -> &str {
    &outcome.result.as_ref().unwrap_err().message
}

#[track_caller]
fn reply(outcome: &Outcome) -> &[u8] {
    outcome.result.as_ref().unwrap();
    match &outcome.response {
        Some(Response::Reply(bytes)) => bytes,
        other => panic!("no reply but {other:?}"),
    }
}

#[track_caller]
fn number(outcome: &Outcome) -> u64 {
    u64::from_le_bytes(reply(outcome).try_into().unwrap())
}
