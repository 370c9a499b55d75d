//! Periodic work: computing periods, moving cases on, releasing what is due, making transfers,
//! following registry and audits, and collecting metrics.

use crate::commands::{advance_cases, compute_period, release_lots};
use crate::flows;
use crate::live::{self, Live};
use crate::state::Event;
use bonafide_kit::{Ctx, commit, task};
use std::time::Duration;

/// How often most of it is done.
pub const PERIOD: Duration = Duration::from_secs(60);
/// How often the ledger is asked what a transfer costs, and metrics are collected.
pub const SLOW_PERIOD: Duration = Duration::from_hours(1);

/// Arms the timers; they do not survive an upgrade. Calls cannot be made by `init` and
/// `post_upgrade`, so the first of them go out right after.
pub fn start() {
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::learn_ledger_fee().await });
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::follow_registry().await });
    // Each in a message of its own, so that a trap in one cannot stop the others.
    ic_cdk_timers::set_timer_interval(SLOW_PERIOD, || async { flows::learn_ledger_fee().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_registry().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_audits().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_proposals().await });
    ic_cdk_timers::set_timer_interval(SLOW_PERIOD, || async { flows::collect_metrics().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::send_transfers().await });
    task::every("cases", PERIOD, || run(advance_cases::due));
    task::every("lots", PERIOD, || run(release_lots::due));
    task::every("periods", PERIOD, || {
        run(compute_period::due);
        compute_soon();
    });
}

/// Computes the next slice in a message of its own, and so on until nothing can be computed.
pub fn compute_soon() {
    if live::read(compute_period::is_due) {
        ic_cdk_timers::set_timer(Duration::ZERO, async {
            run(compute_period::due);
            compute_soon();
        });
    }
}

/// Makes transfers that were just decided, in messages of their own.
pub fn send_soon() {
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::send_transfers().await });
}

/// Commits what a task finds. Timers run as the canister itself.
fn run(find: impl FnOnce(&Live, u64) -> Vec<Event>) {
    let ctx = own();
    let events = live::read(|state| find(state, ctx.now_ns));
    if !events.is_empty() {
        live::change(|state| commit(state, &ctx, events));
    }
}

/// The canister acting for itself.
pub(crate) fn own() -> Ctx {
    let ctx = Ctx::capture();
    Ctx {
        caller: ctx.self_id,
        ..ctx
    }
}
