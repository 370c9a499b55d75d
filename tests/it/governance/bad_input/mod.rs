//! What is refused: each in its own words, with nothing executed and a true journal.

mod authority;
mod council;
mod execution;
mod motions;
mod recorded;

use bonafide_test_support::Suite;
use bonafide_types::governance::{Command, Sources};

/// All sources on.
const ALL: Sources = Sources {
    council: true,
    sns: true,
    nns_motion: true,
    upgrade: true,
};

/// The council switches sources.
fn switch(suite: &Suite, sources: Sources) {
    let state = suite.by_council(&Command::SetSources(sources));
    assert_eq!(state.failure_reason, None);
}
