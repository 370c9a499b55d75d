//! Stable memory.

use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{DefaultMemoryImpl, Memory, StableCell};

/// Pages of 64 KiB in one bucket of the memory manager. The default of 128 would give
/// every table 8 MiB at least; 16 make it 1 MiB, and 32,768 buckets still hold 32 GiB.
/// Chosen once: the manager keeps the size it was created with.
pub const BUCKET_PAGES: u16 = 16;

/// A region of a canister's stable memory.
pub type Region = VirtualMemory<DefaultMemoryImpl>;

/// The memory manager over any memory: stable memory in a canister, the heap in tests
/// and in replays.
pub fn manager<M: Memory>(memory: M) -> MemoryManager<M> {
    MemoryManager::init_with_bucket_size(memory, BUCKET_PAGES)
}

/// The stored layout is one this code does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stable memory has layout {found}, this code knows {known}")]
pub struct UnknownLayout {
    /// What is stored.
    pub found: u32,
    /// What this code reads and writes.
    pub known: u32,
}

/// Checks the version of the layout in the region that holds it. A fresh region takes `known`.
///
/// # Errors
/// When it is another version; nothing is written then.
pub fn check_layout(region: impl Memory, known: u32) -> Result<(), UnknownLayout> {
    let found = *StableCell::init(region, known).get();
    if found == known {
        Ok(())
    } else {
        Err(UnknownLayout { found, known })
    }
}
