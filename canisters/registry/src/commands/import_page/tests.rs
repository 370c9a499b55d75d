//! A small network, brought page by page.

mod later;

use super::*;
use crate::commands::testing::{
    self, World, individual, node_id, operator_id, provider_id, version,
};
use crate::commands::{begin_import, register_node};
use crate::domain::import::{page_hash, source_hash};
use crate::state::invariants::try_state;
use bonafide_kit::commit::root_hash;
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{BeginImportArgs, Gps, NodeRole, NodeStatus, PublishedDocument};
use candid::Principal;

fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[n, 40]))
}

fn data_center(id: &str) -> ImportRow {
    ImportRow::DataCenter {
        id: id.into(),
        name: "Hall".into(),
        owner: "Owner".into(),
        region: "Europe,UK,London".into(),
        gps: Some(Gps {
            latitude_udeg: 51_507_000,
            longitude_udeg: -127_000,
        }),
    }
}

fn provider(n: u8, name: &str) -> ImportRow {
    ImportRow::Provider {
        id: provider_id(n),
        name: Some(name.into()),
    }
}

fn operator(n: u8, provider: u8, dc_id: &str) -> ImportRow {
    ImportRow::Operator {
        id: operator_id(n),
        provider: provider_id(provider),
        dc_id: dc_id.into(),
    }
}

fn subnet(n: u8) -> ImportRow {
    ImportRow::Subnet { id: subnet_id(n) }
}

fn node(n: u8, operator: u8, address: u8, subnet: Option<u8>) -> ImportRow {
    ImportRow::Node {
        id: node_id(n),
        operator: operator_id(operator),
        role: subnet.map_or(NodeRole::Unassigned, |_| NodeRole::Replica),
        status: NodeStatus::Up,
        ipv6: format!("2001:DB8:0::{address:x}"),
        generation: Some("Gen1".into()),
        subnet: subnet.map(subnet_id),
    }
}

fn declaration(provider: u8) -> ImportRow {
    ImportRow::Declaration {
        provider: provider_id(provider),
        slug: "example".into(),
        nns_proposal: Some(135_172),
        documents: vec![PublishedDocument {
            file: "example.pdf".into(),
            kind: "self-declaration".into(),
            sha256: Sha256Hash([7; 32]),
        }],
    }
}

/// Two providers, three operators, four nodes, one subnet.
fn network() -> Vec<Vec<ImportRow>> {
    vec![
        vec![data_center("ld1"), data_center("ld2")],
        vec![provider(1, "One"), provider(2, "Two"), declaration(2)],
        vec![
            operator(1, 1, "ld1"),
            operator(2, 1, "ld2"),
            operator(3, 2, "ld1"),
            subnet(1),
        ],
        vec![
            node(1, 1, 1, Some(1)),
            node(2, 1, 2, None),
            node(3, 2, 3, Some(1)),
            node(4, 3, 4, None),
        ],
    ]
}

/// An approved import whose pages can be brought.
struct Import {
    id: u64,
    source_hash: Sha256Hash,
    pages: Vec<Vec<u8>>,
}

impl Import {
    fn begin(world: &mut World, pages: Vec<Vec<u8>>) -> Self {
        let page_hashes: Vec<_> = pages.iter().map(|page| page_hash(page)).collect();
        let source_hash = source_hash(&page_hashes);
        let args = BeginImportArgs {
            source: "network".into(),
            source_version: "2025-10-31".into(),
            source_hash,
            page_hashes,
        };
        let id = world.run(begin_import::decide, args).unwrap();
        Self {
            id,
            source_hash,
            pages,
        }
    }

    fn of_rows(world: &mut World, pages: &[Vec<ImportRow>]) -> Self {
        Self::begin(world, pages.iter().map(cbor::encode).collect())
    }

    fn args(&self, page: u32) -> ImportPageArgs {
        let rows = self.pages.get(page as usize).cloned().unwrap_or_default();
        ImportPageArgs {
            import_id: self.id,
            source_hash: self.source_hash,
            page,
            rows: rows.into(),
        }
    }

    fn bring_all(&self, world: &mut World) -> ImportJob {
        let mut last = None;
        for page in (0..).take(self.pages.len()) {
            last = Some(world.run(decide, self.args(page)).unwrap());
            try_state(&world.state).unwrap();
        }
        last.unwrap()
    }
}

