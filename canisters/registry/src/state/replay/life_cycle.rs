//! What must be there before providers, operator records, data centres or nodes change.

use super::{Checked, absent, check_provider, known, rule};
use crate::domain::{dc_id, principal, region, text};
use crate::state::{Event, State};
use bonafide_types::id::{NodeId, OperatorId, ProviderId};
use bonafide_types::limits::{HAND_OVER_OPERATORS, NAME_BYTES, NODE_ALLOWANCE};
use bonafide_types::registry::{BarSubject, DataCenter, NodeOperator, ProviderStatus};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    match event {
        Event::ProviderStatusChanged {
            provider, status, ..
        } => {
            let before = status_of(state, *provider)?;
            rule(
                matches!(
                    (before, status),
                    (ProviderStatus::Active, ProviderStatus::Suspended)
                        | (ProviderStatus::Suspended, ProviderStatus::Active)
                ),
                "an active provider is suspended, a suspended one reinstated",
            )
        }
        Event::ProviderOffboarded {
            provider, barred, ..
        } => {
            check_takes_part(state, *provider)?;
            let own = BarSubject::Provider(*provider);
            rule(
                barred.contains(&own),
                "an offboarded provider is barred itself",
            )
        }
        Event::ProviderReadmitted {
            provider, despite, ..
        } => {
            for offboarded in despite {
                check_provider(state, *offboarded)?;
            }
            if !despite.contains(provider) {
                return Ok(());
            }
            rule(
                status_of(state, *provider)? == ProviderStatus::Offboarded,
                "a provider readmitted despite itself is offboarded",
            )
        }
        Event::ProviderHandedOver { from, to, .. } => check_hand_over(state, *from, *to),
        Event::NodeOperatorChanged { node_operator, .. } => {
            let id = node_operator.id;
            known("node operator", &id, state.node_operator(id).is_some())?;
            check_operator(state, node_operator)
        }
        Event::NodeOperatorsRemoved { ids } => check_operators_removed(state, ids),
        Event::NodesRemoved {
            ids,
            return_allowance,
            ..
        } => check_nodes_removed(state, ids, *return_allowance),
        Event::NodeDomainChanged { node, .. } => {
            known("node", node, state.node(*node).is_some())?;
            rule(
                !state.api_boundary_nodes.contains(node.as_slice()),
                "a boundary node keeps its domain name",
            )
        }
        Event::DataCenterChanged { data_center } => {
            let id = &data_center.id;
            known("data centre", id, state.data_center(id).is_some())?;
            check_data_center(data_center)
        }
        Event::DataCentersRemoved { ids } => check_data_centers_removed(state, ids),
        other => unreachable!("BUG: {other:?} is checked elsewhere"),
    }
}

fn status_of<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<ProviderStatus, super::ReplayErrorReason> {
    check_provider(state, id)?;
    let row = state.provider(id);
    Ok(row.map_or(ProviderStatus::Active, |row| row.status))
}

/// A provider that can leave or be handed over, with as few operators as one event moves.
fn check_takes_part<M: Memory>(state: &State<M>, id: ProviderId) -> Checked {
    let status = status_of(state, id)?;
    rule(
        matches!(status, ProviderStatus::Active | ProviderStatus::Suspended)
            && state.provider_counts(id).operators <= HAND_OVER_OPERATORS,
        "only an active or suspended provider with few operators leaves or is handed over",
    )
}

fn check_hand_over<M: Memory>(state: &State<M>, from: ProviderId, to: ProviderId) -> Checked {
    check_takes_part(state, from)?;
    let has_profile = |id| state.provider(id).is_some_and(|row| row.profile.is_some());
    rule(
        has_profile(from) && !has_profile(to),
        "a provider with a profile is handed over to one without",
    )?;
    rule(
        state.provider(to).is_none() || status_of(state, to)? == ProviderStatus::Active,
        "who takes over is active",
    )?;
    rule(
        state
            .operators_of(from)
            .into_iter()
            .all(|operator| principal::check_operator(operator, to).is_ok()),
        "an operator is not its provider",
    )
}

