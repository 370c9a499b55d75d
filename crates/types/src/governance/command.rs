//! What an adopted decision does: one arm per governed method of the suite.

mod records;

use crate::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, CancelAuditPlanArgs, PenaliseAuditorArgs,
    ReinstateAuditorArgs, RemoveAuditorArgs, SetAuditPolicyArgs, SettleFindingArgs,
    SettleTransferArgs, SuspendAuditorArgs,
};
use crate::governance::{
    AddNeuronArgs, Canisters, ChangeNeuronArgs, SetSnsGovernanceArgs, SettleQuarantineArgs,
    Sources, Topic, VotingParameters,
};
use crate::identity::{
    AdmitVerifierArgs, DiscloseRecordsArgs, FreezeDisclosuresArgs, LiftFreezeArgs,
    ReinstateVerifierArgs, RemoveVerifierArgs, SetFeeBudgetArgs, SetSchemaArgs,
    SetScoreWeightsArgs, SetVerifierTermsArgs, SuspendVerifierArgs,
};
use crate::registry::{
    AddApiBoundaryNodesArgs, AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs,
    ChangeDataCenterArgs, ChangeSubnetMembershipArgs, CreateSubnetArgs, HandOverProviderArgs,
    OffboardProviderArgs, PublishDeclarationArgs, ReadmitProviderArgs,
    RecordWorkingGroupMotionArgs, RegisterProviderArgs, ReinstateProviderArgs,
    RemoveApiBoundaryNodesArgs, RemoveDataCentersArgs, RemoveNodeOperatorsArgs, RemoveNodesArgs,
    ReviseElectedGuestosVersionsArgs, SetCordonsArgs, SetGenerationArgs, SetJurisdictionArgs,
    SetOwnerAliasesArgs, SetRegistryPolicyArgs, SetSubnetKindsArgs, SetSubnetPolicyArgs,
    SettleWorkingGroupMotionArgs, SuspendProviderArgs, UpdateApiBoundaryNodesTermsArgs,
    UpdateApiBoundaryNodesVersionArgs, UpdateNodeOperatorConfigArgs,
};
use crate::rewards::{
    AdoptPeriodArgs, CancelCaseArgs, CancelPeriodArgs, FreezeCaseArgs, OpenCaseArgs,
    PayFromTreasuryArgs, ReduceCaseArgs, RefundCaseArgs, RejectAppealArgs, SetRewardsPolicyArgs,
    SettleRewardsTransferArgs, UpdateNodeRewardsTableArgs,
};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

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
    /// Registry: sets what a kind of subnet asks of its members. Critical.
    26 SetSubnetPolicy(SetSubnetPolicyArgs) =
        Registry "set_subnet_policy" SubnetManagement critical;
    /// Registry: says which kinds subnets are of.
    27 SetSubnetKinds(SetSubnetKindsArgs) =
        Registry "set_subnet_kinds" SubnetManagement ordinary;
    /// Registry: changes the members of subnets.
    28 ChangeSubnetMembership(ChangeSubnetMembershipArgs) =
        Registry "change_subnet_membership" SubnetManagement ordinary;
    /// Registry: makes a subnet of spare nodes.
    29 CreateSubnet(CreateSubnetArgs) =
        Registry "create_subnet" SubnetManagement ordinary;
    /// Registry: cordons actors off, and lifts cordons.
    30 SetCordons(SetCordonsArgs) =
        Registry "set_cordons" SubnetManagement ordinary;
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
    /// Audits: admits an auditor that applied. Critical.
    60 AdmitAuditor(AdmitAuditorArgs) =
        Audits "admit_auditor" ParticipantManagement critical;
    /// Audits: suspends an auditor. Critical.
    61 SuspendAuditor(SuspendAuditorArgs) =
        Audits "suspend_auditor" ParticipantManagement critical;
    /// Audits: ends an auditor's suspension. Critical.
    62 ReinstateAuditor(ReinstateAuditorArgs) =
        Audits "reinstate_auditor" ParticipantManagement critical;
    /// Audits: removes an auditor for good. Critical.
    63 RemoveAuditor(RemoveAuditorArgs) =
        Audits "remove_auditor" ParticipantManagement critical;
    /// Audits: takes stake of an auditor, on evidence. Critical.
    64 PenaliseAuditor(PenaliseAuditorArgs) =
        Audits "penalise_auditor" ParticipantManagement critical;
    /// Audits: sets the numbers that its rules use. Critical.
    65 SetAuditPolicy(SetAuditPolicyArgs) =
        Audits "set_audit_policy" ParticipantManagement critical;
    /// Audits: adopts a sampling plan and reserves its budget.
    66 AdoptAuditPlan(AdoptAuditPlanArgs) =
        Audits "adopt_audit_plan" ParticipantManagement ordinary;
    /// Audits: takes a plan back whose seed is not drawn.
    67 CancelAuditPlan(CancelAuditPlanArgs) =
        Audits "cancel_audit_plan" ParticipantManagement ordinary;
    /// Audits: says whether a finding stands. Critical.
    68 SettleFinding(SettleFindingArgs) =
        Audits "settle_finding" ParticipantManagement critical;
    /// Audits: settles a transfer in quarantine. Critical.
    69 SettleTransfer(SettleTransferArgs) =
        Audits "settle_transfer" ParticipantManagement critical;
    /// Rewards: adopts a period: its days, formula, rate, and where its facts come from.
    80 AdoptPeriod(AdoptPeriodArgs) =
        Rewards "adopt_period" NodeProviderRewards ordinary;
    /// Rewards: takes a period back that is not closed.
    81 CancelPeriod(CancelPeriodArgs) =
        Rewards "cancel_period" NodeProviderRewards ordinary;
    /// Rewards: adds or changes rates.
    82 UpdateNodeRewardsTable(UpdateNodeRewardsTableArgs) =
        Rewards "update_node_rewards_table" NodeProviderRewards ordinary;
    /// Rewards: puts a case on record, which the provider can answer.
    83 OpenCase(OpenCaseArgs) =
        Rewards "open_case" NodeProviderRewards ordinary;
    /// Rewards: fixes what a case can cost and locks that. Critical.
    84 FreezeCase(FreezeCaseArgs) =
        Rewards "freeze_case" NodeProviderRewards critical;
    /// Rewards: lowers what a case costs. Critical.
    85 ReduceCase(ReduceCaseArgs) =
        Rewards "reduce_case" NodeProviderRewards critical;
    /// Rewards: decides an open appeal: the case stays as it is. Critical.
    86 RejectAppeal(RejectAppealArgs) =
        Rewards "reject_appeal" NodeProviderRewards critical;
    /// Rewards: cancels a case and undoes what is so because of it. Critical.
    87 CancelCase(CancelCaseArgs) =
        Rewards "cancel_case" NodeProviderRewards critical;
    /// Rewards: gives back what an executed case took. Critical.
    88 RefundCase(RefundCaseArgs) =
        Rewards "refund_case" NodeProviderRewards critical;
    /// Rewards: sets the numbers that its rules use. Critical.
    89 SetRewardsPolicy(SetRewardsPolicyArgs) =
        Rewards "set_rewards_policy" NodeProviderRewards critical;
    /// Rewards: pays from the treasury. Critical.
    90 PayFromTreasury(PayFromTreasuryArgs) =
        Rewards "pay_from_treasury" NodeProviderRewards critical;
    /// Rewards: settles a transfer in quarantine. Critical.
    91 SettleRewardsTransfer(SettleRewardsTransferArgs) =
        Rewards "settle_transfer" NodeProviderRewards critical;
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
    /// The audits canister.
    Audits,
    /// The rewards canister.
    Rewards,
}

impl Owner {
    /// Its name, as the fields of [`Canisters`] are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Governance => "governance",
            Self::Registry => "registry",
            Self::Identity => "identity",
            Self::Audits => "audits",
            Self::Rewards => "rewards",
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
