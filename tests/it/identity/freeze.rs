//! What ends a disclosure: a freeze, its deadline, its uses.

use super::{
    OPEN, access_log, adopt, begin, disclose, disclosure, put, reader, recipient, record, refusal,
};
use bonafide_test_support::{Suite, run};
use bonafide_types::governance::Command;
use bonafide_types::identity::{
    DiscloseRecordsArgs, FreezeDisclosuresArgs, IdentityError, LiftFreezeArgs,
};
use std::time::Duration;

const CONTENT: &[u8] = b"what is inside";
/// Longer than a freeze lasts.
const LONG: Duration = Duration::from_hours(24 * 30);

/// Record 1, disclosed to recipient 1 for so long; the disclosure.
fn open_for(time: Duration) -> (Suite, u64) {
    let suite = begin();
    put(&suite, record(1), None, CONTENT);
    let args = disclosure(vec![record(1)], vec![recipient(1).named(0)]);
    let grant = disclose(
        &suite,
        DiscloseRecordsArgs {
            valid_for_seconds: time.as_secs(),
            ..args
        },
    );
    (suite, grant)
}

fn freeze(suite: &Suite) {
    let reason = "A recipient's key was stolen.".into();
    let args = FreezeDisclosuresArgs { reason };
    adopt(suite, &Command::FreezeDisclosures(args));
}

fn assert_frozen(suite: &Suite, grant: u64) {
    let said = refusal(recipient(1).release(suite, grant, record(1)));
    assert!(
        matches!(said, IdentityError::DisclosuresFrozen { .. }),
        "{said}"
    );
}

#[test]
fn should_stop_releases_for_14_days() {
    let (suite, grant) = open_for(LONG);
    freeze(&suite);
    assert_frozen(&suite, grant);
    let until_ns = run(reader(&suite).freeze()).unwrap().unwrap().until_ns;
    suite.pass(Duration::from_nanos(
        until_ns - suite.now_ns() - 1_000_000_000,
    ));
    assert_frozen(&suite, grant);
    assert_eq!(access_log(&suite), []);
    suite.pass(Duration::from_secs(1));
    assert_eq!(run(reader(&suite).freeze()).unwrap(), None);
    recipient(1).release(&suite, grant, record(1)).unwrap();
}

#[test]
fn should_release_again_when_a_freeze_is_lifted() {
    let (suite, grant) = open_for(LONG);
    freeze(&suite);
    assert_frozen(&suite, grant);
    let reason = "It was found again.".into();
    adopt(&suite, &Command::LiftFreeze(LiftFreezeArgs { reason }));
    recipient(1).release(&suite, grant, record(1)).unwrap();
    let (row, _) = run(reader(&suite).freeze_certified()).unwrap();
    assert_eq!(row, None);
}

#[test]
fn should_end_with_the_deadline() {
    let (suite, grant) = open_for(OPEN);
    recipient(1).release(&suite, grant, record(1)).unwrap();
    suite.pass(OPEN);
    let said = refusal(recipient(1).release(&suite, grant, record(1)));
    assert!(matches!(said, IdentityError::GrantExpired { .. }), "{said}");
    assert_eq!(access_log(&suite).len(), 1);
}

#[test]
fn should_end_with_the_last_use() {
    let (suite, grant) = open_for(OPEN);
    for _ in 0..3 {
        recipient(1).release(&suite, grant, record(1)).unwrap();
    }
    let said = refusal(recipient(1).release(&suite, grant, record(1)));
    assert_eq!(said, IdentityError::UsesExhausted { uses: 3 });
    assert_eq!(access_log(&suite).len(), 3);
}
