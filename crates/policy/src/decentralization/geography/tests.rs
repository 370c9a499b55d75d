use super::*;
use proptest::prelude::*;
use std::f64::consts::{FRAC_PI_2, PI};

const RADIUS_M: f64 = 6_371_008.8;

fn gps(latitude_udeg: i32, longitude_udeg: i32) -> Gps {
    Gps {
        latitude_udeg,
        longitude_udeg,
    }
}

fn point(latitude_udeg: i32, longitude_udeg: i32) -> Point {
    Point::of(gps(latitude_udeg, longitude_udeg)).unwrap()
}

fn radians(udeg: i32) -> f64 {
    f64::from(udeg) / 1e6 * PI / 180.0
}

/// On floats, from the coordinates themselves. Of all formulas of the distance on a sphere the
/// one that loses no digits, neither of near places nor of opposite ones.
fn on_floats(a: Gps, b: Gps) -> f64 {
    let (one, other) = (radians(a.latitude_udeg), radians(b.latitude_udeg));
    let turn = radians(a.longitude_udeg) - radians(b.longitude_udeg);
    let across = other.cos() * turn.sin();
    let along = one.cos() * other.sin() - one.sin() * other.cos() * turn.cos();
    let straight = one.sin() * other.sin() + one.cos() * other.cos() * turn.cos();
    RADIUS_M * across.hypot(along).atan2(straight)
}

/// The haversine formula.
fn by_haversine(a: Gps, b: Gps) -> f64 {
    let (one, other) = (radians(a.latitude_udeg), radians(b.latitude_udeg));
    let turn = radians(a.longitude_udeg) - radians(b.longitude_udeg);
    let part =
        ((one - other) / 2.0).sin().powi(2) + one.cos() * other.cos() * (turn / 2.0).sin().powi(2);
    2.0 * RADIUS_M * part.min(1.0).sqrt().asin()
}

fn any_gps() -> impl Strategy<Value = Gps> {
    let latitude = prop_oneof![4 => -90_000_000..=90_000_000, 1 => Just(90_000_000), 1 => Just(0)];
    let longitude =
        prop_oneof![4 => -180_000_000..=180_000_000, 1 => Just(180_000_000), 1 => Just(0)];
    (latitude, longitude).prop_map(|(latitude, longitude)| gps(latitude, longitude))
}

fn assert_right(a: Gps, b: Gps) -> Result<(), TestCaseError> {
    let (from, to) = (Point::of(a).unwrap(), Point::of(b).unwrap());
    let metres = f64::from(distance_m(from, to));
    let exact = on_floats(a, b);
    prop_assert!((metres - exact).abs() < 1.0, "{metres} for {exact}");
    prop_assert!((metres - by_haversine(a, b)).abs() < 20.0);
    prop_assert_eq!(distance_m(from, to), distance_m(to, from));
    Ok(())
}

#[test]
fn should_refuse_coordinates_out_of_range() {
    for (latitude, longitude) in [
        (90_000_001, 0),
        (-90_000_001, 0),
        (0, 180_000_001),
        (0, -180_000_001),
        (i32::MIN, i32::MAX),
    ] {
        assert_eq!(Point::of(gps(latitude, longitude)), None);
    }
}

#[test]
fn should_be_exact_on_the_axes() {
    let one = 1 << 30;
    let axes = [
        ((0, 0), (one, 0, 0)),
        ((0, 90_000_000), (0, one, 0)),
        ((0, 180_000_000), (-one, 0, 0)),
        ((0, -180_000_000), (-one, 0, 0)),
        ((0, -90_000_000), (0, -one, 0)),
        ((90_000_000, 123), (0, 0, one)),
        ((-90_000_000, -4_000_000), (0, 0, -one)),
    ];
    for ((latitude, longitude), (x, y, z)) in axes {
        assert_eq!(point(latitude, longitude), Point { x, y, z });
    }
}

#[test]
fn should_give_known_distances() {
    let start = point(0, 0);
    assert_eq!(distance_m(start, start), 0);
    assert_eq!(distance_m(start, point(0, 1_000_000)), 111_195);
    assert_eq!(distance_m(start, point(90_000_000, 0)), 10_007_557);
    assert_eq!(distance_m(start, point(0, -180_000_000)), 20_015_114);
    assert_eq!(
        distance_m(point(90_000_000, 0), point(-90_000_000, 0)),
        20_015_114
    );
    // One millionth of a degree is 11 cm, nine of them a metre.
    assert_eq!(distance_m(start, point(9, 0)), 1);
    let zurich = point(47_376_000, 8_541_000);
    let other_side = point(-47_376_000, -171_459_000);
    assert_eq!(distance_m(zurich, other_side), 20_015_114);
}

#[test]
fn should_hold_constants_to_the_last_digit() {
    let assert_held = |held: u32, exact: f64| {
        assert!((f64::from(held) - exact).abs() < 0.51, "{held}");
    };
    for (step, held) in (0_i32..).zip(ARC_TANGENTS) {
        assert_held(held, (f64::from(step) / 32.0).atan() * 2_f64.powi(31));
    }
    assert_held(HALF_PI, FRAC_PI_2 * 2_f64.powi(31));
    assert_held(RADIANS, PI / 180e6 * 2_f64.powi(57));
    assert_held(DIAMETER, 2.0 * RADIUS_M * 32.0);
}

#[test]
fn should_know_small_and_large_roots() {
    for square in (0..5_000).chain([1 << 61, (1 << 62) - 1, 1 << 62, (1 << 62) + (1 << 40)]) {
        let above = u64::from(root(square)) - square.isqrt();
        assert!(above <= 1, "{square}");
    }
}

