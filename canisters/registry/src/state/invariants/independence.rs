//! Answers, clusters, claims, policies.

use super::{Checked, ensure};
use crate::domain::independence::holder_hash;
use crate::state::State;
use crate::state::independence::{claim_key, provider_of};
use bonafide_types::id::ProviderId;
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn try_independence<M: Memory>(state: &State<M>) -> Checked {
    try_policies(state)?;
    try_answers(state)?;
    try_clusters(state)?;
    try_claims(state)
}

fn try_policies<M: Memory>(state: &State<M>) -> Checked {
    let mut last_ns = 0;
    for ((key, row), version) in state.policies.after(None).zip(1_u32..) {
        ensure(
            key == version.to_be_bytes() && row.version == version,
            "policies are numbered from 1 without a gap",
            &version,
        )?;
        ensure(
            last_ns <= row.effective_from_ns,
            "policies take effect in their order",
            &version,
        )?;
        last_ns = row.effective_from_ns;
    }
    let used = *state.cluster_policy.get();
    ensure(
        used == 0 || state.policies.contains(&used.to_be_bytes()),
        "the clusters' policy exists",
        &used,
    )
}

fn try_answers<M: Memory>(state: &State<M>) -> Checked {
    let mut claims: BTreeSet<(ProviderId, ProviderId)> = BTreeSet::new();
    let mut holders = BTreeSet::new();
    for (key, row) in state.independence.after(None) {
        let id = row.provider;
        ensure(key == id.as_slice(), "stands under its provider", &id)?;
        let provider = state.provider(id);
        ensure(
            provider.is_some_and(|provider| provider.successor.is_none()),
            "who answers exists and has not handed over",
            &id,
        )?;
        for link in &row.links {
            let named = state.successor(link.provider);
            ensure(
                state.provider(named).is_some(),
                "whom a link names exists",
                &named,
            )?;
            ensure(
                state.claims_on.contains(named.as_slice(), id.as_slice()),
                "a link is found by whom it names",
                &id,
            )?;
            claims.insert((named, id));
        }
        for owner in &row.owners {
            let holder = holder_hash(&owner.holder).0;
            ensure(
                state.providers_by_holder.contains(&holder, id.as_slice()),
                "a provider is found by its owners",
                &id,
            )?;
            holders.insert((holder, id));
        }
    }
    ensure(
        state.claims_on.len() == claims.len() as u64
            && state.providers_by_holder.len() == holders.len() as u64,
        "links and owners are found by what answers name and nothing else",
        &claims.len(),
    )
}

fn try_clusters<M: Memory>(state: &State<M>) -> Checked {
    let mut clusters: BTreeMap<ProviderId, Vec<ProviderId>> = BTreeMap::new();
    for (key, row) in state.clusters.after(None) {
        let id = row.provider;
        ensure(key == id.as_slice(), "stands under its provider", &id)?;
        ensure(state.provider(id).is_some(), "its provider exists", &id)?;
        clusters.entry(row.cluster).or_default().push(id);
    }
    for (cluster, members) in &clusters {
        ensure(
            members.len() > 1 && members.first() == Some(cluster),
            "a cluster has two members and goes by the least",
            cluster,
        )?;
        let indexed = state.cluster_members.members(cluster.as_slice(), None);
        ensure(
            indexed
                .map(|member| provider_of(&member))
                .eq(members.iter().copied()),
            "a cluster's members are found by it",
            cluster,
        )?;
    }
    ensure(
        state.cluster_members.len() == state.clusters.len(),
        "nobody is found in a cluster it is not of",
        &state.cluster_members.len(),
    )
}

fn try_claims<M: Memory>(state: &State<M>) -> Checked {
    for (key, row) in state.claim_alerts.after(None) {
        ensure(
            key == claim_key(row.claimant, row.silent, row.kind),
            "stands under its sides and its kind",
            &row,
        )?;
        ensure(row.claimant != row.silent, "a claim has two sides", &row)?;
        for side in [row.claimant, row.silent] {
            ensure(state.provider(side).is_some(), "its sides exist", &side)?;
        }
        ensure(
            state.claims_by_silent.contains(row.silent.as_slice(), &key),
            "a claim is found by its silent side",
            &row,
        )?;
        let links = state
            .answers(row.claimant)
            .map_or_else(Vec::new, |own| own.links);
        ensure(
            links
                .iter()
                .any(|link| link.kind == row.kind && state.successor(link.provider) == row.silent),
            "the claimant declares what it claims",
            &row,
        )?;
    }
    ensure(
        state.claims_by_silent.len() == state.claim_alerts.len(),
        "no other claims are found",
        &state.claims_by_silent.len(),
    )
}
