use super::{decide, give_back, settle};
use crate::commands::testing::{
    GOVERNANCE, World, disclosure, recipient, recipient_id, transport_key,
};
use crate::commands::{Decision, disclose_records, freeze_disclosures, lift_freeze, put_record};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::identity::{
    Access, AccessOutcome, Committee, FreezeDisclosuresArgs, IdentityError, LiftFreezeArgs,
    PutRecordArgs, Recipient, RecordKind, RecordVersion, ReleaseArgs,
};
use bonafide_types::limits::{DAY_NS, REASON_BYTES};
use ic_stable_structures::VectorMemory;
use sha2::{Digest, Sha256};

#[expect(
    clippy::needless_pass_by_value,
    reason = "as most commands take theirs"
)]
fn release(
    state: &State<VectorMemory>,
    args: ReleaseArgs,
    ctx: &Ctx,
) -> Result<Decision<Access>, IdentityError> {
    decide(state, &args, ctx)
}

fn args(grant_id: u64, record: RecordVersion, key: Vec<u8>) -> ReleaseArgs {
    ReleaseArgs {
        grant_id,
        record,
        transport_public_key: Blob(key),
    }
}

/// What recipient 1 asks for by disclosure 0.
fn asked() -> ReleaseArgs {
    args(0, World::version(1, 0, 1), transport_key(1))
}

/// Disclosure 0 opens record 0 of provider 1 to recipient 1.
fn granted() -> World {
    let mut world = World::new();
    let record = world.put(1, 0).record;
    let id = world.disclose(&[record], &[recipient(1, 0)]);
    assert_eq!((id, record), (0, asked().record));
    world
}

fn reserve(world: &mut World) -> Access {
    world.run_as(recipient_id(1), release, asked()).unwrap()
}

fn refuse(world: &mut World, args: ReleaseArgs, expected: IdentityError) {
    world.refuse_as(recipient_id(1), release, args, expected);
}

fn settled(
    world: &mut World,
    access_id: u64,
    derived: &Result<Vec<u8>, String>,
) -> Result<(), IdentityError> {
    let ctx = world.ctx();
    let Decision { events, reply } = settle(&world.state, access_id, derived, &ctx);
    for event in events {
        world.record(event);
    }
    reply
}

fn freeze(world: &mut World) {
    let reason = "an incident".into();
    let args = FreezeDisclosuresArgs { reason };
    world
        .run_as(GOVERNANCE, freeze_disclosures::decide, args)
        .unwrap();
}

fn uses(world: &World) -> u32 {
    world.state.uses(0, Caller(recipient_id(1)), asked().record)
}

fn outcome(world: &World, access_id: u64) -> AccessOutcome {
    world.state.access(access_id).unwrap().outcome
}

#[test]
fn should_reserve_a_use_for_what_the_vote_names() {
    let mut world = granted();
    let access = reserve(&mut world);
    let expected = Access {
        id: 0,
        grant_id: 0,
        record: asked().record,
        recipient: recipient(1, 0),
        reserved_at_ns: world.now_ns,
        outcome: AccessOutcome::Reserved,
    };
    assert_eq!(access, expected);
    assert_eq!(world.state.access(0), Some(expected));
    assert_eq!(uses(&world), 1);
}

#[test]
fn should_refuse_before_the_vote() {
    let mut world = World::new();
    world.put(1, 0);
    let grant_id = 0;
    refuse(
        &mut world,
        asked(),
        IdentityError::GrantNotFound { grant_id },
    );
}

#[test]
fn should_refuse_from_the_deadline_on() {
    let mut world = granted();
    let expired_at_ns = world.now_ns + DAY_NS;
    let grant_id = 0;
    let expired = IdentityError::GrantExpired {
        grant_id,
        expired_at_ns,
    };
    world.now_ns = expired_at_ns;
    refuse(&mut world, asked(), expired.clone());
    world.now_ns += 1;
    refuse(&mut world, asked(), expired);
    world.now_ns = expired_at_ns - 1;
    reserve(&mut world);
}

#[test]
fn should_refuse_everyone_but_the_recipient() {
    let mut world = granted();
    let provider = asked().record.provider.0;
    for other in [recipient_id(2), provider, GOVERNANCE] {
        let expected = IdentityError::NotRecipient {
            grant_id: 0,
            caller: Caller(other),
        };
        world.refuse_as(other, release, asked(), expected);
    }
}

#[test]
fn should_refuse_keys_that_are_not_pinned() {
    let mut world = granted();
    let record = asked().record;
    let other = transport_key(2);
    let expected = IdentityError::TransportKeyNotPinned {
        given: recipient(2, 0).transport_key_hash,
        pinned: recipient(1, 0).transport_key_hash,
    };
    refuse(&mut world, args(0, record, other), expected);
    for bytes in [0_u8, 47, 49] {
        let given = vec![0xc0; bytes.into()];
        let bytes = bytes.into();
        let expected = IdentityError::TransportKeySize { bytes };
        refuse(&mut world, args(0, record, given), expected);
    }
}

