use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// For k = 1, 2, ..., computed by another program: floor(9 k^2 10^9 / n^2), at most 10^9.
const FIGURES: [(u32, &[u32]); 4] = [
    (
        13,
        &[53_254_437, 213_017_751, 479_289_940, 852_071_005, BILLION],
    ),
    (
        28,
        &[
            11_479_591,
            45_918_367,
            103_316_326,
            183_673_469,
            286_989_795,
            413_265_306,
            562_500_000,
            734_693_877,
            929_846_938,
            BILLION,
        ],
    ),
    (
        34,
        &[
            7_785_467,
            31_141_868,
            70_069_204,
            124_567_474,
            194_636_678,
            280_276_816,
            381_487_889,
            498_269_896,
            630_622_837,
            778_546_712,
            942_041_522,
            BILLION,
        ],
    ),
    (
        40,
        &[
            5_625_000,
            22_500_000,
            50_625_000,
            90_000_000,
            140_625_000,
            202_500_000,
            275_625_000,
            360_000_000,
            455_625_000,
            562_500_000,
            680_625_000,
            810_000_000,
            950_625_000,
            BILLION,
        ],
    ),
];

fn ppb(billionths: u32) -> Ppb {
    Ppb::new(billionths).unwrap()
}

fn bps(bps: u32) -> Ppb {
    Ppb::of_bps(bps).unwrap()
}

#[test]
fn should_cost_nine_percent_when_four_of_forty_are_proven() {
    assert_eq!(correlated(bps(500), 4, 40), Ok(ppb(90_000_000)));
}

#[test]
fn should_grow_with_the_square_up_to_the_whole() {
    for (size, figures) in FIGURES {
        for (proven, figure) in (1..).zip(figures) {
            let found = correlated(Ppb::ZERO, proven, size);
            assert_eq!(found, Ok(ppb(*figure)), "{proven} of {size}");
            let found = correlated(bps(500), proven, size);
            assert_eq!(
                found,
                Ok(ppb(*figure.max(&50_000_000))),
                "{proven} of {size}"
            );
        }
        let third = u32::try_from(figures.len()).unwrap();
        assert_eq!(third, size.div_ceil(3), "the whole at a third");
        for proven in third..=size {
            assert_eq!(correlated(Ppb::ZERO, proven, size), Ok(Ppb::ONE));
        }
    }
}

#[test]
fn should_cost_the_base_at_least() {
    assert_eq!(correlated(bps(500), 0, 40), Ok(bps(500)));
    assert_eq!(correlated(bps(1_000), 4, 40), Ok(bps(1_000)));
    assert_eq!(correlated(Ppb::ONE, 1, 40), Ok(Ppb::ONE));
    assert_eq!(correlated(Ppb::ZERO, 0, 1), Ok(Ppb::ZERO));
    assert_eq!(correlated(Ppb::ZERO, 1, u32::MAX), Ok(Ppb::ZERO));
    assert_eq!(correlated(Ppb::ZERO, u32::MAX, u32::MAX), Ok(Ppb::ONE));
}

#[test]
fn should_refuse_what_is_no_part_of_a_subnet() {
    for proven in [0, 1] {
        let found = correlated(bps(500), proven, 0);
        assert_eq!(found, Err(PenaltyError::NoNodes));
    }
    for (proven, size) in [(14, 13), (u32::MAX, 1)] {
        let found = correlated(bps(500), proven, size);
        assert_eq!(found, Err(PenaltyError::ProvenAboveSize { proven, size }));
    }
}

/// Providers 0, 3 and 4 are one actor.
const CLUSTERS: [usize; 7] = [0, 1, 2, 0, 0, 5, 6];

/// A subnet of 13 nodes, of which the actor of three has 2 + 1 + 1.
fn nodes() -> Vec<usize> {
    vec![0, 0, 3, 4, 1, 1, 1, 2, 2, 2, 5, 5, 5]
}

#[test]
fn should_count_linked_providers_as_one_actor_with_all_their_nodes() {
    let nodes = nodes();
    let seats = Seats::new(nodes, &CLUSTERS).unwrap();
    assert_eq!(seats.size(), 13);
    for (offenders, proven) in [
        (&[][..], 0),
        (&[0], 4),
        (&[3], 4),
        (&[3, 4], 4),
        (&[4, 3, 0, 4], 4),
        (&[1], 3),
        (&[1, 4], 7),
        (&[6], 0),
        (&[0, 1, 2, 3, 4, 5, 6], 13),
    ] {
        let found = seats.proven(offenders.iter().copied());
        assert_eq!(found, Ok(proven), "{offenders:?}");
    }
    let alone: Vec<_> = (0..CLUSTERS.len()).collect();
    let unlinked = Seats::new(self::nodes(), &alone).unwrap();
    assert_eq!(unlinked.proven([3, 4]), Ok(2));
}

#[test]
fn should_refuse_providers_without_a_cluster() {
    let refused = PenaltyError::NoCluster { provider: 7 };
    assert_eq!(Seats::new([0, 7], &CLUSTERS), Err(refused));
    let seats = Seats::new(nodes(), &CLUSTERS).unwrap();
    assert_eq!(seats.proven([0, 7]), Err(refused));
    let nobody = Seats::new([], &CLUSTERS).unwrap();
    let judged = conviction(0, Family::Place, 0);
    let found = nobody.penalty(bps(500), &judged, &[], 30);
    assert_eq!(found, Err(PenaltyError::NoNodes));
}

