//! Stable memory: sparse, with an undo journal for the message being executed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Granularity of storage, of the journal and of the access limits; the page of the network's nodes.
pub(super) const BLOCK_BYTES: usize = 4096;
const BLOCK: u64 = 4096;
/// The unit of `stable64_size` and `stable64_grow`.
pub(super) const PAGE_BYTES: u64 = 65_536;
/// 500 GiB.
pub(super) const MAX_PAGES: u64 = 500 * 1024 * 1024 * 1024 / PAGE_BYTES;

/// Entries that the journal keeps room for between messages.
const IDLE_CAPACITY: usize = 64;

type Block = [u8; BLOCK_BYTES];

/// The access is outside the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutOfBounds;

/// A canister's stable memory. Cloning shares the blocks (snapshots are cheap).
#[derive(Clone, Debug, Default)]
pub struct StableMemory {
    pages: u64,
    /// Blocks that are not all zero.
    blocks: HashMap<u64, Arc<Block>>,
    /// What the current message overwrote, as it was before.
    undo: HashMap<u64, Option<Arc<Block>>>,
    undo_pages: Option<u64>,
    /// Blocks the current message read or wrote.
    touched: HashSet<u64>,
}

impl StableMemory {
    /// A memory that holds `bytes`, rounded up to whole pages.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut memory = Self::default();
        for (index, chunk) in (0..).zip(bytes.chunks(BLOCK_BYTES)) {
            if chunk.iter().any(|byte| *byte != 0) {
                let mut block = [0; BLOCK_BYTES];
                block[..chunk.len()].copy_from_slice(chunk);
                memory.blocks.insert(index, Arc::new(block));
            }
        }
        memory.pages = length(bytes).div_ceil(PAGE_BYTES);
        memory
    }

    /// All bytes, up to the current size.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(self.bytes()).unwrap_or(usize::MAX)];
        for (index, block) in &self.blocks {
            let start = usize::try_from(index * BLOCK).unwrap_or(usize::MAX);
            if let Some(target) = bytes.get_mut(start..start.saturating_add(BLOCK_BYTES)) {
                target.copy_from_slice(block.as_slice());
            }
        }
        bytes
    }

    /// Size in 64 KiB pages.
    #[must_use]
    pub const fn pages(&self) -> u64 {
        self.pages
    }

    /// Size in bytes.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.pages * PAGE_BYTES
    }

    /// Grows by `pages`; the previous size, or `None` beyond 500 GiB.
    pub(super) fn grow(&mut self, pages: u64) -> Option<u64> {
        let previous = self.pages;
        let next = previous
            .checked_add(pages)
            .filter(|next| *next <= MAX_PAGES)?;
        self.undo_pages.get_or_insert(previous);
        self.pages = next;
        Some(previous)
    }

    /// Copies from `offset` on into `target`.
    pub(super) fn read(&mut self, offset: u64, target: &mut [u8]) -> Result<(), OutOfBounds> {
        self.check(offset, target)?;
        let mut position = offset;
        let mut rest = target;
        while !rest.is_empty() {
            let (index, within, count) = piece(position, rest.len());
            let (part, remainder) = rest.split_at_mut(count);
            match self.blocks.get(&index) {
                Some(block) => part.copy_from_slice(&block[within..within + count]),
                None => part.fill(0),
            }
            self.touched.insert(index);
            position += length(part);
            rest = remainder;
        }
        Ok(())
    }

    /// Copies `source` to `offset`.
    pub(super) fn write(&mut self, offset: u64, source: &[u8]) -> Result<(), OutOfBounds> {
        self.check(offset, source)?;
        let mut position = offset;
        let mut rest = source;
        while !rest.is_empty() {
            let (index, within, count) = piece(position, rest.len());
            let (part, remainder) = rest.split_at(count);
            self.undo
                .entry(index)
                .or_insert_with(|| self.blocks.get(&index).cloned());
            let block = self
                .blocks
                .entry(index)
                .or_insert_with(|| Arc::new([0; BLOCK_BYTES]));
            Arc::make_mut(block)[within..within + count].copy_from_slice(part);
            self.touched.insert(index);
            position += length(part);
            rest = remainder;
        }
        Ok(())
    }

    /// Bytes (whole blocks) the current message read or wrote.
    pub(super) fn touched_bytes(&self) -> u64 {
        u64::try_from(self.touched.len()).map_or(u64::MAX, |blocks| blocks * BLOCK)
    }

    /// Bytes (whole blocks) held in memory.
    #[must_use]
    pub fn resident_bytes(&self) -> u64 {
        u64::try_from(self.blocks.len()).map_or(u64::MAX, |blocks| blocks * BLOCK)
    }

    /// A new message begins: its access limits count from zero.
    pub(super) fn begin(&mut self) {
        self.touched.clear();
        self.touched.shrink_to(IDLE_CAPACITY);
    }

    /// Makes the changes since the last commit permanent.
    pub(super) fn commit(&mut self) {
        self.undo.clear();
        self.undo.shrink_to(IDLE_CAPACITY);
        self.undo_pages = None;
    }

    /// Takes the changes since the last commit back.
    pub(super) fn rollback(&mut self) {
        for (index, before) in self.undo.drain() {
            match before {
                Some(block) => self.blocks.insert(index, block),
                None => self.blocks.remove(&index),
            };
        }
        self.undo.shrink_to(IDLE_CAPACITY);
        if let Some(pages) = self.undo_pages.take() {
            self.pages = pages;
        }
    }

    fn check(&self, offset: u64, bytes: &[u8]) -> Result<(), OutOfBounds> {
        match offset.checked_add(length(bytes)) {
            Some(end) if end <= self.bytes() => Ok(()),
            _ => Err(OutOfBounds),
        }
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The block at `position`, the place within it, and how many of `wanted` bytes it holds.
fn piece(position: u64, wanted: usize) -> (u64, usize, usize) {
    let within = usize::try_from(position % BLOCK).unwrap_or_default();
    (position / BLOCK, within, wanted.min(BLOCK_BYTES - within))
}
