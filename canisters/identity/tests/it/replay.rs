//! What a replay makes of logs, good and forged.

use crate::world::{
    GOVERNANCE, NOW_NS, SELF_ID, author, config, entry, events, installed, lived, log_of,
    provider_id, recipient, verifier, verifier_id, version,
};
use bonafide_identity::replay;
use bonafide_identity::state::Event;
use bonafide_identity::state::invariants::try_state;
use bonafide_identity::state::replay::{ReplayErrorReason, replay_state};
use bonafide_kit::commit::{Entry, root_hash};
use bonafide_kit::{Aggregate, cbor};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::identity::{AccessOutcome, RequestState, Verifier};
use candid::Principal;

fn entries() -> Vec<Entry<Event>> {
    events().into_iter().map(entry).collect()
}

fn encoded(entries: &[Entry<Event>]) -> Vec<Vec<u8>> {
    entries.iter().map(cbor::encode).collect()
}

/// The place of the event of a kind that is after so many of its kind.
macro_rules! at {
    ($kind:ident, $nth:expr) => {
        events()
            .iter()
            .enumerate()
            .filter(|(_, event)| matches!(event, Event::$kind { .. }))
            .nth($nth)
            .unwrap()
            .0
    };
    ($kind:ident) => {
        at!($kind, 0)
    };
}

