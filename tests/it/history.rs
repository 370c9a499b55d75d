//! Random histories of all commands, lapses and upgrades.

use bonafide_test_support::World;
use bonafide_test_support::strategies::{Step, history};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

/// Histories told; each on a world of its own.
const CASES: u32 = 12;

#[test]
fn whatever_happens_the_log_gives_the_root_and_a_refusal_changes_nothing() {
    // A failure prints the shortest history that fails.
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let done = Cell::new(0_u32);
    runner
        .run(&history(), |steps| {
            let world = World::new();
            for step in &steps {
                let (root, length) = (world.root(), world.tip().length);
                let allowed = step.take(&world);
                done.set(done.get() + u32::from(allowed));
                if !allowed || matches!(step, Step::Upgrade) {
                    prop_assert_eq!(world.root(), root, "{:?} changed something", step);
                }
                prop_assert!(world.tip().length >= length, "{:?} shortened the log", step);
            }
            let replayed = crate::replay::replayed(&world);
            prop_assert_eq!(replayed.root, world.root().0);
            prop_assert_eq!(replayed.length, world.tip().length);
            Ok(())
        })
        .unwrap();
    let done = done.get();
    assert!(
        done > CASES,
        "only {done} steps were allowed: the histories say nothing"
    );
}
