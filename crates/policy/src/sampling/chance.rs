//! Exact probabilities of drawing without replacement.
//!
//! Of N, K are bad and n are drawn with equal chances. The number X of bad ones among those
//! drawn is hypergeometric:
//! `P(X = j) = C(K, j) x C(N - K, n - j) / C(N, n)`. (research: accountability, formulas.)
//!
//! What is returned is what exact arithmetic gives: probabilities are rounded once, at their
//! sixth decimal, and comparisons are not rounded at all.

use num_bigint::BigUint;
use std::{fmt, str::FromStr};

/// One, in millionths.
const MILLION: u32 = 1_000_000;

/// The largest population.
pub const POPULATION: u32 = 100_000;

/// A number from 0 to 1 in millionths. As text a decimal without trailing zeros: `0.04826`,
/// `1`, `0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(u32);

/// Why there is no such probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChanceError {
    /// The population is not within bounds.
    #[error("the population is {population}, 1 to {POPULATION} allowed")]
    Population {
        /// As given.
        population: u32,
    },
    /// There are fewer than are bad.
    #[error("{bad} of {population} cannot be bad")]
    BadAbovePopulation {
        /// Bad ones.
        bad: u32,
        /// All.
        population: u32,
    },
    /// There are fewer than are drawn.
    #[error("{sample} of {population} cannot be drawn")]
    SampleAbovePopulation {
        /// Drawn.
        sample: u32,
        /// All.
        population: u32,
    },
    /// More were found than were drawn.
    #[error("{found} cannot be found among {sample}")]
    FoundAboveSample {
        /// Found to be bad.
        found: u32,
        /// Drawn.
        sample: u32,
    },
    /// A quorum larger than what is drawn.
    #[error("{need} of {draw} cannot be needed")]
    NeedAboveDraw {
        /// The quorum.
        need: u32,
        /// Drawn.
        draw: u32,
    },
    /// Nothing is bad: no sample finds it.
    #[error("where nothing is bad, no sample finds it")]
    NothingBad,
    /// The confidence is not within bounds.
    #[error("the confidence is {confidence_ppm} millionths, 1 to 999999 allowed")]
    Confidence {
        /// As given, millionths.
        confidence_ppm: u32,
    },
}

/// The text is no probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give a decimal from 0 to 1 of at most six places, for example 0.95")]
pub struct NotAProbability;

