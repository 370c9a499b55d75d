//! What must be there before answers, clusters or the policy change.
//!
//! Clusters are taken as the log gives them: they follow from rules that may change later.

use super::{Checked, absent, check_provider, known, rule};
use crate::state::independence::{claim_key, provider_of};
use crate::state::{ClusterAssignment, Event, State};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{ClaimAlert, IndependenceAnswers, ProviderStatus, RegistryPolicy};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    match event {
        Event::IndependenceAnswered { answers } => check_answers(state, answers),
        Event::ClustersChanged {
            policy_version,
            assigned,
            opened,
            closed,
        } => {
            let policy = state.policies.contains(&policy_version.to_be_bytes());
            known("policy", policy_version, *policy_version == 0 || policy)?;
            check_assigned(state, assigned)?;
            check_claims(state, opened, closed)
        }
        Event::PolicySet { policy } => check_policy(state, policy),
        _ => Ok(()),
    }
}

fn check_answers<M: Memory>(state: &State<M>, answers: &IndependenceAnswers) -> Checked {
    let id = answers.provider;
    check_provider(state, id)?;
    let row = state.provider(id);
    rule(
        row.is_some_and(|row| row.status != ProviderStatus::HandedOver),
        "who handed over has no answers of its own",
    )?;
    let before = state.answers(id).map_or(0, |before| before.version);
    rule(
        before.checked_add(1) == Some(answers.version),
        "a provider's answers are counted without a gap",
    )?;
    for link in &answers.links {
        check_provider(state, link.provider)?;
    }
    Ok(())
}

fn check_assigned<M: Memory>(state: &State<M>, assigned: &[ClusterAssignment]) -> Checked {
    let mut seen = BTreeSet::new();
    for ClusterAssignment { provider, cluster } in assigned {
        check_provider(state, *provider)?;
        rule(
            seen.insert(*provider),
            "a provider is assigned to one cluster",
        )?;
        cluster.map_or(Ok(()), |cluster| check_provider(state, cluster))?;
    }
    rule(
        clusters_with(state, assigned)
            .iter()
            .all(|(cluster, members)| {
                members.is_empty() || (members.len() > 1 && members.first() == Some(cluster))
            }),
        "a cluster has two members and goes by the least",
    )
}

/// The members of each cluster that somebody joins or leaves, as they will be.
fn clusters_with<M: Memory>(
    state: &State<M>,
    assigned: &[ClusterAssignment],
) -> BTreeMap<ProviderId, BTreeSet<ProviderId>> {
    let mut clusters: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let members = |cluster: ProviderId| {
        let members = state.cluster_members.members(cluster.as_slice(), None);
        members.map(|member| provider_of(&member)).collect()
    };
    for ClusterAssignment { provider, cluster } in assigned {
        let before = state.clusters.get(provider.as_slice());
        if let Some(before) = before.map(|row| row.cluster) {
            let left = clusters.entry(before).or_insert_with(|| members(before));
            left.remove(provider);
        }
        if let Some(now) = *cluster {
            let joined = clusters.entry(now).or_insert_with(|| members(now));
            joined.insert(*provider);
        }
    }
    clusters
}

fn check_claims<M: Memory>(
    state: &State<M>,
    opened: &[ClaimAlert],
    closed: &[ClaimAlert],
) -> Checked {
    let mut seen = BTreeSet::new();
    let changes = opened.iter().map(|claim| (claim, true));
    for (claim, opens) in changes.chain(closed.iter().map(|claim| (claim, false))) {
        let ClaimAlert {
            claimant,
            silent,
            kind,
            since_ns: _,
        } = *claim;
        rule(claimant != silent, "a claim has two sides")?;
        check_provider(state, claimant)?;
        check_provider(state, silent)?;
        let key = claim_key(claimant, silent, kind);
        let there = state.claim_alerts.contains(&key);
        let name = format!("of {claimant} on {silent} ({kind:?})");
        if opens {
            absent("claim", &name, there)?;
            let links = state
                .answers(claimant)
                .map_or_else(Vec::new, |own| own.links);
            rule(
                links
                    .iter()
                    .any(|link| link.kind == kind && state.successor(link.provider) == silent),
                "the claimant declares what it claims",
            )?;
        } else {
            known("claim", &name, there)?;
        }
        rule(seen.insert(key), "a claim is opened or closed once")?;
    }
    Ok(())
}

