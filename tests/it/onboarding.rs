//! Onboarding in its order, by the command and by typed calls.

use bonafide_test_support::engine::Engine;
use bonafide_tests::demo;
use std::sync::Arc;

/// Every line of it is a `bonafide` command, as a provider and its voters type them.
#[test]
fn should_walk_the_whole_onboarding_by_the_command() {
    let engine = Arc::new(Engine::start());
    demo::onboard(engine).unwrap_or_else(|failure| panic!("{failure}"));
}
