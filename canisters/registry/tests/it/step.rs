//! What can be tried on a registry, at random.

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
    /// The periodic task that writes lapses down.
    Sweep,
    Wait {
        days: u64,
    },
}

/// A fact of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    DataCenter(u8),
    Provider {
        provider: u8,
        name: Option<u8>,
    },
    Operator {
        operator: u8,
        provider: u8,
        dc: u8,
    },
    Subnet(u8),
    Node {
        node: u8,
        operator: u8,
        address: u8,
        subnet: Option<u8>,
    },
    Declaration(u8),
}

/// Ids are drawn from `0..IDS`, so that steps meet.
const IDS: u8 = 4;

/// Declaration texts that may be published: few, so that providers accept and outlive them.
const BODIES: u8 = 8;

fn row() -> impl Strategy<Value = Row> {
    let id = || 0..IDS;
    prop_oneof![
        2 => id().prop_map(Row::DataCenter),
        2 => (id(), name())
            .prop_map(|(provider, name)| Row::Provider { provider, name }),
        3 => (id(), id(), id()).prop_map(|(operator, provider, dc)| Row::Operator { operator, provider, dc }),
        2 => id().prop_map(Row::Subnet),
        9 => (0..2 * IDS, id(), 0..2 * IDS, prop::option::of(id()))
            .prop_map(|(node, operator, address, subnet)| Row::Node { node, operator, address, subnet }),
        1 => id().prop_map(Row::Declaration),
    ]
}

fn name() -> impl Strategy<Value = Option<u8>> {
    prop::option::of(0..2_u8)
}

/// Data centres, providers of one name or none, subnets.
fn places() -> impl Strategy<Value = Vec<Row>> {
    let rows = |id, name| {
        let provider = Row::Provider { provider: id, name };
        [Row::DataCenter(id), provider, Row::Subnet(id)]
    };
    name().prop_map(move |name| (0..IDS).flat_map(|id| rows(id, name)).collect())
}

/// Some nodes, each at an address of its own: between two of these, nodes change places.
fn machines() -> impl Strategy<Value = Vec<Row>> {
    let ids = || Just((0..2 * IDS).collect::<Vec<_>>()).prop_shuffle();
    let subnet = prop::option::of(0..IDS);
    (ids(), ids(), subnet, 2..5_usize).prop_map(|(nodes, addresses, subnet, count)| {
        let pairs = nodes.into_iter().zip(addresses).take(count);
        let row = |(node, address)| Row::Node {
            node,
            operator: node % IDS,
            address,
            subnet,
        };
        pairs.map(row).collect()
    })
}

/// Pages that mostly hold together: what rows refer to often stands before them.
fn pages() -> impl Strategy<Value = Vec<Vec<Row>>> {
    let operators: Vec<_> = (0..IDS)
        .map(|id| Row::Operator {
            operator: id,
            provider: id,
            dc: id,
        })
        .collect();
    let rest = prop::collection::vec(prop::collection::vec(row(), 0..8), 0..3);
    let places = prop::option::weighted(0.7, places());
    let operators = prop::option::weighted(0.7, Just(operators));
    let machines = prop::option::weighted(0.7, machines());
    (places, operators, machines, rest).prop_map(|(places, operators, machines, rest)| {
        let first = [places, operators, machines].into_iter().flatten();
        first.chain(rest).collect()
    })
}

fn step() -> impl Strategy<Value = Step> {
    let id = || 0..IDS;
    let mostly = || prop::bool::weighted(0.9);
    let wait_days = prop::option::of(-1..40_i64);
    prop_oneof![
        3 => (id(), mostly()).prop_map(|(provider, named)| Step::Register { provider, named }),
        1 => (id(), 0..12_usize).prop_map(|(caller, urls)| Step::Describe { caller, urls }),
        2 => (prop::sample::select(vec!["en", "en", "en", "de-CH"]), 0..4_u8, 0..BODIES, wait_days)
            .prop_map(|(language, bump, body, wait_days)| Step::Publish { language, bump, body, wait_days }),
        12 => (id(), 0..BODIES).prop_map(|(caller, body)| Step::Accept { caller, body }),
        2 => (id(), mostly()).prop_map(|(dc, in_range)| Step::AddDataCenter { dc, in_range }),
        3 => (id(), id(), id(), prop_oneof![9 => 0..4_u64, 1 => Just(1_001)])
            .prop_map(|(operator, provider, dc, allowance)| Step::AddOperator { operator, provider, dc, allowance }),
        6 => (id(), 0..2 * IDS, 0..2 * IDS)
            .prop_map(|(caller, node, address)| Step::RegisterNode { caller, node, address }),
        2 => (pages(), mostly()).prop_map(|(pages, honest)| Step::Begin { pages, honest }),
        12 => (0..4_u64, prop::option::of(0..5_u32), mostly())
            .prop_map(|(import, page, honest)| Step::Bring { import, page, honest }),
        1 => Just(Step::Sweep),
        2 => (1..60_u64).prop_map(|days| Step::Wait { days }),
    ]
}

/// Some steps in a row.
pub(crate) fn history() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 60..160)
}
