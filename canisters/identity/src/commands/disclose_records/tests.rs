use super::decide;
use crate::commands::put_record;
use crate::commands::testing::{GOVERNANCE, World, disclosure, provider_id, recipient};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::identity::{
    Committee, DiscloseRecordsArgs, Grant, IdentityError, PutRecordArgs, Recipient, Record,
    RecordKind, RecordVersion,
};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use candid::Principal;
use ic_stable_structures::VectorMemory;

fn put_sealed(world: &mut World, record_id: u32, threshold: u8, slots: u8) -> RecordVersion {
    let mut ciphertext = put_record::COMMITTEE.to_vec();
    ciphertext.resize(200, 7);
    let args = PutRecordArgs {
        record_id,
        version: 1,
        kind: RecordKind::Address,
        committee: Some(Committee { threshold, slots }),
        ciphertext: Blob(ciphertext),
    };
    let put = |state: &State<VectorMemory>, args: PutRecordArgs, ctx: &Ctx| {
        put_record::decide(state, &args, ctx)
    };
    let Record { record, .. } = world.run_as(provider_id(1).0, put, args).unwrap();
    record
}

fn refuse(
    world: &mut World,
    spoil: impl FnOnce(&mut DiscloseRecordsArgs),
    expected: IdentityError,
) {
    let mut args = disclosure(&[World::version(1, 0, 1)], &[recipient(1, 0)]);
    spoil(&mut args);
    world.refuse_as(GOVERNANCE, decide, args, expected);
}

fn out_of_range(field: &str, given: u64, min: u64, max: u64) -> IdentityError {
    let field = field.into();
    IdentityError::OutOfRange {
        field,
        given,
        min,
        max,
    }
}

#[test]
fn should_begin_when_executed() {
    let mut world = World::new();
    let record = world.put(1, 0).record;
    world.now_ns += DAY_NS;
    let mut args = disclosure(&[record], &[recipient(1, 0), recipient(2, 0)]);
    args.valid_for_seconds = 30 * 86_400;
    let id = world.run_as(GOVERNANCE, decide, args.clone()).unwrap();
    let grant = Grant {
        id,
        records: args.records,
        purpose: args.purpose,
        recipients: args.recipients,
        granted_at_ns: world.now_ns,
        expires_at_ns: world.now_ns + 30 * DAY_NS,
        uses: 3,
    };
    assert_eq!(world.state.grant(0), Some(grant));
    assert_eq!(world.disclose(&[record], &[recipient(1, 0)]), 1);
}

#[test]
fn should_refuse_lengths_and_uses_out_of_range() {
    let mut world = World::new();
    world.put(1, 0);
    let most = 30 * DAY_NS / SECOND_NS;
    for seconds in [0, most + 1, u64::MAX] {
        let expected = out_of_range("valid_for_seconds", seconds, 1, most);
        refuse(
            &mut world,
            |args| args.valid_for_seconds = seconds,
            expected,
        );
    }
    for uses in [0, 4] {
        let expected = out_of_range("uses", uses.into(), 1, 3);
        refuse(&mut world, |args| args.uses = uses, expected);
    }
    let purpose = |purpose: String| move |args: &mut DiscloseRecordsArgs| args.purpose = purpose;
    let field = || "purpose".into();
    refuse(
        &mut world,
        purpose(String::new()),
        IdentityError::TextEmpty { field: field() },
    );
    let long = IdentityError::TextTooLong {
        field: field(),
        bytes: 1_001,
        limit: 1_000,
    };
    refuse(&mut world, purpose("a".repeat(1_001)), long);
}

#[test]
fn should_refuse_records_that_are_not_there() {
    let mut world = World::new();
    let erased = world.put(1, 0).record;
    let records = vec![erased];
    world.record(Event::RecordsErased { records });
    let expected = IdentityError::RecordErased {
        record: erased.to_string(),
        erased_at_ns: world.now_ns,
    };
    refuse(&mut world, |_| {}, expected);
    for unknown in [World::version(1, 0, 2), World::version(1, 1, 1)] {
        let record = unknown.to_string();
        let expected = IdentityError::RecordNotFound { record };
        refuse(&mut world, |args| args.records = vec![unknown], expected);
    }
}

#[test]
fn should_refuse_too_many_and_too_few() {
    let mut world = World::new();
    let records: Vec<_> = (0..17).map(|id| world.put(1, id).record).collect();
    let too_few = |field: &str| IdentityError::TooFew {
        field: field.into(),
        count: 0,
        limit: 1,
    };
    let too_many = |field: &str| IdentityError::TooMany {
        field: field.into(),
        count: 17,
        limit: 16,
    };
    refuse(&mut world, |args| args.records = vec![], too_few("records"));
    refuse(
        &mut world,
        |args| args.recipients = vec![],
        too_few("recipients"),
    );
    refuse(
        &mut world,
        |args| args.records = records.clone(),
        too_many("records"),
    );
    let crowd: Vec<_> = (1..=17).map(|n| recipient(n, 0)).collect();
    refuse(
        &mut world,
        |args| args.recipients = crowd.clone(),
        too_many("recipients"),
    );
    // 96 are the most: 16 records to 2 recipients, three times each.
    let most = disclosure(&records[..16], &crowd[..2]);
    world.run_as(GOVERNANCE, decide, most).unwrap();
    let expected = IdentityError::TooManyKeys {
        keys: 99,
        limit: 96,
    };
    let one_more = |args: &mut DiscloseRecordsArgs| {
        args.records = records[..11].to_vec();
        args.recipients = crowd[..3].to_vec();
    };
    refuse(&mut world, one_more, expected);
}

