//! Moves cases on whose time has come: opens the time for appeals, makes cases executable,
//! lets them expire. The canister's tasks do it.

use super::judge;
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_types::rewards::{Case, CaseState, Expiry};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Cases of one run.
const CASES: usize = 50;

/// The next step of cases that are due, by when they were.
///
/// Offenders are counted again in a run in which nothing expires, so that what no longer stands
/// does not count; and for one case of a provider in a run, so that nothing is locked twice.
/// What is left is due in the next run.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    let due = state.cases_due.keys_range(..=(now_ns, u64::MAX));
    let due = due.filter_map(|(_, id)| state.case(id));
    let due: Vec<Case> = due.take(CASES).collect();
    let mut events: Vec<Event> = due
        .iter()
        .filter_map(|case| by_time(state, case, now_ns))
        .collect();
    let expires = |event: &Event| matches!(event, Event::CaseExpired { .. });
    if events.iter().any(expires) {
        return events;
    }
    let mut counted = BTreeSet::new();
    let ripe = due.iter().filter(|case| is_ripe(case));
    let first = ripe.filter(|case| counted.insert(case.charge.provider));
    events.extend(first.map(|case| executable(state, case, now_ns)));
    events
}

/// What time alone does.
fn by_time<M: Memory>(state: &State<M>, case: &Case, now_ns: u64) -> Option<Event> {
    let case_id = case.id;
    let expired = |why| Some(Event::CaseExpired { case_id, why });
    match case.state {
        // The last moment for evidence is within.
        CaseState::Reported | CaseState::Proposed { .. } if now_ns > case.freeze_until_ns => {
            expired(Expiry::EvidenceTooOld)
        }
        CaseState::Frozen { .. } => {
            let appeal_ns = judge::days_ns(state.policy().windows.appeal_days);
            let until_ns = now_ns.saturating_add(appeal_ns);
            Some(Event::AppealWindowOpened { case_id, until_ns })
        }
        CaseState::AppealWindow { .. } if course::has_open_appeal(case) => {
            expired(Expiry::AppealUndecided)
        }
        CaseState::Executable { .. } => expired(Expiry::NotExecuted),
        CaseState::Reported
        | CaseState::Proposed { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executed { .. }
        | CaseState::Cancelled { .. }
        | CaseState::Expired { .. }
        | CaseState::Refunded { .. } => None,
    }
}

/// Whether a case that is due becomes executable.
fn is_ripe(case: &Case) -> bool {
    matches!(case.state, CaseState::AppealWindow { .. }) && !course::has_open_appeal(case)
}

fn executable<M: Memory>(state: &State<M>, case: &Case, now_ns: u64) -> Event {
    let judged = judge::again(state, case);
    let grace_ns = judge::days_ns(state.policy().windows.execution_grace_days);
    Event::CaseBecameExecutable {
        case_id: case.id,
        until_ns: now_ns.saturating_add(grace_ns),
        judgement: judged.judgement,
        locks: judged.locks,
    }
}

#[cfg(test)]
mod tests;
