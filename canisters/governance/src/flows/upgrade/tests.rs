use super::*;
use crate::commands::testing::SELF_ID;
use crate::flows::execution::waiting;
use crate::flows::testing::{
    World, add_data_center, add_neuron, all_sources, begin, open, outcome, refused_command, switch,
};
use bonafide_types::governance::{Command, Sources};

fn batch(id: u64, commands: Vec<Command>) -> Option<UpgradeBatch> {
    Some(UpgradeBatch { id, commands })
}

fn world() -> World {
    let mut world = World::new(&[1]);
    switch(&mut world, all_sources());
    world
}

fn upgrade(world: &mut World, batch: Option<UpgradeBatch>) -> Result<usize, String> {
    let events = after_upgrade(&world.state, batch, &world.ctx(SELF_ID))
        .map_err(|text| text.split(':').next().unwrap().to_owned())?;
    let count = events.len();
    world.record(events);
    Ok(count)
}

#[test]
fn should_change_nothing_when_nothing_is_out() {
    assert_eq!(upgrade(&mut world(), None), Ok(0));
}

#[test]
fn should_quarantine_calls_that_are_out_and_leave_others() {
    let mut world = world();
    let out = begin(
        &mut world,
        Authority::of(Source::Sns, 1),
        &add_data_center(),
    );
    let done = begin(&mut world, Authority::of(Source::Sns, 2), &add_neuron());
    assert_eq!(upgrade(&mut world, None), Ok(1));
    let reason = UPGRADED.into();
    assert_eq!(outcome(&world, out), Outcome::Quarantined { reason });
    assert_eq!(outcome(&world, done), Outcome::Executed);
    assert_eq!(upgrade(&mut world, None), Ok(0), "once");
}

#[test]
fn should_authorise_a_batch_in_its_order_and_once() {
    let mut world = world();
    let out = begin(
        &mut world,
        Authority::of(Source::Sns, 1),
        &add_data_center(),
    );
    let commands = vec![add_neuron(), refused_command(), add_data_center()];
    assert_eq!(upgrade(&mut world, batch(7, commands.clone())), Ok(4));
    assert!(matches!(outcome(&world, out), Outcome::Quarantined { .. }));
    for (index, journal_id) in [(0, 1), (1, 2), (2, 3)] {
        assert_eq!(
            world.state.executed_as(Source::Upgrade, 7, index),
            Some(journal_id)
        );
        assert_eq!(outcome(&world, journal_id), Outcome::Pending);
    }
    assert_eq!(
        upgrade(&mut world, batch(7, commands)),
        Err("BatchUsed".into())
    );
    assert_eq!(
        upgrade(&mut world, None),
        Ok(0),
        "what waits goes on waiting"
    );

    let sources = Sources {
        upgrade: false,
        ..all_sources()
    };
    switch(&mut world, sources);
    let mut calls = Vec::new();
    for journal_id in 1..=3 {
        let opening = waiting(&world.state, journal_id, &world.ctx(SELF_ID)).unwrap();
        calls.push(opening.call.is_some());
        open(&mut world, opening);
        assert_eq!(waiting(&world.state, journal_id, &world.ctx(SELF_ID)), None);
    }
    assert_eq!(calls, [false, false, true]);
    assert_eq!(outcome(&world, 1), Outcome::Executed);
    assert!(matches!(outcome(&world, 2), Outcome::Failed { .. }));
    assert_eq!(outcome(&world, 3), Outcome::Executing);
}

#[test]
fn should_refuse_bad_batches_each_in_its_own_words() {
    let mut world = world();
    let many = |count| batch(1, vec![add_neuron(); count]);
    assert_eq!(upgrade(&mut world, many(0)), Err("BatchEmpty".into()));
    assert_eq!(upgrade(&mut world, many(17)), Err("BatchTooLong".into()));
    let sources = Sources {
        upgrade: false,
        ..all_sources()
    };
    switch(&mut world, sources);
    assert_eq!(upgrade(&mut world, many(16)), Err("SourceOff".into()));
    switch(&mut world, all_sources());
    assert_eq!(upgrade(&mut world, many(16)), Ok(16));
}