#[test]
fn should_refuse_doubles() {
    let mut world = World::new();
    let record = world.put(1, 0).record;
    let twice = |field: &str, entry: String| IdentityError::DuplicateEntry {
        field: field.into(),
        entry,
    };
    let expected = twice("records", record.to_string());
    refuse(&mut world, |args| args.records = vec![record; 2], expected);
    // Two keys of one recipient would be two times the uses.
    let one = recipient(1, 0);
    let other = Recipient {
        principal: one.principal,
        ..recipient(2, 0)
    };
    let expected = twice("recipients.principal", one.principal.to_string());
    refuse(
        &mut world,
        |args| args.recipients = vec![one, other],
        expected,
    );
}

#[test]
fn should_refuse_recipients_that_cannot_call() {
    let mut world = World::new();
    world.put(1, 0);
    for nobody in [Principal::anonymous(), Principal::management_canister()] {
        let expected = IdentityError::InvalidField {
            field: "recipients.principal".into(),
            given: nobody.to_string(),
            rule: "somebody who can call".into(),
        };
        let spoil = |args: &mut DiscloseRecordsArgs| args.recipients[0].principal = Caller(nobody);
        refuse(&mut world, spoil, expected);
    }
}

#[test]
fn should_refuse_slots_that_records_do_not_have() {
    let mut world = World::new();
    let open = world.put(1, 0).record;
    let sealed = put_sealed(&mut world, 1, 2, 3);
    let misplaced = |slot, slots| IdentityError::SlotOutOfRange {
        principal: recipient(1, 0).principal,
        slot,
        slots,
    };
    let ask = |record, slot| {
        move |args: &mut DiscloseRecordsArgs| {
            args.records = vec![record];
            args.recipients = vec![recipient(1, slot), recipient(2, 2)];
        }
    };
    refuse(&mut world, ask(open, 1), misplaced(1, 0));
    refuse(&mut world, ask(sealed, 0), misplaced(0, 3));
    refuse(&mut world, ask(sealed, 4), misplaced(4, 3));
}

#[test]
fn should_refuse_committees_that_do_not_fit() {
    let mut world = World::new();
    let open = world.put(1, 0).record;
    let sealed = put_sealed(&mut world, 1, 2, 3);
    let other = put_sealed(&mut world, 2, 3, 3);
    let pair = [recipient(1, 1), recipient(2, 2)];
    for (records, second) in [
        ([sealed, open], open),
        ([open, sealed], sealed),
        ([sealed, other], other),
    ] {
        let args = disclosure(&records, &pair);
        let record = second.to_string();
        let expected = IdentityError::MixedCommittees { record };
        world.refuse_as(GOVERNANCE, decide, args, expected);
    }
    let too_small = |recipients, threshold| IdentityError::CommitteeTooSmall {
        recipients,
        threshold,
    };
    world.refuse_as(
        GOVERNANCE,
        decide,
        disclosure(&[sealed], &pair[..1]),
        too_small(1, 2),
    );
    world.refuse_as(
        GOVERNANCE,
        decide,
        disclosure(&[other], &pair),
        too_small(2, 3),
    );
    world
        .run_as(GOVERNANCE, decide, disclosure(&[sealed], &pair))
        .unwrap();
}

/// Else one of a committee could open alone.
#[test]
fn should_refuse_two_shares_for_one() {
    let mut world = World::new();
    let sealed = put_sealed(&mut world, 0, 2, 3);
    let same_slot = [recipient(1, 1), recipient(2, 1)];
    let expected = IdentityError::DuplicateEntry {
        field: "recipients.slot".into(),
        entry: "1".into(),
    };
    world.refuse_as(
        GOVERNANCE,
        decide,
        disclosure(&[sealed], &same_slot),
        expected,
    );
    let same_key = Recipient {
        transport_key_hash: recipient(1, 1).transport_key_hash,
        ..recipient(2, 2)
    };
    let expected = IdentityError::DuplicateEntry {
        field: "recipients.transport_key_hash".into(),
        entry: same_key.transport_key_hash.to_string(),
    };
    let args = disclosure(&[sealed], &[recipient(1, 1), same_key]);
    world.refuse_as(GOVERNANCE, decide, args, expected);
}
