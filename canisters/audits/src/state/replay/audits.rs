//! What a log can say of audits.

use super::{ReplayErrorReason, rule};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_policy::report;
use bonafide_types::audits::{Assignment, AssignmentState, SeatState};
use bonafide_types::id::{AuditorId, Caller};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<(), ReplayErrorReason> {
    let now_ns = entry.at_ns;
    match &entry.event {
        Event::SlotsProposed { assignment_id, .. } => {
            let row = open(state, *assignment_id)?;
            let by = AuditorId(entry.caller.0);
            rule(row.seat(by).is_some(), "an auditor of it proposes moments")
        }
        Event::SlotAccepted {
            assignment_id,
            visit,
        } => {
            let row = open(state, *assignment_id)?;
            rule(
                entry.caller == Caller(row.site.provider.0)
                    && row.visit.is_none()
                    && row.slots.iter().any(|slot| slot.at_ns == visit.at_ns),
                "the provider accepts a moment that was proposed, once",
            )
        }
        Event::ChallengeIssued { assignment_id, .. } => {
            let row = open(state, *assignment_id)?;
            rule(row.challenge.is_none(), "a visit has one challenge")
        }
        Event::ReportCommitted {
            assignment_id,
            auditor,
            ..
        } => {
            let row = open(state, *assignment_id)?;
            let seat = row.seat(*auditor).map(|seat| &seat.state);
            rule(
                entry.caller == Caller(auditor.0)
                    && now_ns < row.commit_until_ns
                    && matches!(seat, Some(SeatState::Drawn | SeatState::Committed { .. })),
                "an auditor commits to its own report, in time",
            )
        }
        Event::ReportRevealed { filed } => {
            let row = open(state, filed.assignment_id)?;
            let seat = row.seat(filed.auditor).map(|seat| &seat.state);
            let Some(SeatState::Committed { commitment, .. }) = seat else {
                return rule(
                    false,
                    "a report is revealed after it was committed to, once",
                );
            };
            let nonce = <[u8; 32]>::try_from(filed.nonce.0.as_slice());
            let given = nonce.map(|nonce| {
                let hash = report::hash(&filed.report);
                report::commitment(row.id, filed.auditor, &hash, &nonce)
            });
            rule(
                entry.caller == Caller(filed.auditor.0)
                    && now_ns >= row.commit_until_ns
                    && now_ns < row.reveal_until_ns
                    && given.is_ok_and(|given| given == *commitment),
                "a report is the one that was committed to",
            )
        }
        Event::RoundEnded {
            assignment_id,
            vanished,
            joined,
            ..
        } => {
            let row = open(state, *assignment_id)?;
            let seats = vanished.iter().all(|gone| {
                row.seat(gone.auditor).is_some_and(|seat| {
                    let waits =
                        matches!(seat.state, SeatState::Drawn | SeatState::Committed { .. });
                    let locked = state.account(Caller(gone.auditor.0)).locked_e8s;
                    waits && gone.taken_e8s <= seat.locked_e8s && gone.taken_e8s <= locked
                })
            });
            rule(
                seats && now_ns >= row.reveal_until_ns,
                "who vanishes had a seat, and the time is over",
            )?;
            rule(
                joined.iter().all(|auditor| row.reserve.contains(auditor)),
                "who follows was drawn to follow",
            )
        }
        Event::AssignmentClosed {
            assignment_id,
            state: closed,
        } => {
            let row = open(state, *assignment_id)?;
            rule(
                now_ns >= row.reveal_until_ns && *closed != AssignmentState::Open,
                "an audit ends when its time is over",
            )
        }
        Event::LocksReleased { assignment_id } => {
            let row = state.assignment(*assignment_id);
            rule(
                row.is_some_and(|row| {
                    row.state != AssignmentState::Open && now_ns >= row.locks_until_ns()
                }),
                "stake is free after the time for disputes",
            )
        }
        _ => Ok(()),
    }
}

fn open<M: Memory>(state: &State<M>, id: u64) -> Result<Assignment, ReplayErrorReason> {
    let row = state.assignment(id);
    row.filter(|row| row.state == AssignmentState::Open)
        .ok_or(ReplayErrorReason::BreaksRule("an audit is under way"))
}
