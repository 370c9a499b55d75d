//! What an adopted decision does: one arm per governed method of the suite.

use crate::certified::RowKey;
use crate::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, SetSnsGovernanceArgs, SettleQuarantineArgs,
    Sources, Topic, VotingParameters, table,
};
use crate::id::{NodeId, OperatorId, ProviderId, VerifierId};
use crate::identity::table as identity_table;
use crate::identity::{
    AdmitVerifierArgs, DiscloseRecordsArgs, FreezeDisclosuresArgs, LiftFreezeArgs,
    ReinstateVerifierArgs, RemoveVerifierArgs, SetFeeBudgetArgs, SetSchemaArgs,
    SetScoreWeightsArgs, SetVerifierTermsArgs, SuspendVerifierArgs,
};
use crate::registry::table as registry_table;
use crate::registry::{
    AddApiBoundaryNodesArgs, AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs,
    ChangeDataCenterArgs, HandOverProviderArgs, OffboardProviderArgs, PublishDeclarationArgs,
    ReadmitProviderArgs, RecordWorkingGroupMotionArgs, RegisterProviderArgs, ReinstateProviderArgs,
    RemoveApiBoundaryNodesArgs, RemoveDataCentersArgs, RemoveNodeOperatorsArgs, RemoveNodesArgs,
    ReviseElectedGuestosVersionsArgs, SetGenerationArgs, SetJurisdictionArgs, SetOwnerAliasesArgs,
    SetRegistryPolicyArgs, SettleWorkingGroupMotionArgs, SuspendProviderArgs,
    UpdateApiBoundaryNodesTermsArgs, UpdateApiBoundaryNodesVersionArgs,
    UpdateNodeOperatorConfigArgs,
};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $number:literal $arm:ident($args:ty) = $owner:ident $method:literal
        $topic:ident $weight:ident;)+) => {
        /// A governed call. The council, an SNS, an NNS motion and an upgrade argument all
        /// produce this one type.
        ///
        /// To add a governed method, add a line to the table below, and name the records it
        /// touches in [`Command::records`]. Numbers are never reused.
        #[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
        pub enum Command {
            $($(#[doc = $doc])+ #[n($number)] $arm(#[n(0)] $args),)+
        }

        impl Command {
            /// Owner, method, topic and thresholds.
            #[must_use]
            pub fn spec(&self) -> Spec {
                match self {
                    $(Self::$arm(_) => Spec {
                        owner: Owner::$owner,
                        method: $method,
                        topic: Topic::$topic,
                        critical: commands!(@$weight),
                    },)+
                }
            }

            /// The Candid bytes of the method's argument, which its twin takes as well.
            ///
            /// # Errors
            /// When Candid cannot encode it; no value of these types is such.
            pub fn encode_args(&self) -> Result<Vec<u8>, candid::Error> {
                match self {
                    $(Self::$arm(args) => candid::encode_one(args),)+
                }
            }
        }
    };
    (@ordinary) => { false };
    (@critical) => { true };
}

commands! {
    /// Registry: adopts a provider's profile.
    0 RegisterProvider(RegisterProviderArgs) =
        Registry "register_provider" ParticipantManagement ordinary;
    /// Registry: adds a data centre.
    1 AddDataCenter(AddDataCenterArgs) =
        Registry "add_data_center" ParticipantManagement ordinary;
    /// Registry: adds an operator record.
    2 AddNodeOperator(AddNodeOperatorArgs) =
        Registry "add_node_operator" NodeAdmin ordinary;
    /// Registry: publishes a version of the declaration.
    3 PublishDeclaration(PublishDeclarationArgs) =
        Registry "publish_declaration" ParticipantManagement ordinary;
    /// Registry: approves an import by the hashes of its pages.
    4 BeginImport(BeginImportArgs) =
        Registry "begin_import" NodeAdmin ordinary;
    /// Registry: suspends a provider.
    5 SuspendProvider(SuspendProviderArgs) =
        Registry "suspend_provider" ParticipantManagement ordinary;
    /// Registry: ends a provider's suspension.
    6 ReinstateProvider(ReinstateProviderArgs) =
        Registry "reinstate_provider" ParticipantManagement ordinary;
    /// Registry: removes a provider and bars it from coming back. Critical.
    7 OffboardProvider(OffboardProviderArgs) =
        Registry "offboard_provider" ParticipantManagement critical;
    /// Registry: lets a barred provider take part. Critical.
    8 ReadmitProvider(ReadmitProviderArgs) =
        Registry "readmit_provider" ParticipantManagement critical;
    /// Registry: moves a provider's records to another principal. Critical.
    9 HandOverProvider(HandOverProviderArgs) =
        Registry "hand_over_provider" ParticipantManagement critical;
    /// Registry: changes a data centre that no operator record refers to.
    10 ChangeDataCenter(ChangeDataCenterArgs) =
        Registry "change_data_center" ParticipantManagement ordinary;
    /// Registry: removes data centres that no operator record refers to.
    11 RemoveDataCenters(RemoveDataCentersArgs) =
        Registry "remove_data_centers" ParticipantManagement ordinary;
    /// Registry: changes an operator record.
    12 UpdateNodeOperatorConfig(UpdateNodeOperatorConfigArgs) =
        Registry "update_node_operator_config" NodeAdmin ordinary;
    /// Registry: removes operator records without nodes.
    13 RemoveNodeOperators(RemoveNodeOperatorsArgs) =
        Registry "remove_node_operators" NodeAdmin ordinary;
    /// Registry: ejects nodes.
    14 RemoveNodes(RemoveNodesArgs) =
        Registry "remove_nodes" NodeAdmin ordinary;
    /// Registry: changes the alias table of data-centre owners.
    15 SetOwnerAliases(SetOwnerAliasesArgs) =
        Registry "set_owner_aliases" ParticipantManagement ordinary;
    /// Registry: says which countries a tag stands for.
    16 SetJurisdiction(SetJurisdictionArgs) =
        Registry "set_jurisdiction" ParticipantManagement ordinary;
    /// Registry: adds or changes a hardware generation.
    17 SetGeneration(SetGenerationArgs) =
        Registry "set_generation" NodeAdmin ordinary;
    /// Registry: elects a `GuestOS` version and takes others back.
    18 ReviseElectedGuestosVersions(ReviseElectedGuestosVersionsArgs) =
        Registry "revise_elected_guestos_versions" NodeAdmin ordinary;
    /// Registry: adds API boundary nodes.
    19 AddApiBoundaryNodes(AddApiBoundaryNodesArgs) =
        Registry "add_api_boundary_nodes" ApiBoundaryNodeManagement ordinary;
    /// Registry: removes API boundary nodes.
    20 RemoveApiBoundaryNodes(RemoveApiBoundaryNodesArgs) =
        Registry "remove_api_boundary_nodes" ApiBoundaryNodeManagement ordinary;
    /// Registry: upgrades API boundary nodes.
    21 UpdateApiBoundaryNodesVersion(UpdateApiBoundaryNodesVersionArgs) =
        Registry "update_api_boundary_nodes_version" ApiBoundaryNodeManagement ordinary;
    /// Registry: changes policy and duty of API boundary nodes.
    22 UpdateApiBoundaryNodesTerms(UpdateApiBoundaryNodesTermsArgs) =
        Registry "update_api_boundary_nodes_terms" ApiBoundaryNodeManagement ordinary;
    /// Registry: sets the numbers that its rules use. Critical.
    23 SetRegistryPolicy(SetRegistryPolicyArgs) =
        Registry "set_registry_policy" NodeAdmin critical;
    /// Registry: records a motion of a working group.
    24 RecordWorkingGroupMotion(RecordWorkingGroupMotionArgs) =
        Registry "record_working_group_motion" ParticipantManagement ordinary;
    /// Registry: records how a working group decided.
    25 SettleWorkingGroupMotion(SettleWorkingGroupMotionArgs) =
        Registry "settle_working_group_motion" ParticipantManagement ordinary;
    /// Identity: admits a verifier. Critical.
    40 AdmitVerifier(AdmitVerifierArgs) =
        Identity "admit_verifier" ParticipantManagement critical;
    /// Identity: changes what a verifier may attest, its fees and links.
    41 SetVerifierTerms(SetVerifierTermsArgs) =
        Identity "set_verifier_terms" ParticipantManagement ordinary;
    /// Identity: suspends a verifier. Critical.
    42 SuspendVerifier(SuspendVerifierArgs) =
        Identity "suspend_verifier" ParticipantManagement critical;
    /// Identity: ends a verifier's suspension. Critical.
    43 ReinstateVerifier(ReinstateVerifierArgs) =
        Identity "reinstate_verifier" ParticipantManagement critical;
    /// Identity: removes a verifier for good. Critical.
    44 RemoveVerifier(RemoveVerifierArgs) =
        Identity "remove_verifier" ParticipantManagement critical;
    /// Identity: adds a schema, or sets its next version.
    45 SetSchema(SetSchemaArgs) =
        Identity "set_schema" ParticipantManagement ordinary;
    /// Identity: sets what stamps and findings are worth.
    46 SetScoreWeights(SetScoreWeightsArgs) =
        Identity "set_score_weights" ParticipantManagement ordinary;
    /// Identity: says what the treasury will pay to verifiers.
    47 SetFeeBudget(SetFeeBudgetArgs) =
        Identity "set_fee_budget" ParticipantManagement ordinary;
    /// Identity: opens encrypted records to recipients. Critical.
    48 DiscloseRecords(DiscloseRecordsArgs) =
        Identity "disclose_records" ParticipantManagement critical;
    /// Identity: stops all releases of keys for a while.
    49 FreezeDisclosures(FreezeDisclosuresArgs) =
        Identity "freeze_disclosures" ParticipantManagement ordinary;
    /// Identity: ends a freeze. Critical.
    50 LiftFreeze(LiftFreezeArgs) =
        Identity "lift_freeze" ParticipantManagement critical;
    /// Governance: adds a neuron. Critical.
    100 AddNeuron(AddNeuronArgs) =
        Governance "add_neuron" Governance critical;
    /// Governance: changes a neuron's controller or voting power. Critical.
    101 ChangeNeuron(ChangeNeuronArgs) =
        Governance "change_neuron" Governance critical;
    /// Governance: says which sources of authority are on. Critical.
    102 SetSources(Sources) =
        Governance "set_sources" Governance critical;
    /// Governance: says which SNS may decide. Critical.
    103 SetSnsGovernance(SetSnsGovernanceArgs) =
        Governance "set_sns_governance" Governance critical;
    /// Governance: changes periods and thresholds of later proposals. Critical.
    104 SetVotingParameters(VotingParameters) =
        Governance "set_voting_parameters" Governance critical;
    /// Governance: says where the suite's canisters are. Critical.
    105 SetCanisters(Canisters) =
        Governance "set_canisters" Governance critical;
    /// Governance: decides what became of a call whose outcome is unknown. Critical.
    106 SettleQuarantine(SettleQuarantineArgs) =
        Governance "settle_quarantine" Governance critical;
}

/// The canister that owns what a command changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The governance canister itself: no call is made.
    Governance,
    /// The registry.
    Registry,
    /// The identity canister.
    Identity,
}

