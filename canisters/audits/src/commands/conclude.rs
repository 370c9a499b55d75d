//! What an audit comes to, once its time is over. Decided by the canister's task.
//!
//! Reports of all rounds count together. Without a quorum, reserve auditors follow for those
//! who vanished, as far as they are there and can still make one. A panel looks at one class:
//! its members who report it, and those who find the door shut, uphold the finding; those who
//! were let in and do not report it overturn it; who was unable to visit says neither. It
//! judges what it sees on its own visit.

use super::seats;
use crate::domain::{business_days, conflicts, quorum};
use crate::state::{Event, State, Vanished};
use bonafide_policy::report;
use bonafide_types::audits::{
    Appeal, AppealVerdict, Assignment, AssignmentPurpose, AssignmentState, AuditorStatus, Finding,
    FindingClass, FindingState, Outcome, Report, SeatState,
};
use bonafide_types::id::{AuditorId, Caller};
use bonafide_types::limits::{APPEALS, DAY_NS};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Audits that one run looks at.
pub const ASSIGNMENTS: usize = 50;

/// Entries of the index of what is due that one run looks at. Among them are audits that are
/// over and wait for their findings to be settled.
const SCAN: usize = 10_000;

/// Basis points of a whole.
const WHOLE_BPS: u128 = 10_000;

/// Goes on with audits whose time is over.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    each_due(state, now_ns).into_iter().flatten().collect()
}

/// The same, each audit for itself.
pub(crate) fn each_due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Vec<Event>> {
    let due = state
        .assignments_due
        .keys()
        .take_while(|(due_at_ns, _)| *due_at_ns <= now_ns)
        .take(SCAN)
        .filter(|(_, id)| state.open_assignments.contains_key(id))
        .take(ASSIGNMENTS)
        .filter_map(|(_, id)| state.assignment(id));
    let mut each = Vec::new();
    let mut moved = BTreeSet::new();
    let mut findings = state.findings.len();
    for row in due {
        let end = End::of(state, row, now_ns);
        // Each is decided upon the state before this run. So nobody's stake moves twice in one:
        // the rest waits for the next.
        let moves: Vec<_> = end.moves().collect();
        if moves.iter().any(|auditor| moved.contains(auditor)) {
            continue;
        }
        moved.extend(moves);
        let events = end.events(state, findings, now_ns);
        let found = |event: &&Event| matches!(event, Event::FindingEstablished { .. });
        findings += events.iter().filter(found).count() as u64;
        each.push(events);
    }
    each
}

/// What says that no panel could be drawn for the last appeal against a finding: a proposal
/// decides, and the bond goes back. A finding that was settled meanwhile stays so. `None` when
/// no appeal waits for a panel.
#[must_use]
pub fn without_panel<M: Memory>(state: &State<M>, finding_id: u64) -> Option<Event> {
    let finding = state.finding(finding_id)?;
    let waits = |appeal: &Appeal| appeal.assignment_id.is_none() && appeal.verdict.is_none();
    if !finding.appeals.last().is_some_and(waits) {
        return None;
    }
    Some(Event::AppealDecided {
        finding_id,
        verdict: AppealVerdict::Undecided,
        state: if is_settled(finding.state) {
            finding.state
        } else {
            FindingState::VoteNeeded
        },
        appeal_until_ns: finding.appeal_until_ns,
        owed_e8s: 0,
    })
}

/// How a round ends.
struct End {
    row: Assignment,
    /// Of all rounds, in the order of their auditors.
    reports: Vec<Report>,
    vanished: Vec<Vanished>,
    /// Who follows; nobody when the audit is over.
    joined: Vec<AuditorId>,
    /// When those visit.
    window: (u64, u64),
}