/// What any operator record relies on, new or changed.
pub(super) fn check_operator<M: Memory>(state: &State<M>, record: &NodeOperator) -> Checked {
    check_provider(state, record.provider)?;
    let dc_id = &record.dc_id;
    known("data centre", dc_id, state.data_center(dc_id).is_some())?;
    rule(
        principal::check_operator(record.id, record.provider).is_ok(),
        "an operator is not its provider",
    )?;
    rule(
        record.node_allowance <= NODE_ALLOWANCE,
        "an allowance is within its limit",
    )?;
    rule(
        record.node_allowance == 0 || !is_offboarded(state, record.provider),
        NO_ALLOWANCE,
    )
}

const NO_ALLOWANCE: &str = "an offboarded provider's operators have no allowance";

fn is_offboarded<M: Memory>(state: &State<M>, id: ProviderId) -> bool {
    let row = state.provider(id);
    row.is_some_and(|row| row.status == ProviderStatus::Offboarded)
}

/// What any data centre relies on, new or changed: indexes hold its owner and country.
pub(super) fn check_data_center(row: &DataCenter) -> Checked {
    rule(
        dc_id::check("id", &row.id).is_ok()
            && text::check("owner", &row.owner, NAME_BYTES).is_ok()
            && region::parse(&row.region).is_ok(),
        "a data centre has an id, an owner and a region",
    )
}

fn check_operators_removed<M: Memory>(state: &State<M>, ids: &[OperatorId]) -> Checked {
    let mut seen = BTreeSet::new();
    for id in ids {
        absent("removal of node operator", id, !seen.insert(id))?;
        known("node operator", id, state.node_operator(*id).is_some())?;
        rule(
            state.operator_counts(*id).nodes == 0,
            "an operator leaves without nodes",
        )?;
    }
    Ok(())
}

fn check_nodes_removed<M: Memory>(
    state: &State<M>,
    ids: &[NodeId],
    return_allowance: bool,
) -> Checked {
    let mut seen = BTreeSet::new();
    for id in ids {
        absent("removal of node", id, !seen.insert(id))?;
        let node = state.node(*id);
        known("node", id, node.is_some())?;
        let operator = node.as_ref().map(|node| node.operator);
        rule(
            node.is_some_and(|node| node.subnet.is_none())
                && !state.api_boundary_nodes.contains(id.as_slice()),
            "only a spare node leaves",
        )?;
        let record = operator.and_then(|operator| state.node_operator(operator));
        let gone = record.is_some_and(|record| is_offboarded(state, record.provider));
        rule(!(return_allowance && gone), NO_ALLOWANCE)?;
    }
    Ok(())
}

