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

mod cases;
mod facts;
mod forged;
mod money;
mod periods;
mod transfers;
mod votes;

use crate::world::{
    CONTROLLER, Canister, GOVERNANCE, HISTORY, PATRON, SELF_ID, encoded, first_policy, installed,
    lived, log_of, provider_id,
};
use bonafide_kit::Aggregate;
use bonafide_kit::commit::{Entry, root_hash};
use bonafide_rewards::state::Event;
use bonafide_rewards::state::invariants::try_state;
use bonafide_rewards::state::replay::{ReplayErrorReason, replay, replay_onto, replay_state};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::TransferKind;
use candid::Principal;

/// For a refusal that may give any reason.
const ANY: &str = "";
/// What is wrong where a message should have gone on.
const TOGETHER: &str = "what one message decides stands together";
/// What is wrong where somebody acts as the canister.
const ITSELF: &str = "the canister alone does this, by itself";
/// What is wrong where somebody acts as governance.
const GOVERNED: &str = "governance alone orders this";

/// Replays entries, of which the last can not be there.
fn refuse_last(entries: &[Entry<Event>], words: &str) {
    // Over small memories: there are many such logs.
    let fresh = Canister::new().state;
    let error = replay_onto(fresh, encoded(entries)).expect_err(words);
    assert_eq!(error.entry, entries.len() as u64 - 1, "{error}");
    assert!(error.to_string().contains(words), "{error}, not {words}");
}

/// Replays the log up to a place, the entry at which is changed.
fn refuse(at: usize, forge: impl FnOnce(&mut Entry<Event>), words: &str) {
    let mut entries = HISTORY[..=at].to_vec();
    forge(&mut entries[at]);
    assert_ne!(entries[at], HISTORY[at], "nothing was changed");
    refuse_last(&entries, words);
}

/// As an event of another author.
fn refuse_author(at: usize, author: Principal, words: &str) {
    refuse(at, |entry| entry.caller = Caller(author), words);
}

/// As an event of days before.
fn refuse_earlier(at: usize, days: u64, words: &str) {
    refuse(at, |entry| entry.at_ns -= days * DAY_NS, words);
}

/// As an event of the moment before.
fn refuse_a_moment_earlier(at: usize, words: &str) {
    refuse(at, |entry| entry.at_ns -= 1, words);
}

/// Replays the log up to a place, and then an entry that can not be there.
fn refuse_after(at: usize, entry: Entry<Event>, words: &str) {
    let mut entries = HISTORY[..=at].to_vec();
    entries.push(entry);
    refuse_last(&entries, words);
}

/// The same entry again, right after it was there.
fn refuse_again(at: usize, words: &str) {
    refuse_after(at, HISTORY[at].clone(), words);
}

/// An event right after a place, by somebody, at the time of the entry before it.
fn said(at: usize, by: Principal, event: Event) -> Entry<Event> {
    Entry {
        at_ns: HISTORY[at].at_ns,
        caller: Caller(by),
        event,
    }
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
        // What one message commits holds together: a period with its statements.
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
    let words = "the installation comes first, and once";
    refuse_again(0, words);
    let later = said(9, CONTROLLER, installed(first_policy()));
    refuse_after(9, later, words);
}

#[test]
fn should_want_governance_for_what_is_governed() {
    let mut governed = 0;
    for (at, entry) in HISTORY.iter().enumerate() {
        if entry.caller.0 == GOVERNANCE {
            governed += 1;
            for other in [CONTROLLER, PATRON, provider_id(1).0] {
                refuse_author(at, other, GOVERNED);
            }
        }
    }
    // Two tables, three policies, eight periods, one of them taken back, three payments and the
    // settlement of one, thirteen reports, ten votes that freeze, three that cancel, one each
    // that reject, reduce and refund.
    assert_eq!(governed, 47);
}

