//! Rules on nodes, on what a subnet becomes, and on how much changes at once.

use super::*;
use bonafide_types::registry::{NodeCap, ShareRule, SpecialCap};

#[test]
fn should_let_only_eligible_nodes_join() {
    let mut bed = Bed::default();
    let one = bed.good("a", 13);
    let unobserved = Node {
        health: Health::Unknown,
        ..up("unobserved", "u")
    };
    let sev = |operator, sev| Node {
        sev,
        ..up(operator, operator)
    };
    let nodes = [
        up("s", "s"),
        down("down", "d"),
        unobserved,
        sev("no", Some(false)),
    ];
    for node in nodes.into_iter().chain([sev("perhaps", None)]) {
        bed.spare(node);
    }
    let limits = bed.limits(|_| ());
    assert_eq!(
        bed.judge(one, &limits, &["s", "no", "perhaps"], &["a0"]),
        NONE
    );
    assert_eq!(
        bed.judge(one, &limits, &["down", "unobserved"], &["a0"]),
        ["not_healthy down 1/0", "not_healthy unobserved 1/0?"]
    );
    let limits = bed.limits(|rules| rules.sev = true);
    assert_eq!(bed.judge(one, &limits, &["s"], &["a0"]), NONE);
    let refused = bed.judge(one, &limits, &["no", "perhaps"], &["a0"]);
    assert_eq!(
        refused[..3],
        ["sev members 1/0", "sev no 1/0", "sev perhaps 1/0"]
    );

    let barred = vec![
        Rule::DeclarationNotCurrent,
        Rule::Cordoned,
        Rule::ProviderNotActive,
    ];
    let mut change = bed.change(one, &limits, &["s"], &["a0"]);
    change.add[0].barred.clone_from(&barred);
    let outcome = bed.verify(std::slice::from_ref(&change), &[]);
    assert!(!outcome.accepted);
    assert_eq!(
        lines(&outcome.subnets[0].findings),
        [
            "cordoned s 1/0",
            "provider_not_active s 1/0",
            "declaration_not_current s 1/0"
        ]
    );
    // Who leaves may be barred.
    change.add[0].barred.clear();
    change.remove[0].barred = barred;
    assert!(bed.verify(&[change], &[]).accepted);
}

