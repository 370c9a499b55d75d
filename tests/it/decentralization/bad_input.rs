//! What is not put to the vote. Each refusal names the rule, and nothing is changed by it.

use super::refused;
use bonafide_policy::decentralization::adopted;
use bonafide_test_support::args::subnets::{
    KIND, change, cordon, creation, exchange, kinds, membership, policy, sizes,
};
use bonafide_test_support::{Suite, actors, run};
use bonafide_types::governance::{Action, Command, GovernanceError, ProposalStatus, Vote};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    ChangeSubnetMembershipArgs, CordonArgs, CordonKey, CreateSubnetArgs, Dimension,
    MembershipChange, NodeCap, Rule, SetCordonsArgs, SetSubnetPolicyArgs, ShareRule, SpecialCap,
    SubnetRules,
};

fn assert_says(reason: &str, words: &[&str]) {
    for word in words {
        assert!(reason.contains(word), "{word:?} is not in {reason:?}");
    }
}

#[test]
fn should_name_the_rule_that_a_change_breaks() {
    let suite = Suite::with_subnets();
    let cases: [(MembershipChange, &str); 17] = [
        (change(1, &[99], &[7]), "unknown_node"),
        (change(1, &[11], &[99]), "unknown_node"),
        (change(1, &[11, 11], &[7]), "named_twice"),
        (change(1, &[11], &[7, 7]), "named_twice"),
        (change(1, &[7], &[7]), "named_twice"),
        (change(1, &[4], &[7]), "not_a_spare"),
        (change(1, &[41], &[7]), "not_a_spare"),
        (change(1, &[11], &[4]), "not_a_member"),
        (change(1, &[11], &[12]), "not_a_member"),
        (change(1, &[40], &[7]), "not_healthy"),
        (change(1, &[21], &[7]), "node_provider_cap"),
        (change(1, &[21], &[7]), "data_center_cap"),
        (change(1, &[21], &[7]), "data_center_owner_cap"),
        (change(1, &[], &[7]), "size members 3 (limit 4)"),
        (change(1, &[11, 12], &[3, 7]), "churn members 2 (limit 1)"),
        (change(1, &[], &[]), "nothing_to_change"),
        (change(9, &[11], &[7]), "unknown_subnet"),
    ];
    for (asked, rule) in cases {
        let shown = suite.verdict(vec![asked.clone()]);
        let reason = refused(&suite, &membership(vec![asked]));
        let hash = shown.verdict_hash.to_string();
        assert_says(&reason, &["MembershipRefused: ", rule, &hash]);
    }
}

/// What is said of a subnet is said of that subnet, also beside one that does not exist.
#[test]
fn should_not_mistake_one_subnet_for_another() {
    let suite = Suite::with_subnets();
    let shown = suite
        .verdict(vec![change(9, &[12], &[]), exchange()])
        .verdict;
    assert!(!shown.accepted);
    let [finding] = &shown.findings[..] else {
        panic!("{:?}", shown.findings);
    };
    let unknown = actors::subnet(9).to_string();
    assert_eq!(
        (finding.rule, &finding.subject),
        (Rule::UnknownSubnet, &unknown)
    );
    let [only] = &shown.subnets[..] else {
        panic!("{:?}", shown.subnets);
    };
    assert_eq!(
        (only.subnet, only.kind.as_str()),
        (Some(actors::subnet(1)), KIND)
    );
    assert_eq!(only.findings, []);
}

#[test]
fn should_refuse_changes_that_cannot_be_read() {
    let suite = Suite::with_subnets();
    let crowd = vec![11; 201];
    let many = (1..=17).map(|subnet| change(subnet, &[], &[])).collect();
    let twice = vec![exchange(), change(1, &[12], &[3])];
    for (changes, words) in [
        (vec![], ["OutOfRange: ", "changes"]),
        (many, ["TooMany: ", "changes"]),
        (twice, ["DuplicateEntry: ", "changes"]),
        (
            vec![change(1, &crowd, &[])],
            ["TooMany: ", "node_ids_add: 201"],
        ),
        (
            vec![change(1, &[], &crowd)],
            ["TooMany: ", "node_ids_remove: 201"],
        ),
    ] {
        assert_says(&refused(&suite, &membership(changes)), &words);
    }
    for (reason, words) in [
        (String::new(), ["TextEmpty: ", "reason"]),
        ("x".repeat(1_001), ["TextTooLong: ", "reason"]),
    ] {
        let args = ChangeSubnetMembershipArgs {
            changes: vec![exchange()],
            reason,
        };
        let command = Command::ChangeSubnetMembership(args);
        assert_says(&refused(&suite, &command), &words);
    }
}

