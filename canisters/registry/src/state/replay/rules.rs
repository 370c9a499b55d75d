//! What must be there before places, hardware, boundary nodes or motions change.

use super::{Checked, absent, known, rule};
use crate::domain::{hardware, text};
use crate::state::places::chained_name;
use crate::state::{Event, State};
use bonafide_types::id::NodeId;
use bonafide_types::limits::{NAME_BYTES, TAG_BYTES};
use bonafide_types::registry::{
    ApiBoundaryNode, Generation, GuestosVersion, Jurisdiction, OwnerAlias, WorkingGroupMotion,
};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    match event {
        Event::NodeAttestationSubmitted { node, .. } => {
            known("node", node, state.node(*node).is_some())
        }
        Event::OwnerAliasesChanged { set, removed } => check_aliases(state, set, removed),
        Event::JurisdictionSet { jurisdiction } => check_jurisdiction(state, jurisdiction),
        Event::GenerationSet {
            generation: Generation { name, .. },
        } => rule(
            hardware::check_generation(name).is_ok(),
            "a generation has a name",
        ),
        Event::GuestosVersionsRevised { elected, unelected } => {
            check_versions(state, elected.as_ref(), unelected)
        }
        Event::ApiBoundaryNodesAdded { nodes } => check_added(state, nodes),
        Event::ApiBoundaryNodesRemoved { ids } => {
            let mut seen = BTreeSet::new();
            for id in ids {
                absent("removal of boundary node", id, !seen.insert(id))?;
                check_boundary_node(state, *id)?;
            }
            Ok(())
        }
        Event::ApiBoundaryNodesChanged { nodes } => check_changed(state, nodes),
        Event::WorkingGroupMotionRecorded { motion } => check_motion(state, motion),
        Event::WorkingGroupMotionSettled { id, .. } => {
            let motion = state.motion(*id);
            known("motion", id, motion.is_some())?;
            let settled = motion.is_some_and(|motion| motion.decision.is_some());
            absent("decision of motion", id, settled)
        }
        other => unreachable!("BUG: {other:?} is checked elsewhere"),
    }
}

fn check_aliases<M: Memory>(state: &State<M>, set: &[OwnerAlias], removed: &[String]) -> Checked {
    let mut table = state.alias_table();
    let mut seen = BTreeSet::new();
    for alias in removed {
        absent("change of alias", alias, !seen.insert(alias))?;
        known("owner alias", alias, table.remove(alias).is_some())?;
    }
    for OwnerAlias { alias, canonical } in set {
        absent("change of alias", alias, !seen.insert(alias))?;
        let is_name = |name: &str| text::check("owner", name, NAME_BYTES).is_ok();
        rule(
            is_name(alias) && is_name(canonical),
            "an alias and what it stands for are names",
        )?;
        table.insert(alias.clone(), canonical.clone());
    }
    rule(
        chained_name(&table).is_none(),
        "an alias does not stand for an alias",
    )
}

fn check_jurisdiction<M: Memory>(state: &State<M>, row: &Jurisdiction) -> Checked {
    let before = state.jurisdiction(&row.tag).map_or(0, |row| row.version);
    rule(
        TAG_BYTES.contains(&row.tag.len()) && before.checked_add(1) == Some(row.version),
        "the versions of a tag are counted from 1",
    )
}

fn check_versions<M: Memory>(
    state: &State<M>,
    elected: Option<&GuestosVersion>,
    unelected: &[String],
) -> Checked {
    let mut seen = BTreeSet::new();
    for version in unelected {
        absent("removal of version", version, !seen.insert(version))?;
        check_elected(state, version)?;
        let runs = state.nodes_running(version).next().is_some();
        rule(!runs, "a version that a boundary node runs stays elected")?;
    }
    let Some(row) = elected else {
        return Ok(());
    };
    let version = &row.version;
    absent("version", version, state.guestos_version(version).is_some())?;
    rule(
        hardware::check_version("version", version).is_ok()
            && hardware::check_measurements("measurements", &row.measurements).is_ok(),
        "a version has a name and measurements",
    )
}

fn check_elected<M: Memory>(state: &State<M>, version: &str) -> Checked {
    let elected = state.guestos_version(version).is_some();
    known("elected version", &version, elected)
}

fn check_boundary_node<M: Memory>(state: &State<M>, id: NodeId) -> Checked {
    known("boundary node", &id, state.api_boundary_node(id).is_some())
}

fn check_added<M: Memory>(state: &State<M>, rows: &[ApiBoundaryNode]) -> Checked {
    let (mut seen, mut domains) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let id = row.node_id;
        let there = state.api_boundary_node(id).is_some() || !seen.insert(id);
        absent("boundary node", &id, there)?;
        check_elected(state, &row.version)?;
        let node = state.node(id);
        known("node", &id, node.is_some())?;
        rule(
            node.is_some_and(|node| {
                node.subnet.is_none() && node.domain.as_ref() == Some(&row.domain)
            }),
            "a boundary node is in no subnet and has the domain name of its node",
        )?;
        rule(
            state.boundary_node_at(&row.domain).is_none() && domains.insert(&row.domain),
            "a boundary node has a domain name of its own",
        )?;
    }
    Ok(())
}

fn check_changed<M: Memory>(state: &State<M>, rows: &[ApiBoundaryNode]) -> Checked {
    let mut seen = BTreeSet::new();
    for row in rows {
        let id = row.node_id;
        absent("change of boundary node", &id, !seen.insert(id))?;
        check_boundary_node(state, id)?;
        check_elected(state, &row.version)?;
        let before = state.api_boundary_node(id);
        rule(
            before.is_some_and(|before| before.domain == row.domain),
            "a boundary node keeps its domain name",
        )?;
    }
    Ok(())
}

