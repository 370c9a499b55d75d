//! Periodic work: learning the public key, following the registry and the audits canister,
//! closing requests that were not answered, giving back uses that nobody works on, erasing what
//! was kept long enough, and computing scores that changed.

use crate::commands::release;
use crate::flows;
use crate::live::{self, Live};
use crate::queries::score;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, commit, page, task};
use bonafide_types::identity::{RecordVersion, RequestState, Score};
use bonafide_types::limits::{DAY_NS, RETENTION_DAYS};
use ic_stable_structures::Memory;
use std::cell::RefCell;
use std::time::Duration;

/// How often most of it is done.
pub const PERIOD: Duration = Duration::from_secs(60);
/// How often ciphertexts are looked at.
pub const ERASE_PERIOD: Duration = Duration::from_hours(1);
/// Requests that one run closes.
pub const REQUESTS: usize = 100;
/// Scores that one run computes.
pub const SCORES: usize = 100;
/// Records that one run looks at.
pub const RECORDS: usize = 2_000;

thread_local! {
    /// The record after which to go on; on the heap, so an upgrade begins afresh.
    static ERASED_UP_TO: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Arms the timers; they do not survive an upgrade. Calls cannot be made by `init` and
/// `post_upgrade`, so the first of them go out right after.
pub fn start() {
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::learn_public_key().await });
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::follow_registry().await });
    ic_cdk_timers::set_timer(Duration::ZERO, async { flows::follow_audits().await });
    // Each in a message of its own, so that a trap in one cannot stop the others.
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::learn_public_key().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_registry().await });
    ic_cdk_timers::set_timer_interval(PERIOD, || async { flows::follow_audits().await });
    task::every("requests", PERIOD, || run(lapse_requests));
    task::every("reservations", PERIOD, || {
        run(|state, now_ns| {
            let reason = "handling the answer failed";
            release::give_back(state, flows::is_in_flight, reason, now_ns)
        });
    });
    task::every("scores", PERIOD, compute_scores);
    task::every("erase", ERASE_PERIOD, || {
        run(|state, now_ns| ERASED_UP_TO.with_borrow_mut(|after| erase(state, after, now_ns)));
    });
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

/// Closes requests whose verifier was silent for too long.
pub fn lapse_requests<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    state
        .requests_due
        .keys()
        .take_while(|(due_at_ns, _)| *due_at_ns <= now_ns)
        .take(REQUESTS)
        .map(|(_, request_id)| Event::RequestClosed {
            request_id,
            state: RequestState::Lapsed { at_ns: now_ns },
        })
        .collect()
}

/// Finds ciphertexts that were kept long enough: replaced by a newer version, or of a provider
/// that left.
pub fn erase<M: Memory>(state: &State<M>, after: &mut Option<Vec<u8>>, now_ns: u64) -> Vec<Event> {
    let kept = RETENTION_DAYS * DAY_NS;
    let over = |since_ns: u64| since_ns.saturating_add(kept) <= now_ns;
    let granted = |record: RecordVersion| {
        let mut last = state.grants.before(None).map(|(_, grant)| grant);
        // Disclosures are open for 30 days at most, so only the newest can be.
        last.by_ref()
            .take_while(|grant| grant.granted_at_ns.saturating_add(31 * DAY_NS) > now_ns)
            .any(|grant| now_ns < grant.expires_at_ns && grant.records.contains(&record))
    };
    let (records, next) = page::collect(
        state.records.after(after.as_deref()),
        usize::MAX,
        RECORDS,
        |_, row| {
            let left = state
                .subject(row.record.provider)
                .and_then(|subject| subject.left_at_ns);
            let due = row.replaced_at_ns.is_some_and(over) || left.is_some_and(over);
            (row.erased_at_ns.is_none() && due && !granted(row.record)).then_some(row.record)
        },
    );
    *after = next;
    if records.is_empty() {
        Vec::new()
    } else {
        vec![Event::RecordsErased { records }]
    }
}

/// Computes some of the scores that may have changed, and writes down those that did.
fn compute_scores() {
    let ctx = own();
    live::change(|state| {
        let events = stale_scores(state, SCORES, ctx.now_ns);
        if !events.is_empty() {
            commit(state, &ctx, events);
        }
    });
}

/// The scores among the stale ones that changed. Each that was looked at is due again when it
/// can change by itself.
pub fn stale_scores<M: Memory>(state: &mut State<M>, limit: usize, now_ns: u64) -> Vec<Event> {
    let mut scores: Vec<Score> = Vec::new();
    for _ in 0..limit {
        let Some((due_ns, subject)) = state.stale_scores.first().copied() else {
            break;
        };
        if due_ns > now_ns {
            break;
        }
        state.stale_scores.remove(&(due_ns, subject));
        let Some(score) = score::now(state, subject, now_ns) else {
            continue;
        };
        if let Some(next_ns) = score::next_change_ns(state, subject, now_ns) {
            state.stale_scores.insert((next_ns, subject));
        }
        let before = state.scores.get(subject.as_slice());
        let same = before.is_some_and(|before| {
            (before.total, before.weights_version, &before.lines)
                == (score.total, score.weights_version, &score.lines)
        });
        if !same && !scores.iter().any(|other| other.subject == subject) {
            scores.push(score);
        }
    }
    if scores.is_empty() {
        Vec::new()
    } else {
        vec![Event::ScoresComputed { scores }]
    }
}

#[cfg(test)]
mod tests;
