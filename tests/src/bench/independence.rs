//! What it costs to compute clusters: of a thousand providers at once, and of one that
//! answers.

use super::meter::Meter;
use super::population::{self, Population};
use super::{Figure, MILLION};
use bonafide_test_support::{World, actors, run};
use bonafide_types::registry::{AnswerIndependenceArgs, Link, LinkKind, SetRegistryPolicyArgs};
use candid::encode_one;

/// Providers that answer.
const PROVIDERS: u32 = 1_000;
/// Each is linked to all others of its family.
const FAMILY: u32 = 4;
/// What the clusters of all may cost.
const RECOMPUTATION: u64 = 50 * MILLION;

pub(super) const METHODS: [&str; 2] = ["answer_independence", "set_registry_policy"];

/// Measures on a fresh registry.
pub(super) fn measure(world: &World, meter: &Meter<'_>) -> Vec<Figure> {
    Population::new(world).grow(PROVIDERS);
    for number in 0..PROVIDERS {
        let client = world.client(population::provider(number));
        run(client.answer_independence(&family(number))).expect("valid answers");
    }
    let mut figures = Vec::new();
    let mut figure = |name, cost, limit| figures.push(Figure::new(name, PROVIDERS, cost, limit));
    let set = |args: &SetRegistryPolicyArgs| {
        let arg = encode_one(args).expect("it encodes");
        meter.call(actors::governance(), "set_registry_policy", arg)
    };
    let mut policy = SetRegistryPolicyArgs {
        ownership_threshold_bps: 2_500,
        counted_links: vec![LinkKind::Corporate],
        one_sided_links_count: false,
        generation_notice_days: 180,
        boundary_node_operators: 2,
        effective_from_ns: None,
    };
    figure(
        "set_registry_policy, all alone before and after",
        set(&policy),
        Some(RECOMPUTATION),
    );
    policy.counted_links.push(LinkKind::Family);
    figure("set_registry_policy, all join", set(&policy), None);
    policy.one_sided_links_count = true;
    figure(
        "set_registry_policy, all stay joined",
        set(&policy),
        Some(RECOMPUTATION),
    );
    let mut left = family(0);
    left.links.clear();
    let arg = encode_one(left).expect("it encodes");
    let cost = meter.call(population::provider(0).0, "answer_independence", arg);
    figure("answer_independence, one of four leaves", cost, None);
    figures
}

/// Who belongs together: each says so of all others.
fn family(number: u32) -> AnswerIndependenceArgs {
    let first = number / FAMILY * FAMILY;
    let others = (first..first + FAMILY).filter(|other| *other != number);
    let links = others.map(|other| Link {
        kind: LinkKind::Family,
        provider: population::provider(other),
        evidence: None,
    });
    AnswerIndependenceArgs {
        owners: vec![],
        links: links.collect(),
    }
}
