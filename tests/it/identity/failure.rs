//! A key that does not come costs no use.

use super::{
    FOLLOWS, Holder, access_log, begin, client, disclose, disclosure, hash, put, recipient, record,
    refusal, speaker, storing,
};
use bonafide_client::seal::{HEADER, Opened};
use bonafide_test_support::{Suite, World, actors, canisters, instance, run};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::identity::{
    Access, AccessOutcome, Category, IdentityError, InitArgs, InstallArgs, ListAccessArgs,
    Recipient, ReleaseArgs, Released, SetScoreWeightsArgs,
};
use candid::encode_one;
use pocket_ic::common::rest::RawMessageId;

const CONTENT: &[u8] = b"what is inside";

fn returned(access: &Access, words: &str) -> bool {
    matches!(&access.outcome, AccessOutcome::Returned { reason, .. } if reason.contains(words))
}

/// No network has the key that this canister was told to use.
#[test]
fn should_spend_no_use_when_the_key_is_not_derived() {
    let world = World::new();
    let provider = world.register(1);
    let identity = instance::create(&world.pic);
    let init = InstallArgs::Init(InitArgs {
        governance: Caller(actors::governance()),
        registry: Caller(world.registry),
        vetkd_key_name: "no_such_key".into(),
        audits: None,
    });
    let arg = encode_one(&init).unwrap();
    world
        .pic
        .install_canister(identity, canisters::identity(), arg, None);
    world.pass(FOLLOWS);
    let by = |caller| speaker(&world.pic, identity, caller);
    let reader = by(actors::stranger());
    assert_eq!(run(reader.config_certified()).unwrap().public_key, None);
    let ciphertext = [&HEADER[..], &[7; 200]].concat();
    let args = storing(record(1), None, ciphertext);
    run(by(provider.0).put_record(&args)).unwrap();
    let one = recipient(1);
    let args = disclosure(vec![record(1)], vec![one.named(0)]);
    let grant = run(by(actors::governance()).disclose_records(&args)).unwrap();

    // More often than there are uses.
    for at in 0..5 {
        let asked = one.asking(grant, record(1));
        let said = refusal(run(by(one.principal).release(&asked)));
        assert!(
            matches!(said, IdentityError::KeyNotDerived { .. }),
            "{said}"
        );
        let log = run(reader.access_log(&ListAccessArgs::default())).unwrap();
        assert_eq!(log.accesses.len(), at + 1);
        assert!(returned(&log.accesses[at], "not derived"), "{log:?}");
    }
}

/// On the curve, but outside of the group: the abscissa 4.
#[test]
fn should_spend_no_use_on_a_transport_key_outside_of_the_group() {
    let suite = begin();
    let one = recipient(1);
    let mut key = [0; 48];
    (key[0], key[47]) = (0x80, 4);
    put(&suite, record(1), None, CONTENT);
    let named = Recipient {
        transport_key_hash: hash(&key),
        ..one.named(0)
    };
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![named]));
    let asked = ReleaseArgs {
        transport_public_key: Blob(key.to_vec()),
        ..one.asking(grant, record(1))
    };
    let said = refusal(run(client(&suite, one.principal).release(&asked)));
    assert!(
        matches!(said, IdentityError::KeyNotDerived { .. }),
        "{said}"
    );
    assert!(returned(&access_log(&suite)[0], "not derived"));
}

/// Says what a recipient asks for, without waiting for the answer.
fn ask(suite: &Suite, who: &Holder, grant: u64) -> RawMessageId {
    let arg = encode_one(who.asking(grant, record(1))).unwrap();
    suite
        .pic
        .submit_call(suite.identity, who.principal, "release", arg)
        .unwrap()
}

/// Questions that fill rounds, so that what was asked before them is not answered within one.
fn keep_busy(suite: &Suite) {
    let category = Category {
        name: String::new(),
        cap: 0,
    };
    let arg = encode_one(SetScoreWeightsArgs {
        categories: vec![category; 250_000],
        stamps: vec![],
        findings: vec![],
        effective_from_ns: None,
    })
    .unwrap();
    let (identity, caller) = (suite.identity, actors::stranger());
    for _ in 0..40 {
        suite
            .pic
            .submit_call(identity, caller, "validate_set_score_weights", arg.clone())
            .unwrap();
    }
}

#[test]
fn should_give_a_use_back_when_upgraded_while_the_key_is_out() {
    let suite = begin();
    put(&suite, record(1), None, CONTENT);
    let one = recipient(1);
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    let message = ask(&suite, &one, grant);
    keep_busy(&suite);
    suite.until("the reservation", || {
        let log = access_log(&suite);
        log.iter()
            .any(|access| access.outcome == AccessOutcome::Reserved)
            .then_some(())
    });
    suite
        .pic
        .upgrade_canister(suite.identity, canisters::identity(), vec![], None)
        .unwrap();
    let log = access_log(&suite);
    assert_eq!(log.len(), 1);
    assert!(returned(&log[0], "upgraded"), "{log:?}");
    suite.pass(FOLLOWS);
    let answer = suite.pic.ingress_status(message);
    assert!(!matches!(answer, Some(Ok(_))), "{answer:?}");
    assert_eq!(access_log(&suite), log, "the late answer changes nothing");

    // All three uses are there.
    for _ in 0..3 {
        let released = one.release(&suite, grant, record(1)).unwrap();
        let opened = one.open(&suite, record(1), &released, &released.ciphertext.0);
        assert_eq!(opened, Ok(Opened::Content(CONTENT.to_vec())));
    }
    let said = refusal(one.release(&suite, grant, record(1)));
    assert_eq!(said, IdentityError::UsesExhausted { uses: 3 });
}

#[test]
fn should_not_exceed_the_uses_with_releases_at_once() {
    let suite = begin();
    put(&suite, record(1), None, CONTENT);
    let one = recipient(1);
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    let messages: Vec<_> = (0..6).map(|_| ask(&suite, &one, grant)).collect();
    let answers = messages
        .into_iter()
        .map(|message| suite.pic.await_call(message).unwrap());
    let released = answers.filter(|answer| {
        let answer: Result<Released, IdentityError> = instance::decoded("release", answer);
        match answer {
            Ok(_) => true,
            Err(IdentityError::UsesExhausted { uses: 3 }) => false,
            Err(other) => panic!("{other}"),
        }
    });
    assert_eq!(released.count(), 3);
    assert_eq!(access_log(&suite).len(), 3);
}
