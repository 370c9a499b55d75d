//! Published figures, all small populations against counting, large ones against a library.

use super::*;
use statrs::distribution::{DiscreteCDF, Hypergeometric};

mod properties;

/// 95 %.
const CONFIDENCE: u32 = 950_000;

fn text(probability: Result<Probability, ChanceError>) -> String {
    probability.unwrap().to_string()
}

#[test]
fn should_give_the_known_detection_probabilities() {
    for (population, bad, sample, expected) in [
        (43, 5, 10, "0.753442"),
        (43, 5, 5, "0.478555"),
        (13, 5, 3, "0.804196"),
        (1_447, 73, 40, "0.877523"),
        (1_447, 14, 60, "0.448784"),
        (100, 5, 45, "0.953794"),
        (100, 1, 50, "0.5"),
        (500, 25, 57, "0.955218"),
    ] {
        let found = text(detection(population, bad, sample));
        assert_eq!(found, expected, "{population}, {bad}, {sample}");
    }
}

/// The research gives these to four places.
#[test]
fn should_give_the_known_detection_probabilities_of_the_network() {
    for (population, bad, sample, expected) in [
        (127, 3, 16, 3_346),
        (127, 6, 32, 8_319),
        (127, 6, 64, 9_869),
        (71, 3, 12, 4_312),
        (71, 3, 48, 9_690),
        (94, 5, 20, 7_065),
    ] {
        let found = detection(population, bad, sample).unwrap().millionths();
        assert_eq!(
            (found + 50) / 100,
            expected,
            "{population}, {bad}, {sample}"
        );
    }
}

#[test]
fn should_give_the_known_sample_sizes() {
    for (population, bad, expected) in [
        (1_447, 73, 57),
        (1_447, 14, 278),
        (5_000, 250, 59),
        (127, 6, 49),
        (127, 3, 80),
        (71, 4, 37),
        (71, 7, 24),
        (94, 5, 42),
        (43, 5, 19),
        (43, 15, 7),
        (34, 4, 18),
        (13, 2, 10),
        (13, 5, 5),
    ] {
        let found = required_sample(population, bad, CONFIDENCE);
        assert_eq!(found, Ok(expected), "{population}, {bad}");
    }
}

/// The tables of the AICPA are for populations without end; ours is the largest there is.
#[test]
fn should_give_the_sample_sizes_that_accountants_use() {
    let tolerable_percent = [2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20];
    for (confidence_ppm, expected) in [
        (950_000, [149, 99, 74, 59, 49, 42, 36, 32, 29, 19, 14]),
        (900_000, [114, 76, 57, 45, 38, 32, 28, 25, 22, 15, 11]),
    ] {
        for (percent, expected) in tolerable_percent.into_iter().zip(expected) {
            let bad = POPULATION / 100 * percent;
            let found = required_sample(POPULATION, bad, confidence_ppm);
            assert_eq!(found, Ok(expected), "{percent} %");
        }
    }
}

/// Theirs are in tenths of a percent, rounded up.
#[test]
fn should_give_the_upper_bounds_that_accountants_use() {
    for (sample, found, tenths) in [(20, 0, 140), (20, 1, 217), (60, 0, 49), (100, 0, 30)] {
        let bad = upper_bound(POPULATION, sample, found, CONFIDENCE).unwrap();
        assert_eq!(
            bad.div_ceil(POPULATION / 1_000),
            tenths,
            "{sample}, {found}"
        );
    }
}

#[test]
fn should_give_the_known_corrupt_quorums() {
    for (pool, bad, draw, need, expected) in [
        (20, 6, 3, 2, "0.201754"),
        (30, 10, 3, 2, "0.251232"),
        (30, 10, 5, 3, "0.191234"),
        (30, 10, 7, 4, "0.143236"),
        (50, 10, 5, 3, "0.04826"),
        (50, 10, 3, 2, "0.097959"),
        (12, 4, 3, 2, "0.236364"),
    ] {
        assert_eq!(
            text(capture(pool, bad, draw, need)),
            expected,
            "{need} of {draw} from {pool} with {bad}"
        );
    }
}

/// Ways to draw, by counting: Pascal's triangle.
struct Triangle(Vec<Vec<u128>>);

impl Triangle {
    fn new(rows: usize) -> Self {
        let mut triangle = vec![vec![1_u128]];
        for n in 1..=rows {
            let above = &triangle[n - 1];
            let inner = (1..n).map(|k| above[k - 1] + above[k]);
            triangle.push([1].into_iter().chain(inner).chain([1]).collect());
        }
        Self(triangle)
    }

