//! What holds between tables at all times.
//!
//! - each row stands under its own id
//! - an operator record names a provider and a data centre that exist, and is not its provider
//! - a node names an operator that exists, and a subnet that exists when and only when it is
//!   a replica; its address is canonical and its own
//! - the indexes hold exactly what the rows say, and the counters what counting gives
//! - a declaration body is in normal form and has the hash it is stored under; versions and
//!   effective times of a language ascend together
//! - an acceptance is by a provider, of a text as published, and ends its history
//! - imports are numbered from 0 without a gap, their page hashes give their source hash,
//!   no page is counted beyond the last
//! - who answers exists and has not handed over; whom a link names exists
//! - a cluster has two members at least and goes by the least of them
//! - a claim that stands alone has two sides, of which one declares it
//! - policies are numbered from 1 without a gap and take effect in their order
//! - whatever says it was imported names an import that exists
//! - an offboarded provider, and no other, bars itself, and its operators may register
//!   nothing; a bar is found by the offboarded provider
//! - a provider that was handed over names its successor, and no chain of these has a circle
//! - nobody has booked more operations than a spike
//! - data centres are found under the name that their owner counts under, and no alias stands
//!   for an alias; versions of a tag follow each other
//! - a boundary node is a node outside of subnets, has a domain name of its own and runs an
//!   elected version; motions are numbered without a gap
//! - versions of a kind's policy follow each other; verdicts are numbered without a gap and
//!   go by their hash; the nodes counted by class are what the rows say
//!
//! For tests and offline checks: it reads everything.

mod independence;
mod life_cycle;
mod rules;
mod subnets;

use super::{ProviderCounts, State};
use crate::domain::{import, ipv6, normal_form, principal};
use bonafide_kit::cbor;
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::limits::NODE_ALLOWANCE;
use bonafide_types::registry::{Acceptance, NodeRole, Provenance, Version};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject}: {rule}")]
pub struct BrokenInvariant {
    /// The rule, in words.
    pub rule: &'static str,
    /// What breaks it.
    pub subject: String,
}

type Checked = Result<(), BrokenInvariant>;

fn ensure(holds: bool, rule: &'static str, subject: &dyn Debug) -> Checked {
    if holds {
        return Ok(());
    }
    Err(BrokenInvariant {
        rule,
        subject: format!("{subject:?}"),
    })
}

/// Checks every rule of this module.
///
/// # Errors
/// The first rule found broken.
pub fn try_state<M: Memory>(state: &State<M>) -> Result<(), BrokenInvariant> {
    try_config(state)?;
    try_providers(state)?;
    try_operators(state)?;
    try_nodes(state)?;
    life_cycle::check(state)?;
    try_texts(state)?;
    try_acceptances(state)?;
    try_imports(state)?;
    independence::try_independence(state)?;
    rules::try_rules(state)?;
    subnets::try_subnets(state)
}

fn try_config<M: Memory>(state: &State<M>) -> Checked {
    let expected = u64::from(state.log.tip().length > 0);
    ensure(
        state.config.len() == expected && state.config().is_some() == (expected == 1),
        "settings are there from the first event on",
        &state.config.len(),
    )
}

fn try_provenance<M: Memory>(state: &State<M>, provenance: Provenance) -> Checked {
    match provenance {
        Provenance::Imported(id) => try_import_id(state, id),
        Provenance::Proposal | Provenance::SelfRegistered => Ok(()),
    }
}

fn try_import_id<M: Memory>(state: &State<M>, id: u64) -> Checked {
    ensure(state.import(id).is_some(), "its import exists", &id)
}

fn try_providers<M: Memory>(state: &State<M>) -> Checked {
    let mut imported = 0;
    for (key, row) in state.providers.after(None) {
        ensure(key == row.id.as_slice(), "stands under its id", &row.id)?;
        ensure(
            row.imported.is_some() || row.profile.is_some(),
            "a provider is imported, or has a profile",
            &row.id,
        )?;
        if let Some(facts) = &row.imported {
            imported += 1;
            try_import_id(state, facts.import_id)?;
        }
    }
    ensure(
        *state.imported_providers.get() == imported,
        "imported providers are counted",
        &imported,
    )?;
    for (key, row) in state.published_declarations.after(None) {
        let id = row.provider;
        ensure(key == id.as_slice(), "stands under its provider", &id)?;
        ensure(state.provider(id).is_some(), "its provider exists", &id)?;
        try_import_id(state, row.import_id)?;
    }
    Ok(())
}

