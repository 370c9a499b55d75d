//! Those who vanish, and those who follow.

use super::due;
use crate::commands::draw::tests::adopt_and_draw;
use crate::commands::seats::testing::{
    LOCK, absent, arrive, begin, challenge, commit_to, commitment, conclude, confirmed, reveal,
    row, view, visit,
};
use crate::commands::testing::{FEE, World, auditor, auditor_id, provider_id, site, terms};
use crate::domain::business_days;
use crate::state::Event;
use bonafide_types::audits::{
    AssignmentState, AuditError, AuditorChange, AuditorStatus, Conflicts, Criticality, Outcome,
    Phase, SeatState, Tie, TieKind, Unbonding,
};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;

/// A tenth of what a seat locks.
const TAKEN: u64 = LOCK / 10;

fn world() -> (World, u64) {
    let mut world = World::staffed(9, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[4, 5, 6]);
    (world, id)
}

fn stake(world: &World, n: u8) -> u64 {
    world.state.account(Caller(auditor_id(n).0)).total_e8s()
}

fn rounds(world: &World, id: u64) -> Vec<(u8, u32)> {
    let row = row(world, id);
    let seats = row.seats.iter();
    seats
        .map(|seat| (*seat.auditor.as_slice().last().unwrap(), seat.round))
        .collect()
}

#[test]
fn should_take_of_those_who_vanish_and_conclude_without_them() {
    let (mut world, id) = world();
    arrive(&mut world, id);
    challenge(&mut world, id, 3).unwrap();
    // Auditor 3 commits and does not reveal.
    let committed = commitment(id, 3, &absent(1));
    commit_to(&mut world, id, 3, committed).unwrap();
    let treasury = world.state.books().free_e8s;
    for n in [1, 2] {
        let commitment = commitment(id, n, &confirmed());
        commit_to(&mut world, id, n, commitment).unwrap();
    }
    for n in [1, 2] {
        reveal(&mut world, id, n, &confirmed()).unwrap();
    }
    world.now_ns = row(&world, id).reveal_until_ns;
    world.task(due);
    let at_ns = world.now_ns;
    let outcome = Outcome::Confirmed;
    assert_eq!(
        row(&world, id).state,
        AssignmentState::Concluded { outcome, at_ns }
    );
    let vanished = SeatState::Vanished {
        at_ns,
        taken_e8s: TAKEN,
    };
    assert_eq!(row(&world, id).seat(auditor_id(3)).unwrap().state, vanished);
    assert_eq!(stake(&world, 3), 1_000 * FEE - TAKEN);
    assert_eq!(world.state.books().free_e8s, treasury + TAKEN);
    assert_eq!(world.state.auditor(auditor_id(3)).unwrap().vanished, 1);
    assert_eq!(rounds(&world, id), [(1, 1), (2, 1), (3, 1)]);
    // What auditor 3 was not paid is the plan's again.
    assert_eq!(world.state.plan(0).unwrap().reserved_e8s, 48 * FEE);
}

#[test]
fn should_let_others_follow_and_count_all_rounds_together() {
    let (mut world, id) = world();
    let state = conclude(&mut world, id, &[(1, confirmed())]);
    assert_eq!(state, AssignmentState::Open);
    assert_eq!(rounds(&world, id), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)]);
    let next = row(&world, id);
    let window = business_days::window(world.now_ns, 5, 5);
    assert_eq!((next.window_from_ns, next.window_until_ns), window);
    assert_eq!((next.round, next.challenge, next.visit), (2, None, None));
    assert_eq!(next.reserve, [auditor_id(6)]);
    assert_eq!(view(&world, id).phase, Phase::Notice);
    for n in [4, 5] {
        let account = world.state.account(Caller(auditor_id(n).0));
        assert_eq!(account.locked_e8s, LOCK);
    }
    for n in [1, 2, 3] {
        let no_seat = AuditError::NoSeat {
            assignment_id: id,
            caller: Caller(auditor_id(n).0),
            round: 2,
        };
        assert_eq!(challenge(&mut world, id, n), Err(no_seat));
    }
    assert_eq!(due(&world.state, world.now_ns), []);
    // With the report of the first round one more is enough; auditor 5 vanishes too.
    let state = conclude(&mut world, id, &[(4, confirmed())]);
    let at_ns = world.now_ns;
    let outcome = Outcome::Confirmed;
    assert_eq!(state, AssignmentState::Concluded { outcome, at_ns });
    assert_eq!(
        [2, 3, 5].map(|n| stake(&world, n)),
        [1_000 * FEE - TAKEN; 3]
    );
    assert_eq!([1, 4].map(|n| stake(&world, n)), [1_000 * FEE; 2]);
    assert_eq!(world.state.plan(0).unwrap().reserved_e8s, 48 * FEE);
}

#[test]
fn should_come_to_nothing_when_too_few_can_follow_for_a_quorum() {
    let mut world = World::staffed(4, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[4]);
    let state = conclude(&mut world, id, &[]);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
    assert_eq!(row(&world, id).seats.len(), 3, "one alone makes no quorum");
    assert_eq!(stake(&world, 1), 1_000 * FEE - TAKEN);
    assert_eq!(world.state.plan(0).unwrap().reserved_e8s, 50 * FEE);
}