fn check_policy<M: Memory>(state: &State<M>, policy: &RegistryPolicy) -> Checked {
    let last = state.latest_policy();
    rule(
        last.version.checked_add(1) == Some(policy.version)
            && last.effective_from_ns <= policy.effective_from_ns,
        "policies are counted without a gap and take effect in their order",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, policy, provider_id};
    use crate::commands::{answer_independence, set_registry_policy};
    use crate::state::replay::ReplayErrorReason;
    use bonafide_types::id::ProviderId;
    use bonafide_types::registry::{AnswerIndependenceArgs, LinkKind};

    /// 1 and 2 are one actor; 3 claims family of 1.
    fn world() -> World {
        let mut world = World::new();
        for n in 1..=4 {
            world.register_provider(n);
        }
        world.answer(1, &[], &[(LinkKind::Corporate, 2)]);
        world.answer(2, &[], &[(LinkKind::Corporate, 1)]);
        world.answer(3, &[], &[(LinkKind::Family, 1)]);
        world
    }

    fn refused(world: &World, event: &Event, words: &str) {
        let refusal: ReplayErrorReason = check(&world.state, event).expect_err(words);
        assert!(refusal.to_string().contains(words), "{refusal}");
    }

    fn answered(n: u8, version: u32) -> Event {
        Event::IndependenceAnswered {
            answers: IndependenceAnswers {
                provider: provider_id(n),
                version,
                owners: vec![],
                links: vec![],
                ownership_threshold_bps: 2_500,
                answered_at_ns: 0,
            },
        }
    }

    fn changed(
        assigned: &[(u8, Option<u8>)],
        opened: &[ClaimAlert],
        closed: &[ClaimAlert],
    ) -> Event {
        let assigned = assigned
            .iter()
            .map(|(provider, cluster)| ClusterAssignment {
                provider: provider_id(*provider),
                cluster: cluster.map(provider_id),
            });
        Event::ClustersChanged {
            policy_version: 0,
            assigned: assigned.collect(),
            opened: opened.to_vec(),
            closed: closed.to_vec(),
        }
    }

    fn claim(claimant: u8, silent: u8) -> ClaimAlert {
        ClaimAlert {
            claimant: provider_id(claimant),
            silent: provider_id(silent),
            kind: LinkKind::Family,
            since_ns: 0,
        }
    }

    #[test]
    fn should_let_through_what_commands_decide() {
        let mut world = world();
        world.caller = provider_id(4).0;
        let args = crate::commands::testing::answers(&[1], &[(LinkKind::Family, 3)]);
        let ctx = world.ctx();
        let decided = answer_independence::decide(&world.state, args, &ctx).unwrap();
        assert_eq!(decided.events.len(), 2);
        for event in decided.events {
            assert_eq!(check(&world.state, &event), Ok(()));
            world.record(event);
        }
        let args = policy(1, &[LinkKind::Family], true);
        let decided = set_registry_policy::decide(&world.state, args, &ctx).unwrap();
        for event in decided.events {
            assert_eq!(check(&world.state, &event), Ok(()));
            world.record(event);
        }
        let none: AnswerIndependenceArgs = crate::commands::testing::answers(&[], &[]);
        let decided = answer_independence::decide(&world.state, none, &ctx).unwrap();
        assert_eq!(check(&world.state, &decided.events[0]), Ok(()));
    }

    #[test]
    fn should_refuse_answers_that_cannot_be() {
        let mut world = world();
        refused(&world, &answered(9, 1), "no provider");
        refused(&world, &answered(1, 1), "counted without a gap");
        refused(&world, &answered(1, 3), "counted without a gap");
        assert_eq!(check(&world.state, &answered(1, 2)), Ok(()));
        let Event::IndependenceAnswered { mut answers } = answered(1, 2) else {
            panic!("answers");
        };
        answers.links = world.state.answers(provider_id(3)).unwrap().links;
        answers.links[0].provider = ProviderId(candid::Principal::from_slice(&[99]));
        refused(
            &world,
            &Event::IndependenceAnswered { answers },
            "no provider",
        );
        let mut row = world.state.provider(provider_id(1)).unwrap();
        row.status = ProviderStatus::HandedOver;
        world.state.providers.insert(row.id.as_slice(), &row);
        refused(&world, &answered(1, 2), "handed over");
    }

    #[test]
    fn should_refuse_clusters_and_claims_that_cannot_be() {
        let world = world();
        refused(&world, &changed(&[(9, None)], &[], &[]), "no provider");
        refused(&world, &changed(&[(1, Some(9))], &[], &[]), "no provider");
        let twice = changed(&[(1, None), (1, Some(2))], &[], &[]);
        refused(&world, &twice, "one cluster");
        refused(&world, &changed(&[], &[claim(3, 1)], &[]), "there already");
        refused(&world, &changed(&[], &[], &[claim(1, 3)]), "no claim");
        refused(&world, &changed(&[], &[claim(2, 2)], &[]), "two sides");
        refused(&world, &changed(&[], &[claim(2, 9)], &[]), "no provider");
        let undeclared = changed(&[], &[claim(2, 4)], &[]);
        refused(&world, &undeclared, "declares what it claims");
        let both = changed(&[], &[], &[claim(3, 1), claim(3, 1)]);
        refused(&world, &both, "opened or closed once");
        let mut later = changed(&[], &[], &[]);
        if let Event::ClustersChanged { policy_version, .. } = &mut later {
            *policy_version = 1;
        }
        refused(&world, &later, "no policy 1");
        let good = changed(&[(1, None), (2, None)], &[], &[claim(3, 1)]);
        assert_eq!(check(&world.state, &good), Ok(()));
    }

    #[test]
    fn should_refuse_policies_out_of_order() {
        let mut world = World::new();
        let mut policy = RegistryPolicy {
            version: 2,
            effective_from_ns: 10,
            ..RegistryPolicy::default()
        };
        let set = |policy: &RegistryPolicy| Event::PolicySet {
            policy: policy.clone(),
        };
        refused(&world, &set(&policy), "in their order");
        policy.version = 1;
        assert_eq!(check(&world.state, &set(&policy)), Ok(()));
        world.record(set(&policy));
        policy.version = 2;
        policy.effective_from_ns = 9;
        refused(&world, &set(&policy), "in their order");
    }
}
