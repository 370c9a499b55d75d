//! What voters read of subnets.

use crate::commands::in_words::in_words;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{
    KIND, change, changes, creation, kinds, network, rules_of, sizes, subnet_id,
};
use crate::commands::testing::{node_id, provider_id};
use crate::commands::{
    change_subnet_membership, create_subnet, set_cordons, set_subnet_kinds, set_subnet_policy,
};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    CordonArgs, CordonKey, Dimension, NodeCap, SetCordonsArgs, ShareRule, SpecialCap,
};

macro_rules! told {
    ($world:expr, $command:ident, $args:expr) => {{
        let ctx = $world.ctx();
        let decision = $command::decide(&$world.state, $args, &ctx).unwrap();
        in_words(&$world.state, &decision.events[0])
    }};
}

fn assert_says(words: &str, parts: &[&str]) {
    for part in parts {
        assert!(words.contains(part), "{part:?} is not in: {words}");
    }
}

#[test]
fn should_say_every_rule_of_a_policy() {
    let mut world = World::new();
    let mut rules = sizes(4, 13);
    rules.byzantine_size = true;
    rules.caps = vec![
        NodeCap {
            dimension: Dimension::NodeProvider,
            max: 1,
        },
        NodeCap {
            dimension: Dimension::Country,
            max: 2,
        },
    ];
    rules.special_caps = vec![SpecialCap {
        dimension: Dimension::DataCenter,
        actor: "dc1".into(),
        min: 0,
        max: 3,
    }];
    rules.required_tags = vec!["EU".into(), "CH".into()];
    rules.forbidden_tags = vec!["US".into()];
    rules.shares = vec![ShareRule {
        tag: "DE".into(),
        numerator: 1,
        denominator: 3,
        strict: true,
    }];
    rules.sev = true;
    rules.healthy_removal_divisor = 6;
    let words = told!(world, set_subnet_policy, rules_of("example", rules));
    let parts = [
        "version 1 of the policy for example subnets, from 2023-11-14 22:13:20 UTC on",
        "4 to 13 nodes; 3f + 1 of them",
        "at most 1 of each provider with all it is linked to",
        "at most 2 of each country",
        "0 to 3 of data centre \"dc1\"",
        "only in EU, CH; none in US; less than 1/3 in DE; with SEV-SNP",
        "at most 1/6 of the members out that run",
        "Source: example.",
        "There was no policy for this kind.",
    ];
    assert_says(&words, &parts);
    world.set_rules("example", sizes(7, 7));
    let words = told!(world, set_subnet_policy, rules_of("example", sizes(4, 4)));
    assert_says(&words, &["version 2", ": 4 nodes.", "Until now: 7 nodes."]);
    // Version 1 replaces what the network adopted, which is told as well.
    let words = told!(world, set_subnet_policy, rules_of("storage", sizes(4, 4)));
    assert_says(&words, &["version 1", "Until now: 4 nodes; 3f + 1 of them"]);
}

#[test]
fn should_say_what_subnets_were_and_will_be() {
    let world = network();
    let words = told!(world, set_subnet_kinds, kinds(&[1], "application"));
    let subnet = subnet_id(1).to_string();
    let told = format!("{subnet}: application, until now {KIND}.");
    assert_says(&words, &["which kinds subnets are of", &told]);
}

#[test]
fn should_say_who_comes_and_goes_with_the_verdict() {
    let world = network();
    let (subnet, come, go) = (subnet_id(1), node_id(9), node_id(4));
    let both = vec![change(1, &[9], &[4]), change(2, &[10], &[8])];
    let words = told!(world, change_subnet_membership, changes(both));
    let told = format!("Subnet {subnet}: adds {come}. removes {go}.");
    assert_says(&words, &[&told, &subnet_id(2).to_string(), "Accepted"]);
    let words = told!(world, create_subnet, creation(3, &[9, 10, 11, 12]));
    let subnet = subnet_id(3);
    let told = format!("Makes subnet {subnet}, kind {KIND}, of 4 spare nodes: {come}");
    assert_says(&words, &[&told, "Accepted"]);
}

#[test]
fn should_say_who_is_cordoned_off_and_until_when() {
    let mut world = network();
    let provider = provider_id(9).to_string();
    let cordon = |dimension, actor: &str| CordonArgs {
        dimension,
        actor: actor.into(),
        reason: "an audit is open".into(),
        until_ns: world.now_ns + DAY_NS,
    };
    let set = SetCordonsArgs {
        set: vec![cordon(Dimension::Country, "JP")],
        lift: vec![],
    };
    let both = SetCordonsArgs {
        set: vec![cordon(Dimension::NodeProvider, &provider)],
        lift: vec![CordonKey {
            dimension: Dimension::Country,
            actor: "JP".into(),
        }],
    };
    world.run(set_cordons::decide, set).unwrap();
    let words = told!(world, set_cordons, both);
    let told = format!(
        "Nodes of node_provider \"{provider}\" join no subnet until 2023-11-15 22:13:20 UTC: \
         \"an audit is open\"."
    );
    assert_says(&words, &[&told, "Lifts the cordon on country \"JP\"."]);
}
