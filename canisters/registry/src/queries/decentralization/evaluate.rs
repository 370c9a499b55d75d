//! Figures of subnets, and the rules they break.

use crate::commands::membership::{NAMING, distances};
use crate::queries::limit;
use crate::state::State;
use bonafide_policy::decentralization::evaluate::{scorecard, violations};
use bonafide_policy::decentralization::{Limits, Tally};
use bonafide_types::id::SubnetId;
use bonafide_types::registry::{EvaluateNetworkArgs, NetworkEvaluation, SubnetEvaluation};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Limits by kind, each made ready once.
struct Kinds<'a, M: Memory> {
    state: &'a State<M>,
    now_ns: u64,
    limits: BTreeMap<String, Option<(Limits, u32)>>,
}

impl<M: Memory> Kinds<'_, M> {
    fn of(&mut self, kind: &str) -> Option<&(Limits, u32)> {
        if !self.limits.contains_key(kind) {
            let limits = self.state.limits(kind, self.now_ns);
            self.limits.insert(kind.to_owned(), limits);
        }
        self.limits.get(kind).and_then(Option::as_ref)
    }
}

/// One subnet.
#[must_use]
pub fn evaluate_subnet<M: Memory>(
    state: &State<M>,
    id: SubnetId,
    now_ns: u64,
) -> Option<SubnetEvaluation> {
    let number = state.mirror.number(id)?;
    let mut kinds = Kinds {
        state,
        now_ns,
        limits: BTreeMap::new(),
    };
    let mut tally = Tally::new(&state.mirror.network);
    evaluate(state, &mut kinds, &mut tally, id, number)
}

/// Subnets in the order of their principals' bytes: all, or only those that break rules.
#[must_use]
pub fn evaluate_network<M: Memory>(
    state: &State<M>,
    args: &EvaluateNetworkArgs,
    now_ns: u64,
) -> NetworkEvaluation {
    let mut kinds = Kinds {
        state,
        now_ns,
        limits: BTreeMap::new(),
    };
    let mut tally = Tally::new(&state.mirror.network);
    let wanted = limit(args.limit);
    let (mut subnets, mut next) = (Vec::new(), None);
    let mut last = None;
    for (id, number) in state.mirror.subnets_after(args.after) {
        if subnets.len() == wanted {
            next = last;
            break;
        }
        last = Some(id);
        let evaluation = evaluate(state, &mut kinds, &mut tally, id, number);
        subnets.extend(
            evaluation.filter(|found| !(args.violating_only && found.violations.is_empty())),
        );
    }
    NetworkEvaluation {
        subnets,
        next,
        registry_events: state.log.tip().length,
    }
}

/// Evaluates, with a tally that is empty before and after.
fn evaluate<M: Memory>(
    state: &State<M>,
    kinds: &mut Kinds<'_, M>,
    tally: &mut Tally,
    id: SubnetId,
    number: u32,
) -> Option<SubnetEvaluation> {
    let kind = state.kind_of(id);
    let (limits, policy_version) = kinds.of(&kind)?;
    let network = &state.mirror.network;
    let members = network.members(number);
    for class in members {
        tally.add(network.class(*class));
    }
    let weight = limits.weight(network, tally, members);
    let evaluation = SubnetEvaluation {
        subnet: id,
        policy_version: *policy_version,
        kind,
        scorecard: scorecard(tally, weight),
        violations: violations(network, limits, tally, members, NAMING),
        distances: distances(&state.mirror, members),
    };
    for class in members {
        tally.remove(network.class(*class));
    }
    Some(evaluation)
}

#[cfg(test)]
mod tests;
