//! What always holds, checked from scratch. For tests: it reads everything.

mod cases;
mod money;
mod periods;

use super::State;
use ic_stable_structures::Memory;

/// Checks that sums and indexes agree with the rows, and the rules of the crate's
/// documentation.
///
/// # Errors
/// The first thing that does not hold, in words.
pub fn try_state<M: Memory>(state: &State<M>) -> Result<(), String> {
    money::check(state)?;
    cases::check(state)?;
    periods::check(state)
}

fn hold(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

/// Checks that an index has as many entries as rows ask for. With a look-up of each of these,
/// it has those and no other.
fn same_length(index: &str, entries: u64, rows: u64) -> Result<(), String> {
    hold(entries == rows, || {
        format!("{index}: {entries} entries for {rows} rows")
    })
}
