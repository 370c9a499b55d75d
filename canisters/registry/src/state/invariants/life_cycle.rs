//! Who is barred, handed over or limited, and where operators and nodes are found.

use super::{Checked, ensure};
use crate::state::bars::bar_key;
use crate::state::nodes::{role_owner, status_owner};
use crate::state::places::country_of;
use crate::state::{Event, State};
use bonafide_kit::cbor;
use bonafide_kit::commit::Entry;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};
use bonafide_types::registry::{BarSubject, Node, Provider, ProviderStatus};
use ic_stable_structures::Memory;
use std::net::Ipv4Addr;

pub(super) fn check<M: Memory>(state: &State<M>) -> Checked {
    for (_, row) in state.providers.after(None) {
        try_standing(state, &row)?;
        try_successor(state, &row)?;
    }
    try_bars(state)?;
    try_rate(state)?;
    try_places(state)?;
    try_node_indexes(state)
}

fn try_standing<M: Memory>(state: &State<M>, row: &Provider) -> Checked {
    let id = row.id;
    let own_bar = state.bar(BarSubject::Provider(id), id);
    let barred = own_bar.is_some_and(|bar| bar.lifted.is_none());
    let offboarded = row.status == ProviderStatus::Offboarded;
    ensure(
        offboarded == barred,
        "an offboarded provider, and no other, bars itself",
        &id,
    )?;
    let may_register = |operator| {
        let record = state.node_operator(operator);
        record.is_some_and(|record| record.node_allowance > 0)
    };
    ensure(
        !offboarded || !state.operators_of(id).into_iter().any(may_register),
        "an offboarded provider's operators may register nothing",
        &id,
    )
}

fn try_successor<M: Memory>(state: &State<M>, row: &Provider) -> Checked {
    let id = row.id;
    ensure(
        row.successor.is_some() == (row.status == ProviderStatus::HandedOver),
        "a provider that was handed over names its successor",
        &id,
    )?;
    let Some(successor) = row.successor else {
        return Ok(());
    };
    ensure(
        state
            .provider(successor)
            .is_some_and(|row| row.profile.is_some()),
        "a successor has the profile",
        &id,
    )?;
    let last = state.provider(state.successor(id));
    ensure(
        last.is_some_and(|row| row.successor.is_none()),
        "who took over from whom comes to an end",
        &id,
    )
}

fn try_bars<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.bars.after(None) {
        ensure(
            key == bar_key(row.subject, row.offboarded),
            "a bar stands under its subject and the offboarded provider",
            &row.subject,
        )?;
        let because: ProviderId = row.offboarded;
        ensure(
            state.provider(because).is_some(),
            "a bar's offboarded provider exists",
            &row.subject,
        )?;
        ensure(
            row.lifted
                .is_none_or(|lifted| lifted.at_ns >= row.since_ns && !lifted.reason.is_empty()),
            "a bar is lifted after it was set, for a reason",
            &row.subject,
        )?;
        let indexed = state.bars_by_offboarded.contains(because.as_slice(), &key);
        ensure(
            indexed,
            "a bar is found by the offboarded provider",
            &row.subject,
        )?;
    }
    ensure(
        state.bars_by_offboarded.len() == state.bars.len(),
        "bars are found by their offboarded provider and no other",
        &state.bars.len(),
    )
}

/// No principal has booked more than a spike from the last event on.
fn try_rate<M: Memory>(state: &State<M>) -> Checked {
    let length = state.log.tip().length;
    let last = state.log.read(length.saturating_sub(1), 1, usize::MAX);
    let last = last
        .first()
        .and_then(|bytes| cbor::decode::<Entry<Event>>(bytes).ok());
    let now_ns = last.map_or(0, |entry| entry.at_ns);
    let most_ns = now_ns.saturating_add(RATE_SPIKE * RATE_PERIOD_NS);
    for entry in state.rate.iter() {
        ensure(
            entry.value() <= most_ns,
            "nobody books more than a spike",
            entry.key(),
        )?;
    }
    Ok(())
}

fn try_places<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.node_operators.after(None) {
        let indexed = state
            .operators_by_data_center
            .contains(row.dc_id.as_bytes(), &key);
        ensure(indexed, "an operator is found by its data centre", &row.id)?;
    }
    for (key, row) in state.data_centers.after(None) {
        let country = country_of(&row);
        let owner = state.canonical_owner(&row.owner);
        ensure(
            state
                .data_centers_by_country
                .contains(country.as_bytes(), &key)
                && state.data_centers_by_owner.contains(owner.as_bytes(), &key),
            "a data centre is found by its country and owner",
            &row.id,
        )?;
    }
    ensure(
        state.operators_by_data_center.len() == state.node_operators.len()
            && state.data_centers_by_country.len() == state.data_centers.len()
            && state.data_centers_by_owner.len() == state.data_centers.len(),
        "operators and data centres are found where they stand and nowhere else",
        &state.data_centers.len(),
    )
}

