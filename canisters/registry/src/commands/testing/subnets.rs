//! A network with subnets for the tests of decentralisation, brought by an import.
//!
//! Site `n`, 1 to 12, is a data centre `dc<n>` of the owner `Owner <n>`, with operator `n` of
//! provider `n`, whose declaration is published elsewhere. Two sites each are in CH, DE, FR, US,
//! JP and SG; they stand on the equator, a degree apart, but for site 12, of which that is not
//! known. Subnet 1 has nodes 1 to 4, subnet 2 nodes 5 to 8. Spare are nodes 9 to 12, and a second
//! one of each operator: 20 + `n`. All of them run, but for the spare node 40 of operator 12.
//! Node 41 of operator 12 is an API boundary node.

use super::{World, node_id, operator_id, provider_id};
use crate::commands::{
    begin_import, change_subnet_membership, import_page, set_subnet_kinds, set_subnet_policy,
};
use crate::domain::import::{page_hash, source_hash};
use crate::queries::decentralization::evaluate::evaluate_subnet;
use bonafide_kit::cbor;
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::registry::{
    BeginImportArgs, ChangeSubnetMembershipArgs, CreateSubnetArgs, Dimension, Finding, Gps,
    ImportPageArgs, ImportRow, MembershipChange, NodeCap, NodeRole, NodeStatus, RegistryError,
    Rule, SetSubnetKindsArgs, SetSubnetPolicyArgs, SubnetEvaluation, SubnetKindArgs, SubnetRules,
};
use candid::Principal;

/// The kind of subnets 1 and 2: four nodes, one of each provider, data centre and owner, two of
/// each country.
pub(crate) const KIND: &str = "small";

const REGIONS: [&str; 6] = [
    "Europe,CH,Zurich",
    "Europe,DE,Berlin",
    "Europe,FR,Paris",
    "North America,US,Dallas",
    "Asia,JP,Tokyo",
    "Asia,SG,Singapore",
];

pub(crate) fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[n, 40]))
}

pub(crate) fn node_ids(numbers: &[u8]) -> Vec<NodeId> {
    numbers.iter().copied().map(node_id).collect()
}

pub(crate) fn data_center_row(n: u8) -> ImportRow {
    let gps = Gps {
        latitude_udeg: 0,
        longitude_udeg: i32::from(n) * 1_000_000,
    };
    ImportRow::DataCenter {
        id: format!("dc{n}"),
        name: "Example Hall".into(),
        owner: format!("Owner {n}"),
        region: REGIONS[usize::from((n - 1) / 2)].into(),
        gps: (n != 12).then_some(gps),
    }
}

pub(crate) fn operator_row(n: u8, provider: u8, data_center: u8) -> ImportRow {
    ImportRow::Operator {
        id: operator_id(n),
        provider: provider_id(provider),
        dc_id: format!("dc{data_center}"),
    }
}

pub(crate) fn node_row(
    n: u8,
    operator: u8,
    status: NodeStatus,
    role: NodeRole,
    subnet: Option<u8>,
) -> ImportRow {
    ImportRow::Node {
        id: node_id(n),
        operator: operator_id(operator),
        role,
        status,
        ipv6: format!("2001:db8:1::{n:x}"),
        generation: None,
        subnet: subnet.map(subnet_id),
    }
}

pub(crate) fn member_row(n: u8, status: NodeStatus, subnet: u8) -> ImportRow {
    node_row(n, n, status, NodeRole::Replica, Some(subnet))
}

pub(crate) fn spare_row(n: u8, operator: u8, status: NodeStatus) -> ImportRow {
    node_row(n, operator, status, NodeRole::Unassigned, None)
}

pub(crate) fn rows() -> Vec<ImportRow> {
    let up = NodeStatus::Up;
    let site = |n: u8| {
        let provider = provider_id(n);
        [
            data_center_row(n),
            ImportRow::Provider {
                id: provider,
                name: None,
            },
            ImportRow::Declaration {
                provider,
                slug: format!("example-{n}"),
                nns_proposal: None,
                documents: vec![],
            },
            operator_row(n, n, n),
        ]
    };
    let mut rows: Vec<_> = (1..=12).flat_map(site).collect();
    rows.extend([1, 2].map(|n| ImportRow::Subnet { id: subnet_id(n) }));
    rows.extend((1..=4).map(|n| member_row(n, up, 1)));
    rows.extend((5..=8).map(|n| member_row(n, up, 2)));
    rows.extend((9..=12).map(|n| spare_row(n, n, up)));
    rows.extend((1..=12).map(|n| spare_row(20 + n, n, up)));
    rows.push(spare_row(40, 12, NodeStatus::Down));
    rows.push(node_row(41, 12, up, NodeRole::ApiBoundary, None));
    rows
}