#[test]
fn should_hold_what_a_subnet_becomes_against_its_rules() {
    let mut bed = Bed::default();
    let one = bed.good("a", 13);
    for node in [
        up("s", "s"),
        up("us", "US"),
        up("us2", "US"),
        up("de", "DE"),
        up("t", "a1"),
    ] {
        bed.spare(node);
    }
    let judge = |change: &dyn Fn(&mut SubnetRules), add: &[&str], remove: &[&str]| {
        let limits = bed.limits(|rules| change(rules));
        let mut lines = bed.judge(one, &limits, add, remove);
        lines.retain(|line| !line.ends_with('?'));
        lines
    };
    let sizes = |rules: &mut SubnetRules| (rules.min_size, rules.max_size) = (12, 13);
    assert_eq!(judge(&sizes, &["s"], &["a0", "a1"]), NONE);
    assert_eq!(judge(&sizes, &[], &["a0", "a1"]), ["size members 11/12"]);
    assert_eq!(judge(&sizes, &["s"], &[]), ["size members 14/13"]);
    let odd = |rules: &mut SubnetRules| rules.byzantine_size = true;
    assert_eq!(judge(&odd, &["s"], &["a0"]), NONE);
    assert_eq!(judge(&odd, &["s"], &[]), ["byzantine_size members 14/13"]);
    let cap = |rules: &mut SubnetRules| {
        let dimension = Dimension::Country;
        rules.caps = vec![NodeCap { dimension, max: 1 }];
    };
    assert_eq!(judge(&cap, &["us"], &["a0"]), NONE);
    assert_eq!(judge(&cap, &["us", "us2"], &["a0"]), ["country_cap US 2/1"]);
    let special = |min, max| {
        move |rules: &mut SubnetRules| {
            let (dimension, actor) = (Dimension::Country, "a0".into());
            rules.special_caps = vec![SpecialCap {
                dimension,
                actor,
                min,
                max,
            }];
        }
    };
    assert_eq!(judge(&special(1, 1), &["s"], &["a1"]), NONE);
    assert_eq!(
        judge(&special(1, 1), &["s"], &["a0"]),
        ["country_special_min a0 0/1"]
    );
    let most = |rules: &mut SubnetRules| {
        special(0, 1)(rules);
        rules.special_caps[0].actor = "US".into();
    };
    assert_eq!(judge(&most, &["us"], &["a0"]), NONE);
    assert_eq!(
        judge(&most, &["us", "us2"], &["a0"]),
        ["country_special_max US 2/1"]
    );
    let forbidden = |rules: &mut SubnetRules| rules.forbidden_tags = vec!["EU".into()];
    assert_eq!(judge(&forbidden, &["us"], &["a0"]), NONE);
    assert_eq!(
        judge(&forbidden, &["de"], &["a0"]),
        ["forbidden_tag DE (EU) 1/0"]
    );
    let share = |rules: &mut SubnetRules| {
        rules.shares = vec![ShareRule {
            tag: "US".into(),
            numerator: 1,
            denominator: 13,
            strict: false,
        }];
    };
    assert_eq!(judge(&share, &["us"], &["a0"]), NONE);
    assert_eq!(judge(&share, &["us", "us2"], &["a0"]), ["share US 2/1"]);
    let unknown = |rules: &mut SubnetRules| rules.forbidden_tags = vec!["nowhere".into()];
    assert_eq!(
        judge(&unknown, &["s"], &["a0"]),
        ["unknown_tag nowhere 1/0", "not_better members 1000/1000"]
    );
}

#[test]
fn should_hold_a_new_subnet_against_its_rules() {
    let mut bed = Bed::default();
    for node in [
        up("us", "US"),
        up("us2", "US"),
        up("de", "DE"),
        up("fr", "FR"),
    ] {
        bed.spare(node);
    }
    bed.spare(down("down", "CH"));
    let limits = bed.limits(|rules| {
        (rules.min_size, rules.max_size) = (2, 3);
        rules.required_tags = vec!["EU".into(), "CH".into()];
    });
    let judge = |members: &[&str]| {
        let outcome = bed.verify(&[], &[bed.creation(&limits, members)]);
        assert_eq!(outcome.accepted, outcome.subnets[0].findings.is_empty());
        lines(&outcome.subnets[0].findings)
    };
    assert_eq!(judge(&["de", "fr"]), NONE);
    assert_eq!(judge(&["de", "us", "us2"]), ["required_tag US 2/0"]);
    assert_eq!(judge(&["de", "down"]), ["not_healthy down 1/0"]);
    assert_eq!(
        judge(&[]),
        ["size members 0/2", "nothing_to_change new 1/0"]
    );
}

#[test]
fn should_bound_what_is_new_or_unhealthy() {
    let mut bed = Bed::default();
    let names: Vec<_> = (0..13).map(|at| format!("a{at}")).collect();
    let (three, others) = names.split_at(3);
    let unhealthy = three.iter().map(|name| down(name, name));
    let healthy = others.iter().map(|name| up(name, name));
    let nodes: Vec<_> = unhealthy.chain(healthy).collect();
    let one = bed.subnet(&nodes);
    for name in ["s", "t", "u", "v"] {
        bed.spare(up(name, name));
    }
    let limits = bed.limits(|_| ());
    // Of 13, four may fail.
    assert_eq!(bed.judge(one, &limits, &["s"], &["a3"]), NONE);
    assert_eq!(
        bed.judge(one, &limits, &["s", "t"], &["a3", "a4"]),
        ["churn members 5/4"]
    );
    assert_eq!(bed.judge(one, &limits, &["s", "t"], &["a0", "a4"]), NONE);
    let all = bed.judge(
        one,
        &limits,
        &["s", "t", "u", "v"],
        &["a0", "a1", "a2", "a3"],
    );
    assert_eq!(all, NONE);
    // What counts is the subnet after: of 12, three may.
    assert_eq!(
        bed.judge(one, &limits, &["s"], &["a3", "a4"])[0],
        "churn members 4/3"
    );
}

