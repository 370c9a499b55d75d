//! Instructions: the same for the same message, limited, visible.

use super::*;

const WORK: &str = r#"(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "performance_counter" (func $counter (param i32) (result i64)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (memory 1)
  (func $loop (param $n i32)
    (loop $again
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n))))
  (func $send (param i64)
    (i64.store (i32.const 0) (local.get 0))
    (call $append (i32.const 0) (i32.const 8))
    (call $reply))
  (func (export "canister_update short") (call $loop (i32.const 1000)) (call $reply))
  (func (export "canister_update long") (call $loop (i32.const 1000000)) (call $reply))
  (func (export "canister_update forever") (loop $again (br $again)))
  (func (export "canister_update print") (call $print (i32.const 0) (i32.const 1000)) (call $reply))
  (func (export "canister_update fill")
    (memory.fill (i32.const 0) (i32.const 7) (i32.const 10000)) (call $reply))
  (func (export "canister_query this") (call $loop (i32.const 1000)) (call $send (call $counter (i32.const 0))))
  (func (export "canister_query context") (call $send (call $counter (i32.const 1))))
  (func (export "canister_query other") (call $send (call $counter (i32.const 2)))))"#;

#[test]
fn the_same_message_costs_the_same() {
    let first = update(&mut process(WORK), "long").instructions;
    let mut process = process(WORK);
    update(&mut process, "short").result.unwrap();
    assert_eq!(update(&mut process, "long").instructions, first);
    process.hibernate();
    assert_eq!(update(&mut process, "long").instructions, first);
    // Six operators a round (the loop header is free), 1.15 instructions each.
    assert!((6_900_000..6_902_000).contains(&first), "{first}");
}

#[test]
fn the_limit_is_the_limit() {
    let mut process = process(WORK);
    let needed = update(&mut process, "long").instructions;
    let entry = Entry::Update {
        method: "long",
        arg: &[],
    };
    process.run(entry, env(), needed + 2).result.unwrap();
    let outcome = process.run(entry, env(), needed - 2);
    assert_eq!(code(&outcome), ErrorCode::CanisterInstructionLimitExceeded);
    assert_eq!(outcome.instructions, needed - 2);
    assert!(text(&outcome).contains(&format!("limit of {} instructions", needed - 2)));
    let forever = update(&mut process, "forever");
    assert_eq!(forever.instructions, LIMIT);
    assert_eq!(code(&forever), ErrorCode::CanisterInstructionLimitExceeded);
}

#[test]
fn bytes_are_charged() {
    let mut process = process(WORK);
    let base = update(&mut process, "short").instructions;
    let print = update(&mut process, "print").instructions;
    assert!((1_600..2_200).contains(&print), "{print}");
    let fill = update(&mut process, "fill").instructions;
    assert!(fill > 10_000 && fill > base, "{fill}");
}

#[test]
fn a_system_call_that_cannot_be_paid_ends_the_message() {
    let entry = Entry::Update {
        method: "print",
        arg: &[],
    };
    let outcome = process(WORK).run(entry, env(), 900);
    assert_eq!(code(&outcome), ErrorCode::CanisterInstructionLimitExceeded);
    assert_eq!(outcome.instructions, 900);
}

#[test]
fn performance_counters() {
    let mut process = process(WORK);
    let this = number(&query(&mut process, "this"));
    assert!((6_900..7_500).contains(&this), "{this}");
    let mut later = query_env();
    later.call_context_instructions = 1_000_000;
    let entry = Entry::Query {
        method: "context",
        arg: &[],
    };
    let context = number(&process.run(entry, later, LIMIT));
    assert!((1_000_000..1_001_000).contains(&context), "{context}");
    let other = query(&mut process, "other");
    assert_eq!(code(&other), ErrorCode::CanisterContractViolation);
}

#[test]
fn traps_have_their_causes() {
    let mut process = process(
        r#"(module
          (import "ic0" "trap" (func $trap (param i32 i32)))
          (memory 1) (data (i32.const 0) "no way")
          (table 1 funcref)
          (func $recurse (export "canister_update stack") (call $recurse) (call $recurse))
          (func (export "canister_update heap") (drop (i32.load (i32.const 70000))))
          (func (export "canister_update zero") (drop (i32.div_u (i32.const 1) (i32.load (i32.const 100)))))
          (func (export "canister_update table") (call_indirect (i32.const 3)))
          (func (export "canister_update null") (call_indirect (i32.const 0)))
          (func (export "canister_update trap") (call $trap (i32.const 0) (i32.const 6)))
          (func (export "canister_update trap_far") (call $trap (i32.const 65530) (i32.const 7))))"#,
    );
    for (method, cause) in [
        ("stack", "stack overflow"),
        ("heap", "heap out of bounds"),
        ("zero", "integer divide by zero"),
        ("table", "table out of bounds"),
        ("null", "indirect call to null"),
    ] {
        let outcome = update(&mut process, method);
        assert_eq!(code(&outcome), ErrorCode::CanisterTrapped, "{method}");
        assert!(text(&outcome).ends_with(&format!("Canister trapped: {cause}")));
    }
    let outcome = update(&mut process, "trap");
    assert_eq!(code(&outcome), ErrorCode::CanisterCalledTrap);
    assert!(text(&outcome).contains("Canister called `ic0.trap` with message: 'no way'"));
    assert_eq!(outcome.logs[0].content, b"[TRAP]: no way");
    let outcome = update(&mut process, "trap_far");
    assert_eq!(code(&outcome), ErrorCode::CanisterContractViolation);
    let outcome = update(&mut process, "absent");
    assert_eq!(code(&outcome), ErrorCode::CanisterMethodNotFound);
    assert!(text(&outcome).contains("Canister has no update method 'absent'."));
}
