use super::super::evaluate::as_text;
use super::super::flow::testing::{
    Groups, Operator, caps_of, cases, laminar_cases, network, running,
};
use super::super::network::{Health, Place};
use super::*;
use bonafide_types::registry::{Dimension, ShareRule, SpecialCap, SubnetRules};
use proptest::prelude::*;

/// The size of the largest set of nodes that breaks no rule, by trying all.
fn by_trying(network: &Network, limits: &Limits, supply: &Supply) -> u32 {
    fn from(
        class: u32,
        tally: &mut Tally,
        (network, limits, supply): (&Network, &Limits, &Supply),
    ) -> u32 {
        if class as usize == network.classes().len() {
            let fine = limits.counted_weight(tally) == 0;
            return if fine { tally.size() } else { 0 };
        }
        let of = network.class(class);
        let usable = limits.weight_of(of) == 0;
        let nodes = if usable { supply.of(class) } else { 0 };
        let mut best = 0;
        for taken in 0..=nodes {
            best = best.max(from(class + 1, tally, (network, limits, supply)));
            if taken < nodes {
                tally.add(of);
            }
        }
        for _ in 0..nodes {
            tally.remove(of);
        }
        best
    }
    from(0, &mut Tally::new(network), (network, limits, supply))
}

fn spare(network: &Network, limits: &Limits) -> Feasible {
    feasible(network, limits, &Supply::spare(network), as_text)
}

fn nodes(found: &Feasible) -> u32 {
    found.bottleneck.iter().map(|part| part.nodes).sum()
}

/// Five providers in as many data centres of two owners.
fn two_owners() -> Network {
    let dcs = [(0, 0), (0, 0), (0, 0), (1, 0), (1, 0)];
    let operators = [0, 1, 2, 3, 4].map(|at| running(at + 1, at, 2));
    network(&dcs, &operators)
}

#[test]
fn should_name_the_owners_that_bound_a_size() {
    let network = two_owners();
    let limits = caps_of(
        &network,
        &[
            (Dimension::NodeProvider, 1),
            (Dimension::DataCenter, 1),
            (Dimension::DataCenterOwner, 1),
            (Dimension::Country, 9),
        ],
    );
    let found = spare(&network, &limits);
    assert_eq!((found.max_size, found.upper_bound, found.wanted), (2, 2, 4));
    assert_eq!(found.bottleneck.len(), 1);
    assert_eq!(
        found.bottleneck[0].dimension,
        Some(Dimension::DataCenterOwner)
    );
    assert_eq!(found.bottleneck[0].actors, ["W0", "W1"]);
    assert_eq!(
        found.words,
        "4 members wanted, 2 possible: \
         2 data-centre owners can give 2 nodes, at most 1 each: W0, W1"
    );
    let mut wider = limits.clone();
    wider.set_cap(Dimension::DataCenterOwner, 2);
    assert_eq!(spare(&network, &wider).max_size, 4);
    let view = found.clone().into_view();
    assert_eq!((view.max_size, view.words), (2, found.words));
}

#[test]
fn should_say_when_nodes_are_missing() {
    let network = two_owners();
    let limits = caps_of(&network, &[]);
    let found = spare(&network, &limits);
    assert_eq!(found.upper_bound, 10);
    assert_eq!(found.bottleneck[0].dimension, None);
    assert_eq!(
        found.words,
        "4 members wanted, 10 possible: \
         5 node operators have 10 nodes at hand: O0, O1, O2, O3, O4"
    );
    let none = network_without_nodes();
    let found = spare(&none, &caps_of(&none, &[]));
    assert_eq!((found.max_size, found.upper_bound), (0, 0));
    assert_eq!(
        found.words,
        "4 members wanted, 0 possible: no node at hand may join"
    );
}

fn network_without_nodes() -> Network {
    network(&[(0, 0)], &[running(0, 0, 0)])
}

/// One owner with nodes of three providers in two countries, of which it can serve one.
#[test]
fn should_share_out_the_cap_of_an_owner_in_two_countries() {
    let dcs = [(0, 0), (0, 1), (1, 1)];
    let network = network(
        &dcs,
        &[running(1, 0, 1), running(2, 1, 1), running(3, 2, 1)],
    );
    let limits = caps_of(
        &network,
        &[(Dimension::DataCenterOwner, 1), (Dimension::Country, 1)],
    );
    let found = spare(&network, &limits);
    // W0 in C0 and W1 in C1.
    assert_eq!((found.max_size, found.upper_bound), (2, 2));
    let limits = caps_of(
        &network,
        &[(Dimension::DataCenterOwner, 1), (Dimension::Country, 2)],
    );
    let found = spare(&network, &limits);
    // Without the owner as one it would be three.
    assert_eq!((found.max_size, found.upper_bound), (2, 2));
    assert_eq!(nodes(&found), 2);
}

