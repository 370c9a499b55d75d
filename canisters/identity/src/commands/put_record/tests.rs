use super::{COMMITTEE, ONE_READER, decide};
use crate::commands::Decision;
use crate::commands::testing::{World, ciphertext, provider_id, recipient_id};
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::id::{Blob, ProviderId, Sha256Hash};
use bonafide_types::identity::{
    Committee, IdentityError, PutRecordArgs, Record, RecordKind, Subject,
};
use bonafide_types::limits::{CIPHERTEXT_BYTES, CIPHERTEXT_OVERHEAD, PROVIDER_CIPHERTEXT_BYTES};
use bonafide_types::registry::ProviderStatus;
use ic_stable_structures::VectorMemory;
use sha2::{Digest, Sha256};

#[expect(
    clippy::needless_pass_by_value,
    reason = "as most commands take theirs"
)]
fn put(
    state: &State<VectorMemory>,
    args: PutRecordArgs,
    ctx: &Ctx,
) -> Result<Decision<Record>, IdentityError> {
    decide(state, &args, ctx)
}

fn first() -> PutRecordArgs {
    PutRecordArgs {
        record_id: 0,
        version: 1,
        kind: RecordKind::Address,
        committee: None,
        ciphertext: Blob(ciphertext(200)),
    }
}

fn refuse(world: &mut World, spoil: impl FnOnce(&mut PutRecordArgs), expected: IdentityError) {
    let mut args = first();
    spoil(&mut args);
    world.refuse_as(provider_id(1).0, put, args, expected);
}

#[test]
fn should_keep_size_and_hash_and_replace_the_version_before() {
    let mut world = World::new();
    let row = world.put(1, 0);
    let expected = Record {
        record: World::version(1, 0, 1),
        kind: RecordKind::Address,
        bytes: 200,
        ciphertext_hash: Sha256Hash(Sha256::digest(ciphertext(200)).into()),
        committee: None,
        stored_at_ns: world.now_ns,
        replaced_at_ns: None,
        disclosed_at_ns: None,
        erased_at_ns: None,
    };
    assert_eq!(row, expected);
    world.now_ns += 1;
    let next = world.put(1, 0);
    assert_eq!(next.record.version, 2);
    assert_eq!(world.state.latest_record(provider_id(1), 0), Some(next));
    let replaced = Record {
        replaced_at_ns: Some(world.now_ns),
        ..expected
    };
    assert_eq!(world.state.record(row.record), Some(replaced));
    // A vote under way may open it.
    assert_eq!(world.state.ciphertext(row.record), Some(ciphertext(200)));
    assert_eq!(world.state.provider_bytes(provider_id(1)), 400);
}

#[test]
fn should_refuse_those_who_are_no_provider() {
    let mut world = World::new();
    let stranger = recipient_id(1);
    let expected = IdentityError::SubjectNotFound {
        subject: ProviderId(stranger),
    };
    world.refuse_as(stranger, put, first(), expected);
    let status = ProviderStatus::Offboarded;
    let left = Subject {
        status,
        ..world.subject(1, 1)
    };
    world.show(left);
    let subject = provider_id(1);
    let expected = IdentityError::SubjectNotActive { subject, status };
    refuse(&mut world, |_| {}, expected);
}

#[test]
fn should_refuse_sizes_out_of_range() {
    let mut world = World::new();
    let [least, most] = [CIPHERTEXT_OVERHEAD + 1, CIPHERTEXT_BYTES];
    for bytes in [0, least - 1, most + 1] {
        let expected = IdentityError::CiphertextSize {
            bytes: bytes as u64,
            min: least as u64,
            max: most as u64,
        };
        let given = Blob(vec![0; bytes]);
        refuse(&mut world, |args| args.ciphertext = given, expected);
    }
    for (record_id, bytes) in [(0, least), (1, most)] {
        let args = PutRecordArgs {
            record_id,
            ciphertext: Blob(ciphertext(bytes)),
            ..first()
        };
        world.run_as(provider_id(1).0, put, args).unwrap();
    }
}

#[test]
fn should_refuse_what_is_not_sealed_as_said() {
    let mut world = World::new();
    let header = |header: &[u8]| IdentityError::CiphertextHeader {
        expected: header.escape_ascii().to_string(),
    };
    let clear = b"Jane Doe, 1 Example Street".repeat(9);
    refuse(
        &mut world,
        |args| args.ciphertext = Blob(clear),
        header(ONE_READER),
    );
    let committee = Some(Committee {
        threshold: 2,
        slots: 3,
    });
    refuse(
        &mut world,
        |args| args.committee = committee,
        header(COMMITTEE),
    );
    let mut sealed = COMMITTEE.to_vec();
    sealed.resize(200, 7);
    let given = Blob(sealed.clone());
    refuse(
        &mut world,
        |args| args.ciphertext = given,
        header(ONE_READER),
    );
    for (threshold, slots) in [(0, 0), (1, 3), (4, 3), (2, 17)] {
        let committee = Some(Committee { threshold, slots });
        let expected = IdentityError::InvalidCommittee { threshold, slots };
        refuse(&mut world, |args| args.committee = committee, expected);
    }
    for (record_id, threshold, slots) in [(0, 2, 2), (1, 16, 16)] {
        let args = PutRecordArgs {
            record_id,
            committee: Some(Committee { threshold, slots }),
            ciphertext: Blob(sealed.clone()),
            ..first()
        };
        world.run_as(provider_id(1).0, put, args).unwrap();
    }
}

#[test]
fn should_take_versions_in_order_and_of_one_kind() {
    let mut world = World::new();
    let not_next = |given, expected| IdentityError::VersionNotNext {
        record_id: 0,
        given,
        expected,
    };
    refuse(&mut world, |args| args.version = 0, not_next(0, 1));
    refuse(&mut world, |args| args.version = 2, not_next(2, 1));
    world.put(1, 0);
    refuse(&mut world, |_| {}, not_next(1, 2));
    let other_kind = |args: &mut PutRecordArgs| {
        args.version = 2;
        args.kind = RecordKind::Contract;
    };
    let expected = IdentityError::RecordKindFixed { record_id: 0 };
    refuse(&mut world, other_kind, expected);
    let out_of_range = |field: &str, given, min, max| IdentityError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    };
    let expected = out_of_range("record_id", 64, 0, 63);
    refuse(&mut world, |args| args.record_id = 64, expected);
    world.put(1, 63);
    for _ in 2..=64 {
        world.put(1, 0);
    }
    let expected = out_of_range("version", 65, 1, 64);
    refuse(&mut world, |args| args.version = 65, expected);
}

#[test]
fn should_limit_the_bytes_of_one_provider() {
    let mut world = World::new();
    let full = u32::try_from(PROVIDER_CIPHERTEXT_BYTES / CIPHERTEXT_BYTES as u64).unwrap();
    for n in 0..full {
        let args = PutRecordArgs {
            record_id: n % 2,
            version: n / 2 + 1,
            ciphertext: Blob(ciphertext(CIPHERTEXT_BYTES)),
            ..first()
        };
        world.run_as(provider_id(1).0, put, args).unwrap();
    }
    let expected = IdentityError::TooManyBytes {
        bytes: PROVIDER_CIPHERTEXT_BYTES + 200,
        limit: PROVIDER_CIPHERTEXT_BYTES,
    };
    refuse(&mut world, |args| args.record_id = 2, expected);
    world.put(2, 0);
}
