use super::super::flow::testing::{caps_of, cases, laminar_cases, network, running};
use super::*;
use bonafide_types::registry::Dimension;
use proptest::prelude::*;

/// All subnets of a size that break no rule.
fn all_subnets(network: &Network, limits: &Limits, supply: &Supply, size: u32) -> Vec<Vec<u32>> {
    let mut found = vec![Vec::new()];
    for (class, _) in (0..).zip(network.classes()) {
        let mut longer = Vec::new();
        for subnet in found {
            for nodes in 0..=supply.of(class) {
                let mut subnet: Vec<u32> = subnet.clone();
                subnet.extend((0..nodes).map(|_| class));
                if count_of(&subnet) <= size {
                    longer.push(subnet);
                }
            }
        }
        found = longer;
    }
    found.retain(|subnet| count_of(subnet) == size && complies(network, limits, subnet));
    found
}

fn count_of(subnet: &[u32]) -> u32 {
    u32::try_from(subnet.len()).unwrap()
}

/// How many of these subnets fit side by side, by trying.
fn most_side_by_side(subnets: &[Vec<u32>], supply: &mut Supply, (size, enough): (u32, u32)) -> u32 {
    let left = supply.0.iter().sum::<u32>() / size;
    let enough = enough.min(left);
    let mut best = 0;
    for (at, subnet) in subnets.iter().enumerate() {
        if best >= enough {
            break;
        }
        let fits = |class: &u32| {
            let needed = subnet.iter().filter(|other| *other == class).count();
            supply.of(*class) as usize >= needed
        };
        if !subnet.iter().all(fits) {
            continue;
        }
        supply.take(subnet);
        let more = most_side_by_side(&subnets[at..], supply, (size, enough - 1));
        best = best.max(1 + more);
        for class in subnet {
            supply.0[*class as usize] += 1;
        }
    }
    best
}

/// Subnets of the supply that break no rule.
fn assert_sound(network: &Network, limits: &Limits, supply: &Supply, subnets: &[Vec<u32>]) {
    let mut left = supply.clone();
    for subnet in subnets {
        assert!(complies(network, limits, subnet), "{subnet:?}");
        assert!(subnet.is_sorted());
        for class in subnet {
            assert!(left.of(*class) > 0, "class {class} is used up");
            left.take(&[*class]);
        }
    }
}

/// Two operators of one provider, and one each of two others. The greedy choice takes one node
/// of each of the two others, whose nodes the next subnet needs.
#[test]
fn should_form_more_than_one_by_one() {
    let dcs: Vec<_> = (0..6).map(|at| (at, at)).collect();
    let operators = [
        running(2, 0, 1),
        running(3, 1, 1),
        running(4, 2, 2),
        running(4, 3, 1),
    ];
    let network = network(&dcs, &operators);
    let limits = caps_of(&network, &[(Dimension::NodeProvider, 1)]);
    let supply = Supply::spare(&network);
    let one_by_one = greedy(&network, &limits, &supply, 2, 9);
    assert_eq!(one_by_one, [[0, 1]]);
    let formed = form(&network, &limits, &supply, 2, 9);
    assert_eq!((formed.subnets.len(), formed.upper_bound), (2, 2));
    assert_sound(&network, &limits, &supply, &formed.subnets);
    let one = form(&network, &limits, &supply, 2, 1);
    assert_eq!((one.subnets.len(), one.upper_bound), (1, 1));
}

#[test]
fn should_form_nothing_of_nothing() {
    let network = network(&[(0, 0)], &[running(1, 0, 3)]);
    let limits = caps_of(&network, &[]);
    let supply = Supply::spare(&network);
    for (size, wanted) in [(0, 3), (3, 0), (4, 1)] {
        let formed = form(&network, &limits, &supply, size, wanted);
        assert_eq!(formed, Formation::default());
        assert!(greedy(&network, &limits, &supply, size, wanted).is_empty());
    }
    assert_eq!(
        form(&network, &limits, &supply, 1, u32::MAX).subnets.len(),
        3
    );
}

/// An owner in two countries serves one of them in some subnets and the other in others.
#[test]
fn should_deal_out_an_owner_in_two_countries() {
    let dcs = [(0, 0), (0, 1), (1, 0), (2, 1)];
    let operators = [
        running(2, 0, 1),
        running(3, 1, 1),
        running(4, 2, 1),
        running(5, 3, 1),
    ];
    let network = network(&dcs, &operators);
    let caps = [(Dimension::DataCenterOwner, 1), (Dimension::Country, 1)];
    let limits = caps_of(&network, &caps);
    let supply = Supply::spare(&network);
    let formed = form(&network, &limits, &supply, 2, 9);
    assert_eq!((formed.subnets.len(), formed.upper_bound), (2, 2));
    assert_sound(&network, &limits, &supply, &formed.subnets);
}

proptest! {
    #[test]
    fn should_form_sound_subnets_and_never_fewer_than_greedy(
        case in cases(),
        size in 1_u32..5,
        wanted in 1_u32..9,
    ) {
        let (network, limits) = (&case.network, &case.limits);
        let supply = Supply::spare(network);
        let formed = form(network, limits, &supply, size, wanted);
        assert_sound(network, limits, &supply, &formed.subnets);
        let one_by_one = greedy(network, limits, &supply, size, wanted);
        assert_sound(network, limits, &supply, &one_by_one);
        prop_assert!(count(&one_by_one) <= count(&formed.subnets));
        prop_assert!(count(&formed.subnets) <= formed.upper_bound);
        prop_assert!(formed.upper_bound <= wanted);
        prop_assert!(formed.subnets.iter().all(|subnet| count_of(subnet) == size));
        prop_assert_eq!(form(network, limits, &supply, size, wanted), formed);
    }

    #[test]
    fn should_hold_against_trying_all(case in cases(), size in 2_u32..5) {
        let (network, limits) = (&case.network, &case.limits);
        let mut supply = Supply::spare(network);
        let formed = form(network, limits, &supply, size, 9);
        let subnets = all_subnets(network, limits, &supply, size);
        let bound = formed.upper_bound;
        // One more than the bound is looked for, too.
        let best = most_side_by_side(&subnets, &mut supply, (size, bound + 1));
        prop_assert!(count(&formed.subnets) <= best);
        prop_assert!(best <= bound, "{best} are possible, {bound} were said to be");
    }

    /// Where owners stand in one country each, flow alone forms as many as there can be.
    #[test]
    fn should_be_exact_where_the_limits_are_a_tree(case in laminar_cases(), size in 2_u32..5) {
        let supply = Supply::spare(&case.network);
        let tree = Tree::new(&case.network, &case.limits, &supply);
        let (bound, subnets) = round(&case.network, &case.limits, &tree, size, 9);
        prop_assert_eq!(count(&subnets), bound);
        assert_sound(&case.network, &case.limits, &supply, &subnets);
    }
}
