//! A later snapshot over an earlier one.

use super::*;
use crate::commands::update_node_operator_config_directly;
use crate::state::replay::replay;
use bonafide_kit::Aggregate;
use bonafide_kit::index::Index;
use bonafide_types::registry::{
    ApiBoundaryNode, BoundaryNodeKind, HandOver, NodeAttestation,
    UpdateNodeOperatorConfigDirectlyArgs,
};
use ic_stable_structures::VectorMemory;
use ic_stable_structures::memory_manager::VirtualMemory;

/// Brings an import of these pages, up to the first refusal.
fn bring(world: &mut World, pages: &[Vec<ImportRow>]) -> Result<(), RegistryError> {
    let import = Import::of_rows(world, pages);
    for page in (0..).take(pages.len()) {
        world.run(decide, import.args(page))?;
        try_state(&world.state).unwrap();
    }
    Ok(())
}

/// Checks that a log gives the state again.
fn assert_replays(world: &mut World) {
    let length = world.state.log().tip().length;
    let replayed = replay(world.state.log().read(0, length, usize::MAX)).unwrap();
    assert_eq!(replayed.root, root_hash(&mut world.state));
}

/// The refusal of a node for its address.
fn in_use(page: u32, row: u32, address: &str, holder: u8) -> RegistryError {
    let reason = RegistryError::AddressInUse {
        ipv6: address.into(),
        node: node_id(holder),
    };
    RegistryError::ImportRowRefused {
        page,
        row,
        reason: reason.to_string(),
    }
}

fn address_of(world: &World, n: u8) -> Option<String> {
    world.state.node(node_id(n)).map(|row| row.ipv6)
}

/// Operators and nodes of a provider.
fn held(world: &World, n: u8) -> (u32, u32) {
    let counts = world.state.provider_counts(provider_id(n));
    (counts.operators, counts.nodes)
}

fn nodes_of(world: &World, operator: u8) -> u32 {
    world.state.operator_counts(operator_id(operator)).nodes
}

fn listed(index: &Index<(), VirtualMemory<VectorMemory>>, owner: &[u8]) -> Vec<NodeId> {
    let members = index.members(owner, None);
    members
        .map(|id| NodeId(Principal::from_slice(&id)))
        .collect()
}

#[test]
fn should_move_counters_with_what_a_later_import_changes() {
    let mut world = imported();
    let registered_at_ns = world.state.node(node_id(2)).unwrap().registered_at_ns;
    world.now_ns += 1;
    let changes = [
        subnet(2),
        operator(2, 2, "ld2"),
        node(1, 3, 1, Some(2)),
        node(2, 1, 2, Some(2)),
        node(3, 2, 3, None),
    ];
    take(&mut world, &changes).unwrap();
    assert_eq!((held(&world, 1), held(&world, 2)), ((1, 1), (2, 3)));
    assert_eq!((members(&world, 1), members(&world, 2)), (0, 2));
    let moved = world.state.node(node_id(2)).unwrap();
    assert_eq!(moved.registered_at_ns, registered_at_ns, "entered before");
    assert_eq!(moved.provenance, Provenance::Imported(1));
    // The same facts twice are the same state.
    let nodes = world.state.summary().nodes;
    take(&mut world, &network().concat()).unwrap();
    assert_eq!(world.state.summary().nodes, nodes);
    assert_eq!(members(&world, 1), 2);
}

#[test]
fn should_replace_a_node_at_its_address() {
    let mut world = imported();
    world.now_ns += 1;
    take(&mut world, &[node(9, 3, 1, None)]).unwrap();
    assert_eq!(world.state.node(node_id(1)), None);
    let address = "2001:db8::1".parse().unwrap();
    assert_eq!(world.state.node_at(address), Some(node_id(9)));
    let row = world.state.node(node_id(9)).unwrap();
    assert_eq!(row.registered_at_ns, world.now_ns);
    assert_eq!(row.provenance, Provenance::Imported(1));
    assert_eq!(world.state.summary().nodes, 4);
    assert_eq!(
        [1, 2, 3].map(|operator| nodes_of(&world, operator)),
        [1, 1, 2]
    );
    assert_eq!((held(&world, 1), held(&world, 2)), ((2, 2), (1, 2)));
    assert_eq!(members(&world, 1), 1);
    let of_operator = listed(&world.state.nodes_by_operator, operator_id(1).as_slice());
    assert_eq!(of_operator, [node_id(2)]);
    let of_subnet = listed(&world.state.nodes_by_subnet, subnet_id(1).as_slice());
    assert_eq!(of_subnet, [node_id(3)]);
    assert_replays(&mut world);
}

#[test]
fn should_count_the_same_after_a_machine_was_set_up_anew() {
    let mut world = imported();
    take(&mut world, &[node(9, 1, 1, Some(1))]).unwrap();
    assert_eq!(nodes_of(&world, 1), 2);
    assert_eq!((held(&world, 1), held(&world, 2)), ((2, 3), (1, 1)));
    assert_eq!(members(&world, 1), 2);
    // And back again, by a third snapshot.
    take(&mut world, &[node(1, 1, 1, Some(1))]).unwrap();
    assert_eq!(world.state.node(node_id(9)), None);
    assert_eq!((nodes_of(&world, 1), members(&world, 1)), (2, 2));
    assert_replays(&mut world);
}