#[test]
fn should_take_what_is_on_the_edge_as_within() {
    let (here, there) = (point(0, 0), point(0, 1_000_000));
    assert!(within(here, there, 111_195));
    assert!(!within(here, there, 111_194));
    assert!(within(here, here, 0));
}

#[test]
fn should_have_no_distances_of_fewer_than_two_nodes() {
    let place = point(0, 0);
    assert_eq!(distances([]), None);
    assert_eq!(distances([(place, 1)]), None);
    assert_eq!(distances([(place, 1), (place, 0)]), None);
    assert_eq!(distances([(place, u32::MAX), (place, 1)]), None);
}

#[test]
fn should_count_nodes_of_one_data_center_as_near() {
    let one_place = distances([(point(0, 0), 3)]).unwrap();
    let expected = Distances {
        located: 3,
        min_km: 0,
        average_km: 0,
        max_km: 0,
        most_within_radius: 3,
    };
    assert_eq!(one_place, expected);
    // Three in one place, one of them 111 km away from these: 3 pairs of 0, 3 of 111.195 km.
    let two_places = distances([(point(0, 0), 3), (point(1_000_000, 0), 1)]).unwrap();
    let expected = Distances {
        located: 4,
        min_km: 0,
        average_km: 55,
        max_km: 111,
        most_within_radius: 3,
    };
    assert_eq!(two_places, expected);
}

#[test]
fn should_not_chain_what_is_near() {
    // 89 km from one to the next: the middle one has both others near.
    let row = [0, 800_000, 1_600_000].map(|longitude| (point(0, longitude), 1));
    let found = distances(row).unwrap();
    assert_eq!(found.most_within_radius, 3);
    let ends = distances([row[0], row[2]]).unwrap();
    assert_eq!(ends.most_within_radius, 1);
}

#[test]
fn should_count_as_many_nodes_as_32_bits_hold() {
    let half = u32::MAX / 2;
    let found = distances([(point(90_000_000, 0), half), (point(-90_000_000, 0), half)]).unwrap();
    assert_eq!((found.located, found.max_km), (u32::MAX - 1, 20_015));
    assert_eq!((found.min_km, found.average_km), (0, 10_007));
}

proptest! {
    #[test]
    fn should_be_right_anywhere(a in any_gps(), b in any_gps()) {
        assert_right(a, b)?;
    }

    #[test]
    fn should_be_right_nearby(
        a in any_gps(),
        north in -20_000_i32..20_000,
        east in -20_000_i32..20_000,
    ) {
        let latitude = (a.latitude_udeg + north).clamp(-90_000_000, 90_000_000);
        let longitude = (a.longitude_udeg + east).clamp(-180_000_000, 180_000_000);
        assert_right(a, gps(latitude, longitude))?;
        assert_right(a, a)?;
    }

    #[test]
    fn should_be_right_on_the_other_side(
        a in any_gps(),
        north in -20_000_i32..20_000,
        east in -20_000_i32..20_000,
    ) {
        let latitude = (north - a.latitude_udeg).clamp(-90_000_000, 90_000_000);
        let half_turn = if a.longitude_udeg > 0 { -180_000_000 } else { 180_000_000 };
        let longitude = (a.longitude_udeg + half_turn + east).clamp(-180_000_000, 180_000_000);
        assert_right(a, gps(latitude, longitude))?;
    }

    #[test]
    fn should_know_sine_and_cosine(udeg in 0_u32..=180_000_000) {
        let (sine, cosine) = sine_and_cosine(udeg);
        let exact = radians(udeg.cast_signed());
        let off = |held: u32, exact: f64| (f64::from(held) - exact.abs() * 2_f64.powi(31)).abs();
        prop_assert!(off(sine, exact.sin()) < 3.0);
        prop_assert!(off(cosine, exact.cos()) < 3.0);
    }

    #[test]
    fn should_know_roots(bits in 0_u32..63, square in any::<u64>()) {
        let square = square >> (63 - bits);
        let above = u64::from(root(square)) - square.isqrt();
        prop_assert!(above <= 1);
    }

    /// Every node by itself, every pair once.
    #[test]
    fn should_agree_with_all_pairs(
        places in prop::collection::vec(
            (-2_000_000_i32..2_000_000, -2_000_000_i32..2_000_000, 0_u32..4),
            0..7,
        ),
    ) {
        let places: Vec<_> = places
            .into_iter()
            .map(|(latitude, longitude, nodes)| (point(latitude, longitude), nodes))
            .collect();
        let mut nodes = Vec::new();
        for (place, count) in &places {
            nodes.extend((0..*count).map(|_| *place));
        }
        let mut pairs = Vec::new();
        for (at, here) in nodes.iter().enumerate() {
            pairs.extend(nodes[at + 1..].iter().map(|there| distance_m(*here, *there)));
        }
        let near = |here: &Point| {
            nodes.iter().filter(|there| within(*here, **there, 100_000)).count()
        };
        let count = u64::try_from(pairs.len()).unwrap();
        let expected = pairs.iter().min().map(|min| Distances {
            located: u32::try_from(nodes.len()).unwrap(),
            min_km: min / 1_000,
            average_km: u32::try_from(
                pairs.iter().map(|metres| u64::from(*metres)).sum::<u64>() / (count * 1_000),
            )
            .unwrap(),
            max_km: pairs.iter().max().unwrap() / 1_000,
            most_within_radius: u32::try_from(nodes.iter().map(near).max().unwrap()).unwrap(),
        });
        prop_assert_eq!(distances(places), expected);
    }
}