impl End {
    fn of<M: Memory>(state: &State<M>, row: Assignment, now_ns: u64) -> Self {
        let reports: Vec<_> = state.reports_of(row.id).map(|filed| filed.report).collect();
        let vanished = vanished(state, &row);
        let panel = match row.purpose {
            AssignmentPurpose::Appeal { finding_id, .. } => state.finding(finding_id),
            AssignmentPurpose::Audit { .. } | AssignmentPurpose::Reaudit { .. } => None,
        };
        let leading = match &panel {
            Some(finding) => quorum::leading_answer(&reports, finding.class),
            None => quorum::leading_outcome(&reports),
        };
        // Nobody is sent out for a finding that a vote settled meanwhile.
        let settled = panel.is_some_and(|finding| is_settled(finding.state));
        let wanted = usize::from(row.team.quorum);
        let next = (leading < wanted && !settled)
            .then(|| next_round(state, &row, vanished.len(), now_ns))
            .flatten()
            .filter(|(joined, _)| leading + joined.len() >= wanted);
        let (joined, window) = next.unwrap_or((vec![], (row.window_from_ns, row.window_until_ns)));
        Self {
            row,
            reports,
            vanished,
            joined,
            window,
        }
    }

    /// Whose stake it moves.
    fn moves(&self) -> impl Iterator<Item = AuditorId> {
        let vanished = self.vanished.iter().map(|it| it.auditor);
        vanished.chain(self.joined.iter().copied())
    }

    fn events<M: Memory>(&self, state: &State<M>, findings: u64, now_ns: u64) -> Vec<Event> {
        let assignment_id = self.row.id;
        let mut events = Vec::new();
        if !self.vanished.is_empty() {
            let (window_from_ns, window_until_ns) = self.window;
            events.push(Event::RoundEnded {
                assignment_id,
                vanished: self.vanished.clone(),
                joined: self.joined.clone(),
                window_from_ns,
                window_until_ns,
            });
        }
        if !self.joined.is_empty() {
            return events;
        }
        let outcome = quorum::outcome(&self.reports, self.row.team.quorum.into());
        let over = match outcome {
            Some(outcome) => AssignmentState::Concluded {
                outcome,
                at_ns: now_ns,
            },
            None => AssignmentState::Inconclusive { at_ns: now_ns },
        };
        events.push(Event::AssignmentClosed {
            assignment_id,
            state: over,
        });
        match self.row.purpose {
            AssignmentPurpose::Appeal { finding_id, .. } => {
                events.extend(self.decided(state, finding_id, now_ns));
            }
            AssignmentPurpose::Audit { .. } | AssignmentPurpose::Reaudit { .. } => {
                events.extend(self.found(state, outcome, findings, now_ns));
            }
        }
        events
    }

    /// The findings of an audit, numbered from `first`. What the audit that it repeats found,
    /// and no panel overturned, is not found a second time.
    fn found<M: Memory>(
        &self,
        state: &State<M>,
        outcome: Option<Outcome>,
        first: u64,
        now_ns: u64,
    ) -> Vec<Event> {
        let row = &self.row;
        let classes = match outcome {
            Some(Outcome::Discrepancy) => quorum::classes(&self.reports, row.team.quorum.into()),
            Some(Outcome::Refused) => {
                let nodes = state.site(&row.site).map_or(0, |site| site.nodes);
                vec![(FindingClass::EntryRefused, nodes)]
            }
            Some(Outcome::Confirmed | Outcome::Unable) | None => vec![],
        };
        let before: Vec<_> = match row.purpose {
            AssignmentPurpose::Reaudit { of, .. } => state.assignment(of),
            AssignmentPurpose::Audit { .. } | AssignmentPurpose::Appeal { .. } => None,
        }
        .map_or_else(Vec::new, |of| {
            seats::findings(state, &of)
                .filter(|finding| !matches!(finding.state, FindingState::Overturned { .. }))
                .map(|finding| finding.class)
                .collect()
        });
        let appeal_until_ns = appeal_until(state, now_ns);
        classes
            .into_iter()
            .filter(|(class, _)| !before.contains(class))
            .zip(first..)
            .map(|((class, nodes), id)| {
                let carrying = |report: &&Report| quorum::names(report, class);
                let hashes: Vec<_> = self
                    .reports
                    .iter()
                    .filter(carrying)
                    .map(report::hash)
                    .collect();
                let finding = Finding {
                    id,
                    assignment_id: row.id,
                    site: row.site.clone(),
                    class,
                    nodes,
                    evidence_hash: report::evidence(&hashes),
                    established_at_ns: now_ns,
                    appeal_until_ns,
                    appeals: vec![],
                    state: FindingState::Provisional,
                };
                Event::FindingEstablished { finding }
            })
            .collect()
    }

