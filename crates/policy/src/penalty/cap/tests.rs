use super::*;
use crate::penalty::{convictions::Scope, ppb::BILLION};
use bonafide_types::audits::FindingClass;
use bonafide_types::id::NodeId;
use bonafide_types::rewards::PenaltyClass;
use candid::Principal;
use proptest::{collection::vec, prelude::*, sample::select};
use std::collections::BTreeMap;

const ABSENT: PenaltyClass = PenaltyClass::Found(FindingClass::NodeAbsent);
const FALSE: PenaltyClass = PenaltyClass::FalseDeclaration;

fn bps(bps: u32) -> Ppb {
    Ppb::of_bps(bps).unwrap()
}

fn node(number: u8) -> NodeId {
    NodeId(Principal::from_slice(&[number]))
}

fn offence(scope: Scope, class: PenaltyClass, window: u64) -> Offence {
    Offence {
        scope,
        class,
        window,
    }
}

fn provider(class: PenaltyClass, window: u64) -> Offence {
    offence(Scope::Provider, class, window)
}

fn of_node(number: u8, class: PenaltyClass) -> Offence {
    offence(Scope::Node(node(number)), class, 7)
}

fn standing(offence: Offence, penalty: Ppb, same_period: bool) -> Standing {
    Standing {
        offence,
        penalty,
        same_period,
    }
}

fn held(other_e8s: u64, nodes: &[(u8, u64)]) -> Escrow {
    Escrow {
        other_e8s,
        nodes: nodes.iter().map(|(it, e8s)| (node(*it), *e8s)).collect(),
    }
}

/// Where more than enough is there.
fn capped(escrow: &Escrow, offence: Offence, penalty: Ppb, standing: &[Standing]) -> u64 {
    cap(escrow, u64::MAX, offence, penalty, standing).unwrap()
}

#[test]
fn should_cap_at_the_part_that_a_first_conviction_takes() {
    let escrow = held(400, &[(1, 600)]);
    assert_eq!(capped(&escrow, provider(ABSENT, 7), bps(1_000), &[]), 100);
    assert_eq!(capped(&escrow, of_node(1, ABSENT), bps(1_000), &[]), 60);
    assert_eq!(capped(&escrow, of_node(2, ABSENT), bps(1_000), &[]), 0);
    assert_eq!(capped(&escrow, provider(ABSENT, 7), Ppb::ZERO, &[]), 0);
}

#[test]
fn should_compose_with_other_offences_of_the_same_period_only() {
    let escrow = held(1_000, &[]);
    for other in [provider(FALSE, 7), provider(ABSENT, 8)] {
        let cost = |same_period| {
            let others = [standing(other, bps(5_000), same_period)];
            capped(&escrow, provider(ABSENT, 7), bps(1_000), &others)
        };
        // A tenth of the half that is left; of another period, nothing is gone.
        assert_eq!((cost(true), cost(false)), (50, 100));
    }
}

#[test]
fn should_count_the_greatest_of_one_offence_across_periods() {
    let escrow = held(1_000, &[]);
    let of = provider(ABSENT, 7);
    for same_period in [true, false] {
        let cost = |penalty| {
            let others = [
                standing(of, bps(200), same_period),
                standing(of, bps(500), same_period),
            ];
            capped(&escrow, of, penalty, &others)
        };
        for (penalty, expected) in [(100, 0), (500, 0), (900, 40), (10_000, 950)] {
            assert_eq!(cost(bps(penalty)), expected, "{penalty} {same_period}");
        }
    }
    // Another subject is another offence.
    let others = [standing(of, bps(500), false)];
    let escrow = held(0, &[(1, 1_000)]);
    let found = capped(&escrow, of_node(1, ABSENT), bps(500), &others);
    assert_eq!(found, 50);
}

#[test]
fn should_take_one_where_rounding_would_leave_nothing() {
    let least = Ppb::new(1).unwrap();
    let of = provider(ABSENT, 7);
    assert_eq!(capped(&held(1, &[]), of, least, &[]), 1);
    assert_eq!(capped(&held(0, &[]), of, least, &[]), 0);
    // Half of it and half of the rest: 5 and 2.5, of which 7 are taken together.
    let half = [standing(provider(FALSE, 7), bps(5_000), true)];
    assert_eq!(capped(&held(10, &[]), of, bps(5_000), &half), 2);
    assert_eq!(capped(&held(10, &[]), of, least, &half), 1);
    // A little more than one that stands.
    let own = [standing(of, bps(5_000), true)];
    let more = Ppb::new(500_000_001).unwrap();
    assert_eq!(capped(&held(10, &[]), of, more, &own), 1);
}

#[test]
fn should_take_nothing_where_nothing_is_left() {
    let whole = |offence| [standing(offence, Ppb::ONE, true)];
    let of = of_node(1, ABSENT);
    let escrow = held(100, &[(1, 600)]);
    for gone in [provider(FALSE, 7), of_node(1, FALSE)] {
        assert_eq!(capped(&escrow, of, bps(9_000), &whole(gone)), 0);
    }
    // Not another node's money either.
    let found = capped(&escrow, provider(ABSENT, 7), bps(1_000), &whole(of));
    assert_eq!(found, 10);
    // Rounded, all of it is taken already.
    let half = [standing(provider(FALSE, 7), bps(5_000), true)];
    assert_eq!(capped(&held(1, &[]), of, bps(5_000), &half), 0);
}

#[test]
fn should_take_no_more_than_is_there() {
    let escrow = held(1_000, &[]);
    for (available, expected) in [(0, 0), (1, 1), (99, 99), (100, 100), (u64::MAX, 100)] {
        let found = cap(&escrow, available, provider(ABSENT, 7), bps(1_000), &[]);
        assert_eq!(found, Ok(expected), "{available}");
    }
}

