//! What panels say, and what becomes of finding and bond.

use super::due;
use crate::commands::conclude::without_panel;
use crate::commands::seats::testing::{
    absent, appeal, arrive, conclude, confirmed, found, refused, row, seat_panel, settle, unable,
};
use crate::commands::testing::{FEE, World, auditor_id, provider_id};
use bonafide_types::audits::{
    AppealVerdict, AssignmentState, Books, Finding, FindingState, Report, StakeAccount,
};
use bonafide_types::id::Caller;
use bonafide_types::limits::DAY_NS;

/// What the provider has deposited.
const STAKE: u64 = 100 * FEE;

/// A finding of provider 2 by auditors 1 to 3.
fn world() -> (World, u64) {
    let mut world = World::staffed(40, 2);
    world.deposit(Caller(provider_id(2).0), STAKE);
    let (_, finding) = found(&mut world, 2);
    (world, finding)
}

fn finding(world: &World, id: u64) -> Finding {
    world.state.finding(id).unwrap()
}

fn provider(world: &World) -> StakeAccount {
    world.state.account(Caller(provider_id(2).0))
}

/// The provider appeals; so many of the panel report, from the first seat on.
fn panel(world: &mut World, id: u64, first: u8, reports: &[Report]) -> AssignmentState {
    appeal(world, provider_id(2).0, id).unwrap();
    let panel = finding(world, id).appeals.last().unwrap().panel;
    let seats: Vec<_> = (first..first + panel).collect();
    let assignment = seat_panel(world, id, 2, &seats, &[]);
    let reports: Vec<_> = (first..).zip(reports.iter().cloned()).collect();
    conclude(world, assignment, &reports)
}

/// The same report so many times, and another.
fn split(times: usize, one: &Report, others: usize, other: &Report) -> Vec<Report> {
    let one = vec![one.clone(); times];
    [one, vec![other.clone(); others]].concat()
}

#[test]
fn should_overturn_and_owe_what_the_panel_was_paid() {
    let (mut world, id) = world();
    let reports = split(4, &confirmed(), 2, &absent(1));
    panel(&mut world, id, 4, &reports);
    let at_ns = world.now_ns;
    let finding = finding(&world, id);
    assert_eq!(finding.state, FindingState::Overturned { at_ns });
    let appeal = &finding.appeals[0];
    assert_eq!(appeal.verdict, Some(AppealVerdict::Overturned));
    assert_eq!((appeal.panel, appeal.bond_e8s), (7, 7 * FEE));
    // Six of seven reported: one fee came back, six are owed.
    let account = provider(&world);
    assert_eq!(account.free_e8s, STAKE - 6 * FEE);
    assert_eq!(account.owed_e8s, 6 * FEE);
    let Books { owed_e8s, .. } = world.state.books();
    assert_eq!(owed_e8s, 6 * FEE);
}

#[test]
fn should_uphold_once_with_another_appeal_and_twice_for_good() {
    let (mut world, id) = world();
    let state = panel(&mut world, id, 4, &split(4, &absent(1), 3, &confirmed()));
    assert!(matches!(state, AssignmentState::Concluded { .. }));
    let once = finding(&world, id);
    assert_eq!(once.state, FindingState::Provisional);
    assert_eq!(once.appeal_until_ns, world.now_ns + 14 * DAY_NS);
    assert_eq!(once.appeals[0].verdict, Some(AppealVerdict::Upheld));
    assert_eq!(provider(&world).free_e8s, STAKE - 7 * FEE);
    assert_eq!(provider(&world).owed_e8s, 0);

    panel(&mut world, id, 11, &split(8, &absent(1), 7, &confirmed()));
    let at_ns = world.now_ns;
    let twice = finding(&world, id);
    assert_eq!(twice.state, FindingState::Final { at_ns });
    assert_eq!(twice.appeals[1].verdict, Some(AppealVerdict::Upheld));
    assert_eq!(twice.appeals[1].panel, 15);
    assert_eq!(provider(&world).free_e8s, STAKE - 22 * FEE);
}

#[test]
fn should_leave_it_to_a_vote_when_two_panels_are_undecided() {
    let (mut world, id) = world();
    let reports = [split(3, &absent(1), 3, &confirmed()), vec![unable()]].concat();
    let state = panel(&mut world, id, 4, &reports);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
    let once = finding(&world, id);
    assert_eq!(once.state, FindingState::Provisional);
    assert_eq!(once.appeals[0].verdict, Some(AppealVerdict::Undecided));
    assert_eq!(once.appeal_until_ns, world.now_ns + 14 * DAY_NS);
    // All of the second were unable: a quorum, but of nothing.
    let state = panel(&mut world, id, 11, &split(15, &unable(), 0, &unable()));
    assert!(matches!(state, AssignmentState::Concluded { .. }));
    let twice = finding(&world, id);
    assert_eq!(twice.state, FindingState::VoteNeeded);
    assert_eq!(twice.appeals[1].verdict, Some(AppealVerdict::Undecided));
    assert_eq!(provider(&world).owed_e8s, 0);
    settle(&mut world, id, true).unwrap();
    let at_ns = world.now_ns;
    assert_eq!(finding(&world, id).state, FindingState::Final { at_ns });
}

