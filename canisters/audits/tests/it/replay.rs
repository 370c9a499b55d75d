//! What a replay makes of logs, good and forged.

/// The place of the entry of a kind that is after so many of its kind.
macro_rules! at {
    ($kind:ident, $nth:expr) => {
        crate::world::HISTORY
            .iter()
            .enumerate()
            .filter(|(_, entry)| matches!(entry.event, Event::$kind { .. }))
            .nth($nth)
            .unwrap()
            .0
    };
    ($kind:ident) => {
        at!($kind, 0)
    };
}

/// Replays the log up to a place, the event at which is changed.
macro_rules! forge {
    ($at:expr, $pattern:pat => $change:expr, $words:expr) => {
        crate::replay::refuse(
            $at,
            |entry| {
                let $pattern = &mut entry.event else {
                    panic!("another order of events");
                };
                $change;
            },
            $words,
        )
    };
}

mod audits;
mod draws;
mod forged;
mod money;
mod strict;

use crate::world::{
    CONTROLLER, Canister, FEE, GOVERNANCE, HISTORY, PATRON, SELF_ID, auditor_id, encoded,
    first_policy, installed, lived, log_of,
};
use bonafide_audits::replay;
use bonafide_audits::state::Event;
use bonafide_audits::state::invariants::try_state;
use bonafide_audits::state::replay::{ReplayErrorReason, replay_state};
use bonafide_kit::Aggregate;
use bonafide_kit::commit::{Entry, root_hash};
use bonafide_types::audits::PlanState;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use candid::Principal;

/// For a refusal that may give any reason.
const ANY: &str = "";

/// Replays the log up to a place, the entry at which is changed.
fn refuse(at: usize, forge: impl FnOnce(&mut Entry<Event>), words: &str) {
    refuse_later(at, at, forge, words);
}

