//! Forged votes on cases.

use super::{refuse, refuse_after, refuse_again, said};
use crate::world::{GOVERNANCE, HISTORY};
use bonafide_rewards::state::Event;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{Effect, Enforcement, Mode};

#[test]
fn should_freeze_what_the_rules_say_or_less() {
    let words = "a vote freezes what the rules say, or less";
    // From escrow, by a bond with a limit, and without money.
    for nth in [0, 2, 3] {
        let at = at!(CaseFrozen, nth);
        forge!(at, Event::CaseFrozen { judgement, .. } => judgement.cap_e8s += 1, words);
        forge!(at, Event::CaseFrozen { judgement, .. } => judgement.basis_e8s += 1, words);
        forge!(at, Event::CaseFrozen { judgement, .. } => judgement.proven += 1, words);
        forge!(at, Event::CaseFrozen { judgement, .. } => judgement.window += 1, words);
        let log_only = Mode::LogOnly;
        forge!(at, Event::CaseFrozen { judgement, .. } => judgement.mode = log_only, words);
        forge!(at, Event::CaseFrozen { until_ns, .. } => *until_ns -= 1, words);
        forge!(at, Event::CaseFrozen { reason, .. } => reason.clear(), words);
        refuse_again(at, words);
    }
    let escrow = at!(CaseFrozen);
    forge!(escrow, Event::CaseFrozen { judgement, .. } => judgement.ppb += 1, words);
    forge!(escrow, Event::CaseFrozen { judgement, .. } => judgement.ppb -= 1, words);
    forge!(escrow, Event::CaseFrozen { locks, .. } => locks.clear(), words);
    forge!(escrow, Event::CaseFrozen { locks, .. } => {
        let Effect::LotLocked { lot_id, .. } = &mut locks[0] else {
            panic!("a lot is locked");
        };
        *lot_id = 1;
    }, words);
    let published = Enforcement::Published;
    forge!(
        escrow,
        Event::CaseFrozen { judgement, .. } => judgement.enforcement = published,
        words
    );
    // What is only logged locks nothing.
    let logged = at!(CaseFrozen, 1);
    let lock = Effect::LotLocked { lot_id: 1, e8s: 1 };
    forge!(logged, Event::CaseFrozen { locks, .. } => locks.push(lock), words);
    // No case, and one that is over.
    let mut unknown = HISTORY[escrow].clone();
    if let Event::CaseFrozen { case_id, .. } = &mut unknown.event {
        *case_id = 99;
    }
    refuse_after(escrow, unknown, "no such case");
    let cancelled = at!(CaseCancelled);
    refuse_after(cancelled, HISTORY[at!(CaseFrozen, 6)].clone(), words);
}

#[test]
fn should_freeze_before_evidence_is_too_old() {
    let words = "a vote freezes what the rules say, or less";
    refuse(at!(CaseFrozen), |entry| entry.at_ns += 88 * DAY_NS, words);
}

#[test]
fn should_reject_open_appeals() {
    let words = "an open appeal is rejected";
    let at = at!(AppealRejected);
    // One without an appeal, and one that there is not.
    for id in [3, 99] {
        forge!(at, Event::AppealRejected { case_id, .. } => *case_id = id, words);
    }
    forge!(at, Event::AppealRejected { reason, .. } => reason.clear(), words);
    refuse(at, |entry| entry.at_ns += 29 * DAY_NS, words);
    refuse_again(at, words);
}

#[test]
fn should_lower_what_a_case_costs() {
    let words = "a vote lowers what a case costs";
    let at = at!(CaseReduced);
    forge!(at, Event::CaseReduced { reduction, .. } => reduction.ppb = 200_000_000, words);
    forge!(at, Event::CaseReduced { reduction, .. } => reduction.ppb = 0, words);
    forge!(at, Event::CaseReduced { reduction, .. } => reduction.cap_e8s += 1, words);
    forge!(at, Event::CaseReduced { reduction, .. } => reduction.at_ns -= 1, words);
    forge!(at, Event::CaseReduced { locks, .. } => locks.clear(), words);
    forge!(at, Event::CaseReduced { locks, .. } => {
        locks[0] = Effect::BondLocked { e8s: 20_000_000 };
    }, words);
    refuse_again(at, words);
    let executed = at!(CaseExecuted, 1);
    refuse_after(executed, HISTORY[at].clone(), words);
}

#[test]
fn should_cancel_before_execution() {
    let words = "a case is cancelled before it is executed, with those it covers";
    let at = at!(CaseCancelled);
    forge!(at, Event::CaseCancelled { up_to_ppb, .. } => *up_to_ppb = None, words);
    forge!(
        at,
        Event::CaseCancelled { up_to_ppb, .. } => *up_to_ppb = Some(100_000_001),
        words
    );
    refuse_again(at, words);
    // One that was not frozen covers nothing.
    let reported = at!(CaseCancelled, 1);
    let some = Some(100_000_000);
    forge!(
        reported,
        Event::CaseCancelled { up_to_ppb, .. } => *up_to_ppb = some,
        words
    );
    let executed = at!(CaseExecuted, 1);
    let event = Event::CaseCancelled {
        case_id: 2,
        up_to_ppb: some,
        reason: "an example".into(),
    };
    refuse_after(executed, said(executed, GOVERNANCE, event), words);
}

#[test]
fn should_refund_once_what_was_executed() {
    let words = "an executed case is refunded, once";
    let at = at!(CaseRefunded);
    // One that can be executed, one that was cancelled, and one that there is not.
    for id in [6, 7, 99] {
        forge!(at, Event::CaseRefunded { case_id, .. } => *case_id = id, words);
    }
    refuse_again(at, words);
    let before = at!(CaseBecameExecutable, 3);
    refuse_after(before, HISTORY[at].clone(), words);
}
