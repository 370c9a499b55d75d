//! What can differ between a draw and the draw made again.

use bonafide_policy::sampling::draw::{DrawError, SitesError};
use bonafide_types::{audits::DrawEnd, id::Sha256Hash};

/// Why a draw is not what its snapshot and its seed give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The canister certifies the draw and shows no rows of it.
    #[error("the canister shows no rows of the snapshot")]
    NoRows,
    /// The rows are not as a snapshot has them.
    #[error("the snapshot is malformed: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// Sites have no hash.
    #[error("the snapshot's sites are malformed: {0}")]
    Sites(#[from] SitesError),
    /// A hash of the rows is not the certified one.
    #[error("{what}: the rows give {again}, certified is {certified}")]
    Hash {
        /// Of what.
        what: &'static str,
        /// As certified.
        certified: Sha256Hash,
        /// As computed.
        again: Sha256Hash,
    },
    /// What the draw says of its snapshot is not what the rows say.
    #[error("{what}: the rows give {again}, certified is {certified}")]
    Count {
        /// Of what.
        what: &'static str,
        /// As certified.
        certified: u64,
        /// As counted.
        again: u64,
    },
    /// There is a seed without a result, or the other way round.
    #[error("a draw has a seed and a result, or neither")]
    Half,
    /// The seed is from vetKD, and the canister certifies no key to check it with.
    #[error("the canister certifies no public key to check the seed with")]
    NoPublicKey,
    /// A part of the proof has another length.
    #[error("{what} has {bytes} bytes, not {wanted}")]
    Length {
        /// Which part.
        what: &'static str,
        /// Its bytes.
        bytes: usize,
        /// As many as it should have.
        wanted: usize,
    },
    /// The vetKey is not the one for the snapshot's hash under the canister's key.
    #[error("the proof is not one for this snapshot and this key")]
    Proof,
    /// The proof, or the system's answer, gives another seed.
    #[error("the seed is {certified}, its source gives {again}")]
    Seed {
        /// As certified.
        certified: Sha256Hash,
        /// As computed.
        again: Sha256Hash,
    },
    /// Nothing can be drawn from the rows.
    #[error("nothing can be drawn from the rows: {0}")]
    Run(#[from] DrawError),
    /// Another number of sites was drawn.
    #[error("{certified} sites are certified as drawn, the seed gives {again}")]
    Drawn {
        /// As certified.
        certified: usize,
        /// As computed.
        again: usize,
    },
    /// Another site was drawn.
    #[error("drawn at place {at} is certified as site {certified}, the seed gives {again}")]
    Site {
        /// Where in the order of the draw, from 0.
        at: usize,
        /// As certified, by its place in the snapshot.
        certified: u32,
        /// As computed.
        again: u32,
    },
    /// Other auditors were drawn.
    #[error(
        "{what} of the site drawn at place {at}: certified is {certified:?}, the seed gives {again:?}"
    )]
    Auditors {
        /// Team or reserve.
        what: &'static str,
        /// Where in the order of the draw, from 0.
        at: usize,
        /// As certified, by their places in the snapshot.
        certified: Vec<u32>,
        /// As computed.
        again: Vec<u32>,
    },
    /// Other sites were passed over for want of auditors.
    #[error("passed over are certified as {certified:?}, the seed gives {again:?}")]
    Skipped {
        /// As certified, by their places in the snapshot.
        certified: Vec<u32>,
        /// As computed.
        again: Vec<u32>,
    },
    /// The draw ended for another reason.
    #[error("the draw is certified to have ended as {certified:?}, the seed gives {again:?}")]
    Ended {
        /// As certified.
        certified: DrawEnd,
        /// As computed.
        again: DrawEnd,
    },
}

impl Mismatch {
    /// The variant's name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoRows => "NoRows",
            Self::Malformed { .. } | Self::Sites(_) => "MalformedSnapshot",
            Self::Hash { .. } => "SnapshotHashMismatch",
            Self::Count { .. } => "SnapshotCountMismatch",
            Self::Half => "HalfADraw",
            Self::NoPublicKey => "NoPublicKey",
            Self::Length { .. } | Self::Proof => "SeedProofInvalid",
            Self::Seed { .. } => "SeedMismatch",
            Self::Run(_)
            | Self::Drawn { .. }
            | Self::Site { .. }
            | Self::Auditors { .. }
            | Self::Skipped { .. }
            | Self::Ended { .. } => "DrawMismatch",
        }
    }
}
