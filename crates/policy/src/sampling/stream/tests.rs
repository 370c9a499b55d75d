//! The stream against its description, written again from the words.

use super::*;
use proptest::prelude::*;

const SEED: [u8; 32] = [7; 32];

/// Words as the description gives them.
struct Words {
    before: Vec<u8>,
    words: Vec<u64>,
}

impl Words {
    fn new(domain: &[u8], seed: &[u8; 32], context: &[&[u8]]) -> Self {
        let mut before = Vec::new();
        before.extend(u64::try_from(domain.len()).unwrap().to_be_bytes());
        before.extend(domain);
        before.extend(seed);
        for part in context {
            before.extend(u64::try_from(part.len()).unwrap().to_be_bytes());
            before.extend(*part);
        }
        let words = Vec::new();
        Self { before, words }
    }

    fn at(&mut self, at: usize) -> u64 {
        while self.words.len() <= at {
            let block = u64::try_from(self.words.len() / 4).unwrap();
            let hash = Sha256::digest([&self.before[..], &block.to_be_bytes()].concat());
            let word = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().unwrap());
            self.words.extend(hash.chunks(8).map(word));
        }
        self.words[at]
    }
}

fn bound(bound: u64) -> NonZeroU64 {
    NonZeroU64::new(bound).unwrap()
}

proptest! {
    #[test]
    fn should_be_as_described(
        domain in "[a-z]{0,20}",
        seed in any::<[u8; 32]>(),
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..4),
        bounds in prop::collection::vec(
            prop_oneof![1..20_u64, 1..=u64::MAX, (1_u64 << 63)..(1 << 63) + 9],
            0..30,
        ),
    ) {
        let context: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let mut stream = Stream::new(domain.as_bytes(), &seed, &context);
        let mut words = Words::new(domain.as_bytes(), &seed, &context);
        let mut at = 0;
        for bound in bounds {
            let wide = u128::from(bound);
            let multiple = (1_u128 << 64) / wide * wide;
            let expected = loop {
                let word = u128::from(words.at(at));
                at += 1;
                if word < multiple {
                    break word % wide;
                }
            };
            let bound = NonZeroU64::new(bound).unwrap();
            prop_assert_eq!(u128::from(stream.below(bound)), expected);
        }
    }
}

/// So that other implementations can tell whether they are right.
#[test]
fn should_give_these_numbers() {
    let mut stream = Stream::new(b"bonafide-audit-draw", &SEED, &[b"one", b""]);
    let first: Vec<_> = (0..6).map(|_| stream.below(bound(u64::MAX))).collect();
    assert_eq!(
        first,
        [
            1_510_212_458_543_374_559,
            6_891_437_420_839_444_648,
            12_413_472_540_859_490_516,
            2_825_004_749_172_169_705,
            4_545_610_965_145_362_595,
            14_511_480_084_503_863_539
        ]
    );
    let mut stream = Stream::new(b"bonafide-audit-draw", &SEED, &[b"one", b""]);
    let dice: Vec<_> = (0..12).map(|_| stream.below(bound(6)) + 1).collect();
    assert_eq!(dice, [6, 5, 3, 2, 2, 4, 1, 2, 5, 5, 5, 2]);
}

#[test]
fn should_keep_uses_apart() {
    let first = |domain: &[u8], seed: &[u8; 32], context: &[&[u8]]| {
        Stream::new(domain, seed, context).below(bound(u64::MAX))
    };
    let all = [
        first(b"ab", &SEED, &[b"c"]),
        first(b"a", &SEED, &[b"bc"]),
        first(b"ab", &SEED, &[b"c", b""]),
        first(b"ab", &SEED, &[b"", b"c"]),
        first(b"ab", &SEED, &[]),
        first(b"ab", &SEED, &[b""]),
        first(b"ab", &[8; 32], &[b"c"]),
    ];
    for (at, one) in all.iter().enumerate() {
        assert!(!all[..at].contains(one), "{at}");
    }
}

#[test]
fn should_give_every_number_the_same_chance() {
    let mut stream = Stream::new(b"test", &SEED, &[]);
    let mut counts = [0_u32; 10];
    for _ in 0..100_000 {
        counts[usize::try_from(stream.below(bound(10))).unwrap()] += 1;
    }
    // Four standard errors of 10,000: sqrt(100,000 x 0.1 x 0.9) = 94.9.
    assert!(
        counts.iter().all(|count| count.abs_diff(10_000) < 380),
        "{counts:?}"
    );
}

#[test]
fn should_not_show_what_is_to_come() {
    let stream = Stream::new(b"test", &SEED, &[]);
    assert_eq!(format!("{stream:?}"), "Stream { .. }");
}
