//! One command of each kind that the registry carries out.

use crate::world::id;
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::*;

const NAMED: u64 = 1_800_000_000_000_000_000;

fn provider(n: u8) -> ProviderId {
    ProviderId(id(n, 20))
}

fn operator(n: u8) -> OperatorId {
    OperatorId(id(n, 30))
}

fn node(n: u8) -> NodeId {
    NodeId(id(n, 40))
}

fn subnet(n: u8) -> SubnetId {
    SubnetId(id(n, 70))
}

fn paid(node_type: &str, count: u32) -> Vec<RewardableNodes> {
    vec![RewardableNodes {
        node_type: node_type.into(),
        count,
    }]
}

fn zurich() -> Gps {
    Gps {
        latitude_udeg: 47_376_000,
        longitude_udeg: 8_541_000,
    }
}

pub(crate) fn add_data_center() -> Command {
    Command::AddDataCenter(AddDataCenterArgs {
        id: "zh2".into(),
        name: "Zurich 2".into(),
        owner: "Example Halls".into(),
        region: "Europe,CH,Zurich".into(),
        gps: zurich(),
    })
}

pub(super) fn all() -> Vec<Command> {
    [
        participants(),
        infrastructure(),
        rules(),
        boundary_nodes(),
        subnets(),
    ]
    .concat()
}

fn participants() -> Vec<Command> {
    let reason = || "An example.".to_owned();
    vec![
        Command::RegisterProvider(RegisterProviderArgs {
            id: provider(1),
            kind: ProviderKind::Company {
                register_number: "CHE-1".into(),
                jurisdiction: "CH".into(),
            },
            legal_name: "Example AG".into(),
            country: "CH".into(),
            representative: Some("Ada Example".into()),
            proposal: "example".into(),
        }),
        Command::SuspendProvider(SuspendProviderArgs {
            id: provider(1),
            reason: reason(),
        }),
        Command::ReinstateProvider(ReinstateProviderArgs {
            id: provider(1),
            reason: reason(),
        }),
        Command::OffboardProvider(OffboardProviderArgs {
            id: provider(1),
            reason: reason(),
        }),
        Command::ReadmitProvider(ReadmitProviderArgs {
            id: provider(1),
            despite: vec![provider(1), provider(2)],
            reason: reason(),
        }),
        Command::HandOverProvider(HandOverProviderArgs {
            from: provider(1),
            to: provider(2),
            reason: reason(),
        }),
        Command::RecordWorkingGroupMotion(RecordWorkingGroupMotionArgs {
            working_group: "Node providers".into(),
            title: "End of an example".into(),
            text_sha256: Sha256Hash([0xef; 32]),
            url: Some("https://example.com/motion".into()),
            records: vec![RecordRef {
                table: table::GENERATION.into(),
                key: Blob(b"Gen1".to_vec()),
            }],
        }),
        Command::SettleWorkingGroupMotion(SettleWorkingGroupMotionArgs {
            id: 3,
            outcome: MotionOutcome::Adopted,
            tally: Some(MotionTally {
                yes: 5,
                no: 2,
                abstain: 1,
            }),
        }),
    ]
}

fn infrastructure() -> Vec<Command> {
    vec![
        add_data_center(),
        Command::ChangeDataCenter(ChangeDataCenterArgs {
            id: "zh2".into(),
            name: "Zurich Two".into(),
            owner: "Example Halls".into(),
            region: "Europe,CH,Zurich".into(),
            gps: zurich(),
        }),
        Command::RemoveDataCenters(RemoveDataCentersArgs {
            ids: vec!["zh2".into(), "zh3".into()],
        }),
        Command::AddNodeOperator(AddNodeOperatorArgs {
            id: operator(1),
            provider: provider(1),
            dc_id: "zh2".into(),
            node_allowance: 2,
            rewardable_nodes: paid("type1.1", 2),
            ipv6_prefix: Some("2001:db8:1:2::/64".into()),
            max_rewardable_nodes: vec![],
        }),
        Command::UpdateNodeOperatorConfig(UpdateNodeOperatorConfigArgs {
            id: operator(1),
            provider: Some(provider(2)),
            dc_id: Some("zh3".into()),
            node_allowance: Some(4),
            rewardable_nodes: paid("type3.1", 4),
            max_rewardable_nodes: paid("type3.1", 5),
            ipv6_prefix: Some("2001:db8:1:3::/64".into()),
            set_ipv6_to_none: false,
        }),
        Command::RemoveNodeOperators(RemoveNodeOperatorsArgs {
            ids: vec![operator(1)],
        }),
        Command::RemoveNodes(RemoveNodesArgs {
            ids: vec![node(1), node(2)],
            return_allowance: true,
        }),
        Command::BeginImport(BeginImportArgs {
            source: "network".into(),
            source_version: "2025-10-31".into(),
            source_hash: Sha256Hash([0xab; 32]),
            page_hashes: vec![Sha256Hash([0xcd; 32])],
        }),
    ]
}

