//! The Candid files of the canisters, under `candid`.

use crate::canisters::workspace;
use candid_parser::utils::{CandidSource, service_compatible, service_equal};

/// Checks that a canister serves what integrators read in its Candid file.
pub fn assert_served_as_written(canister: &str, served: &str) {
    let written = workspace().join(format!("candid/{canister}.did"));
    service_equal(CandidSource::Text(served), CandidSource::File(&written))
        .unwrap_or_else(|error| panic!("{error}\nthe code serves:\n{served}"));
}

/// Checks that a client built on a canister's last release still works.
pub fn assert_compatible_with_last_release(canister: &str) {
    let written = workspace().join(format!("candid/{canister}.did"));
    let released = workspace().join(format!("candid/released/{canister}.did"));
    service_compatible(CandidSource::File(&written), CandidSource::File(&released))
        .unwrap_or_else(|error| panic!("{error}"));
}
