//! Imports: approved by hash, brought page by page by anyone, resumable and idempotent.

use bonafide_test_support::import::{Pages, hash};
use bonafide_test_support::{World, actors, args, refusal, reject, reject_text, run};
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{
    ImportPageArgs, ImportRow, NodeRole, Provenance, RegistryError, Summary,
};
use serde_bytes::ByteBuf;

/// A world where the small network is approved in pages of five rows: three of them.
fn approved() -> (World, Pages, u64) {
    let world = World::new();
    let pages = Pages::of_rows(&args::network(), 5);
    assert_eq!(pages.pages.len(), 3);
    let id = run(world.governance().begin_import(&pages.approval)).unwrap();
    (world, pages, id)
}

fn bring(world: &World, args: &ImportPageArgs) {
    run(world.reader().import_page(args)).unwrap();
}

/// Sees this page refused, and nothing changed by it.
fn refused(world: &World, args: &ImportPageArgs) -> RegistryError {
    let root = world.root();
    let error = refusal(run(world.reader().import_page(args)));
    assert_eq!(world.root(), root);
    error
}

#[test]
fn an_import_brings_facts_with_their_provenance() {
    let world = World::new();
    let job = world.import("network", "2025-10-31", args::network());
    assert_eq!(
        (job.source.as_str(), job.source_version.as_str()),
        ("network", "2025-10-31")
    );
    assert_eq!((job.next_page, job.rows), (job.pages, 11));

    let node = run(world.reader().node(actors::node(101)))
        .unwrap()
        .unwrap()
        .node;
    assert_eq!(node.provenance, Provenance::Imported(job.id));
    assert_eq!(
        (node.operator, node.role),
        (actors::operator(101), NodeRole::Replica)
    );
    assert_eq!(node.subnet, Some(actors::subnet(1)));
    let operator = run(world.reader().node_operator(actors::operator(101)))
        .unwrap()
        .unwrap();
    assert_eq!(
        (operator.node_allowance, operator.dc_id.as_str()),
        (0, "aa1")
    );
    assert_eq!(operator.provenance, Provenance::Imported(job.id));
    let center = run(world.reader().data_center("bb1")).unwrap().unwrap();
    assert_eq!(center.provenance, Provenance::Imported(job.id));
    let view = run(world.reader().provider(actors::provider(102)))
        .unwrap()
        .unwrap();
    assert_eq!((view.operators, view.nodes), (1, 2));

    let summary = run(world.reader().summary()).unwrap();
    let counts = Summary {
        providers: 2,
        imported_providers: 2,
        data_centers: 2,
        node_operators: 2,
        nodes: 4,
        subnets: 1,
        imports: 1,
        ..Summary::default()
    };
    assert_eq!(
        Summary {
            events: 0,
            ..summary
        },
        counts
    );
}

#[test]
fn pages_come_in_order_from_anyone_and_a_page_taken_is_taken_once() {
    let (world, pages, id) = approved();
    assert_eq!(
        refused(&world, &pages.page(id, 1)),
        RegistryError::ImportPageOutOfOrder {
            given: 1,
            expected: 0,
            pages: 3
        }
    );
    bring(&world, &pages.page(id, 0));
    let root = world.root();
    let again = run(world
        .client(actors::provider(5))
        .import_page(&pages.page(id, 0)))
    .unwrap();
    assert_eq!((again.next_page, again.rows), (1, 5));
    assert_eq!(world.root(), root);

    // Someone else goes on where the first one stopped.
    let next = run(world.reader().import(id)).unwrap().unwrap().next_page;
    assert_eq!(next, 1);
    run(world
        .client(actors::provider(5))
        .import_page(&pages.page(id, 1)))
    .unwrap();
    run(world
        .client(actors::provider(6))
        .import_page(&pages.page(id, 2)))
    .unwrap();
    let job = run(world.reader().import(id)).unwrap().unwrap();
    assert_eq!((job.next_page, job.pages, job.rows), (3, 3, 11));

    let beyond = ImportPageArgs {
        page: 3,
        ..pages.page(id, 2)
    };
    assert_eq!(
        refused(&world, &beyond),
        RegistryError::ImportPageOutOfOrder {
            given: 3,
            expected: 3,
            pages: 3
        }
    );
}

