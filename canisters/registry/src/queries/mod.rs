//! Reads, one file per family. None of them changes anything or knows the system.
//!
//! Lists go by cursor, return 100 records at most and look at a bounded number.

pub mod declarations;
pub mod independence;
pub mod infrastructure;
pub mod network;
pub mod nodes;
pub mod providers;
pub mod rules;
pub mod working_group;

use bonafide_kit::page;
use bonafide_types::limits::PAGE_RECORDS;

/// The limit in force for a list.
pub(crate) fn limit(asked: Option<u32>) -> usize {
    page::limit(asked, PAGE_RECORDS)
}
