//! What an auditor saw.

use super::FindingClass;
use crate::id::{AuditorId, Blob, Sha256Hash};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A report. `bonafide_policy::report` says how it is hashed and committed to.
    pub struct Report {
        /// What it comes to.
        #[n(0)]
        pub outcome: Outcome,
        /// What differs from what was declared; none unless the outcome is `Discrepancy`. Each
        /// class once, at most 8.
        #[n(1)]
        pub discrepancies: Vec<Discrepancy>,
        /// What was checked.
        #[n(2)]
        pub checklist: Checklist,
        /// Evidence that is kept elsewhere, at most 32 pieces.
        #[n(3)]
        pub evidence: Vec<Evidence>,
        /// What else there is to say, at most 1,000 bytes. It is public: no personal data.
        #[n(4)]
        pub remarks: String,
    }

    /// Something that differs from what was declared.
    #[derive(Copy)]
    pub struct Discrepancy {
        /// What.
        #[n(0)]
        pub class: FindingClass,
        /// How many nodes it is about, 1 to 1,000.
        #[n(1)]
        pub nodes: u32,
    }

    /// What was checked on the visit. Zeros and `null` where there was no entry.
    #[derive(Default)]
    pub struct Checklist {
        /// Nodes that stand there.
        #[n(0)]
        pub nodes_present: u32,
        /// Nodes that signed the challenge of the day with their own key.
        #[n(1)]
        pub handshakes: u32,
        /// The largest median round trip from the auditor's machine in the same network,
        /// microseconds. Below 1,000 for nodes that stand there.
        #[n(2)]
        pub lan_rtt_us: Option<u32>,
        /// Serial numbers that are those declared.
        #[n(3)]
        pub serial_numbers: u32,
        /// SEV-SNP chip ids that are those declared.
        #[n(4)]
        pub chip_ids: u32,
        /// Metres from the declared coordinates of the data centre. At most 1,000 is as
        /// declared.
        #[n(5)]
        pub distance_m: Option<u32>,
        /// Whether the data centre's owner is who was declared.
        #[n(6)]
        pub owner_as_declared: Option<bool>,
        /// The challenge that the nodes signed: 32 bytes; absent without entry.
        #[n(7)]
        pub challenge: Option<Blob>,
    }

    /// A piece of evidence.
    pub struct Evidence {
        /// Of its bytes.
        #[n(0)]
        pub sha256: Sha256Hash,
        /// Media type, for example `image/jpeg`, 3 to 64 bytes.
        #[n(1)]
        pub media_type: String,
        /// Its size, 1 to 1 GiB.
        #[n(2)]
        pub bytes: u64,
    }

    /// A report that was revealed. Certified, by assignment and auditor.
    pub struct FiledReport {
        /// Of which assignment.
        #[n(0)]
        pub assignment_id: u64,
        /// Whose.
        #[n(1)]
        pub auditor: AuditorId,
        /// The report.
        #[n(2)]
        pub report: Report,
        /// The nonce of its commitment: 32 bytes.
        #[n(3)]
        pub nonce: Blob,
        /// When. Nanoseconds since the epoch.
        #[n(4)]
        pub revealed_at_ns: u64,
    }
}

/// What an audit comes to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum Outcome {
    /// Everything checked was as declared.
    #[n(0)]
    Confirmed,
    /// Something was not.
    #[n(1)]
    Discrepancy,
    /// The provider or the data centre did not let the auditor in.
    #[n(2)]
    Refused,
    /// The visit was not possible, and that is not the provider's doing.
    #[n(3)]
    Unable,
}
