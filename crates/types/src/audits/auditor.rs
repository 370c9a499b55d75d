//! Who audits.

use crate::id::{AuditorId, ProviderId, VerifierId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// An auditor. Certified, by principal.
    pub struct Auditor {
        /// The principal it reports with, and is paid at.
        #[n(0)]
        pub id: AuditorId,
        /// Its name.
        #[n(1)]
        pub name: String,
        /// Who owns it, as it said when it applied; that stays. Auditors of one owner sit once in
        /// a team: names are the same whatever the case of their ASCII letters.
        #[n(2)]
        pub owner: String,
        /// What it declares to stand between it and some audits.
        #[n(3)]
        pub conflicts: Conflicts,
        /// Where it stood since when, oldest first; never empty.
        #[n(4)]
        pub history: Vec<AuditorChange>,
        /// Reports it revealed.
        #[n(5)]
        pub reports: u32,
        /// Assignments for which it revealed none in time.
        #[n(6)]
        pub vanished: u32,
    }

    /// Whom an auditor cannot audit, by its own declaration. Not to declare one is worth the
    /// whole stake.
    pub struct Conflicts {
        /// Providers it belongs together with, works for, or is financed by; each stands for
        /// its whole cluster. At most 64.
        #[n(0)]
        pub providers: Vec<Tie>,
        /// Owners of data centres it belongs together with or works for. At most 64.
        #[n(1)]
        pub dc_owners: Vec<String>,
        /// Verifiers it belongs together with: no audit of whom they attested. At most 16.
        #[n(2)]
        pub verifiers: Vec<VerifierId>,
    }

    /// A tie between an auditor and a provider.
    pub struct Tie {
        /// The provider.
        #[n(0)]
        pub provider: ProviderId,
        /// What it is.
        #[n(1)]
        pub kind: TieKind,
    }

    /// A change of an auditor's standing.
    pub struct AuditorChange {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Where it stands from then on.
        #[n(1)]
        pub status: AuditorStatus,
        /// Why, in the words of the proposal; of its own application.
        #[n(2)]
        pub reason: String,
    }
}

/// What ties an auditor to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum TieKind {
    /// One owns the other, or somebody owns both.
    #[n(0)]
    Ownership,
    /// One works for the other, or did within two years.
    #[n(1)]
    Employment,
    /// One finances the other.
    #[n(2)]
    Financing,
}

/// Standing of an auditor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AuditorStatus {
    /// It applied and waits for a proposal.
    #[n(0)]
    Applied,
    /// It is drawn.
    #[n(1)]
    Active,
    /// It is not drawn; what it was drawn for goes on.
    #[n(2)]
    Suspended,
    /// It is not drawn any more.
    #[n(3)]
    Removed,
}

impl Auditor {
    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> AuditorStatus {
        self.history
            .last()
            .map_or(AuditorStatus::Removed, |change| change.status)
    }
}
