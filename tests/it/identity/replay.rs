//! The log is public, only grows, and rebuilds what is certified.

use super::{access_log, begin, client, disclose, disclosure, put, reader, recipient, record};
use bonafide_identity::replay;
use bonafide_test_support::{Suite, canisters, instance, run};
use bonafide_types::id::Sha256Hash;

fn log(suite: &Suite) -> Vec<Vec<u8>> {
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(reader(suite).events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            return events;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
}

fn assert_true_log(suite: &Suite) -> Vec<Vec<u8>> {
    let events = log(suite);
    let replayed = replay(&events).expect("the log replays");
    let tip = instance::tip(&suite.pic, suite.identity);
    assert_eq!((replayed.length, replayed.tip), (tip.length, tip.tip));
    let root = instance::root(&suite.pic, suite.identity);
    assert_eq!(Sha256Hash(replayed.root), root, "another root");
    let proven = run(reader(suite).tip_certified()).unwrap();
    assert_eq!(proven.length, tip.length);
    events
}

#[test]
fn should_rebuild_the_certified_root_and_only_grow() {
    let suite = begin();
    let mut before = assert_true_log(&suite);
    let mut grown = || {
        let after = assert_true_log(&suite);
        assert!(after.starts_with(&before), "the past was changed");
        assert!(after.len() > before.len());
        before = after;
    };
    let one = recipient(1);
    put(&suite, record(1), None, b"first");
    grown();
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    grown();
    for _ in 0..3 {
        one.release(&suite, grant, record(1)).unwrap();
        grown();
    }
    let log = access_log(&suite);
    one.release(&suite, grant, record(1)).unwrap_err();
    assert_eq!(access_log(&suite), log);
    assert_eq!(self::log(&suite), before, "a refusal is no event");

    instance::upgrade(&suite.pic, suite.identity, canisters::identity(), vec![]).unwrap();
    assert_true_log(&suite);
    assert_eq!(access_log(&suite), log);
    let of_provider = client(&suite, record(1).provider.0);
    assert!(run(of_provider.own_ciphertext(1, 1)).unwrap().is_some());
}

#[test]
fn should_notice_a_release_that_is_left_out() {
    let suite = begin();
    put(&suite, record(1), None, b"first");
    let one = recipient(1);
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    one.release(&suite, grant, record(1)).unwrap();
    let honest = assert_true_log(&suite);
    let root = instance::root(&suite.pic, suite.identity);
    for at in 0..honest.len() {
        let mut events = honest.clone();
        events.remove(at);
        let same = replay(&events).is_ok_and(|replayed| Sha256Hash(replayed.root) == root);
        assert!(!same, "without event {at}");
    }
}
