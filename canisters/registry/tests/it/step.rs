//! What can be tried on a registry, at random.

mod actors;
mod import;
mod machines;
mod rare;
mod standing;
mod subnets;

pub(crate) use actors::Actors;
pub(crate) use import::Row;
pub(crate) use machines::Machines;
pub(crate) use rare::rare;
pub(crate) use standing::Standing;
pub(crate) use subnets::{Site, Subnets};

use import::pages;
use proptest::prelude::*;

/// Something that is tried.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Register {
        provider: u8,
        named: bool,
    },
    Describe {
        caller: u8,
        urls: usize,
    },
    Publish {
        language: &'static str,
        bump: u8,
        body: u8,
        wait_days: Option<i64>,
    },
    Accept {
        caller: u8,
        body: u8,
    },
    AddDataCenter {
        dc: u8,
        in_range: bool,
    },
    AddOperator {
        operator: u8,
        provider: u8,
        dc: u8,
        allowance: u64,
    },
    RegisterNode {
        caller: u8,
        node: u8,
        address: u8,
        domain: Option<u8>,
        generation: u8,
    },
    Begin {
        pages: Vec<Vec<Row>>,
        honest: bool,
    },
    /// The next page, when none is named.
    Bring {
        import: u64,
        page: Option<u32>,
        honest: bool,
    },
    /// Standing of providers, and operator records that change hands.
    Standing(Standing),
    /// Nodes, generations, names of owners.
    Machines(Machines),
    /// Answers and the policy that counts them.
    Actors(Actors),
    /// Kinds and members of subnets, cordons.
    Subnets(Subnets),
    /// The periodic task that writes lapses down.
    Sweep,
    Wait {
        days: u64,
    },
}

/// Ids are drawn from `0..IDS`, so that steps meet.
pub(crate) const IDS: u8 = 4;

/// Providers are drawn from a few more, so that some are without a profile.
pub(crate) const PROVIDERS: u8 = 6;

/// Declaration texts that may be published: few, so that providers accept and outlive them.
const BODIES: u8 = 8;

/// Anything, imports as often as that.
fn step(imports: u32) -> impl Strategy<Value = Step> {
    let id = || 0..IDS;
    let mostly = || prop::bool::weighted(0.9);
    let wait_days = prop::option::of(-1..40_i64);
    prop_oneof![
        3 => (id(), mostly()).prop_map(|(provider, named)| Step::Register { provider, named }),
        1 => (id(), 0..12_usize).prop_map(|(caller, urls)| Step::Describe { caller, urls }),
        2 => (prop::sample::select(vec!["en", "en", "en", "de-CH"]), 0..4_u8, 0..BODIES, wait_days)
            .prop_map(|(language, bump, body, wait_days)| Step::Publish { language, bump, body, wait_days }),
        12 => (0..PROVIDERS, 0..BODIES).prop_map(|(caller, body)| Step::Accept { caller, body }),
        2 => (id(), mostly()).prop_map(|(dc, in_range)| Step::AddDataCenter { dc, in_range }),
        6 => (id(), id(), id(), prop_oneof![9 => 0..4_u64, 1 => Just(1_001)])
            .prop_map(|(operator, provider, dc, allowance)| Step::AddOperator { operator, provider, dc, allowance }),
        8 => (id(), 0..2 * IDS, 0..2 * IDS, domain(), 0..3_u8)
            .prop_map(|(caller, node, address, domain, generation)| Step::RegisterNode { caller, node, address, domain, generation }),
        18 => standing::step().prop_map(Step::Standing),
        18 => machines::step().prop_map(Step::Machines),
        14 => actors::step().prop_map(Step::Actors),
        12 => subnets::step().prop_map(Step::Subnets),
        imports => (pages(), mostly()).prop_map(|(pages, honest)| Step::Begin { pages, honest }),
        6 * imports => (0..4_u64, prop::option::of(0..5_u32), mostly())
            .prop_map(|(import, page, honest)| Step::Bring { import, page, honest }),
        1 => Just(Step::Sweep),
        3 => prop_oneof![3 => 1..60_u64, 1 => 100..300_u64].prop_map(|days| Step::Wait { days }),
    ]
}

/// A domain name, or none.
fn domain() -> impl Strategy<Value = Option<u8>> {
    prop::option::weighted(0.8, 0..IDS)
}

/// Each provider with all that it needs to take part, and a node, of which some serve the
/// API: what comes after that reaches farther.
fn onboarding() -> Vec<Step> {
    let declaration = Step::Publish {
        language: "en",
        bump: 0,
        body: 0,
        wait_days: None,
    };
    let each = |id: u8| {
        [
            Step::Register {
                provider: id,
                named: true,
            },
            Step::AddDataCenter {
                dc: id,
                in_range: true,
            },
            Step::AddOperator {
                operator: id,
                provider: id,
                dc: id,
                allowance: 1,
            },
            Step::Accept {
                caller: id,
                body: 0,
            },
            Step::RegisterNode {
                caller: id,
                node: id,
                address: id,
                domain: Some(id),
                generation: 0,
            },
        ]
    };
    let all = (0..IDS).flat_map(each);
    let serve = Machines::AddBoundaryNodes { ids: vec![0, 1, 2] };
    [declaration]
        .into_iter()
        .chain(all)
        .chain([Step::Machines(serve)])
        .collect()
}

/// Some steps in a row: of providers that took part from the beginning, or of a network that
/// imports bring.
pub(crate) fn history() -> impl Strategy<Value = Vec<Step>> {
    let steps = |imports| prop::collection::vec(step(imports), 60..160);
    let onboarded = steps(1).prop_map(|steps| [onboarding(), steps].concat());
    prop_oneof![onboarded, steps(8)]
}
