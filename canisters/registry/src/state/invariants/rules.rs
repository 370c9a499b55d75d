//! What holds of places, hardware, boundary nodes and motions.

use super::{Checked, ensure};
use crate::domain::{generation, hardware};
use crate::state::State;
use crate::state::places::{chained_name, jurisdiction_key};
use crate::state::working_group::record_owner;
use bonafide_types::limits::{GENERATIONS, GUESTOS_VERSIONS, OWNER_ALIASES, TAGS};
use bonafide_types::registry::NodeRole;
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

pub(super) fn try_rules<M: Memory>(state: &State<M>) -> Checked {
    try_aliases(state)?;
    try_jurisdictions(state)?;
    try_hardware(state)?;
    try_boundary_nodes(state)?;
    try_motions(state)
}

fn at_most(count: u64, limit: usize) -> bool {
    usize::try_from(count).is_ok_and(|count| count <= limit)
}

fn try_aliases<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.owner_aliases.after(None) {
        ensure(
            key == row.alias.as_bytes(),
            "stands under its alias",
            &row.alias,
        )?;
    }
    let table = state.alias_table();
    ensure(
        chained_name(&table).is_none() && at_most(state.owner_aliases.len(), OWNER_ALIASES),
        "few names are aliases, and none of what aliases stand for",
        &chained_name(&table),
    )
}

fn try_jurisdictions<M: Memory>(state: &State<M>) -> Checked {
    let mut versions: BTreeMap<String, (u32, u64)> = BTreeMap::new();
    for (key, row) in state.jurisdictions.after(None) {
        ensure(
            jurisdiction_key(&row.tag, row.version) == Some(key),
            "stands under its tag and version",
            &row.tag,
        )?;
        let (version, from_ns) = versions.entry(row.tag.clone()).or_default();
        ensure(
            row.version == *version + 1 && *from_ns <= row.effective_from_ns,
            "the versions of a tag follow each other",
            &row.tag,
        )?;
        (*version, *from_ns) = (row.version, row.effective_from_ns);
        ensure(
            row.countries.is_sorted_by(|a, b| a < b),
            "countries stand in order, each once",
            &row.tag,
        )?;
        let latest = state.jurisdiction(&row.tag).map(|row| row.version);
        ensure(
            latest >= Some(row.version),
            "the latest version is found",
            &row.tag,
        )?;
    }
    ensure(
        versions.len() <= TAGS && state.latest_jurisdictions().len() == versions.len(),
        "each of a few tags has one latest version",
        &versions.len(),
    )
}

fn try_hardware<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.generations.after(None) {
        let name = &row.name;
        ensure(key == name.as_bytes(), "stands under its name", name)?;
        ensure(
            generation::check_dates(&row).is_ok()
                && generation::check_node_types(&row.node_types).is_ok(),
            "a generation has dates in order and known reward types",
            name,
        )?;
    }
    let mut measurements = 0;
    for (key, row) in state.guestos_versions.after(None) {
        let version = &row.version;
        ensure(
            key == version.as_bytes() && hardware::check_version("version", version).is_ok(),
            "stands under its version",
            version,
        )?;
        for measurement in &row.measurements {
            measurements += 1;
            let found = state
                .versions_by_measurement
                .contains(&measurement.0, version.as_bytes());
            ensure(found, "is found by its measurement", version)?;
        }
    }
    ensure(
        state.versions_by_measurement.len() == measurements,
        "a measurement belongs to an elected version",
        &measurements,
    )?;
    ensure(
        at_most(state.generations.len(), GENERATIONS)
            && at_most(state.guestos_versions.len(), GUESTOS_VERSIONS),
        "generations and versions are few",
        &state.generations.len(),
    )
}

fn try_boundary_nodes<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.api_boundary_nodes.after(None) {
        let id = row.node_id;
        ensure(key == id.as_slice(), "stands under its node", &id)?;
        let Some(node) = state.node(id) else {
            return ensure(false, "a boundary node is a node", &id);
        };
        ensure(
            node.role == NodeRole::ApiBoundary && node.subnet.is_none(),
            "a boundary node has this role and no subnet",
            &id,
        )?;
        ensure(
            node.domain.as_ref() == Some(&row.domain)
                && state.boundary_node_at(&row.domain) == Some(id),
            "a boundary node has the domain name of its node, and no other has it",
            &id,
        )?;
        ensure(
            state.guestos_version(&row.version).is_some(),
            "a boundary node runs an elected version",
            &id,
        )?;
        let by_operator = state
            .boundary_nodes_by_operator
            .contains(node.operator.as_slice(), id.as_slice());
        let by_version = state
            .boundary_nodes_by_version
            .contains(row.version.as_bytes(), id.as_slice());
        ensure(
            by_operator && by_version,
            "is found by its operator and its version",
            &id,
        )?;
    }
    let rows = state.api_boundary_nodes.len();
    ensure(
        state.boundary_nodes_by_operator.len() == rows
            && state.boundary_nodes_by_version.len() == rows
            && state.boundary_node_by_domain.len() == rows,
        "boundary nodes are found where they stand and nowhere else",
        &rows,
    )
}

