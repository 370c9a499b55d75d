//! Who is behind a provider, which providers are linked, and what that makes of them.

use crate::id::{ProviderId, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// How two providers can be linked: questions Q2 to Q5 of the declaration. Both sides name
/// the same kind.
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
pub enum LinkKind {
    /// Q2: an owner of one also owns or controls the other.
    #[n(0)]
    SharedOwner,
    /// Q3: owners are of one family.
    #[n(1)]
    Family,
    /// Q4: parent, subsidiary or sister companies.
    #[n(2)]
    Corporate,
    /// Q5: one finances the other's machines.
    #[n(3)]
    Financing,
}

impl LinkKind {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [
        Self::SharedOwner,
        Self::Family,
        Self::Corporate,
        Self::Financing,
    ];
}

/// Who owns a part of a provider. A person is never named: see `Holder::Person`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Holder {
    /// A natural person, by a salted SHA-256 that the provider can open to an auditor.
    #[n(0)]
    Person(#[n(0)] Sha256Hash),
    /// A legal person.
    #[n(1)]
    #[cbor(map)]
    Company {
        /// Number in the company register.
        #[n(0)]
        register_number: String,
        /// Where the register is kept, for example `CH` or `US-DE`.
        #[n(1)]
        jurisdiction: String,
    },
}

/// An owner. That two providers name the same one does not link them: anyone can copy a name
/// or a hash. They declare the link to each other, as `SharedOwner`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Owner {
    /// Who; each once.
    #[n(0)]
    pub holder: Holder,
    /// Share, basis points: at least the policy's threshold, unless it controls.
    #[n(1)]
    pub share_bps: u16,
    /// Whether it controls the provider by other means than its share.
    #[n(2)]
    pub controls: bool,
}

/// A link that a provider declares.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Link {
    /// Of which kind.
    #[n(0)]
    pub kind: LinkKind,
    /// To whom: another provider that the registry knows.
    #[n(1)]
    pub provider: ProviderId,
    /// SHA-256 of a document about it, when there is one.
    #[n(2)]
    pub evidence: Option<Sha256Hash>,
}

/// A provider's latest answers. Certified.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct IndependenceAnswers {
    /// The provider, who was the caller; after a hand-over, who took over.
    #[n(0)]
    pub provider: ProviderId,
    /// Counted from 1 for each provider.
    #[n(1)]
    pub version: u32,
    /// Q1.
    #[n(2)]
    pub owners: Vec<Owner>,
    /// Q2 to Q5.
    #[n(3)]
    pub links: Vec<Link>,
    /// The share from which owners were to be named then, basis points.
    #[n(4)]
    pub ownership_threshold_bps: u16,
    /// When. Nanoseconds since the epoch.
    #[n(5)]
    pub answered_at_ns: u64,
}

/// Where a provider stands with its answers. Derived from rows and the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum AnswersStatus {
    /// None given.
    NotAnswered,
    /// Given, and nothing changed since.
    Current,
    /// To be given again: a hand-over, or a lower threshold, came after.
    Reopened {
        /// Since when. Nanoseconds since the epoch.
        since_ns: u64,
    },
}

/// A provider in a cluster of two or more. One that has no such row is alone. Certified.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ClusterMember {
    /// The provider.
    #[n(0)]
    pub provider: ProviderId,
    /// The cluster, named after its member with the least principal.
    #[n(1)]
    pub cluster: ProviderId,
    /// Since when it is of this cluster. Nanoseconds since the epoch.
    #[n(2)]
    pub since_ns: u64,
}

/// A link that only one side declares: the claimant says so, the other side is silent or has
/// not answered. Certified, under claimant, silent side and kind. It accuses nobody.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct ClaimAlert {
    /// Who declares the link.
    #[n(0)]
    pub claimant: ProviderId,
    /// Who does not.
    #[n(1)]
    pub silent: ProviderId,
    /// Which.
    #[n(2)]
    pub kind: LinkKind,
    /// Since when the claim stands alone. Nanoseconds since the epoch.
    #[n(3)]
    pub since_ns: u64,
}

/// Who declares a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum DeclaredBy {
    /// The provider named first.
    First,
    /// The provider named second.
    Second,
    /// Both.
    Both,
}

/// One step of an explanation: why two providers count as one actor.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct LinkExplained {
    /// One.
    pub first: ProviderId,
    /// The other.
    pub second: ProviderId,
    /// By what.
    pub kind: LinkKind,
    /// Who says so.
    pub declared_by: DeclaredBy,
}

/// The numbers that the registry's rules use, from a moment on. Version 0 is the default
/// and has no row. Certified, by version.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RegistryPolicy {
    /// Counted from 0, the default.
    #[n(0)]
    pub version: u32,
    /// From which share an owner is to be named, basis points.
    #[n(1)]
    pub ownership_threshold_bps: u16,
    /// Which links make one actor of two providers, in order.
    #[n(2)]
    pub counted_links: Vec<LinkKind>,
    /// Whether a link counts that only one of both declares.
    #[n(3)]
    pub one_sided_links_count: bool,
    /// Notice before an end date of a generation, days.
    #[n(4)]
    pub generation_notice_days: u32,
    /// Operators that run API boundary nodes at least.
    #[n(5)]
    pub boundary_node_operators: u32,
    /// From when. Nanoseconds since the epoch.
    #[n(6)]
    pub effective_from_ns: u64,
}

impl Default for RegistryPolicy {
    /// 25 % ownership, the most that the FATF's guidance on beneficial ownership allows;
    /// shared owners and corporate structure count when both sides declare them; 180 days of
    /// notice; two operators of boundary nodes.
    fn default() -> Self {
        Self {
            version: 0,
            ownership_threshold_bps: 2_500,
            counted_links: vec![LinkKind::SharedOwner, LinkKind::Corporate],
            one_sided_links_count: false,
            generation_notice_days: 180,
            boundary_node_operators: 2,
            effective_from_ns: 0,
        }
    }
}
