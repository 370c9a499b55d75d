use super::{get_assignment, list_assignments};
use crate::commands::seats::testing::{begin, conclude, confirmed, row};
use crate::commands::testing::{World, auditor_id, site_id};
use bonafide_types::audits::{AssignmentPage, AssignmentView, ListAssignmentsArgs, Phase, SiteId};

/// Audits 0 and 2 of site 2, 1 of site 4; auditor 1 in 0 and 1. Audit 0 is over.
fn world() -> World {
    let mut world = World::staffed(9, 4);
    for (n, seats) in [(2, [1, 2, 3]), (4, [1, 4, 5]), (2, [6, 7, 8])] {
        begin(&mut world, n, &seats, &[9]);
    }
    let reports = [1, 2, 3].map(|n| (n, confirmed()));
    conclude(&mut world, 0, &reports);
    world
}

fn ids(world: &World, args: &ListAssignmentsArgs) -> (Vec<u64>, Option<u64>) {
    let page = list_assignments(&world.state, args, world.now_ns);
    let AssignmentPage { assignments, next } = page;
    let id = |it: &AssignmentView| it.assignment.id;
    (assignments.iter().map(id).collect(), next)
}

#[test]
fn should_show_how_far_an_assignment_is() {
    let world = world();
    let view = get_assignment(&world.state, 0, world.now_ns).unwrap();
    assert_eq!(view.phase, Phase::Over);
    assert_eq!(view.assignment, row(&world, 0));
    assert_eq!(view.visit_at_ns, view.assignment.window_until_ns);
    let view = get_assignment(&world.state, 1, world.now_ns).unwrap();
    assert_eq!(view.phase, Phase::Commit);
    assert_eq!(get_assignment(&world.state, 3, world.now_ns), None);
}

#[test]
fn should_list_by_site_auditor_and_state() {
    let world = world();
    let site = |n| Some(site_id(n));
    let auditor = |n| Some(auditor_id(n));
    let list = |site, auditor, open| {
        let args = ListAssignmentsArgs {
            site,
            auditor,
            open,
            ..ListAssignmentsArgs::default()
        };
        let (ids, next) = ids(&world, &args);
        assert_eq!(next, None);
        ids
    };
    assert_eq!(list(None, None, None), [0, 1, 2]);
    assert_eq!(list(None, None, Some(true)), [1, 2]);
    assert_eq!(list(None, None, Some(false)), [0]);
    assert_eq!(list(site(2), None, None), [0, 2]);
    assert_eq!(list(site(2), None, Some(true)), [2]);
    assert_eq!(list(site(3), None, None), [0; 0]);
    assert_eq!(list(None, auditor(1), None), [0, 1]);
    assert_eq!(list(None, auditor(1), Some(false)), [0]);
    assert_eq!(list(None, auditor(9), None), [0; 0], "in reserve only");
    assert_eq!(list(site(2), auditor(1), None), [0]);
    assert_eq!(list(site(4), auditor(6), None), [0; 0]);
}

#[test]
fn should_page() {
    let world = world();
    let page = |after, open| {
        let args = ListAssignmentsArgs {
            after,
            open,
            limit: Some(1),
            ..ListAssignmentsArgs::default()
        };
        ids(&world, &args)
    };
    assert_eq!(page(None, None), (vec![0], Some(0)));
    assert_eq!(page(Some(0), None), (vec![1], Some(1)));
    assert_eq!(page(Some(1), None), (vec![2], None));
    assert_eq!(page(None, Some(true)), (vec![1], Some(1)));
    assert_eq!(page(Some(1), Some(true)), (vec![2], None));
    assert_eq!(page(Some(u64::MAX), Some(true)), (vec![], None));
    assert_eq!(page(Some(u64::MAX), None), (vec![], None));
}

#[test]
fn should_know_no_site_with_an_endless_name() {
    let world = world();
    for bytes in [252, 253, 255, 256, 100_000] {
        let site = SiteId {
            dc_id: "x".repeat(bytes),
            ..site_id(2)
        };
        let args = ListAssignmentsArgs {
            site: Some(site),
            ..ListAssignmentsArgs::default()
        };
        assert_eq!(ids(&world, &args), (vec![], None));
    }
}