fn try_motions<M: Memory>(state: &State<M>) -> Checked {
    let mut links = 0;
    for ((key, row), id) in state.working_group_motions.after(None).zip(0_u64..) {
        ensure(
            key == id.to_be_bytes() && row.id == id,
            "motions are numbered without a gap",
            &id,
        )?;
        for record in &row.records {
            links += 1;
            let found = state
                .motions_by_record
                .contains(&record_owner(record), &key);
            ensure(found, "is found by the records it is about", &id)?;
        }
    }
    ensure(
        state.motions_by_record.len() == links,
        "a link to a motion belongs to it",
        &links,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{GUESTOS, World, node_id};
    use crate::commands::{record_working_group_motion, set_jurisdiction, set_owner_aliases};
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::registry::{
        OwnerAlias, OwnerAliasArgs, RecordRef, RecordWorkingGroupMotionArgs, SetJurisdictionArgs,
        SetOwnerAliasesArgs, table,
    };
    use ic_stable_structures::VectorMemory;

    /// Something in each table of these rules.
    fn world() -> World {
        let mut world = World::with_boundary_nodes(2);
        let alias = OwnerAliasArgs {
            alias: "Example Halls AG".into(),
            canonical: "Example Halls".into(),
        };
        let aliases = SetOwnerAliasesArgs {
            set: vec![alias],
            remove: vec![],
        };
        world.run(set_owner_aliases::decide, aliases).unwrap();
        let tag = SetJurisdictionArgs {
            tag: "EU".into(),
            countries: vec!["AT".into(), "DE".into()],
            source: "a public list".into(),
        };
        world.run(set_jurisdiction::decide, tag).unwrap();
        let motion = RecordWorkingGroupMotionArgs {
            working_group: "Hardware".into(),
            title: "Validity windows".into(),
            text_sha256: Sha256Hash([4; 32]),
            url: None,
            records: vec![RecordRef {
                table: table::GENERATION.into(),
                key: Blob(b"Gen1".to_vec()),
            }],
        };
        world
            .run(record_working_group_motion::decide, motion)
            .unwrap();
        world
    }

    fn assert_seen(rule: &str, break_it: impl FnOnce(&mut State<VectorMemory>)) {
        let mut world = world();
        try_rules(&world.state).unwrap();
        break_it(&mut world.state);
        let broken = try_rules(&world.state).expect_err(rule);
        assert_eq!(broken.rule, rule);
    }

    #[test]
    fn should_see_places_that_are_not_found() {
        assert_seen(
            "few names are aliases, and none of what aliases stand for",
            |state| {
                let row = OwnerAlias {
                    alias: "Example Halls".into(),
                    canonical: "Other".into(),
                };
                state.owner_aliases.insert(row.alias.as_bytes(), &row);
            },
        );
        assert_seen("the versions of a tag follow each other", |state| {
            let mut row = state.jurisdiction("EU").unwrap();
            row.version = 3;
            let key = jurisdiction_key("EU", 3).unwrap();
            state.jurisdictions.insert(&key, &row);
        });
    }

    #[test]
    fn should_see_boundary_nodes_that_cannot_be() {
        let id = node_id(1);
        assert_seen("a boundary node is a node", |state| {
            state.nodes.remove(id.as_slice());
        });
        assert_seen("a boundary node has this role and no subnet", |state| {
            let mut row = state.node(id).unwrap();
            row.role = NodeRole::Unassigned;
            state.nodes.insert(id.as_slice(), &row);
        });
        assert_seen("a boundary node runs an elected version", |state| {
            state.guestos_versions.remove(GUESTOS.as_bytes());
        });
        assert_seen("is found by its operator and its version", |state| {
            state
                .boundary_nodes_by_version
                .remove(GUESTOS.as_bytes(), id.as_slice());
        });
        assert_seen(
            "boundary nodes are found where they stand and nowhere else",
            |state| state.boundary_nodes_by_operator.insert(&[9], &[9], ()),
        );
        assert_seen(
            "a boundary node has the domain name of its node, and no other has it",
            |state| {
                state
                    .boundary_node_by_domain
                    .insert("n1.example.com".into(), vec![9]);
            },
        );
    }

    #[test]
    fn should_see_hardware_and_motions_that_mislead() {
        assert_seen(
            "a generation has dates in order and known reward types",
            |state| {
                let mut row = state.generation("Gen1").unwrap();
                row.node_types.clear();
                state.generations.insert(b"Gen1", &row);
            },
        );
        assert_seen("a measurement belongs to an elected version", |state| {
            state
                .versions_by_measurement
                .insert(&[7; 48], GUESTOS.as_bytes(), ());
        });
        assert_seen("is found by the records it is about", |state| {
            let mut row = state.motion(0).unwrap();
            row.records[0].key = Blob(b"Gen2".to_vec());
            state
                .working_group_motions
                .insert(&0_u64.to_be_bytes(), &row);
        });
        assert_seen("motions are numbered without a gap", |state| {
            let row = state.motion(0).unwrap();
            state
                .working_group_motions
                .insert(&7_u64.to_be_bytes(), &row);
        });
    }
}