#[test]
fn should_bound_healthy_members_taken_out() {
    let mut bed = Bed::default();
    let one = bed.good("a", 12);
    let small = bed.good("b", 4);
    let mixed = bed.subnet(&[
        up("c0", "c0"),
        down("c1", "c1"),
        Node {
            health: Health::Unknown,
            ..up("c2", "c2")
        },
        up("c3", "c3"),
        up("c4", "c4"),
    ]);
    bed.spare(up("s", "s"));
    let limits = bed.limits(|rules| rules.healthy_removal_divisor = 6);
    let judge = |subnet, remove: &[&str]| {
        let mut lines = bed.judge(subnet, &limits, &["s"], remove);
        lines.retain(|line| line.starts_with("healthy"));
        lines
    };
    assert_eq!(judge(one, &["a0", "a1"]), NONE);
    assert_eq!(
        judge(one, &["a0", "a1", "a2"]),
        ["healthy_removed members 3/2"]
    );
    // One may always go.
    assert_eq!(judge(small, &["b0"]), NONE);
    assert_eq!(judge(small, &["b0", "b1"]), ["healthy_removed members 2/1"]);
    // Unhealthy ones are free; one that was never observed is not.
    assert_eq!(judge(mixed, &["c0", "c1"]), NONE);
    assert_eq!(judge(mixed, &["c0", "c2"]), ["healthy_removed members 2/1"]);
    let limits = bed.limits(|_| ());
    let all: Vec<_> = (0..11).map(|at| format!("a{at}")).collect();
    let all: Vec<_> = all.iter().map(String::as_str).collect();
    assert_eq!(
        bed.judge(one, &limits, &[], &all),
        ["lower_score score 1/4096?"]
    );
}

#[test]
fn should_judge_subnets_of_few_members() {
    let mut bed = Bed::default();
    let subnets: Vec<_> = (0..=4)
        .map(|size| bed.good(&format!("n{size}-"), size))
        .collect();
    bed.spare(up("s", "s"));
    let limits = bed.limits(|rules| {
        rules.byzantine_size = true;
        rules.healthy_removal_divisor = 6;
    });
    let judge =
        |size: usize, add: &[&str], remove: &[&str]| bed.judge(subnets[size], &limits, add, remove);
    // Of fewer than four, none may fail, and none can be exchanged.
    assert_eq!(judge(0, &["s"], &[]), ["churn members 1/0"]);
    assert_eq!(judge(1, &["s"], &["n1-0"]), ["churn members 1/0"]);
    assert_eq!(
        judge(2, &["s"], &["n2-0"]),
        [
            "byzantine_size members 2/1",
            "churn members 1/0",
            "not_better members 1000/1000"
        ]
    );
    assert_eq!(judge(2, &[], &["n2-0"]), NONE);
    assert_eq!(judge(3, &["s"], &[]), NONE);
    assert_eq!(judge(4, &["s"], &["n4-0"]), NONE);
    assert_eq!(judge(4, &["s"], &[])[0], "byzantine_size members 5/4",);
    assert_eq!(
        judge(1, &[], &["n1-0"]),
        [
            "size members 0/1",
            "byzantine_size members 0/1",
            "lower_score score 0/1?"
        ]
    );
}

