//! The two ways of computing against each other, and limits against their definitions.

use super::*;
use proptest::prelude::*;

/// Any urn up to this population.
fn urns(most: u32) -> impl Strategy<Value = Urn> {
    (1..=most)
        .prop_flat_map(|population| (Just(population), 0..=population, 0..=population))
        .prop_map(|(population, bad, sample)| Urn::new(population, bad, sample).unwrap())
}

proptest! {
    #[test]
    fn should_bound_what_is_exact(urn in urns(400), j in 0_u64..400) {
        let exact = urn.exact(j);
        let [low, high] = urn.bounds(j);
        prop_assert!(&low.part * &exact.whole <= &exact.part * &low.whole);
        prop_assert!(&high.part * &exact.whole >= &exact.part * &high.whole);
        prop_assert!((&high.part - &low.part) << 58 <= high.whole);
        prop_assert_eq!(urn.above(j, Ratio::rounded), exact.rounded());
    }

    #[test]
    fn should_start_from_the_most_probable(urn in urns(POPULATION)) {
        let mode = (urn.sample + 1) * (urn.bad + 1) / (urn.population + 2);
        prop_assert!((urn.least()..=urn.most()).contains(&mode));
        if mode < urn.most() {
            let (numerator, denominator) = urn.step(mode);
            prop_assert!(numerator <= denominator);
        }
        if mode > urn.least() {
            let (numerator, denominator) = urn.step(mode - 1);
            prop_assert!(denominator <= numerator);
        }
    }

    #[test]
    fn should_not_turn_back_in_any_population(
        urn in urns(POPULATION),
        found in 0..100_u32,
        confidence_ppm in 1..MILLION,
    ) {
        let [population, bad, sample] =
            [urn.population, urn.bad, urn.sample].map(|count| u32::try_from(count).unwrap());
        if bad > 0 {
            let n = required_sample(population, bad, confidence_ppm).unwrap();
            let is_enough = |n: u32| {
                let urn = Urn { sample: n.into(), ..urn };
                urn.above(0, |chance| chance.is_at_least(confidence_ppm))
            };
            prop_assert!(is_enough(n) && !is_enough(n - 1));
        }
        if found <= sample {
            let bound = upper_bound(population, sample, found, confidence_ppm).unwrap();
            let most = population - (sample - found);
            prop_assert!((found..=most).contains(&bound));
            let is_possible = |bad: u32| {
                let urn = Urn { bad: bad.into(), ..urn };
                !urn.above(found.into(), |chance| chance.is_at_least(confidence_ppm))
            };
            prop_assert!(is_possible(bound));
            prop_assert!(bound == most || !is_possible(bound + 1));
        }
    }
}
