use super::super::network::{Class, Health, Place};
use super::*;
use proptest::prelude::*;

/// A network with a class for each country, in this order.
fn network(codes: &[&str]) -> Network {
    let mut network = Network::default();
    for (operator, code) in (0..).zip(codes) {
        let country = network.intern(Dimension::Country, code.as_bytes());
        network.class_number(Class {
            actors: [operator, 0, 0, 0, 0, 0, country],
            health: Health::Up,
            sev: None,
            eligible: true,
        });
    }
    network
}

fn add_subnet(network: &mut Network, members: &[u32]) -> u32 {
    let subnet = network.add_subnet();
    for class in members {
        network.put(*class, Place::Subnet(subnet));
    }
    subnet
}

fn countries(network: &Network, codes: &[&str]) -> Countries {
    let codes: Vec<_> = codes.iter().map(|code| String::from(*code)).collect();
    Countries::of(network, &codes)
}

#[test]
fn should_tell_who_keeps_to_countries() {
    let network = network(&["CH", "DE", "US"]);
    let europe = countries(&network, &["CH", "DE", "FR"]);
    assert!(within(&network, &[0, 0, 1], &europe));
    assert!(!within(&network, &[0, 2], &europe));
    assert!(!within(&network, &[2], &europe));
    assert!(!without(&network, &[0, 2], &europe));
    assert!(without(&network, &[2, 2], &europe));
}

#[test]
fn should_have_no_empty_subnet_within_anything() {
    let network = network(&["CH"]);
    assert!(!within(&network, &[], &Countries::all(&network)));
    assert!(without(&network, &[], &Countries::all(&network)));
}

#[test]
fn should_put_unknown_classes_and_later_countries_nowhere() {
    let mut network = network(&["CH"]);
    let all = Countries::all(&network);
    let later = network.intern(Dimension::Country, b"FR");
    let class = network.class_number(Class {
        actors: [7, 0, 0, 0, 0, 0, later],
        health: Health::Up,
        sev: None,
        eligible: true,
    });
    for outside in [class, 99] {
        assert!(!within(&network, &[0, outside], &all));
        assert!(without(&network, &[outside], &all));
    }
}

#[test]
fn should_count_shares_now_and_after() {
    let mut network = network(&["CH", "DE", "US"]);
    for class in [0, 0, 2] {
        network.put(class, Place::Spare);
    }
    let first = add_subnet(&mut network, &[0, 1]);
    add_subnet(&mut network, &[1, 2, 2]);
    add_subnet(&mut network, &[]);
    let europe = countries(&network, &["CH", "DE"]);
    let now = Shares::of(&network, &europe, &BTreeMap::new(), &[]);
    let expected = Shares {
        nodes: 5,
        members: 3,
        members_after: 3,
        subnets: 2,
        subnets_within: 1,
    };
    assert_eq!(now, expected);
    // One leaves the first subnet, an unknown one has no say, and a new one takes two.
    let after = BTreeMap::from([(first, vec![1, 2]), (99, vec![0, 0])]);
    let changed = Shares::of(&network, &europe, &after, &[vec![0, 2], vec![0]]);
    let expected = Shares {
        members_after: 4,
        ..expected
    };
    assert_eq!(changed, expected);
    let all = Shares::of(&network, &Countries::all(&network), &after, &[vec![0, 2]]);
    let expected = Shares {
        nodes: 8,
        members: 5,
        members_after: 7,
        subnets: 2,
        subnets_within: 2,
    };
    assert_eq!(all, expected);
    let none = Shares::of(&network, &countries(&network, &["FR"]), &after, &[]);
    assert_eq!(none, Shares::default());
}

proptest! {
    /// Two sets that share no country, and together have all, have what the whole has.
    #[test]
    fn should_add_up(
        inside in prop::collection::vec(any::<bool>(), 5),
        spare in prop::collection::vec(0_u32..5, 0..12),
        subnets in prop::collection::vec(prop::collection::vec(0_u32..5, 1..8), 0..6),
        changed in prop::collection::vec(prop::option::of(prop::collection::vec(0_u32..5, 1..8)), 6),
        new in prop::collection::vec(prop::collection::vec(0_u32..5, 1..8), 0..3),
    ) {
        let codes = ["AA", "BB", "CC", "DD", "EE"];
        let mut network = network(&codes);
        for class in &spare {
            network.put(*class, Place::Spare);
        }
        for members in &subnets {
            add_subnet(&mut network, members);
        }
        let after: BTreeMap<_, _> = (0..)
            .zip(changed)
            .filter_map(|(subnet, members)| Some((subnet, members?)))
            .collect();
        let chosen = |want: bool| -> Vec<&str> {
            codes.into_iter().zip(&inside).filter(|(_, is)| **is == want).map(|(code, _)| code).collect()
        };
        let of = |set: &Countries| Shares::of(&network, set, &after, &new);
        let (set, rest) = (countries(&network, &chosen(true)), countries(&network, &chosen(false)));
        let (one, other, all) = (of(&set), of(&rest), of(&Countries::all(&network)));
        prop_assert_eq!(set.with(&rest), Countries::all(&network));
        prop_assert_eq!(one.nodes + other.nodes, all.nodes);
        prop_assert_eq!(one.members + other.members, all.members);
        prop_assert_eq!(one.members_after + other.members_after, all.members_after);
        // A subnet is inside one, or has a member in the other.
        prop_assert_eq!(one.subnets_within + other.subnets, all.subnets);
        // Node by node.
        let is_in = |class: &&u32| inside[**class as usize];
        let members = subnets.iter().flatten().filter(is_in).count();
        let later = (0..).zip(&subnets).map(|(subnet, members)| after.get(&subnet).unwrap_or(members));
        let later = later.chain(&new).flatten().filter(is_in).count();
        prop_assert_eq!(one.members as usize, members);
        prop_assert_eq!(one.members_after as usize, later);
        prop_assert_eq!(one.nodes as usize, members + spare.iter().filter(is_in).count());
    }
}
