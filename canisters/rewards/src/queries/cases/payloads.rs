//! Payloads for proposals of the NNS, which the rewards canister cannot make itself: the
//! network decides about its nodes, by proposals of its own.
//!
//! As the NNS registry has it, ejecting a node gives its operator one more of its allowance,
//! with which a node comes in again. So the ejection has a twin that sets the allowance to 0.

use crate::domain::amounts::percent;
use crate::domain::case as course;
use bonafide_types::id::{Blob, NodeId, OperatorId, ProviderId};
use bonafide_types::rewards::{Case, CaseState, DayFacts, Enforcement, Mode, NnsPayload};
use candid::{CandidType, Principal};
use std::collections::BTreeSet;

/// The NNS function `RemoveNodes`.
const REMOVE_NODES: i32 = 18;
/// The NNS function `UpdateNodeOperatorConfig`.
const UPDATE_NODE_OPERATOR_CONFIG: i32 = 16;
/// Nodes of one payload: about 31,000 bytes, of the 70,000 that the NNS takes.
const NODES: usize = 1_000;
/// Operators at most, so that the reply fits.
const OPERATORS: usize = 1_000;

/// Argument of `remove_nodes` of the NNS registry.
#[derive(CandidType)]
struct RemoveNodesPayload {
    node_ids: Vec<Principal>,
}

/// Argument of `update_node_operator_config` of the NNS registry. What is absent or an empty
/// list changes nothing.
#[derive(CandidType, Default)]
struct UpdateNodeOperatorConfigPayload {
    node_operator_id: Option<Principal>,
    node_allowance: Option<u64>,
    dc_id: Option<String>,
    rewardable_nodes: Vec<(String, u32)>,
    node_provider_id: Option<Principal>,
    ipv6: Option<String>,
    set_ipv6_to_none: Option<bool>,
    max_rewardable_nodes: Option<Vec<(String, u32)>>,
}

/// Whether the network has a reason to act on a case: it is executed, or frozen while the suite
/// holds no money of the provider. Nothing is to follow from one that is only computed.
pub(super) fn are_due(case: &Case) -> bool {
    let judged = case.judgement.as_ref();
    judged.is_some_and(|judgement| {
        judgement.mode == Mode::Enabled
            && course::stands(case)
            && (is_executed(case) || judgement.enforcement == Enforcement::Published)
    })
}

fn is_executed(case: &Case) -> bool {
    matches!(case.state, CaseState::Executed { .. })
}

/// Payloads that eject the node of a case, or all nodes of its provider, and then those that
/// keep its operators from registering nodes, by the roster that was seen last.
pub(super) fn of(case: &Case, roster: &DayFacts) -> Vec<NnsPayload> {
    let provider = case.charge.provider;
    let place = (roster.providers.iter()).position(|row| row.provider == provider);
    let is_own = move |at: u32| place == Some(at as usize);
    let own = || roster.nodes.iter().filter(move |row| is_own(row.provider));
    let nodes: Vec<_> = match case.charge.node {
        Some(node) => {
            // Not in the roster: its reward type is not known, or it is gone, and then the
            // network passes over it. By now it may be somebody else's.
            let row = roster.nodes.iter().find(|row| row.node == node);
            let is_theirs = row.is_some_and(|row| !is_own(row.provider));
            (!is_theirs).then_some(node).into_iter().collect()
        }
        None => own().map(|row| row.node).collect(),
    };
    let operators: BTreeSet<_> = own()
        .filter_map(|row| roster.operators.get(row.operator as usize))
        .copied()
        .collect();
    let ejections = (nodes.chunks(NODES)).map(|nodes| ejection(case, nodes));
    let allowances = (operators.into_iter().take(OPERATORS))
        .map(|operator| no_allowance(case, provider, operator));
    ejections.chain(allowances).collect()
}

fn ejection(case: &Case, nodes: &[NodeId]) -> NnsPayload {
    let payload = RemoveNodesPayload {
        node_ids: nodes.iter().map(|node| node.0).collect(),
    };
    let which = match nodes {
        [node] => format!("node {node}"),
        nodes => format!("{} nodes", nodes.len()),
    };
    let text = format!(
        "Ejects {which} of provider {} from the network. {} The network refuses it while one of \
         the nodes is a member of a subnet, which it has to leave before. Each node that is \
         ejected gives its operator one of its allowance back, with which a node can come in \
         again, unless UpdateNodeOperatorConfig with an allowance of 0 follows.",
        case.charge.provider,
        basis(case)
    );
    NnsPayload {
        nns_function: REMOVE_NODES,
        name: "RemoveNodes".into(),
        payload: encoded(&payload),
        text,
    }
}

fn no_allowance(case: &Case, provider: ProviderId, operator: OperatorId) -> NnsPayload {
    let payload = UpdateNodeOperatorConfigPayload {
        node_operator_id: Some(operator.0),
        node_allowance: Some(0),
        ..UpdateNodeOperatorConfigPayload::default()
    };
    let text = format!(
        "Sets the allowance of operator {operator} of provider {provider} to 0, so that it can \
         register no more nodes, and changes nothing else. {} To be adopted after RemoveNodes, \
         because that gives allowance back: without this proposal the ejected nodes can come in \
         again.",
        basis(case)
    );
    NnsPayload {
        nns_function: UPDATE_NODE_OPERATOR_CONFIG,
        name: "UpdateNodeOperatorConfig".into(),
        payload: encoded(&payload),
        text,
    }
}

/// Why, and that it is another vote than the one on the case.
fn basis(case: &Case) -> String {
    let ppb = (case.judgement.as_ref()).map_or(0, |judgement| judgement.ppb);
    let stands = if is_executed(case) {
        "is executed"
    } else {
        "is not executed yet and can still be lowered or cancelled"
    };
    format!(
        "Because of case {}, which costs {} and {stands}. This is a second proposal, separate from \
         the vote on the case: no penalty ejects a node by itself.",
        case.id,
        percent(ppb)
    )
}

fn encoded(payload: &impl CandidType) -> Blob {
    let bytes = candid::encode_one(payload);
    Blob(bytes.expect("BUG: a payload of plain types cannot be encoded"))
}

#[cfg(test)]
mod tests;
