//! Distances between data centres, on integers.
//!
//! A place is a unit vector. The straight way between two places is twice the sine of half the
//! angle between them, and twice its cosine follows; for places on opposite sides it is the
//! straight way to the antipode that is taken. No digits are lost, neither near nor far.
//!
//! The earth is a sphere here, of the mean radius that the IUGG gives for GRS 80,
//! `(2a + b) / 3` = 6,371,008.8 m. On that sphere a distance is right to the metre; against the
//! ellipsoid the sphere is wrong by 0.6 % at most.

use bonafide_types::registry::{Distances, Gps};

#[cfg(test)]
mod tests;

/// Diameter of the earth in 32nds of a metre.
const DIAMETER: u32 = 407_744_563;
/// The square of the diameter of the unit sphere, Q60.
const DIAMETER_SQUARE: u64 = 1 << 62;
/// A right angle, millionths of a degree.
const RIGHT: u32 = 90_000_000;
/// One in Q31. All fractions are in Q31 here, and products of two fit 64 bits.
const ONE: u32 = 1 << 31;
/// A millionth of a degree in radians, Q57.
const RADIANS: u32 = 2_515_284_534;
/// A right angle in radians.
const HALF_PI: u32 = 3_373_259_426;
/// Arc tangents of `k / 32` in radians.
const ARC_TANGENTS: [u32; 33] = [
    0,
    67_087_031,
    134_043_374,
    200_739_859,
    267_050_317,
    332_852_969,
    398_031_692,
    462_477_139,
    526_087_673,
    588_770_118,
    650_440_302,
    711_023_411,
    770_454_148,
    828_676_723,
    885_644_680,
    941_320_595,
    995_675_659,
    1_048_689_175,
    1_100_347_987,
    1_150_645_872,
    1_199_582_895,
    1_247_164_773,
    1_293_402_227,
    1_338_310_370,
    1_381_908_109,
    1_424_217_582,
    1_465_263_644,
    1_505_073_381,
    1_543_675_670,
    1_581_100_789,
    1_617_380_060,
    1_652_545_533,
    1_686_629_713,
];

/// A place on the sphere: a unit vector in Q30. The north pole is at `z` = 1, and longitude 0 on
/// the equator at `x` = 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    x: i32,
    y: i32,
    z: i32,
}

impl Point {
    /// The place of some coordinates; `None` when they are out of range.
    #[must_use]
    pub fn of(gps: Gps) -> Option<Self> {
        let (latitude, longitude) = (gps.latitude_udeg, gps.longitude_udeg);
        if latitude.unsigned_abs() > RIGHT || longitude.unsigned_abs() > 2 * RIGHT {
            return None;
        }
        let (north, from_axis) = sine_and_cosine(latitude.unsigned_abs());
        let (east, front) = sine_and_cosine(longitude.unsigned_abs());
        Some(Self {
            x: component(times(from_axis, front), longitude.unsigned_abs() > RIGHT),
            y: component(times(from_axis, east), longitude < 0),
            z: component(north, latitude < 0),
        })
    }
}

/// The distance of two places, metres, rounded to the nearest: less than 1 m from the exact one
/// on the sphere, at all distances. At most 20,015,114.
#[must_use]
pub fn distance_m(a: Point, b: Point) -> u32 {
    let apart = square_of_chord(a, b);
    let half_angle = if apart <= DIAMETER_SQUARE / 2 {
        angle(root(apart), root(DIAMETER_SQUARE - apart))
    } else {
        let opposite = Point {
            x: -b.x,
            y: -b.y,
            z: -b.z,
        };
        let apart = square_of_chord(a, opposite);
        HALF_PI - angle(root(apart), root(DIAMETER_SQUARE.saturating_sub(apart)))
    };
    let length = u64::from(half_angle) * u64::from(DIAMETER);
    let metre = 32_u64 << 31;
    u32::try_from((length + metre / 2) / metre).unwrap_or(u32::MAX)
}

/// Whether two places are no farther apart than so many metres.
#[must_use]
pub fn within(a: Point, b: Point, radius_m: u32) -> bool {
    distance_m(a, b) <= radius_m
}

