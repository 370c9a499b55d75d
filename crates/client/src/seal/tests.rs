use super::{testing::TestKeys, *};
use bonafide_types::{id::ProviderId, limits::CIPHERTEXT_OVERHEAD};
use std::time::Instant;

const SEED: [u8; 32] = [9; 32];
const CONTENT: &[u8] = b"Jane Example, born 1970-01-01";
const COMMITTEE: Committee = Committee {
    threshold: 3,
    slots: 5,
};

fn lock() -> Lock {
    Lock {
        canister: Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]),
        record: RecordVersion {
            provider: ProviderId(Principal::from_slice(&[7; 29])),
            record_id: 3,
            version: 2,
        },
    }
}

fn key() -> PublicKey {
    TestKeys::new(1).public_key(lock().canister)
}

fn transport() -> TransportSecretKey {
    TransportSecretKey::from_seed(vec![6; 32]).unwrap()
}

/// What a key released for `of` opens of a ciphertext made for [`lock`].
fn opened_by(of: Lock, released: u8, slot: u8, ciphertext: &[u8]) -> Result<Opened, SealError> {
    let released = TestKeys::new(1).release(of, released, &transport().public_key());
    lock().open(&key(), slot, &released, &transport(), ciphertext)
}

fn share(slot: u8, ciphertext: &[u8]) -> Share {
    match opened_by(lock(), slot, slot, ciphertext).unwrap() {
        Opened::Share(share) => share,
        Opened::Content(_) => panic!("not a share"),
    }
}

fn shares(ciphertext: &[u8]) -> Vec<Share> {
    (1..=COMMITTEE.slots)
        .map(|slot| share(slot, ciphertext))
        .collect()
}

#[test]
fn should_open_what_was_sealed() {
    let ciphertext = lock().seal(&key(), CONTENT, &SEED).unwrap();
    assert_eq!(ciphertext.len(), CONTENT.len() + CIPHERTEXT_OVERHEAD);
    assert!(ciphertext.starts_with(&HEADER));
    let opened = opened_by(lock(), 0, 0, &ciphertext);
    assert_eq!(opened, Ok(Opened::Content(CONTENT.into())));
}

#[test]
fn should_give_the_same_for_the_same_seed_and_nothing_else() {
    let ciphertext = lock().seal(&key(), CONTENT, &SEED).unwrap();
    let check = |content, seed| lock().check(&key(), None, content, &seed, &ciphertext);
    assert_eq!(check(CONTENT, SEED), Ok(true));
    assert_eq!(check(b"Jane Example, born 1970-01-02", SEED), Ok(false));
    assert_eq!(check(CONTENT, [8; 32]), Ok(false));
    let committee = lock().check(&key(), Some(COMMITTEE), CONTENT, &SEED, &ciphertext);
    assert_eq!(committee, Ok(false));
    // A seed used twice shares nothing: what masks the contents differs.
    let other = lock().seal(&key(), &[0; 29], &SEED).unwrap();
    let third = lock().seal(&key(), &[1; 29], &SEED).unwrap();
    let xor = other[136..].iter().zip(&third[136..]).map(|(a, b)| a ^ b);
    assert!(xor.collect::<Vec<_>>() != [1; 29]);
}

#[test]
fn should_stay_as_it_is() {
    let sealed = lock().seal(&key(), CONTENT, &SEED).unwrap();
    let committee = lock()
        .seal_for_committee(&key(), COMMITTEE, CONTENT, &SEED)
        .unwrap();
    let hash = |bytes: &[u8]| hex::encode(<sha2::Sha256 as sha2::Digest>::digest(bytes));
    assert_eq!(
        [hash(&sealed), hash(&committee)],
        [
            "bbf8fa2bccdb5913d1df23f4fb3dc918342dcd6b4f9fa627d425b7d0bd14987e",
            "2a87fb25f53badbb070471f5f111332f10ae1f9248113853596129129ab91daf"
        ]
    );
}

