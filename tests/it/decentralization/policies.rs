//! What kinds of subnets ask, by version and date.

use super::{assert_true_log, refused, subnets};
use bonafide_policy::decentralization::adopted;
use bonafide_test_support::args::subnets::{
    KIND, exchange, jurisdiction, kinds, membership, policy,
};
use bonafide_test_support::{Suite, run};
use bonafide_types::governance::Command;
use bonafide_types::id::SubnetId;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    Dimension, FindSubnetsArgs, ListSubnetPoliciesArgs, NodeCap, Rule, SetSubnetPolicyArgs,
    SubnetPolicy, SubnetRules, table,
};
use std::time::Duration;

/// The adopted rules, but two nodes of each country.
fn two_of_each_country() -> SubnetRules {
    let mut rules = adopted::rules(KIND).unwrap();
    rules.caps.retain(|cap| cap.dimension != Dimension::Country);
    rules.caps.push(NodeCap {
        dimension: Dimension::Country,
        max: 2,
    });
    rules
}

fn in_force(suite: &Suite) -> SubnetPolicy {
    let policy = run(suite.registry_reader().subnet_policy(KIND)).unwrap();
    policy.unwrap()
}

fn listed(suite: &Suite, kind: Option<&str>) -> Vec<SubnetPolicy> {
    let args = ListSubnetPoliciesArgs {
        kind: kind.map(str::to_owned),
    };
    let found = run(suite.registry_reader().subnet_policies(&args)).unwrap();
    found.policies
}

fn that_satisfy(suite: &Suite, kind: &str) -> Vec<SubnetId> {
    let args = FindSubnetsArgs {
        satisfies: Some(kind.into()),
        ..FindSubnetsArgs::default()
    };
    let found = run(suite.registry_reader().find_subnets(&args)).unwrap();
    found.subnet_ids
}

/// A version of the kind's policy from its proven row.
fn proven(suite: &Suite, version: u32) -> Option<SubnetPolicy> {
    let length = u8::try_from(KIND.len()).unwrap();
    let key = [&[length], KIND.as_bytes(), &version.to_be_bytes()].concat();
    let row = suite.row(suite.registry, table::SUBNET_POLICY, &key)?;
    Some(minicbor::decode(&row).unwrap())
}

#[test]
fn should_apply_a_policy_from_its_date_on() {
    let suite = Suite::with_subnets();
    let before = in_force(&suite);
    assert_eq!((before.version, before.effective_from_ns), (0, 0));
    assert_eq!(Some(before.rules), adopted::rules(KIND));
    assert_eq!(listed(&suite, Some(KIND)), [], "adopted elsewhere");

    let from_ns = suite.now_ns() + 3 * DAY_NS;
    let later = SetSubnetPolicyArgs {
        effective_from_ns: Some(from_ns),
        ..policy(KIND, two_of_each_country())
    };
    let command = Command::SetSubnetPolicy(later.clone());
    let text = run(suite.registry_reader().validate_command(&command)).unwrap();
    let text = text.unwrap();
    assert!(text.contains("at most 2 of each country"), "{text}");
    assert!(
        text.contains("at most 1 of each country"),
        "until now: {text}"
    );
    suite.adopt(&command);

    // It is on record, and not in force.
    let set = SubnetPolicy {
        kind: KIND.into(),
        version: 1,
        rules: later.rules,
        source: later.source,
        effective_from_ns: from_ns,
    };
    assert_eq!(proven(&suite, 1), Some(set.clone()));
    assert_eq!(proven(&suite, 2), None);
    assert_eq!(listed(&suite, Some(KIND)), std::slice::from_ref(&set));
    assert_eq!(in_force(&suite).version, 0);
    let [finding] = &suite.evaluated(1).violations[..] else {
        panic!("one rule is broken");
    };
    assert_eq!(finding.rule, Rule::Cap(Dimension::Country));
    let told = (finding.subject.as_str(), finding.actual, finding.limit);
    assert_eq!(told, ("CH", 2, 1));
    assert_eq!(that_satisfy(&suite, KIND), subnets(&[2]));
    let shown = suite.verdict(vec![exchange()]).verdict;
    assert_eq!(shown.subnets[0].policy_version, 0);
    // The next version does not come before it.
    let sooner = policy(KIND, adopted::rules(KIND).unwrap());
    let reason = refused(&suite, &Command::SetSubnetPolicy(sooner));
    assert!(reason.contains("EffectiveTooEarly: "), "{reason}");

    suite.pass(Duration::from_hours(72));
    assert_eq!(in_force(&suite), set);
    let all = listed(&suite, None);
    assert_eq!(all.len(), adopted::KINDS.len());
    assert!(all.contains(&set));
    let now = suite.evaluated(1);
    assert_eq!(now.policy_version, 1);
    assert_eq!(now.violations, []);
    assert_eq!(that_satisfy(&suite, KIND), subnets(&[1, 2]));

    let shown = suite.verdict(vec![exchange()]).verdict;
    assert!(shown.accepted);
    assert_eq!(shown.subnets[0].policy_version, 1);
    suite.adopt(&membership(vec![exchange()]));
    assert_eq!(suite.evaluated(1).violations, []);
    assert_true_log(&suite);
}

#[test]
fn should_have_kinds_of_ones_own() {
    let suite = Suite::with_subnets();
    let rules = SubnetRules {
        min_size: 4,
        max_size: 4,
        required_tags: vec!["EXAMPLE".into()],
        ..SubnetRules::default()
    };
    suite.adopt(&Command::SetSubnetPolicy(policy("example-1", rules)));
    suite.adopt(&Command::SetSubnetKinds(kinds(&[2], "example-1")));
    let rules_broken = |suite: &Suite| -> Vec<Rule> {
        let found = suite.evaluated(2).violations;
        found.iter().map(|finding| finding.rule).collect()
    };
    assert!(rules_broken(&suite).contains(&Rule::UnknownTag));
    let countries = ["DE", "JP", "SG", "US"];
    suite.adopt(&jurisdiction("EXAMPLE", &countries));
    assert_eq!(rules_broken(&suite), []);
    suite.adopt(&jurisdiction("EXAMPLE", &countries[1..]));
    assert_eq!(rules_broken(&suite), [Rule::RequiredTag], "node 8 is in DE");
    assert_eq!(suite.evaluated(2).kind, "example-1");
    assert_eq!(listed(&suite, None).len(), adopted::KINDS.len() + 1);
    assert_true_log(&suite);
}