pub(crate) fn imported() -> World {
    let mut world = World::new();
    Import::of_rows(&mut world, &network()).bring_all(&mut world);
    world
}

/// A registry with provider 1, its operator 1 and node 1, which that operator registered at
/// `2001:db8::1`.
fn registered() -> World {
    let mut world = World::new();
    world.register_provider(1);
    world.add_data_center("ld1");
    world.add_operator(1, 1, "ld1", 3);
    world.publish("en", version(1, 0, 0), "text");
    world.accept(1, "en");
    let own = testing::node(1);
    world
        .run_as(operator_id(1).0, register_node::decide, own)
        .unwrap();
    world
}

/// Imports one page of rows.
fn take(world: &mut World, rows: &[ImportRow]) -> Result<ImportJob, RegistryError> {
    let import = Import::of_rows(world, &[rows.to_vec()]);
    let outcome = world.run(decide, import.args(0));
    try_state(&world.state).unwrap();
    outcome
}

fn members(world: &World, subnet: u8) -> u32 {
    let row = world.state.subnets.get(subnet_id(subnet).as_slice());
    row.unwrap().members
}

#[test]
fn should_take_a_network_page_by_page() {
    let mut world = World::new();
    let import = Import::of_rows(&mut world, &network());
    let job = import.bring_all(&mut world);
    assert_eq!((job.next_page, job.pages, job.rows), (4, 4, 13));
    assert_eq!(world.state.import(import.id), Some(job));
    let summary = world.state.summary();
    assert_eq!((summary.data_centers, summary.imported_providers), (2, 2));
    assert_eq!(
        (summary.node_operators, summary.nodes, summary.subnets),
        (3, 4, 1)
    );
    assert_eq!(summary.published_declarations, 1);
    let row = world.state.node(node_id(1)).unwrap();
    assert_eq!(row.ipv6, "2001:db8::1");
    assert_eq!(row.provenance, Provenance::Imported(import.id));
    assert_eq!(
        world
            .state
            .node_operator(operator_id(1))
            .unwrap()
            .node_allowance,
        0
    );
    let counts = world.state.provider_counts(provider_id(1));
    assert_eq!((counts.operators, counts.nodes), (2, 3));
    assert_eq!(members(&world, 1), 2);
}

#[test]
fn should_change_nothing_when_a_page_comes_again() {
    let mut world = World::new();
    let import = Import::of_rows(&mut world, &network());
    let first = world.run(decide, import.args(0)).unwrap();
    let root = root_hash(&mut world.state);
    assert_eq!(world.run(decide, import.args(0)), Ok(first.clone()));
    // Also with other bytes: what was taken was checked when it was taken.
    let mut other = import.args(0);
    other.rows = vec![1].into();
    assert_eq!(world.run(decide, other), Ok(first));
    assert_eq!(root_hash(&mut world.state), root);
    import.bring_all(&mut world);
}

#[test]
fn should_refuse_pages_that_were_not_approved_or_not_next() {
    let mut world = World::new();
    let import = Import::of_rows(&mut world, &network());
    world.run(decide, import.args(0)).unwrap();
    let unknown = ImportPageArgs {
        import_id: 9,
        ..import.args(1)
    };
    world.refuse(
        decide,
        unknown,
        RegistryError::ImportNotFound { import_id: 9 },
    );
    let given = Sha256Hash([1; 32]);
    let elsewhere = ImportPageArgs {
        source_hash: given,
        ..import.args(1)
    };
    let expected = import.source_hash;
    world.refuse(
        decide,
        elsewhere,
        RegistryError::ImportSourceMismatch { given, expected },
    );
    for given in [2, 3, 4, u32::MAX] {
        world.refuse(
            decide,
            import.args(given),
            RegistryError::ImportPageOutOfOrder {
                given,
                expected: 1,
                pages: 4,
            },
        );
    }
    let mut forged = import.args(1);
    forged.rows = import.pages[2].clone().into();
    world.refuse(
        decide,
        forged,
        RegistryError::ImportPageMismatch {
            page: 1,
            given: page_hash(&import.pages[2]),
            expected: page_hash(&import.pages[1]),
        },
    );
    let mut huge = import.args(1);
    huge.rows = vec![0; IMPORT_PAGE_BYTES + 1].into();
    world.refuse_field(decide, huge, "rows");
    import.bring_all(&mut world);
    world.refuse(
        decide,
        import.args(4),
        RegistryError::ImportPageOutOfOrder {
            given: 4,
            expected: 4,
            pages: 4,
        },
    );
}

