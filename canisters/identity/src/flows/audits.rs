//! Follows the audits canister: its final findings count in scores.
//!
//! Asks how long its log is, and when that grew, reads its findings in pages from the first one
//! that was not settled and commits those that became final; once a day it reads all of them.
//! Final is final, so a finding that was seen is never looked at again.
//!
//! The length that was looked at last is on the heap, and in an event only together with
//! findings: the audits canister follows the log of this one, and if each wrote down that it
//! followed the other, both logs would grow for ever.

use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_types::audits::{Finding, FindingPage, FindingState, ListFindingsArgs, Summary};
use bonafide_types::id::Caller;
use bonafide_types::identity::AuditFinding;
use bonafide_types::limits::DAY_NS;
use ic_stable_structures::Memory;
use std::cell::Cell;

/// Pages of one walk; far above what any network has.
const PAGES: usize = 10_000;
/// Rows of one event.
const ROWS: usize = 200;

/// How far the last walk came that came to its end.
#[derive(Clone, Copy, Debug)]
struct Walked {
    /// Length of the log before it.
    events: Option<u64>,
    /// The last finding before the first one that was not settled.
    settled: Option<u64>,
    /// When all findings were read last.
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
        // Nothing is lost: the next run begins where this one did.
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
    let mut seen = Vec::new();
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
        seen.extend(findings);
        if next.is_none() {
            see(&seen, events);
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

/// Commits what became final. The audits canister is the one asked: only an upgrade names
/// another, and that ends every walk.
fn see(findings: &[Finding], events: u64) {
    let ctx = own();
    live::change(|state| {
        let mut changes = changed(state, findings, ctx.now_ns);
        if !changes.is_empty() {
            changes.push(Event::AuditsFollowed { events });
            commit(state, &ctx, changes);
        }
    });
}

/// The findings that are final and not here.
pub(crate) fn changed<M: Memory>(
    state: &State<M>,
    findings: &[Finding],
    now_ns: u64,
) -> Vec<Event> {
    let rows = findings.iter().filter_map(|finding| {
        let FindingState::Final { at_ns } = finding.state else {
            return None;
        };
        state.finding(finding.id).is_none().then(|| AuditFinding {
            id: finding.id,
            subject: finding.site.provider,
            class: finding.class.name().into(),
            nodes: finding.nodes,
            final_since_ns: at_ns,
            seen_at_ns: now_ns,
        })
    });
    let rows: Vec<_> = rows.collect();
    let chunks = rows.chunks(ROWS);
    chunks
        .map(|rows| Event::FindingsSeen {
            findings: rows.to_vec(),
        })
        .collect()
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
