//! What evaluating, verifying, healing and forming subnets costs: the rules alone, in a canister
//! that holds a network and nothing else, and two of the registry's queries on the real network.
//!
//! Of `validate_change_subnet_membership` only what is accepted could be measured, and nothing
//! is on the real network, because nobody there accepted a declaration of ours. What it does
//! beside `verify_membership` is to write its words.

use super::meter::Meter;
use super::{Figure, MILLION};
use bonafide_client::import::facts::Facts;
use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::instance::{create, encoded, tell, update};
use bonafide_test_support::{World, actors, canisters};
use bonafide_types::registry::{
    EvaluateNetworkArgs, ImportRow, MembershipChange, NodeRole, NodeStatus, VerifyMembershipArgs,
};
use candid::Principal;
use pocket_ic::PocketIc;

/// Methods of the canister that holds a network.
const METHODS: [&str; 6] = [
    "evaluate_all",
    "single_replacements",
    "heal",
    "create",
    "form",
    "verify",
];
/// Methods of the registry.
const QUERIES: [&str; 2] = ["evaluate_network", "verify_membership"];

/// Nodes of the real network.
const REAL: u32 = 1_447;
/// Nodes of the network that does not exist.
const LARGE: u32 = 100_000;
/// Subnets that are formed side by side.
const FORMED: u32 = 20;

/// What the heap of 100,000 nodes may take.
const HEAP: u64 = 8 * 1_024 * 1_024;

/// Measures the rules on the nodes of a CSV file, when there is one, and on a large network;
/// then the registry.
pub(super) fn measure(engine: &Engine, csv: Option<&str>) -> Vec<Figure> {
    let pic = instance(engine.builder());
    let mut figures = Vec::new();
    if let Some(csv) = csv {
        real(&pic, csv, &mut figures);
    }
    large(&pic, &mut figures);
    registry(engine, &mut figures);
    figures
}

/// The canister that holds a network.
fn holder(pic: &PocketIc) -> Principal {
    let canister = create(pic);
    let module = canisters::decentralization_meter();
    pic.install_canister(canister, module, encoded(()), None);
    canister
}

fn real(pic: &PocketIc, csv: &str, figures: &mut Vec<Figure>) {
    let canister = holder(pic);
    let anyone = actors::stranger();
    tell(pic, canister, anyone, "load", (csv,)).unwrap_or_else(|reject| panic!("load: {reject}"));
    let meter = Meter::new(pic, canister, &METHODS);
    let mut figure = |name, method, arg, limit: Option<u64>| {
        let cost = meter.call(anyone, method, arg);
        figures.push(Figure::new(name, REAL, cost, limit));
    };
    let nothing = || encoded(());
    figure(
        "evaluate all subnets",
        "evaluate_all",
        nothing(),
        Some(2 * MILLION),
    );
    figure("verify one change", "verify", nothing(), Some(MILLION));
    figure("create a subnet", "create", nothing(), Some(10 * MILLION));
    figure("heal all subnets", "heal", nothing(), Some(100 * MILLION));
    let one = encoded((1_u32,));
    figure("replacements, 1 subnet", "single_replacements", one, None);
    let all = encoded((u32::MAX,));
    figure(
        "replacements, all",
        "single_replacements",
        all.clone(),
        None,
    );
    figure("form all subnets", "form", all, None);
}

fn large(pic: &PocketIc, figures: &mut Vec<Figure>) {
    let canister = holder(pic);
    let anyone = actors::stranger();
    let heap: u64 = update(pic, canister, anyone, "load_synthetic", (LARGE,))
        .unwrap_or_else(|reject| panic!("load_synthetic: {reject}"));
    figures.push(Figure::new("network, heap bytes", LARGE, heap, Some(HEAP)));
    let meter = Meter::new(pic, canister, &METHODS);
    let mut figure = |name, method, arg, limit: Option<u64>| {
        let cost = meter.call(anyone, method, arg);
        figures.push(Figure::new(name, LARGE, cost, limit));
    };
    let limit = Some(1_000 * MILLION);
    figure("create a subnet", "create", encoded(()), limit);
    let one = encoded((1_u32,));
    figure("replacements, 1 subnet", "single_replacements", one, None);
    figure("form 20 subnets", "form", encoded((FORMED,)), None);
}

/// The registry's own queries, from the message to the reply.
fn registry(engine: &Engine, figures: &mut Vec<Figure>) {
    let world = World::install(instance(engine.builder()), canisters::registry());
    let file = canisters::fixture("network-2025-10-31.facts");
    let facts = Facts::read(&file).expect("a file of facts");
    world.import_job(&facts.network);
    let meter = Meter::new(&world.pic, world.registry, &QUERIES);
    let mut figure = |method: &'static str, arg| {
        let cost = meter.call(actors::stranger(), method, arg);
        figures.push(Figure::new(method, REAL, cost, None));
    };
    let all = EvaluateNetworkArgs::default();
    figure("evaluate_network", encoded((all,)));
    let args = VerifyMembershipArgs {
        changes: vec![exchange(facts.network.rows())],
        creations: vec![],
    };
    figure("verify_membership", encoded((args,)));
}

/// The first member in the file for the first spare node that runs.
fn exchange(rows: &[ImportRow]) -> MembershipChange {
    let member = rows.iter().find_map(|row| match row {
        ImportRow::Node { id, subnet, .. } => subnet.map(|subnet| (*id, subnet)),
        _ => None,
    });
    let spare = rows.iter().find_map(|row| match row {
        ImportRow::Node {
            id,
            role: NodeRole::Unassigned,
            status: NodeStatus::Up,
            ..
        } => Some(*id),
        _ => None,
    });
    let (member, subnet_id) = member.expect("subnets have members");
    MembershipChange {
        subnet_id,
        node_ids_add: vec![spare.expect("there are spare nodes")],
        node_ids_remove: vec![member],
    }
}