#[test]
fn should_refuse_bytes_that_are_not_rows() {
    let mut left_over = cbor::encode(&vec![subnet(1)]);
    left_over.push(0);
    let huge_array = vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    for bytes in [vec![], vec![0xff], b"text".to_vec(), left_over, huge_array] {
        let mut world = World::new();
        let import = Import::begin(&mut world, vec![bytes.clone()]);
        let refusal = world.refused(decide, import.args(0));
        assert!(
            matches!(refusal, RegistryError::ImportPageMalformed { page: 0, .. }),
            "{bytes:?}: {refusal:?}"
        );
    }
    let mut world = World::new();
    let import = Import::of_rows(&mut world, &[vec![subnet(1); IMPORT_PAGE_ROWS + 1]]);
    world.refuse_field(decide, import.args(0), "rows");
}

#[test]
fn should_refuse_a_page_whole_and_name_the_row() {
    let wrong_role = ImportRow::Node {
        id: node_id(9),
        operator: operator_id(1),
        role: NodeRole::ApiBoundary,
        status: NodeStatus::Up,
        ipv6: "2001:db8::9".into(),
        generation: None,
        subnet: Some(subnet_id(1)),
    };
    for (bad, words) in [
        (data_center("LD3"), "lower-case"),
        (provider(3, " x"), "name"),
        (operator(4, 9, "ld1"), "no provider"),
        (operator(4, 1, "ld9"), "no data centre"),
        (node(9, 9, 9, None), "no node operator"),
        (node(9, 1, 9, Some(9)), "stands before its members"),
        (wrong_role, "only a replica"),
        (declaration(9), "no provider"),
    ] {
        let mut world = imported();
        let rows = vec![data_center("ld5"), bad];
        let import = Import::of_rows(&mut world, &[rows]);
        match world.refused(decide, import.args(0)) {
            RegistryError::ImportRowRefused {
                page: 0,
                row: 1,
                reason,
            } => {
                assert!(reason.contains(words), "{reason}");
            }
            other => panic!("{words}: {other:?}"),
        }
        assert_eq!(world.state.data_center("ld5"), None);
    }
}

#[test]
fn should_let_rows_refer_to_earlier_rows_of_their_page() {
    let mut world = World::new();
    let mut rows = network().concat();
    let job = take(&mut world, &rows).unwrap();
    assert_eq!(job.rows, 13);
    rows.reverse();
    let refusal = take(&mut World::new(), &rows).unwrap_err();
    assert!(matches!(
        refusal,
        RegistryError::ImportRowRefused { row: 0, .. }
    ));
}

#[test]
fn should_follow_addresses_within_a_page() {
    let mut world = imported();
    // Node 1 leaves its address to a new node; nodes 2 and 3 change places by way of a third.
    let moves = [
        node(1, 1, 11, Some(1)),
        node(5, 1, 1, None),
        node(2, 1, 12, None),
        node(3, 2, 2, Some(1)),
        node(2, 1, 3, None),
    ];
    take(&mut world, &moves).unwrap();
    let at = |n: u8| world.state.node(node_id(n)).unwrap().ipv6;
    assert_eq!(
        [at(1), at(5), at(2), at(3)],
        ["b", "1", "3", "2"].map(|a| format!("2001:db8::{a}"))
    );
}

#[test]
fn should_leave_alone_what_proposals_and_owners_wrote() {
    let mut world = registered();
    let before = (
        world.state.data_center("ld1"),
        world.state.node_operator(operator_id(1)),
        world.state.node(node_id(1)),
        world.state.acceptance(provider_id(1)),
    );
    take(&mut world, &network().concat()).unwrap();
    let after = (
        world.state.data_center("ld1"),
        world.state.node_operator(operator_id(1)),
        world.state.node(node_id(1)),
        world.state.acceptance(provider_id(1)),
    );
    assert_eq!(after, before);
    let row = world.state.provider(provider_id(1)).unwrap();
    assert_eq!(row.profile.unwrap().legal_name, individual(1).legal_name);
    assert_eq!(row.imported.unwrap().name.as_deref(), Some("One"));
}
