//! Reviews NNS proposals on the membership of subnets. By anyone but the anonymous principal.
//!
//! Between [`check()`] and [`decide`] NNS governance is asked what is proposed and the registry
//! what it would do. The state may change meanwhile, so the second repeats the first.

use super::{Decision, cut_words};
use crate::nns::membership::{Asked, Payload};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{
    NnsRequest, NnsReview, NnsReviewError, NnsSubnetType, ReviewNnsProposalsArgs, ReviewedProposal,
};
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::limits::SECOND_NS;
use bonafide_types::registry::{MembershipChange, NewSubnet, VerdictView, VerifyMembershipArgs};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Proposals of one review.
pub const TOGETHER: usize = 8;

/// Proposals whose latest review is kept. NNS governance keeps fewer of this topic.
pub const KEPT: usize = 200;

/// From when on the same proposals may be reviewed again. Anyone may ask, and every review is
/// an event for ever.
pub const AGAIN_NS: u64 = 600 * SECOND_NS;

/// Nodes of one review whose subnet has to be looked up, each by a call.
pub const LOOKED_UP: usize = 40;

/// Words of one review.
pub const WORDS_BYTES: usize = 12_000;

/// The kind whose rules new subnets are held against: NNS payloads know no kinds.
const KIND: &str = "application";

/// The proposals asked for, in the order of their ids.
///
/// # Errors
/// [`NnsReviewError::WrongCount`], [`NnsReviewError::NamedTwice`].
pub fn ids(args: &ReviewNnsProposalsArgs) -> Result<Vec<u64>, NnsReviewError> {
    let mut ids = args.proposal_ids.clone();
    if !(1..=TOGETHER).contains(&ids.len()) {
        return Err(NnsReviewError::WrongCount {
            given: ids.len() as u64,
            limit: TOGETHER as u64,
        });
    }
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(NnsReviewError::NamedTwice {
            proposal_id: pair[0],
        }),
        None => Ok(ids),
    }
}

/// Refuses what needs no answer of others.
///
/// # Errors
/// [`NnsReviewError::ReviewedRecently`].
pub fn check<M: Memory>(state: &State<M>, ids: &[u64], now_ns: u64) -> Result<(), NnsReviewError> {
    let last = ids
        .iter()
        .filter_map(|id| state.review(*id))
        .filter(|review| review.proposal_ids().eq(ids.iter().copied()))
        .map(|review| review.reviewed_at_ns)
        .max();
    match last.map(|at_ns| at_ns.saturating_add(AGAIN_NS)) {
        Some(retry_at_ns) if now_ns < retry_at_ns => {
            Err(NnsReviewError::ReviewedRecently { retry_at_ns })
        }
        _ => Ok(()),
    }
}

/// The nodes whose subnet the payloads do not say.
///
/// # Errors
/// [`NnsReviewError::TooManyNodes`].
pub fn looked_up(asked: &[Asked]) -> Result<BTreeSet<NodeId>, NnsReviewError> {
    let nodes: BTreeSet<NodeId> = asked
        .iter()
        .flat_map(|asked| match &asked.payload {
            Payload::Removal(node_ids) => node_ids.as_slice(),
            Payload::Change(_) | Payload::Creation { .. } => &[],
        })
        .copied()
        .collect();
    if nodes.len() > LOOKED_UP {
        return Err(NnsReviewError::TooManyNodes {
            count: nodes.len() as u64,
            limit: LOOKED_UP as u64,
        });
    }
    Ok(nodes)
}

/// A proposal as the review has it. `subnets` says where the nodes are that were looked up.
///
/// # Errors
/// [`NnsReviewError::NodeWithoutSubnet`].
pub fn reviewed(
    asked: Asked,
    subnets: &BTreeMap<NodeId, SubnetId>,
) -> Result<ReviewedProposal, NnsReviewError> {
    let Asked {
        proposal_id,
        status,
        nns_function,
        payload_hash,
        payload,
    } = asked;
    let request = match payload {
        Payload::Change(change) => NnsRequest::Change {
            changes: vec![change],
        },
        Payload::Removal(node_ids) => NnsRequest::Change {
            changes: removals(proposal_id, &node_ids, subnets)?,
        },
        Payload::Creation {
            subnet_type,
            node_ids,
        } => NnsRequest::Creation {
            kind: KIND.into(),
            subnet_type,
            node_ids,
        },
    };
    Ok(ReviewedProposal {
        proposal_id,
        status,
        nns_function,
        payload_hash,
        request,
    })
}