    fn choose(&self, n: u32, k: u32) -> u128 {
        self.0[n as usize].get(k as usize).copied().unwrap_or(0)
    }

    /// Ways to draw `sample` with more than `j` bad ones, and ways to draw at all.
    fn above(&self, population: u32, bad: u32, sample: u32, j: u32) -> (u128, u128) {
        let ways = |x| self.choose(bad, x) * self.choose(population - bad, sample - x);
        let part = (j + 1..=sample).map(ways).sum();
        (part, self.choose(population, sample))
    }
}

/// Half up.
fn millionths((part, whole): (u128, u128)) -> u128 {
    (2_000_000 * part + whole) / (2 * whole)
}

#[test]
fn should_equal_counting_in_all_small_populations() {
    let triangle = Triangle::new(24);
    for population in 1..=24 {
        for bad in 0..=population {
            for sample in 0..=population {
                let counted = triangle.above(population, bad, sample, 0);
                let found = detection(population, bad, sample).unwrap();
                assert_eq!(u128::from(found.millionths()), millionths(counted));
                for need in 1..=sample {
                    let counted = triangle.above(population, bad, sample, need - 1);
                    let found = capture(population, bad, sample, need).unwrap();
                    assert_eq!(
                        u128::from(found.millionths()),
                        millionths(counted),
                        "{need} of {sample} from {population} with {bad}"
                    );
                }
                assert_eq!(text(capture(population, bad, sample, 0)), "1");
            }
        }
    }
}

#[test]
fn should_find_the_same_limits_as_counting() {
    let triangle = Triangle::new(60);
    for population in [1, 2, 9, 24, 60] {
        for confidence_ppm in [1, 500_000, 900_000, 950_000, 999_999] {
            let reaches = |(part, whole): (u128, u128)| {
                part * 1_000_000 >= whole * u128::from(confidence_ppm)
            };
            for bad in 1..=population {
                let counted = (1..=population)
                    .find(|sample| reaches(triangle.above(population, bad, *sample, 0)));
                let found = required_sample(population, bad, confidence_ppm);
                assert_eq!(found.ok(), counted, "{population}, {bad}");
            }
            for sample in 0..=population {
                for found in 0..=sample {
                    let possible = |bad: &u32| {
                        found + population >= bad + sample
                            && !reaches(triangle.above(population, *bad, sample, found))
                    };
                    let counted = (found..=population).rev().find(possible);
                    let bound = upper_bound(population, sample, found, confidence_ppm);
                    assert_eq!(bound.ok(), counted, "{population}, {sample}, {found}");
                }
            }
        }
    }
}

/// Above `j`, by the library.
fn reference(population: u32, bad: u32, sample: u32, j: u32) -> f64 {
    Hypergeometric::new(population.into(), bad.into(), sample.into())
        .unwrap()
        .sf(j.into())
}

#[track_caller]
fn assert_close(found: Probability, expected: f64) {
    let difference = (f64::from(found.millionths()) / 1e6 - expected).abs();
    assert!(difference <= 5.0e-7 + 1e-9, "{found}: {expected}");
}

#[test]
fn should_equal_a_library_over_a_grid() {
    for (population, bad) in [
        (43, 5),
        (127, 3),
        (127, 64),
        (127, 127),
        (1_447, 14),
        (1_447, 700),
        (5_000, 250),
        (5_000, 4_990),
    ] {
        for sample in [1, 2, 5, 16, 40] {
            for need in [1, 2, sample / 2 + 1, sample] {
                if (1..=sample).contains(&need) {
                    let found = capture(population, bad, sample, need).unwrap();
                    assert_close(found, reference(population, bad, sample, need - 1));
                }
            }
        }
    }
    for (bad, sample, j) in [
        (1_000, 300, 2),
        (50_000, 1_000, 499),
        (30_000, 2_000, 640),
        (20, 60_000, 11),
    ] {
        let found = capture(POPULATION, bad, sample, j + 1).unwrap();
        assert_close(found, reference(POPULATION, bad, sample, j));
    }
}

/// Where bounds cannot agree, and the full computation says half up.
#[test]
fn should_round_ties_up() {
    assert_eq!(text(detection(128, 1, 1)), "0.007813");
    assert_eq!(text(detection(128, 1, 127)), "0.992188");
    assert_eq!(text(detection(80_000, 1, 1)), "0.000013");
    assert_eq!(text(detection(80_000, 1, 79_999)), "0.999988");
    let [low, high] = Urn::new(128, 1, 1).unwrap().bounds(0);
    assert_ne!(low.rounded(), high.rounded());
}

