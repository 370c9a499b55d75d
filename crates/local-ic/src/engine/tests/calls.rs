//! Calls between canisters.

use pocket_ic::ErrorCode;

use super::*;
use crate::engine::IngressStatus;

#[test]
fn a_call_is_answered_through_its_callback() {
    let mut world = World::new();
    let (a, b) = (world.deploy(), world.deploy());
    let reply = world
        .update(a, "forward", &forward(b, "count", &[]))
        .unwrap();
    assert_eq!(number(&reply), 1);
    assert_eq!((world.count(a), world.count(b)), (1, 1));
}

#[test]
fn a_call_within_a_subnet_takes_one_round_and_between_subnets_more() {
    let mut world = World::two_subnets();
    let (a, b) = (world.deploy(), world.deploy());
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let near = world.submit(a, "forward", &forward(b, "count", &[]));
    world.ic.tick();
    assert!(world.ic.status(&near).unwrap().is_terminal());
    let distant = world.submit(a, "forward", &forward(far, "count", &[]));
    world.ic.tick();
    assert!(!world.ic.status(&distant).unwrap().is_terminal());
    assert_eq!(number(&world.wait(&distant).unwrap()), 1);
}

#[test]
fn a_canister_may_call_itself() {
    let mut world = World::new();
    let a = world.deploy();
    let reply = world
        .update(a, "forward", &forward(a, "count", &[]))
        .unwrap();
    assert_eq!(number(&reply), 2);
}

#[test]
fn rejections_arrive_with_code_and_text() {
    let mut world = World::new();
    let (a, b) = (world.deploy(), world.deploy());
    let missing = crate::engine::topology::canister_id(0xffff_ffff_ffe0_00ff);
    let mut rejected = |callee, method: &str| {
        let reply = world
            .update(a, "forward", &forward(callee, method, &[]))
            .unwrap();
        (reply[0], String::from_utf8(reply[1..].to_vec()).unwrap())
    };
    let (number, text) = rejected(b, "count_and_trap");
    assert_eq!(number, 5);
    assert!(text.starts_with("IC0503: "), "{text}");
    assert!(text.contains("boom"), "{text}");
    assert_eq!(rejected(b, "refuse"), (4, "no thanks".to_owned()));
    let (number, text) = rejected(b, "silent");
    assert_eq!(number, 5);
    assert!(text.starts_with("IC0506: "), "{text}");
    assert_eq!(rejected(missing, "count").0, 3);
    assert_eq!(rejected(b, "nothing").0, 5);
}

#[test]
fn a_trap_in_a_callback_keeps_the_state_before_the_call_and_cleans_up() {
    let mut world = World::new();
    let (a, b) = (world.deploy(), world.deploy());
    let answer = world.update(a, "forward_and_trap", &forward(b, "count", &[]));
    assert_eq!(code(answer), ErrorCode::CanisterCalledTrap);
    // 10 before the call, 1000 from the cleanup; the callback's 100 are undone.
    assert_eq!(world.count(a), 1010);
    assert_eq!(world.count(b), 1);
}

#[test]
fn cycles_not_accepted_come_back() {
    let mut world = World::new();
    let (a, b) = (world.deploy(), world.deploy());
    let refunded = |reply: Vec<u8>| number(&reply);
    let arg = forward(b, "accept_1000", &[]);
    let reply = world.update(a, "forward_5000_cycles", &arg).unwrap();
    assert_eq!(refunded(reply), 4000);
    let arg = forward(b, "count", &[]);
    let reply = world.update(a, "forward_5000_cycles", &arg).unwrap();
    assert_eq!(refunded(reply), 5000);
}

#[test]
fn cycles_are_conserved_where_nothing_costs() {
    let mut world = World::with(SubnetConfigSet {
        system: 1,
        ..Default::default()
    });
    let (a, b) = (world.deploy(), world.deploy());
    let before = (world.ic.cycles(a).unwrap(), world.ic.cycles(b).unwrap());
    let arg = forward(b, "accept_1000", &[]);
    world.update(a, "forward_5000_cycles", &arg).unwrap();
    let after = (world.ic.cycles(a).unwrap(), world.ic.cycles(b).unwrap());
    assert_eq!(after, (before.0 - 1000, before.1 + 1000));
}

/// What canisters have, and what they burned so far.
fn cycles_in(world: &World) -> u128 {
    let canisters = world.ic.canisters.values();
    canisters.map(|c| c.balance + c.consumed).sum()
}

#[test]
fn no_cycle_is_lost_or_made() {
    let mut world = World::two_subnets();
    let (a, b) = (world.deploy(), world.deploy());
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let before = cycles_in(&world);
    let calls = [
        ("forward", b, "count"),
        ("forward", b, "count_and_trap"),
        ("forward_and_trap", b, "count"),
        ("forward_5000_cycles", b, "accept_1000"),
        ("forward_5000_cycles", far, "accept_1000"),
        ("forward_5000_cycles", far, "silent"),
        (
            "forward_5000_cycles",
            Principal::management_canister(),
            "raw_rand",
        ),
    ];
    for (method, callee, called) in calls {
        let _ = world.update(a, method, &forward(callee, called, b"DIDL\0\0"));
        assert_eq!(cycles_in(&world), before, "{method} {called}");
    }
    // Nobody waits for this answer any more, and its cycles come back all the same.
    for rounds in 1..4 {
        let arg = forward(far, "accept_1000", &[]);
        let id = world.submit(a, "forward_5000_cycles_1_second", &arg);
        for _ in 0..rounds {
            world.ic.tick();
        }
        let late = world.ic.time_ns() + 2 * SECOND_NS;
        world.ic.set_time_ns(late).unwrap();
        world.wait(&id).unwrap();
        while !world.ic.is_idle() {
            world.ic.tick();
        }
        assert_eq!(cycles_in(&world), before, "expired after {rounds} rounds");
    }
}

