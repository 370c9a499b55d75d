//! Node providers.

use crate::id::{OperatorId, ProviderId};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A node provider, with each fact kept apart by where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Provider {
    /// The NNS node provider principal.
    #[n(0)]
    pub id: ProviderId,
    /// Standing in the suite.
    #[n(1)]
    pub status: ProviderStatus,
    /// Facts copied from the network, when an import named this provider.
    #[n(2)]
    pub imported: Option<ImportedProvider>,
    /// Facts adopted by proposal.
    #[n(3)]
    pub profile: Option<ProviderProfile>,
    /// What the provider says of itself; only its own key changes this.
    #[n(4)]
    pub self_declared: Option<SelfDeclared>,
    /// When the record was made. Nanoseconds since the epoch.
    #[n(5)]
    pub created_at_ns: u64,
    /// Why and since when the status is what it is; absent for one that was always active.
    #[n(6)]
    pub status_change: Option<StatusChange>,
    /// Who took its records over.
    #[n(7)]
    pub successor: Option<ProviderId>,
    /// Since when its answers are to be given again: something was handed over to it.
    /// Nanoseconds since the epoch.
    #[n(8)]
    pub answers_reopened_at_ns: Option<u64>,
}

/// A change of a provider's status by proposal.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct StatusChange {
    /// Why, in the words of the proposal.
    #[n(0)]
    pub reason: String,
    /// When. Nanoseconds since the epoch.
    #[n(1)]
    pub at_ns: u64,
}

/// Who is barred.
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
pub enum BarSubject {
    /// A provider: new profiles, operator records, allowances and nodes are refused.
    #[n(0)]
    Provider(#[n(0)] ProviderId),
    /// An operator's key: operator records with it are refused.
    #[n(1)]
    Operator(#[n(0)] OperatorId),
}

/// Bars the offboarded provider itself, each of its operators and each provider of its
/// cluster at that time from coming back. Certified, by subject and offboarded provider.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Bar {
    /// Who is barred.
    #[n(0)]
    pub subject: BarSubject,
    /// The offboarded provider because of whom.
    #[n(1)]
    pub offboarded: ProviderId,
    /// Since when. Nanoseconds since the epoch.
    #[n(2)]
    pub since_ns: u64,
    /// The readmission by proposal that lifted it, if any.
    #[n(3)]
    pub lifted: Option<StatusChange>,
}

/// Standing of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum ProviderStatus {
    /// May operate and register nodes.
    #[n(0)]
    Active,
    /// May not register nodes until reinstated.
    #[n(1)]
    Suspended,
    /// Removed by proposal, and barred; the record stays.
    #[n(2)]
    Offboarded,
    /// Its records moved to its successor; the record stays.
    #[n(3)]
    HandedOver,
}

/// Facts about a provider that an import found on the network.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ImportedProvider {
    /// Name as the network's public lists give it, from the last import that had one.
    #[n(0)]
    pub name: Option<String>,
    /// The last import that named the provider.
    #[n(1)]
    pub import_id: u64,
}

/// A person or a company.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum ProviderKind {
    /// A natural person.
    #[n(0)]
    Individual,
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

/// A provider's profile as adopted by proposal.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ProviderProfile {
    /// Person or company.
    #[n(0)]
    pub kind: ProviderKind,
    /// Legal name.
    #[n(1)]
    pub legal_name: String,
    /// ISO 3166-1 alpha-2, upper case. `UK` is stored as `GB`.
    #[n(2)]
    pub country: String,
    /// Who speaks for a company.
    #[n(3)]
    pub representative: Option<String>,
    /// The proposal that adopted the profile, in words: `example`, `nns:135172`.
    #[n(4)]
    pub proposal: String,
    /// When it was adopted. Nanoseconds since the epoch.
    #[n(5)]
    pub adopted_at_ns: u64,
}

/// What a provider says of itself.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SelfDeclared {
    /// Name shown to readers.
    #[n(0)]
    pub display_name: Option<String>,
    /// Web sites, `https` only.
    #[n(1)]
    pub urls: Vec<String>,
    /// When the provider last wrote this. Nanoseconds since the epoch.
    #[n(2)]
    pub updated_at_ns: u64,
}
