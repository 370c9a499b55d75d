//! Forged visits, reports, ends, findings and appeals.

use super::{refuse, refuse_after, refuse_again, refuse_author};
use crate::world::{DAY_NS, FEE, HISTORY, PATRON, auditor_id, nonce_blob, site_id};
use bonafide_audits::state::Event;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{AssignmentState, FindingState, Outcome};
use bonafide_types::id::{AuditorId, Blob, Caller};

/// The reveal of whoever found the door shut, while its neighbour may still reveal.
const DOOR_SHUT: usize = 2;

/// Moves an entry in time.
fn later(days: u64) -> impl FnOnce(&mut Entry<Event>) {
    move |entry| entry.at_ns += days * DAY_NS
}

fn a_moment_earlier(entry: &mut Entry<Event>) {
    entry.at_ns -= 1;
}

#[test]
fn should_arrange_visits_with_those_they_concern() {
    let words = "an auditor of it proposes moments";
    refuse_author(at!(SlotsProposed), PATRON, words);
    let words = "the provider accepts a moment that was proposed, once";
    let accepted = at!(SlotAccepted);
    refuse_author(accepted, PATRON, words);
    forge!(accepted, Event::SlotAccepted { visit, .. } => visit.at_ns += 1, words);
    refuse_again(accepted, words);
    refuse_again(at!(ChallengeIssued), "a visit has one challenge");
}

#[test]
fn should_want_commitments_in_time_and_by_their_author() {
    let words = "an auditor commits to its own report, in time";
    for nth in 0..8 {
        let at = at!(ReportCommitted, nth);
        refuse_author(at, PATRON, words);
        refuse(at, later(30), words);
        let without_seat = |entry: &mut Entry<Event>| {
            let Event::ReportCommitted { auditor, .. } = &mut entry.event else {
                panic!("another order of events");
            };
            *auditor = AuditorId(PATRON);
            entry.caller = Caller(PATRON);
        };
        refuse(at, without_seat, words);
    }
}

#[test]
fn should_take_the_report_that_was_committed_to() {
    let words = "a report is the one that was committed to";
    for nth in 0..7 {
        let at = at!(ReportRevealed, nth);
        forge!(
            at,
            Event::ReportRevealed { filed } => filed.report.remarks.push('!'),
            words
        );
        forge!(
            at,
            Event::ReportRevealed { filed } => filed.report.checklist.nodes_present += 1,
            words
        );
        let other = nonce_blob(auditor_id(9));
        forge!(at, Event::ReportRevealed { filed } => filed.nonce = other, words);
        forge!(
            at,
            Event::ReportRevealed { filed } => filed.nonce = Blob(vec![1; 31]),
            words
        );
        refuse_author(at, PATRON, words);
        refuse(at, later(30), words);
        let words = "a report is revealed after it was committed to, once";
        // Its fee comes next.
        refuse_after(at + 1, HISTORY[at].clone(), words);
    }
    let at = at!(ReportRevealed, DOOR_SHUT);
    refuse(at, a_moment_earlier, words);
    refuse(at, later(3), words);
    let uncommitted = HISTORY[at!(ReportRevealed)].clone();
    let words = "a report is revealed after it was committed to, once";
    refuse_after(at!(SlotsProposed), uncommitted, words);
}

#[test]
fn should_end_rounds_when_their_time_is_over() {
    let words = "who vanishes and who follows is seen when the time is over";
    let at = at!(RoundEnded);
    refuse(at, a_moment_earlier, words);
    forge!(
        at,
        Event::RoundEnded { vanished, .. } => vanished[0].taken_e8s = 100 * FEE,
        words
    );
    forge!(
        at,
        Event::RoundEnded { vanished, .. } => vanished[0].auditor = AuditorId(PATRON),
        words
    );
    let Event::ReportRevealed { filed } = &HISTORY[at!(ReportRevealed, DOOR_SHUT)].event else {
        panic!("another order of events");
    };
    let there = filed.auditor;
    forge!(
        at,
        Event::RoundEnded { vanished, .. } => vanished[0].auditor = there,
        words
    );
    forge!(at, Event::RoundEnded { joined, .. } => joined[0] = there, words);
    refuse_again(at, words);
}

