//! How the council decides, to the second and to the unit of voting power.

mod electorate;
mod retention;
mod thresholds;
mod time;

use bonafide_test_support::{Plan, Suite, actors};
use bonafide_types::governance::{AddNeuronArgs, Command, ProposalState, Tally};
use bonafide_types::id::Caller;
use pocket_ic::Time;
use std::time::Duration;

/// How long a proposal is voted on, seconds.
const PERIOD: u64 = 4 * 86_400;

/// A suite whose neurons have these powers.
fn council(powers: &[u64]) -> Suite {
    Suite::new(&Plan {
        powers: powers.to_vec(),
        ..Plan::default()
    })
}

/// A critical command.
fn add_neuron(voting_power: u64) -> Command {
    Command::AddNeuron(AddNeuronArgs {
        controller: Caller(actors::voter(77)),
        voting_power,
    })
}

/// Moves the clock to the beginning of a second.
fn go_to(suite: &Suite, seconds: u64) {
    let time = Time::from_nanos_since_unix_epoch(seconds * 1_000_000_000);
    suite.pic.set_time(time);
}

/// Lets the voting period end, and what is decided then be executed.
fn pass_deadline(suite: &Suite) {
    suite.pass(Duration::from_secs(PERIOD + 61));
}

/// Yes, no and all.
fn votes(state: &ProposalState) -> (u64, u64, u64) {
    let Tally { yes, no, total, .. } = state.latest_tally;
    (yes, no, total)
}