#[test]
fn should_refuse_subnets_that_cannot_be_made() {
    let suite = Suite::with_subnets();
    let good = || creation(3, &[9, 10, 11, 12]);
    let kind = |kind: &str| CreateSubnetArgs {
        kind: kind.into(),
        ..good()
    };
    for (args, words) in [
        (
            creation(1, &[9, 10, 11, 12]),
            ["SubnetAlreadyExists: ", "exists already"],
        ),
        (kind("unheard-of"), ["SubnetKindNotFound: ", "unheard-of"]),
        (kind("Storage"), ["InvalidField: ", "kind"]),
        (creation(3, &[]), ["OutOfRange: ", "node_ids"]),
        (
            creation(3, &[9, 9, 11, 12]),
            ["DuplicateEntry: ", "node_ids"],
        ),
        (creation(3, &[9, 10, 11]), ["MembershipRefused: ", "size"]),
        (
            creation(3, &[9, 10, 11, 31]),
            ["MembershipRefused: ", "node_provider_cap"],
        ),
        (
            creation(3, &[1, 10, 11, 12]),
            ["MembershipRefused: ", "not_a_spare"],
        ),
    ] {
        let reason = refused(&suite, &Command::CreateSubnet(args));
        assert_says(&reason, &words);
    }
}

/// Rules of four nodes, with something wrong.
fn wrong(spoil: impl FnOnce(&mut SubnetRules)) -> SetSubnetPolicyArgs {
    let mut rules = sizes(4, 4);
    spoil(&mut rules);
    policy(KIND, rules)
}

#[test]
fn should_refuse_policies_that_nobody_can_keep() {
    let suite = Suite::with_subnets();
    let cap = |dimension, max| NodeCap { dimension, max };
    let special = |min, max| SpecialCap {
        dimension: Dimension::Country,
        actor: "US".into(),
        min,
        max,
    };
    let share = |numerator, denominator| ShareRule {
        tag: "US".into(),
        numerator,
        denominator,
        strict: true,
    };
    let contradict = "SubnetRulesContradict: ";
    for (args, words) in [
        (wrong(|rules| rules.min_size = 5), [contradict, "5 to"]),
        (wrong(|rules| rules.min_size = 0), [contradict, "0 to"]),
        (
            wrong(|rules| (rules.max_size, rules.min_size, rules.byzantine_size) = (6, 5, true)),
            [contradict, "3f + 1"],
        ),
        (
            wrong(|rules| rules.caps = vec![cap(Dimension::Country, 0)]),
            [contradict, "country"],
        ),
        (
            wrong(|rules| {
                rules.caps = vec![cap(Dimension::NodeProvider, 1), cap(Dimension::Cluster, 2)];
            }),
            [contradict, "twice"],
        ),
        (
            wrong(|rules| rules.special_caps = vec![special(3, 2)]),
            [contradict, "US"],
        ),
        (
            wrong(|rules| rules.special_caps = vec![special(5, 5)]),
            [contradict, "5 nodes"],
        ),
        (
            wrong(|rules| {
                rules.required_tags = vec!["CH".into()];
                rules.forbidden_tags = vec!["CH".into()];
            }),
            [contradict, "CH"],
        ),
        (
            wrong(|rules| rules.shares = vec![share(1, 0)]),
            [contradict, "1/0"],
        ),
        (
            wrong(|rules| rules.shares = vec![share(0, 3)]),
            [contradict, "0/3"],
        ),
        (
            wrong(|rules| rules.required_tags = vec!["E".into()]),
            ["InvalidField: ", "tags"],
        ),
        (
            wrong(|rules| rules.max_size = 201),
            ["OutOfRange: ", "max_size"],
        ),
    ] {
        let reason = refused(&suite, &Command::SetSubnetPolicy(args));
        assert_says(&reason, &words);
    }
}

