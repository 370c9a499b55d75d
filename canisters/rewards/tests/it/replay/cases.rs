//! Forged reports, and forged steps of cases that no vote takes.

use super::{
    GOVERNED, ITSELF, TOGETHER, refuse, refuse_a_moment_earlier, refuse_after, refuse_again,
    refuse_author, said,
};
use crate::world::{HISTORY, PATRON, provider_id, subnet_id};
use bonafide_rewards::state::Event;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{CaseSource, CaseState, Effect, Expiry, PenaltyClass};

const NO_CASE: &str = "no such case";

#[test]
fn should_report_by_two_doors() {
    let words = "a case comes from a final finding or from a proposal";
    let proposed = at!(CaseReported);
    forge!(proposed, Event::CaseReported { case } => case.id = 1, words);
    forge!(proposed, Event::CaseReported { case } => case.reported_at_ns -= 1, words);
    forge!(proposed, Event::CaseReported { case } => case.freeze_until_ns += 1, words);
    let frozen = CaseState::Frozen { until_ns: 0 };
    forge!(proposed, Event::CaseReported { case } => case.state = frozen, words);
    let lock = Effect::LotLocked { lot_id: 0, e8s: 1 };
    forge!(proposed, Event::CaseReported { case } => case.effects.push(lock), words);
    let unknown = provider_id(9);
    forge!(proposed, Event::CaseReported { case } => case.charge.provider = unknown, words);
    forge!(
        proposed,
        Event::CaseReported { case } => case.charge.offence_at_ns += 4 * DAY_NS,
        words
    );
    // Of a false declaration there is no finding.
    let finding = CaseSource::Finding { finding_id: 9 };
    forge!(proposed, Event::CaseReported { case } => case.source = finding, words);
    refuse_again(proposed, words);
}

#[test]
fn should_report_findings_as_they_are() {
    let words = "a case comes from a final finding or from a proposal";
    let found = at!(CaseReported, 1);
    let own = PenaltyClass::LateUpdate;
    forge!(found, Event::CaseReported { case } => case.charge.class = own, words);
    // Evidence of a proposal's case, whatever the class.
    let used = Sha256Hash([1; 32]);
    forge!(found, Event::CaseReported { case } => case.charge.evidence_hash = used, words);
    forge!(
        found,
        Event::CaseReported { case } => case.charge.offence_at_ns -= 90 * DAY_NS,
        words
    );
    let subnet = subnet_id(1);
    forge!(found, Event::CaseReported { case } => case.charge.subnet = Some(subnet), words);
    let reporter = Caller(PATRON);
    forge!(found, Event::CaseReported { case } => case.charge.reporter = Some(reporter), words);
    refuse_again(found, words);
    refuse_author(found, PATRON, ITSELF);
    // As a proposal's.
    let proposal = CaseSource::Proposal;
    forge!(
        found,
        Event::CaseReported { case } => case.source = proposal,
        GOVERNED
    );
}

#[test]
fn should_be_proposed_or_reported_again() {
    let words = "a case is proposed, or reported again";
    let at = at!(CaseProposed);
    let reported = CaseState::Reported;
    forge!(at, Event::CaseProposed { state, .. } => *state = reported, words);
    for other in [
        CaseState::Frozen { until_ns: 0 },
        CaseState::Executable { until_ns: u64::MAX },
        CaseState::Cancelled { at_ns: 0 },
    ] {
        forge!(at, Event::CaseProposed { state, .. } => *state = other, words);
    }
    forge!(at, Event::CaseProposed { case_id, .. } => *case_id = 99, NO_CASE);
    refuse_again(at, words);
    let taken_back = at!(CaseProposed, 1);
    refuse_again(taken_back, words);
    refuse_author(taken_back, PATRON, ITSELF);
    // A vote has frozen it.
    refuse_after(at!(CaseFrozen), HISTORY[at].clone(), words);
    refuse_after(at!(CaseFrozen), HISTORY[taken_back].clone(), words);
}

#[test]
fn should_go_on_when_the_time_has_come() {
    let words = "a case goes on when its time has come";
    let opened = at!(AppealWindowOpened);
    refuse_a_moment_earlier(opened, words);
    forge!(opened, Event::AppealWindowOpened { until_ns, .. } => *until_ns -= 1, words);
    forge!(opened, Event::AppealWindowOpened { case_id, .. } => *case_id = 2, words);
    refuse_again(opened, TOGETHER);
    refuse_again(at!(AppealWindowOpened, 5), words);
    refuse_author(opened, PATRON, ITSELF);
    let ripe = at!(CaseBecameExecutable);
    refuse_a_moment_earlier(ripe, words);
    forge!(ripe, Event::CaseBecameExecutable { until_ns, .. } => *until_ns += 1, words);
    forge!(ripe, Event::CaseBecameExecutable { locks, .. } => locks.clear(), words);
    forge!(
        ripe,
        Event::CaseBecameExecutable { judgement, .. } => judgement.ppb -= 1,
        words
    );
    forge!(
        ripe,
        Event::CaseBecameExecutable { judgement, .. } => judgement.cap_e8s += 1,
        words
    );
    // One with an open appeal does not.
    forge!(ripe, Event::CaseBecameExecutable { case_id, .. } => *case_id = 5, words);
    refuse_again(at!(CaseBecameExecutable, 3), words);
}

