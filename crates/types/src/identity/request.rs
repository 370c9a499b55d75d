//! Requests to verifiers, and what they may cost.

use crate::id::{ProviderId, VerifierId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A provider asks a verifier to look at it. Certified, by number.
    pub struct AttestationRequest {
        /// Its number, from 0.
        #[n(0)]
        pub id: u64,
        /// Who asks.
        #[n(1)]
        pub subject: ProviderId,
        /// Who is asked.
        #[n(2)]
        pub verifier: VerifierId,
        /// For what.
        #[n(3)]
        pub schema: String,
        /// The verifier's fee when it was asked; reserved in the budget while it is open.
        #[n(4)]
        pub fee_e8s: u64,
        /// When. Nanoseconds since the epoch.
        #[n(5)]
        pub requested_at_ns: u64,
        /// When silence counts as a no. Nanoseconds since the epoch.
        #[n(6)]
        pub due_at_ns: u64,
        /// What became of it.
        #[n(7)]
        pub state: RequestState,
    }

    /// What the treasury will pay to verifiers. Certified under `fee_budget`. At all times
    /// `authorized = free + reserved + owed`.
    #[derive(Copy, Default)]
    pub struct FeeBudget {
        /// Authorised by proposals, all together.
        #[n(0)]
        pub authorized_e8s: u64,
        /// Reserved for open requests.
        #[n(1)]
        pub reserved_e8s: u64,
        /// Owed for what was delivered.
        #[n(2)]
        pub owed_e8s: u64,
    }
}

impl FeeBudget {
    /// What further requests may reserve.
    #[must_use]
    pub fn free_e8s(&self) -> u64 {
        self.authorized_e8s
            .saturating_sub(self.reserved_e8s)
            .saturating_sub(self.owed_e8s)
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum RequestState {
    /// The verifier may answer; the fee is reserved.
    #[n(0)]
    Open,
    /// An attestation answers it; the fee is owed.
    #[n(1)]
    #[cbor(map)]
    Delivered {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// The attestation.
        #[n(1)]
        attestation_id: u64,
    },
    /// The provider took it back; the fee is free again.
    #[n(2)]
    #[cbor(map)]
    Cancelled {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// The verifier was silent; the fee is free again, and the verifier is marked late.
    #[n(3)]
    #[cbor(map)]
    Lapsed {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
}
