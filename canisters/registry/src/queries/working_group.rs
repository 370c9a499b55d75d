//! Motions of working groups.

use super::limit;
use crate::state::State;
use crate::state::working_group::record_owner;
use bonafide_kit::page;
use bonafide_types::registry::{
    ListWorkingGroupMotionsArgs, WorkingGroupMotion, WorkingGroupMotionPage,
};
use ic_stable_structures::Memory;

/// A motion by number.
#[must_use]
pub fn get_working_group_motion<M: Memory>(
    state: &State<M>,
    id: u64,
) -> Option<WorkingGroupMotion> {
    state.motion(id)
}

/// Motions, newest first: all, or those about a record.
#[must_use]
pub fn list_working_group_motions<M: Memory>(
    state: &State<M>,
    args: &ListWorkingGroupMotionsArgs,
) -> WorkingGroupMotionPage {
    let before = args.before.map(u64::to_be_bytes);
    let before = before.as_ref().map(<[u8; 8]>::as_slice);
    let (motions, next) = match &args.record {
        None => take(
            state
                .working_group_motions
                .before(before)
                .map(|(_, row)| row),
            args.limit,
        ),
        Some(record) => {
            let owner = record_owner(record);
            let ids = state.motions_by_record.members_before(&owner, before);
            let rows = ids.filter_map(|id| state.working_group_motions.get(&id));
            take(rows, args.limit)
        }
    };
    WorkingGroupMotionPage { motions, next }
}

fn take(
    rows: impl Iterator<Item = WorkingGroupMotion>,
    asked: Option<u32>,
) -> (Vec<WorkingGroupMotion>, Option<u64>) {
    let rows = rows.map(|row| (row.id, row));
    page::collect(rows, limit(asked), usize::MAX, |_, row| Some(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::record_working_group_motion;
    use crate::commands::testing::World;
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::registry::{RecordRef, RecordWorkingGroupMotionArgs, table};

    #[test]
    fn should_list_the_newest_first_all_or_about_a_record() {
        let mut world = World::new();
        let record = |table: &str| RecordRef {
            table: table.into(),
            key: Blob(b"Gen1".to_vec()),
        };
        for n in 0..6_u8 {
            let args = RecordWorkingGroupMotionArgs {
                working_group: "Hardware".into(),
                title: format!("Motion {n}"),
                text_sha256: Sha256Hash([n; 32]),
                url: None,
                records: if n % 2 == 0 {
                    vec![record(table::GENERATION)]
                } else {
                    vec![]
                },
            };
            world
                .run(record_working_group_motion::decide, args)
                .unwrap();
        }
        let page = |before, record| {
            let args = ListWorkingGroupMotionsArgs {
                before,
                limit: Some(2),
                record,
            };
            let page = list_working_group_motions(&world.state, &args);
            let ids: Vec<_> = page.motions.iter().map(|row| row.id).collect();
            (ids, page.next)
        };
        assert_eq!(page(None, None), (vec![5, 4], Some(4)));
        assert_eq!(page(Some(4), None), (vec![3, 2], Some(2)));
        assert_eq!(page(Some(2), None), (vec![1, 0], None));
        let about = || Some(record(table::GENERATION));
        assert_eq!(page(None, about()), (vec![4, 2], Some(2)));
        assert_eq!(page(Some(2), about()), (vec![0], None));
        assert_eq!(page(None, Some(record(table::PROVIDER))), (vec![], None));
        assert_eq!(page(None, Some(record(&"t".repeat(999)))), (vec![], None));
        assert_eq!(page(Some(u64::MAX), None).0, [5, 4]);
        assert_eq!(get_working_group_motion(&world.state, 3).unwrap().id, 3);
        assert_eq!(get_working_group_motion(&world.state, 6), None);
    }
}
