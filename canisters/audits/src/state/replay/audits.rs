//! What a log can say of audits.

use super::{ReplayErrorReason, Rest, call, elsewhere, events, rule};
use crate::commands::{
    accept_slot, commit_report, conclude, issue_challenge, propose_slots, release_locks,
    reveal_report,
};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    AcceptSlotArgs, Assignment, AssignmentState, CommitReportArgs, IssueChallengeArgs,
    ProposeSlotsArgs, RevealReportArgs, SeatState,
};
use bonafide_types::id::AuditorId;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    let ctx = call(entry);
    match &entry.event {
        event @ Event::SlotsProposed {
            assignment_id,
            slots,
        } => {
            let by = AuditorId(entry.caller.0);
            let own = slots.iter().filter(|slot| slot.proposed_by == by);
            let args = ProposeSlotsArgs {
                assignment_id: *assignment_id,
                at_ns: own.map(|slot| slot.at_ns).collect(),
            };
            let decided = events(propose_slots::decide(state, args, &ctx));
            Rest::of(decided, event, "an auditor of it proposes moments")
        }
        event @ Event::SlotAccepted {
            assignment_id,
            visit,
        } => {
            let args = AcceptSlotArgs {
                assignment_id: *assignment_id,
                at_ns: visit.at_ns,
                escort_hash: visit.escort_hash,
            };
            let decided = events(accept_slot::decide(state, args, &ctx));
            let words = "the provider accepts a moment that was proposed, once";
            Rest::of(decided, event, words)
        }
        event @ Event::ChallengeIssued {
            assignment_id,
            challenge,
        } => {
            let assignment_id = *assignment_id;
            let args = IssueChallengeArgs { assignment_id };
            let nonce = challenge.nonce.0.as_slice().try_into();
            let decided = nonce.map_or_else(
                |_| Vec::new(),
                |nonce| events(issue_challenge::decide(state, &args, nonce, &ctx)),
            );
            let words = "a visit has one challenge, on its day, for an auditor of it";
            Rest::of(decided, event, words)
        }
        event @ Event::ReportCommitted {
            assignment_id,
            auditor: _,
            commitment,
        } => {
            let args = CommitReportArgs {
                assignment_id: *assignment_id,
                commitment: *commitment,
            };
            let decided = events(commit_report::decide(state, args, &ctx));
            let words = "an auditor commits to its own report, in time";
            Rest::of(decided, event, words)
        }
        event @ Event::ReportRevealed { filed } => {
            let row = open(state, filed.assignment_id)?;
            let seat = row.seat(filed.auditor).map(|seat| &seat.state);
            rule(
                matches!(seat, Some(SeatState::Committed { .. })),
                "a report is revealed after it was committed to, once",
            )?;
            let args = RevealReportArgs {
                assignment_id: filed.assignment_id,
                report: filed.report.clone(),
                nonce: filed.nonce.clone(),
            };
            // It is paid for in the same message, and at no other time.
            let decided = events(reveal_report::decide(state, args, &ctx));
            Rest::of(decided, event, "a report is the one that was committed to")
        }
        event @ Event::RoundEnded { assignment_id, .. } => {
            open(state, *assignment_id)?;
            let each = conclude::each_due(state, entry.at_ns);
            let words = "who vanishes and who follows is seen when the time is over";
            Rest::of_each(each, event, words)
        }
        event @ Event::AssignmentClosed { assignment_id, .. } => {
            open(state, *assignment_id)?;
            let each = conclude::each_due(state, entry.at_ns);
            let words = "an audit ends when its time is over, as a quorum reports";
            Rest::of_each(each, event, words)
        }
        Event::LocksReleased { assignment_id } => {
            let row = state.assignment(*assignment_id);
            rule(
                row.is_some_and(|row| is_undisputed(state, &row, entry.at_ns)),
                "stake is free after the time for disputes",
            )?;
            Ok(Rest::default())
        }
        _ => elsewhere(),
    }
}

fn open<M: Memory>(state: &State<M>, id: u64) -> Result<Assignment, ReplayErrorReason> {
    let row = state.assignment(id);
    row.filter(|row| row.state == AssignmentState::Open)
        .ok_or(ReplayErrorReason::BreaksRule("an audit is under way"))
}

/// Whether an audit is over for long enough, and its stake was not freed before.
fn is_undisputed<M: Memory>(state: &State<M>, row: &Assignment, now_ns: u64) -> bool {
    let due_at_ns = row.locks_until_ns();
    row.state != AssignmentState::Open
        && due_at_ns <= now_ns
        && state.assignments_due.contains_key(&(due_at_ns, row.id))
        && !release_locks::is_disputed(state, row)
}
