//! A network for tests, and what concerns the form of requests.

mod oracle;
mod rules;

use super::*;
use crate::decentralization::evaluate::as_text;
use crate::decentralization::jurisdiction::Tags;
use crate::decentralization::network::{Class, Place};
use bonafide_types::registry::{Dimension, SubnetRules};

struct Codes;

impl Tags for Codes {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        match tag {
            "nowhere" => None,
            "EU" => Some(vec!["DE".into(), "FR".into()]),
            code => Some(vec![code.into()]),
        }
    }
}

/// What a node is. All its actors but the country are called as its operator.
#[derive(Clone, Copy)]
struct Node<'a> {
    operator: &'a str,
    country: &'a str,
    health: Health,
    sev: Option<bool>,
}

/// A node that runs, in a country.
const fn up<'a>(operator: &'a str, country: &'a str) -> Node<'a> {
    Node {
        operator,
        country,
        health: Health::Up,
        sev: Some(true),
    }
}

/// A node that does not run.
const fn down<'a>(operator: &'a str, country: &'a str) -> Node<'a> {
    Node {
        health: Health::Unhealthy,
        ..up(operator, country)
    }
}

/// A network whose nodes go by the name of their operator.
#[derive(Default)]
struct Bed {
    network: Network,
    standings: BTreeMap<String, Standing>,
}

impl Bed {
    fn put(&mut self, node: Node, place: Place) {
        self.put_as(node.operator, node, place);
    }

    fn put_as(&mut self, name: &str, node: Node, place: Place) {
        let actors = Dimension::ALL.map(|dimension| {
            let name = match dimension {
                Dimension::Country => node.country,
                _ => node.operator,
            };
            self.network.intern(dimension, name.as_bytes())
        });
        let class = self.network.class_number(Class {
            actors,
            health: node.health,
            sev: node.sev,
            eligible: true,
        });
        self.network.put(class, place);
        let standing = match place {
            Place::Spare => Standing::Spare { class },
            Place::Subnet(subnet) => Standing::Member { class, subnet },
        };
        self.standings.insert(name.into(), standing);
    }

    fn spare(&mut self, node: Node) {
        self.put(node, Place::Spare);
    }

    /// A subnet of these members.
    fn subnet(&mut self, nodes: &[Node]) -> u32 {
        let subnet = self.network.add_subnet();
        for node in nodes {
            self.put(*node, Place::Subnet(subnet));
        }
        subnet
    }

    /// A subnet of members that run, each in a country of its own.
    fn good(&mut self, prefix: &str, size: u32) -> u32 {
        let names: Vec<_> = (0..size).map(|at| format!("{prefix}{at}")).collect();
        let nodes: Vec<_> = names.iter().map(|name| up(name, name)).collect();
        self.subnet(&nodes)
    }

    fn named(&self, node: &str) -> Named {
        let standing = self.standings.get(node);
        Named {
            node: node.into(),
            standing: standing.copied().unwrap_or(Standing::Unknown),
            barred: vec![],
        }
    }

    fn limits(&self, change: impl FnOnce(&mut SubnetRules)) -> Limits {
        let mut rules = SubnetRules {
            min_size: 1,
            max_size: 40,
            ..SubnetRules::default()
        };
        change(&mut rules);
        Limits::new(&rules, &self.network, &Codes).unwrap()
    }

    fn change<'a>(
        &self,
        subnet: u32,
        limits: &'a Limits,
        add: &[&str],
        remove: &[&str],
    ) -> Change<'a> {
        let named = |nodes: &[&str]| nodes.iter().map(|node| self.named(node)).collect();
        Change {
            subnet: Some(subnet),
            shown: format!("subnet {subnet}"),
            limits,
            add: named(add),
            remove: named(remove),
        }
    }

    fn verify(&self, changes: &[Change], creations: &[Creation]) -> Outcome {
        let outcome = verify(&self.network, changes, creations, as_text);
        let lists = outcome.subnets.iter().map(|subnet| &subnet.findings);
        for findings in lists.chain([&outcome.findings]) {
            assert!(
                findings.is_sorted_by(|one, next| one < next),
                "{findings:?}"
            );
        }
        outcome
    }

    /// The verdict on one change, as [`lines`].
    fn judge(&self, subnet: u32, limits: &Limits, add: &[&str], remove: &[&str]) -> Vec<String> {
        let outcome = self.verify(&[self.change(subnet, limits, add, remove)], &[]);
        let findings = &outcome.subnets[0].findings;
        let violation = |finding: &Finding| finding.severity == Severity::Violation;
        assert_eq!(outcome.accepted, !findings.iter().any(violation));
        lines(findings)
    }

    fn creation<'a>(&self, limits: &'a Limits, members: &[&str]) -> Creation<'a> {
        Creation {
            shown: "new".into(),
            limits,
            members: members.iter().map(|node| self.named(node)).collect(),
        }
    }
}

