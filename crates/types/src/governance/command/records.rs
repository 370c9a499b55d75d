//! The records that a command names.

use super::Command;
use crate::audits::table as audits_table;
use crate::audits::{
    AdmitAuditorArgs, PenaliseAuditorArgs, ReinstateAuditorArgs, RemoveAuditorArgs,
    SuspendAuditorArgs,
};
use crate::certified::RowKey;
use crate::governance::table;
use crate::id::{AuditorId, NodeId, OperatorId, ProviderId, SubnetId, VerifierId};
use crate::identity::table as identity_table;
use crate::identity::{
    AdmitVerifierArgs, ReinstateVerifierArgs, RemoveVerifierArgs, SetVerifierTermsArgs,
    SuspendVerifierArgs,
};
use crate::registry::{
    OffboardProviderArgs, ReinstateProviderArgs, RemoveApiBoundaryNodesArgs, SuspendProviderArgs,
    UpdateApiBoundaryNodesTermsArgs, UpdateApiBoundaryNodesVersionArgs,
};
use crate::registry::{cordon_key, table as registry_table};
use crate::rewards::table as rewards_table;
use crate::rewards::{
    AdoptPeriodArgs, CancelCaseArgs, FreezeCaseArgs, ReduceCaseArgs, RejectAppealArgs,
};
use serde_bytes::ByteBuf;

impl Command {
    /// The records it names, by table and key of the owner's certified tree, so that the
    /// journal can be asked for a record. What it would make under a number that is not yet
    /// known is named by its source: an import by its source hash, a jurisdiction by its tag,
    /// a period by its days and formula, a case by the hash of its evidence, a registry policy,
    /// weights, an audit plan and rates by an empty key, a motion by the records it is about.
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
        let subnet = |id: &SubnetId| row(registry_table::SUBNET, id.as_slice());
        let boundary_node = |id: &NodeId| row(registry_table::API_BOUNDARY_NODE, id.as_slice());
        let data_center = |id: &String| row(registry_table::DATA_CENTER, id.as_bytes());
        let verifier = |id: VerifierId| vec![row(identity_table::VERIFIER, id.as_slice())];
        let auditor = |id: AuditorId| vec![row(audits_table::AUDITOR, id.as_slice())];
        let case = |id: u64| row(rewards_table::CASE, &id.to_be_bytes());
        let treasury = || row(rewards_table::BOOKS, b"books");
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
            Self::SetSubnetPolicy(args) => {
                vec![row(registry_table::SUBNET_POLICY, args.kind.as_bytes())]
            }
            Self::SetSubnetKinds(args) => {
                let ids = args.kinds.iter().map(|kind| &kind.subnet_id);
                ids.map(subnet).collect()
            }
            Self::ChangeSubnetMembership(args) => args
                .changes
                .iter()
                .flat_map(|change| {
                    let nodes = change.node_ids_add.iter().chain(&change.node_ids_remove);
                    [subnet(&change.subnet_id)]
                        .into_iter()
                        .chain(nodes.map(node))
                })
                .collect(),
            Self::CreateSubnet(args) => [subnet(&args.subnet_id)]
                .into_iter()
                .chain(args.node_ids.iter().map(node))
                .collect(),
            Self::SetCordons(args) => {
                let set = args
                    .set
                    .iter()
                    .map(|cordon| (cordon.dimension, &cordon.actor));
                let lifted = args.lift.iter().map(|key| (key.dimension, &key.actor));
                set.chain(lifted)
                    .map(|(dimension, actor)| {
                        row(registry_table::CORDON, &cordon_key(dimension, actor))
                    })
                    .collect()
            }
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
            Self::AdmitAuditor(AdmitAuditorArgs { id, .. })
            | Self::SuspendAuditor(SuspendAuditorArgs { id, .. })
            | Self::ReinstateAuditor(ReinstateAuditorArgs { id, .. })
            | Self::RemoveAuditor(RemoveAuditorArgs { id, .. })
            | Self::PenaliseAuditor(PenaliseAuditorArgs { id, .. }) => auditor(*id),
            Self::SetAuditPolicy(_) => vec![row(audits_table::POLICY, b"policy")],
            Self::AdoptAuditPlan(_) => vec![row(audits_table::PLAN, &[])],
            Self::CancelAuditPlan(args) => {
                vec![row(audits_table::PLAN, &args.plan_id.to_be_bytes())]
            }
            Self::SettleFinding(args) => {
                vec![row(audits_table::FINDING, &args.finding_id.to_be_bytes())]
            }
            Self::SettleTransfer(args) => {
                vec![row(audits_table::TRANSFER, &args.transfer_id.to_be_bytes())]
            }
            Self::AdoptPeriod(args) => vec![row(rewards_table::PERIOD, &period_key(args))],
            Self::CancelPeriod(args) => {
                vec![row(rewards_table::PERIOD, &args.period_id.to_be_bytes())]
            }
            Self::UpdateNodeRewardsTable(_) => vec![row(rewards_table::RATES, &[])],
            Self::OpenCase(args) => {
                vec![row(rewards_table::CASE, &args.charge.evidence_hash.0)]
            }
            Self::FreezeCase(FreezeCaseArgs { case_id, .. })
            | Self::ReduceCase(ReduceCaseArgs { case_id, .. })
            | Self::RejectAppeal(RejectAppealArgs { case_id, .. })
            | Self::CancelCase(CancelCaseArgs { case_id, .. }) => vec![case(*case_id)],
            Self::RefundCase(args) => vec![case(args.case_id), treasury()],
            Self::SetRewardsPolicy(_) => vec![row(rewards_table::POLICY, b"policy")],
            Self::PayFromTreasury(_) => vec![treasury()],
            Self::SettleRewardsTransfer(args) => {
                let id = args.transfer_id.to_be_bytes();
                vec![row(rewards_table::TRANSFER, &id)]
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

/// How a period is named that has no number yet: its first and last day in 4 bytes each, and
/// the name of its formula. No number has as many bytes.
fn period_key(args: &AdoptPeriodArgs) -> Vec<u8> {
    let mut key = Vec::new();
    key.extend(args.from_day.to_be_bytes());
    key.extend(args.to_day.to_be_bytes());
    key.extend(args.engine.name().as_bytes());
    key
}
