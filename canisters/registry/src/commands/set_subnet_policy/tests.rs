use super::*;
use crate::commands::set_subnet_kinds;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{kinds, network, rules_of, sizes};
use crate::queries::decentralization::policies::{get_subnet_policy, list_subnet_policies};
use crate::state::invariants::try_state;
use bonafide_policy::decentralization::adopted;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    Dimension, ListSubnetPoliciesArgs, NodeCap, Rule, ShareRule, SpecialCap,
};

/// A kind for which the network adopted rules.
const KIND: &str = "storage";

fn versions(world: &World, kind: Option<&str>) -> Vec<(String, u32)> {
    let args = ListSubnetPoliciesArgs {
        kind: kind.map(String::from),
    };
    let listed = list_subnet_policies(&world.state, &args, world.now_ns);
    let listed = listed.policies.into_iter();
    listed.map(|row| (row.kind, row.version)).collect()
}

#[test]
fn should_begin_with_what_the_network_adopted() {
    let world = World::new();
    let policy = get_subnet_policy(&world.state, KIND, world.now_ns).unwrap();
    assert_eq!((policy.version, policy.effective_from_ns), (0, 0));
    assert_eq!(Some(policy.rules), adopted::rules(KIND));
    assert_eq!(policy.source, adopted::source(KIND));
    assert_eq!(
        get_subnet_policy(&world.state, "example", world.now_ns),
        None
    );
    assert_eq!(
        versions(&world, Some(KIND)),
        [],
        "the adopted one has no row"
    );
    assert_eq!(versions(&world, None).len(), adopted::KINDS.len());
}

#[test]
fn should_wait_for_the_date() {
    let mut world = network();
    world.set_kinds(&[1], KIND);
    let at_ns = world.now_ns + 7 * DAY_NS;
    let later = SetSubnetPolicyArgs {
        effective_from_ns: Some(at_ns),
        ..rules_of(KIND, sizes(7, 7))
    };
    world.run(decide, later).unwrap();
    let in_force = |world: &World| {
        let found = world.evaluated(1);
        let mut rules = found.violations.iter().map(|finding| finding.rule);
        (found.policy_version, rules.any(|rule| rule == Rule::Size))
    };
    world.now_ns = at_ns - 1;
    assert_eq!(in_force(&world), (0, false));
    world.now_ns = at_ns;
    assert_eq!(in_force(&world), (1, true));
    try_state(&world.state).unwrap();

    // Of two with one date the later one counts.
    world.set_rules(KIND, sizes(4, 5));
    world.set_rules(KIND, sizes(4, 6));
    assert_eq!(in_force(&world), (3, false));
    let kind = || String::from(KIND);
    let listed = [1, 2, 3].map(|version| (kind(), version));
    assert_eq!(versions(&world, Some(KIND)), listed);
    assert!(versions(&world, None).contains(&(kind(), 3)));
    try_state(&world.state).unwrap();
}

#[test]
fn should_know_a_kind_once_it_has_rules() {
    let mut world = network();
    let kind = String::from("example");
    let unknown = RegistryError::SubnetKindNotFound { kind };
    world.refuse(set_subnet_kinds::decide, kinds(&[1], "example"), unknown);
    world.set_rules("example", sizes(1, 4));
    // A kind whose name another one begins with is another kind.
    world.set_rules("example-2", sizes(9, 9));
    world.set_kinds(&[1], "example");
    let found = world.evaluated(1);
    assert_eq!((found.policy_version, found.violations), (1, vec![]));
    try_state(&world.state).unwrap();
}

