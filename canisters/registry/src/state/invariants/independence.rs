//! Answers, clusters, claims, policies.

use super::{Checked, ensure};
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
    }
    ensure(
        state.claims_on.len() == claims.len() as u64,
        "links are found by what answers name and nothing else",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::set_registry_policy;
    use crate::commands::testing::{World, policy, provider_id};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::{ClusterMember, LinkKind, ProviderStatus};
    use ic_stable_structures::VectorMemory;

    /// 1 and 2 are one actor; 3 claims family of 1 and has an owner.
    fn world() -> World {
        let mut world = World::new();
        for n in 1..=4 {
            world.register_provider(n);
        }
        world.answer(1, &[], &[(LinkKind::Corporate, 2)]);
        world.answer(2, &[], &[(LinkKind::Corporate, 1)]);
        world.answer(3, &[7], &[(LinkKind::Family, 1)]);
        for threshold in [1, 2] {
            let args = policy(threshold, &[LinkKind::Corporate], false);
            world.run(set_registry_policy::decide, args).unwrap();
        }
        try_state(&world.state).unwrap();
        world
    }

    fn assert_seen(rule: &str, break_it: impl FnOnce(&mut State<VectorMemory>)) {
        let mut world = world();
        break_it(&mut world.state);
        let broken = try_state(&world.state).expect_err(rule);
        assert_eq!(broken.rule, rule);
    }

    #[test]
    fn should_see_policies_out_of_order() {
        assert_seen("policies are numbered from 1 without a gap", |state| {
            state.policies.remove(&1_u32.to_be_bytes());
        });
        assert_seen("policies take effect in their order", |state| {
            let mut row = state.latest_policy();
            row.effective_from_ns = 0;
            state.policies.insert(&row.version.to_be_bytes(), &row);
        });
        assert_seen("the clusters' policy exists", |state| {
            state.cluster_policy.set(3);
        });
    }

    #[test]
    fn should_see_answers_that_are_not_found() {
        let [one, two, three, four] = [1, 2, 3, 4].map(provider_id);
        assert_seen("a link is found by whom it names", |state| {
            state.claims_on.remove(two.as_slice(), one.as_slice());
        });
        let rule = "links are found by what answers name and nothing else";
        assert_seen(rule, |state| {
            state.claims_on.insert(four.as_slice(), one.as_slice(), ());
        });
        assert_seen("who answers exists and has not handed over", |state| {
            let mut row = state.provider(three).unwrap();
            row.status = ProviderStatus::HandedOver;
            row.successor = Some(four);
            state.providers.insert(three.as_slice(), &row);
        });
    }

    #[test]
    fn should_see_clusters_that_are_none() {
        let [one, two, three] = [1, 2, 3].map(provider_id);
        let member = |provider, cluster| ClusterMember {
            provider,
            cluster,
            since_ns: 0,
        };
        let rule = "a cluster has two members and goes by the least";
        assert_seen(rule, |state| state.clusters.remove(two.as_slice()));
        assert_seen(rule, |state| {
            for id in [one, two] {
                state.clusters.insert(id.as_slice(), &member(id, two));
            }
        });
        assert_seen("a cluster's members are found by it", |state| {
            state.cluster_members.remove(one.as_slice(), two.as_slice());
        });
        assert_seen("nobody is found in a cluster it is not of", |state| {
            state
                .cluster_members
                .insert(three.as_slice(), three.as_slice(), ());
        });
    }

    #[test]
    fn should_see_claims_that_nobody_makes() {
        let [one, three] = [1, 3].map(provider_id);
        let key = claim_key(three, one, LinkKind::Family);
        assert_seen("a claim is found by its silent side", |state| {
            state.claims_by_silent.remove(one.as_slice(), &key);
        });
        assert_seen("no other claims are found", |state| {
            state.claims_by_silent.insert(three.as_slice(), &key, ());
        });
        assert_seen("the claimant declares what it claims", |state| {
            let mut answers = state.answers(three).unwrap();
            answers.links[0].kind = LinkKind::Financing;
            state.independence.insert(three.as_slice(), &answers);
        });
        assert_seen("stands under its sides and its kind", |state| {
            let row = state.claim_alerts.get(&key).unwrap();
            state.claim_alerts.insert(b"other", &row);
        });
    }
}