#[test]
fn execution_costs_cycles_on_an_application_subnet() {
    let mut world = World::new();
    let a = world.deploy();
    let before = world.ic.cycles(a).unwrap();
    world.update(a, "count", &[]).unwrap();
    let cost = before - world.ic.cycles(a).unwrap();
    assert!(cost > 6_200_000, "{cost}");
    assert!(cost < 10_000_000, "{cost}");
}

#[test]
fn a_bounded_wait_ends_at_its_deadline() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let id = world.submit(a, "forward_1_second", &forward(far, "count", &[]));
    world.ic.tick();
    let late = world.ic.time_ns() + 2 * SECOND_NS;
    world.ic.set_time_ns(late).unwrap();
    let reply = world.wait(&id).unwrap();
    assert_eq!(reply[0], 6, "SYS_UNKNOWN");
    assert!(String::from_utf8_lossy(&reply).contains("IC0601"));
    // The request had not been executed, and its caller is gone: it never is.
    world.ic.tick();
    world.ic.tick();
    assert_eq!(world.count(far), 0);
    assert!(world.ic.is_idle());
}

#[test]
fn an_answer_after_the_deadline_is_dropped() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let id = world.submit(a, "forward_1_second", &forward(far, "count", &[]));
    world.ic.tick();
    world.ic.tick();
    assert_eq!(world.count(far), 1);
    let late = world.ic.time_ns() + 2 * SECOND_NS;
    world.ic.set_time_ns(late).unwrap();
    assert_eq!(world.wait(&id).unwrap()[0], 6);
    world.ic.tick();
    assert!(world.ic.is_idle());
}

#[test]
fn an_unbounded_wait_does_not_end() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let id = world.submit(a, "forward", &forward(far, "count", &[]));
    world.ic.tick();
    let late = world.ic.time_ns() + 1_000_000 * SECOND_NS;
    world.ic.set_time_ns(late).unwrap();
    assert_eq!(number(&world.wait(&id).unwrap()), 1);
}

#[test]
fn a_canister_may_reply_first_and_go_on_afterwards() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let id = world.submit(a, "reply_and_forward", &forward(far, "count", &[]));
    world.ic.tick();
    let status = world.ic.status(&id).cloned().unwrap();
    assert!(matches!(status, IngressStatus::Replied(_)));
    assert_eq!(world.count(a), 1);
    // The call is still open, so the canister stops only after its callback.
    world.manage("stop_canister", record(a)).unwrap();
    world.manage("start_canister", record(a)).unwrap();
    assert_eq!(world.count(a), 101);
    assert_eq!(world.ic.status(&id), Some(&status));
}

#[test]
fn a_composite_query_calls_queries_and_keeps_nothing() {
    let mut world = World::new();
    let (a, b) = (world.deploy(), world.deploy());
    world.update(b, "count", &[]).unwrap();
    let reply = world
        .query(a, "composite", &forward(b, "get", &[]))
        .unwrap();
    assert_eq!(number(&reply), 1);
    assert_eq!(world.count(a), 0);
    let nested = forward(b, "composite", &forward(a, "get", &[]));
    let reply = world.query(a, "composite", &nested).unwrap();
    // b's call is rejected because a is being asked; b replies with the code, a passes that on.
    assert_eq!(reply[0], 5);
    assert!(String::from_utf8_lossy(&reply).contains("IC0517"));
    let reply = world
        .query(a, "composite", &forward(b, "count", &[]))
        .unwrap();
    assert_eq!(reply[0], 5);
}

#[test]
fn canisters_on_one_subnet_are_served_in_order_of_their_messages() {
    let mut world = World::new();
    let a = world.deploy();
    let ids: Vec<RequestId> = (0..5).map(|_| world.submit(a, "count", &[])).collect();
    world.ic.tick();
    let counts: Vec<u64> = ids
        .iter()
        .map(|id| number(&world.wait(id).unwrap()))
        .collect();
    assert_eq!(counts, [1, 2, 3, 4, 5]);
}

#[test]
fn two_runs_of_one_script_are_equal() {
    let run = || {
        let mut world = World::two_subnets();
        let (a, b) = (world.deploy(), world.deploy());
        let far = world.create_far_away();
        world.install(far, CANISTER);
        let mut seen = Vec::new();
        for callee in [b, far, a] {
            seen.push(world.update(a, "forward", &forward(callee, "count", &[])));
        }
        let management = Principal::management_canister();
        seen.push(world.update(a, "forward", &forward(management, "raw_rand", b"DIDL\0\0")));
        seen.push(world.query(a, "certificate", &[]));
        let balances: Vec<u128> = [a, b, far]
            .iter()
            .map(|id| world.ic.cycles(*id).unwrap())
            .collect();
        (seen, balances, world.ic.time_ns(), world.ic.state_version())
    };
    assert_eq!(run(), run());
}
