//! What a page of nodes costs by each filter, a registration, and a hand-over.

use super::meter::Meter;
use super::population::{self, SUBNET};
use super::{Figure, MILLION};
use bonafide_test_support::{World, actors, args};
use bonafide_types::registry::{
    ListNodesArgs, NodeFilter, NodeStatus, UpdateNodeOperatorConfigDirectlyArgs,
};
use candid::encode_one;

/// Its methods.
pub(super) const METHODS: [&str; 3] = [
    "list_nodes",
    "register_node",
    "update_node_operator_config_directly",
];

/// Most instructions of a page of 100 nodes.
const PAGE: u64 = 10 * MILLION;
const REGISTRATION: u64 = 4 * MILLION;
const HAND_OVER: u64 = 6 * MILLION;
/// Actors who are not of the population.
const NEWCOMERS: u32 = 3_000_000_000;

/// Filters that give at least 100 of 100,000 nodes, except the last, which gives none of them
/// and looks as far as one call does.
fn filters() -> [(&'static str, NodeFilter); 10] {
    let all = NodeFilter::default();
    [
        ("list_nodes, all", all.clone()),
        (
            "list_nodes by country",
            NodeFilter {
                country: Some("CH".into()),
                ..all.clone()
            },
        ),
        (
            "list_nodes by owner",
            NodeFilter {
                owner: Some("Example Real Estate".into()),
                ..all.clone()
            },
        ),
        (
            "list_nodes by cluster",
            NodeFilter {
                cluster: Some(population::provider(0)),
                ..all.clone()
            },
        ),
        (
            "list_nodes by generation",
            NodeFilter {
                generation: Some("Gen1".into()),
                ..all.clone()
            },
        ),
        (
            "list_nodes by status",
            NodeFilter {
                status: Some(NodeStatus::Up),
                ..all.clone()
            },
        ),
        (
            "list_nodes by subnet",
            NodeFilter {
                subnet: Some(actors::subnet(SUBNET)),
                ..all.clone()
            },
        ),
        (
            "list_nodes by declaration",
            NodeFilter {
                declaration_lapsed: Some(false),
                ..all.clone()
            },
        ),
        (
            "list_nodes by two conditions",
            NodeFilter {
                status: Some(NodeStatus::Up),
                country: Some("CH".into()),
                ..all.clone()
            },
        ),
        (
            "list_nodes, none found",
            NodeFilter {
                generation: Some("Gen1".into()),
                status: Some(NodeStatus::Down),
                ..all
            },
        ),
    ]
}

/// Pages of 100 nodes.
pub(super) fn pages(meter: &Meter<'_>, size: u32, figures: &mut Vec<Figure>) {
    for (name, filter) in filters() {
        let list = ListNodesArgs {
            after: None,
            limit: Some(100),
            filter: Some(filter),
        };
        let arg = encode_one(list).expect("it encodes");
        let cost = meter.call(actors::stranger(), "list_nodes", arg);
        figures.push(Figure::new(name, size, cost, Some(PAGE)));
    }
}

/// A newcomer's five nodes, then its operator record goes to another newcomer.
pub(super) fn life_cycle(
    world: &World,
    meter: &Meter<'_>,
    size: u32,
    figures: &mut Vec<Figure>,
) {
    let first = NEWCOMERS + 10 * size;
    let (giver, operator) = world.onboard(first);
    let (receiver, _) = world.onboard(first + 1);
    let register = |number| {
        let arg = encode_one(args::node(first + number)).expect("it encodes");
        meter.call(operator.0, "register_node", arg)
    };
    let cost = (0..5).map(register).max().unwrap_or_default();
    figures.push(Figure::new("register_node", size, cost, Some(REGISTRATION)));

    let hand_over = UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: operator,
        node_provider_id: receiver,
    };
    let cost = meter.call(
        giver.0,
        "update_node_operator_config_directly",
        encode_one(hand_over).expect("it encodes"),
    );
    figures.push(Figure::new("operator hand-over", size, cost, Some(HAND_OVER)));
}