fn rules() -> Vec<Command> {
    vec![
        Command::PublishDeclaration(PublishDeclarationArgs {
            language: "en".into(),
            version: Version {
                major: 1,
                minor: 2,
                patch: 3,
            },
            text: "We act in good faith.\n".into(),
            effective_from_ns: Some(7),
        }),
        Command::SetOwnerAliases(SetOwnerAliasesArgs {
            set: vec![OwnerAliasArgs {
                alias: "Example Halls Ltd".into(),
                canonical: "Example Halls".into(),
            }],
            remove: vec!["Exampel Halls".into()],
        }),
        Command::SetJurisdiction(SetJurisdictionArgs {
            tag: "EXAMPLE".into(),
            countries: vec!["CH".into(), "LI".into()],
            source: "an example".into(),
        }),
        Command::SetGeneration(SetGenerationArgs {
            name: "Gen9".into(),
            node_types: vec!["type9.1".into()],
            onboarding_from_ns: NAMED,
            onboarding_until_ns: Some(NAMED + 1),
            supported_until_ns: Some(NAMED + 2),
            sev_snp: true,
        }),
        Command::ReviseElectedGuestosVersions(ReviseElectedGuestosVersionsArgs {
            elect: Some(ElectGuestosVersionArgs {
                version: "0123456789abcdef0123456789abcdef01234567".into(),
                release_package_sha256: Sha256Hash([0x12; 32]),
                measurements: vec![Blob(vec![0x34; 48])],
            }),
            unelect: vec!["89abcdef0123456789abcdef0123456789abcdef".into()],
        }),
        Command::SetRegistryPolicy(SetRegistryPolicyArgs {
            ownership_threshold_bps: 1_000,
            counted_links: vec![LinkKind::SharedOwner, LinkKind::Family],
            one_sided_links_count: true,
            generation_notice_days: 365,
            boundary_node_operators: 3,
            effective_from_ns: Some(NAMED),
        }),
    ]
}

fn boundary_nodes() -> Vec<Command> {
    let version = || "0123456789abcdef0123456789abcdef01234567".to_owned();
    vec![
        Command::AddApiBoundaryNodes(AddApiBoundaryNodesArgs {
            nodes: vec![AddApiBoundaryNodeArgs {
                node_id: node(1),
                kind: BoundaryNodeKind::Http,
                local_law_policy: Some(Sha256Hash([0x56; 32])),
                monitor: true,
            }],
            version: version(),
        }),
        Command::RemoveApiBoundaryNodes(RemoveApiBoundaryNodesArgs {
            node_ids: vec![node(1)],
        }),
        Command::UpdateApiBoundaryNodesVersion(UpdateApiBoundaryNodesVersionArgs {
            node_ids: vec![node(1), node(2)],
            version: version(),
        }),
        Command::UpdateApiBoundaryNodesTerms(UpdateApiBoundaryNodesTermsArgs {
            node_ids: vec![node(2)],
            local_law_policy: None,
            monitor: false,
        }),
    ]
}

fn subnets() -> Vec<Command> {
    let reason = || "An example.".to_owned();
    vec![
        Command::SetSubnetPolicy(SetSubnetPolicyArgs {
            kind: "example".into(),
            rules: subnet_rules(),
            source: "an example".into(),
            effective_from_ns: Some(NAMED),
        }),
        Command::SetSubnetKinds(SetSubnetKindsArgs {
            kinds: vec![SubnetKindArgs {
                subnet_id: subnet(1),
                kind: "example".into(),
            }],
        }),
        Command::ChangeSubnetMembership(ChangeSubnetMembershipArgs {
            changes: vec![MembershipChange {
                subnet_id: subnet(1),
                node_ids_add: vec![node(1)],
                node_ids_remove: vec![node(2), node(3)],
            }],
            reason: reason(),
        }),
        Command::CreateSubnet(CreateSubnetArgs {
            subnet_id: subnet(2),
            kind: "example".into(),
            node_ids: vec![node(4), node(5)],
            reason: reason(),
        }),
        Command::SetCordons(SetCordonsArgs {
            set: vec![CordonArgs {
                dimension: Dimension::DataCenter,
                actor: "zh2".into(),
                reason: reason(),
                until_ns: NAMED,
            }],
            lift: vec![CordonKey {
                dimension: Dimension::NodeOperator,
                actor: operator(1).to_string(),
            }],
        }),
    ]
}

/// Something in every field.
fn subnet_rules() -> SubnetRules {
    SubnetRules {
        min_size: 13,
        max_size: 40,
        byzantine_size: true,
        caps: vec![NodeCap {
            dimension: Dimension::Country,
            max: 2,
        }],
        special_caps: vec![SpecialCap {
            dimension: Dimension::NodeProvider,
            actor: provider(1).to_string(),
            min: 1,
            max: 3,
        }],
        required_tags: vec!["EXAMPLE".into()],
        forbidden_tags: vec!["US".into()],
        shares: vec![ShareRule {
            tag: "CH".into(),
            numerator: 1,
            denominator: 3,
            strict: true,
        }],
        sev: true,
        healthy_removal_divisor: 5,
    }
}
