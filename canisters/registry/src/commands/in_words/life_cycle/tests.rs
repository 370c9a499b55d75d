//! What voters read of providers, operator records, data centres and nodes.

use crate::commands::in_words::in_words;
use crate::commands::testing::{World, node_id, operator, operator_id, provider_id};
use crate::commands::{
    add_node_operator, hand_over_provider, offboard_provider, readmit_provider, remove_nodes,
    update_node_operator_config,
};
use bonafide_types::registry::{
    HandOverProviderArgs, OffboardProviderArgs, ReadmitProviderArgs, RemoveNodesArgs,
    UpdateNodeOperatorConfigArgs,
};

macro_rules! told {
    ($world:expr, $command:ident, $args:expr) => {{
        let ctx = $world.ctx();
        let decision = $command::decide(&$world.state, $args, &ctx).unwrap();
        in_words(&$world.state, &decision.events[0])
    }};
}

fn assert_says(words: &str, parts: &[&str]) {
    for part in parts {
        assert!(words.contains(part), "{part:?} is not in: {words}");
    }
}

/// Providers 1 and 2, one actor, each with an operator that may register two nodes; one
/// node stands.
fn world() -> World {
    let mut world = World::with_operator();
    world.onboard(2);
    world.register_node(1, 1);
    world.cluster(&[1, 2], true);
    world
}

#[test]
fn should_say_what_more_capacity_makes_possible() {
    let mut world = world();
    world.add_data_center("ge1");
    let words = told!(world, add_node_operator, operator(3, 1, "ge1", 10));
    assert_says(
        &words,
        &[
            "Its key may register 10 nodes",
            "The 2 providers that count as one actor",
            "hold 1 of 1 nodes now and could hold 14 then",
            "data centre \"ge1\" holds 0 now and could hold 10 then",
        ],
    );
    world.cluster(&[1, 2], false);
    let larger = UpdateNodeOperatorConfigArgs {
        node_allowance: Some(5),
        ..update_node_operator_config::tests::nothing(1)
    };
    let words = told!(world, update_node_operator_config, larger);
    assert_says(
        &words,
        &[
            "may register 5 nodes more instead of 1",
            "(\"Example 1\") holds 1 of 1 nodes now and could hold 6 then",
            "data centre \"zh2\" holds 1 now and could hold 8 then",
        ],
    );
}

#[test]
fn should_say_who_goes_and_who_is_barred() {
    let mut world = world();
    let leaving = OffboardProviderArgs {
        id: provider_id(1),
        reason: "gave false answers".into(),
    };
    let words = told!(world, offboard_provider, leaving);
    assert_says(
        &words,
        &[
            "Offboards node provider",
            "Its 1 operator can register no more nodes: the 1 that",
            "so are the providers that count as one actor with it",
            "(\"Example 2\")",
            "What it holds, 1 node, stays",
            "Reason: gave false answers",
        ],
    );
    world.offboard(1);
    let back = ReadmitProviderArgs {
        id: provider_id(2),
        despite: vec![provider_id(1)],
        reason: "it knew nothing".into(),
    };
    let words = told!(world, readmit_provider, back);
    assert_says(
        &words,
        &[
            "(\"Example 2\"); despite",
            "which is Offboarded since 2023-11-14 22:13:20 UTC (example)",
            "Nothing bars it then",
            "No allowance comes back",
        ],
    );
}

#[test]
fn should_say_what_lapses_and_what_comes_back() {
    let world = world();
    let hand_over = HandOverProviderArgs {
        from: provider_id(1),
        to: provider_id(5),
        reason: "its key was lost".into(),
    };
    let words = told!(world, hand_over_provider, hand_over);
    assert_says(
        &words,
        &["1 operator record with 1 node", "only after it accepted"],
    );
    let eject = |return_allowance| RemoveNodesArgs {
        ids: vec![node_id(1)],
        return_allowance,
    };
    let operator = operator_id(1).to_string();
    let words = told!(world, remove_nodes, eject(false));
    assert_says(&words, &[&operator, "No allowance comes back"]);
    let words = told!(world, remove_nodes, eject(true));
    assert_says(&words, &["the allowance for another node back"]);
}
