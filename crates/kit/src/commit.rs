//! The single writer: events change the state, enter the log, and are certified.

use crate::cbor;
use crate::ctx::Ctx;
use crate::log::{EventLog, Tip};
use crate::table::Certified;
use bonafide_types::id::Caller;
use ic_certified_map::{Hash, HashTree, fork, labeled};
use ic_stable_structures::Memory;
use minicbor::{Decode, Encode};
use std::borrow::Cow;

/// A canister's state: tables, and the log of the events that made them.
pub trait Aggregate {
    /// What can happen.
    type Event: Encode<()> + for<'b> Decode<'b, ()>;
    /// Where it is kept.
    type Memory: Memory;

    /// Changes the tables as the event says. Runs live and in replays, so it depends on the
    /// tables and the entry only. The event was decided upon this very state: an impossible
    /// case is a defect and panics, which rolls the message back.
    fn apply(&mut self, entry: &Entry<Self::Event>);

    /// The event log.
    fn log(&self) -> &EventLog<Self::Memory>;
    /// The event log, to append to.
    fn log_mut(&mut self) -> &mut EventLog<Self::Memory>;
    /// The certified tables in the order of their labels.
    fn tables(&self) -> Vec<&dyn Certified>;
    /// The same, to compute their hashes.
    fn tables_mut(&mut self) -> Vec<&mut dyn Certified>;
}

/// An event with who caused it and when. Its CBOR bytes are what the log holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Entry<E> {
    /// Block time, nanoseconds since the epoch.
    #[n(0)]
    pub at_ns: u64,
    /// Who called; the canister itself for timers and upgrades.
    #[n(1)]
    pub caller: Caller,
    /// What happened.
    #[n(2)]
    pub event: E,
}

/// Applies and logs events, in order. Does not certify: [`commit`] does.
pub fn record<A: Aggregate>(state: &mut A, ctx: &Ctx, events: impl IntoIterator<Item = A::Event>) {
    for event in events {
        let entry = Entry {
            at_ns: ctx.now_ns,
            caller: Caller(ctx.caller),
            event,
        };
        state.apply(&entry);
        state.log_mut().append(&cbor::encode(&entry));
    }
}

/// Applies, logs and certifies events. The only way a canister changes its state.
pub fn commit<A: Aggregate>(state: &mut A, ctx: &Ctx, events: impl IntoIterator<Item = A::Event>) {
    record(state, ctx, events);
    certify(state);
}

/// Sets the canister's certified data to the root hash. For `init` and `post_upgrade`,
/// which lose it; elsewhere [`commit`] does it.
pub fn certify<A: Aggregate>(state: &mut A) {
    ic_cdk::api::certified_data_set(root_hash(state));
}

/// The root hash of the whole state, as [`bonafide_types::certified`] draws it.
pub fn root_hash<A: Aggregate>(state: &mut A) -> Hash {
    let tables = state
        .tables_mut()
        .into_iter()
        .map(|table| (table.label(), HashTree::Pruned(table.root_hash())))
        .collect();
    let length = leb128(state.log().tip().length);
    tree(log_tree(&state.log().tip(), &length), tables).reconstruct()
}

/// The tree under the root, of a log part and of the tables' parts in label order.
pub(crate) fn tree<'a>(
    log: HashTree<'a>,
    tables: Vec<(&'static str, HashTree<'a>)>,
) -> HashTree<'a> {
    debug_assert!(tables.is_sorted_by_key(|(label, _)| *label));
    let tables = tables
        .into_iter()
        .map(|(label, part)| labeled(label.as_bytes(), part))
        .collect();
    fork(labeled(b"log", log), labeled(b"state", balanced(tables)))
}

/// The log's part of the tree, whole.
pub(crate) fn log_tree<'a>(tip: &'a Tip, length: &'a [u8]) -> HashTree<'a> {
    fork(
        labeled(b"length", HashTree::Leaf(Cow::Borrowed(length))),
        labeled(b"tip", HashTree::Leaf(Cow::Borrowed(&tip.hash))),
    )
}

fn balanced(mut parts: Vec<HashTree<'_>>) -> HashTree<'_> {
    match parts.len() {
        0 => HashTree::Empty,
        1 => parts.remove(0),
        n => {
            let right = parts.split_off(n / 2);
            fork(balanced(parts), balanced(right))
        }
    }
}

/// Unsigned LEB128, as the interface specification writes numbers in hash trees.
pub(crate) fn leb128(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(10);
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low & 0x7f);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