/// The network, with both subnets of the kind [`KIND`].
pub(crate) fn network() -> World {
    let mut world = World::new();
    world.import(&rows());
    world.set_rules(KIND, four());
    world.set_kinds(&[1, 2], KIND);
    world
}

impl World {
    /// Brings an import of one page.
    pub(crate) fn import(&mut self, rows: &[ImportRow]) {
        let page = cbor::encode(&rows.to_vec());
        let page_hashes = vec![page_hash(&page)];
        let source_hash = source_hash(&page_hashes);
        let args = BeginImportArgs {
            source: "network".into(),
            source_version: "example".into(),
            source_hash,
            page_hashes,
        };
        let import_id = self.run(begin_import::decide, args).unwrap();
        let args = ImportPageArgs {
            import_id,
            source_hash,
            page: 0,
            rows: page.into(),
        };
        self.run(import_page::decide, args).unwrap();
    }

    pub(crate) fn set_kinds(&mut self, subnets: &[u8], kind: &str) {
        let args = kinds(subnets, kind);
        self.run(set_subnet_kinds::decide, args).unwrap();
    }

    /// The rules of a kind from now on.
    pub(crate) fn set_rules(&mut self, kind: &str, rules: SubnetRules) {
        let args = rules_of(kind, rules);
        self.run(set_subnet_policy::decide, args).unwrap();
    }

    pub(crate) fn change_members(&mut self, subnet: u8, add: &[u8], remove: &[u8]) {
        let args = changes(vec![change(subnet, add, remove)]);
        self.run(change_subnet_membership::decide, args).unwrap();
    }

    pub(crate) fn evaluated(&self, subnet: u8) -> SubnetEvaluation {
        evaluate_subnet(&self.state, subnet_id(subnet), self.now_ns).unwrap()
    }

    /// The rules that a subnet breaks, with whom each is about.
    pub(crate) fn broken(&self, subnet: u8) -> Vec<(Rule, String)> {
        let found = self.evaluated(subnet).violations.into_iter();
        found
            .map(|finding| (finding.rule, finding.subject))
            .collect()
    }
}

pub(crate) fn change(subnet: u8, add: &[u8], remove: &[u8]) -> MembershipChange {
    MembershipChange {
        subnet_id: subnet_id(subnet),
        node_ids_add: node_ids(add),
        node_ids_remove: node_ids(remove),
    }
}

pub(crate) fn changes(changes: Vec<MembershipChange>) -> ChangeSubnetMembershipArgs {
    ChangeSubnetMembershipArgs {
        changes,
        reason: "example".into(),
    }
}

pub(crate) fn creation(subnet: u8, members: &[u8]) -> CreateSubnetArgs {
    CreateSubnetArgs {
        subnet_id: subnet_id(subnet),
        kind: KIND.into(),
        node_ids: node_ids(members),
        reason: "example".into(),
    }
}

pub(crate) fn kinds(subnets: &[u8], kind: &str) -> SetSubnetKindsArgs {
    let each = subnets.iter().map(|n| SubnetKindArgs {
        subnet_id: subnet_id(*n),
        kind: kind.into(),
    });
    SetSubnetKindsArgs {
        kinds: each.collect(),
    }
}

/// The rules of [`KIND`].
pub(crate) fn four() -> SubnetRules {
    let cap = |dimension, max| NodeCap { dimension, max };
    SubnetRules {
        byzantine_size: true,
        caps: vec![
            cap(Dimension::NodeProvider, 1),
            cap(Dimension::DataCenter, 1),
            cap(Dimension::DataCenterOwner, 1),
            cap(Dimension::Country, 2),
        ],
        healthy_removal_divisor: 6,
        ..sizes(4, 4)
    }
}

/// Rules that bound the size alone.
pub(crate) fn sizes(min_size: u32, max_size: u32) -> SubnetRules {
    SubnetRules {
        min_size,
        max_size,
        ..SubnetRules::default()
    }
}

pub(crate) fn rules_of(kind: &str, rules: SubnetRules) -> SetSubnetPolicyArgs {
    SetSubnetPolicyArgs {
        kind: kind.into(),
        rules,
        source: "example".into(),
        effective_from_ns: None,
    }
}

/// The findings that a membership was refused with.
pub(crate) fn findings(refusal: RegistryError) -> Vec<Finding> {
    match refusal {
        RegistryError::MembershipRefused { findings, .. } => findings,
        other => panic!("{other:?}"),
    }
}

/// The rules that a membership was refused with.
pub(crate) fn rules_broken(refusal: RegistryError) -> Vec<Rule> {
    let found = findings(refusal).into_iter();
    found.map(|finding| finding.rule).collect()
}
