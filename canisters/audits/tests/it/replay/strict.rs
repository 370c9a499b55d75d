//! Forgeries that leave every number in order, and are about who gets what.

use super::{ANY, refuse_after, refuse_author};
use crate::world::{FEE, HISTORY, PATRON, auditor_id, nonce_blob};
use bonafide_audits::state::Event;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    AppealVerdict, AssignmentPurpose, AssignmentState, FindingClass, FindingState, Outcome,
    RandomnessSource, TransferState,
};
use bonafide_types::id::Caller;

/// The transfers of fees: of one auditor alone at site 2, and of the first of two at site 1.
const ALONE: usize = 6;
const FIRST_OF_TWO: usize = 8;
const RETURN: usize = 13;

#[test]
fn should_begin_transfers_of_stake_by_its_owner() {
    for nth in [1, 2, RETURN] {
        refuse_author(at!(TransferOpened, nth), PATRON, ANY);
    }
}

#[test]
fn should_pay_a_report_once_to_its_author() {
    for nth in [ALONE, FIRST_OF_TWO] {
        let at = at!(TransferOpened, nth);
        refuse_author(at, PATRON, ANY);
        let somebody = Caller(PATRON);
        forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = somebody, ANY);
        let other = Some(nonce_blob(auditor_id(1)));
        forge!(at, Event::TransferOpened { transfer } => transfer.account.subaccount = other, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = FEE - 1, ANY);
    }
    // What is reserved for the second report does not pay the first one twice.
    let at = at!(TransferOpened, FIRST_OF_TWO);
    let mut again = HISTORY[at].clone();
    if let Event::TransferOpened { transfer } = &mut again.event {
        transfer.id += 1;
    }
    refuse_after(at, again, ANY);
}

#[test]
fn should_not_give_up_what_may_have_been_made() {
    let last = HISTORY.len() - 1;
    let at_ns = HISTORY[last].at_ns;
    let failed = Entry {
        event: Event::TransferSettled {
            transfer_id: RETURN as u64,
            state: TransferState::Failed {
                reason: "an example".into(),
                at_ns,
            },
            evidence: None,
        },
        ..HISTORY[last].clone()
    };
    refuse_after(last, failed, ANY);
}

#[test]
fn should_seat_those_who_were_drawn() {
    let at = at!(Drawn);
    for n in 0..3 {
        forge!(at, Event::Drawn { assignments, .. } => {
            let row = &mut assignments[n];
            row.seats[0].auditor = row.reserve[0];
        }, ANY);
        forge!(at, Event::Drawn { assignments, .. } => assignments[n].reserve.clear(), ANY);
        forge!(at, Event::Drawn { assignments, .. } => assignments[n].fee_e8s += 1, ANY);
    }
    forge!(at, Event::Drawn { assignments, .. } => {
        let site = assignments[0].site.clone();
        assignments[1].site = site;
    }, ANY);
    forge!(at, Event::Drawn { assignments, .. } => assignments.truncate(2), ANY);
    let other = AssignmentPurpose::Audit { plan_id: 9 };
    forge!(at, Event::Drawn { assignments, .. } => assignments[0].purpose = other, ANY);
    forge!(at, Event::Drawn { result, .. } => result.drawn[0].assignment_id = 2, ANY);
}

#[test]
fn should_have_the_seed_of_its_bytes() {
    // The draw of the first panel. Its seed stays, and so does everything that follows from it.
    forge!(at!(Drawn, 1), Event::Drawn { randomness, .. } => {
        let RandomnessSource::RawRand { bytes } = &mut randomness.source else {
            panic!("another order of events");
        };
        bytes.0[0] ^= 1;
    }, ANY);
}

#[test]
fn should_have_asked_for_its_challenge() {
    refuse_author(at!(ChallengeIssued), PATRON, ANY);
}

#[test]
fn should_count_whoever_vanishes_or_follows_once() {
    let at = at!(RoundEnded);
    forge!(at, Event::RoundEnded { vanished, .. } => {
        let again = vanished[0];
        vanished.push(again);
    }, ANY);
    forge!(at, Event::RoundEnded { joined, .. } => {
        let again = joined[0];
        joined.push(again);
    }, ANY);
}

#[test]
fn should_come_to_what_a_quorum_reports() {
    for nth in 0..4 {
        let at = at!(AssignmentClosed, nth);
        let at_ns = HISTORY[at].at_ns;
        let other = AssignmentState::Concluded {
            outcome: Outcome::Unable,
            at_ns,
        };
        forge!(at, Event::AssignmentClosed { state, .. } => *state = other, ANY);
    }
    let at = at!(AssignmentClosed);
    let nothing = AssignmentState::Inconclusive {
        at_ns: HISTORY[at].at_ns,
    };
    forge!(at, Event::AssignmentClosed { state, .. } => *state = nothing, ANY);
}

#[test]
fn should_find_what_a_quorum_reports() {
    let at = at!(FindingEstablished);
    let other = FindingClass::WrongHardware;
    forge!(at, Event::FindingEstablished { finding } => finding.class = other, ANY);
    forge!(at, Event::FindingEstablished { finding } => finding.nodes += 1, ANY);
    forge!(at, Event::FindingEstablished { finding } => finding.evidence_hash.0[0] ^= 1, ANY);
}

#[test]
fn should_decide_what_the_panel_reports() {
    let at = at!(AppealDecided, 1);
    forge!(
        at,
        Event::AppealDecided { verdict, .. } => *verdict = AppealVerdict::Upheld,
        ANY
    );
    let stands = FindingState::Final {
        at_ns: HISTORY[at].at_ns,
    };
    forge!(at, Event::AppealDecided { state, .. } => *state = stands, ANY);
    forge!(at, Event::AppealDecided { owed_e8s, .. } => *owed_e8s = 0, ANY);
}

#[test]
fn should_count_the_reports_of_auditors_itself() {
    let at = at!(AuditorChanged);
    forge!(at, Event::AuditorChanged { auditor } => auditor.reports = 1, ANY);
    forge!(at, Event::AuditorChanged { auditor } => auditor.vanished = 1, ANY);
}
