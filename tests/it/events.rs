//! The event log: read by cursor, chained by hashes, fixed by the certified tip.

use bonafide_test_support::{World, args, run};
use bonafide_types::limits::PAGE_EVENT_BYTES;
use bonafide_types::registry::PublishDeclarationArgs;
use sha2::{Digest, Sha256};

fn chained(events: &[Vec<u8>]) -> [u8; 32] {
    events.iter().fold([0; 32], |tip, event| {
        let words: [&[u8]; 3] = [b"\x0Ebonafide-event", &tip, event];
        Sha256::digest(words.concat()).into()
    })
}

#[test]
fn the_certified_tip_is_the_hash_of_the_whole_chain() {
    let world = World::new();
    world.onboard(1);
    let page = run(world.reader().events(0, 1_000)).unwrap();
    let events: Vec<_> = page.events.iter().map(|event| event.to_vec()).collect();
    let tip = run(world.reader().tip_certified()).unwrap();
    assert_eq!(u64::try_from(events.len()).unwrap(), tip.length);
    assert_eq!(page.length, tip.length);
    assert_eq!(chained(&events), tip.tip.0);
    assert_ne!(chained(&events[..events.len() - 1]), tip.tip.0);
}

#[test]
fn a_cursor_reads_every_event_once() {
    let world = World::new();
    world.onboard(1);
    let all = run(world.reader().events(0, 1_000)).unwrap();
    let mut found = Vec::new();
    while found.len() < all.events.len() {
        let start = u64::try_from(found.len()).unwrap();
        let page = run(world.reader().events(start, 2)).unwrap();
        assert!(page.events.len() <= 2 && !page.events.is_empty());
        assert_eq!(page.length, all.length);
        found.extend(page.events);
    }
    assert_eq!(found, all.events);
    for (start, length) in [(all.length, 5), (u64::MAX, u64::MAX), (0, 0)] {
        let page = run(world.reader().events(start, length)).unwrap();
        assert_eq!((page.events.len(), page.length), (0, all.length));
    }
}

#[test]
fn a_page_fits_a_reply() {
    let world = World::new();
    for major in 1..=30 {
        let version = args::version(major, 0, 0);
        let text = format!("{version}\n{}\n", "x".repeat(65_000));
        let wish = PublishDeclarationArgs {
            text,
            ..args::declaration(version)
        };
        run(world.governance().publish_declaration(&wish)).unwrap();
    }
    let page = run(world.reader().events(0, u64::MAX)).unwrap();
    let bytes: usize = page.events.iter().map(|event| event.len()).sum();
    assert!(
        bytes <= PAGE_EVENT_BYTES && bytes > PAGE_EVENT_BYTES / 2,
        "{bytes} bytes"
    );
    assert!(page.length > u64::try_from(page.events.len()).unwrap());
}

#[test]
fn reading_changes_nothing() {
    let world = World::new();
    world.onboard(1);
    let root = world.root();
    for _ in 0..3 {
        run(world.reader().events(0, 10)).unwrap();
        world.pic.tick();
    }
    assert_eq!(world.root(), root);
}