#[test]
fn an_approval_repeated_is_the_same_import() {
    let (world, pages, id) = approved();
    let root = world.root();
    assert_eq!(
        run(world.governance().begin_import(&pages.approval)).unwrap(),
        id
    );
    assert_eq!(world.root(), root);
}

#[test]
fn an_import_half_way_survives_an_upgrade() {
    let (world, pages, id) = approved();
    bring(&world, &pages.page(id, 0));
    let nothing = candid::encode_args(()).unwrap();
    world
        .upgrade(
            bonafide_test_support::canisters::registry_of_build(1),
            nothing,
        )
        .unwrap();
    bring(&world, &pages.page(id, 1));
    bring(&world, &pages.page(id, 2));
    assert_eq!(run(world.reader().summary()).unwrap().nodes, 4);
}

#[test]
fn another_source_half_way_is_refused() {
    let (world, pages, id) = approved();
    bring(&world, &pages.page(id, 0));
    let other = Sha256Hash([5; 32]);
    let wrong = ImportPageArgs {
        source_hash: other,
        ..pages.page(id, 1)
    };
    assert_eq!(
        refused(&world, &wrong),
        RegistryError::ImportSourceMismatch {
            given: other,
            expected: pages.approval.source_hash
        }
    );
}

#[test]
fn other_bytes_than_approved_are_refused() {
    let (world, pages, id) = approved();
    let mut wrong = pages.page(id, 0);
    wrong.rows[3] ^= 1;
    let given = hash(&wrong.rows);
    assert_eq!(
        refused(&world, &wrong),
        RegistryError::ImportPageMismatch {
            page: 0,
            given,
            expected: hash(&pages.pages[0])
        }
    );
}

#[test]
fn an_unknown_import_is_refused() {
    let (world, pages, _) = approved();
    let error = refused(&world, &pages.page(7, 0));
    assert_eq!(error, RegistryError::ImportNotFound { import_id: 7 });
}

#[test]
fn an_oversized_page_is_refused_before_it_is_hashed() {
    let world = World::new();
    let pages = Pages::of_bytes(vec![vec![0; 262_145]]);
    let id = run(world.governance().begin_import(&pages.approval)).unwrap();
    let error = refused(&world, &pages.page(id, 0)).to_string();
    assert!(
        error.contains("262145") && error.contains("262144"),
        "{error}"
    );
}

/// What the registry says of an approved page of these bytes.
fn verdict(bytes: Vec<u8>) -> RegistryError {
    let world = World::new();
    let pages = Pages::of_bytes(vec![bytes]);
    let id = run(world.governance().begin_import(&pages.approval)).unwrap();
    refused(&world, &pages.page(id, 0))
}