fn conviction(offender: usize, family: Family, day: u64) -> Conviction {
    let offence_ns = day * DAY_NS;
    Conviction {
        offender,
        family,
        offence_ns,
    }
}

#[test]
fn should_count_the_same_family_within_the_window_on_both_sides() {
    let seats = Seats::new(nodes(), &CLUSTERS).unwrap();
    let judged = conviction(1, Family::Place, 100);
    let cost = |others: &[Conviction]| seats.penalty(bps(500), &judged, others, 30);
    // 3, 6 and 7 of 13; alone as much as when it is listed too.
    let (one, two) = (Ok(ppb(479_289_940)), Ok(Ppb::ONE));
    assert_eq!(cost(&[]), one);
    assert_eq!(cost(&[judged]), one);
    for (family, day, expected) in [
        (Family::Place, 69, one),
        (Family::Place, 70, two),
        (Family::Place, 130, two),
        (Family::Place, 131, one),
        (Family::Machine, 100, one),
        (Family::Control, 100, one),
        (Family::Access, 100, one),
    ] {
        let other = conviction(2, family, day);
        assert_eq!(cost(&[other, judged]), expected, "{family:?} {day}");
    }
}

#[test]
fn should_settle_once_half_way_and_add_only() {
    assert_eq!(settles_ns(DAY_NS, 30), 31 * DAY_NS);
    assert_eq!(settles_ns(1, u32::MAX), u64::MAX);
    let (before, after) = (bps(500), ppb(90_000_000));
    assert_eq!(raise(before, after), ppb(40_000_000));
    assert_eq!(raise(after, before), Ppb::ZERO);
}

fn any_bps() -> impl Strategy<Value = Ppb> {
    (0..=10_000_u32).prop_map(bps)
}

/// A subnet's size and a number of its nodes.
fn any_part() -> impl Strategy<Value = (u32, u32)> {
    let size = prop_oneof![4 => 1..100_u32, 1 => 1..=u32::MAX];
    size.prop_flat_map(|size| (0..=size, Just(size)))
}

fn any_conviction() -> impl Strategy<Value = Conviction> {
    let family = select(vec![Family::Place, Family::Machine]);
    (0..CLUSTERS.len(), family, 0..100_u64)
        .prop_map(|(offender, family, day)| conviction(offender, family, day))
}

proptest! {
    #[test]
    fn should_be_the_largest_number_below_the_exact_one(
        base in any_bps(),
        (proven, size) in any_part(),
    ) {
        let found = correlated(base, proven, size).unwrap();
        let square = |number: u32| u128::from(number) * u128::from(number);
        let exact = 9 * square(proven) * u128::from(BILLION);
        prop_assert!(found >= base);
        if found > base {
            let found = u128::from(found.billionths());
            prop_assert!(found * square(size) <= exact);
            let whole = found == u128::from(BILLION);
            prop_assert!(whole || exact < (found + 1) * square(size));
        } else {
            // What the square alone would give is not more.
            prop_assert!(exact < (u128::from(base.billionths()) + 1) * square(size) || base == Ppb::ONE);
        }
    }

    #[test]
    fn should_grow_with_base_and_offenders_and_fall_with_size(
        (a, b) in (any_bps(), any_bps()),
        (proven, size) in any_part(),
        more in 0..50_u32,
    ) {
        let of = |base, proven, size| correlated(base, proven, size).unwrap();
        prop_assert!(of(a.min(b), proven, size) <= of(a.max(b), proven, size));
        let most = proven.saturating_add(more).min(size);
        prop_assert!(of(a, proven, size) <= of(a, most, size));
        prop_assert!(of(a, proven, size) >= of(a, proven, size.saturating_add(more)));
    }

    #[test]
    fn should_not_depend_on_the_order_of_convictions_and_only_grow(
        judged in any_conviction(),
        standing in vec(any_conviction(), 0..8),
        later in any_conviction(),
        base in any_bps(),
    ) {
        let seats = Seats::new(nodes(), &CLUSTERS).unwrap();
        let cost = |standing: &[_]| seats.penalty(base, &judged, standing, 30).unwrap();
        let before = cost(&standing);
        let mut turned = standing.clone();
        turned.reverse();
        prop_assert_eq!(cost(&turned), before);
        let twice = [&standing[..], &standing].concat();
        prop_assert_eq!(cost(&twice), before);
        let after = cost(&[&standing[..], &[later]].concat());
        prop_assert!(after >= before);
        prop_assert_eq!(before.billionths() + raise(before, after).billionths(), after.billionths());
    }

    #[test]
    fn should_punish_accomplices_alike(first in any_conviction(), second in any_conviction()) {
        let seats = Seats::new(nodes(), &CLUSTERS).unwrap();
        let all = [first, second];
        let cost = |judged| seats.penalty(Ppb::ZERO, judged, &all, 200).unwrap();
        prop_assert!(first.family != second.family || cost(&first) == cost(&second));
    }
}