#[test]
fn should_count_a_node_that_left_for_the_provider_its_operator_has() {
    let moved = operator(1, 2, "ld1");
    let displacing = node(9, 3, 1, None);
    for rows in [
        [moved.clone(), displacing.clone()],
        [displacing.clone(), moved.clone()],
    ] {
        let mut world = imported();
        take(&mut world, &rows).unwrap();
        assert_eq!((held(&world, 1), held(&world, 2)), ((1, 1), (2, 3)));
        assert_replays(&mut world);
    }
}

#[test]
fn should_let_nodes_exchange_addresses_within_a_page_and_across_pages() {
    let swap = vec![node(1, 1, 2, Some(1)), node(2, 1, 1, None)];
    let round = vec![
        node(1, 1, 2, Some(1)),
        node(2, 1, 3, None),
        node(3, 2, 1, Some(1)),
    ];
    for (rows, expected) in [(swap, ["2", "1", "3"]), (round, ["2", "3", "1"])] {
        for rows_per_page in 1..=rows.len() {
            let mut world = imported();
            let entered_ns = world.now_ns;
            world.now_ns += 1;
            let pages: Vec<_> = rows.chunks(rows_per_page).map(<[_]>::to_vec).collect();
            bring(&mut world, &pages).unwrap();
            assert_eq!(
                [1, 2, 3].map(|n| address_of(&world, n)),
                expected.map(|last| Some(format!("2001:db8::{last}")))
            );
            // The first only moved; the second was displaced and entered as new.
            let entered = |n| world.state.node(node_id(n)).unwrap().registered_at_ns;
            assert_eq!((entered(1), entered(2)), (entered_ns, entered_ns + 1));
            assert_eq!(world.state.summary().nodes, 4);
            assert_eq!((held(&world, 1), held(&world, 2)), ((2, 3), (1, 1)));
            assert_eq!(members(&world, 1), 2);
            assert_replays(&mut world);
        }
    }
}

#[test]
fn should_refuse_a_source_that_names_an_address_twice() {
    let fresh = (node(6, 1, 20, None), node(7, 1, 20, None));
    // Also when the first was there before, and when the second was displaced by the first.
    let confirmed = (node(2, 1, 2, None), node(9, 1, 2, None));
    let displaced = (node(9, 1, 2, None), node(2, 1, 2, None));
    for ((first, second), address, holder) in [
        (fresh, "2001:db8::14", 6),
        (confirmed, "2001:db8::2", 2),
        (displaced, "2001:db8::2", 9),
    ] {
        let page = vec![first.clone(), second.clone()];
        let refusal = in_use(0, 1, address, holder);
        assert_eq!(bring(&mut imported(), &[page]), Err(refusal));
        let mut world = imported();
        let refusal = in_use(1, 0, address, holder);
        let pages = [vec![first], vec![second]];
        assert_eq!(bring(&mut world, &pages), Err(refusal));
        assert_eq!(address_of(&world, holder), Some(address.into()));
    }
}

#[test]
fn should_know_that_a_displaced_node_leaves_no_address_behind() {
    // Node 2 lost its address to node 1, so that nobody leaves it when node 2 comes back.
    let rows = [
        node(1, 1, 2, Some(1)),
        node(2, 1, 20, None),
        node(9, 1, 2, None),
    ];
    let refusal = in_use(0, 2, "2001:db8::2", 1);
    assert_eq!(bring(&mut imported(), &[rows.to_vec()]), Err(refusal));
}

#[test]
fn should_keep_an_address_for_the_node_its_operator_registered() {
    let mut world = registered();
    let import = Import::of_rows(&mut world, &[vec![node(8, 1, 1, None)]]);
    world.refuse(decide, import.args(0), in_use(0, 0, "2001:db8::1", 1));
    assert_eq!(address_of(&world, 1).as_deref(), Some("2001:db8::1"));
}

#[test]
fn should_displace_nothing_for_a_node_that_its_operator_registered() {
    let mut world = registered();
    take(&mut world, &[node(2, 1, 2, None)]).unwrap();
    take(&mut world, &[node(1, 1, 2, None)]).unwrap();
    assert_eq!(address_of(&world, 1).as_deref(), Some("2001:db8::1"));
    assert_eq!(address_of(&world, 2).as_deref(), Some("2001:db8::2"));
}

#[test]
fn should_keep_a_name_until_another_comes() {
    let nameless = ImportRow::Provider {
        id: provider_id(1),
        name: None,
    };
    let mut world = World::new();
    let facts = |world: &World| {
        let facts = world.state.provider(provider_id(1)).unwrap().imported;
        facts.map(|facts| (facts.name, facts.import_id)).unwrap()
    };
    // With and without a name, in turn; the row twice, as the same pages are the same import.
    for (rows, name) in [
        (vec![nameless.clone()], None),
        (vec![provider(1, "One")], Some("One")),
        (vec![nameless.clone(), nameless], Some("One")),
        (vec![provider(1, "Uno")], Some("Uno")),
    ] {
        take(&mut world, &rows).unwrap();
        let last = world.state.summary().imports - 1;
        assert_eq!(facts(&world), (name.map(String::from), last));
    }
    assert_eq!(world.state.summary().imported_providers, 1);
    assert_replays(&mut world);
}

