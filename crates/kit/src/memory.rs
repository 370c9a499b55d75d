//! Stable memory.

use ic_stable_structures::memory_manager::{MemoryManager, VirtualMemory};
use ic_stable_structures::{DefaultMemoryImpl, Memory};

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