#[test]
fn should_refuse_policies_by_name_source_and_date() {
    let suite = Suite::with_subnets();
    let now_ns = suite.now_ns();
    let good = || policy(KIND, sizes(4, 7));
    let kind = |kind: &str| SetSubnetPolicyArgs {
        kind: kind.into(),
        ..good()
    };
    let from = |from_ns| SetSubnetPolicyArgs {
        effective_from_ns: Some(from_ns),
        ..good()
    };
    let unsaid = SetSubnetPolicyArgs {
        source: String::new(),
        ..good()
    };
    let unchanged = SetSubnetPolicyArgs {
        source: adopted::source(KIND).into(),
        ..policy(KIND, adopted::rules(KIND).unwrap())
    };
    for (args, words) in [
        (kind("x"), ["InvalidField: ", "kind"]),
        (kind("Storage"), ["InvalidField: ", "kind"]),
        (kind(&"x".repeat(33)), ["InvalidField: ", "kind"]),
        (unsaid, ["TextEmpty: ", "source"]),
        (unchanged, ["NothingToChange: ", KIND]),
        (
            from(now_ns - DAY_NS),
            ["EffectiveTooEarly: ", "effective_from_ns"],
        ),
        (
            from(now_ns + 400 * DAY_NS),
            ["OutOfRange: ", "effective_from_ns"],
        ),
    ] {
        let reason = refused(&suite, &Command::SetSubnetPolicy(args));
        assert_says(&reason, &words);
    }
    for (args, words) in [
        (kinds(&[], KIND), ["OutOfRange: ", "kinds"]),
        (kinds(&[1, 1], KIND), ["DuplicateEntry: ", "kinds"]),
        (kinds(&[9], KIND), ["SubnetNotFound: ", "no subnet"]),
        (
            kinds(&[1], "unheard-of"),
            ["SubnetKindNotFound: ", "unheard-of"],
        ),
    ] {
        let reason = refused(&suite, &Command::SetSubnetKinds(args));
        assert_says(&reason, &words);
    }
}

#[test]
fn should_refuse_cordons_that_mean_nothing() {
    let suite = Suite::with_subnets();
    let now_ns = suite.now_ns();
    let until = |until_ns| cordon(Dimension::Country, "JP", until_ns);
    let set = |cordons: Vec<CordonArgs>| SetCordonsArgs {
        set: cordons,
        lift: vec![],
    };
    let one = || until(now_ns + DAY_NS).set.remove(0);
    let key = CordonKey {
        dimension: Dimension::Country,
        actor: "JP".into(),
    };
    let silent = CordonArgs {
        reason: String::new(),
        ..one()
    };
    let nobody = CordonArgs {
        actor: String::new(),
        ..one()
    };
    for (args, words) in [
        (set(vec![]), ["NothingToChange: ", "cordon"]),
        (until(now_ns), ["OutOfRange: ", "until_ns"]),
        (until(now_ns + 400 * DAY_NS), ["OutOfRange: ", "until_ns"]),
        (set(vec![one(), one()]), ["DuplicateEntry: ", "JP"]),
        (set(vec![silent]), ["TextEmpty: ", "reason"]),
        (set(vec![nobody]), ["TextEmpty: ", "actor"]),
        (
            cordon(Dimension::NodeProvider, "nobody", now_ns + DAY_NS),
            ["InvalidField: ", "a principal"],
        ),
        (
            SetCordonsArgs {
                set: vec![],
                lift: vec![key],
            },
            ["CordonNotFound: ", "JP"],
        ),
    ] {
        let reason = refused(&suite, &Command::SetCordons(args));
        assert_says(&reason, &words);
    }
    assert_eq!(run(suite.registry_reader().cordons()).unwrap(), []);
}

/// As long as a proposal is open, no other one names its subnet or one of its nodes.
#[test]
fn should_put_one_proposal_about_a_subnet_or_node_to_the_vote() {
    let suite = Suite::with_subnets();
    let open = suite.propose(1, &membership(vec![exchange()]));
    let others = [
        (
            membership(vec![change(1, &[12], &[7])]),
            format!("subnet {}", actors::subnet(1)),
        ),
        (
            membership(vec![change(2, &[11], &[5])]),
            format!("node {}", actors::node(11)),
        ),
        (
            Command::CreateSubnet(creation(3, &[9, 10, 11, 12])),
            format!("node {}", actors::node(11)),
        ),
    ];
    for (command, record) in &others {
        let before = (suite.root(), suite.registry_root());
        let answer = suite.submit(2, Action::Command(command.clone()));
        let in_vote = GovernanceError::MembershipInVote {
            proposal_id: open,
            record: record.clone(),
        };
        assert_eq!(answer, Err(in_vote));
        assert_eq!((suite.root(), suite.registry_root()), before);
    }
    // What has nothing in common with it is no hindrance.
    let beside = suite.propose(2, &membership(vec![change(2, &[31], &[5])]));

    // Voted down, it frees its records.
    suite.vote(2, open, Vote::No).unwrap();
    suite.vote(3, open, Vote::No).unwrap();
    assert_eq!(suite.settled(open).status, ProposalStatus::Rejected);
    let again = suite.propose(2, &others[0].0);
    // Executed, it does so too.
    suite.vote(1, again, Vote::Yes).unwrap();
    assert_eq!(suite.settled(again).status, ProposalStatus::Executed);
    suite.propose(1, &membership(vec![change(1, &[11], &[12])]));
    assert_eq!(
        suite.proposal(beside).state.status,
        ProposalStatus::Open,
        "it was left alone"
    );
}
