//! One valid command for each governed method of the registry, and what they need before.
//! None of them stands in the way of another.

use bonafide_test_support::args::subnets;
use bonafide_test_support::import::Pages;
use bonafide_test_support::{START_NS, actors, args};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, NodeId, OperatorId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::*;

/// The data centre of the operators here.
const HALL: &str = "hall";
/// The generation of the nodes here.
pub(super) const GENERATION: &str = "Gen9";
/// A version that runs.
const RUNNING: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// A version to upgrade to.
const NEXT: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
/// A tag that is there.
pub(super) const TAG: &str = "DACH";
/// A boundary node that stays one.
pub(super) const BOUNDARY_NODE: u32 = 31;
/// A kind of subnets that asks little.
pub(super) const KIND: &str = "example";
/// A subnet of that kind, brought by an import with its members and [`SPARE_NODE`].
pub(super) const SUBNET: u32 = 9;
/// A spare node that may join a subnet.
pub(super) const SPARE_NODE: u32 = 203;
/// A member that may leave.
const MEMBER: u32 = 202;

/// A launch measurement that an elected version has.
pub(super) fn measurement() -> Blob {
    Blob(vec![0x4d; 48])
}

fn because() -> String {
    "An example.".into()
}

fn operator(number: u32) -> Command {
    let operator = actors::operator(number);
    Command::AddNodeOperator(args::node_operator(operator, actors::provider(1), HALL))
}

fn data_center(id: &str) -> Command {
    Command::AddDataCenter(args::data_center(id))
}

fn generation(name: &str) -> Command {
    Command::SetGeneration(SetGenerationArgs {
        name: name.into(),
        node_types: vec!["type3.1".into()],
        onboarding_from_ns: 0,
        onboarding_until_ns: None,
        supported_until_ns: None,
        sev_snp: true,
    })
}

fn election(version: &str, measurements: Vec<Blob>) -> Command {
    Command::ReviseElectedGuestosVersions(ReviseElectedGuestosVersionsArgs {
        elect: Some(ElectGuestosVersionArgs {
            version: version.into(),
            release_package_sha256: Sha256Hash([7; 32]),
            measurements,
        }),
        unelect: vec![],
    })
}

fn boundary_nodes(numbers: &[u32]) -> Command {
    let node = |number: &u32| AddApiBoundaryNodeArgs {
        node_id: actors::node(*number),
        kind: BoundaryNodeKind::Api,
        local_law_policy: None,
        monitor: false,
    };
    Command::AddApiBoundaryNodes(AddApiBoundaryNodesArgs {
        nodes: numbers.iter().map(node).collect(),
        version: RUNNING.into(),
    })
}

fn motion(title: &str) -> Command {
    Command::RecordWorkingGroupMotion(RecordWorkingGroupMotionArgs {
        working_group: "Examples".into(),
        title: title.into(),
        text_sha256: Sha256Hash([8; 32]),
        url: None,
        records: vec![RecordRef {
            table: table::GENERATION.into(),
            key: Blob(GENERATION.into()),
        }],
    })
}

/// A node as [`args::node`] has it, of the generation here and with a domain.
pub(super) fn node(number: u32) -> RegisterNodeArgs {
    RegisterNodeArgs {
        generation: GENERATION.into(),
        chip_id: Some(Blob(vec![9; 64])),
        domain: Some(format!("node{number}.example.com")),
        ..args::node(number)
    }
}

/// A subnet of two nodes and a spare one.
fn subnet() -> Vec<ImportRow> {
    let number = 200;
    let provider = actors::provider(number);
    let dc_id = String::from("imported");
    let up = NodeStatus::Up;
    let id = actors::subnet(SUBNET);
    let member = |number| ImportRow::Node {
        id: actors::node(number),
        operator: actors::operator(200),
        role: NodeRole::Replica,
        status: up,
        ipv6: args::address(number),
        generation: None,
        subnet: Some(id),
    };
    vec![
        ImportRow::DataCenter {
            id: dc_id.clone(),
            name: "Example Halls".into(),
            owner: "Example Owner".into(),
            region: "Europe,CH,Zurich".into(),
            gps: None,
        },
        ImportRow::Provider {
            id: provider,
            name: None,
        },
        ImportRow::Declaration {
            provider,
            slug: "example".into(),
            nns_proposal: None,
            documents: vec![],
        },
        ImportRow::Operator {
            id: actors::operator(number),
            provider,
            dc_id,
        },
        ImportRow::Subnet { id },
        member(201),
        member(MEMBER),
        subnets::spare(SPARE_NODE, number, up),
    ]
}

/// The member leaves, which the kind of its subnet allows.
pub(super) fn change() -> MembershipChange {
    subnets::change(SUBNET, &[], &[MEMBER])
}

/// Prepares a registry in which provider 1 may operate, and subnet [`SUBNET`] may change.
pub(super) fn prepare(
    govern: impl Fn(&Command),
    register: impl Fn(OperatorId, RegisterNodeArgs),
    import: impl Fn(Vec<ImportRow>),
) {
    for number in [4, 5, 6, 7, 8, 14] {
        let company = args::company(actors::provider(number));
        govern(&Command::RegisterProvider(company));
    }
    govern(&Command::OffboardProvider(OffboardProviderArgs {
        id: actors::provider(5),
        reason: because(),
    }));
    govern(&Command::SuspendProvider(SuspendProviderArgs {
        id: actors::provider(6),
        reason: because(),
    }));
    for id in [HALL, "spare", "gone"] {
        govern(&data_center(id));
    }
    for number in [10, 11, 12, 13, 31, 32, 33] {
        govern(&operator(number));
    }
    govern(&generation(GENERATION));
    govern(&election(RUNNING, vec![measurement()]));
    govern(&election(NEXT, vec![]));
    for (by, number) in [(12, 20), (12, 24), (31, BOUNDARY_NODE), (32, 32), (33, 33)] {
        register(actors::operator(by), node(number));
    }
    govern(&boundary_nodes(&[BOUNDARY_NODE, 32, 33]));
    govern(&motion("An open motion"));
    govern(&jurisdiction(TAG));
    import(subnet());
    let rules = subnets::policy(KIND, subnets::sizes(1, 10));
    govern(&Command::SetSubnetPolicy(rules));
    govern(&Command::SetSubnetKinds(subnets::kinds(&[SUBNET], KIND)));
}