#[test]
fn should_find_the_largest_size_that_keeps_a_share() {
    let dcs = [(0, 0), (1, 1)];
    let network = network(&dcs, &[running(1, 0, 9), running(2, 1, 4)]);
    let most = |numerator, denominator, strict| {
        let rules = SubnetRules {
            min_size: 13,
            max_size: 13,
            shares: vec![ShareRule {
                tag: "G0".into(),
                numerator,
                denominator,
                strict,
            }],
            ..SubnetRules::default()
        };
        let limits = Limits::new(&rules, &network, &Groups).unwrap();
        let found = spare(&network, &limits);
        assert_eq!(found.max_size, found.upper_bound);
        assert_eq!(nodes(&found), found.max_size);
        (found.max_size, found.words)
    };
    assert_eq!(
        most(1, 3, false),
        (
            6,
            "13 members wanted, 6 possible: the share of G0 allows 2 nodes; \
             1 node operator has 4 nodes at hand: O1"
                .into()
        )
    );
    assert_eq!(most(1, 3, true).0, 5);
    assert_eq!(most(1, 2, false).0, 8);
    assert_eq!(most(1, 1, false).0, 13);
}

#[test]
fn should_say_which_least_number_cannot_be_had() {
    let network = two_owners();
    let quota = |actor: &str, min, caps: &Limits| {
        let rules = SubnetRules {
            min_size: 4,
            max_size: 13,
            special_caps: vec![SpecialCap {
                dimension: Dimension::Country,
                actor: actor.into(),
                min,
                max: 13,
            }],
            ..SubnetRules::default()
        };
        let mut limits = Limits::new(&rules, &network, &Groups).unwrap();
        for dimension in Dimension::ALL {
            if dimension != Dimension::NodeProvider {
                limits.set_cap(dimension, caps.common_cap(dimension));
            }
        }
        spare(&network, &limits)
    };
    let free = caps_of(&network, &[]);
    assert_eq!(quota("C0", 3, &free).max_size, 10);
    let owners = caps_of(&network, &[(Dimension::DataCenterOwner, 1)]);
    for (missing, caps) in [("C1", &free), ("C7", &free), ("C0", &owners)] {
        let found = quota(missing, 3, caps);
        assert_eq!((found.max_size, found.upper_bound), (0, 0), "{missing}");
        assert_eq!(found.bottleneck.len(), 1);
        assert_eq!(
            found.words,
            format!(
                "4 members wanted, 0 possible: \
                 3 nodes of the country {missing} at least cannot be had"
            )
        );
    }
}

/// Providers 0 and 1 are linked: what is said of either holds for both together.
#[test]
fn should_keep_all_that_is_said_of_one_cluster() {
    let dcs = [(0, 0), (1, 0)];
    let network = network(&dcs, &[running(0, 0, 3), running(1, 1, 3)]);
    let most = |of_first, of_second| {
        let special = |actor: &str, max| SpecialCap {
            dimension: Dimension::NodeProvider,
            actor: actor.into(),
            min: 0,
            max,
        };
        let rules = SubnetRules {
            min_size: 4,
            max_size: 13,
            special_caps: vec![special("P0", of_first), special("P1", of_second)],
            ..SubnetRules::default()
        };
        let limits = Limits::new(&rules, &network, &Groups).unwrap();
        let found = spare(&network, &limits);
        (found.max_size, found.upper_bound)
    };
    assert_eq!(most(4, 2), (2, 2));
    assert_eq!(most(2, 4), (2, 2));
}

#[test]
fn should_not_count_on_a_tag_without_countries() {
    let network = two_owners();
    let rules = SubnetRules {
        min_size: 4,
        max_size: 4,
        forbidden_tags: vec!["nowhere".into()],
        ..SubnetRules::default()
    };
    let limits = Limits::new(&rules, &network, &Groups).unwrap();
    let found = spare(&network, &limits);
    assert_eq!(found.upper_bound, 0);
    assert_eq!(
        found.words,
        "4 members wanted, 0 possible: the tag nowhere has no countries"
    );
}

