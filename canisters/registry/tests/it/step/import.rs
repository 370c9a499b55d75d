//! What imports bring, at random.

use super::IDS;
use proptest::prelude::*;

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
pub(super) fn pages() -> impl Strategy<Value = Vec<Vec<Row>>> {
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
