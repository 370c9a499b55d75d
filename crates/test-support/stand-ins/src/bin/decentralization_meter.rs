//! Does on the engine what the policy crate's benchmark of decentralisation does natively, with
//! the same code: whoever calls it can see what that costs there. It stands for nothing real,
//! and is not made to be upgraded.
//!
//! - `load`, `load_synthetic`: takes a network in, in place of what it had
//! - `name`: of the contender
//! - all others: what [`Contender`] says of them

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

#[path = "../../../../policy/benches/decentralization/contest/mod.rs"]
mod contest;

use contest::ours::Ours;
use contest::synthetic::Synthetic;
use contest::{Contender, Outcome, nodes};
use ic_cdk::{query, trap, update};
use std::cell::RefCell;

/// Done, penalty, product and swaps of an outcome.
type Reply = Option<(u64, u64, u128, u64)>;

thread_local! {
    static CONTENDER: RefCell<Ours> = RefCell::default();
}

fn with<R>(act: impl FnOnce(&mut Ours) -> R) -> R {
    CONTENDER.with_borrow_mut(act)
}

fn reply(act: impl FnOnce(&mut Ours) -> Option<Outcome>) -> Reply {
    let outcome = with(act)?;
    let Outcome {
        done,
        penalty,
        product,
        swaps,
    } = outcome;
    Some((done, penalty, product, swaps))
}

/// Bytes of the heap, whole pages, in use or given back to it.
fn heap_bytes() -> u64 {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size::<0>();
    // Where there is no canister, there is no such heap.
    #[cfg(not(target_arch = "wasm32"))]
    let pages = 0_usize;
    pages as u64 * 65_536
}

/// Takes the nodes of a CSV file in, and prepares the change that `verify` judges.
#[update]
fn load(csv: String) {
    let nodes = nodes::read(&csv).unwrap_or_else(|why| trap(why));
    with(|it| {
        it.load(&mut nodes.into_iter());
        it.propose();
    });
}

/// Takes in a network of so many nodes that does not exist, one node after the other. By how
/// many bytes the heap grew: in a canister that was just made, what the network takes.
#[update]
fn load_synthetic(nodes: u32) -> u64 {
    let mut nodes = Synthetic::new(nodes);
    let before = heap_bytes();
    with(|it| it.load(&mut nodes));
    heap_bytes() - before
}

#[query]
fn name() -> String {
    with(|it| it.name().into())
}

#[update]
fn evaluate_all() -> Reply {
    reply(Contender::evaluate_all)
}

#[update]
fn single_replacements(subnets: u32) -> Reply {
    reply(|it| it.single_replacements(subnets))
}

#[update]
fn heal() -> Reply {
    reply(Contender::heal)
}

#[update]
fn create() -> Reply {
    reply(Contender::create)
}

#[update]
fn form(wanted: u32) -> Reply {
    reply(|it| it.form(wanted))
}

#[update]
fn form_one_by_one(wanted: u32) -> Reply {
    reply(|it| it.form_one_by_one(wanted))
}

#[update]
fn verify() -> Reply {
    reply(Contender::verify)
}

ic_cdk::export_candid!();

fn main() {}
