//! Policies, generations, elected versions, owner aliases, jurisdictions.

use super::limit;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::registry::{
    Generation, GuestosVersion, Jurisdiction, ListOwnerAliasesArgs, OwnerAliasPage, RegistryPolicy,
};
use ic_stable_structures::Memory;

/// The policy in force.
#[must_use]
pub fn get_registry_policy<M: Memory>(state: &State<M>, now_ns: u64) -> RegistryPolicy {
    state.policy(now_ns)
}

/// All policies that were ever set, oldest first, at most 1,000.
#[must_use]
pub fn list_registry_policies<M: Memory>(state: &State<M>) -> Vec<RegistryPolicy> {
    state
        .policies
        .after(None)
        .map(|(_, row)| row)
        .take(1_000)
        .collect()
}

/// A hardware generation.
#[must_use]
pub fn get_generation<M: Memory>(state: &State<M>, name: &str) -> Option<Generation> {
    state.generation(name)
}

/// All hardware generations; there are at most `limits::GENERATIONS`.
#[must_use]
pub fn list_generations<M: Memory>(state: &State<M>) -> Vec<Generation> {
    state.generations.after(None).map(|(_, row)| row).collect()
}

/// All elected versions; there are at most `limits::GUESTOS_VERSIONS`.
#[must_use]
pub fn list_elected_guestos_versions<M: Memory>(state: &State<M>) -> Vec<GuestosVersion> {
    state
        .guestos_versions
        .after(None)
        .map(|(_, row)| row)
        .collect()
}

/// Owner aliases in the order of their bytes.
#[must_use]
pub fn list_owner_aliases<M: Memory>(
    state: &State<M>,
    args: &ListOwnerAliasesArgs,
) -> OwnerAliasPage {
    let after = args.after.as_deref().map(str::as_bytes);
    let rows = state.owner_aliases.after(after);
    let rows = rows.map(|(_, row)| (row.alias.clone(), row));
    let (aliases, next) = page::collect(rows, limit(args.limit), usize::MAX, |_, row| Some(row));
    OwnerAliasPage { aliases, next }
}

/// The latest version of a tag, also when that withdraws it.
#[must_use]
pub fn get_jurisdiction<M: Memory>(state: &State<M>, tag: &str) -> Option<Jurisdiction> {
    state.jurisdiction(tag)
}

/// The latest version of each tag, the withdrawn ones too, shorter tags first; there are at
/// most `limits::TAGS`.
#[must_use]
pub fn list_jurisdictions<M: Memory>(state: &State<M>) -> Vec<Jurisdiction> {
    state.latest_jurisdictions()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;
    use crate::commands::{set_jurisdiction, set_owner_aliases};
    use bonafide_types::registry::{OwnerAliasArgs, SetJurisdictionArgs, SetOwnerAliasesArgs};

    #[test]
    fn should_page_aliases() {
        let mut world = World::new();
        let set = ["c", "a", "b"].map(|alias| OwnerAliasArgs {
            alias: alias.into(),
            canonical: "Halls".into(),
        });
        let args = SetOwnerAliasesArgs {
            set: set.to_vec(),
            remove: vec![],
        };
        world.run(set_owner_aliases::decide, args).unwrap();
        let page = |after: Option<&str>| {
            let args = ListOwnerAliasesArgs {
                after: after.map(str::to_owned),
                limit: Some(2),
            };
            let page = list_owner_aliases(&world.state, &args);
            let names: Vec<_> = page.aliases.into_iter().map(|row| row.alias).collect();
            (names.concat(), page.next)
        };
        assert_eq!(page(None), ("ab".into(), Some("b".into())));
        assert_eq!(page(Some("b")), ("c".into(), None));
        assert_eq!(page(Some("aa")), ("bc".into(), None));
    }

    #[test]
    fn should_show_the_latest_of_each_tag() {
        let mut world = World::new();
        for (tag, country) in [("EU", "DE"), ("DACH", "CH"), ("EU", "AT")] {
            let args = SetJurisdictionArgs {
                tag: tag.into(),
                countries: vec![country.into()],
                source: "a public list".into(),
            };
            world.run(set_jurisdiction::decide, args).unwrap();
        }
        let shown: Vec<_> = list_jurisdictions(&world.state)
            .into_iter()
            .map(|row| (row.tag, row.version, row.countries.concat()))
            .collect();
        let row = |tag: &str, version, country: &str| (tag.into(), version, country.into());
        assert_eq!(shown, [row("EU", 2, "AT"), row("DACH", 1, "CH")]);
        assert_eq!(get_jurisdiction(&world.state, "EU").unwrap().version, 2);
        assert_eq!(get_jurisdiction(&world.state, "CH"), None);
    }
}