#[test]
fn should_not_open_with_the_key_of_something_else() {
    let sealed = lock().seal(&key(), CONTENT, &SEED).unwrap();
    let committee = lock()
        .seal_for_committee(&key(), COMMITTEE, CONTENT, &SEED)
        .unwrap();
    let mut others = [lock(); 4];
    others[0].record.version = 1;
    others[1].record.record_id = 4;
    others[2].record.provider = ProviderId(Principal::from_slice(&[8; 29]));
    others[3].canister = Principal::from_slice(&[1]);
    for other in others {
        for (slot, ciphertext) in [(0, &sealed), (1, &committee)] {
            let opened = opened_by(other, slot, slot, ciphertext);
            assert!(
                matches!(opened, Err(SealError::WrongKey { .. })),
                "{opened:?}"
            );
            // One who does not verify which key it is opens nothing with it either.
            let released = TestKeys::new(1).release(other, slot, &transport().public_key());
            let key = TestKeys::new(1).public_key(other.canister);
            let opened = other.open(&key, slot, &released, &transport(), ciphertext);
            assert_eq!(opened, Err(SealError::NotOpened));
        }
    }
    let opened = opened_by(lock(), 2, 1, &committee);
    assert!(
        matches!(opened, Err(SealError::WrongKey { .. })),
        "{opened:?}"
    );
}

#[test]
fn should_not_open_with_another_transport_key_or_network() {
    let sealed = lock().seal(&key(), CONTENT, &SEED).unwrap();
    let wrong = |network, transport_public_key: &[u8]| {
        let released = TestKeys::new(network).release(lock(), 0, transport_public_key);
        lock().open(&key(), 0, &released, &transport(), &sealed)
    };
    let other = TransportSecretKey::from_seed(vec![5; 32]).unwrap();
    for opened in [
        wrong(2, &transport().public_key()),
        wrong(1, &other.public_key()),
        lock().open(&key(), 0, &[0; 192], &transport(), &sealed),
        lock().open(&key(), 0, &[], &transport(), &sealed),
    ] {
        assert!(
            matches!(opened, Err(SealError::WrongKey { .. })),
            "{opened:?}"
        );
    }
}

#[test]
fn should_notice_every_changed_byte() {
    let sealed = lock().seal(&key(), &CONTENT[..4], &SEED).unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(opened_by(lock(), 0, 0, &changed).is_err(), "{at}");
    }
    assert!(opened_by(lock(), 0, 0, &sealed[..135]).is_err());
}

#[test]
fn should_open_for_any_committee_that_is_large_enough_and_no_other() {
    let ciphertext = lock()
        .seal_for_committee(&key(), COMMITTEE, CONTENT, &SEED)
        .unwrap();
    assert!(ciphertext.starts_with(&COMMITTEE_HEADER));
    // Header; map, 6 keys, 2 numbers; nonce; content with its tag; 5 shares; hash.
    let content = 2 + CONTENT.len() + 16;
    assert_eq!(
        ciphertext.len(),
        8 + 9 + 13 + content + 1 + 5 * (2 + 168) + 34
    );
    let shares = shares(&ciphertext);
    for chosen in 0u32..32 {
        let some: Vec<_> = (0..5)
            .rev()
            .filter(|at| chosen >> at & 1 == 1)
            .map(|at| shares[at])
            .collect();
        let combined = lock().combine(&ciphertext, &some);
        if some.len() >= 3 {
            assert_eq!(combined, Ok(CONTENT.into()), "{some:?}");
        } else {
            assert!(
                matches!(combined, Err(SealError::Shares { .. })),
                "{combined:?}"
            );
        }
    }
}

#[test]
fn should_refuse_shares_that_do_not_fit() {
    let seal = |seed| lock().seal_for_committee(&key(), COMMITTEE, CONTENT, &seed);
    let ciphertext = seal(SEED).unwrap();
    let (own, foreign) = (shares(&ciphertext), shares(&seal([1; 32]).unwrap()));
    for wrong in [
        vec![own[0], own[1], foreign[2]],
        vec![own[0], own[1], own[2], foreign[3]],
        vec![own[0], own[1], own[1]],
        vec![own[0], own[1], Share { slot: 3, ..own[0] }],
    ] {
        let combined = lock().combine(&ciphertext, &wrong);
        assert!(
            matches!(combined, Err(SealError::Shares { .. })),
            "{combined:?}"
        );
    }
    for slot in [0, 6] {
        let wrong = [own[0], own[1], Share { slot, ..own[2] }];
        let combined = lock().combine(&ciphertext, &wrong);
        assert_eq!(combined, Err(SealError::NoSuchSlot { slot }));
    }
    // Content is bound to its record, beside the shares.
    let mut other = lock();
    other.record.version = 9;
    assert_eq!(other.combine(&ciphertext, &own), Err(SealError::NotOpened));
}

