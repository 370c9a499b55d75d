//! Subnets of example providers: the facts of a small network, and commands on it.
//!
//! Site `n`, 1 to 12, is a data centre `dc<n>` of the owner `Owner <n>`, with operator `n` of
//! provider `n`, whose declaration is published elsewhere. The sites stand in CH, DE, FR, US, JP
//! and SG, in this order and once more. Subnet 1 has nodes 1, 2, 3 and 7, two of them in CH;
//! subnet 2 has nodes 4, 5, 6 and 8, each in another country. Spare are nodes 9 to 12, and a
//! second one of each operator: 20 + `n`. All of them run, but for the spare node 40 of operator
//! 12. Node 41 of operator 12 is an API boundary node.

use super::address;
use crate::actors;
use bonafide_types::governance::Command;
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    ChangeSubnetMembershipArgs, CordonArgs, CreateSubnetArgs, Dimension, Gps, ImportRow,
    MembershipChange, NodeRole, NodeStatus, SetCordonsArgs, SetJurisdictionArgs,
    SetSubnetKindsArgs, SetSubnetPolicyArgs, SubnetKindArgs, SubnetRules,
};

/// The kind of both subnets: four nodes, one of each provider, data centre, owner and
/// country; so subnet 1 breaks a rule.
pub const KIND: &str = "storage";

/// Where sites stand: region, degrees north and east in millionths.
const PLACES: [(&str, i32, i32); 6] = [
    ("Europe,CH,Zurich", 47_376_900, 8_541_700),
    ("Europe,DE,Berlin", 52_520_000, 13_405_000),
    ("Europe,FR,Paris", 48_856_600, 2_352_200),
    ("North America,US,Dallas", 32_776_700, -96_797_000),
    ("Asia,JP,Tokyo", 35_676_200, 139_650_300),
    ("Asia,SG,Singapore", 1_352_100, 103_819_800),
];

/// All facts of the network.
#[must_use]
pub fn network() -> Vec<ImportRow> {
    let up = NodeStatus::Up;
    let sites = (1..=12).zip(PLACES.into_iter().cycle());
    let mut rows: Vec<_> = sites
        .flat_map(|(number, place)| site(number, place))
        .collect();
    rows.extend([1, 2].map(|number| ImportRow::Subnet {
        id: actors::subnet(number),
    }));
    for (subnet, members) in [(1, [1, 2, 3, 7]), (2, [4, 5, 6, 8])] {
        rows.extend(members.map(|number| member(number, up, subnet)));
    }
    rows.extend((9..=12).map(|number| spare(number, number, up)));
    rows.extend((1..=12).map(|number| spare(20 + number, number, up)));
    rows.push(spare(40, 12, NodeStatus::Down));
    rows.push(node(41, 12, up, NodeRole::ApiBoundary, None));
    rows
}

fn site(number: u32, place: (&str, i32, i32)) -> [ImportRow; 4] {
    let (region, latitude_udeg, longitude_udeg) = place;
    let provider = actors::provider(number);
    let dc_id = format!("dc{number}");
    [
        ImportRow::DataCenter {
            id: dc_id.clone(),
            name: "Example Halls".into(),
            owner: format!("Owner {number}"),
            region: region.into(),
            gps: Some(Gps {
                latitude_udeg,
                longitude_udeg,
            }),
        },
        ImportRow::Provider {
            id: provider,
            name: Some(format!("Example Provider {number}")),
        },
        ImportRow::Declaration {
            provider,
            slug: format!("example-{number}"),
            nns_proposal: None,
            documents: vec![],
        },
        ImportRow::Operator {
            id: actors::operator(number),
            provider,
            dc_id,
        },
    ]
}

/// A node of the operator with its number that is a member of a subnet.
#[must_use]
pub fn member(number: u32, status: NodeStatus, subnet: u32) -> ImportRow {
    node(number, number, status, NodeRole::Replica, Some(subnet))
}

/// A node in no subnet.
#[must_use]
pub fn spare(number: u32, operator: u32, status: NodeStatus) -> ImportRow {
    node(number, operator, status, NodeRole::Unassigned, None)
}

fn node(
    number: u32,
    operator: u32,
    status: NodeStatus,
    role: NodeRole,
    subnet: Option<u32>,
) -> ImportRow {
    ImportRow::Node {
        id: actors::node(number),
        operator: actors::operator(operator),
        role,
        status,
        ipv6: address(number),
        generation: Some("Gen2".into()),
        subnet: subnet.map(actors::subnet),
    }
}

/// Nodes by their numbers.
#[must_use]
pub fn nodes(numbers: &[u32]) -> Vec<NodeId> {
    numbers.iter().copied().map(actors::node).collect()
}

/// Nodes that join a subnet and nodes that leave it.
#[must_use]
pub fn change(subnet: u32, add: &[u32], remove: &[u32]) -> MembershipChange {
    MembershipChange {
        subnet_id: actors::subnet(subnet),
        node_ids_add: nodes(add),
        node_ids_remove: nodes(remove),
    }
}

/// Node 11, of JP, comes to subnet 1 in place of node 7: four countries, and no two members in
/// one.
#[must_use]
pub fn exchange() -> MembershipChange {
    change(1, &[11], &[7])
}

/// Changes the members of subnets.
#[must_use]
pub fn membership(changes: Vec<MembershipChange>) -> Command {
    Command::ChangeSubnetMembership(ChangeSubnetMembershipArgs {
        changes,
        reason: "An example.".into(),
    })
}

/// Makes a subnet of the kind [`KIND`].
#[must_use]
pub fn creation(subnet: u32, members: &[u32]) -> CreateSubnetArgs {
    CreateSubnetArgs {
        subnet_id: actors::subnet(subnet),
        kind: KIND.into(),
        node_ids: nodes(members),
        reason: "An example.".into(),
    }
}

/// Says of which kind subnets are.
#[must_use]
pub fn kinds(subnets: &[u32], kind: &str) -> SetSubnetKindsArgs {
    let kind_of = |number: &u32| SubnetKindArgs {
        subnet_id: actors::subnet(*number),
        kind: kind.into(),
    };
    SetSubnetKindsArgs {
        kinds: subnets.iter().map(kind_of).collect(),
    }
}

/// Rules that bound the size alone.
#[must_use]
pub fn sizes(min_size: u32, max_size: u32) -> SubnetRules {
    SubnetRules {
        min_size,
        max_size,
        ..SubnetRules::default()
    }
}

/// The rules of a kind from now on.
#[must_use]
pub fn policy(kind: &str, rules: SubnetRules) -> SetSubnetPolicyArgs {
    SetSubnetPolicyArgs {
        kind: kind.into(),
        rules,
        source: "an example".into(),
        effective_from_ns: None,
    }
}

/// Cordons an actor off.
#[must_use]
pub fn cordon(dimension: Dimension, actor: &str, until_ns: u64) -> SetCordonsArgs {
    SetCordonsArgs {
        set: vec![CordonArgs {
            dimension,
            actor: actor.into(),
            reason: "An example.".into(),
            until_ns,
        }],
        lift: vec![],
    }
}

/// Says which countries a tag stands for.
#[must_use]
pub fn jurisdiction(tag: &str, countries: &[&str]) -> Command {
    Command::SetJurisdiction(SetJurisdictionArgs {
        tag: tag.into(),
        countries: countries.iter().map(|code| (*code).into()).collect(),
        source: "an example".into(),
    })
}