#[test]
fn should_expire_when_the_time_is_over() {
    let words = "a case goes on when its time has come";
    let (lapsed, undecided) = (at!(CaseExpired), at!(CaseExpired, 1));
    for at in [lapsed, undecided] {
        refuse_a_moment_earlier(at, words);
        refuse_again(at, words);
        forge!(
            at,
            Event::CaseExpired { why, .. } => *why = Expiry::EvidenceTooOld,
            words
        );
        refuse_author(at, PATRON, ITSELF);
    }
    forge!(lapsed, Event::CaseExpired { case_id, .. } => *case_id = 5, words);
    let too_old = at!(CaseExpired, 2);
    refuse(too_old, |entry| entry.at_ns -= 2 * DAY_NS, words);
    // Not one that was executed.
    forge!(too_old, Event::CaseExpired { case_id, .. } => *case_id = 2, words);
}

#[test]
fn should_answer_and_appeal_in_time_for_oneself() {
    let words = "a provider answers its own case";
    let at = at!(CaseAnswered);
    refuse_author(at, provider_id(2).0, words);
    forge!(at, Event::CaseAnswered { case_id, .. } => *case_id = 2, words);
    forge!(at, Event::CaseAnswered { response, .. } => response.at_ns -= 1, words);
    forge!(at, Event::CaseAnswered { response, .. } => response.text.clear(), words);
    let words = "a provider appeals in time, once";
    let at = at!(CaseAppealed);
    refuse_author(at, provider_id(2).0, words);
    forge!(at, Event::CaseAppealed { case_id, .. } => *case_id = 2, words);
    forge!(at, Event::CaseAppealed { appeal, .. } => appeal.decide_until_ns += 1, words);
    forge!(at, Event::CaseAppealed { appeal, .. } => appeal.grounds.clear(), words);
    refuse_again(at, words);
    refuse(at, |entry| entry.at_ns += 13 * DAY_NS, words);
    // Before the time for it.
    refuse_after(at!(CaseFrozen, 6), HISTORY[at].clone(), words);
}

#[test]
fn should_execute_in_time_once_and_pay_the_reporter() {
    let words = "a case is executed in its time, once, and its reporter is paid";
    let (first, second) = (at!(CaseExecuted), at!(CaseExecuted, 1));
    for at in [first, second] {
        forge!(at, Event::CaseExecuted { takes, .. } => takes.clear(), words);
        forge!(at, Event::CaseExecuted { bounty_e8s, .. } => *bounty_e8s += 1, words);
        // From the end of its time on.
        refuse(at, |entry| entry.at_ns += 13 * DAY_NS, words);
    }
    forge!(first, Event::CaseExecuted { takes, .. } => {
        let Effect::LotTaken { e8s, .. } = &mut takes[0] else {
            panic!("a lot is taken from");
        };
        *e8s -= 1;
    }, words);
    forge!(second, Event::CaseExecuted { takes, .. } => {
        takes[0] = Effect::BondTaken { e8s: 10_000_001 };
    }, words);
    // Its reporter is paid in the same message.
    refuse_again(first, TOGETHER);
    refuse_after(first, HISTORY[second].clone(), TOGETHER);
    refuse_again(second, words);
    // Not while its time for appeals runs, not with an open appeal, not after it was cancelled.
    let appeals = at!(AppealWindowOpened, 5);
    refuse_after(appeals, HISTORY[second].clone(), words);
    for case_id in [5, 7] {
        forge!(second, Event::CaseExecuted { case_id: id, .. } => *id = case_id, words);
    }
    // Not after it expired.
    let expired = at!(CaseExpired);
    let event = Event::CaseExecuted {
        case_id: 6,
        takes: vec![],
        bounty_e8s: 0,
    };
    refuse_after(expired, said(expired, PATRON, event), words);
    // A penalty of another size.
    let published = at!(CaseExecuted, 2);
    forge!(published, Event::CaseExecuted { takes, .. } => {
        takes[0] = Effect::PenaltyPublished {
            bps: 9_999,
            period_id: None,
        };
    }, words);
    forge!(published, Event::CaseExecuted { takes, .. } => {
        takes[0] = Effect::PenaltyPublished {
            bps: 10_000,
            period_id: Some(4),
        };
    }, words);
}