/// One after the other is left out: of reserve auditors 4, 5, 6 and 7, the last follows.
#[test]
fn should_ask_only_those_who_may_follow_now() {
    let mut world = World::staffed(9, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[4, 5, 6, 7]);
    let suspended = AuditorChange {
        at_ns: world.now_ns,
        status: AuditorStatus::Suspended,
        reason: "an example".into(),
    };
    let mut fourth = auditor(4, world.now_ns);
    fourth.history.push(suspended);
    let mut fifth = auditor(5, world.now_ns);
    fifth.conflicts = Conflicts {
        providers: vec![Tie {
            provider: provider_id(2),
            kind: TieKind::Employment,
        }],
        ..fifth.conflicts
    };
    let sixth = Caller(auditor_id(6).0);
    let part = Unbonding {
        amount_e8s: 1_000 * FEE - LOCK + 1,
        due_at_ns: world.now_ns + 60 * DAY_NS,
    };
    world.record([
        Event::AuditorChanged { auditor: fourth },
        Event::AuditorChanged { auditor: fifth },
        Event::StakeUnbonded { owner: sixth, part },
    ]);
    let reports = [(1, confirmed()), (2, absent(1))];
    assert_eq!(conclude(&mut world, id, &reports), AssignmentState::Open);
    assert_eq!(rounds(&world, id), [(1, 1), (2, 1), (3, 1), (7, 2)]);
    // Nobody is left to follow for auditor 7.
    let state = conclude(&mut world, id, &[]);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
}

/// Nobody follows of an owner that sits already, in any round.
#[test]
fn should_let_nobody_follow_whose_owner_sits() {
    let mut world = World::staffed(9, 0);
    world.record([Event::SitesSeen {
        sites: vec![site(2, Criticality::Application)],
    }]);
    // Of four owners three sit, and one may follow.
    world.hold(1..=6);
    adopt_and_draw(&mut world, terms(1), 1);
    let drawn = row(&world, 0);
    assert_eq!((drawn.seats.len(), drawn.reserve.len()), (3, 1));
    let first = rounds(&world, 0)[0].0;
    let state = conclude(&mut world, 0, &[(first, confirmed())]);
    assert_eq!(state, AssignmentState::Open);
    let seats = rounds(&world, 0);
    assert_eq!(seats.len(), 4, "one follows for two");
    let of_holding = seats.iter().filter(|(n, _)| *n <= 6);
    assert_eq!(of_holding.count(), 1);
    // Five others of the holding have stake, and do not follow.
    let state = conclude(&mut world, 0, &[]);
    let at_ns = world.now_ns;
    assert_eq!(state, AssignmentState::Inconclusive { at_ns });
    assert_eq!(rounds(&world, 0), seats);
}

#[test]
fn should_take_no_more_than_a_vote_left() {
    let (mut world, id) = world();
    world.record([Event::StakeTaken {
        auditor: auditor_id(3),
        amount_e8s: 1_000 * FEE - 1,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "an example".into(),
    }]);
    conclude(&mut world, id, &[(1, confirmed()), (2, confirmed())]);
    let seat = row(&world, id).seat(auditor_id(3)).cloned().unwrap();
    let vanished = SeatState::Vanished {
        at_ns: world.now_ns,
        taken_e8s: 1,
    };
    assert_eq!(seat.state, vanished);
    assert_eq!(stake(&world, 3), 0);
}

/// Two audits end together, and the same auditors vanished from both. The stake that the second
/// decision counts on is that after the first.
#[test]
fn should_move_the_stake_of_an_auditor_once_in_a_run() {
    let mut world = World::staffed(9, 4);
    world.record([Event::SitesSeen {
        sites: vec![site(6, Criticality::Spare)],
    }]);
    let ids = [2, 4, 6].map(|n| {
        let team = if n == 6 { [7, 8, 9] } else { [1, 2, 3] };
        begin(&mut world, n, &team, &[])
    });
    world.record([Event::StakeTaken {
        auditor: auditor_id(1),
        amount_e8s: 1_000 * FEE - TAKEN,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "an example".into(),
    }]);
    world.now_ns = row(&world, ids[0]).reveal_until_ns;
    let open = |world: &World| {
        let open = |id: &u64| row(world, *id).state == AssignmentState::Open;
        ids.into_iter().filter(open).collect::<Vec<_>>()
    };
    world.task(due);
    assert_eq!(open(&world), [ids[1]], "the third is of others");
    world.task(due);
    assert_eq!(open(&world), [0_u64; 0]);
    let taken = |id| row(&world, id).seat(auditor_id(1)).cloned().unwrap().state;
    let vanished = |taken_e8s| SeatState::Vanished {
        at_ns: world.now_ns,
        taken_e8s,
    };
    assert_eq!(
        ids[..2].iter().map(|id| taken(*id)).collect::<Vec<_>>(),
        [vanished(TAKEN), vanished(0)]
    );
}

#[test]
fn should_look_past_audits_that_are_over() {
    let (mut world, id) = world();
    visit(&mut world, id, &[(1, absent(1)), (2, absent(1))]);
    world.task(due);
    // Its stake stays locked, as long as a finding of it is not settled.
    let other = begin(&mut world, 2, &[7, 8, 9], &[]);
    world.pass_days(60);
    world.task(due);
    assert_ne!(row(&world, other).state, AssignmentState::Open);
}
