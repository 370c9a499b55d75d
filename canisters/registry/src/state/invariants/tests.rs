//! Each rule is broken once, to see that it is seen.

use super::*;
use crate::commands::import_page::tests::imported;
use crate::commands::register_node;
use crate::commands::testing::{World, node, node_id, operator_id, provider_id, version};
use ic_stable_structures::VectorMemory;

/// A registry with something in every table.
fn world() -> World {
    let mut world = imported();
    world.register_provider(5);
    world.add_operator(5, 5, "ld1", 2);
    world.publish("en", version(1, 0, 0), "one");
    world.accept(5, "en");
    world.publish("en", version(1, 1, 0), "two");
    world
        .run_as(operator_id(5).0, register_node::decide, node(50))
        .unwrap();
    try_state(&world.state).unwrap();
    world
}

fn assert_seen(rule: &str, break_it: impl FnOnce(&mut State<VectorMemory>)) {
    let mut world = world();
    break_it(&mut world.state);
    let broken = try_state(&world.state).expect_err(rule);
    assert_eq!(broken.rule, rule);
}

#[test]
fn should_see_rows_under_another_id() {
    assert_seen("stands under its id", |state| {
        let row = state.provider(provider_id(5)).unwrap();
        state.providers.insert(&[9], &row);
    });
}

#[test]
fn should_see_settings_that_are_gone() {
    assert_seen("settings are there from the first event on", |state| {
        state.config.remove(crate::state::CONFIG_KEY);
    });
}

#[test]
fn should_see_references_to_nothing() {
    assert_seen("its data centre exists", |state| {
        state.data_centers.remove(b"ld2");
    });
    assert_seen("a provider's operators and nodes are counted", |state| {
        state
            .provider_counts
            .insert(provider_id(5).as_slice().to_vec(), (1, 2));
    });
    assert_seen("its provider exists", |state| {
        state.providers.remove(provider_id(5).as_slice());
    });
    assert_seen("its import exists", |state| {
        let mut row = state.provider(provider_id(1)).unwrap();
        row.imported.as_mut().unwrap().import_id = 7;
        state.providers.insert(provider_id(1).as_slice(), &row);
    });
    assert_seen("what was accepted was published", |state| {
        let mut row = state.acceptance(provider_id(5)).unwrap();
        row.version = version(9, 0, 0);
        state.acceptances.insert(provider_id(5).as_slice(), &row);
    });
}

#[test]
fn should_see_counters_that_do_not_count() {
    assert_seen("imported providers are counted", |state| {
        state.imported_providers.set(7);
    });
    assert_seen("an operator's nodes are counted", |state| {
        state
            .operator_counts
            .insert(operator_id(5).as_slice().to_vec(), (1, 0));
    });
    assert_seen("a subnet's members are counted", |state| {
        let (key, mut row) = state.subnets.after(None).next().unwrap();
        row.members += 1;
        state.subnets.insert(&key, &row);
    });
}

#[test]
fn should_see_indexes_that_mislead() {
    let [one, two] = [provider_id(1), provider_id(2)];
    assert_seen("is found by its provider", |state| {
        state
            .operators_by_provider
            .remove(one.as_slice(), operator_id(1).as_slice());
    });
    assert_seen(
        "operators are found by their provider and no other",
        |state| {
            state
                .operators_by_provider
                .insert(two.as_slice(), operator_id(1).as_slice(), ());
        },
    );
    assert_seen("is found by its operator", |state| {
        state
            .nodes_by_operator
            .remove(operator_id(1).as_slice(), node_id(1).as_slice());
    });
    assert_seen("is found by its subnet", |state| {
        let subnet = state.node(node_id(1)).unwrap().subnet.unwrap();
        state
            .nodes_by_subnet
            .remove(subnet.as_slice(), node_id(1).as_slice());
    });
    assert_seen("is found by its address", |state| {
        let address: std::net::Ipv6Addr = "2001:db8::1".parse().unwrap();
        state
            .node_by_address
            .insert(address.octets(), node_id(2).as_slice().to_vec());
    });
    assert_seen(
        "nodes are found where they stand and nowhere else",
        |state| {
            state
                .nodes_by_operator
                .insert(operator_id(2).as_slice(), node_id(1).as_slice(), ());
        },
    );
    assert_seen("is found by its source hash", |state| {
        let job = state.import(0).unwrap();
        state.import_by_source.insert(job.source_hash.0, 8);
    });
}

#[test]
fn should_see_texts_and_histories_out_of_order() {
    assert_seen("the body is the normal form that was hashed", |state| {
        let sha256 = state.texts("en")[0].sha256;
        state.declaration_bodies.insert(sha256.0, "other\n".into());
    });
    assert_seen(
        "texts of a language stand in the order of their versions",
        |state| {
            state.texts_by_language.get_mut("en").unwrap().reverse();
        },
    );
    assert_seen("versions and effective times ascend together", |state| {
        let mut text = state.texts("en")[1].clone();
        text.effective_from_ns = 0;
        state.declaration_texts.insert(&text.sha256.0, &text);
    });
    assert_seen("the latest acceptance ends the history", |state| {
        let mut row = state.acceptance(provider_id(5)).unwrap();
        row.lapsed_at_ns = Some(1);
        state.acceptances.insert(provider_id(5).as_slice(), &row);
    });
    assert_seen("a history belongs to an acceptance", |state| {
        state
            .acceptance_history
            .insert(provider_id(1).as_slice(), &[0; 8], vec![]);
    });
}

#[test]
fn should_see_nodes_and_imports_that_cannot_be() {
    assert_seen("replicas and no others are members of a subnet", |state| {
        let mut row = state.node(node_id(1)).unwrap();
        row.role = NodeRole::Unassigned;
        state.nodes.insert(node_id(1).as_slice(), &row);
    });
    assert_seen("its address is canonical", |state| {
        let mut row = state.node(node_id(1)).unwrap();
        row.ipv6 = "2001:DB8::1".into();
        state.nodes.insert(node_id(1).as_slice(), &row);
    });
    assert_seen("no page beyond the last was taken", |state| {
        let mut job = state.import(0).unwrap();
        job.next_page = job.pages + 1;
        state.imports.insert(&0_u64.to_be_bytes(), &job);
    });
    assert_seen("the page hashes give the source hash", |state| {
        state.import_page_hashes.insert((0, 0), [0; 32]);
    });
    assert_seen(
        "page hashes and source hashes belong to an import",
        |state| {
            state.import_page_hashes.insert((5, 0), [0; 32]);
        },
    );
}