#[test]
fn should_warn_of_a_lower_score_unless_it_heals() {
    let mut bed = Bed::default();
    let one = bed.subnet(&[up("a", "A"), up("b", "B"), up("c", "C"), down("d", "D")]);
    for node in [up("s", "A"), up("t", "T")] {
        bed.spare(node);
    }
    let limits = bed.limits(|_| ());
    assert_eq!(
        bed.judge(one, &limits, &["s"], &["c"]),
        ["churn members 2/1", "lower_score score 32/64?"]
    );
    assert_eq!(bed.judge(one, &limits, &["s"], &["d"]), NONE);
    assert_eq!(
        bed.judge(one, &limits, &["t"], &["c"]),
        ["churn members 2/1"]
    );
}

#[test]
fn should_let_a_subnet_that_breaks_rules_only_get_better() {
    let mut bed = Bed::default();
    let mut nodes = vec![up("a", "A"), up("b", "A"), up("c", "A"), down("d", "A")];
    nodes.extend([up("e", "B"), up("f", "B"), down("g", "G")]);
    let names: Vec<_> = (0..6).map(|at| format!("m{at}")).collect();
    nodes.extend(names.iter().map(|name| up(name, name)));
    let one = bed.subnet(&nodes);
    for node in [up("sa", "A"), up("sb", "B"), up("sm", "m0"), up("s", "S")] {
        bed.spare(node);
    }
    let limits = bed.limits(|rules| {
        let dimension = Dimension::Country;
        rules.caps = vec![NodeCap { dimension, max: 1 }];
    });
    let judge = |add: &[&str], remove: &[&str]| {
        let mut lines = bed.judge(one, &limits, add, remove);
        lines.retain(|line| !line.starts_with("lower_score"));
        lines
    };
    // Before: A has 4, B has 2.
    assert_eq!(
        judge(&["s"], &["a"]),
        ["country_cap A 3/1?", "country_cap B 2/1?"],
        "better"
    );
    assert_eq!(
        judge(&["s"], &["e"]),
        ["country_cap A 4/1?"],
        "one is mended"
    );
    assert_eq!(
        judge(&["s"], &["m1"]),
        [
            "country_cap A 4/1",
            "country_cap B 2/1",
            "not_better members 40/40"
        ],
        "stays"
    );
    assert_eq!(
        judge(&["s"], &["g"]),
        ["country_cap A 4/1?", "country_cap B 2/1?"],
        "stays, and an unhealthy member goes"
    );
    assert_eq!(
        judge(&["sa"], &["g"]),
        ["country_cap A 5/1", "country_cap B 2/1?"],
        "an unhealthy member goes, but A grows"
    );
    assert_eq!(
        judge(&["sb"], &["a", "b"]),
        ["country_cap A 2/1?", "country_cap B 3/1"],
        "better in all, but B grows"
    );
    assert_eq!(
        judge(&["sm"], &["a", "b"]),
        [
            "country_cap A 2/1?",
            "country_cap B 2/1?",
            "country_cap m0 2/1"
        ],
        "better in all, but one is new"
    );
    assert_eq!(
        judge(&["sa"], &["m1"]),
        [
            "country_cap A 5/1",
            "country_cap B 2/1",
            "not_better members 50/40"
        ],
        "worse"
    );
}

#[test]
fn should_let_a_subnet_of_the_wrong_size_come_nearer() {
    let mut bed = Bed::default();
    let one = bed.good("a", 10);
    for name in ["s", "t", "u"] {
        bed.spare(up(name, name));
    }
    let limits = bed.limits(|rules| (rules.min_size, rules.max_size) = (13, 13));
    assert_eq!(bed.judge(one, &limits, &["s", "t", "u"], &[]), NONE);
    assert_eq!(
        bed.judge(one, &limits, &["s"], &[]),
        ["size members 11/13?"]
    );
    assert_eq!(
        bed.judge(one, &limits, &[], &["a0"]),
        [
            "size members 9/13",
            "not_better members 4000/3000",
            "lower_score score 729/4096?"
        ]
    );
}