/// Findings as `rule subject actual/limit`, with `?` behind a warning.
fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let mark = match finding.severity {
            Severity::Violation => "",
            Severity::Warning => "?",
        };
        let (rule, subject) = (finding.rule.id(), &finding.subject);
        format!(
            "{rule} {subject} {}/{}{mark}",
            finding.actual, finding.limit
        )
    };
    findings.iter().map(line).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn should_know_the_nodes_and_subnets_that_are_named() {
    let mut bed = Bed::default();
    let (one, other) = (bed.good("a", 7), bed.good("b", 7));
    bed.spare(up("s", "s"));
    bed.standings.insert("api".into(), Standing::Boundary);
    let limits = bed.limits(|_| ());
    assert_eq!(bed.judge(one, &limits, &["s"], &["a0"]), NONE);
    assert_eq!(
        bed.judge(one, &limits, &["s", "gone"], &["a0", "lost"]),
        ["unknown_node gone 1/0", "unknown_node lost 1/0"]
    );
    assert_eq!(
        bed.judge(one, &limits, &["s", "b1", "api"], &["a0"]),
        ["not_a_spare api 1/0", "not_a_spare b1 1/0"]
    );
    bed.spare(up("t", "t"));
    assert_eq!(
        bed.judge(one, &limits, &["s"], &["b1", "t", "api", "a0"]),
        [
            "not_a_member api 1/0",
            "not_a_member b1 1/0",
            "not_a_member t 1/0"
        ]
    );
    assert_eq!(
        bed.judge(other, &limits, &[], &[]),
        ["nothing_to_change subnet 1 1/0"]
    );

    let unknown = Change {
        subnet: None,
        ..bed.change(9, &limits, &["s", "gone"], &["a0"])
    };
    let outcome = bed.verify(&[unknown], &[]);
    assert!(!outcome.accepted && outcome.subnets.is_empty());
    assert_eq!(
        lines(&outcome.findings),
        ["unknown_subnet subnet 9 1/0", "unknown_node gone 1/0"]
    );
    let nothing = bed.verify(&[], &[]);
    assert!(!nothing.accepted);
    assert_eq!(lines(&nothing.findings), ["nothing_to_change request 1/0"]);
}

#[test]
fn should_take_a_node_once_in_all_changes_together() {
    let mut bed = Bed::default();
    let (one, other) = (bed.good("a", 7), bed.good("b", 7));
    for name in ["s", "t"] {
        bed.spare(up(name, name));
    }
    let limits = bed.limits(|_| ());
    let findings = |changes: &[Change], creations: &[Creation]| {
        let outcome = bed.verify(changes, creations);
        assert!(!outcome.accepted);
        let each = outcome.subnets.iter();
        each.map(|subnet| (lines(&subnet.findings), subnet.after.size))
            .collect::<Vec<_>>()
    };
    let twice = |node: &str| vec![format!("named_twice {node} 2/1")];

    let both = [
        bed.change(one, &limits, &["s"], &["a0"]),
        bed.change(other, &limits, &["t"], &["b0"]),
    ];
    assert!(bed.verify(&both, &[]).accepted);
    let shared = [
        bed.change(one, &limits, &["s"], &[]),
        bed.change(other, &limits, &["s"], &[]),
    ];
    assert_eq!(findings(&shared, &[]), [(twice("s"), 7), (twice("s"), 7)]);
    // In one list, in both lists of a subnet, moved from one subnet to the other.
    let list = bed.change(one, &limits, &["s", "s"], &[]);
    assert_eq!(findings(&[list], &[]), [(twice("s"), 7)]);
    let back = bed.change(one, &limits, &["a0"], &["a0"]);
    let spare = vec!["named_twice a0 2/1".into(), "not_a_spare a0 1/0".into()];
    assert_eq!(findings(&[back], &[]), [(spare.clone(), 7)]);
    let moved = [
        bed.change(one, &limits, &[], &["a0"]),
        bed.change(other, &limits, &["a0"], &[]),
    ];
    assert_eq!(findings(&moved, &[]), [(twice("a0"), 7), (spare, 7)]);
    // In a change and in a subnet to be made, and in two of these.
    let made = bed.creation(&limits, &["s", "t"]);
    let changed = bed.change(one, &limits, &["s"], &[]);
    assert_eq!(
        findings(&[changed], std::slice::from_ref(&made)),
        [(twice("s"), 7), (twice("s"), 1)]
    );
    let all = ["named_twice s 2/1", "named_twice t 2/1", "size members 0/1"];
    let all = all.map(String::from).to_vec();
    assert_eq!(
        findings(&[], &[made.clone(), made]),
        [(all.clone(), 0), (all, 0)]
    );
}

