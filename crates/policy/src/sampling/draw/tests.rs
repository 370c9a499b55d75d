//! Draws against a second implementation, exact probabilities and fixed results.

use super::*;
use proptest::prelude::*;

mod frequencies;

fn numbered(number: u64) -> [u8; 32] {
    Sha256::digest(number.to_be_bytes()).into()
}

fn stream(number: u64) -> Stream {
    Stream::new(b"test", &numbered(number), &[])
}

fn weighted(weights: &[u64]) -> Vec<Weighted> {
    let site = |&weight: &u64| Weighted {
        weight,
        certain: false,
    };
    weights.iter().map(site).collect()
}

/// The sites' intervals laid out one after the other, each site with its place.
fn model(sites: &[Weighted], n: usize, stream: &mut Stream) -> Vec<usize> {
    let of = |certain: bool| {
        let places = sites.iter().copied().enumerate();
        places.filter(move |(_, site)| site.certain == certain && site.weight > 0)
    };
    let mut drawn = Vec::new();
    for mut left in [of(true).collect::<Vec<_>>(), of(false).collect()] {
        while drawn.len() < n && !left.is_empty() {
            let ends = left.iter().scan(0_u128, |end, (_, site)| {
                *end += u128::from(site.weight);
                Some(*end)
            });
            let ends: Vec<_> = ends.collect();
            let total = u64::try_from(*ends.last().unwrap()).unwrap();
            let r = u128::from(stream.below(NonZeroU64::new(total).unwrap()));
            let at = ends.iter().position(|end| r < *end).unwrap();
            drawn.push(left.remove(at).0);
        }
    }
    drawn
}

fn sites() -> impl Strategy<Value = Vec<Weighted>> {
    let weight = prop_oneof![Just(0_u64), 1..9_u64, 1..u64::MAX / 64];
    let site = (weight, any::<bool>()).prop_map(|(weight, certain)| Weighted { weight, certain });
    prop::collection::vec(site, 0..40)
}

proptest! {
    #[test]
    fn should_agree_with_the_model(sites in sites(), n in 0..50_usize, seed in any::<u64>()) {
        let found = draw(&sites, n, &mut stream(seed));
        let drawable = sites.iter().filter(|site| site.weight > 0).count();
        if drawable == 0 {
            prop_assert_eq!(found, Err(DrawError::NothingToDraw));
        } else {
            let found = found.unwrap();
            prop_assert_eq!(&found, &model(&sites, n, &mut stream(seed)));
            prop_assert_eq!(found.len(), n.min(drawable));
            prop_assert!(found.is_sorted_by_key(|at| !sites[*at].certain));
        }
    }

    #[test]
    fn should_draw_more_without_changing_what_was_drawn(
        sites in sites(),
        n in 0..20_usize,
        seed in any::<u64>(),
    ) {
        let (mut first, mut second) = (stream(seed), stream(seed));
        let (few, more) = (draw(&sites, n, &mut first), draw(&sites, n + 5, &mut second));
        if let (Ok(few), Ok(more)) = (few, more) {
            prop_assert!(more.starts_with(&few));
        }
    }

    #[test]
    fn should_make_teams_of_those_eligible(
        eligible in prop::collection::btree_set(0..100_usize, 0..20),
        size in 0..25_usize,
        seed in any::<u64>(),
    ) {
        let eligible: Vec<_> = eligible.into_iter().collect();
        let found = team(&eligible, size, &mut stream(seed));
        prop_assert_eq!(found.len(), size.min(eligible.len()));
        let mut sorted = found.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(sorted.len(), found.len());
        prop_assert!(found.iter().all(|member| eligible.contains(member)));
        // A smaller team is the beginning of a larger one.
        let larger = team(&eligible, size + 1, &mut stream(seed));
        prop_assert!(larger.starts_with(&found));
    }
}

#[test]
fn should_never_draw_a_site_without_weight() {
    let mut sites = weighted(&[0, 4, 0, 2, 1, 0]);
    sites[5].certain = true;
    for seed in 0..10_000 {
        let drawn = draw(&sites, 6, &mut stream(seed)).unwrap();
        assert_eq!(drawn.len(), 3);
        assert!(drawn.iter().all(|at| [1, 3, 4].contains(at)), "{drawn:?}");
    }
}

#[test]
fn should_draw_certain_sites_first() {
    let mut sites = weighted(&[1_000, 1, 1, 1_000, 1]);
    for at in [1, 2, 4] {
        sites[at].certain = true;
    }
    let mut beginnings = std::collections::BTreeSet::new();
    for seed in 0..100 {
        let mut drawn = draw(&sites, 4, &mut stream(seed)).unwrap();
        beginnings.insert(drawn[..2].to_vec());
        assert!([0, 3].contains(&drawn.pop().unwrap()));
        drawn.sort_unstable();
        assert_eq!(drawn, [1, 2, 4]);
    }
    // When there are more of them than are drawn, the lot decides among them.
    assert_eq!(beginnings.len(), 6);
}