fn check_motion<M: Memory>(state: &State<M>, motion: &WorkingGroupMotion) -> Checked {
    rule(
        motion.id == state.working_group_motions.len() && motion.decision.is_none(),
        "motions are counted from 0 and recorded before they are decided",
    )?;
    for (at, record) in motion.records.iter().enumerate() {
        rule(
            state.has_record(record) && !motion.records[..at].contains(record),
            "a motion is about records that exist, each once",
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{GUESTOS, World, node_id};
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::registry::{MotionDecision, MotionOutcome, NodeAttestation, RecordRef};

    fn refuses(world: &World, event: &Event, words: &str) {
        let reason = check(&world.state, event).expect_err(words).to_string();
        assert!(reason.contains(words), "{reason:?} is not {words:?}");
    }

    #[test]
    fn should_refuse_boundary_nodes_that_cannot_be() {
        let mut world = World::with_boundary_nodes(2);
        world.register_provider(9);
        let row = world.state.api_boundary_node(node_id(1)).unwrap();
        let added = |change: &dyn Fn(&mut ApiBoundaryNode)| {
            let mut row = row.clone();
            change(&mut row);
            Event::ApiBoundaryNodesAdded { nodes: vec![row] }
        };
        refuses(&world, &added(&|_| {}), "is there already");
        refuses(&world, &added(&|row| row.node_id = node_id(9)), "no node");
        let unelected = added(&|row| {
            row.node_id = node_id(9);
            row.version = "0".repeat(40);
        });
        refuses(&world, &unelected, "no elected version");

        let ids = vec![node_id(1), node_id(1)];
        let twice = Event::ApiBoundaryNodesRemoved { ids };
        refuses(&world, &twice, "is there already");
        let ids = vec![node_id(9)];
        let unknown = Event::ApiBoundaryNodesRemoved { ids };
        refuses(&world, &unknown, "no boundary node");
        let renamed = Event::ApiBoundaryNodesChanged {
            nodes: vec![ApiBoundaryNode {
                domain: "other.example.com".into(),
                ..row
            }],
        };
        refuses(&world, &renamed, "keeps its domain name");
        let revised = Event::GuestosVersionsRevised {
            elected: None,
            unelected: vec![GUESTOS.into()],
        };
        refuses(&world, &revised, "stays elected");
    }

    #[test]
    fn should_refuse_names_that_no_index_holds() {
        let world = World::new();
        let long = "x".repeat(300);
        let alias = |alias: &str, canonical: &str| OwnerAlias {
            alias: alias.into(),
            canonical: canonical.into(),
        };
        for (set, words) in [
            (vec![alias("A", &long)], "are names"),
            (vec![alias("A", "B"), alias("B", "C")], "does not stand"),
            (vec![alias("A", "B"), alias("A", "C")], "is there already"),
        ] {
            let removed = vec![];
            refuses(&world, &Event::OwnerAliasesChanged { set, removed }, words);
        }
        let unknown = Event::OwnerAliasesChanged {
            set: vec![],
            removed: vec![long.clone()],
        };
        refuses(&world, &unknown, "no owner alias");
        let tag = |tag: &str, version| Event::JurisdictionSet {
            jurisdiction: Jurisdiction {
                tag: tag.into(),
                version,
                countries: vec![],
                source: String::new(),
                effective_from_ns: 0,
            },
        };
        refuses(&world, &tag(&long, 1), "counted from 1");
        refuses(&world, &tag("EU", 2), "counted from 1");
        let elected = GuestosVersion {
            version: "a".repeat(40),
            release_package_sha256: Sha256Hash([1; 32]),
            measurements: vec![Blob(vec![1; 300])],
            elected_at_ns: 0,
        };
        let elected = Event::GuestosVersionsRevised {
            elected: Some(elected),
            unelected: vec![],
        };
        refuses(&world, &elected, "a name and measurements");
        let mut generation = world.state.generation("Gen1").unwrap();
        generation.name = long;
        refuses(&world, &Event::GenerationSet { generation }, "has a name");
    }

    #[test]
    fn should_refuse_what_names_nothing_there() {
        let world = World::new();
        let attestation = NodeAttestation {
            measurement: Blob(vec![1; 48]),
            report_sha256: Sha256Hash([1; 32]),
            submitted_at_ns: 0,
        };
        let node = node_id(1);
        let attested = Event::NodeAttestationSubmitted { node, attestation };
        refuses(&world, &attested, "no node");
        let decision = MotionDecision {
            outcome: MotionOutcome::Adopted,
            tally: None,
            recorded_at_ns: 0,
        };
        let settled = Event::WorkingGroupMotionSettled { id: 0, decision };
        refuses(&world, &settled, "no motion 0");
        let motion = |id, key: &[u8]| Event::WorkingGroupMotionRecorded {
            motion: WorkingGroupMotion {
                id,
                working_group: "Hardware".into(),
                title: "Title".into(),
                text_sha256: Sha256Hash([1; 32]),
                url: None,
                records: vec![RecordRef {
                    table: "generation".into(),
                    key: Blob(key.to_vec()),
                }],
                recorded_at_ns: 0,
                decision: None,
            },
        };
        assert_eq!(check(&world.state, &motion(0, b"Gen1")), Ok(()));
        refuses(&world, &motion(1, b"Gen1"), "counted from 0");
        refuses(&world, &motion(0, b"Gen9"), "records that exist");
    }
}