#[test]
fn should_want_the_canister_for_what_it_does_by_itself() {
    // Anyone can have released what is due. Who the canister is, the first of them tells.
    let own = HISTORY.iter().enumerate().filter(|(_, entry)| {
        let by_anyone = matches!(
            entry.event,
            Event::LotReleased { .. } | Event::TransferOpened { .. }
        );
        entry.caller.0 == SELF_ID && !by_anyone
    });
    let mut seen = 0;
    for (at, _) in own.skip(1) {
        seen += 1;
        for other in [GOVERNANCE, PATRON, provider_id(1).0] {
            refuse_author(at, other, ANY);
        }
    }
    assert!(seen >= 60, "{seen}");
}

#[test]
fn should_want_the_key_of_who_acts_for_itself() {
    let own = |entry: &Entry<Event>| match &entry.event {
        Event::EscrowJoined { .. }
        | Event::EscrowLeft { .. }
        | Event::BondUnbonded { .. }
        | Event::CaseAnswered { .. }
        | Event::CaseAppealed { .. } => true,
        Event::TransferOpened { transfer } => matches!(
            transfer.kind,
            TransferKind::BondDeposit | TransferKind::BondReturn { .. }
        ),
        _ => false,
    };
    let mut seen = 0;
    for (at, entry) in HISTORY.iter().enumerate().filter(|(_, entry)| own(entry)) {
        seen += 1;
        for other in [GOVERNANCE, SELF_ID, PATRON, provider_id(4).0] {
            assert_ne!(entry.caller.0, other);
            refuse_author(at, other, ANY);
        }
    }
    // Three times escrow joined, once left, one bond asked back, an answer, three appeals, two
    // deposits of bonds and a return.
    assert_eq!(seen, 12);
}

#[test]
fn should_not_go_back_in_time() {
    for at in 1..HISTORY.len() {
        refuse(at, |entry| entry.at_ns = 0, ANY);
    }
    let followed = at!(Followed);
    refuse_a_moment_earlier(followed, "time does not go back");
    let late = |entry: &mut Entry<Event>| entry.at_ns = u64::MAX;
    refuse(followed, late, "no event is of such a time");
}

#[test]
fn should_act_with_a_name() {
    let nobody = Principal::anonymous();
    refuse_author(at!(InputsSupplied), nobody, "nobody acts without a name");
    refuse_author(at!(CaseExecuted, 2), nobody, "nobody acts without a name");
}

/// Whether an event can be there twice, one right after the other.
fn repeats(event: &Event) -> bool {
    matches!(
        event,
        Event::LedgerFeeLearned { .. }
            | Event::RosterSeen { .. }
            | Event::Followed { .. }
            | Event::BondUnbonded { .. }
            | Event::CaseAnswered { .. }
    )
}

#[test]
fn should_see_nothing_twice() {
    for (at, entry) in HISTORY.iter().enumerate() {
        if !repeats(&entry.event) {
            refuse_again(at, ANY);
        }
    }
}

#[test]
fn should_leave_nothing_out_of_a_message() {
    let followed = &HISTORY[at!(Followed)].event;
    let mut together = 0;
    for (at, pair) in HISTORY.windows(2).enumerate() {
        let (entry, next) = (&pair[0], &pair[1]);
        let same = (entry.at_ns, entry.caller) == (next.at_ns, next.caller);
        let goes_on = match (&entry.event, &next.event) {
            (Event::AppealWindowOpened { .. }, Event::AppealWindowOpened { .. })
            | (Event::LotReleased { .. }, Event::TransferOpened { .. }) => same,
            (Event::CaseExecuted { .. }, Event::TransferOpened { transfer }) => {
                same && matches!(transfer.kind, TransferKind::Payment(_))
            }
            _ => false,
        };
        if goes_on {
            together += 1;
            refuse_after(at, said(at, SELF_ID, followed.clone()), TOGETHER);
        }
    }
    // Six windows, an execution, two lots.
    assert_eq!(together, 5 + 1 + 2);
}