#[test]
fn should_close_audits_when_their_time_is_over() {
    let words = "an audit ends when its time is over";
    // What comes of them follows: two findings, nothing, a decision, a finding.
    for (nth, more) in [2, 0, 1, 1].into_iter().enumerate() {
        let at = at!(AssignmentClosed, nth);
        refuse(at, a_moment_earlier, words);
        forge!(
            at,
            Event::AssignmentClosed { state, .. } => *state = AssignmentState::Open,
            words
        );
        refuse_after(at + more, HISTORY[at].clone(), "an audit is under way");
    }
    let over = at!(AssignmentClosed) + 2;
    let revealed = HISTORY[at!(ReportRevealed)].clone();
    refuse_after(over, revealed, "an audit is under way");
    let words = "stake is free after the time for disputes";
    let early = HISTORY[at!(LocksReleased)].clone();
    let early = Entry {
        at_ns: HISTORY[at!(AssignmentClosed)].at_ns,
        ..early
    };
    refuse_after(over, early.clone(), words);
    refuse_after(at!(Drawn), early, words);
}

#[test]
fn should_number_findings_of_their_site() {
    let words = "a finding is what a quorum reports";
    let at = at!(FindingEstablished);
    forge!(at, Event::FindingEstablished { finding } => finding.id = 1, words);
    forge!(at, Event::FindingEstablished { finding } => finding.site = site_id(1), words);
    forge!(at, Event::FindingEstablished { finding } => finding.assignment_id = 99, words);
    let settled = FindingState::Final { at_ns: 0 };
    forge!(at, Event::FindingEstablished { finding } => finding.state = settled, words);
    refuse_again(at, words);
}

#[test]
fn should_appeal_in_time_with_the_bond() {
    let words = "a provisional finding is appealed in time, with the bond";
    let at = at!(FindingAppealed);
    refuse_author(at, PATRON, words);
    refuse(at, later(14), words);
    forge!(
        at,
        Event::FindingAppealed { appeal, .. } => appeal.bond_e8s = 1_000 * FEE,
        words
    );
    forge!(
        at,
        Event::FindingAppealed { appeal, .. } => appeal.assignment_id = Some(1),
        words
    );
    // Its draw and the rows come next.
    refuse_after(at + 2, HISTORY[at].clone(), words);
    let last = HISTORY.len() - 1;
    refuse_after(last, HISTORY[at].clone(), words);
}

#[test]
fn should_decide_appeals_once_after_their_panel() {
    let words = "an appeal is decided once, after its panel";
    let at = at!(AppealDecided, 1);
    forge!(at, Event::AppealDecided { owed_e8s, .. } => *owed_e8s += 100 * FEE, words);
    refuse_again(at, words);
    refuse_after(at!(ReportCommitted, 4), HISTORY[at].clone(), words);
    // The last finding is established later than that.
    forge!(at, Event::AppealDecided { finding_id, .. } => *finding_id = 2, words);
}

#[test]
fn should_settle_findings_by_time_or_vote() {
    let words = "a finding becomes final after the time for appeals, or by vote";
    let by_vote = at!(FindingSettled);
    refuse_author(by_vote, PATRON, words);
    let in_time = at!(FindingSettled, 1);
    refuse(in_time, |entry| entry.at_ns -= 14 * DAY_NS, words);
    forge!(
        in_time,
        Event::FindingSettled { reason, .. } => *reason = Some("an example".into()),
        words
    );
    for at in [by_vote, in_time] {
        refuse_again(at, "a finding is settled once");
    }
}

#[test]
fn should_have_every_kind_of_end() {
    let ends = HISTORY.iter().filter_map(|entry| match &entry.event {
        Event::AssignmentClosed { state, .. } => Some(*state),
        _ => None,
    });
    let outcomes: Vec<_> = ends
        .map(|end| match end {
            AssignmentState::Concluded { outcome, .. } => Some(outcome),
            AssignmentState::Open | AssignmentState::Inconclusive { .. } => None,
        })
        .collect();
    let expected = [
        Some(Outcome::Discrepancy),
        Some(Outcome::Confirmed),
        None,
        Some(Outcome::Refused),
    ];
    assert_eq!(outcomes, expected);
}
