//! Who may attest.

use crate::id::{ProviderId, VerifierId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// An identity verifier. Certified, by principal.
    pub struct Verifier {
        /// The principal it attests with.
        #[n(0)]
        pub id: VerifierId,
        /// Its name.
        #[n(1)]
        pub name: String,
        /// Who owns it: verifiers of one owner count once.
        #[n(2)]
        pub owner: String,
        /// Providers it belongs together with; it may not attest for them or their clusters.
        #[n(3)]
        pub linked_providers: Vec<ProviderId>,
        /// What it may attest, and for how much.
        #[n(4)]
        pub scope: Vec<Scope>,
        /// Where it stood since when, oldest first; never empty.
        #[n(5)]
        pub history: Vec<VerifierChange>,
        /// When it last let requests lapse, oldest first, at most 16. Nanoseconds since the
        /// epoch.
        #[n(6)]
        pub late_at_ns: Vec<u64>,
    }

    /// A schema that a verifier may attest.
    pub struct Scope {
        /// The schema's name.
        #[n(0)]
        pub schema: String,
        /// What one verification costs.
        #[n(1)]
        pub fee_e8s: u64,
    }

    /// A change of a verifier's standing by proposal.
    pub struct VerifierChange {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Where it stands from then on.
        #[n(1)]
        pub status: VerifierStatus,
        /// Why, in the words of the proposal.
        #[n(2)]
        pub reason: String,
    }
}

/// Standing of a verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum VerifierStatus {
    /// Its attestations count.
    #[n(0)]
    Active,
    /// Its attestations count nothing; their subjects have 90 days to find another verifier.
    #[n(1)]
    Suspended,
    /// Its attestations count nothing, at once and for good.
    #[n(2)]
    Removed,
}

impl Verifier {
    /// Where it stood at a time, and since when; `None` before it was admitted.
    #[must_use]
    pub fn standing_at(&self, at_ns: u64) -> Option<&VerifierChange> {
        self.history
            .iter()
            .rev()
            .find(|change| change.at_ns <= at_ns)
    }

    /// Where it stands by its latest change.
    #[must_use]
    pub fn status(&self) -> VerifierStatus {
        self.history
            .last()
            .map_or(VerifierStatus::Removed, |change| change.status)
    }

    /// Its fee for a schema, when that is in its scope.
    #[must_use]
    pub fn fee_e8s(&self, schema: &str) -> Option<u64> {
        let entry = self.scope.iter().find(|entry| entry.schema == schema);
        entry.map(|entry| entry.fee_e8s)
    }
}
