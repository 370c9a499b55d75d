//! Reads, one file per family. None of them changes anything or knows the system.
//!
//! Lists go by cursor, return 100 records at most and look at a bounded number.

pub mod council;
pub mod journal;
pub mod proposals;

use bonafide_kit::page;
use bonafide_types::limits::PAGE_RECORDS;

/// The limit in force for a list.
pub(crate) fn limit(asked: Option<u32>) -> usize {
    page::limit(asked, PAGE_RECORDS)
}
