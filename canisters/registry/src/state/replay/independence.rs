//! What must be there before answers, clusters or the policy change.
//!
//! Clusters are taken as the log gives them: they follow from rules that may change later.

use super::{Checked, absent, check_provider, known, rule};
use crate::state::independence::claim_key;
use crate::state::{ClusterAssignment, Event, State};
use bonafide_types::registry::{ClaimAlert, IndependenceAnswers, ProviderStatus, RegistryPolicy};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

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
    Ok(())
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
