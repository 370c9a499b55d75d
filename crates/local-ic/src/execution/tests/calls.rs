//! Responses, outgoing calls, callbacks, cycles.

use super::*;
use crate::execution::{Closure, OutgoingCall};

/// Callbacks are table entries 1 to 3; they reply with what they see.
const CALLER: &str = r#"(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reject" (func $reject (param i32 i32)))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg_copy (param i32 i32 i32)))
  (import "ic0" "msg_reject_code" (func $reject_code (result i32)))
  (import "ic0" "msg_reject_msg_size" (func $reject_size (result i32)))
  (import "ic0" "msg_reject_msg_copy" (func $reject_copy (param i32 i32 i32)))
  (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_on_cleanup" (func $cleanup (param i32 i32)))
  (import "ic0" "call_data_append" (func $data (param i32 i32)))
  (import "ic0" "call_cycles_add128" (func $cycles (param i64 i64)))
  (import "ic0" "call_with_best_effort_response" (func $bounded (param i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (import "ic0" "msg_cycles_accept128" (func $accept (param i64 i64 i32)))
  (import "ic0" "msg_cycles_available" (func $available (result i64)))
  (import "ic0" "canister_cycle_balance" (func $balance (result i64)))
  (memory 1)
  (data (i32.const 0) "\00\00\00\00\00\00\00\09\01\01")
  (data (i32.const 16) "method payload")
  (table (export "__indirect_function_table") funcref (elem $none $on_reply $on_reject $on_cleanup))
  (func $none)
  (func $on_reply (param i32)
    (call $arg_copy (i32.const 100) (i32.const 0) (call $arg_size))
    (call $append (i32.const 100) (call $arg_size)) (call $reply))
  (func $on_reject (param i32)
    (i32.store (i32.const 100) (call $reject_code))
    (call $reject_copy (i32.const 104) (i32.const 0) (call $reject_size))
    (call $append (i32.const 100) (i32.add (i32.const 4) (call $reject_size))) (call $reply))
  (func $on_cleanup (param i32) (i32.store (i32.const 200) (call $reject_code)))
  (func $begin (call $new (i32.const 0) (i32.const 10) (i32.const 16) (i32.const 6)
    (i32.const 1) (i32.const 11) (i32.const 2) (i32.const 22)))
  (func $send (param i64)
    (i64.store (i32.const 300) (local.get 0))
    (call $append (i32.const 300) (i32.const 8)) (call $reply))
  (func (export "canister_update plain") (call $begin) (drop (call $perform)))
  (func (export "canister_update full") (call $begin)
    (call $data (i32.const 23) (i32.const 7)) (call $cleanup (i32.const 3) (i32.const 33))
    (call $cycles (i64.const 0) (i64.const 1000)) (call $bounded (i32.const 1000))
    (if (call $perform) (then unreachable)))
  (func (export "canister_update given_up") (call $begin) (call $cycles (i64.const 0) (i64.const 1000))
    (call $begin) (call $send (call $balance)))
  (func (export "canister_update too_many_cycles") (call $begin) (call $cycles (i64.const 1) (i64.const 0)))
  (func (export "canister_update not_begun") (call $data (i32.const 0) (i32.const 1)))
  (func (export "canister_update after") (call $begin) (drop (call $perform)) (drop (call $perform)))
  (func (export "canister_update status") (call $begin) (call $send (i64.extend_i32_u (call $perform))))
  (func (export "canister_update echo") (call $on_reply (i32.const 0)))
  (func (export "canister_update reject") (call $reject (i32.const 16) (i32.const 6)))
  (func (export "canister_update twice") (call $reply) (call $reply))
  (func (export "canister_update bad_text") (i32.store (i32.const 0) (i32.const 255)) (call $reject (i32.const 0) (i32.const 1)))
  (func (export "canister_update accept") (call $accept (i64.const 0) (i64.const 30) (i32.const 400)) (call $send (i64.load (i32.const 400))))
  (func (export "canister_update accept_late") (call $reply) (call $accept (i64.const 0) (i64.const 30) (i32.const 400)))
  (func (export "canister_update available") (call $send (call $available))))"#;

fn plain() -> OutgoingCall {
    OutgoingCall {
        callee: Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]),
        method: "method".to_owned(),
        arg: Vec::new(),
        cycles: 0,
        prepaid: env().costs.call(6, 0),
        best_effort_timeout: None,
        on_reply: Closure { fun: 1, env: 11 },
        on_reject: Closure { fun: 2, env: 22 },
        on_cleanup: None,
    }
}

#[test]
fn calls_come_out_as_made() {
    let mut process = process(CALLER);
    assert_eq!(update(&mut process, "plain").calls, [plain()]);
    let full = OutgoingCall {
        arg: b"payload".to_vec(),
        cycles: 1000,
        prepaid: env().costs.call(6, 7),
        best_effort_timeout: Some(300),
        on_cleanup: Some(Closure { fun: 3, env: 33 }),
        ..plain()
    };
    assert_eq!(update(&mut process, "full").calls, [full]);
}

#[test]
fn calls_that_are_not_concluded_are_given_up() {
    let outcome = update(&mut process(CALLER), "given_up");
    assert_eq!(u128::from(number(&outcome)), env().balance);
    assert_eq!(outcome.calls, []);
}

#[test]
fn calls_out_of_order_trap() {
    let mut process = process(CALLER);
    for method in ["not_begun", "after"] {
        let outcome = update(&mut process, method);
        assert_eq!(
            code(&outcome),
            ErrorCode::CanisterContractViolation,
            "{method}"
        );
        assert!(text(&outcome).contains("no call is under construction"));
    }
    let outcome = update(&mut process, "too_many_cycles");
    assert_eq!(code(&outcome), ErrorCode::CanisterOutOfCycles);
}

#[test]
fn calls_need_room_and_cycles() {
    let mut process = process(CALLER);
    let entry = Entry::Update {
        method: "status",
        arg: &[],
    };
    let performed = |process: &mut Process, env| number(&process.run(entry, env, LIMIT));
    assert_eq!(performed(&mut process, env()), 0);
    let mut full = env();
    full.call_slots = 0;
    assert_eq!(performed(&mut process, full), 2);
    let mut poor = env();
    poor.balance = poor.costs.call(6, 0);
    assert_eq!(performed(&mut process, poor.clone()), 0);
    poor.freezing_limit = 1;
    assert_eq!(performed(&mut process, poor), 2);
}

#[test]
fn callbacks_see_the_response() {
    let mut process = process(CALLER);
    let closure = |fun| Closure { fun, env: 0 };
    let entry = Entry::ReplyCallback {
        closure: closure(1),
        data: b"answer",
    };
    assert_eq!(reply(&process.run(entry, env(), LIMIT)), b"answer");
    let entry = Entry::RejectCallback {
        closure: closure(2),
        code: 5,
        message: "why",
    };
    assert_eq!(reply(&process.run(entry, env(), LIMIT)), b"\x05\0\0\0why");
    let entry = Entry::Cleanup {
        closure: closure(3),
        reject_code: 5,
    };
    process.run(entry, env(), LIMIT).result.unwrap();
    let entry = Entry::Cleanup {
        closure: closure(9),
        reject_code: 5,
    };
    let outcome = process.run(entry, env(), LIMIT);
    assert_eq!(code(&outcome), ErrorCode::CanisterFunctionNotFound);
    let entry = Entry::Cleanup {
        closure: closure(0),
        reject_code: 5,
    };
    process.run(entry, env(), LIMIT).result.unwrap_err();
}

#[test]
fn a_call_is_answered_once() {
    let mut process = process(CALLER);
    assert_eq!(reply(&update(&mut process, "echo")), b"abc");
    let rejected = update(&mut process, "reject").response;
    assert_eq!(rejected, Some(Response::Reject("method".to_owned())));
    for method in ["twice", "bad_text"] {
        let outcome = update(&mut process, method);
        assert_eq!(
            code(&outcome),
            ErrorCode::CanisterContractViolation,
            "{method}"
        );
    }
    let mut answered = env();
    answered.responded = true;
    let entry = Entry::Update {
        method: "echo",
        arg: &[],
    };
    let outcome = process.run(entry, answered, LIMIT);
    assert!(text(&outcome).contains("already replied"));
}

#[test]
fn cycles_are_accepted_before_the_response_only() {
    let mut process = process(CALLER);
    let mut run = |method, available| {
        let mut env = env();
        env.cycles_available = available;
        process.run(Entry::Update { method, arg: &[] }, env, LIMIT)
    };
    let outcome = run("accept", 20);
    assert_eq!((number(&outcome), outcome.cycles_accepted), (20, 20));
    let outcome = run("accept", 50);
    assert_eq!((number(&outcome), outcome.cycles_accepted), (30, 30));
    assert_eq!(run("accept_late", 50).cycles_accepted, 0);
    assert_eq!(number(&run("available", 50)), 50);
    assert_eq!(
        code(&run("available", u128::MAX)),
        ErrorCode::CanisterTrapped
    );
}
