use super::testing::{appeal, begin, find, found, repeat, row, seat_panel};
use super::{findings, plan_terms};
use crate::commands::testing::{FEE, World, provider_id};
use bonafide_types::id::Caller;

#[test]
fn should_follow_the_plan_of_what_is_repeated() {
    let mut world = World::staffed(20, 2);
    world.deposit(Caller(provider_id(2).0), 7 * FEE);
    begin(&mut world, 2, &[1, 2, 3], &[]);
    let (audit, finding) = found(&mut world, 2);
    let reaudit = repeat(&mut world, audit, 2, &[4, 5, 6]);
    appeal(&mut world, provider_id(2).0, finding).unwrap();
    let panel = seat_panel(&mut world, finding, 2, &[7, 8, 9, 10, 11, 12, 13], &[]);
    let terms = world.state.plan(1).unwrap().terms;
    for id in [audit, reaudit, panel] {
        let terms = Some(terms.clone());
        assert_eq!(plan_terms(&world.state, &row(&world, id)), terms, "{id}");
    }
}

/// Two audits of one provider, ended at different times: each has its own findings.
#[test]
fn should_tell_whose_findings_they_are() {
    let mut world = World::staffed(9, 2);
    let never = begin(&mut world, 2, &[7, 8, 9], &[]);
    let (first, found_first) = found(&mut world, 2);
    let second = begin(&mut world, 2, &[4, 5, 6], &[]);
    let found_second = find(&mut world, second, [4, 5, 6]);
    for (id, expected) in [
        (never, vec![]),
        (first, vec![found_first]),
        (second, vec![found_second]),
    ] {
        let row = row(&world, id);
        let ids: Vec<_> = findings(&world.state, &row).map(|it| it.id).collect();
        assert_eq!(ids, expected, "{id}");
    }
}