fn jurisdiction(tag: &str) -> Command {
    Command::SetJurisdiction(SetJurisdictionArgs {
        tag: tag.into(),
        countries: vec!["AT".into(), "CH".into(), "DE".into()],
        source: "an example".into(),
    })
}

/// The commands, for a registry that [`prepare`] was called for.
pub(super) fn commands() -> Vec<Command> {
    [participants(), infrastructure(), memberships(), rules()].concat()
}

fn participants() -> Vec<Command> {
    vec![
        Command::RegisterProvider(args::company(actors::provider(3))),
        Command::SuspendProvider(SuspendProviderArgs {
            id: actors::provider(7),
            reason: because(),
        }),
        Command::ReinstateProvider(ReinstateProviderArgs {
            id: actors::provider(6),
            reason: because(),
        }),
        Command::OffboardProvider(OffboardProviderArgs {
            id: actors::provider(4),
            reason: because(),
        }),
        Command::ReadmitProvider(ReadmitProviderArgs {
            id: actors::provider(5),
            despite: vec![actors::provider(5)],
            reason: because(),
        }),
        Command::HandOverProvider(HandOverProviderArgs {
            from: actors::provider(8),
            to: actors::provider(9),
            reason: because(),
        }),
        motion("Another motion"),
        Command::SettleWorkingGroupMotion(SettleWorkingGroupMotionArgs {
            id: 0,
            outcome: MotionOutcome::Withdrawn,
            tally: None,
        }),
    ]
}

fn infrastructure() -> Vec<Command> {
    let AddDataCenterArgs {
        id: _,
        name: _,
        owner,
        region,
        gps,
    } = args::data_center("spare");
    let node = |number: u32| -> Vec<NodeId> { vec![actors::node(number)] };
    vec![
        data_center("dc3"),
        Command::ChangeDataCenter(ChangeDataCenterArgs {
            id: "spare".into(),
            name: "Another name".into(),
            owner,
            region,
            gps,
        }),
        Command::RemoveDataCenters(RemoveDataCentersArgs {
            ids: vec!["gone".into()],
        }),
        operator(3),
        Command::UpdateNodeOperatorConfig(UpdateNodeOperatorConfigArgs {
            id: actors::operator(11),
            provider: None,
            dc_id: None,
            node_allowance: Some(4),
            rewardable_nodes: vec![],
            max_rewardable_nodes: vec![],
            ipv6_prefix: None,
            set_ipv6_to_none: false,
        }),
        Command::RemoveNodeOperators(RemoveNodeOperatorsArgs {
            ids: vec![actors::operator(10)],
        }),
        Command::RemoveNodes(RemoveNodesArgs {
            ids: node(20),
            return_allowance: false,
        }),
        Command::BeginImport(Pages::of_rows(&args::network(), 100).approval),
        boundary_nodes(&[24]),
        Command::RemoveApiBoundaryNodes(RemoveApiBoundaryNodesArgs { node_ids: node(33) }),
        Command::UpdateApiBoundaryNodesVersion(UpdateApiBoundaryNodesVersionArgs {
            node_ids: node(BOUNDARY_NODE),
            version: NEXT.into(),
        }),
        Command::UpdateApiBoundaryNodesTerms(UpdateApiBoundaryNodesTermsArgs {
            node_ids: node(32),
            local_law_policy: Some(Sha256Hash([6; 32])),
            monitor: true,
        }),
    ]
}

fn memberships() -> Vec<Command> {
    let creation = CreateSubnetArgs {
        kind: KIND.into(),
        ..subnets::creation(10, &[SPARE_NODE])
    };
    let until_ns = START_NS + 30 * DAY_NS;
    let cordon = subnets::cordon(Dimension::Area, "CH,Nowhere", until_ns);
    let rules = subnets::policy("example-2", subnets::sizes(4, 4));
    vec![
        subnets::membership(vec![change()]),
        Command::CreateSubnet(creation),
        Command::SetSubnetKinds(subnets::kinds(&[SUBNET], subnets::KIND)),
        Command::SetSubnetPolicy(rules),
        Command::SetCordons(cordon),
    ]
}

fn rules() -> Vec<Command> {
    vec![
        Command::PublishDeclaration(args::declaration(args::version(2, 0, 0))),
        Command::SetOwnerAliases(SetOwnerAliasesArgs {
            set: vec![OwnerAliasArgs {
                alias: "Example Real Estate Ltd".into(),
                canonical: "Example Real Estate".into(),
            }],
            remove: vec![],
        }),
        jurisdiction("EXAMPLE"),
        generation("Gen10"),
        election("cccccccccccccccccccccccccccccccccccccccc", vec![]),
        Command::SetRegistryPolicy(SetRegistryPolicyArgs {
            ownership_threshold_bps: 1_000,
            counted_links: LinkKind::ALL.into(),
            one_sided_links_count: false,
            generation_notice_days: 200,
            boundary_node_operators: 2,
            effective_from_ns: None,
        }),
    ]
}