/// Voters see a hash and cannot know what is behind it.
#[test]
fn should_refuse_pinned_bytes_that_are_no_safe_key() {
    let mut identity = vec![0; 48];
    identity[0] = 0xc0;
    let malformed = vec![0xbf; 48];
    for (key, expected) in [
        (identity, IdentityError::TransportKeyIdentity),
        (malformed, IdentityError::TransportKeyMalformed),
    ] {
        let mut world = World::new();
        let record = world.put(1, 0).record;
        let pinned = Recipient {
            transport_key_hash: Sha256Hash(Sha256::digest(&key).into()),
            ..recipient(1, 0)
        };
        world.disclose(&[record], &[pinned]);
        refuse(&mut world, args(0, record, key), expected);
    }
}

#[test]
fn should_refuse_other_records_and_versions() {
    let mut world = granted();
    world.put(1, 0);
    world.put(1, 1);
    world.put(2, 0);
    let key = transport_key(1);
    let expected = IdentityError::VersionNotGranted {
        grant_id: 0,
        given: 2,
        granted: 1,
    };
    refuse(
        &mut world,
        args(0, World::version(1, 0, 2), key.clone()),
        expected,
    );
    for other in [World::version(1, 1, 1), World::version(2, 0, 1)] {
        let expected = IdentityError::RecordNotGranted {
            grant_id: 0,
            record: other.to_string(),
        };
        refuse(&mut world, args(0, other, key.clone()), expected);
    }
    // The version that was voted on is there, though it was replaced.
    reserve(&mut world);
}

#[test]
fn should_count_uses_by_recipient_and_record() {
    let mut world = World::new();
    let records = [world.put(1, 0).record, world.put(1, 1).record];
    world.disclose(&records, &[recipient(1, 0), recipient(2, 0)]);
    let exhausted = IdentityError::UsesExhausted { uses: 3 };
    for id in 0..3 {
        assert_eq!(reserve(&mut world).id, id);
        if id > 0 {
            settled(&mut world, id, &Ok(vec![])).unwrap();
        }
    }
    // One is reserved yet, and counts.
    refuse(&mut world, asked(), exhausted.clone());
    settled(&mut world, 0, &Ok(vec![])).unwrap();
    refuse(&mut world, asked(), exhausted);
    let other = args(0, records[1], transport_key(1));
    world.run_as(recipient_id(1), release, other).unwrap();
    let other = args(0, records[0], transport_key(2));
    world.run_as(recipient_id(2), release, other).unwrap();
}

#[test]
fn should_give_a_use_back_when_no_key_was_derived() {
    let mut world = granted();
    for _ in 0..3 {
        reserve(&mut world);
    }
    let reason = "no subnet holds the key".to_owned();
    let refusal = IdentityError::KeyNotDerived {
        reason: reason.clone(),
    };
    assert_eq!(settled(&mut world, 1, &Err(reason)), Err(refusal.clone()));
    let returned = AccessOutcome::Returned {
        at_ns: world.now_ns,
        reason: refusal.to_string(),
    };
    assert_eq!(outcome(&world, 1), returned);
    assert_eq!(uses(&world), 2);
    assert_eq!(reserve(&mut world).id, 3);
    let exhausted = IdentityError::UsesExhausted { uses: 3 };
    refuse(&mut world, asked(), exhausted.clone());
    // Those that nobody works on any more.
    let lost = give_back(&world.state, |id| id == 0, "upgraded", world.now_ns);
    assert_eq!(lost.len(), 2);
    for event in lost {
        world.record(event);
    }
    assert_eq!(outcome(&world, 0), AccessOutcome::Reserved);
    assert_eq!(uses(&world), 1);
    reserve(&mut world);
    reserve(&mut world);
    refuse(&mut world, asked(), exhausted);
}

#[test]
fn should_keep_a_long_reason_short() {
    let mut world = granted();
    reserve(&mut world);
    let refusal = settled(&mut world, 0, &Err("ä".repeat(REASON_BYTES))).unwrap_err();
    let IdentityError::KeyNotDerived { reason } = refusal else {
        panic!("{refusal}");
    };
    assert_eq!(reason, "ä".repeat(REASON_BYTES / 2));
    let AccessOutcome::Returned { reason, .. } = outcome(&world, 0) else {
        panic!("the use was not given back");
    };
    assert!(reason.len() <= REASON_BYTES);
}

