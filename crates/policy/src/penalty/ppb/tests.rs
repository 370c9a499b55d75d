use super::*;
use proptest::prelude::*;

fn ppb(billionths: u32) -> Ppb {
    Ppb::new(billionths).unwrap()
}

#[test]
fn should_be_a_part_of_a_whole() {
    assert_eq!(Ppb::new(BILLION), Some(Ppb::ONE));
    assert_eq!(Ppb::new(BILLION + 1), None);
    assert_eq!(Ppb::of_bps(0), Ok(Ppb::ZERO));
    assert_eq!(Ppb::of_bps(1), Ok(ppb(100_000)));
    assert_eq!(Ppb::of_bps(500), Ok(ppb(50_000_000)));
    assert_eq!(Ppb::of_bps(10_000), Ok(Ppb::ONE));
    for bps in [10_001, u32::MAX] {
        assert_eq!(Ppb::of_bps(bps), Err(PenaltyError::AboveWhole { bps }));
    }
}

#[test]
fn should_read_as_a_decimal() {
    for (billionths, text) in [
        (0, "0"),
        (1, "0.000000001"),
        (90_000_000, "0.09"),
        (53_254_437, "0.053254437"),
        (BILLION, "1"),
    ] {
        assert_eq!(ppb(billionths).to_string(), text);
    }
}

#[test]
fn should_round_down_but_take_one_at_least() {
    for (billionths, e8s, taken) in [
        (50_000_000, 137_200, 6_860),
        (90_000_000, 100_000_000, 9_000_000),
        // 1.999999998 and 0.999999999
        (BILLION - 1, 2, 1),
        (BILLION - 1, 1, 1),
        // 0.09, 0.000000001
        (90_000_000, 1, 1),
        (1, 1, 1),
        (1, 2 * u64::from(BILLION) - 1, 1),
        (1, 2 * u64::from(BILLION), 2),
        (0, u64::MAX, 0),
        (BILLION, 0, 0),
        (BILLION, u64::MAX, u64::MAX),
        (BILLION - 1, u64::MAX, u64::MAX - 18_446_744_074),
    ] {
        assert_eq!(ppb(billionths).of(e8s), taken, "{billionths} of {e8s}");
    }
}

fn any_ppb() -> impl Strategy<Value = Ppb> {
    prop_oneof![
        3 => (0..=BILLION).prop_map(ppb),
        1 => Just(Ppb::ZERO),
        1 => Just(Ppb::ONE),
        1 => Just(ppb(1)),
    ]
}

proptest! {
    #[test]
    fn should_never_take_more_than_its_part_nor_all(part in any_ppb(), e8s in any::<u64>()) {
        let taken = part.of(e8s);
        prop_assert!(taken <= e8s);
        let (exact, taken) = (
            u128::from(e8s) * u128::from(part.billionths()),
            u128::from(taken) * u128::from(BILLION),
        );
        if exact >= u128::from(BILLION) {
            prop_assert!(taken <= exact && exact - taken < u128::from(BILLION));
        } else {
            prop_assert_eq!(taken, if exact == 0 { 0 } else { u128::from(BILLION) });
        }
    }

    #[test]
    fn should_grow_with_the_part_and_the_amount(
        (a, b) in (any_ppb(), any_ppb()),
        (c, d) in any::<(u64, u64)>(),
    ) {
        prop_assert!(a.min(b).of(c.min(d)) <= a.max(b).of(c.max(d)));
    }

    #[test]
    fn should_add_up_with_the_rest(part in any_ppb(), other in any_ppb()) {
        prop_assert_eq!(part.rest().rest(), part);
        prop_assert_eq!(part.billionths() + part.rest().billionths(), BILLION);
        let greater = part.above(other).billionths() + other.billionths();
        prop_assert_eq!(greater, part.max(other).billionths());
    }
}
