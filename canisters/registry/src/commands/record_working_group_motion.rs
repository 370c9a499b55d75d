//! Records a motion of a working group. Governed.
//!
//! It is a fact about the group and changes nothing else: what a motion asks for is done by
//! a proposal of its own.

use super::Decision;
use crate::domain::{text, url};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{MOTION_RECORDS, RECORD_KEY_BYTES, TITLE_BYTES, WORKING_GROUP_BYTES};
use bonafide_types::registry::{
    RecordRef, RecordWorkingGroupMotionArgs, RegistryError, WorkingGroupMotion,
};
use ic_stable_structures::Memory;

/// Decides; replies with the motion's number.
///
/// # Errors
/// Those of the fields, [`RegistryError::DuplicateEntry`], [`RegistryError::RecordNotFound`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RecordWorkingGroupMotionArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, RegistryError> {
    let RecordWorkingGroupMotionArgs {
        working_group,
        title,
        text_sha256,
        url,
        records,
    } = args;
    text::check("working_group", &working_group, WORKING_GROUP_BYTES)?;
    text::check("title", &title, *TITLE_BYTES.end())?;
    if title.len() < *TITLE_BYTES.start() {
        return Err(text::invalid("title", &title, "at least 5 bytes"));
    }
    if let Some(url) = &url {
        url::check("url", url)?;
    }
    text::check_count("records", records.len(), MOTION_RECORDS)?;
    for (at, record) in records.iter().enumerate() {
        check_record(state, record)?;
        if records[..at].contains(record) {
            return Err(RegistryError::DuplicateEntry {
                field: "records".into(),
                given: text::hex(&record.key.0),
            });
        }
    }
    let id = state.working_group_motions.len();
    let motion = WorkingGroupMotion {
        id,
        working_group,
        title,
        text_sha256,
        url,
        records,
        recorded_at_ns: ctx.now_ns,
        decision: None,
    };
    Ok(Decision::change(
        Event::WorkingGroupMotionRecorded { motion },
        id,
    ))
}

/// Checks that a record of the certified tree exists.
fn check_record<M: Memory>(state: &State<M>, record: &RecordRef) -> Result<(), RegistryError> {
    let key = &record.key.0;
    if key.len() <= RECORD_KEY_BYTES && state.has_record(record) {
        return Ok(());
    }
    Err(RegistryError::RecordNotFound {
        table: text::shortened(&record.table),
        key: text::hex(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, provider_id};
    use crate::state::invariants;
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::registry::table;

    fn record(table: &str, key: &[u8]) -> RecordRef {
        RecordRef {
            table: table.into(),
            key: Blob(key.to_vec()),
        }
    }

    fn motion(records: &[RecordRef]) -> RecordWorkingGroupMotionArgs {
        RecordWorkingGroupMotionArgs {
            working_group: "Hardware".into(),
            title: "Validity windows of generations".into(),
            text_sha256: Sha256Hash([4; 32]),
            url: Some("https://forum.example.com/t/1".into()),
            records: records.to_vec(),
        }
    }

    #[test]
    fn should_number_motions_and_link_their_records() {
        let mut world = World::new();
        world.register_provider(1);
        let records = [
            record(table::GENERATION, b"Gen1"),
            record(table::PROVIDER, provider_id(1).as_slice()),
        ];
        assert_eq!(world.run(decide, motion(&records)), Ok(0));
        assert_eq!(world.run(decide, motion(&records[..1])), Ok(1));
        let row = world.state.motion(0).unwrap();
        assert_eq!((row.recorded_at_ns, row.decision), (world.now_ns, None));
        assert_eq!(row.records, records);
        // A motion is a record too.
        let about = record(table::WORKING_GROUP_MOTION, &0_u64.to_be_bytes());
        assert_eq!(world.run(decide, motion(&[about])), Ok(2));
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_records_that_are_not_there() {
        let mut world = World::new();
        for (table, key) in [
            (table::GENERATION, &b"Gen9"[..]),
            (table::PROVIDER, b"Gen1"),
            ("nonsense", b"Gen1"),
            (table::GENERATION, &[b'g'; 300]),
        ] {
            world.refuse(
                decide,
                motion(&[record(table, key)]),
                RegistryError::RecordNotFound {
                    table: table.into(),
                    key: text::hex(key),
                },
            );
        }
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        let good = || motion(&[]);
        for (args, field) in [
            (
                RecordWorkingGroupMotionArgs {
                    working_group: "g".repeat(65),
                    ..good()
                },
                "working_group",
            ),
            (
                RecordWorkingGroupMotionArgs {
                    title: "Four".into(),
                    ..good()
                },
                "title",
            ),
            (
                RecordWorkingGroupMotionArgs {
                    title: "t".repeat(257),
                    ..good()
                },
                "title",
            ),
            (
                RecordWorkingGroupMotionArgs {
                    url: Some("http://forum.example.com".into()),
                    ..good()
                },
                "url",
            ),
            (
                motion(&vec![record(table::GENERATION, b"Gen1"); 17]),
                "records",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
        let twice = motion(&vec![record(table::GENERATION, b"Gen1"); 2]);
        assert!(matches!(
            world.refused(decide, twice),
            RegistryError::DuplicateEntry { .. }
        ));
    }
}
