//! What has to be done until when.

use super::SCAN;
use crate::state::{State, number};
use bonafide_types::audits::{
    Assignment, Deadline, DeadlineKind, Finding, FindingState, GetCalendarArgs, Phase, SeatState,
};
use bonafide_types::id::AuditorId;
use ic_stable_structures::Memory;

/// Deadlines that one call returns.
pub const DEADLINES: usize = 200;

/// Deadlines ahead in the order of time: of all assignments under way and findings that can be
/// appealed, of assignments with an auditor, or of assignments and findings at a provider's
/// sites. Looks at the 2,000 assignments that end first; of one auditor or provider at the
/// latest 2,000.
pub fn get_calendar<M: Memory>(
    state: &State<M>,
    args: &GetCalendarArgs,
    now_ns: u64,
) -> Vec<Deadline> {
    let GetCalendarArgs {
        until_ns,
        auditor,
        provider,
    } = args;
    let mut deadlines: Vec<_> = assignments(state, args, now_ns)
        .take(SCAN)
        .filter(|id| state.open_assignments.contains_key(id))
        .filter_map(|id| state.assignment(id))
        .filter(|row| auditor.is_none_or(|auditor| row.seat(auditor).is_some()))
        .filter(|row| provider.is_none_or(|provider| row.site.provider == provider))
        .flat_map(|row| of_assignment(&row, now_ns))
        .collect();
    // An appeal is not an auditor's to make.
    if auditor.is_none() {
        deadlines.extend(
            findings(state, args, now_ns)
                .take(SCAN)
                .filter_map(|id| state.finding(id))
                .filter(|finding| finding.state == FindingState::Provisional)
                .map(of_finding),
        );
    }
    let until_ns = until_ns.unwrap_or(u64::MAX);
    deadlines.retain(|it| now_ns < it.due_at_ns && it.due_at_ns <= until_ns);
    deadlines.sort_by_key(|it| (it.due_at_ns, it.id));
    deadlines.truncate(DEADLINES);
    deadlines
}

/// Assignments to look at.
fn assignments<'s, M: Memory>(
    state: &'s State<M>,
    args: &GetCalendarArgs,
    now_ns: u64,
) -> Box<dyn Iterator<Item = u64> + 's> {
    let index = match (args.auditor, args.provider) {
        (Some(auditor), _) => Some((&state.assignments_by_auditor, auditor.0)),
        (None, Some(provider)) => Some((&state.assignments_by_provider, provider.0)),
        (None, None) => None,
    };
    match index {
        Some((index, owner)) => {
            let latest = index.members_before(owner.as_slice(), None);
            Box::new(latest.map(|id| number(&id)))
        }
        None => {
            let ahead = state.assignments_due.range((now_ns, 0)..);
            Box::new(ahead.map(|entry| entry.key().1))
        }
    }
}

/// Findings to look at.
fn findings<'s, M: Memory>(
    state: &'s State<M>,
    args: &GetCalendarArgs,
    now_ns: u64,
) -> Box<dyn Iterator<Item = u64> + 's> {
    match args.provider {
        Some(provider) => {
            let index = &state.findings_by_provider;
            let latest = index.members_before(provider.as_slice(), None);
            Box::new(latest.map(|id| number(&id)))
        }
        None => {
            let ahead = state.findings_due.range((now_ns, 0)..);
            Box::new(ahead.map(|entry| entry.key().1))
        }
    }
}

/// What is next in an assignment.
fn of_assignment(row: &Assignment, now_ns: u64) -> Vec<Deadline> {
    let deadline = |due_at_ns: u64, kind: DeadlineKind, waiting_for: Vec<AuditorId>| Deadline {
        due_at_ns,
        kind,
        id: row.id,
        site: row.site.clone(),
        waiting_for,
    };
    let seats = |waits: fn(&SeatState) -> bool| -> Vec<AuditorId> {
        row.seats
            .iter()
            .filter(|seat| waits(&seat.state))
            .map(|seat| seat.auditor)
            .collect()
    };
    let commit = || {
        let drawn = seats(|state| *state == SeatState::Drawn);
        deadline(row.commit_until_ns, DeadlineKind::Commit, drawn)
    };
    match row.phase(now_ns) {
        Phase::Notice if row.visit.is_none() => {
            let accept = deadline(row.visit_at_ns(), DeadlineKind::AcceptSlot, vec![]);
            vec![accept, commit()]
        }
        Phase::Notice | Phase::Commit => vec![commit()],
        Phase::Reveal => {
            let committed = seats(|state| matches!(state, SeatState::Committed { .. }));
            vec![deadline(
                row.reveal_until_ns,
                DeadlineKind::Reveal,
                committed,
            )]
        }
        Phase::Due | Phase::Over => vec![],
    }
}

fn of_finding(finding: Finding) -> Deadline {
    Deadline {
        due_at_ns: finding.appeal_until_ns,
        kind: DeadlineKind::Appeal,
        id: finding.id,
        site: finding.site,
        waiting_for: vec![],
    }
}

#[cfg(test)]
mod tests;