#[test]
fn should_draw_all_when_these_are_fewer() {
    let sites = weighted(&[3, 2, 1]);
    for n in [3, 4, usize::MAX] {
        let mut drawn = draw(&sites, n, &mut stream(1)).unwrap();
        drawn.sort_unstable();
        assert_eq!(drawn, [0, 1, 2]);
    }
    assert_eq!(draw(&sites, 0, &mut stream(1)), Ok(vec![]));
}

#[test]
fn should_stop_when_nothing_is_left() {
    let sites = weighted(&[3, 0, 1]);
    let mut stream = stream(1);
    let mut draw = Draw::new(&sites, &mut stream).unwrap();
    let first = draw.next_site().unwrap();
    assert_eq!(draw.next_site(), Some(2 - first));
    assert_eq!(draw.next_site(), None);
    assert_eq!(draw.next(), None);
}

#[test]
fn should_refuse_what_cannot_be_drawn() {
    let refused = |weights: &[u64]| draw(&weighted(weights), 1, &mut stream(1)).unwrap_err();
    assert_eq!(refused(&[]), DrawError::NothingToDraw);
    assert_eq!(refused(&[0, 0]), DrawError::NothingToDraw);
    assert_eq!(refused(&[u64::MAX, 1]), DrawError::TotalOverflow);
    // Certain and other sites count together.
    let mut sites = weighted(&[u64::MAX, 1]);
    sites[0].certain = true;
    let found = draw(&sites, 1, &mut stream(1));
    assert_eq!(found, Err(DrawError::TotalOverflow));
    assert_eq!(draw(&weighted(&[u64::MAX]), 1, &mut stream(1)), Ok(vec![0]));
}

const SITES: [(&str, u64, bool); 5] = [
    ("am1/p", 8, false),
    ("zh1/p", 4, true),
    ("zh1/q", 2, false),
    ("zh2/p", 1, false),
    ("zh9/p", 0, false),
];

fn hash(sites: &[(&'static str, u64, bool)]) -> Result<Sha256Hash, SitesError> {
    sites_hash(sites.iter().copied())
}

/// So that other implementations can tell whether they are right.
#[test]
fn should_draw_this() {
    let sites = SITES.map(|(_, weight, certain)| Weighted { weight, certain });
    let sites_hash = hash(&SITES).unwrap();
    assert_eq!(
        sites_hash.to_string(),
        "61d488d4e1866e8dd598cdfbc7cf540735c96daed55cf72e7260dbf19ed2e823"
    );
    let seed = numbered(0);
    let drawn = draw(&sites, 9, &mut site_stream(&seed, &sites_hash)).unwrap();
    assert_eq!(drawn, [1, 0, 2, 3]);
    let mut stream = team_stream(&seed, &sites_hash, "zh1/p");
    assert_eq!(
        team(&[0, 1, 2, 5, 7, 8, 9], 5, &mut stream),
        [2, 7, 0, 1, 8]
    );
    let many = weighted(&(1..=1_000).collect::<Vec<_>>());
    let drawn = draw(&many, 10, &mut site_stream(&seed, &sites_hash)).unwrap();
    assert_eq!(drawn, [440, 505, 957, 601, 899, 297, 986, 773, 636, 403]);
}

#[test]
fn should_hash_everything_a_draw_depends_on() {
    let mut hashes = vec![hash(&SITES).unwrap(), hash(&[]).unwrap()];
    for at in 0..SITES.len() {
        let mut changed = SITES;
        changed[at].1 += 1;
        hashes.push(hash(&changed).unwrap());
        changed = SITES;
        changed[at].2 = !changed[at].2;
        hashes.push(hash(&changed).unwrap());
        let without: Vec<_> = [&SITES[..at], &SITES[at + 1..]].concat();
        hashes.push(hash(&without).unwrap());
    }
    for (at, one) in hashes.iter().enumerate() {
        assert!(!hashes[..at].contains(one), "{at}");
    }
    let seed = numbered(0);
    let first = |stream: &mut Stream| stream.below(NonZeroU64::MAX);
    let [one, other] = [hashes[0], hashes[1]];
    let numbers = [
        first(&mut site_stream(&seed, &one)),
        first(&mut site_stream(&seed, &other)),
        first(&mut team_stream(&seed, &one, "sites")),
        first(&mut team_stream(&seed, &one, "zh1/p")),
        first(&mut team_stream(&seed, &other, "zh1/p")),
    ];
    for (at, number) in numbers.iter().enumerate() {
        assert!(!numbers[..at].contains(number), "{at}");
    }
}

#[test]
fn should_hash_sites_in_their_order_only() {
    let mut swapped = SITES;
    swapped.swap(1, 2);
    let at = 2;
    assert_eq!(hash(&swapped), Err(SitesError::OutOfOrder { at }));
    let twice = [SITES[0], SITES[0]];
    assert_eq!(hash(&twice), Err(SitesError::OutOfOrder { at: 1 }));
    let long = "z".repeat(65_536);
    let at = 0;
    let bytes = long.len();
    let found = sites_hash([(long.as_str(), 1, false)].into_iter());
    assert_eq!(found, Err(SitesError::NameTooLong { at, bytes }));
    assert!(sites_hash([(&long[1..], 1, false)].into_iter()).is_ok());
}