/// Distances between all pairs of nodes, from the places of data centres and the nodes in each.
/// Nodes in one data centre are 0 km apart. `None` when there are fewer than two nodes, or more
/// than 32 bits count.
///
/// A pair of places takes some 400 instructions in WebAssembly.
#[must_use]
pub fn distances(points: impl IntoIterator<Item = (Point, u32)>) -> Option<Distances> {
    let points = points.into_iter();
    let places: Vec<_> = points.filter(|(_, nodes)| *nodes > 0).collect();
    let located = places
        .iter()
        .try_fold(0_u32, |sum, (_, nodes)| sum.checked_add(*nodes))?;
    if located < 2 {
        return None;
    }
    let any_shared = places.iter().any(|(_, nodes)| *nodes > 1);
    let mut min_m = if any_shared { 0 } else { u32::MAX };
    let mut max_m = 0;
    let mut sum_m = 0_u128;
    let mut near: Vec<_> = places.iter().map(|(_, nodes)| *nodes).collect();
    for (at, (here, nodes)) in places.iter().enumerate() {
        // 2^32 nodes at most, each 2^25 m away at most.
        let mut from_here = 0_u64;
        for (before, (there, others)) in places.iter().enumerate().take(at) {
            let metres = distance_m(*here, *there);
            min_m = min_m.min(metres);
            max_m = max_m.max(metres);
            from_here += u64::from(*others) * u64::from(metres);
            if metres <= Distances::RADIUS_KM * 1_000 {
                near[at] += others;
                near[before] += nodes;
            }
        }
        sum_m += u128::from(*nodes) * u128::from(from_here);
    }
    let pairs = u64::from(located) * u64::from(located - 1) / 2;
    let average_km = sum_m / u128::from(pairs) / 1_000;
    Some(Distances {
        located,
        min_km: min_m / 1_000,
        average_km: u32::try_from(average_km).unwrap_or(u32::MAX),
        max_km: max_m / 1_000,
        most_within_radius: near.into_iter().max().unwrap_or_default(),
    })
}

/// A component of a unit vector, rounded to the nearest.
fn component(size: u32, negative: bool) -> i32 {
    let rounded = size.div_ceil(2).min(ONE / 2).cast_signed();
    if negative { -rounded } else { rounded }
}

/// The product of two fractions.
fn times(a: u32, b: u32) -> u32 {
    let product = (u64::from(a) * u64::from(b)) >> 31;
    u32::try_from(product).unwrap_or(u32::MAX)
}

/// Sine and cosine of an angle from 0 to 180 degrees, in millionths of a degree, without signs.
fn sine_and_cosine(udeg: u32) -> (u32, u32) {
    let to_axis = udeg.min((2 * RIGHT).saturating_sub(udeg));
    if to_axis <= RIGHT / 2 {
        series(to_axis)
    } else {
        let (cosine, sine) = series(RIGHT - to_axis);
        (sine, cosine)
    }
}

/// The same of an angle from 0 to 45 degrees: the power series, the last terms first. What is
/// left out is less than 2^-33.
fn series(udeg: u32) -> (u32, u32) {
    let angle = (u64::from(udeg) * u64::from(RADIANS)) >> 26;
    let angle = u32::try_from(angle).unwrap_or(ONE);
    let square = times(angle, angle);
    let nested = |sum: u32, divisor: u32| ONE - times(square, sum) / divisor;
    let sine = [10 * 11, 8 * 9, 6 * 7, 4 * 5, 2 * 3].into_iter();
    let cosine = [11 * 12, 9 * 10, 7 * 8, 5 * 6, 3 * 4, 2].into_iter();
    (
        times(angle, sine.fold(ONE, nested)),
        cosine.fold(ONE, nested),
    )
}

/// The square of the straight way between two places, Q60.
fn square_of_chord(a: Point, b: Point) -> u64 {
    let square = |a: i32, b: i32| {
        let difference = u64::from(a.abs_diff(b));
        difference * difference
    };
    square(a.x, b.x) + square(a.y, b.y) + square(a.z, b.z)
}

/// A square root, at most 1 too high. By Newton's method from a power of two: each step is half
/// of the square of the error before it, 6 %, 0.2 %, 2 ppm, nothing. A quarter of the
/// instructions of `isqrt` of the standard library in WebAssembly.
fn root(square: u64) -> u32 {
    if square == 0 {
        return 0;
    }
    let half_bits = (u64::BITS - square.leading_zeros()) / 2;
    let first = ((1 << half_bits) + (square >> half_bits)) / 2;
    let root = (0..3).fold(first, |root, _| (root + square / root) / 2);
    u32::try_from(root).unwrap_or(u32::MAX)
}

/// The angle whose tangent is `rise / run`, radians, from 0 to half a right angle: `run` is not
/// less than `rise`, and not 0.
///
/// From a table, and for what lies between its entries from `atan t = t - t^3 / 3`, where `t` is
/// no more than 1 / 64: the next term is less than 2^-32.
fn angle(rise: u32, run: u32) -> u32 {
    let (rise, run) = (u64::from(rise), u64::from(run));
    let wanted = 32 * rise;
    let nearest = (wanted + run / 2) / run;
    let entry = u32::try_from(nearest).unwrap_or(32).min(32);
    let held = u64::from(entry) * run;
    let tangent = (wanted.abs_diff(held) << 31) / (32 * run + u64::from(entry) * rise);
    let tangent = u32::try_from(tangent).unwrap_or(ONE);
    let between = tangent - times(times(tangent, tangent), tangent) / 3;
    let at_entry = ARC_TANGENTS[entry as usize];
    if wanted < held {
        at_entry - between
    } else {
        at_entry + between
    }
}