#[test]
fn should_take_what_reaches_the_confidence_exactly() {
    assert_eq!(required_sample(100, 1, 500_000), Ok(50));
    assert_eq!(required_sample(100, 1, 500_001), Ok(51));
    assert_eq!(required_sample(100_000, 1, 950_000), Ok(95_000));
    // With 5 of 10 drawn, one bad one stays unseen with a chance of one half: as much as is
    // allowed, and not more.
    assert_eq!(upper_bound(10, 5, 0, 500_000), Ok(0));
    assert_eq!(upper_bound(10, 5, 0, 500_001), Ok(1));
}

#[test]
fn should_hold_at_the_edges() {
    assert_eq!(text(detection(1, 1, 1)), "1");
    assert_eq!(text(detection(1, 0, 1)), "0");
    assert_eq!(text(detection(1, 1, 0)), "0");
    assert_eq!(text(detection(POPULATION, 1, POPULATION)), "1");
    assert_eq!(text(detection(POPULATION, 50_000, 50_000)), "1");
    assert_eq!(
        text(capture(POPULATION, 50_000, 50_000, 25_001)),
        "0.497477"
    );
    assert_eq!(required_sample(POPULATION, POPULATION, 999_999), Ok(1));
    assert_eq!(upper_bound(127, 0, 0, CONFIDENCE), Ok(127));
    assert_eq!(upper_bound(127, 127, 0, CONFIDENCE), Ok(0));
    assert_eq!(upper_bound(127, 127, 5, CONFIDENCE), Ok(5));
    assert_eq!(upper_bound(127, 5, 5, CONFIDENCE), Ok(127));
}

#[test]
fn should_refuse_what_there_is_not() {
    let population = |population| Err(ChanceError::Population { population });
    assert_eq!(detection(0, 0, 0), population(0));
    assert_eq!(detection(POPULATION + 1, 1, 1), population(POPULATION + 1));
    let (bad, sample) = (11, 11);
    let too_bad = ChanceError::BadAbovePopulation {
        bad,
        population: 10,
    };
    let too_many = ChanceError::SampleAbovePopulation {
        sample,
        population: 10,
    };
    assert_eq!(detection(10, 11, 1), Err(too_bad));
    assert_eq!(required_sample(10, 11, CONFIDENCE), Err(too_bad));
    assert_eq!(detection(10, 1, 11), Err(too_many));
    assert_eq!(upper_bound(10, 11, 0, CONFIDENCE), Err(too_many));
    assert_eq!(
        capture(10, 1, 3, 4),
        Err(ChanceError::NeedAboveDraw { need: 4, draw: 3 })
    );
    assert_eq!(
        upper_bound(10, 3, 4, CONFIDENCE),
        Err(ChanceError::FoundAboveSample {
            found: 4,
            sample: 3
        })
    );
    assert_eq!(
        required_sample(10, 0, CONFIDENCE),
        Err(ChanceError::NothingBad)
    );
    for confidence_ppm in [0, 1_000_000, u32::MAX] {
        let refused = ChanceError::Confidence { confidence_ppm };
        assert_eq!(required_sample(10, 1, confidence_ppm), Err(refused));
        assert_eq!(upper_bound(10, 1, 0, confidence_ppm), Err(refused));
    }
}

#[test]
fn should_read_and_show_decimals() {
    for (text, millionths) in [
        ("0", 0),
        ("1", MILLION),
        ("0.95", 950_000),
        ("0.04826", 48_260),
        ("0.000001", 1),
        ("0.999999", 999_999),
    ] {
        let read: Probability = text.parse().unwrap();
        assert_eq!(read.millionths(), millionths);
        assert_eq!(read.to_string(), text);
    }
    assert_eq!("0.950000".parse(), Ok(Probability(950_000)));
    assert_eq!("1.0".parse(), Ok(Probability(MILLION)));
    for text in [
        "",
        ".",
        "0.",
        ".5",
        "95",
        "1.000001",
        "0.0000001",
        "-0.5",
        "+0.5",
        "0,5",
        "0.5 ",
        "00.5",
        "0.+5",
        "1e-3",
        "0.5.5",
        "²",
    ] {
        assert_eq!(text.parse::<Probability>(), Err(NotAProbability), "{text}");
    }
    assert_eq!(Probability::share(440, 531), Some(Probability(828_625)));
    assert_eq!(
        Probability::share(u64::MAX, u64::MAX),
        Some(Probability(MILLION))
    );
    assert_eq!(Probability::share(1, 0), None);
    assert_eq!(Probability::share(2, 1), None);
}
