use super::*;
use crate::commands::testing::{FEE, World, auditor_id};
use bonafide_types::audits::AuditorStatus;

#[test]
fn should_show_auditors_with_their_stake() {
    let world = World::staffed(2, 0);
    let shown = get_auditor(&world.state, auditor_id(2)).expect("auditor 2");
    assert_eq!(shown.auditor.id, auditor_id(2));
    assert_eq!(shown.status, AuditorStatus::Active);
    assert_eq!(shown.account.free_e8s, 1_000 * FEE);
    assert_eq!(get_auditor(&world.state, auditor_id(3)), None);
}

#[test]
fn should_list_so_many_at_once() {
    let world = World::staffed(103, 0);
    let first = list_auditors(&world.state, None);
    assert_eq!(first.len(), 100);
    let last = first.last().map(|row| row.auditor.id);
    let ids: Vec<_> = list_auditors(&world.state, last)
        .iter()
        .map(|row| row.auditor.id)
        .collect();
    assert_eq!(ids, [101, 102, 103].map(auditor_id));
}
