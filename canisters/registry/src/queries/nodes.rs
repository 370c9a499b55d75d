//! Nodes, one or by filter.

mod conditions;
mod cursor;
mod plan;
#[cfg(test)]
mod tests;

use super::limit;
use crate::state::State;
use bonafide_types::id::{NodeId, OperatorId, ProviderId};
use bonafide_types::registry::{ListNodesArgs, NodeFilter, NodePage, NodeView};
use candid::Principal;
use conditions::{Conditions, Records};
use ic_stable_structures::Memory;
use plan::{Plan, Step, members};
use std::ops::ControlFlow;

/// Keys and rows that one call looks at, so that a page of 100,000 nodes stays below 10
/// million instructions whatever its filter. Enough for 100 nodes of 30 operators; where each
/// node stands under another operator, a page holds 65.
const LOOKS: usize = 130;

/// One node.
#[must_use]
pub fn get_node<M: Memory>(state: &State<M>, id: NodeId, now_ns: u64) -> Option<NodeView> {
    let node = state.node(id)?;
    Some(Records::new(state, now_ns).view(node))
}

/// Nodes by filter, in an order that the filter gives: grouped by data centre, provider or
/// generation where one of these drives it, and by principal within an operator.
///
/// A cursor that this query did not give, and a filter that names what cannot be (a country
/// that is none, a name longer than any), give an empty page. A cursor outlives the node,
/// operator or data centre that it stands at: the page goes on at the next.
#[must_use]
pub fn list_nodes<M: Memory>(state: &State<M>, args: &ListNodesArgs, now_ns: u64) -> NodePage {
    let everything = NodeFilter::default();
    let filter = args.filter.as_ref().unwrap_or(&everything);
    walk(state, filter, args, now_ns).unwrap_or(NodePage {
        nodes: Vec::new(),
        next: None,
    })
}

fn walk<M: Memory>(
    state: &State<M>,
    filter: &NodeFilter,
    args: &ListNodesArgs,
    now_ns: u64,
) -> Option<NodePage> {
    let conditions = Conditions::of(state, filter)?;
    let Plan { from, steps } = Plan::of(state, filter, &conditions);
    let resume = match &args.after {
        Some(after) => cursor::decode(after, steps.len())?,
        None => Vec::new(),
    };
    let mut walk = Walk {
        state,
        conditions,
        records: Records::new(state, now_ns),
        limit: limit(args.limit),
        nodes: Vec::new(),
        path: Vec::new(),
        last: Vec::new(),
        visited: 0,
    };
    let stopped = walk.down(&steps, &from, &resume).is_break();
    Some(NodePage {
        next: stopped.then(|| cursor::encode(&walk.last)),
        nodes: walk.nodes,
    })
}

/// A walk down the steps of a plan, which stops when its page is full or it looked enough.
struct Walk<'s, M: Memory> {
    state: &'s State<M>,
    conditions: Conditions<'s>,
    records: Records<'s, M>,
    limit: usize,
    nodes: Vec<NodeView>,
    /// Where the walk is: the keys it went down by.
    path: Vec<Vec<u8>>,
    /// The path of the last key it visited.
    last: Vec<Vec<u8>>,
    visited: usize,
}

impl<'s, M: Memory> Walk<'s, M> {
    /// Visits what the steps give below a key. `resume` is the rest of a cursor: the group
    /// that it names is entered again, there the walk goes on after the node that it names.
    fn down(&mut self, steps: &'s [Step], owner: &[u8], resume: &[Vec<u8>]) -> ControlFlow<()> {
        let Some((step, below)) = steps.split_first() else {
            return ControlFlow::Continue(());
        };
        let (after, rest) = match resume.split_first() {
            Some((key, rest)) => (Some(key), rest),
            None => (None, resume),
        };
        // Whether the group still belongs here is for the conditions to say.
        if let Some(group) = after.filter(|_| !below.is_empty()) {
            self.visit(step, below, group, rest)?;
        }
        for key in members(self.state, step, owner, after.map(Vec::as_slice)) {
            self.visit(step, below, &key, &[])?;
        }
        ControlFlow::Continue(())
    }

    fn visit(
        &mut self,
        step: &'s Step,
        below: &'s [Step],
        key: &[u8],
        resume: &[Vec<u8>],
    ) -> ControlFlow<()> {
        let looked = self.visited + self.records.read;
        if self.nodes.len() == self.limit || looked >= LOOKS {
            return ControlFlow::Break(());
        }
        self.visited += 1;
        self.path.push(key.to_vec());
        self.last.clone_from(&self.path);
        if below.is_empty() {
            self.take(key);
        } else if self.may_hold(step, key) {
            self.down(below, key, resume)?;
        }
        self.path.pop();
        ControlFlow::Continue(())
    }

    /// Puts a node on the page, when it is as asked for.
    fn take(&mut self, key: &[u8]) {
        if let Some(node) = self.state.nodes.get(key)
            && self.records.node_fits(&node, &self.conditions)
        {
            let view = self.records.view(node);
            self.nodes.push(view);
        }
    }

    /// Whether a group can hold a node that is asked for.
    fn may_hold(&mut self, step: &Step, key: &[u8]) -> bool {
        match step {
            Step::Providers | Step::Accepting => Principal::try_from_slice(key)
                .is_ok_and(|id| self.records.provider_fits(ProviderId(id), &self.conditions)),
            Step::OperatorsOfDataCenter | Step::OperatorsOfProvider => {
                Principal::try_from_slice(key)
                    .is_ok_and(|id| self.records.operator_fits(OperatorId(id), &self.conditions))
            }
            _ => true,
        }
    }
}
