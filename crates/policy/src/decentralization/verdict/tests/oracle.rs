//! Verdicts held against counting names, one by one, with no class and no number of an actor.

use super::*;
use bonafide_types::registry::NodeCap;
use proptest::prelude::*;

const CAPS: [(Dimension, u32); 2] = [(Dimension::NodeProvider, 2), (Dimension::Country, 3)];
const SIZES: (u32, u32) = (4, 7);
const DIVISOR: usize = 4;
const SUBNETS: u32 = 2;

/// A node: its operator, its country, its health, the subnet it is in.
#[derive(Clone, Copy, Debug)]
struct Plain {
    operator: u8,
    country: u8,
    health: Health,
    subnet: Option<u32>,
}

/// A node named by a change: which, of which subnet, whether it joins.
type Mention = (usize, u32, bool);

fn plain() -> impl Strategy<Value = Plain> {
    let health = prop_oneof![
        6 => Just(Health::Up),
        1 => Just(Health::Unknown),
        2 => Just(Health::Unhealthy),
    ];
    let subnet = prop_oneof![1 => Just(None), 2 => (0..SUBNETS).prop_map(Some)];
    (0..8_u8, 0..4_u8, health, subnet).prop_map(|(operator, country, health, subnet)| Plain {
        operator,
        country,
        health,
        subnet,
    })
}

/// Nodes and what is asked of them: mostly what can be asked.
fn request() -> impl Strategy<Value = (Vec<Plain>, Vec<Mention>)> {
    let fitting = prop::collection::vec((any::<prop::sample::Index>(), 0..SUBNETS), 0..5);
    let any = (any::<prop::sample::Index>(), 0..SUBNETS, any::<bool>());
    let any = prop_oneof![4 => Just(None), 1 => any.prop_map(Some)];
    let nodes = prop::collection::vec(plain(), 8..24);
    (nodes, fitting, any).prop_map(|(nodes, fitting, any)| {
        let mut picked = std::collections::BTreeSet::new();
        let mut mentions = Vec::new();
        for (pick, to) in fitting {
            let at = pick.index(nodes.len());
            if picked.insert(at) {
                let subnet = nodes[at].subnet;
                mentions.push((at, subnet.unwrap_or(to), subnet.is_none()));
            }
        }
        mentions.extend(any.map(|(pick, subnet, joins)| (pick.index(nodes.len()), subnet, joins)));
        (nodes, mentions)
    })
}

/// The network of these nodes, put in this order, with other names of actors when wanted.
fn bed(nodes: &[Plain], order: impl Iterator<Item = usize>, rename: bool) -> Bed {
    let mut bed = Bed::default();
    for _ in 0..SUBNETS {
        bed.network.add_subnet();
    }
    for at in order {
        let node = nodes[at];
        let name = |prefix, number| {
            if rename {
                format!("other-{prefix}{}", 9 - number)
            } else {
                format!("{prefix}{number}")
            }
        };
        let (operator, country) = (name("o", node.operator), name("c", node.country));
        let place = node.subnet.map_or(Place::Spare, Place::Subnet);
        let node = Node {
            operator: &operator,
            country: &country,
            health: node.health,
            sev: None,
        };
        bed.put_as(&format!("n{at}"), node, place);
    }
    bed
}

fn outcome(bed: &Bed, mentions: &[Mention]) -> Outcome {
    let limits = bed.limits(|rules| {
        (rules.min_size, rules.max_size) = SIZES;
        rules.byzantine_size = true;
        rules.caps = CAPS
            .map(|(dimension, max)| NodeCap { dimension, max })
            .into();
        rules.healthy_removal_divisor = u32::try_from(DIVISOR).unwrap();
    });
    let changes = (0..SUBNETS).map(|subnet| {
        let names = |joining| {
            let of = mentions.iter();
            let of = of.filter(|(_, of, joins)| *of == subnet && *joins == joining);
            of.map(|(at, _, _)| format!("n{at}")).collect::<Vec<_>>()
        };
        let (add, remove) = (names(true), names(false));
        let add: Vec<_> = add.iter().map(String::as_str).collect();
        let remove: Vec<_> = remove.iter().map(String::as_str).collect();
        bed.change(subnet, &limits, &add, &remove)
    });
    bed.verify(&changes.collect::<Vec<_>>(), &[])
}

/// What members break: rule and subject, with what is so, what is allowed, by how much it is
/// missed, and what that weighs.
fn broken(nodes: &[Plain], members: &[usize]) -> BTreeMap<String, (usize, usize, usize, usize)> {
    let mut broken = BTreeMap::new();
    let size = members.len();
    let (least, most) = (SIZES.0 as usize, SIZES.1 as usize);
    if size < least {
        let short = least - size;
        broken.insert("size members".into(), (size, least, short, 1_000 * short));
    }
    if size > most {
        let long = size - most;
        broken.insert("size members".into(), (size, most, long, 1_000 * long));
    }
    let lower = (1..=size.max(1)).rev().find(|size| size % 3 == 1).unwrap();
    if size != lower {
        broken.insert("byzantine_size members".into(), (size, lower, 1, 1_000));
    }
    for node in nodes {
        for (rule, subject, most, same) in [
            (
                "node_provider_cap",
                format!("o{}", node.operator),
                2,
                &(|other: &Plain| other.operator == node.operator) as &dyn Fn(&Plain) -> bool,
            ),
            (
                "country_cap",
                format!("c{}", node.country),
                3,
                &|other: &Plain| other.country == node.country,
            ),
        ] {
            let count = members.iter().filter(|at| same(&nodes[**at])).count();
            if count > most {
                let over = count - most;
                broken.insert(format!("{rule} {subject}"), (count, most, over, 10 * over));
            }
        }
    }
    broken
}

