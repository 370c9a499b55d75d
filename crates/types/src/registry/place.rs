//! Owners of data centres by one name, and countries by tag.

use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One more name of a data-centre owner. Certified, by alias.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct OwnerAlias {
    /// The name as data centres give it.
    #[n(0)]
    pub alias: String,
    /// The name it is counted under.
    #[n(1)]
    pub canonical: String,
}

/// Which countries a tag stands for. Certified, by tag and version.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Jurisdiction {
    /// `EU`, `EEA`, ...
    #[n(0)]
    pub tag: String,
    /// Counted from 1 for each tag.
    #[n(1)]
    pub version: u32,
    /// ISO 3166-1 alpha-2 codes in order; none when the tag is withdrawn.
    #[n(2)]
    pub countries: Vec<String>,
    /// Where the list comes from.
    #[n(3)]
    pub source: String,
    /// From when it holds. Nanoseconds since the epoch.
    #[n(4)]
    pub effective_from_ns: u64,
}
