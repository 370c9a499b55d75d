use super::erase;
use crate::commands::disclose_records;
use crate::commands::testing::{GOVERNANCE, World, disclosure, provider_id, recipient};
use bonafide_types::identity::{DiscloseRecordsArgs, Subject};
use bonafide_types::limits::{DAY_NS, DISCLOSURE_SECONDS, RETENTION_DAYS};
use bonafide_types::registry::ProviderStatus;

fn run(world: &mut World) -> usize {
    let events = erase(&world.state, &mut None, world.now_ns);
    let count = events.len();
    for event in events {
        world.record(event);
    }
    count
}

#[test]
fn should_erase_replaced_versions_after_their_time() {
    let mut world = World::new();
    let old = world.put(1, 0).record;
    world.now_ns += DAY_NS;
    let new = world.put(1, 0).record;
    world.now_ns += RETENTION_DAYS * DAY_NS - 1;
    assert_eq!(run(&mut world), 0);
    world.now_ns += 1;
    assert_eq!(run(&mut world), 1);
    assert_eq!(
        world.state.record(old).unwrap().erased_at_ns,
        Some(world.now_ns)
    );
    assert_eq!(world.state.ciphertext(old), None);
    assert!(world.state.ciphertext(new).is_some());
    assert_eq!(world.state.provider_bytes(provider_id(1)), 200);
    world.now_ns += RETENTION_DAYS * DAY_NS;
    assert_eq!(run(&mut world), 0, "once, and the latest never");
}

#[test]
fn should_keep_what_an_open_disclosure_names() {
    let mut world = World::new();
    let old = world.put(1, 0).record;
    world.put(1, 0);
    world.now_ns += RETENTION_DAYS * DAY_NS - 1;
    let args = DiscloseRecordsArgs {
        valid_for_seconds: DISCLOSURE_SECONDS,
        ..disclosure(&[old], &[recipient(1, 0)])
    };
    world
        .run_as(GOVERNANCE, disclose_records::decide, args)
        .unwrap();
    // A newer one that does not name it.
    let other = world.put(2, 0).record;
    world.disclose(&[other], &[recipient(1, 0)]);
    world.now_ns += 30 * DAY_NS - 1;
    assert_eq!(run(&mut world), 0);
    assert!(world.state.ciphertext(old).is_some());
    world.now_ns += 1;
    assert_eq!(run(&mut world), 1);
    assert_eq!(world.state.ciphertext(old), None);
}

#[test]
fn should_erase_everything_of_those_who_left() {
    let mut world = World::new();
    let record = world.put(1, 0).record;
    let stays = world.put(2, 0).record;
    let left = Subject {
        status: ProviderStatus::Offboarded,
        left_at_ns: Some(world.now_ns),
        ..world.subject(1, 1)
    };
    world.show(left);
    world.now_ns += RETENTION_DAYS * DAY_NS - 1;
    assert_eq!(run(&mut world), 0);
    world.now_ns += 1;
    assert_eq!(run(&mut world), 1);
    assert_eq!(world.state.ciphertext(record), None);
    assert!(world.state.ciphertext(stays).is_some());
}