impl Probability {
    /// In millionths, at most 1,000,000.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// A part of a whole, rounded half up; `None` when the whole is 0 or less than its part.
    #[must_use]
    pub fn share(part: u64, whole: u64) -> Option<Self> {
        let ratio = Ratio {
            part: part.into(),
            whole: whole.into(),
        };
        (part <= whole && whole > 0).then(|| ratio.rounded())
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / MILLION, self.0 % MILLION);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let places = format!("{rest:06}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

impl FromStr for Probability {
    type Err = NotAProbability;

    fn from_str(text: &str) -> Result<Self, NotAProbability> {
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !matches!(whole, "0" | "1") || !(1..=6).contains(&places.len()) || !digits(places) {
            return Err(NotAProbability);
        }
        let millionths = format!("{whole}{places:0<6}");
        match millionths.parse() {
            Ok(millionths) if millionths <= MILLION => Ok(Self(millionths)),
            _ => Err(NotAProbability),
        }
    }
}

/// That a sample finds at least one of those that are bad: `1 - C(N - K, n) / C(N, n)`.
///
/// # Errors
/// [`ChanceError::Population`], [`ChanceError::BadAbovePopulation`],
/// [`ChanceError::SampleAbovePopulation`].
pub fn detection(population: u32, bad: u32, sample: u32) -> Result<Probability, ChanceError> {
    Ok(Urn::new(population, bad, sample)?.above(0, Ratio::rounded))
}

/// The least sample that finds at least one of those that are bad with `confidence_ppm`
/// millionths or more.
///
/// # Errors
/// [`ChanceError::Population`], [`ChanceError::BadAbovePopulation`],
/// [`ChanceError::Confidence`]; [`ChanceError::NothingBad`] when `bad` is 0.
pub fn required_sample(population: u32, bad: u32, confidence_ppm: u32) -> Result<u32, ChanceError> {
    check_confidence(confidence_ppm)?;
    let urn = Urn::new(population, bad, 0)?;
    if bad == 0 {
        return Err(ChanceError::NothingBad);
    }
    // No sample finds nothing, and one more than there are good ones finds something for sure:
    // in between, a larger sample finds no less.
    let mut too_small = 0;
    let mut enough = population - bad + 1;
    while enough - too_small > 1 {
        let sample = too_small.midpoint(enough);
        let urn = Urn {
            sample: sample.into(),
            ..urn
        };
        if urn.above(0, |chance| chance.is_at_least(confidence_ppm)) {
            enough = sample;
        } else {
            too_small = sample;
        }
    }
    Ok(enough)
}

/// The upper bound of how many are bad, when `found` of a sample were: the largest K with
/// `P(X <= found) > 1 - confidence`. Were more bad, so few would be found with that
/// probability at most. Without a sample it is the population; it is never less than `found`,
/// and never more than the good ones that were seen leave over.
///
/// # Errors
/// [`ChanceError::Population`], [`ChanceError::SampleAbovePopulation`],
/// [`ChanceError::FoundAboveSample`], [`ChanceError::Confidence`].
pub fn upper_bound(
    population: u32,
    sample: u32,
    found: u32,
    confidence_ppm: u32,
) -> Result<u32, ChanceError> {
    check_confidence(confidence_ppm)?;
    let urn = Urn::new(population, 0, sample)?;
    if found > sample {
        return Err(ChanceError::FoundAboveSample { found, sample });
    }
    // With `found` bad ones in all no more can be found. With one more than the good ones seen
    // leave over, more are found for sure. In between, where more are bad more are found.
    let mut possible = found;
    let mut too_many = population - (sample - found) + 1;
    while too_many - possible > 1 {
        let bad = possible.midpoint(too_many);
        let urn = Urn {
            bad: bad.into(),
            ..urn
        };
        if urn.above(found.into(), |chance| chance.is_at_least(confidence_ppm)) {
            too_many = bad;
        } else {
            possible = bad;
        }
    }
    Ok(possible)
}

/// That at least `need` of those drawn from a pool are bad: `P(X >= need)`. With a quorum of
/// `need` this is the probability that bad auditors decide.
///
/// # Errors
/// [`ChanceError::Population`], [`ChanceError::BadAbovePopulation`],
/// [`ChanceError::SampleAbovePopulation`], [`ChanceError::NeedAboveDraw`].
pub fn capture(pool: u32, bad: u32, draw: u32, need: u32) -> Result<Probability, ChanceError> {
    let urn = Urn::new(pool, bad, draw)?;
    if need > draw {
        return Err(ChanceError::NeedAboveDraw { need, draw });
    }
    Ok(match need.checked_sub(1) {
        Some(less) => urn.above(less.into(), Ratio::rounded),
        None => Probability(MILLION),
    })
}

fn check_confidence(confidence_ppm: u32) -> Result<(), ChanceError> {
    if (1..MILLION).contains(&confidence_ppm) {
        Ok(())
    } else {
        Err(ChanceError::Confidence { confidence_ppm })
    }
}

/// A part of a whole that is not 0.
#[derive(Clone, Debug)]
struct Ratio {
    part: BigUint,
    whole: BigUint,
}

impl Ratio {
    /// Half up: `floor((2,000,000 x part + whole) / (2 x whole))`.
    fn rounded(&self) -> Probability {
        let doubled = &self.part * (2 * MILLION) + &self.whole;
        let Ok(millionths) = u32::try_from(doubled / (&self.whole * 2_u32)) else {
            unreachable!("BUG: a part is larger than the whole")
        };
        Probability(millionths)
    }

    fn is_at_least(&self, millionths: u32) -> bool {
        &self.part * MILLION >= &self.whole * millionths
    }
}

/// What is drawn from. Bad ones and samples are within the population, which is not above
/// [`POPULATION`].
#[derive(Clone, Copy, Debug)]
struct Urn {
    population: u64,
    bad: u64,
    sample: u64,
}

/// The weight of the most probable X.
const TOP: u128 = 1 << 90;

impl Urn {
    fn new(population: u32, bad: u32, sample: u32) -> Result<Self, ChanceError> {
        if !(1..=POPULATION).contains(&population) {
            Err(ChanceError::Population { population })
        } else if bad > population {
            Err(ChanceError::BadAbovePopulation { bad, population })
        } else if sample > population {
            Err(ChanceError::SampleAbovePopulation { sample, population })
        } else {
            Ok(Self {
                population: population.into(),
                bad: bad.into(),
                sample: sample.into(),
            })
        }
    }

    /// The least X.
    fn least(self) -> u64 {
        (self.bad + self.sample).saturating_sub(self.population)
    }

    /// The largest X.
    fn most(self) -> u64 {
        self.bad.min(self.sample)
    }

    /// `P(X = j + 1) / P(X = j)`, for j from the least X to below the largest: numerator and
    /// denominator, neither 0, each a product of two numbers within the population.
    fn step(self, j: u64) -> (u64, u64) {
        let bad_and_good = (
            self.bad - j,
            self.population + j + 1 - self.bad - self.sample,
        );
        (bad_and_good.0 * (self.sample - j), (j + 1) * bad_and_good.1)
    }

    /// What follows from `P(X > j)`, where what follows never turns back as that grows: its
    /// millionths, or whether it is at least so much.
    ///
    /// Bounds in 128 bits decide nearly always. Where they do not agree the probability is a
    /// tie, or within 2^-58 of one, and is computed in full.
    fn above<T: PartialEq>(self, j: u64, of: impl Fn(&Ratio) -> T) -> T {
        let [low, high] = self.bounds(j).map(|bound| of(&bound));
        if low == high { low } else { of(&self.exact(j)) }
    }

    /// Bounds of `P(X > j)`.
    ///
    /// Each X has a weight in proportion to its probability. The most probable one,
    /// `floor((n + 1)(K + 1) / (N + 2))`, has [`TOP`]; the others follow from it outwards, one
    /// ratio at a time, rounded down. Sums of weights then stand for probabilities:
    ///
    /// - Outwards no ratio is above 1. So a weight loses to rounding what its neighbour lost,
    ///   and less than 1 more: less than its distance from the most probable one, and so less
    ///   than the number L of all X. What is lost in any sum is less than L^2. Weights that
    ///   have come to 0 stay there and are not visited, which loses no more and leaves fewer
    ///   than 2,000 to visit.
    /// - With a and b the sums above j and not above it, as computed, and e = L^2, the
    ///   probability is A / (A + B) with a <= A < a + e and b <= B < b + e. It grows with A
    ///   and falls with B: it is between a / (a + b + e) and (a + e) / (a + b + e).
    /// - L is at most N / 2 + 1 = 50,001, so e < 2^32, while a + b >= 2^90: the bounds are
    ///   within 2^-58.
    /// - A weight times a numerator is below 2^90 x 10^10 < 2^124, a sum of all weights below
    ///   2^90 x 50,001 < 2^106.
    fn bounds(self, j: u64) -> [Ratio; 2] {
        let mode = (self.sample + 1) * (self.bad + 1) / (self.population + 2);
        let (mut above, mut not_above) = (0, 0);
        let mut add = |x: u64, weight: u128| {
            *(if x > j { &mut above } else { &mut not_above }) += weight;
            weight > 0
        };
        add(mode, TOP);
        let mut weight = TOP;
        for x in mode..self.most() {
            let (numerator, denominator) = self.step(x);
            weight = weight * u128::from(numerator) / u128::from(denominator);
            if !add(x + 1, weight) {
                break;
            }
        }
        let mut weight = TOP;
        for x in (self.least()..mode).rev() {
            let (numerator, denominator) = self.step(x);
            weight = weight * u128::from(denominator) / u128::from(numerator);
            if !add(x, weight) {
                break;
            }
        }
        let all = u128::from(self.most() - self.least() + 1);
        let lost = all * all;
        let whole = BigUint::from(above + not_above + lost);
        [above, above + lost].map(|part| Ratio {
            part: part.into(),
            whole: whole.clone(),
        })
    }

    /// `P(X > j)` in full. Its numbers have as many digits as the sample; with samples and bad
    /// ones in the ten thousands this takes a few billion steps, which no tie is known to ask
    /// for.
    fn exact(self, j: u64) -> Ratio {
        // Bad ones and samples may change places. The fewer are drawn the shorter the numbers.
        let urn = Self {
            bad: self.bad.max(self.sample),
            sample: self.bad.min(self.sample),
            ..self
        };
        let whole = binomial(urn.population, urn.sample);
        let least = urn.least();
        if j < least {
            let part = whole.clone();
            return Ratio { part, whole };
        }
        let good = urn.population - urn.bad;
        let mut ways = binomial(urn.bad, least) * binomial(good, urn.sample - least);
        let mut not_above = ways.clone();
        for x in least..j.min(urn.most()) {
            let (numerator, denominator) = urn.step(x);
            ways = ways * numerator / denominator;
            not_above += &ways;
        }
        let part = &whole - not_above;
        Ratio { part, whole }
    }
}

/// `C(n, k)`, for k up to n.
fn binomial(n: u64, k: u64) -> BigUint {
    (0..k.min(n - k)).fold(BigUint::from(1_u32), |ways, at| ways * (n - at) / (at + 1))
}

#[cfg(test)]
mod tests;
