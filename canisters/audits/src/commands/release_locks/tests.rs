use super::due;
use crate::commands::finish_findings;
use crate::commands::seats::testing::{
    LOCK, appeal, begin, conclude, confirmed, found, row, settle,
};
use crate::commands::testing::{FEE, World, auditor_id};
use crate::state::Event;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;

fn locked(world: &World, n: u8) -> u64 {
    world.state.account(Caller(auditor_id(n).0)).locked_e8s
}

fn free(world: &World, n: u8) -> u64 {
    world.state.account(Caller(auditor_id(n).0)).free_e8s
}

#[test]
fn should_free_stake_after_the_time_for_disputes() {
    let mut world = World::staffed(6, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    conclude(&mut world, id, &[(1, confirmed()), (2, confirmed())]);
    // Auditor 3 vanished: less is locked for it. A vote takes all that auditor 2 has but one.
    let taken = Event::StakeTaken {
        auditor: auditor_id(2),
        amount_e8s: 1_000 * FEE - 1,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "an example".into(),
    };
    world.record([taken]);
    assert_eq!(
        [1, 2, 3].map(|n| locked(&world, n)),
        [LOCK, 1, LOCK * 9 / 10]
    );
    let until_ns = row(&world, id).locks_until_ns();
    assert_eq!(until_ns, world.now_ns + 30 * DAY_NS);
    world.now_ns = until_ns - 1;
    assert_eq!(due(&world.state, world.now_ns), []);
    world.now_ns += 1;
    world.task(due);
    assert_eq!([1, 2, 3].map(|n| locked(&world, n)), [0; 3]);
    let all = 1_000 * FEE;
    assert_eq!(
        [1, 2, 3].map(|n| free(&world, n)),
        [all, 1, all - LOCK / 10]
    );
    assert_eq!(due(&world.state, world.now_ns), []);
}

#[test]
fn should_hold_stake_until_findings_are_settled_and_keep_nobody_else_waiting() {
    let mut world = World::staffed(20, 2);
    let (disputed, finding) = found(&mut world, 2);
    appeal(&mut world, auditor_id(9).0, finding).unwrap();
    let other = begin(&mut world, 2, &[4, 5, 6], &[]);
    conclude(&mut world, other, &[(4, confirmed()), (5, confirmed())]);
    world.pass_days(100);
    let released = |id| vec![Event::LocksReleased { assignment_id: id }];
    assert_eq!(due(&world.state, world.now_ns), released(other));
    world.task(due);
    assert_eq!(due(&world.state, world.now_ns), []);
    assert_eq!(locked(&world, 1), LOCK);
    settle(&mut world, finding, true).unwrap();
    assert_eq!(due(&world.state, world.now_ns), released(disputed));
    world.task(due);
    assert_eq!(locked(&world, 1), 0);
}

#[test]
fn should_hold_stake_of_a_provisional_finding_until_it_is_final() {
    let mut world = World::staffed(3, 2);
    let (id, finding) = found(&mut world, 2);
    world.now_ns = row(&world, id).locks_until_ns();
    // The task that ends the time for appeals did not run yet.
    assert_eq!(due(&world.state, world.now_ns), []);
    world.task(finish_findings::due);
    assert!(world.state.finding(finding).is_some());
    world.task(due);
    assert_eq!(locked(&world, 1), 0);
}
