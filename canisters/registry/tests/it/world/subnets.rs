//! The events of subnets. Each verdict is the one that the registry gives after all events
//! before it.

use super::{GOVERNANCE, NOW_NS, ctx, node_id, open, subnet_id};
use bonafide_kit::Ctx;
use bonafide_kit::commit::record;
use bonafide_registry::commands::{
    Decision, change_subnet_membership, create_subnet, set_cordons, set_subnet_kinds,
    set_subnet_policy,
};
use bonafide_registry::state::{Event, State};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    ChangeSubnetMembershipArgs, CordonArgs, CreateSubnetArgs, Dimension, MembershipChange, NodeCap,
    RegistryError, SetCordonsArgs, SetSubnetKindsArgs, SetSubnetPolicyArgs, ShareRule, SpecialCap,
    SubnetKindArgs, SubnetRules,
};
use ic_stable_structures::VectorMemory;

/// A command that governance gives.
type Decide<A> = fn(&State<VectorMemory>, A, &Ctx) -> Result<Decision<()>, RegistryError>;

/// What follows upon some events.
struct Life {
    state: State<VectorMemory>,
    events: Vec<Event>,
}

impl Life {
    fn run<A>(&mut self, decide: Decide<A>, args: A) {
        let governance = ctx(GOVERNANCE, NOW_NS);
        let decided = decide(&self.state, args, &governance).unwrap().events;
        record(&mut self.state, &governance, decided.clone());
        self.events.extend(decided);
    }
}

/// A kind gets rules, a subnet is made and changed, its kind as well; an area is cordoned off.
pub(super) fn of_subnets(before: Vec<Event>) -> Vec<Event> {
    let mut life = Life {
        state: open(VectorMemory::default()),
        events: Vec::new(),
    };
    record(&mut life.state, &ctx(GOVERNANCE, NOW_NS), before);
    let subnet_id = subnet_id(2);
    let reason = || String::from("example");
    life.run(
        set_subnet_policy::decide,
        SetSubnetPolicyArgs {
            kind: "example".into(),
            rules: rules(),
            source: "example".into(),
            effective_from_ns: None,
        },
    );
    life.run(
        create_subnet::decide,
        CreateSubnetArgs {
            subnet_id,
            kind: "example".into(),
            node_ids: [11, 12, 13, 14].map(node_id).to_vec(),
            reason: reason(),
        },
    );
    life.run(
        change_subnet_membership::decide,
        ChangeSubnetMembershipArgs {
            changes: vec![MembershipChange {
                subnet_id,
                node_ids_add: vec![node_id(15)],
                node_ids_remove: vec![node_id(11)],
            }],
            reason: reason(),
        },
    );
    life.run(
        set_subnet_kinds::decide,
        SetSubnetKindsArgs {
            kinds: vec![SubnetKindArgs {
                subnet_id,
                kind: "application".into(),
            }],
        },
    );
    life.run(
        set_cordons::decide,
        SetCordonsArgs {
            set: vec![CordonArgs {
                dimension: Dimension::Area,
                actor: "GB,London".into(),
                reason: reason(),
                until_ns: NOW_NS + DAY_NS,
            }],
            lift: vec![],
        },
    );
    life.events
}

/// Rules of every sort, which five nodes of one operator keep.
fn rules() -> SubnetRules {
    SubnetRules {
        min_size: 4,
        max_size: 7,
        byzantine_size: true,
        caps: vec![NodeCap {
            dimension: Dimension::Country,
            max: 5,
        }],
        special_caps: vec![SpecialCap {
            dimension: Dimension::DataCenter,
            actor: "ld1".into(),
            min: 1,
            max: 6,
        }],
        required_tags: vec!["GB".into()],
        forbidden_tags: vec!["US".into()],
        shares: vec![ShareRule {
            tag: "DE".into(),
            numerator: 1,
            denominator: 3,
            strict: true,
        }],
        sev: false,
        healthy_removal_divisor: 4,
    }
}
