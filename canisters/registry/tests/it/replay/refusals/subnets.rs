//! Forgeries of policies, kinds, verdicts and cordons.

use super::Forgery;
use crate::world::{node_id, subnet_id};
use bonafide_registry::state::Event;
use bonafide_types::id::SubnetId;
use bonafide_types::registry::{CordonKey, Dimension};
use candid::Principal;

/// Whatever a verdict or what it is about says, the rules give another one.
const ANOTHER: &str = "by the verdict that the rules give";

pub(super) const OF_SUBNETS: [Forgery; 15] = [
    |event| match event {
        Event::SubnetPolicySet { policy } => {
            policy.version = 2;
            Some("follow each other")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetPolicySet { policy } => {
            policy.kind.clear();
            Some("follow each other")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetPolicySet { policy } => {
            policy.rules.max_size = 3;
            Some("do not contradict each other")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetKindsSet { kinds } => {
            kinds[0].subnet_id = subnet_id(9);
            Some("no subnet")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetKindsSet { kinds } => {
            kinds[0].kind = "nothing".into();
            Some("no kind of subnet nothing")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetMembershipChanged { verdict, .. } => {
            verdict.accepted = false;
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetMembershipChanged { verdict, .. } => {
            verdict.subnets[0].after.nakamoto.country += 1;
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetMembershipChanged { verdict, .. } => {
            verdict.registry_tip.0[0] ^= 1;
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetMembershipChanged { changes, .. } => {
            changes[0].node_ids_remove[0] = node_id(12);
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetCreated { subnet_id: id, .. } => {
            *id = subnet_id(1);
            Some("is there already")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetCreated { subnet_id: id, .. } => {
            *id = SubnetId(Principal::anonymous());
            Some("a subnet has an id")
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetCreated { kind, .. } => {
            *kind = "storage".into();
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::SubnetCreated { node_ids, .. } => {
            node_ids[0] = node_id(99);
            Some(ANOTHER)
        }
        _ => None,
    },
    |event| match event {
        Event::CordonsSet { lifted, .. } => {
            lifted.push(CordonKey {
                dimension: Dimension::Country,
                actor: "JP".into(),
            });
            Some("no cordon on JP")
        }
        _ => None,
    },
    |event| match event {
        Event::CordonsSet { set, .. } => {
            set.push(set[0].clone());
            Some("is there already")
        }
        _ => None,
    },
];
