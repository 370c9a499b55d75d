//! What can happen to the registry. The log of these rebuilds everything else.
//!
//! Numbers are part of the stored format: never reused, and a field added later is optional.

use bonafide_types::id::{Blob, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    Acceptance, Config, DataCenter, DeclarationText, ImportJob, Node, NodeOperator,
    ProviderProfile, SelfDeclared,
};
use minicbor::{Decode, Encode};

/// One change of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// The canister was installed.
    #[n(0)]
    #[cbor(map)]
    Initialized {
        /// First settings.
        #[n(0)]
        config: Config,
    },
    /// An upgrade argument changed the settings.
    #[n(1)]
    #[cbor(map)]
    ConfigChanged {
        /// Settings from now on.
        #[n(0)]
        config: Config,
    },
    /// A proposal adopted a provider's profile.
    #[n(2)]
    #[cbor(map)]
    ProviderRegistered {
        /// The provider, new or known from an import.
        #[n(0)]
        id: ProviderId,
        /// Its profile.
        #[n(1)]
        profile: ProviderProfile,
    },
    /// A provider changed what it says of itself.
    #[n(3)]
    #[cbor(map)]
    ProviderProfileUpdated {
        /// The provider.
        #[n(0)]
        provider: ProviderId,
        /// What it says now.
        #[n(1)]
        self_declared: SelfDeclared,
    },
    /// A proposal published a version of the declaration.
    #[n(4)]
    #[cbor(map)]
    DeclarationPublished {
        /// Its record.
        #[n(0)]
        text: DeclarationText,
        /// Its normal form.
        #[n(1)]
        body: String,
    },
    /// A provider accepted a declaration text.
    #[n(5)]
    #[cbor(map)]
    DeclarationAccepted {
        /// The acceptance.
        #[n(0)]
        acceptance: Acceptance,
    },
    /// The grace to accept a newer text ended without acceptance.
    #[n(6)]
    #[cbor(map)]
    DeclarationLapsed {
        /// The provider.
        #[n(0)]
        provider: ProviderId,
        /// When the grace ended. Nanoseconds since the epoch.
        #[n(1)]
        lapsed_at_ns: u64,
    },
    /// A proposal added a data centre.
    #[n(7)]
    #[cbor(map)]
    DataCenterAdded {
        /// The record.
        #[n(0)]
        data_center: DataCenter,
    },
    /// A proposal added an operator record.
    #[n(8)]
    #[cbor(map)]
    NodeOperatorAdded {
        /// The record.
        #[n(0)]
        node_operator: NodeOperator,
    },
    /// An operator registered a node, which uses one of its allowance.
    #[n(9)]
    #[cbor(map)]
    NodeRegistered {
        /// The record.
        #[n(0)]
        node: Node,
    },
    /// A proposal approved an import.
    #[n(10)]
    #[cbor(map)]
    ImportBegun {
        /// The job.
        #[n(0)]
        job: ImportJob,
        /// SHA-256 of each page, in order.
        #[n(1)]
        page_hashes: Vec<Sha256Hash>,
    },
    /// A page of an approved import was taken over. A node that it gives the address of
    /// another import's node replaces that one.
    #[n(11)]
    #[cbor(map)]
    ImportPageTaken {
        /// The import.
        #[n(0)]
        import_id: u64,
        /// Which page, counted from 0.
        #[n(1)]
        page: u32,
        /// The page's bytes: a CBOR array of `ImportRow`.
        #[n(2)]
        rows: Blob,
    },
}