#[test]
fn approved_bytes_that_are_not_rows_are_refused() {
    let encoded = minicbor::to_vec(args::network()).unwrap();
    let mut longer = encoded.clone();
    longer.push(0);
    for bytes in [
        vec![],
        vec![0xff; 40],
        encoded[..encoded.len() - 1].to_vec(),
        longer,
    ] {
        let error = verdict(bytes);
        assert!(
            matches!(error, RegistryError::ImportPageMalformed { page: 0, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_page_with_one_bad_row_is_refused_whole_and_the_row_is_named() {
    let rule_breakers: [fn() -> ImportRow; 4] = [
        || ImportRow::DataCenter {
            id: "UPPER".into(),
            name: "n".into(),
            owner: "o".into(),
            region: "Europe,CH,Zurich".into(),
            gps: None,
        },
        || ImportRow::DataCenter {
            id: "xx1".into(),
            name: "n".into(),
            owner: "o".into(),
            region: "Atlantis,CH,Zurich".into(),
            gps: None,
        },
        || ImportRow::Operator {
            id: actors::operator(5),
            provider: actors::provider(77),
            dc_id: "aa1".into(),
        },
        || args::imported_node(200, 77, NodeRole::Unassigned),
    ];
    for breaker in rule_breakers {
        let mut rows = args::network();
        rows.insert(7, breaker());
        let error = verdict(minicbor::to_vec(&rows).unwrap());
        let RegistryError::ImportRowRefused {
            page: 0,
            row: 7,
            reason,
        } = error
        else {
            panic!("{error:?}")
        };
        assert!(!reason.is_empty());
    }
}

#[test]
fn an_approval_with_wrong_hashes_is_refused() {
    let world = World::new();
    let root = world.root();
    let mut approval = Pages::of_rows(&args::network(), 5).approval;
    let expected = approval.source_hash;
    approval.source_hash = Sha256Hash([1; 32]);
    let text = reject(run(world.governance().begin_import(&approval)));
    let given = approval.source_hash;
    assert_eq!(
        text,
        reject_text(&RegistryError::ImportSourceMismatch { given, expected })
    );
    assert_eq!(world.root(), root);
}

#[test]
fn a_later_import_changes_what_moved_and_its_counts() {
    let world = World::new();
    world.import("network", "1", args::network());
    // Node 103 leaves the subnet, node 104 joins it under the other operator.
    let rows = vec![
        args::imported_node(103, 102, NodeRole::Unassigned),
        args::imported_node(104, 101, NodeRole::Replica),
    ];
    let job = world.import("network", "2", rows);
    let node = run(world.reader().node(actors::node(104)))
        .unwrap()
        .unwrap()
        .node;
    assert_eq!(
        (node.operator, node.subnet),
        (actors::operator(101), Some(actors::subnet(1)))
    );
    assert_eq!(node.provenance, Provenance::Imported(job.id));
    let nodes = |number| {
        run(world.reader().provider(actors::provider(number)))
            .unwrap()
            .unwrap()
            .nodes
    };
    assert_eq!((nodes(101), nodes(102)), (3, 1));
    let subnets = run(world.reader().subnets(&Default::default()))
        .unwrap()
        .subnets;
    assert_eq!(subnets[0].members, 3);
    assert_eq!(run(world.reader().summary()).unwrap().nodes, 4);
}

#[test]
fn an_import_does_not_touch_what_was_adopted_or_self_registered() {
    let world = World::new();
    let (provider, operator) = world.onboard(101);
    run(world.client(operator).register_node(&args::node(101))).unwrap();
    let before = run(world.reader().provider(provider)).unwrap().unwrap();
    let node = run(world.reader().node(actors::node(101))).unwrap();
    let record = run(world.reader().node_operator(operator)).unwrap();

    world.import("network", "1", args::network());
    let after = run(world.reader().provider(provider)).unwrap().unwrap();
    assert_eq!(after.provider.profile, before.provider.profile);
    assert_eq!(after.acceptance, before.acceptance);
    assert!(after.provider.imported.is_some());
    assert_eq!(run(world.reader().node(actors::node(101))).unwrap(), node);
    assert_eq!(run(world.reader().node_operator(operator)).unwrap(), record);
}

#[test]
fn an_empty_page_of_rows_is_an_array() {
    let world = World::new();
    let pages = Pages::of_rows(
        &[ImportRow::Subnet {
            id: actors::subnet(1),
        }],
        1,
    );
    let id = run(world.governance().begin_import(&pages.approval)).unwrap();
    let empty = ImportPageArgs {
        rows: ByteBuf::new(),
        ..pages.page(id, 0)
    };
    assert!(matches!(
        refused(&world, &empty),
        RegistryError::ImportPageMismatch { .. }
    ));
}
