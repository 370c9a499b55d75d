//! Follows the audits canister: its final findings become cases.
//!
//! Asks how long its log is, and when that grew, reads its findings in pages from the first one
//! that was not settled, and puts on record what became final. Once a day it reads all of them:
//! a finding about a provider that was not known yet becomes a case then.

use crate::commands::open_case::of_finding;
use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::Ctx;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit::{certify, commit, record};
use bonafide_kit::task::TaskGuard;
use bonafide_types::audits::{Finding, FindingPage, FindingState, ListFindingsArgs, Summary};
use bonafide_types::id::Caller;
use bonafide_types::limits::DAY_NS;
use ic_stable_structures::Memory;
use std::cell::Cell;

/// Pages of one walk; far above what any network has.
const PAGES: usize = 10_000;

/// How far the last walk came that came to its end.
#[derive(Clone, Copy, Debug)]
struct Walked {
    /// Length of the log before it.
    events: Option<u64>,
    /// The last finding before the first one that was not settled.
    settled: Option<u64>,
    /// When all findings were read last. Nanoseconds since the epoch.
    whole_at_ns: u64,
}

thread_local! {
    /// On the heap, so an upgrade, which may name another canister, begins afresh.
    static WALKED: Cell<Walked> = const {
        Cell::new(Walked {
            events: None,
            settled: None,
            whole_at_ns: 0,
        })
    };
}

/// Takes over what became final, when there is an audits canister. What goes wrong is tried
/// again.
pub async fn follow_audits() {
    if let Some(_guard) = TaskGuard::acquire("follow_audits")
        && let Some(audits) = live::read(State::settings).audits
    {
        // Nothing is lost: what a page brought is on record, and is not taken twice.
        let _ = walk(audits).await;
    }
}

async fn walk(audits: Caller) -> Result<(), String> {
    let Summary { events, .. } = ask(audits.0, "get_summary").await?;
    let before = WALKED.get();
    let now_ns = own().now_ns;
    let whole = now_ns >= before.whole_at_ns.saturating_add(DAY_NS);
    if before.events == Some(events) && !whole {
        return Ok(());
    }
    let mut after = before.settled.filter(|_| !whole);
    let mut settled = Settled::after(after);
    for _ in 0..PAGES {
        let args = ListFindingsArgs {
            after,
            limit: None,
            provider: None,
        };
        let FindingPage { findings, next } = call(audits.0, "list_findings", &args, 0).await?;
        settled.take(&findings);
        see(&findings);
        if next.is_none() {
            follow(events);
            WALKED.set(Walked {
                events: Some(events),
                settled: settled.up_to,
                whole_at_ns: if whole { now_ns } else { before.whole_at_ns },
            });
            return Ok(());
        }
        after = next;
    }
    Err("more pages than any audits canister has".into())
}

/// Puts cases on record. The audits canister is the one asked: only an upgrade names another,
/// and that ends every walk.
fn see(findings: &[Finding]) {
    let ctx = own();
    live::change(|state| {
        if report(state, &ctx, findings) > 0 {
            certify(state);
        }
    });
}

/// Says that all findings up to an event of the audits canister's log are here.
fn follow(events: u64) {
    live::change(|state| {
        if events != state.audits_events() {
            let followed = Event::Followed {
                registry_events: None,
                audits_events: Some(events),
            };
            commit(state, &own(), [followed]);
        }
    });
}

/// Records the findings that are cases and not here, one after the other, because each case
/// takes the next number. Tells how many there were; the caller certifies.
fn report<M: Memory>(state: &mut State<M>, ctx: &Ctx, findings: &[Finding]) -> usize {
    let mut reported = 0;
    for finding in findings {
        if let Some(event) = of_finding(state, finding, ctx.now_ns) {
            record(state, ctx, [event]);
            reported += 1;
        }
    }
    reported
}

/// Up to which finding all are settled, as pages come in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settled {
    up_to: Option<u64>,
    all: bool,
}

impl Settled {
    /// All up to this one are.
    const fn after(up_to: Option<u64>) -> Self {
        Self { up_to, all: true }
    }

    fn take(&mut self, findings: &[Finding]) {
        for Finding { id, state, .. } in findings {
            self.all &= matches!(
                state,
                FindingState::Final { .. } | FindingState::Overturned { .. }
            );
            if self.all {
                self.up_to = Some(*id);
            }
        }
    }
}

#[cfg(test)]
mod tests;
