//! Valid arguments. A story spoils one field to see that field refused.

pub mod subnets;

use crate::actors;
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{
    AddDataCenterArgs, AddNodeOperatorArgs, Gps, ImportRow, NodeRole, NodeStatus, ProviderKind,
    PublishDeclarationArgs, RegisterNodeArgs, RegisterProviderArgs, RewardableNodes,
    SetGenerationArgs, Version,
};

/// A company.
#[must_use]
pub fn company(id: ProviderId) -> RegisterProviderArgs {
    RegisterProviderArgs {
        id,
        kind: ProviderKind::Company {
            register_number: "CHE-000.000.001".into(),
            jurisdiction: "CH".into(),
        },
        legal_name: "Example Machines AG".into(),
        country: "CH".into(),
        representative: Some("Erika Beispiel".into()),
        proposal: "example proposal 1".into(),
    }
}

/// A person.
#[must_use]
pub fn individual(id: ProviderId) -> RegisterProviderArgs {
    RegisterProviderArgs {
        id,
        kind: ProviderKind::Individual,
        legal_name: "Max Beispiel".into(),
        country: "DE".into(),
        representative: None,
        proposal: "example proposal 2".into(),
    }
}

/// A data centre in Zurich.
#[must_use]
pub fn data_center(id: &str) -> AddDataCenterArgs {
    AddDataCenterArgs {
        id: id.into(),
        name: "Example Halls".into(),
        owner: "Example Real Estate".into(),
        region: "Europe,CH,Zurich".into(),
        gps: Gps {
            latitude_udeg: 47_376_900,
            longitude_udeg: 8_541_700,
        },
    }
}

/// An operator that may register five nodes.
#[must_use]
pub fn node_operator(id: OperatorId, provider: ProviderId, dc_id: &str) -> AddNodeOperatorArgs {
    AddNodeOperatorArgs {
        id,
        provider,
        dc_id: dc_id.into(),
        node_allowance: 5,
        rewardable_nodes: vec![RewardableNodes {
            node_type: "type3.1".into(),
            count: 5,
        }],
        ipv6_prefix: Some("2001:db8:0:1::/64".into()),
        max_rewardable_nodes: vec![],
    }
}

/// The generation of [`node`], open since ever and without an end.
#[must_use]
pub fn generation() -> SetGenerationArgs {
    SetGenerationArgs {
        name: "Gen2".into(),
        node_types: vec!["type3".into(), "type3.1".into()],
        onboarding_from_ns: 0,
        onboarding_until_ns: None,
        supported_until_ns: None,
        sev_snp: false,
    }
}

/// A node with an address of its own.
#[must_use]
pub fn node(number: u32) -> RegisterNodeArgs {
    RegisterNodeArgs {
        id: actors::node(number),
        ipv6: address(number),
        generation: "Gen2".into(),
        node_reward_type: "type3.1".into(),
        chip_id: None,
        domain: None,
        ipv4: None,
    }
}

/// The address of [`node`], in canonical text.
#[must_use]
pub fn address(number: u32) -> String {
    let [a, b, c, d] = number.to_be_bytes().map(u16::from);
    std::net::Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 1, 1, a * 256 + b, c * 256 + d).to_string()
}

/// Text of a declaration of a version, in normal form.
#[must_use]
pub fn declaration_body(version: Version) -> String {
    format!("Declaration of good intent\nVersion {version}\n\nI operate my machines honestly.\n")
}

/// An English declaration, in force at once.
#[must_use]
pub fn declaration(version: Version) -> PublishDeclarationArgs {
    PublishDeclarationArgs {
        language: "en".into(),
        version,
        text: declaration_body(version),
        effective_from_ns: None,
    }
}

/// A version of three numbers.
#[must_use]
pub fn version(major: u16, minor: u16, patch: u16) -> Version {
    Version {
        major,
        minor,
        patch,
    }
}

/// Facts of a small network: two data centres, two providers, two operators, one subnet of
/// three nodes and one spare node, one published declaration, each referring to the others.
#[must_use]
pub fn network() -> Vec<ImportRow> {
    let data_center = |id: &str, region: &str| ImportRow::DataCenter {
        id: id.into(),
        name: format!("Halls {id}"),
        owner: "Owner".into(),
        region: region.into(),
        gps: None,
    };
    let provider = |number| ImportRow::Provider {
        id: actors::provider(number),
        name: Some(format!("Imported Provider {number}")),
    };
    let operator = |number, dc: &str| ImportRow::Operator {
        id: actors::operator(number),
        provider: actors::provider(number),
        dc_id: dc.into(),
    };
    let mut rows = vec![
        data_center("aa1", "Europe,CH,Zurich"),
        data_center("bb1", "Asia,JP,Tokyo"),
        provider(101),
        provider(102),
        operator(101, "aa1"),
        operator(102, "bb1"),
        ImportRow::Subnet {
            id: actors::subnet(1),
        },
    ];
    for (number, operator, role) in [
        (101, 101, NodeRole::Replica),
        (102, 101, NodeRole::Replica),
        (103, 102, NodeRole::Replica),
        (104, 102, NodeRole::Unassigned),
    ] {
        rows.push(imported_node(number, operator, role));
    }
    rows
}

/// An imported node; a replica is a member of subnet 1.
#[must_use]
pub fn imported_node(number: u32, operator: u32, role: NodeRole) -> ImportRow {
    ImportRow::Node {
        id: actors::node(number),
        operator: actors::operator(operator),
        role,
        status: NodeStatus::Up,
        ipv6: address(number),
        generation: Some("Gen1".into()),
        subnet: (role == NodeRole::Replica).then(|| actors::subnet(1)),
    }
}
