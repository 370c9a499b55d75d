//! The public log, replayed by anyone, gives the certified root.

use bonafide_registry::replay;
use bonafide_registry::state::replay::Replayed;
use bonafide_test_support::{World, args, run};
use bonafide_types::registry::{UpdateProviderProfileArgs, table};

/// Replays the world's whole log on heap memory.
pub(crate) fn replayed(world: &World) -> Replayed {
    let events = log(world);
    replay(&events).expect("the log replays")
}

pub(crate) fn log(world: &World) -> Vec<Vec<u8>> {
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(world.reader().events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            return events;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
}

/// A world in which every kind of event happened.
fn eventful() -> World {
    let world = World::new();
    world.import("network", "1", args::network());
    let (provider, operator) = world.onboard(1);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    let said = UpdateProviderProfileArgs {
        display_name: Some("One".into()),
        urls: vec!["https://one.example/".into()],
    };
    run(world.client(provider).update_provider_profile(&said)).unwrap();
    world.publish(args::version(2, 0, 0));
    world.pass_days(31);
    world.register(2);
    world.accept(provider);
    world
}

#[test]
fn the_log_rebuilds_the_certified_root() {
    let world = eventful();
    let tip = world.tip();
    let replayed = replayed(&world);
    assert_eq!(replayed.root, world.root().0);
    assert_eq!((replayed.length, replayed.tip), (tip.length, tip.tip));
}

#[test]
fn a_lapse_is_an_event() {
    let world = eventful();
    let before = world.tip().length;
    world.publish(args::version(3, 0, 0));
    world.pass_days(31);
    assert_eq!(world.tip().length, before + 2, "publication and lapse");
    assert_eq!(replayed(&world).root, world.root().0);
}

#[test]
fn a_log_with_one_event_less_or_changed_gives_another_root() {
    let world = eventful();
    let root = world.root().0;
    let events = log(&world);
    let shorter = replay(&events[..events.len() - 1]).unwrap();
    assert_ne!(shorter.root, root);
    let mut changed = events;
    let last = changed.len() - 1;
    let at = changed[last].len() - 1;
    changed[last][at] ^= 1;
    let outcome = replay(&changed);
    assert!(outcome.is_err() || outcome.unwrap().root != root);
}

#[test]
fn every_table_has_a_row_in_the_eventful_world() {
    let world = eventful();
    for label in [
        table::ACCEPTANCE,
        table::CONFIG,
        table::DATA_CENTER,
        table::DECLARATION_TEXT,
        table::IMPORT,
        table::NODE,
        table::NODE_OPERATOR,
        table::PROVIDER,
        table::SUBNET,
    ] {
        let range = bonafide_types::certified::RangeArgs {
            table: label.into(),
            after: None,
            limit: 1,
        };
        let page = run(world.reader().range_certified(&range)).unwrap();
        assert_eq!(page.rows.len(), 1, "{label} is empty");
    }
}