fn expected(nodes: &[Plain], mentions: &[Mention], subnet: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let before: Vec<_> = (0..nodes.len())
        .filter(|at| nodes[*at].subnet == Some(subnet))
        .collect();
    let (mut joined, mut left) = (Vec::new(), Vec::new());
    let of_subnet: Vec<_> = mentions.iter().filter(|(_, of, _)| *of == subnet).collect();
    for (at, _, joins) in &of_subnet {
        let node = nodes[*at];
        let times = mentions.iter().filter(|(other, _, _)| other == at).count();
        if times > 1 {
            lines.push(format!("named_twice n{at} {times}/1"));
        }
        let fits = if *joins {
            node.subnet.is_none()
        } else {
            node.subnet == Some(subnet)
        };
        match (fits, joins) {
            (false, true) => lines.push(format!("not_a_spare n{at} 1/0")),
            (false, false) => lines.push(format!("not_a_member n{at} 1/0")),
            (true, true) if node.health == Health::Unhealthy => {
                lines.push(format!("not_healthy n{at} 1/0"));
            }
            (true, true) if node.health == Health::Unknown => {
                lines.push(format!("not_healthy n{at} 1/0?"));
            }
            (true, _) => {}
        }
        if fits && times == 1 {
            if *joins { &mut joined } else { &mut left }.push(*at);
        }
    }
    if of_subnet.is_empty() {
        lines.push(format!("nothing_to_change subnet {subnet} 1/0"));
    }
    let kept: Vec<_> = before.iter().filter(|at| !left.contains(at)).collect();
    let unhealthy = |at: &usize| nodes[*at].health == Health::Unhealthy;
    let new = joined.len() + kept.iter().filter(|at| unhealthy(at)).count();
    let after: Vec<_> = kept.into_iter().chain(&joined).copied().collect();
    // As many as may fail: the most of which the others are more than twice as many.
    let may_fail = (0..=after.len()).rev().find(|f| 3 * f < after.len());
    let may_fail = may_fail.unwrap_or_default();
    if new > may_fail {
        lines.push(format!("churn members {new}/{may_fail}"));
    }
    let healthy = left.iter().filter(|at| !unhealthy(at)).count();
    let most = (before.len() / DIVISOR).max(1);
    if healthy > most {
        lines.push(format!("healthy_removed members {healthy}/{most}"));
    }
    let (was, now) = (broken(nodes, &before), broken(nodes, &after));
    let weight = |broken: &BTreeMap<String, (usize, usize, usize, usize)>| {
        broken
            .values()
            .map(|(_, _, _, weight)| weight)
            .sum::<usize>()
    };
    let heals = healthy < left.len();
    let better = heals || weight(&now) < weight(&was);
    if !was.is_empty() && !better {
        lines.push(format!(
            "not_better members {}/{}",
            weight(&now),
            weight(&was)
        ));
    }
    for (rule, (actual, limit, missed, _)) in &now {
        let no_worse = was
            .get(rule)
            .is_some_and(|(_, _, before, _)| missed <= before);
        let mark = if better && no_worse { "?" } else { "" };
        lines.push(format!("{rule} {actual}/{limit}{mark}"));
    }
    lines.sort();
    lines.dedup();
    lines
}

proptest! {
    #[test]
    fn should_agree_with_counting_names((nodes, mentions) in request()) {
        let found = outcome(&bed(&nodes, 0..nodes.len(), false), &mentions);
        let mut accepted = true;
        for (subnet, found) in (0..SUBNETS).zip(&found.subnets) {
            let expected = expected(&nodes, &mentions, subnet);
            accepted &= expected.iter().all(|line| line.ends_with('?'));
            let mut lines = lines(&found.findings);
            lines.retain(|line| !line.starts_with("lower_score"));
            lines.sort();
            prop_assert_eq!(lines, expected);
        }
        prop_assert!(found.findings.is_empty());
        prop_assert_eq!(found.accepted, accepted);
    }

    #[test]
    fn should_not_depend_on_the_order_in_which_nodes_are_named(
        (nodes, mentions) in request(),
        seed in any::<prop::sample::Index>(),
    ) {
        let bed = bed(&nodes, 0..nodes.len(), false);
        let mut other = mentions.clone();
        other.reverse();
        if !other.is_empty() {
            let middle = seed.index(other.len());
            other.rotate_left(middle);
        }
        prop_assert_eq!(outcome(&bed, &other), outcome(&bed, &mentions));
    }

    #[test]
    fn should_not_depend_on_names_and_numbers((nodes, mentions) in request()) {
        let blind = |outcome: Outcome| {
            let subnets = outcome.subnets.into_iter().map(|subnet| {
                let findings = subnet.findings.into_iter().map(|finding| {
                    (finding.rule, finding.actual, finding.limit, finding.severity)
                });
                let mut findings: Vec<_> = findings.collect();
                findings.sort_unstable();
                (subnet.before, subnet.after, findings)
            });
            (outcome.accepted, subnets.collect::<Vec<_>>())
        };
        let one = outcome(&bed(&nodes, 0..nodes.len(), false), &mentions);
        let other = outcome(&bed(&nodes, (0..nodes.len()).rev(), true), &mentions);
        prop_assert_eq!(blind(one), blind(other));
    }
}
