//! Periodic work: deciding proposals whose deadline passed, and executing what was adopted.
//!
//! Adopted commands are executed right after the message that adopted them; this is the net
//! under that, also after upgrades.

use crate::commands::reach_deadline;
use crate::{flows, live};
use bonafide_kit::{Ctx, commit, task};
use std::time::Duration;

/// How often the task runs.
pub const PERIOD: Duration = Duration::from_secs(60);

/// Arms the timers; they do not survive an upgrade. Calls cannot be made by `init` and
/// `post_upgrade`, so what waits is executed by a timer right after.
pub fn start() {
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::resume() });
    // Each in a message of its own, so that a trap in one cannot stop the other.
    task::every("executions", PERIOD, flows::resume);
    task::every("deadlines", PERIOD, reach_deadlines);
}

/// Decides what is due, some proposals in a message and the next right after it.
fn reach_deadlines() {
    let ctx = Ctx::capture();
    // Timers run as the canister itself.
    let ctx = Ctx {
        caller: ctx.self_id,
        ..ctx
    };
    let events = live::read(|state| reach_deadline::decide(state, ctx.now_ns));
    if !events.is_empty() {
        let more = events.len() == reach_deadline::AT_ONCE;
        live::change(|state| commit(state, &ctx, events));
        ic_cdk_timers::set_timer(Duration::ZERO, async { flows::resume() });
        if more {
            ic_cdk_timers::set_timer(Duration::ZERO, async { reach_deadlines() });
        }
    }
}
