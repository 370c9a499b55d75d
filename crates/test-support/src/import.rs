//! Imports cut into pages as a story wants them.

use bonafide_client::import::source_hash;
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{BeginImportArgs, ImportPageArgs, ImportRow};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

/// An import's pages and what approves them.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The pages' bytes.
    pub pages: Vec<Vec<u8>>,
    /// What governance approves.
    pub approval: BeginImportArgs,
}

impl Pages {
    /// Cuts `rows`, in their order, into pages of `per_page`.
    #[must_use]
    pub fn of_rows(rows: &[ImportRow], per_page: usize) -> Self {
        let page = |rows: &[ImportRow]| minicbor::to_vec(rows).expect("rows encode");
        Self::of_bytes(rows.chunks(per_page).map(page).collect())
    }

    /// Pages of any bytes.
    #[must_use]
    pub fn of_bytes(pages: Vec<Vec<u8>>) -> Self {
        let page_hashes: Vec<_> = pages.iter().map(|page| hash(page)).collect();
        let approval = BeginImportArgs {
            source: "network, by the tests".into(),
            source_version: "1".into(),
            source_hash: source_hash(&page_hashes),
            page_hashes,
        };
        Self { pages, approval }
    }

    /// What brings page `page`.
    #[must_use]
    pub fn page(&self, import_id: u64, page: u32) -> ImportPageArgs {
        let at = usize::try_from(page).expect("pages are few");
        ImportPageArgs {
            import_id,
            source_hash: self.approval.source_hash,
            page,
            rows: ByteBuf::from(self.pages[at].clone()),
        }
    }
}

/// SHA-256.
#[must_use]
pub fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}
