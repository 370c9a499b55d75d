//! What must be there before policies of subnets, their members or cordons change. Verdicts
//! are given again: a log that holds another one is not of a registry.

use super::{Checked, absent, known, rule};
use crate::commands::membership;
use crate::domain::principal;
use crate::state::{Event, State};
use bonafide_policy::decentralization::check_rules;
use bonafide_types::registry::{MembershipChange, NewSubnet, SubnetPolicy, Verdict, cordon_key};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event, at_ns: u64) -> Checked {
    match event {
        Event::SubnetPolicySet { policy } => check_policy(state, policy),
        Event::SubnetKindsSet { kinds } => {
            for kind in kinds {
                let id = kind.subnet_id;
                known("subnet", &id, state.subnet(id).is_some())?;
                let policy = membership::known_kind(state, &kind.kind, at_ns);
                known("kind of subnet", &kind.kind, policy.is_ok())?;
            }
            Ok(())
        }
        Event::SubnetMembershipChanged { changes, verdict } => {
            check_verdict(state, changes, &[], verdict, at_ns)
        }
        Event::SubnetCreated {
            subnet_id,
            kind,
            node_ids,
            verdict,
        } => {
            absent("subnet", subnet_id, state.subnet(*subnet_id).is_some())?;
            rule(
                principal::check("subnet_id", subnet_id.0).is_ok(),
                "a subnet has an id",
            )?;
            let creation = NewSubnet {
                kind: kind.clone(),
                node_ids: node_ids.clone(),
            };
            check_verdict(state, &[], &[creation], verdict, at_ns)
        }
        Event::CordonsSet { set, lifted } => {
            let mut seen = BTreeSet::new();
            for key in lifted {
                let row = cordon_key(key.dimension, &key.actor);
                known("cordon on", &key.actor, state.cordons.contains(&row))?;
                absent("change of cordon", &key.actor, !seen.insert(row))?;
            }
            for row in set {
                let key = cordon_key(row.dimension, &row.actor);
                absent("change of cordon", &row.actor, !seen.insert(key))?;
            }
            Ok(())
        }
        other => unreachable!("BUG: {other:?} is checked elsewhere"),
    }
}

fn check_policy<M: Memory>(state: &State<M>, policy: &SubnetPolicy) -> Checked {
    let last = state.latest_subnet_policy(&policy.kind);
    let (version, from_ns) = last.map_or((0, 0), |last| (last.version, last.effective_from_ns));
    rule(
        membership::check_kind(&policy.kind).is_ok()
            && policy.version.checked_sub(1) == Some(version)
            && from_ns <= policy.effective_from_ns,
        "the versions of a kind's policy follow each other",
    )?;
    rule(
        check_rules(&policy.rules).is_ok(),
        "the rules of a kind do not contradict each other",
    )
}

fn check_verdict<M: Memory>(
    state: &State<M>,
    changes: &[MembershipChange],
    creations: &[NewSubnet],
    verdict: &Verdict,
    at_ns: u64,
) -> Checked {
    let again = membership::judge(state, changes, creations, at_ns);
    rule(
        verdict.accepted && again.as_ref() == Ok(verdict),
        "members change by the verdict that the rules give",
    )
}