fn try_node_indexes<M: Memory>(state: &State<M>) -> Checked {
    let (mut with_ipv4, mut with_generation) = (0, 0);
    for (key, row) in state.nodes.after(None) {
        let id = row.id;
        if let Some(ipv4) = &row.ipv4 {
            with_ipv4 += 1;
            let address: Option<Ipv4Addr> = ipv4.parse().ok();
            ensure(
                address.is_some_and(|address| {
                    address.to_string() == *ipv4 && state.node_at_ipv4(address) == Some(id)
                }),
                "is found by its IPv4 address, which is canonical",
                &id,
            )?;
        }
        with_generation += u64::from(row.generation.is_some());
        ensure(
            is_indexed(state, &key, &row),
            "is found by its generation, role and health",
            &id,
        )?;
    }
    let nodes = state.nodes.len();
    ensure(
        state.node_by_ipv4.len() == with_ipv4
            && state.nodes_by_generation.len() == with_generation
            && state.nodes_by_role.len() == nodes
            && state.nodes_by_status.len() == nodes,
        "nodes are found by what they are and nothing else",
        &nodes,
    )
}

fn is_indexed<M: Memory>(state: &State<M>, key: &[u8], row: &Node) -> bool {
    let by_generation = row
        .generation
        .as_ref()
        .is_none_or(|name| state.nodes_by_generation.contains(name.as_bytes(), key));
    by_generation
        && state.nodes_by_role.contains(&role_owner(row.role), key)
        && state
            .nodes_by_status
            .contains(&status_owner(row.status), key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node_id, operator_id, provider_id};
    use crate::state::invariants::try_state;
    use ic_stable_structures::VectorMemory;

    /// Provider 1 with a node; 2 offboarded; 3 handed over to 4.
    fn world() -> World {
        let mut world = World::with_operator();
        world.register_node(1, 1);
        world.onboard(2);
        world.onboard(3);
        world.offboard(2);
        world.record(Event::ProviderHandedOver {
            from: provider_id(3),
            to: provider_id(4),
            reason: "example".into(),
        });
        try_state(&world.state).unwrap();
        world
    }

    fn assert_seen(rule: &str, break_it: impl FnOnce(&mut State<VectorMemory>)) {
        let mut world = world();
        break_it(&mut world.state);
        let broken = try_state(&world.state).expect_err(rule);
        assert_eq!(broken.rule, rule);
    }

    fn change_provider(state: &mut State<VectorMemory>, n: u8, change: impl FnOnce(&mut Provider)) {
        let mut row = state.provider(provider_id(n)).unwrap();
        change(&mut row);
        state.providers.insert(row.id.as_slice(), &row);
    }

    #[test]
    fn should_see_standings_and_bars_that_do_not_agree() {
        let rule = "an offboarded provider, and no other, bars itself";
        assert_seen(rule, |state| {
            change_provider(state, 2, |row| row.status = ProviderStatus::Active);
        });
        assert_seen(rule, |state| {
            change_provider(state, 1, |row| row.status = ProviderStatus::Offboarded);
        });
        let rule = "an offboarded provider's operators may register nothing";
        assert_seen(rule, |state| {
            let mut row = state.node_operator(operator_id(2)).unwrap();
            row.node_allowance = 1;
            state.node_operators.insert(row.id.as_slice(), &row);
        });
        let subject = BarSubject::Operator(operator_id(2));
        let rule = "a bar stands under its subject and the offboarded provider";
        assert_seen(rule, |state| {
            let row = state.bar(subject, provider_id(2)).unwrap();
            state.bars.insert(&[1, 1, 1, 1], &row);
        });
        assert_seen("a bar is found by the offboarded provider", |state| {
            let key = bar_key(subject, provider_id(2));
            let owner = provider_id(2);
            state.bars_by_offboarded.remove(owner.as_slice(), &key);
        });
        let rule = "bars are found by their offboarded provider and no other";
        assert_seen(rule, |state| {
            let owner = provider_id(1);
            state.bars_by_offboarded.insert(owner.as_slice(), &[1], ());
        });
    }

    #[test]
    fn should_see_successors_that_are_none() {
        let rule = "a provider that was handed over names its successor";
        assert_seen(rule, |state| {
            change_provider(state, 3, |row| row.successor = None);
        });
        assert_seen("a successor has the profile", |state| {
            change_provider(state, 3, |row| row.successor = Some(provider_id(9)));
        });
        assert_seen("who took over from whom comes to an end", |state| {
            change_provider(state, 3, |row| row.successor = Some(provider_id(3)));
        });
    }

    #[test]
    fn should_see_bookings_and_indexes_that_mislead() {
        assert_seen("nobody books more than a spike", |state| {
            state.rate.insert(vec![1], u64::MAX);
        });
        assert_seen("an operator is found by its data centre", |state| {
            let operator = operator_id(1);
            let index = &mut state.operators_by_data_center;
            index.remove(b"zh2", operator.as_slice());
        });
        assert_seen("a data centre is found by its country and owner", |state| {
            state.data_centers_by_country.remove(b"CH", b"zh2");
        });
        let rule = "operators and data centres are found where they stand and nowhere else";
        assert_seen(rule, |state| {
            state.data_centers_by_country.insert(b"DE", b"zh2", ());
        });
        assert_seen("is found by its generation, role and health", |state| {
            let node = node_id(1);
            state.nodes_by_generation.remove(b"Gen1", node.as_slice());
        });
        let rule = "is found by its IPv4 address, which is canonical";
        assert_seen(rule, |state| {
            let mut row = state.node(node_id(1)).unwrap();
            row.ipv4 = Some("1.1.1.1".into());
            state.nodes.insert(row.id.as_slice(), &row);
        });
        let rule = "nodes are found by what they are and nothing else";
        assert_seen(rule, |state| {
            state.node_by_ipv4.insert([1, 1, 1, 1], vec![1]);
        });
    }
}