/// Neither outcome has a quorum, but four do not let the finding fall.
#[test]
fn should_count_a_closed_door_as_upholding() {
    let (mut world, id) = world();
    let reports = split(2, &absent(1), 2, &refused());
    let reports = [reports, vec![confirmed(); 3]].concat();
    let state = panel(&mut world, id, 4, &reports);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
    let verdict = finding(&world, id).appeals[0].verdict;
    assert_eq!(verdict, Some(AppealVerdict::Upheld));
}

#[test]
fn should_let_others_follow_in_a_panel_that_is_undecided() {
    let (mut world, id) = world();
    appeal(&mut world, provider_id(2).0, id).unwrap();
    let seats: Vec<_> = (4..11).collect();
    let assignment = seat_panel(&mut world, id, 2, &seats, &[20, 21]);
    let first = [(4, absent(1)), (5, absent(1)), (6, absent(1))];
    let state = conclude(&mut world, assignment, &first);
    assert_eq!(state, AssignmentState::Open);
    assert_eq!(row(&world, assignment).round, 2);
    assert_eq!(finding(&world, id).state, FindingState::Appealed);
    conclude(&mut world, assignment, &[(20, absent(1))]);
    let verdict = finding(&world, id).appeals[0].verdict;
    assert_eq!(verdict, Some(AppealVerdict::Upheld));
    assert_eq!(provider(&world).free_e8s, STAKE - 4 * FEE);
}

#[test]
fn should_leave_what_a_vote_settled_meanwhile() {
    for stands in [true, false] {
        let (mut world, id) = world();
        appeal(&mut world, provider_id(2).0, id).unwrap();
        let seats: Vec<_> = (4..11).collect();
        let assignment = seat_panel(&mut world, id, 2, &seats, &[20, 21, 22, 23]);
        arrive(&mut world, assignment);
        settle(&mut world, id, stands).unwrap();
        let settled = finding(&world, id).state;
        // The panel says the contrary, or rather two of it, and nobody is sent after them.
        let contrary = if stands { confirmed() } else { absent(1) };
        conclude(
            &mut world,
            assignment,
            &[(4, contrary.clone()), (5, contrary)],
        );
        assert_ne!(row(&world, assignment).state, AssignmentState::Open);
        let after = finding(&world, id);
        assert_eq!(after.state, settled);
        assert_eq!(after.appeals[0].verdict, Some(AppealVerdict::Undecided));
        let account = provider(&world);
        assert_eq!(account.free_e8s, STAKE - 2 * FEE, "the rest of the bond");
        assert_eq!(account.owed_e8s, if stands { 0 } else { 2 * FEE });
    }
}

#[test]
fn should_give_the_bond_back_when_no_panel_can_be_drawn() {
    let (mut world, id) = world();
    appeal(&mut world, provider_id(2).0, id).unwrap();
    assert_eq!(provider(&world).free_e8s, STAKE - 7 * FEE);
    let event = without_panel(&world.state, id).unwrap();
    world.record([event]);
    let after = finding(&world, id);
    assert_eq!(after.state, FindingState::VoteNeeded);
    assert_eq!(after.appeals[0].verdict, Some(AppealVerdict::Undecided));
    assert_eq!(provider(&world).free_e8s, STAKE);
    for id in [id, 9] {
        assert_eq!(without_panel(&world.state, id), None, "no appeal waits");
    }
}

#[test]
fn should_give_the_bond_back_and_keep_what_a_vote_settled_before_the_draw() {
    let (mut world, id) = world();
    appeal(&mut world, auditor_id(30).0, id).unwrap();
    settle(&mut world, id, true).unwrap();
    let settled = finding(&world, id).state;
    let event = without_panel(&world.state, id).unwrap();
    world.record([event]);
    assert_eq!(finding(&world, id).state, settled);
    let account = world.state.account(Caller(auditor_id(30).0));
    assert_eq!(account.free_e8s, 1_000 * FEE);
    world.pass_days(100);
    world.task(due);
    assert_eq!(finding(&world, id).state, settled);
}