fn removals(
    proposal_id: u64,
    node_ids: &[NodeId],
    subnets: &BTreeMap<NodeId, SubnetId>,
) -> Result<Vec<MembershipChange>, NnsReviewError> {
    let mut changes = Changes::default();
    for &node_id in node_ids {
        let subnet_id = subnets.get(&node_id);
        let subnet_id = *subnet_id.ok_or(NnsReviewError::NodeWithoutSubnet {
            proposal_id,
            node_id,
        })?;
        changes.of(subnet_id).node_ids_remove.push(node_id);
    }
    Ok(changes.0)
}

/// Changes, one for each subnet, in the order in which subnets come.
#[derive(Default)]
struct Changes(Vec<MembershipChange>);

impl Changes {
    fn of(&mut self, subnet_id: SubnetId) -> &mut MembershipChange {
        let known = self
            .0
            .iter()
            .position(|change| change.subnet_id == subnet_id);
        let at = known.unwrap_or_else(|| {
            self.0.push(MembershipChange {
                subnet_id,
                node_ids_add: Vec::new(),
                node_ids_remove: Vec::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}

/// What the registry is asked: all proposals together. What several of them ask of one subnet is
/// one change.
#[must_use]
pub fn question(proposals: &[ReviewedProposal]) -> VerifyMembershipArgs {
    let mut changes = Changes::default();
    let mut creations = Vec::new();
    for proposal in proposals {
        match &proposal.request {
            NnsRequest::Change { changes: asked } => {
                for change in asked {
                    let whole = changes.of(change.subnet_id);
                    whole.node_ids_add.extend(&change.node_ids_add);
                    whole.node_ids_remove.extend(&change.node_ids_remove);
                }
            }
            NnsRequest::Creation { kind, node_ids, .. } => creations.push(NewSubnet {
                kind: kind.clone(),
                node_ids: node_ids.clone(),
            }),
        }
    }
    VerifyMembershipArgs {
        changes: changes.0,
        creations,
    }
}

/// Decides. The reply is the review. The oldest others are collected for it.
///
/// # Errors
/// As [`check()`].
pub fn decide<M: Memory>(
    state: &State<M>,
    proposals: Vec<ReviewedProposal>,
    view: &VerdictView,
    ctx: &Ctx,
) -> Result<Decision<NnsReview>, NnsReviewError> {
    let ids: Vec<_> = proposals.iter().map(|row| row.proposal_id).collect();
    check(state, &ids, ctx.now_ns)?;
    let review = NnsReview {
        words: cut_words(words(&proposals, &view.words), WORDS_BYTES),
        proposals,
        accepted: view.verdict.accepted,
        verdict_hash: view.verdict_hash,
        registry_events: view.verdict.registry_events,
        registry_tip: view.verdict.registry_tip,
        reviewed_at_ns: ctx.now_ns,
    };
    let event = Event::NnsProposalsReviewed {
        review: review.clone(),
        collected: collected(state, &ids),
    };
    Ok(Decision::change(event, review))
}

/// The registry's words, after what it cannot know.
fn words(proposals: &[ReviewedProposal], verdict: &str) -> String {
    let mut words = String::new();
    for proposal in proposals {
        let NnsRequest::Creation {
            kind, subnet_type, ..
        } = &proposal.request
        else {
            continue;
        };
        let made = match subnet_type {
            Some(NnsSubnetType::Application) => "an application subnet",
            Some(NnsSubnetType::VerifiedApplication) => "a verified application subnet",
            Some(NnsSubnetType::System) => "a system subnet",
            None => "a subnet of a type that is not known here",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            words,
            "NNS proposal {} makes {made}; it is held against the rules of the kind {kind}.",
            proposal.proposal_id
        );
    }
    words + verdict
}

/// The proposals reviewed longest ago, as many as are beyond those that are kept.
fn collected<M: Memory>(state: &State<M>, ids: &[u64]) -> Vec<u64> {
    let mut others: Vec<_> = state
        .reviewed
        .iter()
        .filter(|(id, _)| !ids.contains(id))
        .map(|(id, at_ns)| (*at_ns, *id))
        .collect();
    let beyond = (others.len() + ids.len()).saturating_sub(KEPT);
    others.sort_unstable();
    others.truncate(beyond);
    others.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests;