fn try_operators<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.data_centers.after(None) {
        ensure(key == row.id.as_bytes(), "stands under its id", &row.id)?;
        try_provenance(state, row.provenance)?;
    }
    let mut counts: BTreeMap<ProviderId, ProviderCounts> = BTreeMap::new();
    for (key, row) in state.node_operators.after(None) {
        let id = row.id;
        ensure(key == id.as_slice(), "stands under its id", &id)?;
        ensure(
            state.provider(row.provider).is_some(),
            "its provider exists",
            &id,
        )?;
        ensure(
            state.data_center(&row.dc_id).is_some(),
            "its data centre exists",
            &id,
        )?;
        ensure(
            principal::check_operator(id, row.provider).is_ok(),
            "an operator is not its provider",
            &id,
        )?;
        ensure(
            row.node_allowance <= NODE_ALLOWANCE,
            "its allowance is within the limit",
            &id,
        )?;
        try_provenance(state, row.provenance)?;
        let indexed = state
            .operators_by_provider
            .contains(row.provider.as_slice(), id.as_slice());
        ensure(indexed, "is found by its provider", &id)?;
        let counted = counts.entry(row.provider).or_default();
        counted.operators += 1;
        counted.nodes += state.operator_counts(id).nodes;
    }
    ensure(
        state.operators_by_provider.len() == state.node_operators.len(),
        "operators are found by their provider and no other",
        &state.operators_by_provider.len(),
    )?;
    for (id, _) in state.providers.after(None) {
        let id = ProviderId(candid::Principal::from_slice(&id));
        let counted = counts.remove(&id).unwrap_or_default();
        ensure(
            state.provider_counts(id) == counted,
            "a provider's operators and nodes are counted",
            &id,
        )?;
    }
    Ok(())
}

fn try_nodes<M: Memory>(state: &State<M>) -> Checked {
    let mut counts: BTreeMap<OperatorId, (u32, u32)> = BTreeMap::new();
    let mut members: BTreeMap<SubnetId, u32> = BTreeMap::new();
    for (key, row) in state.nodes.after(None) {
        let id: NodeId = row.id;
        ensure(key == id.as_slice(), "stands under its id", &id)?;
        ensure(
            state.node_operator(row.operator).is_some(),
            "its operator exists",
            &id,
        )?;
        ensure(
            (row.role == NodeRole::Replica) == row.subnet.is_some(),
            "replicas and no others are members of a subnet",
            &id,
        )?;
        try_provenance(state, row.provenance)?;
        let indexed = state
            .nodes_by_operator
            .contains(row.operator.as_slice(), id.as_slice());
        ensure(indexed, "is found by its operator", &id)?;
        let counted = counts.entry(row.operator).or_default();
        counted.0 += 1;
        counted.1 += u32::from(row.provenance == Provenance::SelfRegistered);
        if let Some(subnet) = row.subnet {
            let indexed = state
                .nodes_by_subnet
                .contains(subnet.as_slice(), id.as_slice());
            ensure(indexed, "is found by its subnet", &id)?;
            *members.entry(subnet).or_default() += 1;
        }
        let canonical = ipv6::parse_address("ipv6", &row.ipv6);
        ensure(
            canonical.as_ref() == Ok(&row.ipv6),
            "its address is canonical",
            &id,
        )?;
        let holder = row
            .ipv6
            .parse()
            .ok()
            .and_then(|address| state.node_at(address));
        ensure(holder == Some(id), "is found by its address", &id)?;
    }
    for (key, row) in state.subnets.after(None) {
        let id = row.id;
        ensure(key == id.as_slice(), "stands under its id", &id)?;
        let counted = members.remove(&id).unwrap_or_default();
        ensure(
            row.members == counted,
            "a subnet's members are counted",
            &id,
        )?;
        try_provenance(state, row.provenance)?;
    }
    ensure(members.is_empty(), "a node's subnet exists", &members)?;
    for (id, _) in state.node_operators.after(None) {
        let id = OperatorId(candid::Principal::from_slice(&id));
        let found = state.operator_counts(id);
        let counted = counts.remove(&id).unwrap_or_default();
        ensure(
            (found.nodes, found.registered) == counted,
            "an operator's nodes are counted",
            &id,
        )?;
    }
    let in_subnets = state
        .subnets
        .after(None)
        .map(|(_, row)| u64::from(row.members))
        .sum::<u64>();
    let nodes = state.nodes.len();
    ensure(
        state.nodes_by_operator.len() == nodes
            && state.nodes_by_subnet.len() == in_subnets
            && state.node_by_address.len() == nodes,
        "nodes are found where they stand and nowhere else",
        &nodes,
    )
}

