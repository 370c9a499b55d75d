//! Periodic work: following the registry and the identity canister, learning what the system
//! and the ledger tell, moving plans, draws, audits and findings on, and making transfers.

use crate::commands::{advance_plans, conclude, finish_findings, pay_owed, release_locks};
use crate::flows;
use crate::live::{self, Live};
use crate::state::Event;
use bonafide_kit::{Ctx, commit, task};
use std::time::Duration;

/// How often most of it is done.
pub const PERIOD: Duration = Duration::from_secs(60);
/// How often the ledger is asked what a transfer costs.
pub const FEE_PERIOD: Duration = Duration::from_hours(24);

/// Arms the timers; they do not survive an upgrade. Calls cannot be made by `init` and
/// `post_upgrade`, so the first of them go out right after.
pub fn start() {
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::learn_public_key().await });
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::learn_ledger_fee().await });
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::follow_registry().await });
    // Each in a message of its own, so that a trap in one cannot stop the others.
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::learn_public_key().await });
    ic_cdk_timers::set_timer_interval(FEE_PERIOD, || async { flows::learn_ledger_fee().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_registry().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_identity().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::send_transfers().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::make_draws().await });
    task::every("audits", PERIOD, || run(conclude::due));
    task::every("findings", PERIOD, || run(finish_findings::due));
    task::every("locks", PERIOD, || run(release_locks::due));
    task::every("owed", PERIOD, || run(pay_owed::due));
    task::every("plans", PERIOD, || run(advance_plans::due));
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