fn check_data_centers_removed<M: Memory>(state: &State<M>, ids: &[String]) -> Checked {
    let mut seen = BTreeSet::new();
    for id in ids {
        absent("removal of data centre", id, !seen.insert(id))?;
        known("data centre", id, state.data_center(id).is_some())?;
        rule(
            state.operators_at(id) == 0,
            "a data centre leaves without operators",
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::import_page::tests::imported;
    use crate::commands::testing::{World, node_id, operator_id, provider_id};

    fn assert_impossible(world: &World, event: &Event, words: &str) {
        let error = check(&world.state, event).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    }

    fn hand_over(from: u8, to: u8) -> Event {
        Event::ProviderHandedOver {
            from: provider_id(from),
            to: provider_id(to),
            reason: "forged".into(),
        }
    }

    #[test]
    fn should_refuse_standings_that_cannot_follow() {
        let world = World::with_operator();
        let status = |n, status| Event::ProviderStatusChanged {
            provider: provider_id(n),
            status,
            reason: "forged".into(),
        };
        let words = "an active provider is suspended";
        for wrong in [
            ProviderStatus::Active,
            ProviderStatus::Offboarded,
            ProviderStatus::HandedOver,
        ] {
            assert_impossible(&world, &status(1, wrong), words);
        }
        let unknown = status(9, ProviderStatus::Suspended);
        assert_impossible(&world, &unknown, "no provider");
        let unbarred = Event::ProviderOffboarded {
            provider: provider_id(1),
            barred: vec![],
            reason: "forged".into(),
        };
        assert_impossible(&world, &unbarred, "is barred itself");
        let readmitted = Event::ProviderReadmitted {
            provider: provider_id(1),
            despite: vec![provider_id(1)],
            reason: "forged".into(),
        };
        assert_impossible(&world, &readmitted, "is offboarded");
    }

    #[test]
    fn should_refuse_hand_overs_that_cannot_follow() {
        let mut world = World::with_operator();
        world.onboard(2);
        assert_eq!(check(&world.state, &hand_over(1, 5)), Ok(()));
        assert_impossible(&world, &hand_over(9, 5), "no provider");
        assert_impossible(&world, &hand_over(1, 2), "to one without");
        world.offboard(1);
        assert_impossible(&world, &hand_over(1, 5), "only an active or suspended");
        let to_operator = Event::ProviderHandedOver {
            from: provider_id(2),
            to: ProviderId(operator_id(2).0),
            reason: "forged".into(),
        };
        assert_impossible(&world, &to_operator, "an operator is not its provider");
    }

    #[test]
    fn should_refuse_records_that_name_nothing_or_too_much() {
        let world = World::with_operator();
        let row = world.state.node_operator(operator_id(1)).unwrap();
        let changed = |node_operator| Event::NodeOperatorChanged {
            node_operator,
            by: None,
        };
        for (row, words) in [
            (
                NodeOperator {
                    id: operator_id(9),
                    ..row.clone()
                },
                "no node operator",
            ),
            (
                NodeOperator {
                    provider: provider_id(9),
                    ..row.clone()
                },
                "no provider",
            ),
            (
                NodeOperator {
                    dc_id: "xx1".into(),
                    ..row.clone()
                },
                "no data centre",
            ),
            (
                NodeOperator {
                    node_allowance: 1_001,
                    ..row.clone()
                },
                "within its limit",
            ),
        ] {
            assert_impossible(&world, &changed(row), words);
        }
        let mut place = world.state.data_center("zh2").unwrap();
        place.owner = "x".repeat(256);
        let changed = |data_center| Event::DataCenterChanged { data_center };
        assert_impossible(&world, &changed(place.clone()), "an owner");
        place.id = "xx1".into();
        assert_impossible(&world, &changed(place), "no data centre");
    }

    #[test]
    fn should_refuse_removals_that_cannot_follow() {
        let mut world = imported();
        let nodes = |ids: &[u8]| Event::NodesRemoved {
            ids: ids.iter().copied().map(node_id).collect(),
            return_allowance: false,
            by: None,
        };
        assert_eq!(check(&world.state, &nodes(&[2, 4])), Ok(()));
        for (ids, words) in [
            (&[1][..], "only a spare node leaves"),
            (&[2, 2], "is there already"),
            (&[9], "no node"),
        ] {
            assert_impossible(&world, &nodes(ids), words);
        }
        let operators = |ids: &[u8]| Event::NodeOperatorsRemoved {
            ids: ids.iter().copied().map(operator_id).collect(),
        };
        world.add_operator(7, 1, "ld2", 0);
        assert_eq!(check(&world.state, &operators(&[7])), Ok(()));
        for (ids, words) in [
            (&[1][..], "without nodes"),
            (&[7, 7], "is there already"),
            (&[9], "no node operator"),
        ] {
            assert_impossible(&world, &operators(ids), words);
        }
        let places = |ids: &[&str]| Event::DataCentersRemoved {
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        };
        world.add_data_center("ge1");
        assert_eq!(check(&world.state, &places(&["ge1"])), Ok(()));
        for (ids, words) in [
            (&["ld1"][..], "without operators"),
            (&["ge1", "ge1"], "is there already"),
            (&["xx1"], "no data centre"),
        ] {
            assert_impossible(&world, &places(ids), words);
        }
        let unknown = Event::NodeDomainChanged {
            node: node_id(9),
            domain: None,
        };
        assert_impossible(&world, &unknown, "no node");
    }
}