#[test]
fn should_count_members_when_all_nodes_are_asked() {
    let ill = Operator {
        health: Health::Unhealthy,
        ..running(2, 0, 1)
    };
    let mut network = network(&[(0, 0)], &[running(1, 0, 1), ill]);
    let subnet = network.add_subnet();
    for class in [0, 0, 1] {
        network.put(class, Place::Subnet(subnet));
    }
    let limits = caps_of(&network, &[]);
    assert_eq!(spare(&network, &limits).max_size, 1);
    let all = Supply::all(&network);
    assert_eq!((all.of(0), all.of(1), all.of(7)), (3, 0, 0));
    assert_eq!(feasible(&network, &limits, &all, as_text).witness, [(0, 3)]);
}

proptest! {
    #[test]
    fn should_hold_against_trying_all(case in cases()) {
        let (network, limits) = (&case.network, &case.limits);
        let supply = Supply::spare(network);
        let found = feasible(network, limits, &supply, as_text);
        let best = by_trying(network, limits, &supply);
        prop_assert!(found.max_size <= best, "{} of {best}: {found:?}", found.max_size);
        prop_assert!(best <= found.upper_bound, "{best}: {found:?}");
        prop_assert_eq!(nodes(&found), found.upper_bound, "{:?}", found);
        let classes = || {
            let classes = found.witness.iter();
            classes.flat_map(|(class, nodes)| (0..*nodes).map(|_| *class))
        };
        for (class, nodes) in &found.witness {
            prop_assert!(*nodes <= supply.of(*class));
            prop_assert_eq!(limits.weight_of(network.class(*class)), 0);
        }
        let tally = Tally::of(network, classes());
        prop_assert_eq!(tally.size(), found.max_size);
        prop_assert!(tally.size() == 0 || limits.counted_weight(&tally) == 0);
    }

    /// Without least numbers, and with groups that are nested, nothing is left out.
    #[test]
    fn should_be_exact_where_the_limits_are_a_tree(case in cases()) {
        let mut rules = case.rules;
        for special in &mut rules.special_caps {
            special.min = 0;
        }
        rules.shares.truncate(1);
        let limits = Limits::new(&rules, &case.network, &Groups).unwrap();
        let supply = Supply::spare(&case.network);
        let found = feasible(&case.network, &limits, &supply, as_text);
        prop_assert_eq!(found.max_size, found.upper_bound);
        prop_assert_eq!(found.max_size, by_trying(&case.network, &limits, &supply));
    }

    /// The cut is a proof: what it does not name could as well have no limit, and a node less
    /// from each actor of a dimension it names is as many nodes less.
    #[test]
    fn should_name_what_bounds_and_nothing_else(
        case in laminar_cases(),
        share in prop::option::of((1_u32..4, 0_u32..3, any::<bool>())),
    ) {
        let network = &case.network;
        let mut rules = case.rules;
        rules.shares = share
            .map(|(numerator, more, strict)| ShareRule {
                tag: "G0".into(),
                numerator,
                denominator: numerator + more,
                strict,
            })
            .into_iter()
            .collect();
        let limits = Limits::new(&rules, network, &Groups).unwrap();
        let found = spare(network, &limits);
        prop_assert_eq!(found.max_size, found.upper_bound);
        let of_share = |part: &&Bottleneck| part.actors == ["G0"];
        let caps: Vec<_> = found.bottleneck.iter().filter(|part| !of_share(part)).collect();
        let mut lifted = limits.clone();
        for dimension in Dimension::ALL {
            let named = caps.iter().any(|part| part.dimension == Some(dimension));
            // A limit on providers is one on clusters.
            if dimension != Dimension::NodeProvider && !named {
                lifted.set_cap(dimension, u32::MAX);
            }
        }
        if !found.bottleneck.iter().any(|part| of_share(&part)) {
            lifted.shares.clear();
        }
        prop_assert_eq!(spare(network, &lifted).upper_bound, found.upper_bound);
        for part in caps {
            let Some(dimension) = part.dimension else {
                continue;
            };
            let cap = limits.common_cap(dimension);
            prop_assert_eq!(part.nodes, part.count * cap);
            let mut lower = limits.clone();
            lower.set_cap(dimension, cap - 1);
            let less = found.upper_bound - part.count;
            prop_assert!(spare(network, &lower).upper_bound <= less);
        }
    }
}