#[test]
fn should_notice_every_changed_byte_of_a_committees_ciphertext() {
    let committee = Committee {
        threshold: 2,
        slots: 2,
    };
    let ciphertext = lock()
        .seal_for_committee(&key(), committee, &CONTENT[..4], &SEED)
        .unwrap();
    let both = [1, 2].map(|slot| share(slot, &ciphertext));
    let shares_at = ciphertext.len() - 34 - 2 * 170;
    for at in 0..ciphertext.len() {
        let mut changed = ciphertext.clone();
        changed[at] ^= 1;
        // Shares that were opened before the change open no other content.
        let combined = lock().combine(&changed, &both);
        if (shares_at..ciphertext.len() - 34).contains(&at) {
            assert!(
                combined.is_err() || combined == Ok(CONTENT[..4].into()),
                "{at}"
            );
        } else {
            assert!(combined.is_err(), "{at}: {combined:?}");
        }
    }
    for bytes in [
        &ciphertext[..ciphertext.len() - 1],
        &[&ciphertext[..], &[0]].concat(),
    ] {
        assert!(lock().combine(bytes, &both).is_err());
    }
}

#[test]
fn should_tell_one_recipient_from_a_committee() {
    let sealed = lock().seal(&key(), CONTENT, &SEED).unwrap();
    let committee = lock()
        .seal_for_committee(&key(), COMMITTEE, CONTENT, &SEED)
        .unwrap();
    let no_such = |slot| Err(SealError::NoSuchSlot { slot });
    assert_eq!(opened_by(lock(), 1, 1, &sealed), no_such(1));
    assert_eq!(opened_by(lock(), 0, 0, &committee), no_such(0));
    assert_eq!(opened_by(lock(), 6, 6, &committee), no_such(6));
    let combined = lock().combine(&sealed, &[]);
    assert!(
        matches!(combined, Err(SealError::Malformed { .. })),
        "{combined:?}"
    );
}

#[test]
fn should_refuse_what_the_canister_would() {
    assert_eq!(lock().seal(&key(), b"", &SEED), Err(SealError::Empty));
    let most = vec![1; CIPHERTEXT_BYTES - CIPHERTEXT_OVERHEAD];
    assert_eq!(
        lock().seal(&key(), &most, &SEED).map(|bytes| bytes.len()),
        Ok(CIPHERTEXT_BYTES)
    );
    let more = [&most[..], &[1]].concat();
    let refused = lock().seal(&key(), &more, &SEED);
    assert!(
        matches!(refused, Err(SealError::TooLarge { .. })),
        "{refused:?}"
    );
    for (threshold, slots) in [(0, 0), (1, 2), (3, 2), (2, 17)] {
        let committee = Committee { threshold, slots };
        let refused = lock().seal_for_committee(&key(), committee, CONTENT, &SEED);
        assert_eq!(refused, Err(SealError::Committee { threshold, slots }));
    }
}

#[test]
fn should_derive_keys_of_known_networks_offline() {
    let keys = [
        "ic:key_1",
        "ic:test_key_1",
        "pocketic:key_1",
        "pocketic:dfx_test_key",
    ]
    .map(|name| PublicKey::derive(&name.parse().unwrap(), lock().canister));
    for key in &keys {
        assert_eq!(PublicKey::from_bytes(&key.to_bytes()).as_ref(), Ok(key));
    }
    assert_ne!(keys[0], keys[2]);
    for name in ["", "key_1", "ic:", "ic:dfx_test_key", "other:key_1"] {
        assert!(name.parse::<MasterKey>().is_err(), "{name}");
    }
    assert!(PublicKey::from_bytes(&[0; 96]).is_err());
}

#[test]
fn should_not_print_what_is_inside() {
    let shown = format!("{:?}", Opened::Content(CONTENT.into()));
    assert_eq!(shown, "Content(29 bytes)");
    let share = Share {
        slot: 1,
        value: [7; 32],
    };
    assert_eq!(format!("{:?}", Opened::Share(share)), "Share(1)");
}

/// No assertion: `cargo test -p bonafide-client --all-features seal -- --nocapture` prints it.
#[test]
fn should_say_how_long_it_takes() {
    let content = vec![1; 4_096];
    let started = Instant::now();
    let ciphertext = lock().seal(&key(), &content, &SEED).unwrap();
    let sealed = started.elapsed();
    let started = Instant::now();
    opened_by(lock(), 0, 0, &ciphertext).unwrap();
    println!(
        "4 KiB: sealed in {sealed:?}, released and opened in {:?}",
        started.elapsed()
    );
}
