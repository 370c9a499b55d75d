//! Assignments, from the visit to the end of disputes.

use super::{State, key, known};
use crate::state::{Vanished, report_key};
use bonafide_types::audits::{
    Assignment, AssignmentPurpose, AssignmentState, FiledReport, Outcome, Seat, SeatState,
    SiteAudit,
};
use bonafide_types::id::{AuditorId, Caller, Sha256Hash};
use bonafide_types::limits::{DAY_NS, SITE_HISTORY};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    /// Changes an assignment, and when the canister goes on with it if that moves.
    pub(super) fn change_assignment(&mut self, id: u64, change: impl FnOnce(&mut Assignment)) {
        let mut row = known(self.assignment(id), "assignment", id);
        let due_before = row.reveal_until_ns;
        change(&mut row);
        if row.state == AssignmentState::Open && row.reveal_until_ns != due_before {
            self.assignments_due.remove(&(due_before, id));
            self.assignments_due.insert((row.reveal_until_ns, id), ());
        }
        self.assignments.insert(&key(id), &row);
    }

    pub(super) fn commit_report(
        &mut self,
        id: u64,
        auditor: AuditorId,
        commitment: Sha256Hash,
        at_ns: u64,
    ) {
        self.change_assignment(id, |row| {
            row.seat_mut(auditor).state = SeatState::Committed { commitment, at_ns };
            // Nothing is left to wait for: reveals may begin.
            if !row.awaits(|state| matches!(state, SeatState::Drawn)) {
                row.commit_until_ns = at_ns;
                row.reveal_until_ns = at_ns + u64::from(row.reveal_days) * DAY_NS;
            }
        });
    }

    pub(super) fn reveal(&mut self, filed: &FiledReport, at_ns: u64) {
        let (id, auditor) = (filed.assignment_id, filed.auditor);
        let outcome = filed.report.outcome;
        self.change_assignment(id, |row| {
            row.seat_mut(auditor).state = SeatState::Revealed { outcome, at_ns };
            let waiting =
                |state: &SeatState| matches!(state, SeatState::Drawn | SeatState::Committed { .. });
            if !row.awaits(waiting) {
                row.reveal_until_ns = at_ns;
            }
        });
        self.reports.insert(&report_key(id, auditor), filed);
        if let Some(mut row) = self.auditor(auditor) {
            row.reports += 1;
            self.auditors.insert(auditor.as_slice(), &row);
        }
    }

    pub(super) fn vanish(&mut self, id: u64, vanished: &[Vanished], at_ns: u64) {
        for Vanished { auditor, taken_e8s } in vanished {
            self.change_assignment(id, |row| {
                let seat = row.seat_mut(*auditor);
                seat.locked_e8s -= taken_e8s;
                seat.state = SeatState::Vanished {
                    at_ns,
                    taken_e8s: *taken_e8s,
                };
            });
            self.change_account(Caller(auditor.0), |account| account.locked_e8s -= taken_e8s);
            self.change_books(|books| {
                books.stakes_e8s -= taken_e8s;
                books.free_e8s += taken_e8s;
            });
            if let Some(mut row) = self.auditor(*auditor) {
                row.vanished += 1;
                self.auditors.insert(auditor.as_slice(), &row);
            }
        }
    }

    /// Seats those who follow, who make another visit with another challenge.
    pub(super) fn reseat(
        &mut self,
        id: u64,
        joined: &[AuditorId],
        window_from_ns: u64,
        window_until_ns: u64,
    ) {
        let row = known(self.assignment(id), "assignment", id);
        let mut seats = Vec::new();
        for auditor in joined {
            // Somebody may have taken of it since the draw.
            let free = self.account(Caller(auditor.0)).free_e8s;
            let locked_e8s = row.lock_e8s.min(free);
            self.lock(Caller(auditor.0), locked_e8s);
            self.assignments_by_auditor
                .insert(auditor.as_slice(), &key(id), ());
            seats.push(Seat {
                auditor: *auditor,
                round: row.round + 1,
                state: SeatState::Drawn,
                locked_e8s,
            });
        }
        self.change_assignment(id, |row| {
            row.reserve.retain(|auditor| !joined.contains(auditor));
            row.seats.append(&mut seats);
            row.round += 1;
            row.window_from_ns = window_from_ns;
            row.window_until_ns = window_until_ns;
            row.slots.clear();
            row.visit = None;
            row.challenge = None;
            row.follow_visit();
        });
    }

    pub(super) fn close_assignment(&mut self, id: u64, state: AssignmentState, at_ns: u64) {
        let mut row = known(self.assignment(id), "assignment", id);
        self.assignments_due.remove(&(row.reveal_until_ns, id));
        self.open_assignments.remove(&id);
        let disputes_until_ns = at_ns + u64::from(row.dispute_days) * DAY_NS;
        self.assignments_due.insert((disputes_until_ns, id), ());
        row.state = state;
        let left = std::mem::take(&mut row.reserved_e8s);
        self.assignments.insert(&key(id), &row);
        let outcome = match state {
            AssignmentState::Concluded { outcome, .. } => Some(outcome),
            AssignmentState::Open | AssignmentState::Inconclusive { .. } => None,
        };
        match row.purpose {
            AssignmentPurpose::Audit { plan_id } | AssignmentPurpose::Reaudit { plan_id, .. } => {
                self.change_plan(plan_id, |plan| {
                    plan.reserved_e8s += left;
                    plan.open_assignments -= 1;
                    plan.concluded += u32::from(outcome.is_some());
                    let bad = matches!(outcome, Some(Outcome::Discrepancy | Outcome::Refused));
                    plan.bad += u32::from(bad);
                });
            }
            AssignmentPurpose::Appeal { finding_id, .. } => self.return_bond(finding_id, left),
        }
        if let Some(mut site) = self.site(&row.site) {
            site.audits += 1;
            site.history.push(SiteAudit {
                assignment_id: id,
                at_ns,
                outcome,
            });
            let spare = site.history.len().saturating_sub(SITE_HISTORY);
            site.history.drain(..spare);
            self.sites.insert(&row.site.key(), &site);
        }
    }

    pub(super) fn release_locks(&mut self, id: u64) {
        let mut row = known(self.assignment(id), "assignment", id);
        let due = row.locks_until_ns();
        self.assignments_due.remove(&(due, id));
        for seat in &mut row.seats {
            // A proposal may have taken of what was locked.
            self.change_account(Caller(seat.auditor.0), |account| {
                let part = seat.locked_e8s.min(account.locked_e8s);
                account.locked_e8s -= part;
                account.free_e8s += part;
            });
            seat.locked_e8s = 0;
        }
        self.assignments.insert(&key(id), &row);
    }
}

/// What events do to an assignment alone.
trait Change {
    fn seat_mut(&mut self, auditor: AuditorId) -> &mut Seat;
    fn awaits(&self, open: impl Fn(&SeatState) -> bool) -> bool;
}

impl Change for Assignment {
    fn seat_mut(&mut self, auditor: AuditorId) -> &mut Seat {
        self.seats
            .iter_mut()
            .find(|seat| seat.auditor == auditor)
            .unwrap_or_else(|| panic!("BUG: an event names {auditor}, who has no seat"))
    }

    fn awaits(&self, open: impl Fn(&SeatState) -> bool) -> bool {
        self.seats.iter().any(|seat| open(&seat.state))
    }
}
