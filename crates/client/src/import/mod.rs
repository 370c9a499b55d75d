//! Facts about the network as pages that a vote can approve by their hashes.
//!
//! One import of the network is one job: data centres, providers, operators, subnets and
//! nodes in this order, each kind in the order of its ids. Published declarations are
//! another job, which names the providers that the network does not know first. The same
//! facts always give the same pages.

pub mod facts;

use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    registry::{BeginImportArgs, ImportRow},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Most rows of one page.
pub const PAGE_ROWS: usize = 200;
/// Most bytes of one page, well under what the registry takes.
pub const PAGE_BYTES: usize = 200_000;

const SOURCE_DOMAIN: &[u8] = b"\x0Fbonafide-import";

/// One import: where it comes from, and its rows in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is imported, with its publisher.
    pub source: String,
    /// Which state of it: a date or a commit.
    pub source_version: String,
    rows: Vec<ImportRow>,
}

impl Job {
    /// Puts `rows` in order: kinds as [`ImportRow`] lists them, ids in byte order.
    #[must_use]
    pub fn new(source: &str, source_version: &str, mut rows: Vec<ImportRow>) -> Self {
        rows.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        Self {
            source: source.into(),
            source_version: source_version.into(),
            rows,
        }
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[ImportRow] {
        &self.rows
    }

    /// The providers among the rows.
    #[must_use]
    pub fn providers(&self) -> BTreeSet<ProviderId> {
        self.rows
            .iter()
            .filter_map(|row| match row {
                ImportRow::Provider { id, .. } => Some(*id),
                _ => None,
            })
            .collect()
    }

    /// Leaves out the providers that are in `known`: an earlier import names them.
    pub fn drop_providers(&mut self, known: &BTreeSet<ProviderId>) {
        self.rows
            .retain(|row| !matches!(row, ImportRow::Provider { id, .. } if known.contains(id)));
    }

    /// The pages of this import.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let pages = pages(&self.rows);
        let page_hashes: Vec<_> = pages
            .iter()
            .map(|page| Sha256Hash(Sha256::digest(page).into()))
            .collect();
        Plan {
            source: self.source.clone(),
            source_version: self.source_version.clone(),
            source_hash: source_hash(&page_hashes),
            rows: self.rows.len(),
            pages,
            page_hashes,
        }
    }
}

fn sort_key(row: &ImportRow) -> (u8, &[u8]) {
    match row {
        ImportRow::DataCenter { id, .. } => (0, id.as_bytes()),
        ImportRow::Provider { id, .. } => (1, id.as_slice()),
        ImportRow::Operator { id, .. } => (2, id.as_slice()),
        ImportRow::Subnet { id } => (3, id.as_slice()),
        ImportRow::Node { id, .. } => (4, id.as_slice()),
        ImportRow::Declaration { provider, .. } => (5, provider.as_slice()),
    }
}

/// An import cut into pages, ready to be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is imported.
    pub source: String,
    /// Which state of it.
    pub source_version: String,
    /// The pages' bytes, in order.
    pub pages: Vec<Vec<u8>>,
    /// SHA-256 of each page.
    pub page_hashes: Vec<Sha256Hash>,
    /// SHA-256 of the domain and the page hashes.
    pub source_hash: Sha256Hash,
    /// Rows in all pages.
    pub rows: usize,
}

impl Plan {
    /// The argument of the proposal that approves this import.
    #[must_use]
    pub fn begin_args(&self) -> BeginImportArgs {
        BeginImportArgs {
            source: self.source.clone(),
            source_version: self.source_version.clone(),
            source_hash: self.source_hash,
            page_hashes: self.page_hashes.clone(),
        }
    }
}

/// SHA-256 of `"\x0Fbonafide-import"` and of the page hashes in order.
#[must_use]
pub fn source_hash(page_hashes: &[Sha256Hash]) -> Sha256Hash {
    let mut hasher = Sha256::new();
    hasher.update(SOURCE_DOMAIN);
    for hash in page_hashes {
        hasher.update(hash.0);
    }
    Sha256Hash(hasher.finalize().into())
}

/// Each page: the CBOR array of its rows.
fn pages(rows: &[ImportRow]) -> Vec<Vec<u8>> {
    let mut pages = Vec::new();
    let mut page: Vec<&ImportRow> = Vec::new();
    let mut bytes = 0;
    for row in rows {
        let size = cbor(row).len();
        if !page.is_empty() && (page.len() == PAGE_ROWS || bytes + size > PAGE_BYTES) {
            pages.push(cbor(&page));
            page.clear();
            bytes = 0;
        }
        page.push(row);
        bytes += size;
    }
    if !page.is_empty() {
        pages.push(cbor(&page));
    }
    pages
}

fn cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("rows are encoded into memory")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::SubnetId;
    use candid::Principal;

    fn subnet(number: u16) -> ImportRow {
        ImportRow::Subnet {
            id: SubnetId(Principal::from_slice(&number.to_be_bytes())),
        }
    }

    fn provider(number: u8, name: Option<String>) -> ImportRow {
        ImportRow::Provider {
            id: ProviderId(Principal::from_slice(&[number])),
            name,
        }
    }

    #[test]
    fn pages_hold_at_most_200_rows_and_decode_to_the_rows_in_order() {
        let rows: Vec<_> = (0..450).rev().map(subnet).collect();
        let plan = Job::new("s", "1", rows).plan();
        let decoded: Vec<Vec<ImportRow>> = plan
            .pages
            .iter()
            .map(|page| minicbor::decode(page).unwrap())
            .collect();
        assert_eq!(
            decoded.iter().map(Vec::len).collect::<Vec<_>>(),
            [200, 200, 50]
        );
        assert_eq!(decoded.concat(), (0..450).map(subnet).collect::<Vec<_>>());
    }

    #[test]
    fn pages_hold_at_most_200_000_bytes() {
        let long = Some("x".repeat(60_000));
        let rows = (0..7)
            .map(|number| provider(number, long.clone()))
            .collect();
        let plan = Job::new("s", "1", rows).plan();
        assert_eq!(plan.pages.len(), 3);
        assert!(plan.pages.iter().all(|page| page.len() <= PAGE_BYTES + 9));
    }

    #[test]
    fn the_source_hash_is_over_the_domain_and_the_page_hashes() {
        let plan = Job::new("s", "1", vec![subnet(1)]).plan();
        let mut bytes = b"\x0Fbonafide-import".to_vec();
        bytes.extend(Sha256::digest(&plan.pages[0]));
        assert_eq!(plan.source_hash.0, <[u8; 32]>::from(Sha256::digest(bytes)));
        assert_eq!(plan.begin_args().page_hashes, plan.page_hashes);
    }

    #[test]
    fn the_order_of_input_does_not_matter() {
        let rows = vec![subnet(3), provider(1, None), subnet(2)];
        let mut other = rows.clone();
        other.reverse();
        assert_eq!(
            Job::new("s", "1", rows).plan(),
            Job::new("s", "1", other).plan()
        );
    }

    #[test]
    fn nothing_gives_no_page() {
        assert!(Job::new("s", "1", vec![]).plan().pages.is_empty());
    }
}