impl Owner {
    /// Its name, as the fields of [`Canisters`] are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Governance => "governance",
            Self::Registry => "registry",
            Self::Identity => "identity",
        }
    }
}

/// What governance knows of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Which canister it changes.
    pub owner: Owner,
    /// The governed method; its twin is `validate_<method>`.
    pub method: &'static str,
    /// For following.
    pub topic: Topic,
    /// Whether it needs the critical thresholds.
    pub critical: bool,
}

impl Command {
    /// The records it names, by table and key of the owner's certified tree, so that the
    /// journal can be asked for a record. What it would make under a number that is not yet
    /// known is named by its source: an import by its source hash, a jurisdiction by its tag,
    /// a policy and weights by an empty key, a motion by the records it is about.
    #[must_use]
    pub fn records(&self) -> Vec<RowKey> {
        let row = |table: &str, key: &[u8]| RowKey {
            table: table.into(),
            key: ByteBuf::from(key),
        };
        let config = || vec![row(table::CONFIG, b"config")];
        let provider = |id: ProviderId| row(registry_table::PROVIDER, id.as_slice());
        let operator = |id: OperatorId| row(registry_table::NODE_OPERATOR, id.as_slice());
        let node = |id: &NodeId| row(registry_table::NODE, id.as_slice());
        let boundary_node = |id: &NodeId| row(registry_table::API_BOUNDARY_NODE, id.as_slice());
        let data_center = |id: &String| row(registry_table::DATA_CENTER, id.as_bytes());
        let verifier = |id: VerifierId| vec![row(identity_table::VERIFIER, id.as_slice())];
        match self {
            Self::RegisterProvider(args) => {
                vec![row(registry_table::PROVIDER, args.id.as_slice())]
            }
            Self::AddDataCenter(args) => {
                vec![row(registry_table::DATA_CENTER, args.id.as_bytes())]
            }
            Self::AddNodeOperator(args) => vec![
                row(registry_table::NODE_OPERATOR, args.id.as_slice()),
                row(registry_table::PROVIDER, args.provider.as_slice()),
                row(registry_table::DATA_CENTER, args.dc_id.as_bytes()),
            ],
            Self::PublishDeclaration(args) => vec![row(
                registry_table::DECLARATION_TEXT,
                args.language.as_bytes(),
            )],
            Self::BeginImport(args) => vec![row(registry_table::IMPORT, &args.source_hash.0)],
            Self::SuspendProvider(SuspendProviderArgs { id, .. })
            | Self::ReinstateProvider(ReinstateProviderArgs { id, .. })
            | Self::OffboardProvider(OffboardProviderArgs { id, .. }) => vec![provider(*id)],
            Self::ReadmitProvider(args) => [args.id]
                .iter()
                .chain(&args.despite)
                .map(|id| provider(*id))
                .collect(),
            Self::HandOverProvider(args) => vec![provider(args.from), provider(args.to)],
            Self::ChangeDataCenter(args) => vec![data_center(&args.id)],
            Self::RemoveDataCenters(args) => args.ids.iter().map(data_center).collect(),
            Self::UpdateNodeOperatorConfig(args) => [operator(args.id)]
                .into_iter()
                .chain(args.provider.map(provider))
                .chain(args.dc_id.as_ref().map(data_center))
                .collect(),
            Self::RemoveNodeOperators(args) => args.ids.iter().copied().map(operator).collect(),
            Self::RemoveNodes(args) => args.ids.iter().map(node).collect(),
            Self::SetOwnerAliases(args) => {
                let set = args.set.iter().map(|set| &set.alias);
                set.chain(&args.remove)
                    .map(|alias| row(registry_table::OWNER_ALIAS, alias.as_bytes()))
                    .collect()
            }
            Self::SetJurisdiction(args) => {
                vec![row(registry_table::JURISDICTION, args.tag.as_bytes())]
            }
            Self::SetGeneration(args) => {
                vec![row(registry_table::GENERATION, args.name.as_bytes())]
            }
            Self::ReviseElectedGuestosVersions(args) => {
                let elected = args.elect.iter().map(|elect| &elect.version);
                elected
                    .chain(&args.unelect)
                    .map(|version| row(registry_table::GUESTOS_VERSION, version.as_bytes()))
                    .collect()
            }
            Self::AddApiBoundaryNodes(args) => {
                let ids = args.nodes.iter().map(|node| &node.node_id);
                ids.map(boundary_node).collect()
            }
            Self::RemoveApiBoundaryNodes(RemoveApiBoundaryNodesArgs { node_ids })
            | Self::UpdateApiBoundaryNodesVersion(UpdateApiBoundaryNodesVersionArgs {
                node_ids,
                ..
            })
            | Self::UpdateApiBoundaryNodesTerms(UpdateApiBoundaryNodesTermsArgs {
                node_ids, ..
            }) => node_ids.iter().map(boundary_node).collect(),
            Self::SetRegistryPolicy(_) => vec![row(registry_table::POLICY, &[])],
            Self::RecordWorkingGroupMotion(args) => args
                .records
                .iter()
                .map(|record| row(&record.table, &record.key.0))
                .collect(),
            Self::SettleWorkingGroupMotion(args) => {
                let id = args.id.to_be_bytes();
                vec![row(registry_table::WORKING_GROUP_MOTION, &id)]
            }
            Self::AdmitVerifier(AdmitVerifierArgs { id, .. })
            | Self::SetVerifierTerms(SetVerifierTermsArgs { id, .. })
            | Self::SuspendVerifier(SuspendVerifierArgs { id, .. })
            | Self::ReinstateVerifier(ReinstateVerifierArgs { id, .. })
            | Self::RemoveVerifier(RemoveVerifierArgs { id, .. }) => verifier(*id),
            Self::SetSchema(args) => vec![row(identity_table::SCHEMA, args.name.as_bytes())],
            Self::SetScoreWeights(_) => vec![row(identity_table::SCORE_WEIGHTS, &[])],
            Self::SetFeeBudget(_) => vec![row(identity_table::FEE_BUDGET, b"fee_budget")],
            Self::DiscloseRecords(args) => args
                .records
                .iter()
                .map(|record| row(identity_table::RECORD, &record.key()))
                .collect(),
            Self::FreezeDisclosures(_) | Self::LiftFreeze(_) => {
                vec![row(identity_table::FREEZE, b"freeze")]
            }
            Self::AddNeuron(_) => vec![row(table::NEURON, &[])],
            Self::ChangeNeuron(args) => vec![row(table::NEURON, &args.neuron_id.to_be_bytes())],
            Self::SetSources(_)
            | Self::SetSnsGovernance(_)
            | Self::SetVotingParameters(_)
            | Self::SetCanisters(_) => config(),
            Self::SettleQuarantine(args) => {
                vec![row(table::JOURNAL, &args.journal_id.to_be_bytes())]
            }
        }
    }
}
