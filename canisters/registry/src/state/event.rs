//! What can happen to the registry. The log of these rebuilds everything else.
//!
//! Numbers are part of the stored format: never reused, and a field added later is optional.

use bonafide_types::id::{Blob, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::{
    Acceptance, ApiBoundaryNode, BarSubject, ClaimAlert, Config, Cordon, CordonKey, DataCenter,
    DeclarationText, Generation, GuestosVersion, ImportJob, IndependenceAnswers, Jurisdiction,
    MembershipChange, MotionDecision, Node, NodeAttestation, NodeOperator, OwnerAlias,
    ProviderProfile, ProviderStatus, RegistryPolicy, SelfDeclared, SubnetKindArgs, SubnetPolicy,
    Verdict, WorkingGroupMotion,
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
        /// The operator's node that had the address before and leaves; then the allowance
        /// stays.
        #[n(1)]
        replaces: Option<NodeId>,
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
    /// A proposal suspended a provider, or reinstated one.
    #[n(12)]
    #[cbor(map)]
    ProviderStatusChanged {
        /// The provider.
        #[n(0)]
        provider: ProviderId,
        /// What it is from now on.
        #[n(1)]
        status: ProviderStatus,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// A proposal removed a provider: it, its operators and its cluster are barred, and what
    /// its operators could still register is gone.
    #[n(13)]
    #[cbor(map)]
    ProviderOffboarded {
        /// The provider.
        #[n(0)]
        provider: ProviderId,
        /// Who is barred because of it.
        #[n(1)]
        barred: Vec<BarSubject>,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// A proposal readmitted a provider.
    #[n(14)]
    #[cbor(map)]
    ProviderReadmitted {
        /// The provider; active again when it was offboarded itself.
        #[n(0)]
        provider: ProviderId,
        /// The offboarded providers that no longer stand against it. Where it is one of
        /// them, its operators' keys are free again too.
        #[n(1)]
        despite: Vec<ProviderId>,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// A proposal moved a provider's profile, answers, bars and operator records to another
    /// principal.
    #[n(15)]
    #[cbor(map)]
    ProviderHandedOver {
        /// From whom.
        #[n(0)]
        from: ProviderId,
        /// To whom.
        #[n(1)]
        to: ProviderId,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// An operator record changed: by proposal, or handed over by its provider's key.
    #[n(16)]
    #[cbor(map)]
    NodeOperatorChanged {
        /// The record as it is from now on.
        #[n(0)]
        node_operator: NodeOperator,
        /// Whose operation this was, when it was not a proposal's.
        #[n(1)]
        by: Option<ProviderId>,
    },
    /// A proposal removed operator records, which had no nodes.
    #[n(17)]
    #[cbor(map)]
    NodeOperatorsRemoved {
        /// The operators.
        #[n(0)]
        ids: Vec<OperatorId>,
    },
    /// Nodes left: ejected by proposal, or removed by their operator's key.
    #[n(18)]
    #[cbor(map)]
    NodesRemoved {
        /// The nodes.
        #[n(0)]
        ids: Vec<NodeId>,
        /// Whether each gives one of its operator's allowance back.
        #[n(1)]
        return_allowance: bool,
        /// Whose operation this was, when it was not a proposal's.
        #[n(2)]
        by: Option<OperatorId>,
    },
    /// An operator changed a node's domain name.
    #[n(19)]
    #[cbor(map)]
    NodeDomainChanged {
        /// The node.
        #[n(0)]
        node: NodeId,
        /// Its domain name from now on.
        #[n(1)]
        domain: Option<String>,
    },
    /// An operator deposited evidence of what a node runs.
    #[n(20)]
    #[cbor(map)]
    NodeAttestationSubmitted {
        /// The node.
        #[n(0)]
        node: NodeId,
        /// The evidence.
        #[n(1)]
        attestation: NodeAttestation,
    },
    /// A proposal changed a data centre.
    #[n(21)]
    #[cbor(map)]
    DataCenterChanged {
        /// The record as it is from now on.
        #[n(0)]
        data_center: DataCenter,
    },
    /// A proposal removed data centres.
    #[n(22)]
    #[cbor(map)]
    DataCentersRemoved {
        /// The data centres.
        #[n(0)]
        ids: Vec<String>,
    },
    /// A proposal changed the alias table of owners.
    #[n(23)]
    #[cbor(map)]
    OwnerAliasesChanged {
        /// New or changed.
        #[n(0)]
        set: Vec<OwnerAlias>,
        /// Taken away.
        #[n(1)]
        removed: Vec<String>,
    },
    /// A proposal said which countries a tag stands for.
    #[n(24)]
    #[cbor(map)]
    JurisdictionSet {
        /// The record.
        #[n(0)]
        jurisdiction: Jurisdiction,
    },
    /// A proposal added or changed a hardware generation.
    #[n(25)]
    #[cbor(map)]
    GenerationSet {
        /// The record as it is from now on.
        #[n(0)]
        generation: Generation,
    },
    /// A proposal elected a `GuestOS` version or took others back.
    #[n(26)]
    #[cbor(map)]
    GuestosVersionsRevised {
        /// The version elected.
        #[n(0)]
        elected: Option<GuestosVersion>,
        /// The versions taken back.
        #[n(1)]
        unelected: Vec<String>,
    },
    /// A proposal turned nodes into API boundary nodes.
    #[n(27)]
    #[cbor(map)]
    ApiBoundaryNodesAdded {
        /// The records.
        #[n(0)]
        nodes: Vec<ApiBoundaryNode>,
    },
    /// A proposal removed API boundary nodes, which are spare nodes again.
    #[n(28)]
    #[cbor(map)]
    ApiBoundaryNodesRemoved {
        /// The nodes.
        #[n(0)]
        ids: Vec<NodeId>,
    },
    /// A proposal changed version or terms of API boundary nodes.
    #[n(29)]
    #[cbor(map)]
    ApiBoundaryNodesChanged {
        /// The records as they are from now on.
        #[n(0)]
        nodes: Vec<ApiBoundaryNode>,
    },
    /// A provider answered the questions of independence.
    #[n(30)]
    #[cbor(map)]
    IndependenceAnswered {
        /// The answers.
        #[n(0)]
        answers: IndependenceAnswers,
    },
    /// What answers, a hand-over or a policy make of the clusters. Who follows this event
    /// knows every cluster.
    #[n(31)]
    #[cbor(map)]
    ClustersChanged {
        /// The policy they were computed with.
        #[n(0)]
        policy_version: u32,
        /// Providers whose cluster is another now; `null`: alone.
        #[n(1)]
        assigned: Vec<ClusterAssignment>,
        /// Claims that stand alone from now on.
        #[n(2)]
        opened: Vec<ClaimAlert>,
        /// Claims that no longer do: mirrored, or withdrawn.
        #[n(3)]
        closed: Vec<ClaimAlert>,
    },
    /// A proposal set the numbers that the rules use.
    #[n(32)]
    #[cbor(map)]
    PolicySet {
        /// The record.
        #[n(0)]
        policy: RegistryPolicy,
    },
    /// A proposal set what a kind of subnet asks.
    #[n(35)]
    #[cbor(map)]
    SubnetPolicySet {
        /// The record.
        #[n(0)]
        policy: SubnetPolicy,
    },
    /// A proposal said which kinds subnets are of.
    #[n(36)]
    #[cbor(map)]
    SubnetKindsSet {
        /// Subnets and their kinds.
        #[n(0)]
        kinds: Vec<SubnetKindArgs>,
    },
    /// A proposal changed the members of subnets.
    #[n(37)]
    #[cbor(map)]
    SubnetMembershipChanged {
        /// The changes.
        #[n(0)]
        changes: Vec<MembershipChange>,
        /// What all rules said of them.
        #[n(1)]
        verdict: Verdict,
    },
    /// A proposal made a subnet.
    #[n(38)]
    #[cbor(map)]
    SubnetCreated {
        /// Its id.
        #[n(0)]
        subnet_id: SubnetId,
        /// Its kind.
        #[n(1)]
        kind: String,
        /// Its members.
        #[n(2)]
        node_ids: Vec<NodeId>,
        /// What all rules said of it.
        #[n(3)]
        verdict: Verdict,
    },
    /// A proposal cordoned actors off, or lifted cordons.
    #[n(39)]
    #[cbor(map)]
    CordonsSet {
        /// Set, or set anew.
        #[n(0)]
        set: Vec<Cordon>,
        /// Lifted.
        #[n(1)]
        lifted: Vec<CordonKey>,
    },
    /// A proposal recorded a motion of a working group.
    #[n(33)]
    #[cbor(map)]
    WorkingGroupMotionRecorded {
        /// The record.
        #[n(0)]
        motion: WorkingGroupMotion,
    },
    /// A proposal recorded how a working group decided.
    #[n(34)]
    #[cbor(map)]
    WorkingGroupMotionSettled {
        /// The motion.
        #[n(0)]
        id: u64,
        /// How.
        #[n(1)]
        decision: MotionDecision,
    },
}

/// The cluster of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ClusterAssignment {
    /// The provider.
    #[n(0)]
    pub provider: ProviderId,
    /// Its cluster; absent: it is alone.
    #[n(1)]
    pub cluster: Option<ProviderId>,
}