    /// What a panel says, and where that leaves the finding. A finding that a vote settled
    /// meanwhile stays so. Whoever appealed is owed what the panel was paid when the finding is
    /// overturned, by the panel or by that vote.
    fn decided<M: Memory>(&self, state: &State<M>, finding_id: u64, now_ns: u64) -> Option<Event> {
        let row = &self.row;
        let finding = state.finding(finding_id)?;
        let appeal = finding.appeals.last()?;
        let verdict = quorum::verdict(&self.reports, finding.class, row.team.quorum.into());
        let again = finding.appeals.len() < APPEALS;
        let next = match verdict {
            _ if is_settled(finding.state) => finding.state,
            AppealVerdict::Overturned => FindingState::Overturned { at_ns: now_ns },
            AppealVerdict::Upheld | AppealVerdict::Undecided if again => FindingState::Provisional,
            AppealVerdict::Upheld => FindingState::Final { at_ns: now_ns },
            AppealVerdict::Undecided => FindingState::VoteNeeded,
        };
        let overturned = matches!(next, FindingState::Overturned { .. });
        // What is left of the bond goes back when the assignment is closed.
        let spent_e8s = appeal.bond_e8s.saturating_sub(row.reserved_e8s);
        Some(Event::AppealDecided {
            finding_id,
            verdict,
            state: next,
            appeal_until_ns: if next == FindingState::Provisional {
                appeal_until(state, now_ns)
            } else {
                finding.appeal_until_ns
            },
            owed_e8s: if overturned { spent_e8s } else { 0 },
        })
    }
}

/// Who revealed nothing in this round, and what that costs: a share of what the seat locks, but
/// never more than the account still has locked, because a proposal may have taken of it.
fn vanished<M: Memory>(state: &State<M>, row: &Assignment) -> Vec<Vanished> {
    let bps = state.policy().vanish_bps;
    let silent = row.seats.iter().filter(|seat| {
        seat.round == row.round
            && matches!(seat.state, SeatState::Drawn | SeatState::Committed { .. })
    });
    silent
        .map(|seat| {
            let part = u128::from(seat.locked_e8s) * u128::from(bps) / WHOLE_BPS;
            let locked_e8s = state.account(Caller(seat.auditor.0)).locked_e8s;
            Vanished {
                auditor: seat.auditor,
                taken_e8s: u64::try_from(part).unwrap_or(u64::MAX).min(locked_e8s),
            }
        })
        .collect()
}

/// Who follows for as many as vanished, and when they visit. What those were not paid pays
/// these. No two of seats and reserve are of one owner: they are of one draw, and an auditor's
/// owner stays, so that holds for all rounds.
fn next_round<M: Memory>(
    state: &State<M>,
    row: &Assignment,
    vanished: usize,
    now_ns: u64,
) -> Option<(Vec<AuditorId>, (u64, u64))> {
    let site = state.site(&row.site)?;
    let terms = seats::plan_terms(state, row)?;
    let may = |id: &AuditorId| {
        row.seat(*id).is_none()
            && state.account(Caller(id.0)).free_e8s >= row.lock_e8s
            && state.auditor(*id).is_some_and(|auditor| {
                auditor.status() == AuditorStatus::Active
                    && conflicts::conflicts(state, &auditor, &site).is_none()
            })
    };
    let joined = row.reserve.iter().copied().filter(may).take(vanished);
    let window = business_days::window(
        now_ns,
        terms.notice_business_days,
        terms.window_business_days,
    );
    Some((joined.collect(), window))
}

fn is_settled(state: FindingState) -> bool {
    matches!(
        state,
        FindingState::Final { .. } | FindingState::Overturned { .. }
    )
}

fn appeal_until<M: Memory>(state: &State<M>, now_ns: u64) -> u64 {
    now_ns.saturating_add(u64::from(state.policy().appeal_days) * DAY_NS)
}

#[cfg(test)]
mod tests;