#[test]
fn should_release_a_key_once() {
    let mut world = granted();
    reserve(&mut world);
    world.now_ns += 1;
    settled(&mut world, 0, &Ok(vec![])).unwrap();
    let at_ns = world.now_ns;
    assert_eq!(outcome(&world, 0), AccessOutcome::Released { at_ns });
    let row = world.state.record(asked().record).unwrap();
    assert_eq!(row.disclosed_at_ns, Some(at_ns));
    // An answer that comes twice, or after the use was given back, hands out nothing.
    let events = world.state.log.tip().length;
    let refusal = settled(&mut world, 0, &Ok(vec![])).unwrap_err();
    assert!(
        matches!(refusal, IdentityError::KeyWithheld { .. }),
        "{refusal}"
    );
    assert_eq!(world.state.log.tip().length, events);
    // The first time stays.
    world.now_ns += 1;
    reserve(&mut world);
    settled(&mut world, 1, &Ok(vec![])).unwrap();
    assert_eq!(world.state.record(asked().record), Some(row));
}

#[test]
fn should_stop_while_frozen() {
    let mut world = granted();
    let long = disclose_records::decide;
    let mut args_long = disclosure(&[asked().record], &[recipient(1, 0)]);
    args_long.valid_for_seconds = 30 * 86_400;
    let grant_id = world.run_as(GOVERNANCE, long, args_long).unwrap();
    let asked = args(grant_id, asked().record, transport_key(1));
    freeze(&mut world);
    let until_ns = world.now_ns + 14 * DAY_NS;
    let frozen = IdentityError::DisclosuresFrozen { until_ns };
    refuse(&mut world, asked.clone(), frozen.clone());
    world.now_ns = until_ns - 1;
    refuse(&mut world, asked.clone(), frozen);
    // It ends by itself.
    world.now_ns = until_ns;
    world
        .run_as(recipient_id(1), release, asked.clone())
        .unwrap();
    // Or by a vote.
    freeze(&mut world);
    let until_ns = world.now_ns + 14 * DAY_NS;
    refuse(
        &mut world,
        asked.clone(),
        IdentityError::DisclosuresFrozen { until_ns },
    );
    let lift = || LiftFreezeArgs {
        reason: "over".into(),
    };
    world
        .run_as(GOVERNANCE, lift_freeze::decide, lift())
        .unwrap();
    world.run_as(recipient_id(1), release, asked).unwrap();
    world.refuse_as(
        GOVERNANCE,
        lift_freeze::decide,
        lift(),
        IdentityError::NotFrozen,
    );
}

#[test]
fn should_refuse_what_was_erased() {
    let mut world = granted();
    reserve(&mut world);
    let records = vec![asked().record];
    world.record(Event::RecordsErased { records });
    let erased = IdentityError::RecordErased {
        record: asked().record.to_string(),
        erased_at_ns: world.now_ns,
    };
    refuse(&mut world, asked(), erased.clone());
    let reason = erased.to_string();
    let withheld = IdentityError::KeyWithheld { reason };
    assert_eq!(settled(&mut world, 0, &Ok(vec![])), Err(withheld));
    assert_eq!(uses(&world), 0);
}

#[test]
fn should_withhold_a_key_when_frozen_or_over_meanwhile() {
    for over in [false, true] {
        let mut world = granted();
        reserve(&mut world);
        let reason = if over {
            world.now_ns += DAY_NS;
            IdentityError::GrantExpired {
                grant_id: 0,
                expired_at_ns: world.now_ns,
            }
        } else {
            freeze(&mut world);
            let until_ns = world.now_ns + 14 * DAY_NS;
            IdentityError::DisclosuresFrozen { until_ns }
        };
        let reason = reason.to_string();
        let withheld = IdentityError::KeyWithheld { reason };
        assert_eq!(settled(&mut world, 0, &Ok(vec![])), Err(withheld.clone()));
        let returned = AccessOutcome::Returned {
            at_ns: world.now_ns,
            reason: withheld.to_string(),
        };
        assert_eq!(outcome(&world, 0), returned);
        assert_eq!(uses(&world), 0);
        assert_eq!(
            world.state.record(asked().record).unwrap().disclosed_at_ns,
            None
        );
    }
}

#[test]
fn should_give_each_of_a_committee_its_share() {
    let mut world = World::new();
    let mut sealed = put_record::COMMITTEE.to_vec();
    sealed.resize(200, 7);
    let put = PutRecordArgs {
        record_id: 0,
        version: 1,
        kind: RecordKind::Address,
        committee: Some(Committee {
            threshold: 2,
            slots: 3,
        }),
        ciphertext: Blob(sealed),
    };
    let record = asked().record;
    let decide = |state: &State<VectorMemory>, args: PutRecordArgs, ctx: &Ctx| {
        put_record::decide(state, &args, ctx)
    };
    world.run_as(record.provider.0, decide, put).unwrap();
    let shares = [(1, 3), (2, 1), (3, 2)];
    let recipients = shares.map(|(n, slot)| recipient(n, slot));
    world.disclose(&[record], &recipients);
    for (n, slot) in shares {
        let asked = args(0, record, transport_key(n.into()));
        let access = world.run_as(recipient_id(n), release, asked).unwrap();
        assert_eq!(access.recipient, recipient(n, slot));
    }
}
