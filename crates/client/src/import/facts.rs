//! A compact text file of facts: classes and memberships.
//!
//! An operator fixes its provider and its data centre, so nodes stand under their operator
//! and everything shared is written once. UTF-8, one fact per line, fields separated by
//! tabs; lines that start with `#` and empty lines are skipped. The first line is
//! `bonafide-facts 1`. References are counted from 0 in the order of appearance.
//!
//! ```text
//! job           network|declarations  source  version
//! data-center   id  name  owner  region  latitude|-  longitude|-      millionths of a degree
//! provider      id  name|-                                           in the network
//! declared      id  name|-                                           known by its declaration only
//! subnet        id
//! operator      id  provider  data-center
//! node          id  ipv6  role  status  generation|-  subnet|-       of the operator above
//! declaration   provider  slug  proposal|-
//! document      file  kind  sha256                                   of the declaration above
//! ```
//!
//! `provider` references count `provider` and `declared` lines together.

mod read;
#[cfg(test)]
mod tests;
mod write;

use super::Job;

/// First line of a facts file.
pub const MAGIC: &str = "bonafide-facts 1";

/// Everything a facts file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Data centres, providers, operators, subnets, nodes.
    pub network: Job,
    /// Published declarations, and the providers that the network does not name.
    pub declarations: Job,
}

/// Why a facts file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {field}: {reason}")]
pub struct FactsError {
    /// Line, counted from 1.
    pub line: usize,
    /// The field, or the kind of line.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Facts {
    /// Reads a facts file.
    ///
    /// # Errors
    /// [`FactsError`] names the first line that breaks the format.
    pub fn read(text: &str) -> Result<Self, FactsError> {
        read::read(text)
    }

    /// Writes a facts file. `header` stands as comments under the first line.
    #[must_use]
    pub fn write(&self, header: &str) -> String {
        write::write(self, header)
    }
}