fn try_texts<M: Memory>(state: &State<M>) -> Checked {
    let mut languages: BTreeMap<String, Vec<(Version, u64, Sha256Hash)>> = BTreeMap::new();
    for (key, row) in state.declaration_texts.after(None) {
        ensure(key == row.sha256.0, "stands under its hash", &row.sha256)?;
        let body = state
            .declaration_bodies
            .get(&row.sha256.0)
            .unwrap_or_default();
        let normal = normal_form::normalize(&body);
        ensure(
            normal.is_ok_and(|form| form.as_str() == body && form.sha256() == row.sha256)
                && body.len() as u64 == u64::from(row.bytes),
            "the body is the normal form that was hashed",
            &row.sha256,
        )?;
        let text = (row.version, row.effective_from_ns, row.sha256);
        languages.entry(row.language).or_default().push(text);
    }
    ensure(
        state.declaration_bodies.len() == state.declaration_texts.len(),
        "a body belongs to a text",
        &state.declaration_bodies.len(),
    )?;
    ensure(
        languages.keys().eq(state.texts_by_language.keys()),
        "texts are found by their language",
        &languages.keys(),
    )?;
    for (language, mut texts) in languages {
        texts.sort_unstable();
        let found = state.texts(&language).iter();
        ensure(
            found
                .map(|text| text.sha256)
                .eq(texts.iter().map(|text| text.2)),
            "texts of a language stand in the order of their versions",
            &language,
        )?;
        ensure(
            texts.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
            "versions and effective times ascend together",
            &language,
        )?;
    }
    Ok(())
}

fn try_acceptances<M: Memory>(state: &State<M>) -> Checked {
    let mut entries = 0;
    for (key, row) in state.acceptances.after(None) {
        let id = row.provider;
        ensure(key == id.as_slice(), "stands under its provider", &id)?;
        ensure(state.provider(id).is_some(), "its provider exists", &id)?;
        let text = state.declaration_text(row.sha256);
        ensure(
            text.is_some_and(|text| (text.version, &text.language) == (row.version, &row.language)),
            "what was accepted was published",
            &id,
        )?;
        let history: Vec<_> = state
            .acceptance_history
            .members(id.as_slice(), None)
            .collect();
        entries += history.len() as u64;
        let last = state.acceptance_history.last(id.as_slice(), 1).pop();
        let last = last.and_then(|(_, bytes)| cbor::decode::<Acceptance>(&bytes).ok());
        ensure(
            last.as_ref() == Some(&row),
            "the latest acceptance ends the history",
            &id,
        )?;
    }
    ensure(
        state.acceptance_history.len() == entries,
        "a history belongs to an acceptance",
        &entries,
    )
}

fn try_imports<M: Memory>(state: &State<M>) -> Checked {
    let mut pages = 0;
    for ((key, job), id) in state.imports.after(None).zip(0_u64..) {
        ensure(
            key == id.to_be_bytes() && job.id == id,
            "imports are numbered without a gap",
            &id,
        )?;
        ensure(
            job.next_page <= job.pages,
            "no page beyond the last was taken",
            &id,
        )?;
        let hashes: Vec<_> = (0..job.pages)
            .filter_map(|page| state.import_page_hash(id, page))
            .collect();
        pages += u64::from(job.pages);
        ensure(
            hashes.len() as u64 == u64::from(job.pages)
                && import::source_hash(&hashes) == job.source_hash,
            "the page hashes give the source hash",
            &id,
        )?;
        ensure(
            state.import_of(job.source_hash) == Some(id),
            "is found by its source hash",
            &id,
        )?;
    }
    ensure(
        state.import_page_hashes.len() == pages
            && state.import_by_source.len() == state.imports.len(),
        "page hashes and source hashes belong to an import",
        &pages,
    )
}

#[cfg(test)]
mod tests;
