//! Changes the alias table of data-centre owners: all of it, or nothing. Governed.
//!
//! A name is either an alias or a name that aliases stand for, so that every owner is counted
//! under one name, found in one step.

use super::Decision;
use crate::domain::{batch, text};
use crate::state::places::chained_name;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{BATCH, NAME_BYTES, OWNER_ALIASES, OWNERS_MOVED};
use bonafide_types::registry::{OwnerAlias, OwnerAliasArgs, RegistryError, SetOwnerAliasesArgs};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Decides. Aliases that stand as asked stay as they are.
///
/// # Errors
/// Those of the fields, [`RegistryError::NothingToChange`], [`RegistryError::DuplicateEntry`],
/// [`RegistryError::OwnerAliasNotFound`], [`RegistryError::OwnerAliasChain`],
/// [`RegistryError::TooMany`] when the table would hold more than 1,000 aliases, or more than
/// 1,000 data centres would be counted anew.
pub fn decide<M: Memory>(
    state: &State<M>,
    SetOwnerAliasesArgs { set, remove }: SetOwnerAliasesArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    if set.is_empty() && remove.is_empty() {
        return Err(RegistryError::NothingToChange {
            what: "no alias to set and none to take away".into(),
        });
    }
    text::check_count("set", set.len(), BATCH)?;
    text::check_count("remove", remove.len(), BATCH)?;
    for OwnerAliasArgs { alias, canonical } in &set {
        text::check("set.alias", alias, NAME_BYTES)?;
        text::check("set.canonical", canonical, NAME_BYTES)?;
    }
    let names = set.iter().map(|row| &row.alias).chain(&remove);
    let names: Vec<_> = names.map(String::as_str).collect();
    batch::check("aliases", &names, 2 * BATCH)?;

    let mut table = state.alias_table();
    for alias in &remove {
        if table.remove(alias).is_none() {
            return Err(RegistryError::OwnerAliasNotFound {
                alias: text::shortened(alias),
            });
        }
    }
    let set: Vec<_> = set
        .into_iter()
        .map(|OwnerAliasArgs { alias, canonical }| OwnerAlias { alias, canonical })
        .filter(|row| table.get(&row.alias) != Some(&row.canonical))
        .collect();
    if set.is_empty() && remove.is_empty() {
        return Ok(Decision::unchanged(()));
    }
    for row in &set {
        table.insert(row.alias.clone(), row.canonical.clone());
    }
    text::check_count("owner_aliases", table.len(), OWNER_ALIASES)?;
    if let Some(name) = chained_name(&table) {
        return Err(RegistryError::OwnerAliasChain { name: name.clone() });
    }
    let changed = set.iter().map(|row| &row.alias).chain(&remove);
    check_moved(state, &state.owners_touched(changed.map(String::as_str)))?;
    let removed = remove;
    Ok(Decision::change(
        Event::OwnerAliasesChanged { set, removed },
        (),
    ))
}