#[test]
fn should_refuse_an_escrow_that_does_not_add_up() {
    let escrow = held(u64::MAX, &[(1, 1)]);
    let found = cap(&escrow, 1, provider(ABSENT, 7), bps(1_000), &[]);
    assert_eq!(found, Err(PenaltyError::EscrowTooLarge));
}

fn any_offence() -> impl Strategy<Value = Offence> {
    let scope = prop_oneof![
        Just(Scope::Provider),
        (1..4_u8).prop_map(|number| Scope::Node(node(number))),
    ];
    (scope, select(vec![ABSENT, FALSE]), 7..9_u64)
        .prop_map(|(scope, class, window)| offence(scope, class, window))
}

fn any_penalty() -> impl Strategy<Value = Ppb> {
    let some = [0, 1, 53_254_437, 333_333_333, 999_999_999, BILLION];
    let some = select(some.to_vec());
    prop_oneof![some, 0..=BILLION].prop_map(|ppb| Ppb::new(ppb).unwrap())
}

fn any_conviction() -> impl Strategy<Value = (Offence, Ppb)> {
    (any_offence(), any_penalty())
}

fn any_standing() -> impl Strategy<Value = Vec<Standing>> {
    let one = (any_conviction(), any::<bool>());
    let one = one.prop_map(|((offence, penalty), same)| standing(offence, penalty, same));
    vec(one, 0..6)
}

fn any_e8s() -> impl Strategy<Value = u64> {
    prop_oneof![0..5_u64, 0..1_000_000_000_000_u64]
}

fn any_escrow() -> impl Strategy<Value = Escrow> {
    let nodes = prop::collection::btree_map((1..4_u8).prop_map(node), any_e8s(), 0..3);
    (any_e8s(), nodes).prop_map(|(other_e8s, nodes)| Escrow { other_e8s, nodes })
}

/// What convictions of one period are capped at, one after the other, with what is there.
fn in_turn(escrow: &Escrow, convictions: &[(Offence, Ppb)], mut available: u64) -> Vec<u64> {
    let mut before = Vec::new();
    let caps = convictions.iter().map(|(offence, penalty)| {
        let found = cap(escrow, available, *offence, *penalty, &before).unwrap();
        before.push(standing(*offence, *penalty, true));
        available -= found;
        found
    });
    caps.collect()
}

/// What all of them take at once.
fn at_once(escrow: &Escrow, convictions: &[(Offence, Ppb)]) -> u64 {
    let mut all = Convictions::default();
    for (offence, penalty) in convictions {
        all.prove(*offence, *penalty);
    }
    all.taken_e8s(escrow, u64::MAX).unwrap()
}

proptest! {
    #[test]
    fn should_never_take_more_than_the_whole_together(
        escrow in any_escrow(),
        convictions in vec(any_conviction(), 0..8),
        less in any_e8s(),
    ) {
        let held = escrow.total_e8s().unwrap();
        let available = held.saturating_sub(less);
        let sum: u64 = in_turn(&escrow, &convictions, available).iter().sum();
        prop_assert!(sum <= available);
        // Each is rounded up by less than 1, so with more than enough the sum is that of all.
        let sum: u64 = in_turn(&escrow, &convictions, u64::MAX).iter().sum();
        let expected = at_once(&escrow, &convictions);
        prop_assert!((expected..=expected + convictions.len() as u64).contains(&sum));
    }

    #[test]
    fn should_hardly_depend_on_the_order(
        escrow in any_escrow(),
        before in any_standing(),
        (first, second) in (any_conviction(), any_conviction()),
        available in any_e8s(),
    ) {
        let sum = |convictions: [(Offence, Ppb); 2]| {
            // What another period took of the same offence counts for the one that comes first.
            let own = before.iter().filter(|it| it.same_period);
            let (mut standing, mut left) = (own.copied().collect::<Vec<_>>(), available);
            for (offence, penalty) in convictions {
                left -= cap(&escrow, left, offence, penalty, &standing).unwrap();
                standing.push(Standing { offence, penalty, same_period: true });
            }
            available - left
        };
        prop_assert!(sum([first, second]).abs_diff(sum([second, first])) <= 2);
    }

    #[test]
    fn should_grow_with_the_penalty_and_what_is_there(
        escrow in any_escrow(),
        standing in any_standing(),
        offence in any_offence(),
        (a, b) in (any_penalty(), any_penalty()),
        (more, less) in (any_e8s(), any_e8s()),
    ) {
        let of = |penalty, available| cap(&escrow, available, offence, penalty, &standing).unwrap();
        let (most, least) = (more.max(less), more.min(less));
        prop_assert!(of(a.min(b), most) <= of(a.max(b), most));
        prop_assert_eq!(of(a, least), of(a, most).min(least));
    }

    #[test]
    fn should_cost_nothing_when_as_much_stands_and_something_when_it_is_the_first(
        escrow in any_escrow(),
        (offence, penalty) in any_conviction(),
        others in any_standing(),
        same_period: bool,
    ) {
        let covered = [others, vec![standing(offence, penalty, same_period)]].concat();
        prop_assert_eq!(capped(&escrow, offence, penalty, &covered), 0);
        let reached: BTreeMap<_, _> = escrow.parts().filter(|(node, _)| offence.scope.reaches(*node)).collect();
        let reached = reached.values().sum();
        prop_assert_eq!(capped(&escrow, offence, penalty, &[]), penalty.of(reached));
    }
}
