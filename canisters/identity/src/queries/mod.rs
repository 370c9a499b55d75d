//! Reads, by family. Lists are paged with a hard cap.

pub mod attestations;
pub mod disclosures;
pub mod score;
pub mod verifiers;

use crate::state::{key, number};
use bonafide_kit::index::Index;
use bonafide_types::limits::PAGE_SCAN;
use ic_stable_structures::Memory;

/// Numbers above `after`: the members of an owner, or all below `count`.
fn numbers<'s, M: Memory>(
    index: Option<(&'s Index<(), M>, &'s [u8])>,
    count: u64,
    after: Option<u64>,
) -> Box<dyn Iterator<Item = u64> + 's> {
    match index {
        Some((index, owner)) => {
            let after = after.map(key);
            let after = after.as_ref().map(<[u8; 8]>::as_slice);
            Box::new(index.members(owner, after).map(|id| number(&id)))
        }
        None => Box::new(after.map_or(0, |after| after.saturating_add(1))..count),
    }
}

/// How many records a filtered list looks at.
const SCAN: usize = PAGE_SCAN as usize;
