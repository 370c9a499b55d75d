//! What is inside a record is nowhere but there, and its ciphertext comes only to its provider
//! and to recipients.

use super::{record, sealed};
use crate::permissions::identity::{self, CONTENT};
use crate::permissions::stage::{Stage, interfaces};
use bonafide_types::governance::Command;
use bonafide_types::identity::LiftFreezeArgs;
use candid::Principal;

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// The stage after a key was released.
fn released() -> Stage {
    let stage = identity::stage();
    let lift = Command::LiftFreeze(LiftFreezeArgs {
        reason: "An example.".into(),
    });
    let governance = stage.callers["governance"];
    let arg = lift.encode_args().unwrap();
    stage.call(governance, "lift_freeze", false, arg).unwrap();
    let arg = stage.sample("release", 0);
    let recipient = stage.callers["recipient"];
    let answer = stage.call(recipient, "release", false, arg).unwrap();
    assert!(holds(&answer, &ciphertext(&stage, 1)));
    assert!(!holds(&answer, CONTENT.as_bytes()));
    stage
}

fn ciphertext(stage: &Stage, record_id: u32) -> Vec<u8> {
    let content = CONTENT.as_bytes();
    sealed(
        stage.scene.pic(),
        stage.canister,
        record(record_id),
        None,
        content,
    )
}

#[test]
fn should_hold_no_content_in_memory_or_logs() {
    let stage = released();
    let pic = stage.scene.pic();
    let memory = pic.get_stable_memory(stage.canister);
    // What is written in the clear is found there.
    assert!(holds(&memory, b"A court asks for it."));
    assert!(!holds(&memory, CONTENT.as_bytes()));
    for line in pic
        .fetch_canister_logs(stage.canister, Principal::anonymous())
        .unwrap()
    {
        assert!(!holds(&line.content, CONTENT.as_bytes()), "{line:?}");
    }
}

/// Events and `/metrics` are among the reads.
#[test]
fn should_show_no_content_and_ciphertexts_to_their_provider_only() {
    let stage = released();
    let sealed = [1, 2].map(|number| ciphertext(&stage, number));
    let shown = |answer: &[u8]| sealed.iter().any(|bytes| holds(answer, bytes));
    let methods = interfaces().remove("identity").unwrap();
    let mut own = 0;
    for method in methods.iter().filter(|(_, query)| **query) {
        let (method, _) = method;
        for (role, caller) in &stage.callers {
            let arg = stage.sample(method, 0);
            let answer = stage.call(*caller, method, true, arg).unwrap();
            assert!(!holds(&answer, CONTENT.as_bytes()), "{method} by {role}");
            if shown(&answer) {
                assert_eq!((method.as_str(), *role), ("get_own_ciphertext", "provider"));
                own += 1;
            }
        }
    }
    assert_eq!(own, 1);
}

/// What others are told of a release is that it happened.
#[test]
fn should_answer_updates_of_others_without_content() {
    let stage = released();
    let sealed = ciphertext(&stage, 1);
    let methods = interfaces().remove("identity").unwrap();
    for method in methods.iter().filter(|(_, query)| !**query) {
        let (method, _) = method;
        for (role, caller) in &stage.callers {
            let arg = stage.sample(method, 0);
            let answer = match stage.call(*caller, method, false, arg) {
                Ok(answer) => answer,
                Err(reject) => reject.reject_message.into_bytes(),
            };
            assert!(!holds(&answer, CONTENT.as_bytes()), "{method} by {role}");
            let recipient = (method.as_str(), *role) == ("release", "recipient");
            assert_eq!(holds(&answer, &sealed), recipient, "{method} by {role}");
        }
    }
}