/// Replays the log up to a place, the entry at which is changed.
fn refuse(at: usize, forge: impl FnOnce(&mut Entry<Event>), words: &str) {
    let mut entries = entries();
    entries.truncate(at + 1);
    replay(encoded(&entries)).unwrap();
    forge(&mut entries[at]);
    let error = replay(encoded(&entries)).expect_err(words);
    assert_eq!(error.entry, at as u64, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// As an event of another author.
fn refuse_author(at: usize, author: Principal, words: &str) {
    refuse(at, |entry| entry.caller = Caller(author), words);
}

/// Replays the log up to a place, and then an entry that can not be there.
fn refuse_after(at: usize, event: Event, words: &str) {
    let mut entries = entries();
    entries.truncate(at + 1);
    entries.push(entry(event));
    let error = replay(encoded(&entries)).expect_err(words);
    assert_eq!(error.entry, at as u64 + 1, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn should_give_the_live_root() {
    let mut live = lived();
    try_state(&live).unwrap();
    let replayed = replay(log_of(&live)).unwrap();
    assert_eq!(replayed.root, root_hash(&mut live));
    assert_eq!(replayed.length, events().len() as u64);
    assert_eq!(replayed.tip, Sha256Hash(live.log().tip().hash));
    let rebuilt = replay_state(log_of(&live)).unwrap();
    assert_eq!(rebuilt.summary(), live.summary());
}

#[test]
fn should_hold_after_every_event() {
    let log = encoded(&entries());
    for length in 0..=log.len() {
        let state = replay_state(&log[..length]).unwrap();
        try_state(&state).unwrap();
    }
}

#[test]
fn should_say_which_event_does_not_decode() {
    let mut log = encoded(&entries());
    log[4].pop();
    let error = replay(&log).unwrap_err();
    assert_eq!(error.entry, 4);
    assert!(matches!(error.reason, ReplayErrorReason::Malformed(_)));
}

#[test]
fn should_start_with_the_installation_and_see_no_other() {
    let first = entries().split_off(1);
    let error = replay(encoded(&first)).unwrap_err();
    assert_eq!(error.reason, ReplayErrorReason::NotInstalledOnce);
    refuse_after(0, installed(), "the installation comes first, and once");
}

#[test]
fn should_want_governance_for_what_is_governed() {
    let mut governed = 0;
    for (at, event) in events().iter().enumerate() {
        if author(event) == GOVERNANCE {
            governed += 1;
            for other in [SELF_ID, provider_id(1).0, verifier_id(1).0] {
                refuse_author(at, other, "governance alone orders this");
            }
        }
    }
    assert_eq!(governed, 10);
}

#[test]
fn should_refuse_a_use_without_a_disclosure() {
    let reserved = events()[at!(UseReserved)].clone();
    let before = at!(RecordsGranted) - 1;
    refuse_after(before, reserved, "a use is of a disclosure");
    let words = "a use is what its disclosure allows";
    let at = at!(UseReserved);
    refuse(at, |entry| entry.at_ns = NOW_NS + 86_400_000_000_000, words);
    let access = |entry: &mut Entry<Event>, change: fn(&mut bonafide_types::identity::Access)| {
        let Event::UseReserved { access } = &mut entry.event else {
            panic!("another order of events");
        };
        change(access);
    };
    refuse(
        at,
        |entry| access(entry, |access| access.record = version(0, 2)),
        words,
    );
    refuse(
        at,
        |entry| access(entry, |access| access.recipient.slot = 1),
        words,
    );
    let other_key = |access: &mut bonafide_types::identity::Access| {
        access.recipient.transport_key_hash = Sha256Hash([9; 32]);
    };
    refuse(at, |entry| access(entry, other_key), words);
    refuse(
        at,
        |entry| access(entry, |access| access.id = 1),
        "accesses are numbered",
    );
}

#[test]
fn should_refuse_a_use_by_another() {
    let words = "a use is what its disclosure allows";
    // Another recipient, too, uses what is its own.
    for other in [
        recipient(2).principal.0,
        recipient(3).principal.0,
        GOVERNANCE,
    ] {
        refuse_author(at!(UseReserved), other, words);
    }
}

#[test]
fn should_refuse_uses_beyond_those_allowed() {
    let mut event = events()[at!(UseReserved, 1)].clone();
    let Event::UseReserved { access } = &mut event else {
        panic!("another order of events");
    };
    access.id = 2;
    refuse_after(at!(UseSettled, 1), event.clone(), "uses are counted");
    // Reserved ones count.
    refuse_after(at!(UseReserved, 1), event, "uses are counted");
}

#[test]
fn should_settle_a_use_once() {
    let words = "a reserved use is settled once";
    let settled = events()[at!(UseSettled)].clone();
    refuse_after(at!(UseSettled), settled, words);
    let back = Event::UseSettled {
        access_id: 1,
        outcome: AccessOutcome::Returned {
            at_ns: NOW_NS,
            reason: "after all".into(),
        },
    };
    refuse_after(at!(UseSettled, 1), back, words);
    let nothing = Event::UseSettled {
        access_id: 0,
        outcome: AccessOutcome::Reserved,
    };
    refuse_after(at!(UseReserved), nothing, words);
}

#[test]
fn should_refuse_disclosures_of_what_is_not_there() {
    let forge = |entry: &mut Entry<Event>| {
        let Event::RecordsGranted { grant } = &mut entry.event else {
            panic!("another order of events");
        };
        grant.records.push(version(9, 1));
    };
    let words = "a disclosure opens records that are there";
    refuse(at!(RecordsGranted), forge, words);
}

#[test]
fn should_refuse_statements_not_by_their_issuer() {
    for n in 0..2 {
        for other in [verifier_id(2).0, GOVERNANCE, provider_id(1).0] {
            refuse_author(
                at!(AttestationIssued, n),
                other,
                "a verifier's own key attests",
            );
        }
    }
    let unknown = |entry: &mut Entry<Event>| {
        let Event::AttestationIssued { attestation, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        attestation.issuer = verifier_id(9);
        entry.caller = Caller(verifier_id(9).0);
    };
    refuse(
        at!(AttestationIssued),
        unknown,
        "a verifier's own key attests",
    );
    let of_other = |entry: &mut Entry<Event>| {
        let Event::AttestationIssued { attestation, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        attestation.issuer = verifier_id(2);
        entry.caller = Caller(verifier_id(2).0);
    };
    let words = "a verifier overtakes its own statements";
    refuse(at!(AttestationIssued, 1), of_other, words);
    let words = "the issuer revokes, once";
    refuse_author(at!(AttestationRevoked), verifier_id(2).0, words);
    refuse_after(
        at!(AttestationRevoked),
        events()[at!(AttestationRevoked)].clone(),
        words,
    );
}

#[test]
fn should_refuse_what_others_write_for_a_provider() {
    for other in [provider_id(2).0, GOVERNANCE] {
        let words = "a provider stores its own next version";
        refuse_author(at!(RecordStored), other, words);
        refuse_author(
            at!(AttestationRequested),
            other,
            "a provider asks for itself",
        );
    }
    let stored = events()[at!(RecordStored)].clone();
    let words = "a provider stores its own next version";
    refuse_after(at!(RecordStored), stored, words);
}

#[test]
fn should_keep_the_past_of_verifiers() {
    let words = "a verifier's past stays as it was";
    let rewritten = Verifier {
        history: vec![],
        ..verifier(1)
    };
    let event = Event::VerifierChanged {
        verifier: rewritten,
    };
    refuse_after(at!(VerifierAdmitted), event, words);
    let again = events()[at!(VerifierAdmitted)].clone();
    refuse_after(at!(VerifierAdmitted), again, "a verifier is admitted once");
}

#[test]
fn should_reserve_fees_from_what_is_free_and_close_once() {
    let forge = |entry: &mut Entry<Event>| {
        let Event::AttestationRequested { request } = &mut entry.event else {
            panic!("another order of events");
        };
        request.fee_e8s = 9_001;
    };
    let words = "a fee is reserved from what is free";
    refuse(at!(AttestationRequested, 1), forge, words);
    for request_id in [1, 9] {
        let state = RequestState::Cancelled { at_ns: NOW_NS };
        let event = Event::RequestClosed { request_id, state };
        refuse_after(at!(RequestClosed), event, "an open request is closed, once");
    }
}

#[test]
fn should_see_a_finding_once_and_of_one_audits_canister() {
    let seen = events()[at!(FindingsSeen)].clone();
    let followed = Event::AuditsFollowed { events: 1 };
    for event in [seen.clone(), followed] {
        refuse_after(0, event, "findings are those of an audits canister");
    }
    refuse_after(at!(FindingsSeen), seen, "a finding is seen once");
    let twice = |entry: &mut Entry<Event>| {
        let Event::FindingsSeen { findings } = &mut entry.event else {
            panic!("another order of events");
        };
        findings.push(findings[0].clone());
    };
    refuse(at!(FindingsSeen), twice, "a finding is seen once");
    let earlier = |entry: &mut Entry<Event>| {
        let Event::FindingsSeen { findings } = &mut entry.event else {
            panic!("another order of events");
        };
        findings[0].seen_at_ns -= 1;
    };
    let words = "a finding counts from when it is seen";
    refuse(at!(FindingsSeen), earlier, words);
    // With the first registry there is no audits canister.
    let config = config(1);
    let words = "findings have the numbers of one audits canister";
    refuse_after(at!(FindingsSeen), Event::ConfigChanged { config }, words);
}

#[test]
fn should_erase_and_learn_once() {
    let words = "a ciphertext is erased once";
    refuse_after(
        at!(RecordsErased),
        events()[at!(RecordsErased)].clone(),
        words,
    );
    let words = "the public key is learnt once";
    refuse_after(
        at!(PublicKeyLearned),
        events()[at!(PublicKeyLearned)].clone(),
        words,
    );
    let set = |entry: &mut Entry<Event>| {
        let Event::ScoreWeightsSet { weights } = &mut entry.event else {
            panic!("another order of events");
        };
        weights.effective_from_ns = NOW_NS;
    };
    let words = "weights follow each other and take effect later";
    refuse(at!(ScoreWeightsSet), set, words);
}