#[test]
fn should_refuse_contradictions() {
    let mut world = World::new();
    let with = |change: fn(&mut SubnetRules)| {
        let mut rules = sizes(4, 13);
        change(&mut rules);
        rules_of(KIND, rules)
    };
    let share = |numerator, denominator| ShareRule {
        tag: "US".into(),
        numerator,
        denominator,
        strict: true,
    };
    assert!(decide(&world.state, with(|_| ()), &world.ctx()).is_ok());
    let contradicting = [
        with(|rules| rules.min_size = 14),
        with(|rules| (rules.min_size, rules.max_size) = (0, 0)),
        with(|rules| {
            (rules.min_size, rules.max_size, rules.byzantine_size) = (5, 6, true);
        }),
        with(|rules| {
            let cap = |dimension| NodeCap { dimension, max: 1 };
            rules.caps = vec![cap(Dimension::NodeProvider), cap(Dimension::Cluster)];
        }),
        with(|rules| {
            rules.required_tags = vec!["EU".into()];
            rules.forbidden_tags = vec!["EU".into()];
        }),
    ];
    for args in contradicting {
        let refusal = world.refused(decide, args);
        let contradicts = matches!(refusal, RegistryError::SubnetRulesContradict { .. });
        assert!(contradicts, "{refusal:?}");
    }
    for (numerator, denominator) in [(0, 3), (1, 0)] {
        let mut rules = sizes(4, 13);
        rules.shares = vec![share(numerator, denominator)];
        let refusal = world.refused(decide, rules_of(KIND, rules));
        let contradicts = matches!(refusal, RegistryError::SubnetRulesContradict { .. });
        assert!(contradicts, "{refusal:?}");
    }
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let mut world = World::new();
    let good = || rules_of(KIND, sizes(4, 13));
    for kind in ["x", "", "Storage", "a_b"] {
        let args = SetSubnetPolicyArgs {
            kind: kind.into(),
            ..good()
        };
        world.refuse_field(decide, args, "kind");
    }
    let args = SetSubnetPolicyArgs {
        source: String::new(),
        ..good()
    };
    world.refuse_field(decide, args, "source");
    world.refuse_field(decide, rules_of(KIND, sizes(4, 201)), "max_size");
    let mut rules = sizes(4, 13);
    rules.special_caps = vec![SpecialCap {
        dimension: Dimension::Country,
        actor: String::new(),
        min: 0,
        max: 1,
    }];
    world.refuse_field(decide, rules_of(KIND, rules), "special_caps.actor");
    let sets: [fn(&mut SubnetRules, String); 2] = [
        |rules, tag| rules.required_tags = vec![tag],
        |rules, tag| rules.forbidden_tags = vec![tag],
    ];
    for set in sets {
        let mut rules = sizes(4, 13);
        set(&mut rules, "E".into());
        world.refuse_field(decide, rules_of(KIND, rules), "tags");
    }
}

#[test]
fn should_refuse_dates_out_of_order_and_the_same_rules() {
    let mut world = World::new();
    let now_ns = world.now_ns;
    let at = |effective_from_ns, max_size| SetSubnetPolicyArgs {
        effective_from_ns,
        ..rules_of(KIND, sizes(4, max_size))
    };
    let early = |given_ns, earliest_ns| RegistryError::EffectiveTooEarly {
        given_ns,
        earliest_ns,
    };
    world.refuse(decide, at(Some(now_ns - 1), 4), early(now_ns - 1, now_ns));
    world.run(decide, at(Some(now_ns + 9), 4)).unwrap();
    world.refuse(decide, at(None, 5), early(now_ns, now_ns + 9));
    world.refuse_field(decide, at(Some(u64::MAX), 5), "effective_from_ns");
    let same = |version| RegistryError::NothingToChange {
        what: format!("version {version} of {KIND} has the same rules"),
    };
    world.refuse(decide, at(Some(now_ns + 10), 4), same(1));
    let adopted = SetSubnetPolicyArgs {
        kind: "swiss".into(),
        rules: adopted::rules("swiss").unwrap(),
        source: adopted::source("swiss").into(),
        effective_from_ns: None,
    };
    let refusal = world.refused(decide, adopted);
    assert!(matches!(refusal, RegistryError::NothingToChange { .. }));
}

#[test]
fn should_bound_the_kinds() {
    let mut world = World::new();
    for n in adopted::KINDS.len()..SUBNET_KINDS {
        world.set_rules(&format!("kind-{n}"), sizes(1, 4));
    }
    world.refuse_field(decide, rules_of("one-more", sizes(1, 4)), "kinds");
    world.set_rules("kind-63", sizes(1, 5));
    try_state(&world.state).unwrap();
}
