mod appeals;
mod findings;
mod rounds;

use super::due;
use crate::commands::seats::testing::{
    LOCK, absent, begin, conclude, confirmed, refused, row, unable, visit,
};
use crate::commands::testing::{FEE, World, auditor_id, site_id};
use bonafide_types::audits::{AssignmentState, Outcome, Report, SiteAudit};
use bonafide_types::id::Caller;

fn three(reports: [Report; 3]) -> (World, AssignmentState) {
    let mut world = World::staffed(5, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[4, 5]);
    let reports: Vec<_> = (1..).zip(reports).collect();
    let state = conclude(&mut world, id, &reports);
    (world, state)
}

#[test]
fn should_conclude_what_a_quorum_reports() {
    for (reports, expected) in [
        ([confirmed(), confirmed(), confirmed()], Outcome::Confirmed),
        ([confirmed(), absent(1), confirmed()], Outcome::Confirmed),
        ([absent(1), unable(), absent(1)], Outcome::Discrepancy),
        ([refused(), refused(), unable()], Outcome::Refused),
        ([unable(), confirmed(), unable()], Outcome::Unable),
    ] {
        let (world, state) = three(reports);
        let at_ns = world.now_ns;
        let outcome = expected;
        assert_eq!(state, AssignmentState::Concluded { outcome, at_ns });
        let site = world.state.site(&site_id(2)).unwrap();
        let visited = SiteAudit {
            assignment_id: 0,
            at_ns,
            outcome: Some(outcome),
        };
        assert_eq!((site.audits, site.history), (1, vec![visited]));
        let plan = world.state.plan(0).unwrap();
        assert_eq!((plan.open_assignments, plan.concluded), (0, 1));
        let bad = matches!(outcome, Outcome::Discrepancy | Outcome::Refused);
        assert_eq!(plan.bad, u32::from(bad));
        assert_eq!(plan.reserved_e8s, 47 * FEE, "three reports were paid");
    }
}

#[test]
fn should_not_punish_a_minority() {
    let (world, _) = three([confirmed(), absent(1), confirmed()]);
    for n in 1..=3 {
        let account = world.state.account(Caller(auditor_id(n).0));
        assert_eq!(account.total_e8s(), 1_000 * FEE);
        assert_eq!(account.locked_e8s, LOCK);
        assert_eq!(world.state.auditor(auditor_id(n)).unwrap().vanished, 0);
    }
    assert_eq!(world.state.findings.len(), 0);
}

#[test]
fn should_come_to_nothing_when_nobody_agrees_and_nobody_vanished() {
    let (world, state) = three([confirmed(), absent(1), refused()]);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
    let plan = world.state.plan(0).unwrap();
    assert_eq!((plan.open_assignments, plan.concluded, plan.bad), (0, 0, 0));
    let site = world.state.site(&site_id(2)).unwrap();
    assert_eq!(site.history[0].outcome, None);
    assert_eq!(world.state.findings.len(), 0);
    assert_eq!(row(&world, 0).reserve.len(), 2, "nobody follows");
}

#[test]
fn should_wait_until_the_time_is_over() {
    let mut world = World::staffed(3, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    visit(&mut world, id, &[(1, confirmed()), (2, confirmed())]);
    world.now_ns -= 1;
    assert_eq!(due(&world.state, world.now_ns), []);
    world.now_ns += 1;
    world.task(due);
    assert_ne!(row(&world, id).state, AssignmentState::Open);
    assert_eq!(due(&world.state, world.now_ns), []);
}
