//! Logs in which a provider, a rule, a machine, a motion or a subnet changes as none can.

mod subnets;

use super::{assert_impossible, log_of};
use crate::world::{NOW_NS, earlier_events, entry, events, node_id, operator_id, provider_id};
use bonafide_kit::cbor;
use bonafide_registry::replay;
use bonafide_registry::state::Event;
use bonafide_test_support::golden::variant;
use bonafide_types::registry::{LinkKind, ProviderStatus};
use std::collections::BTreeSet;
use subnets::OF_SUBNETS;

/// A change of an event, and what a replay says of it; none when the event is another.
type Forgery = fn(&mut Event) -> Option<&'static str>;

/// Forgeries of providers, operator records and answers.
const OF_PROVIDERS: [Forgery; 17] = [
    |event| match event {
        Event::ProviderStatusChanged { provider, .. } => {
            *provider = provider_id(9);
            Some("no provider")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderStatusChanged { status, .. } => {
            *status = ProviderStatus::Offboarded;
            Some("an active provider is suspended")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderOffboarded { barred, .. } => {
            barred.remove(0);
            Some("is barred itself")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderReadmitted { despite, .. } => {
            despite.push(provider_id(9));
            Some("no provider")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderReadmitted { despite, .. } => {
            despite.push(provider_id(2));
            Some("readmitted despite itself is offboarded")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderHandedOver { from, .. } => {
            *from = provider_id(2);
            Some("a provider with a profile is handed over")
        }
        _ => None,
    },
    |event| match event {
        Event::ProviderHandedOver { from, to, .. } => {
            *to = *from;
            Some("to one without")
        }
        _ => None,
    },
    |event| match event {
        Event::NodeOperatorChanged { node_operator, .. } => {
            node_operator.id = operator_id(9);
            Some("no node operator")
        }
        _ => None,
    },
    |event| match event {
        Event::NodeOperatorChanged { node_operator, .. } => {
            node_operator.node_allowance = 1_001;
            Some("within its limit")
        }
        _ => None,
    },
    |event| match event {
        Event::NodeOperatorsRemoved { ids } => {
            ids.push(operator_id(1));
            Some("leaves without nodes")
        }
        _ => None,
    },
    |event| match event {
        Event::IndependenceAnswered { answers } => {
            answers.version = 2;
            Some("without a gap")
        }
        _ => None,
    },
    |event| match event {
        Event::IndependenceAnswered { answers } => {
            answers.links[0].provider = provider_id(9);
            Some("no provider")
        }
        _ => None,
    },
    |event| match event {
        Event::ClustersChanged { policy_version, .. } => {
            *policy_version = 2;
            Some("no policy 2")
        }
        _ => None,
    },
    |event| match event {
        Event::ClustersChanged { assigned, .. } => {
            assigned.pop();
            Some("two members")
        }
        _ => None,
    },
    |event| match event {
        Event::ClustersChanged { opened, .. } => {
            opened[0].kind = LinkKind::Corporate;
            Some("declares what it claims")
        }
        _ => None,
    },
    |event| match event {
        Event::ClustersChanged { opened, closed, .. } => {
            closed.append(opened);
            Some("no claim")
        }
        _ => None,
    },
    |event| match event {
        Event::PolicySet { policy } => {
            policy.version = 0;
            Some("without a gap")
        }
        _ => None,
    },
];

/// Forgeries of places, machines and motions.
const OF_MACHINES: [Forgery; 17] = [
    |event| match event {
        Event::NodesRemoved { ids, .. } => {
            ids.push(node_id(2));
            Some("only a spare node leaves")
        }
        _ => None,
    },
    |event| match event {
        Event::NodesRemoved { ids, .. } => {
            ids.push(ids[0]);
            Some("is there already")
        }
        _ => None,
    },
    |event| match event {
        Event::NodeDomainChanged { node, .. } => {
            *node = node_id(9);
            Some("no node")
        }
        _ => None,
    },
    |event| match event {
        Event::NodeAttestationSubmitted { node, .. } => {
            *node = node_id(9);
            Some("no node")
        }
        _ => None,
    },
    |event| match event {
        Event::DataCenterChanged { data_center } => {
            data_center.id = "ge1".into();
            Some("no data centre ge1")
        }
        _ => None,
    },
    |event| match event {
        Event::DataCentersRemoved { ids } => {
            ids.push("ld1".into());
            Some("without operators")
        }
        _ => None,
    },
    |event| match event {
        Event::OwnerAliasesChanged { set, .. } => {
            set[0].canonical = set[0].alias.clone();
            Some("does not stand for an alias")
        }
        _ => None,
    },
    |event| match event {
        Event::OwnerAliasesChanged { removed, .. } => {
            removed.push("Other".into());
            Some("no owner alias")
        }
        _ => None,
    },
    |event| match event {
        Event::JurisdictionSet { jurisdiction } => {
            jurisdiction.version = 2;
            Some("counted from 1")
        }
        _ => None,
    },
    |event| match event {
        Event::GenerationSet { generation } => {
            generation.name.clear();
            Some("a generation has a name")
        }
        _ => None,
    },
    |event| match event {
        Event::GuestosVersionsRevised { elected, .. } => {
            elected.as_mut()?.version.pop();
            Some("a version has a name")
        }
        _ => None,
    },
    |event| match event {
        Event::ApiBoundaryNodesAdded { nodes } => {
            nodes[1].domain = "one.example.com".into();
            Some("the domain name of its node")
        }
        _ => None,
    },
    |event| match event {
        Event::ApiBoundaryNodesAdded { nodes } => {
            nodes[1].version.clear();
            Some("no elected version")
        }
        _ => None,
    },
    |event| match event {
        Event::ApiBoundaryNodesRemoved { ids } => {
            ids.push(node_id(2));
            Some("no boundary node")
        }
        _ => None,
    },
    |event| match event {
        Event::ApiBoundaryNodesChanged { nodes } => {
            nodes[0].domain = "other.example.com".into();
            Some("keeps its domain name")
        }
        _ => None,
    },
    |event| match event {
        Event::WorkingGroupMotionRecorded { motion } => {
            motion.id = 1;
            Some("counted from 0")
        }
        _ => None,
    },
    |event| match event {
        Event::WorkingGroupMotionSettled { id, .. } => {
            *id = 1;
            Some("no motion 1")
        }
        _ => None,
    },
];

#[test]
fn should_refuse_changes_of_every_kind_that_cannot_follow() {
    let mut forged = BTreeSet::new();
    let forgeries = OF_PROVIDERS.iter().chain(&OF_MACHINES).chain(&OF_SUBNETS);
    for (number, forge) in forgeries.enumerate() {
        let mut log = events();
        let found = log
            .iter_mut()
            .zip(0_u64..)
            .find_map(|(event, at)| Some((at, forge(event)?, variant(event))));
        let (at, words, kind) = found.unwrap_or_else(|| panic!("forgery {number}"));
        assert_impossible(replay(log_of(log)).map(drop), at, words);
        forged.insert(kind);
    }
    let kinds: BTreeSet<String> = events().iter().skip(12).map(variant).collect();
    assert_eq!(forged, kinds, "a forgery of each kind");
}

/// What was done once cannot be done again.
#[test]
fn should_refuse_repetitions() {
    for (at, event) in events().into_iter().enumerate().skip(12) {
        let again = match &event {
            Event::ProviderStatusChanged { .. } => "an active provider is suspended",
            Event::ProviderHandedOver { .. } | Event::ProviderOffboarded { .. } => {
                "only an active or suspended provider"
            }
            Event::NodeOperatorsRemoved { .. } => "no node operator",
            Event::NodesRemoved { .. } => "no node",
            Event::DataCentersRemoved { .. } => "no data centre",
            Event::ApiBoundaryNodesRemoved { .. } => "no boundary node",
            Event::SubnetPolicySet { .. } => "follow each other",
            Event::SubnetMembershipChanged { .. } => "by the verdict",
            Event::IndependenceAnswered { .. }
            | Event::PolicySet { .. }
            | Event::JurisdictionSet { .. }
            | Event::WorkingGroupMotionRecorded { .. } => "counted",
            Event::GuestosVersionsRevised { .. }
            | Event::ApiBoundaryNodesAdded { .. }
            | Event::ClustersChanged { .. }
            | Event::SubnetCreated { .. }
            | Event::WorkingGroupMotionSettled { .. } => "is there already",
            _ => continue,
        };
        let mut log = events();
        log.insert(at + 1, event);
        assert_impossible(replay(log_of(log)).map(drop), at as u64 + 1, again);
    }
}

#[test]
fn should_refuse_allowance_for_who_was_offboarded() {
    let mut log = events();
    let is_change = |event: &Event| matches!(event, Event::NodeOperatorChanged { .. });
    let at = log.iter().position(is_change).unwrap();
    log.swap(at, at + 1);
    let outcome = replay(log_of(log)).map(drop);
    assert_impossible(outcome, at as u64 + 1, "have no allowance");
}

#[test]
fn should_refuse_to_go_back_in_time() {
    let mut log = log_of(events());
    let mut late = entry(events()[20].clone());
    late.at_ns = NOW_NS - 1;
    log[20] = cbor::encode(&late);
    let outcome = replay(log).map(drop);
    assert_impossible(outcome, 20, "time does not go back");
}

/// Rules between tables are asked for in the end: each event alone could follow.
#[test]
fn should_refuse_a_state_that_no_registry_is_in() {
    let mut log = earlier_events();
    for event in &mut log {
        if let Event::GenerationSet { generation } = event {
            generation.supported_until_ns = Some(0);
        }
    }
    let length = log.len() as u64;
    let outcome = replay(log_of(log)).map(drop);
    assert_impossible(outcome, length, "dates in order");
}
