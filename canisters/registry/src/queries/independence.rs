//! Answers, clusters, claims.

use super::limit;
use crate::domain::independence::{self, Graph};
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    AnswersStatus, ClaimAlertPage, IndependenceAnswers, LinkExplained, ListClaimAlertsArgs,
    Provider, RegistryPolicy,
};
use ic_stable_structures::Memory;

/// A provider's latest answers.
#[must_use]
pub fn get_independence_answers<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Option<IndependenceAnswers> {
    state.answers(provider)
}

/// Where a provider stands with its answers, under the policy in force.
#[must_use]
pub fn status<M: Memory>(
    state: &State<M>,
    provider: &Provider,
    answers: Option<&IndependenceAnswers>,
    policy: &RegistryPolicy,
) -> AnswersStatus {
    let lowered_since_ns = answers.and_then(|answers| {
        let lower = |policy: &RegistryPolicy| {
            policy.ownership_threshold_bps < answers.ownership_threshold_bps
        };
        // The threshold is lower since the first of the policies that made it so without a
        // break, not since the last change of some other number.
        let above = policy.version.checked_add(1)?.to_be_bytes();
        let policies = state.policies.before(Some(&above)).map(|(_, row)| row);
        let since = policies.take_while(lower).last()?;
        Some(since.effective_from_ns)
    });
    independence::status(answers, provider.answers_reopened_at_ns, lowered_since_ns)
}

/// The members of a provider's cluster in the order of their bytes, itself included.
#[must_use]
pub fn list_cluster<M: Memory>(state: &State<M>, provider: ProviderId) -> Vec<ProviderId> {
    state.members_of_cluster(provider)
}

/// Why two providers count as one actor: a shortest chain of the links that made their
/// cluster, from one to the other; empty when they are of different clusters.
#[must_use]
pub fn explain_cluster<M: Memory>(
    state: &State<M>,
    first: ProviderId,
    second: ProviderId,
) -> Vec<LinkExplained> {
    let members = state.members_of_cluster(first);
    let answers: Vec<_> = members
        .iter()
        .filter_map(|member| state.answers(*member))
        .collect();
    Graph::new(members.into_iter().collect(), &answers, |named| {
        state.successor(named)
    })
    .explain(first, second, &state.cluster_policy())
}

/// Claims that only one side declares, all or those that a provider raised or is silent
/// about, in the order of their keys.
#[must_use]
pub fn list_claim_alerts<M: Memory>(
    state: &State<M>,
    args: &ListClaimAlertsArgs,
) -> ClaimAlertPage {
    let after = args.after.as_ref().map(|after| after.0.as_slice());
    let limit = limit(args.limit);
    let pick = |_: &Vec<u8>, alert| Some(alert);
    let (alerts, next) = match args.provider {
        None => page::collect(state.claim_alerts.after(after), limit, usize::MAX, pick),
        Some(id) => page::collect(state.alerts_after(id, after), limit, usize::MAX, pick),
    };
    ClaimAlertPage {
        alerts,
        next: next.map(bonafide_types::id::Blob),
    }
}
