//! Executes what was adopted, and what waits.

use super::execution::{self, adopted, waiting};
use super::place::{Place, Work};
use crate::commands::journal;
use crate::live;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, commit};
use bonafide_types::governance::Outcome;
use ic_stable_structures::Memory;
use std::time::Duration;

/// Why the outcome of a call is unknown whose answer could not be handled.
const LOST: &str = "AnswerLost: handling the answer trapped, and nothing of it remains";

/// Executes the commands of adopted proposals and the entries that wait, each in a message of
/// its own right after this one, so that nothing that goes wrong there touches this one.
/// Entries whose answer was lost become Quarantined at once.
///
/// To be called after every commit that may have adopted a proposal, by the periodic task and
/// after upgrades. Calling it once more does nothing: who comes second finds the work taken.
pub fn resume() {
    let (lost, adopted, waits) = live::read(|state| {
        let lost = quarantine(state, |id| !Place::is_taken(Work::Entry(id)), LOST);
        let adopted: Vec<u64> = state.adopted.iter().copied().collect();
        (lost, adopted, next_waiting(state).is_some())
    });
    if !lost.is_empty() {
        let ctx = as_itself(Ctx::capture());
        live::change(|state| commit(state, &ctx, lost));
    }
    for proposal_id in adopted {
        ic_cdk_timers::set_timer(Duration::ZERO, execute_adopted(proposal_id));
    }
    if waits && !Place::is_taken(Work::Waiting) {
        ic_cdk_timers::set_timer(Duration::ZERO, execute_waiting());
    }
}

/// Ends the executions whose call is out and that `which` picks: their outcome is unknown.
pub(super) fn quarantine<M: Memory>(
    state: &State<M>,
    which: impl Fn(u64) -> bool,
    reason: &str,
) -> Vec<Event> {
    state
        .unfinished
        .iter()
        .filter(|(id, outcome)| **outcome == Outcome::Executing && which(**id))
        .map(|(id, _)| journal::ended(*id, journal::quarantined(reason.into()), None))
        .collect()
}

fn next_waiting<M: Memory>(state: &State<M>) -> Option<u64> {
    state
        .unfinished
        .iter()
        .find(|(_, outcome)| **outcome == Outcome::Pending)
        .map(|(id, _)| *id)
}

/// Timers act as the canister itself.
fn as_itself(ctx: Ctx) -> Ctx {
    Ctx {
        caller: ctx.self_id,
        ..ctx
    }
}

async fn execute_adopted(proposal_id: u64) {
    let ctx = as_itself(Ctx::capture());
    // The journal says what became of it; whoever came first has done it.
    let _ = execution::execute(ctx, |state| adopted(state, proposal_id, &ctx).ok_or(())).await;
}

/// One after the other, in the order of their numbers.
async fn execute_waiting() {
    let Some(_place) = Place::take(Work::Waiting) else {
        return;
    };
    let mut ctx = as_itself(Ctx::capture());
    while let Some(id) = live::read(next_waiting) {
        let executed = execution::execute(ctx, |state| waiting(state, id, &ctx).ok_or(())).await;
        if executed.is_err() {
            break;
        }
        ctx = ctx.later();
    }
}