/// Refuses a change after which more data centres are to be counted anew than one message
/// does.
fn check_moved<M: Memory>(
    state: &State<M>,
    owners: &BTreeSet<String>,
) -> Result<(), RegistryError> {
    let moved = owners
        .iter()
        .flat_map(|owner| state.data_centers_of(owner))
        .take(OWNERS_MOVED + 1)
        .count();
    text::check_count("data_centers", moved, OWNERS_MOVED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::add_data_center;
    use crate::commands::testing::{GOVERNANCE, World, data_center};
    use crate::state::invariants;
    use bonafide_types::registry::AddDataCenterArgs;

    fn aliases(set: &[(&str, &str)], remove: &[&str]) -> SetOwnerAliasesArgs {
        SetOwnerAliasesArgs {
            set: set
                .iter()
                .map(|&(alias, canonical)| OwnerAliasArgs {
                    alias: alias.into(),
                    canonical: canonical.into(),
                })
                .collect(),
            remove: remove.iter().map(|&alias| alias.into()).collect(),
        }
    }

    /// One data centre of each of these owners.
    fn world(owners: &[&str]) -> World {
        let mut world = World::new();
        for (n, owner) in owners.iter().enumerate() {
            let args = AddDataCenterArgs {
                owner: (*owner).into(),
                ..data_center(&format!("dc{n}"))
            };
            world
                .run_as(GOVERNANCE, add_data_center::decide, args)
                .unwrap();
        }
        world
    }

    fn count(world: &World, owner: &str) -> usize {
        world.state.data_centers_of(owner).count()
    }

    #[test]
    fn should_count_data_centres_under_one_name() {
        let mut world = world(&["Halls", "Halls Ltd", "Halls Limited", "Other"]);
        world
            .run(decide, aliases(&[("Halls Ltd", "Halls")], &[]))
            .unwrap();
        assert_eq!(world.state.canonical_owner(" Halls Ltd"), "Halls");
        assert_eq!((count(&world, "Halls"), count(&world, "Halls Ltd")), (2, 0));
        invariants::try_state(&world.state).unwrap();

        // All of them under another name at once.
        let batch = aliases(
            &[("Halls Ltd", "Halls Limited"), ("Halls", "Halls Limited")],
            &[],
        );
        world.run(decide, batch).unwrap();
        assert_eq!(count(&world, "Halls Limited"), 3);
        invariants::try_state(&world.state).unwrap();

        world.run(decide, aliases(&[], &["Halls"])).unwrap();
        assert_eq!(
            (count(&world, "Halls Limited"), count(&world, "Halls")),
            (2, 1)
        );
        invariants::try_state(&world.state).unwrap();

        let length = world.state.log.tip().length;
        world
            .run(decide, aliases(&[("Halls Ltd", "Halls Limited")], &[]))
            .unwrap();
        assert_eq!(world.state.log.tip().length, length, "it is so already");
    }

    #[test]
    fn should_refuse_chains() {
        let mut world = world(&["A", "B"]);
        let chain = |name: &str| RegistryError::OwnerAliasChain { name: name.into() };
        world.refuse(decide, aliases(&[("A", "A")], &[]), chain("A"));
        world.refuse(decide, aliases(&[("A", "B"), ("B", "C")], &[]), chain("B"));
        world.run(decide, aliases(&[("A", "B")], &[])).unwrap();
        world.refuse(decide, aliases(&[("B", "C")], &[]), chain("B"));
        world.refuse(decide, aliases(&[("C", "A")], &[]), chain("A"));
        // In one batch the old alias goes and the new one comes.
        world.run(decide, aliases(&[("B", "A")], &["A"])).unwrap();
        assert_eq!((count(&world, "A"), count(&world, "B")), (2, 0));
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_what_it_cannot_read() {
        let mut world = world(&["A"]);
        assert!(matches!(
            world.refused(decide, aliases(&[], &[])),
            RegistryError::NothingToChange { .. }
        ));
        world.refuse(
            decide,
            aliases(&[("A", "B")], &["C"]),
            RegistryError::OwnerAliasNotFound { alias: "C".into() },
        );
        for twice in [
            aliases(&[("A", "B"), ("A", "C")], &[]),
            aliases(&[("A", "B")], &["A"]),
        ] {
            assert!(matches!(
                world.refused(decide, twice),
                RegistryError::DuplicateEntry { .. }
            ));
        }
        world.refuse_field(decide, aliases(&[(" A", "B")], &[]), "set.alias");
        world.refuse_field(decide, aliases(&[("A", "")], &[]), "set.canonical");
        world.refuse_field(decide, aliases(&[("A", "B"); 101], &[]), "set");
        world.refuse_field(decide, aliases(&[], &["A"; 101]), "remove");
    }

    #[test]
    fn should_bound_the_table_and_what_moves() {
        let mut world = World::new();
        let numbered: Vec<_> = (0..=OWNER_ALIASES)
            .map(|n| format!("alias {n:04}"))
            .collect();
        let batch = |names: &[String]| {
            let pairs: Vec<_> = names.iter().map(|name| (name.as_str(), "Halls")).collect();
            aliases(&pairs, &[])
        };
        for names in numbered[..OWNER_ALIASES].chunks(BATCH) {
            world.run(decide, batch(names)).unwrap();
        }
        world.refuse_field(decide, batch(&numbered[OWNER_ALIASES..]), "owner_aliases");

        for n in 0..=OWNERS_MOVED {
            let args = AddDataCenterArgs {
                owner: "Large".into(),
                ..data_center(&format!("large{n}"))
            };
            world.run(add_data_center::decide, args).unwrap();
        }
        let moving = aliases(&[("Large", "Halls")], &["alias 0000"]);
        world.refuse_field(decide, moving, "data_centers");
    }
}