#[test]
fn should_take_one_change_of_a_subnet() {
    let mut bed = Bed::default();
    let one = bed.good("a", 7);
    for name in ["s", "t"] {
        bed.spare(up(name, name));
    }
    let limits = bed.limits(|_| ());
    let changes = [
        bed.change(one, &limits, &["s"], &["a0"]),
        bed.change(one, &limits, &["t"], &["a1"]),
    ];
    let outcome = bed.verify(&changes, &[]);
    assert!(!outcome.accepted);
    for subnet in &outcome.subnets {
        assert_eq!(lines(&subnet.findings), ["named_twice subnet 0 2/1"]);
        assert_eq!(subnet.after.size, 7);
    }
    let unknown = changes.map(|change| Change {
        subnet: None,
        ..change
    });
    assert_eq!(
        lines(&bed.verify(&unknown, &[]).findings),
        ["unknown_subnet subnet 0 1/0", "named_twice subnet 0 2/1"]
    );
}

#[test]
fn should_not_trust_numbers_that_the_network_does_not_know() {
    let mut bed = Bed::default();
    let one = bed.good("a", 7);
    let limits = bed.limits(|_| ());
    bed.standings
        .insert("s".into(), Standing::Spare { class: 99 });
    let member = |class, subnet| Standing::Member { class, subnet };
    bed.standings.insert("x".into(), member(99, one));
    bed.standings.insert("y".into(), member(0, 99));
    assert_eq!(
        bed.judge(one, &limits, &["s"], &["x", "y"]),
        [
            "unknown_node s 1/0",
            "unknown_node x 1/0",
            "not_a_member y 1/0"
        ]
    );
    // More members of a class than there are.
    bed.standings.insert("z".into(), member(0, one));
    let limits = bed.limits(|_| ());
    assert_eq!(
        bed.judge(one, &limits, &[], &["a0", "z"]),
        ["not_a_member z 1/0", "lower_score score 64/729?"]
    );
    let outcome = bed.verify(&[bed.change(99, &limits, &["a0"], &[])], &[]);
    assert_eq!(lines(&outcome.findings), ["unknown_subnet subnet 99 1/0"]);
}

#[test]
fn should_give_the_figures_before_and_after() {
    let mut bed = Bed::default();
    let one = bed.good("a", 4);
    bed.spare(up("s", "a1"));
    let limits = bed.limits(|_| ());
    let outcome = bed.verify(&[bed.change(one, &limits, &["s"], &["a0"])], &[]);
    let subnet = &outcome.subnets[0];
    let before = subnet.before.as_ref().unwrap();
    assert_eq!((before.nakamoto.country, before.product), (2, 64));
    assert_eq!(
        (subnet.after.nakamoto.country, subnet.after.product),
        (1, 32)
    );
    assert_eq!(subnet.members_after, [1, 2, 3, 4]);
    assert_eq!(lines(&subnet.findings), ["lower_score score 32/64?"]);
    assert!(outcome.accepted);

    let made = bed.verify(&[], &[bed.creation(&limits, &["s"])]);
    assert!(made.accepted && made.subnets[0].before.is_none());
    assert_eq!(made.subnets[0].members_after, [4]);
}
