//! What auditors and providers do about one audit, phase by phase.

use super::World;
use crate::dice::Dice;
use crate::world::{
    HOUR_NS, PATRON, auditor_id, commitment, confirmed, count, discrepancy, nonce_blob, refused,
    unable,
};
use bonafide_audits::commands::{
    accept_slot, commit_report, conclude, issue_challenge, propose_slots, reveal_report,
};
use bonafide_types::audits::{
    AcceptSlotArgs, Assignment, AssignmentState, CommitReportArgs, FindingClass,
    IssueChallengeArgs, Phase, ProposeSlotsArgs, Report, RevealReportArgs, Seat, SeatState, table,
};
use bonafide_types::id::{AuditorId, Sha256Hash};

impl World {
    /// The audits that are under way.
    pub(super) fn open_audits(&self) -> Vec<Assignment> {
        let ids = 0..count(&self.canister.state, table::ASSIGNMENT);
        ids.filter_map(|id| self.canister.state.assignment(id))
            .filter(|row| row.state == AssignmentState::Open)
            .collect()
    }

    /// Goes on with those that are as far as the one which ends first: the visits of a plan are
    /// about the same time, and what is left alone until its time is over comes to nothing.
    pub(super) fn work(&mut self) {
        let open = self.open_audits();
        let Some(first) = open.iter().min_by_key(|row| row.reveal_until_ns) else {
            return self.draws();
        };
        let phase = first.phase(self.canister.now_ns);
        if matches!(phase, Phase::Due | Phase::Over) {
            return self.task(conclude::due);
        }
        let now_ns = self.canister.now_ns;
        for row in open.iter().filter(|row| row.phase(now_ns) == phase) {
            match phase {
                Phase::Notice => self.arrange(row),
                Phase::Commit => self.visit(row),
                Phase::Reveal | Phase::Due | Phase::Over => self.reveal(row),
            }
        }
        if self.dice.percent(60) {
            let row = self.canister.assignment(first.id);
            self.canister.wait_until(match phase {
                Phase::Notice => row.visit_at_ns(),
                Phase::Commit => row.commit_until_ns,
                Phase::Reveal | Phase::Due | Phase::Over => row.reveal_until_ns,
            });
            if phase == Phase::Reveal {
                self.task(conclude::due);
            }
        }
    }

    fn arrange(&mut self, row: &Assignment) {
        let seat = self.dice.pick(&row.seats).auditor;
        if self.dice.percent(60) {
            // Some are too early, or after the window.
            let hours = match self.dice.below(10) {
                0 => self.dice.below(24 * 8),
                _ => 30 + self.dice.below(3),
            };
            let first = row.window_from_ns + hours * HOUR_NS;
            let moments = vec![first, first + HOUR_NS];
            let args = ProposeSlotsArgs {
                assignment_id: row.id,
                at_ns: moments,
            };
            self.run(seat.0, |state, ctx| propose_slots::decide(state, args, ctx));
        }
        if self.dice.percent(50) {
            let Some(row) = self.canister.state.assignment(row.id) else {
                return;
            };
            let moments: Vec<_> = row.slots.iter().map(|slot| slot.at_ns).collect();
            let Some(at_ns) = moments.last().copied() else {
                return;
            };
            let args = AcceptSlotArgs {
                assignment_id: row.id,
                at_ns,
                escort_hash: Sha256Hash(self.dice.bytes()),
            };
            let by = if self.dice.percent(10) {
                PATRON
            } else {
                row.site.provider.0
            };
            self.run(by, |state, ctx| accept_slot::decide(state, args, ctx));
        }
    }

    fn visit(&mut self, row: &Assignment) {
        let seats = current(row);
        for seat in &seats {
            if self.dice.percent(50) {
                self.ask_for_challenge(row.id, seat.auditor);
            }
        }
        for seat in &seats {
            match self.dice.below(20) {
                0 => self.copy(row.id, seat.auditor),
                1 => {
                    let nothing = Sha256Hash(self.dice.bytes());
                    self.commit_to(row.id, seat.auditor, nothing);
                }
                2 | 3 => {}
                _ => {
                    let row = self.canister.assignment(row.id);
                    let report = self.saw(&row, seat.auditor);
                    let commitment = commitment(row.id, seat.auditor, &report);
                    if self.commit_to(row.id, seat.auditor, commitment) {
                        self.reports.insert((row.id, seat.auditor), report);
                    }
                }
            }
        }
        // Somebody without a seat tries as well.
        if self.dice.percent(5) {
            self.commit_to(row.id, AuditorId(PATRON), Sha256Hash([0xef; 32]));
        }
    }

    fn ask_for_challenge(&mut self, assignment_id: u64, by: AuditorId) {
        let args = IssueChallengeArgs { assignment_id };
        let nonce = self.dice.bytes();
        self.run(by.0, |state, ctx| {
            issue_challenge::decide(state, &args, nonce, ctx)
        });
    }

    fn commit_to(&mut self, assignment_id: u64, by: AuditorId, commitment: Sha256Hash) -> bool {
        let args = CommitReportArgs {
            assignment_id,
            commitment,
        };
        self.run(by.0, |state, ctx| commit_report::decide(state, args, ctx))
            .is_some()
    }

    /// Commits to the bytes of somebody else.
    fn copy(&mut self, id: u64, by: AuditorId) {
        let row = self.canister.assignment(id);
        let made = row.seats.iter().find_map(|seat| match seat.state {
            SeatState::Committed { commitment, .. } if seat.auditor != by => Some(commitment),
            _ => None,
        });
        if let Some(commitment) = made {
            self.commit_to(id, by, commitment);
        }
    }

    /// What an auditor reports. Each audit comes to something, and some of its auditors see
    /// something else.
    fn saw(&mut self, row: &Assignment, by: AuditorId) -> Report {
        let of_all = Dice::of(1_000 * self.seed + row.id).below(10);
        let saw = if self.dice.percent(12) || of_all == 9 {
            self.dice.below(9)
        } else {
            of_all
        };
        let Some(challenge) = row.challenge.as_ref().map(|challenge| &challenge.nonce) else {
            return if saw < 7 { refused() } else { unable() };
        };
        let nodes = 1 + u32::from(by.as_slice()[0] % 3);
        match saw {
            0..=2 => discrepancy(challenge, &[(FindingClass::NodeAbsent, nodes)]),
            3 => {
                let classes = [
                    (FindingClass::NodeAbsent, nodes),
                    (FindingClass::WrongOwner, 10),
                ];
                discrepancy(challenge, &classes)
            }
            4..=6 => confirmed(challenge),
            7 => refused(),
            _ => unable(),
        }
    }

    fn reveal(&mut self, row: &Assignment) {
        for seat in current(row) {
            let auditor = seat.auditor;
            if self.dice.percent(12) {
                continue;
            }
            let known = self.reports.get(&(row.id, auditor)).cloned();
            let nonce = if self.dice.percent(5) {
                nonce_blob(auditor_id(99))
            } else {
                nonce_blob(auditor)
            };
            let args = RevealReportArgs {
                assignment_id: row.id,
                report: known.unwrap_or_else(refused),
                nonce,
            };
            self.run(auditor.0, |state, ctx| {
                reveal_report::decide(state, args, ctx)
            });
        }
    }
}

/// Those who visit in the round that is under way.
fn current(row: &Assignment) -> Vec<Seat> {
    let seats = row.seats.iter().filter(|seat| seat.round == row.round);
    seats.cloned().collect()
}
