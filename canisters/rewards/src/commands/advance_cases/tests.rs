use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, advance, appeal, assert_undone, case, close_day, crowd, execute, freeze, frozen,
    in_state, judgement, late, lone, on, reported,
};
use crate::commands::testing::{FIRST_DAY, World, charge};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::RewardsError;

mod counted_again;

fn run(world: &World) -> Vec<Event> {
    due(&world.state, world.now_ns)
}

/// What is due a moment before a time, then and a moment after it.
fn around(mut world: World, at_ns: u64) -> [Vec<Event>; 3] {
    [-1, 0, 1].map(|moment| {
        world.now_ns = at_ns.checked_add_signed(moment).unwrap();
        run(&world)
    })
}

#[test]
fn should_let_evidence_become_too_old() {
    for place in [0, 1] {
        let (world, case_id) = in_state(place);
        let last_ns = case(&world, case_id).freeze_until_ns;
        assert_eq!(last_ns, u64::from(FIRST_DAY + 90) * DAY_NS);
        let why = Expiry::EvidenceTooOld;
        let expired = Event::CaseExpired { case_id, why };
        assert_eq!(around(world, last_ns), [vec![], vec![], vec![expired]]);
    }
}

#[test]
fn should_open_the_time_for_appeals() {
    let (world, case_id) = in_state(2);
    let at_ns = world.now_ns + 3 * DAY_NS;
    let opened = |now_ns: u64| {
        let until_ns = now_ns + 14 * DAY_NS;
        vec![Event::AppealWindowOpened { case_id, until_ns }]
    };
    let expected = [vec![], opened(at_ns), opened(at_ns + 1)];
    assert_eq!(around(world, at_ns), expected);

    let (mut world, id) = in_state(2);
    let before = case(&world, id);
    world.pass_days(3);
    advance(&mut world);
    let until_ns = world.now_ns + 14 * DAY_NS;
    let expected = Case {
        state: CaseState::AppealWindow { until_ns },
        ..before
    };
    assert_eq!(case(&world, id), expected);
}

#[test]
fn should_give_all_the_time_for_appeals_also_when_the_task_is_late() {
    let (mut world, id) = in_state(2);
    world.pass_days(40);
    advance(&mut world);
    let until_ns = world.now_ns + 14 * DAY_NS;
    assert_eq!(case(&world, id).state, CaseState::AppealWindow { until_ns });
}

#[test]
fn should_make_cases_executable() {
    let (world, id) = in_state(3);
    let judgement = judgement(&world, id);
    let at_ns = world.now_ns + 14 * DAY_NS;
    let executable = |now_ns: u64| {
        vec![Event::CaseBecameExecutable {
            case_id: id,
            until_ns: now_ns + 14 * DAY_NS,
            judgement: judgement.clone(),
            locks: vec![],
        }]
    };
    let expected = [vec![], executable(at_ns), executable(at_ns + 1)];
    assert_eq!(around(world, at_ns), expected);
}

#[test]
fn should_let_cases_expire_whose_appeal_nobody_decides() {
    let (mut world, case_id) = in_state(3);
    appeal(&mut world, case_id).unwrap();
    let at_ns = world.now_ns + 30 * DAY_NS;
    let why = Expiry::AppealUndecided;
    let expired = || vec![Event::CaseExpired { case_id, why }];
    assert_eq!(around(world, at_ns), [vec![], expired(), expired()]);

    let (mut world, id) = in_state(3);
    appeal(&mut world, id).unwrap();
    world.pass_days(30);
    advance(&mut world);
    let at_ns = world.now_ns;
    assert_eq!(case(&world, id).state, CaseState::Expired { at_ns, why });
    assert_undone(&world, id);
}

#[test]
fn should_let_cases_expire_that_nobody_executes() {
    let (world, case_id) = in_state(4);
    let at_ns = world.now_ns + 14 * DAY_NS;
    let why = Expiry::NotExecuted;
    let expired = || vec![Event::CaseExpired { case_id, why }];
    assert_eq!(around(world, at_ns), [vec![], expired(), expired()]);

    let (mut world, case_id) = in_state(7);
    let at_ns = world.now_ns;
    let state = CaseState::Expired { at_ns, why };
    assert_eq!(case(&world, case_id).state, state);
    assert_undone(&world, case_id);
    let expected = RewardsError::CaseStanding {
        case_id,
        state,
        needed: "Executable".into(),
    };
    assert_eq!(execute(&mut world, case_id), Err(expected));
}

#[test]
fn should_leave_what_is_over() {
    for place in 5..9 {
        let (mut world, id) = in_state(place);
        let before = case(&world, id);
        world.pass_days(1_000);
        advance(&mut world);
        assert_eq!(case(&world, id), before);
    }
}

#[test]
fn should_take_so_many_cases_in_one_run() {
    let mut world = World::closed();
    for n in 1..=2 {
        for evidence in 0..30 {
            reported(&mut world, on(n * 100 + evidence, charge(n)));
        }
    }
    world.pass_days(91);
    let events = run(&world);
    assert_eq!(events.len(), CASES);
    world.apply(events);
    let events = run(&world);
    assert_eq!(events.len(), 10);
    world.apply(events);
    assert_eq!(run(&world), []);
    assert_eq!(world.state.open_cases.len(), 0);
}

#[test]
fn should_come_to_an_end_whatever_is_due() {
    let mut world = World::staffed();
    close_day(&mut world, &crowd(FIRST_DAY, 0));
    world.join(1);
    world.lot(1, 4 * ICP);
    for n in 1..=10 {
        for evidence in 0..3 {
            let charge = on(n * 10 + evidence, late(n, FIRST_DAY));
            let id = frozen(&mut world, charge);
            if evidence == 2 {
                world.pass_days(3);
                advance(&mut world);
                appeal(&mut world, id).unwrap();
            }
        }
    }
    for _ in 0..100 {
        world.pass_days(1);
        advance(&mut world);
    }
    assert_eq!(world.state.open_cases.len(), 0);
    assert_eq!(world.state.lot(0).unwrap().locked_e8s, 0);
}

#[test]
fn should_keep_the_limit_of_a_vote_where_no_facts_tell_of_others() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    freeze(&mut world, id, Some(TENTH / 2)).unwrap();
    world.pass_days(3);
    advance(&mut world);
    world.pass_days(14);
    advance(&mut world);
    assert_eq!(judgement(&world, id).ppb, TENTH / 2);
}
