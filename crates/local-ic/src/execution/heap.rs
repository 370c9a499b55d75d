//! The committed image of a heap. Committing and restoring compare pages, so they cost memory
//! bandwidth; pages that are all zero (most of a Rust stack) are not stored.

use std::sync::Arc;

/// A WebAssembly page.
pub(super) const PAGE_BYTES: usize = 65_536;
/// Piece that is copied when a page differs.
const PIECE_BYTES: usize = 4096;
static ZEROS: [u8; PAGE_BYTES] = [0; PAGE_BYTES];

/// A heap as of the last commit.
#[derive(Clone, Debug, Default)]
pub(super) struct Image {
    /// `None` is a page of zeros.
    pages: Vec<Option<Arc<[u8]>>>,
}

impl Image {
    /// Number of pages.
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// Takes over what differs in `live`.
    pub(super) fn capture(&mut self, live: &[u8]) {
        self.pages.resize(live.len() / PAGE_BYTES, None);
        for (stored, page) in self.pages.iter_mut().zip(live.chunks_exact(PAGE_BYTES)) {
            match stored {
                Some(stored) if **stored != *page => copy_changes(Arc::make_mut(stored), page),
                Some(_) => {}
                None if *page != ZEROS => *stored = Some(page.into()),
                None => {}
            }
        }
    }

    /// Puts `live` back. It must have as many pages as the image.
    pub(super) fn restore(&self, live: &mut [u8]) {
        for (stored, page) in self.pages.iter().zip(live.chunks_exact_mut(PAGE_BYTES)) {
            copy_changes(page, stored.as_deref().unwrap_or(&ZEROS));
        }
    }
}

fn copy_changes(target: &mut [u8], source: &[u8]) {
    if target == source {
        return;
    }
    for (target, source) in target
        .chunks_exact_mut(PIECE_BYTES)
        .zip(source.chunks_exact(PIECE_BYTES))
    {
        if target != source {
            target.copy_from_slice(source);
        }
    }
}
