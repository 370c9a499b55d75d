//! Reviews NNS proposals on the membership of subnets.

use super::call::{Answer, call};
use super::place::{Place, REVIEWS};
use crate::commands::review_nns_proposals::{check, decide, ids, looked_up, question, reviewed};
use crate::commands::{Decision, cut_words, refusal};
use crate::live;
use crate::nns::{self, membership};
use crate::state::State;
use bonafide_kit::{Ctx, commit};
use bonafide_types::governance::{NnsReview, NnsReviewError, ReviewNnsProposalsArgs};
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::limits::REASON_BYTES;
use bonafide_types::registry::{NodeView, RegistryError, VerdictView, VerifyMembershipArgs};
use candid::{CandidType, Principal};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Reads NNS proposals from NNS governance, has the registry judge all of them together, and
/// records what it says. Where the proposals stand does not matter, nor which sources are on:
/// nothing is executed by this.
///
/// # Errors
/// [`NnsReviewError`], which says of each case what to do. Nothing is changed then.
pub async fn review_nns_proposals(
    args: ReviewNnsProposalsArgs,
    ctx: Ctx,
) -> Result<NnsReview, NnsReviewError> {
    let ids = ids(&args)?;
    live::read(|state| check(state, &ids, ctx.now_ns))?;
    let _place = place()?;
    let config = live::read(State::settings);
    let (nns_governance, registry) = (config.nns_governance.0, config.canisters.registry.0);
    let mut asked = Vec::with_capacity(ids.len());
    for id in ids {
        asked.push(ask_nns(nns_governance, id).await?);
    }
    let subnets = subnets_of(registry, looked_up(&asked)?).await?;
    let proposals = asked
        .into_iter()
        .map(|asked| reviewed(asked, &subnets))
        .collect::<Result<Vec<_>, _>>()?;
    let verdict = verdict(registry, &question(&proposals)).await?;
    // The state may be another by now.
    let ctx = ctx.later();
    live::change(|state| {
        if state.settings().canisters.registry.0 != registry {
            return Err(not_reached("another canister is the registry now".into()));
        }
        let Decision { events, reply } = decide(state, proposals, &verdict, &ctx)?;
        commit(state, &ctx, events);
        Ok(reply)
    })
}

/// Held while a review is made. Anyone may ask for some, so only some at one time.
fn place() -> Result<Place, NnsReviewError> {
    Place::of_review().ok_or(NnsReviewError::Busy {
        limit: REVIEWS as u64,
    })
}

async fn ask_nns(
    nns_governance: Principal,
    proposal_id: u64,
) -> Result<membership::Asked, NnsReviewError> {
    let not_reached = |reason| NnsReviewError::NnsNotReached {
        reason: cut_words(reason, REASON_BYTES),
    };
    let args = candid::encode_one(proposal_id).map_err(|error| not_reached(error.to_string()))?;
    match call(nns_governance, nns::METHOD, &args).await {
        Answer::Reply(reply) => membership::asked(proposal_id, &reply),
        Answer::Refused(reason) | Answer::Unknown(reason) => Err(not_reached(reason)),
    }
}

/// Where nodes are; those in no subnet are left out.
async fn subnets_of(
    registry: Principal,
    nodes: BTreeSet<NodeId>,
) -> Result<BTreeMap<NodeId, SubnetId>, NnsReviewError> {
    let mut subnets = BTreeMap::new();
    for node in nodes {
        let view: Option<NodeView> = read(ask_registry(registry, "get_node", &node).await?)?;
        if let Some(subnet) = view.and_then(|view| view.node.subnet) {
            subnets.insert(node, subnet);
        }
    }
    Ok(subnets)
}

async fn verdict(
    registry: Principal,
    args: &VerifyMembershipArgs,
) -> Result<VerdictView, NnsReviewError> {
    judged(ask_registry(registry, "verify_membership", args).await?)
}

fn judged(answer: Answer) -> Result<VerdictView, NnsReviewError> {
    let verdict: Result<VerdictView, RegistryError> = read(answer)?;
    verdict.map_err(|error| NnsReviewError::RegistryRefused {
        reason: cut_words(refusal(&error), REASON_BYTES),
    })
}

/// Queries of the registry; asked in an update call, their answers are as good as an update's.
async fn ask_registry(
    registry: Principal,
    method: &str,
    args: &impl CandidType,
) -> Result<Answer, NnsReviewError> {
    let args = candid::encode_one(args).map_err(|error| not_reached(error.to_string()))?;
    Ok(call(registry, method, &args).await)
}

fn read<T>(answer: Answer) -> Result<T, NnsReviewError>
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    match answer {
        Answer::Reply(reply) => {
            nns::decode(&reply).map_err(|reason| NnsReviewError::RegistryNotUnderstood { reason })
        }
        Answer::Refused(reason) | Answer::Unknown(reason) => Err(not_reached(reason)),
    }
}

fn not_reached(reason: String) -> NnsReviewError {
    NnsReviewError::RegistryNotReached {
        reason: cut_words(reason, REASON_BYTES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::verdict_view;

    fn reply(verdict: &Result<VerdictView, RegistryError>) -> Answer {
        Answer::Reply(candid::encode_one(verdict).unwrap())
    }

    #[test]
    fn should_make_so_many_reviews_and_no_more() {
        let mut places: Vec<_> = (0..4).map(|_| place().unwrap()).collect();
        assert_eq!(place().unwrap_err(), NnsReviewError::Busy { limit: 4 });
        places.pop();
        assert!(place().is_ok());
    }

    #[test]
    fn should_hand_verdicts_and_refusals_over() {
        let view = verdict_view(true, "As said.");
        assert_eq!(judged(reply(&Ok(view.clone()))), Ok(view));
        let error = RegistryError::SubnetKindNotFound {
            kind: "application".into(),
        };
        let reason = refusal(&error);
        assert!(reason.starts_with("SubnetKindNotFound: "), "{reason}");
        let refused = NnsReviewError::RegistryRefused { reason };
        assert_eq!(judged(reply(&Err(error))), Err(refused));
    }

    #[test]
    fn should_not_take_silence_or_garbage_for_a_verdict() {
        for answer in [
            Answer::Refused("CanisterError: it trapped".into()),
            Answer::Unknown("SysUnknown: deadline".into()),
        ] {
            let judged = judged(answer);
            assert!(
                matches!(judged, Err(NnsReviewError::RegistryNotReached { .. })),
                "{judged:?}"
            );
        }
        let number = candid::encode_one(7u64).unwrap();
        for bytes in [Vec::new(), b"DIDL".to_vec(), number] {
            let judged = judged(Answer::Reply(bytes));
            assert!(
                matches!(judged, Err(NnsReviewError::RegistryNotUnderstood { .. })),
                "{judged:?}"
            );
        }
    }
}