/// Replays the log up to a place, an entry before which is changed.
fn refuse_later(at: usize, noticed: usize, forge: impl FnOnce(&mut Entry<Event>), words: &str) {
    let mut entries = HISTORY[..=noticed].to_vec();
    forge(&mut entries[at]);
    assert_ne!(entries[at], HISTORY[at], "nothing was changed");
    let error = replay(encoded(&entries)).expect_err(words);
    assert_eq!(error.entry, noticed as u64, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// As an event of another author.
fn refuse_author(at: usize, author: Principal, words: &str) {
    refuse(at, |entry| entry.caller = Caller(author), words);
}

/// Replays the log up to a place, and then an entry that can not be there.
fn refuse_after(at: usize, entry: Entry<Event>, words: &str) {
    let mut entries = HISTORY[..=at].to_vec();
    entries.push(entry);
    let error = replay(encoded(&entries)).expect_err(words);
    assert_eq!(error.entry, at as u64 + 1, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// The same entry again, right after it was there.
fn refuse_again(at: usize, words: &str) {
    refuse_after(at, HISTORY[at].clone(), words);
}

#[test]
fn should_give_the_live_root() {
    let mut live = lived(&HISTORY);
    let replayed = replay(log_of(&live)).unwrap();
    assert_eq!(replayed.root, root_hash(&mut live));
    assert_eq!(replayed.length, HISTORY.len() as u64);
    assert_eq!(replayed.tip, Sha256Hash(live.log().tip().hash));
    let mut rebuilt = replay_state(log_of(&live)).unwrap();
    try_state(&rebuilt).unwrap();
    assert_eq!(root_hash(&mut rebuilt), replayed.root);
}

#[test]
fn should_hold_after_every_message() {
    let mut canister = Canister::new();
    for (at, entry) in HISTORY.iter().enumerate() {
        canister.now_ns = entry.at_ns;
        canister.record(entry.caller.0, [entry.event.clone()]);
        // What one message commits holds together: a report with its fee, a draw with its rows.
        let next = HISTORY.get(at + 1);
        let more =
            next.is_some_and(|next| (next.at_ns, next.caller) == (entry.at_ns, entry.caller));
        if !more {
            try_state(&canister.state).unwrap();
        }
    }
}

#[test]
fn should_say_which_event_does_not_decode() {
    let mut log = encoded(&HISTORY);
    log[4].pop();
    let error = replay(&log).unwrap_err();
    assert_eq!(error.entry, 4);
    assert!(matches!(error.reason, ReplayErrorReason::Malformed(_)));
}

#[test]
fn should_start_with_the_installation_and_see_no_other() {
    let error = replay(encoded(&HISTORY[1..])).unwrap_err();
    assert_eq!(error.entry, 0);
    assert_eq!(error.reason, ReplayErrorReason::NotInstalledOnce);
    refuse_again(0, "the installation comes first, and once");
    let later = Entry {
        event: installed(first_policy()),
        ..HISTORY[9].clone()
    };
    refuse_after(9, later, "the installation comes first, and once");
}

#[test]
fn should_want_governance_for_what_is_governed() {
    let mut governed = 0;
    for (at, entry) in HISTORY.iter().enumerate() {
        if entry.caller.0 == GOVERNANCE {
            governed += 1;
            for other in [CONTROLLER, PATRON, auditor_id(1).0] {
                refuse_author(at, other, ANY);
            }
        }
    }
    // Policy, four admissions, a suspension and its end, three plans, one of them taken back,
    // a finding, a transfer, a penalty.
    assert_eq!(governed, 14);
}

#[test]
fn should_want_the_key_of_who_acts_for_itself() {
    let own = |entry: &Entry<Event>| match &entry.event {
        Event::AuditorApplied { .. }
        | Event::StakeUnbonded { .. }
        | Event::SlotsProposed { .. }
        | Event::SlotAccepted { .. }
        | Event::ReportCommitted { .. }
        | Event::ReportRevealed { .. }
        | Event::FindingAppealed { .. } => true,
        Event::AuditorChanged { .. } => entry.caller.0 != GOVERNANCE,
        _ => false,
    };
    let mut seen = 0;
    for (at, entry) in HISTORY.iter().enumerate().filter(|(_, entry)| own(entry)) {
        seen += 1;
        for other in [GOVERNANCE, SELF_ID, PATRON] {
            assert_ne!(entry.caller.0, other);
            refuse_author(at, other, ANY);
        }
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn should_keep_what_the_past_was() {
    let words = "what the registry shows changes no audit";
    forge!(at!(SitesSeen), Event::SitesSeen { sites } => sites[0].audits = 1, words);
    let long = "x".repeat(256);
    forge!(at!(SitesSeen), Event::SitesSeen { sites } => sites[0].id.dc_id = long, words);
    refuse_again(at!(PublicKeyLearned), "the public key is learnt once");
    let words = "an auditor applies once, with its own key";
    refuse_again(at!(AuditorApplied), words);
    let words = "an auditor applied before it changes";
    let unknown = |entry: &mut Entry<Event>| {
        let Event::AuditorChanged { auditor } = &mut entry.event else {
            panic!("another order of events");
        };
        auditor.id = auditor_id(9);
    };
    refuse(at!(AuditorChanged), unknown, words);
    let words = "governance changes an auditor's standing, the auditor its conflicts";
    let at = at!(AuditorChanged);
    forge!(at, Event::AuditorChanged { auditor } => auditor.history.remove(0), words);
    forge!(
        at,
        Event::AuditorChanged { auditor } => auditor.history[0].reason = "another".into(),
        words
    );
}

#[test]
fn should_reserve_what_is_free_and_close_plans_once() {
    let words = "plans are numbered, and reserve what is free";
    forge!(at!(PlanAdopted), Event::PlanAdopted { plan } => plan.id = 1, words);
    let much = 1_000 * FEE;
    forge!(at!(PlanAdopted), Event::PlanAdopted { plan } => plan.reserved_e8s = much, words);
    refuse_again(at!(PlanChanged), "a plan that is over stays so");
    let closed = Entry {
        event: Event::PlanChanged {
            plan_id: 9,
            state: PlanState::Closed { at_ns: 0 },
        },
        ..HISTORY[at!(PlanChanged)].clone()
    };
    refuse_after(at!(PlanChanged), closed, "a plan that is over stays so");
    let learnt = Entry {
        event: Event::PublicKeyLearned {
            public_key: Blob(vec![8; 96]),
        },
        ..HISTORY[at!(PublicKeyLearned)].clone()
    };
    let last = HISTORY.len() - 1;
    refuse_after(last, learnt, "the public key is learnt once");
}