#[test]
fn should_not_undo_a_newer_import_with_an_older_one_left_unfinished() {
    let mut world = imported();
    let older = Import::of_rows(
        &mut world,
        &[vec![provider(1, "some")], vec![provider(2, "some")]],
    );
    world.run(decide, older.args(0)).unwrap();
    let newer = Import::of_rows(
        &mut world,
        &[vec![provider(2, "some"), provider(3, "some")]],
    );
    let job = world.run(decide, newer.args(0)).unwrap();
    let root = root_hash(&mut world.state);
    let refusal = world.run(decide, older.args(1)).unwrap_err();
    let expected = RegistryError::ImportSuperseded {
        import_id: job.id - 1,
        by: job.id,
    };
    assert_eq!(refusal, expected);
    // What was taken before may still be sent again.
    world.run(decide, older.args(0)).unwrap();
    assert_eq!(root_hash(&mut world.state), root);
}

#[test]
fn should_keep_what_an_import_says_nothing_about() {
    let mut world = imported();
    let mut before = world.state.node(node_id(2)).unwrap();
    before.domain = Some("node-2.example.com".into());
    before.node_reward_type = Some("type1.1".into());
    before.attestation = Some(NodeAttestation {
        measurement: Blob(vec![7; 48]),
        report_sha256: Sha256Hash([7; 32]),
        submitted_at_ns: world.now_ns,
    });
    world.state.nodes.insert(before.id.as_slice(), &before);
    world.now_ns += 1;
    take(&mut world, &[node(2, 1, 2, Some(1))]).unwrap();
    let after = world.state.node(node_id(2)).unwrap();
    assert_eq!(
        (&after.domain, &after.node_reward_type, &after.attestation),
        (
            &before.domain,
            &before.node_reward_type,
            &before.attestation
        )
    );
    assert_eq!(after.role, NodeRole::Replica);
    // What another operator deposited is void.
    take(&mut world, &[node(2, 2, 2, Some(1))]).unwrap();
    let moved = world.state.node(node_id(2)).unwrap();
    assert_eq!((moved.domain, moved.attestation), (before.domain, None));
}

#[test]
fn should_ask_again_when_the_network_hands_an_operator_over() {
    let mut world = imported();
    world.now_ns += 1;
    take(&mut world, &[operator(1, 2, "ld1")]).unwrap();
    let record = world.state.node_operator(operator_id(1)).unwrap();
    let handed_over = HandOver {
        from: provider_id(1),
        at_ns: world.now_ns,
    };
    assert_eq!(record.handed_over, Some(handed_over));
    let receiver = world.state.provider(provider_id(2)).unwrap();
    assert_eq!(receiver.answers_reopened_at_ns, Some(world.now_ns));
    world.now_ns += 1;
    take(&mut world, &[operator(1, 2, "ld2")]).unwrap();
    let record = world.state.node_operator(operator_id(1)).unwrap();
    assert_eq!(record.handed_over, Some(handed_over), "the same provider");
}

#[test]
fn should_leave_a_record_handed_over_by_its_owner_alone() {
    let mut world = imported();
    world.register_provider(2);
    let hand_over = UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: operator_id(1),
        node_provider_id: provider_id(2),
    };
    let directly = update_node_operator_config_directly::decide;
    world.run_as(provider_id(1).0, directly, hand_over).unwrap();
    let record = world.state.node_operator(operator_id(1)).unwrap();
    assert_eq!(record.provenance, Provenance::SelfRegistered);
    take(&mut world, &[operator(1, 1, "ld2")]).unwrap();
    assert_eq!(world.state.node_operator(operator_id(1)), Some(record));
}

#[test]
fn should_leave_boundary_nodes_where_they_are() {
    let mut world = imported();
    let row = ApiBoundaryNode {
        node_id: node_id(4),
        version: "1".repeat(40),
        domain: "node-4.example.com".into(),
        kind: BoundaryNodeKind::Api,
        local_law_policy: None,
        monitor: false,
        added_at_ns: world.now_ns,
    };
    world
        .state
        .api_boundary_nodes
        .insert(node_id(4).as_slice(), &row);
    let displacing = Import::of_rows(&mut world, &[vec![node(9, 3, 4, None)]]);
    let refused = world.run(decide, displacing.args(0));
    assert_eq!(refused, Err(in_use(0, 0, "2001:db8::4", 4)));
    let made_replica = Import::of_rows(&mut world, &[vec![node(4, 3, 4, Some(1))]]);
    world.run(decide, made_replica.args(0)).unwrap();
    let kept = world.state.node(node_id(4)).unwrap();
    assert_eq!((kept.role, kept.subnet), (NodeRole::ApiBoundary, None));
}
