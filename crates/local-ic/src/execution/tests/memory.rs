//! What stays and what goes: heap, globals, stable memory, certified data.

use super::*;

/// State in every place: a hidden global, the heap, stable memory. `get_*` reply with it.
const COUNTER: &str = r#"(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
  (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
  (import "ic0" "stable64_size" (func $size (result i64)))
  (import "ic0" "certified_data_set" (func $certify (param i32 i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (memory 2)
  (global $count (mut i64) (i64.const 0))
  (data (i32.const 8) "\05")
  (func $bump
    (global.set $count (i64.add (global.get $count) (i64.const 1)))
    (i64.store (i32.const 100000) (global.get $count))
    (i64.store (i32.const 8) (i64.add (i64.load (i32.const 8)) (i64.const 1)))
    (drop (call $grow (i64.const 1)))
    (call $write (i64.const 10) (i64.const 100000) (i64.const 8)))
  (func $send (param i64)
    (i64.store (i32.const 0) (local.get 0))
    (call $append (i32.const 0) (i32.const 8))
    (call $reply))
  (func (export "canister_init") (call $bump))
  (func (export "canister_update bump") (call $bump) (call $send (global.get $count)))
  (func (export "canister_query bump_query") (call $bump) (call $send (global.get $count)))
  (func (export "canister_update certify")
    (call $certify (i32.const 8) (i32.const 1))
    (drop (call $timer (i64.const 77))) (call $reply))
  (func (export "canister_update fail")
    (call $bump) (call $certify (i32.const 8) (i32.const 1)) (call $send (i64.const 1)) unreachable)
  (func (export "canister_update grow_and_fail")
    (drop (memory.grow (i32.const 3))) (call $bump) unreachable)
  (func (export "canister_update grow")
    (drop (memory.grow (i32.const 3))) (i64.store (i32.const 200000) (i64.const 42)) (call $reply))
  (func (export "canister_query get_global") (call $send (global.get $count)))
  (func (export "canister_query get_heap") (call $send (i64.load (i32.const 100000))))
  (func (export "canister_query get_data") (call $send (i64.load (i32.const 8))))
  (func (export "canister_query get_grown") (call $send (i64.load (i32.const 200000))))
  (func (export "canister_query get_pages") (call $send (i64.extend_i32_u (memory.size))))
  (func (export "canister_query get_stable")
    (call $read (i64.const 16) (i64.const 10) (i64.const 8))
    (call $send (i64.load (i32.const 16))))
  (func (export "canister_query get_stable_pages") (call $send (call $size))))"#;

fn installed() -> Process {
    let mut process = process(COUNTER);
    let outcome = process.run(Entry::Init { arg: &[] }, env(), LIMIT);
    assert_eq!(outcome.result, Ok(()));
    process.commit();
    process
}

/// Global, heap, initial data, stable memory and its pages.
fn state(process: &mut Process) -> [u64; 5] {
    [
        "get_global",
        "get_heap",
        "get_data",
        "get_stable",
        "get_stable_pages",
    ]
    .map(|method| {
        let outcome = query(process, method);
        process.rollback();
        number(&outcome)
    })
}

#[test]
fn committed_updates_stay() {
    let mut process = installed();
    assert_eq!(state(&mut process), [1, 1, 6, 1, 1]);
    assert_eq!(number(&update(&mut process, "bump")), 2);
    process.commit();
    assert_eq!(state(&mut process), [2, 2, 7, 2, 2]);
}

#[test]
fn a_trap_takes_everything_back() {
    let mut process = installed();
    let outcome = update(&mut process, "fail");
    assert_eq!(code(&outcome), ErrorCode::CanisterTrapped);
    assert_eq!(
        text(&outcome),
        format!(
            "Error from Canister {}: Canister trapped: unreachable",
            canister()
        )
    );
    assert_eq!((outcome.response, outcome.certified_data), (None, None));
    assert_eq!(
        outcome.logs[0].content,
        b"[TRAP]: Canister trapped: unreachable"
    );
    assert_eq!(state(&mut process), [1, 1, 6, 1, 1]);
}

#[test]
fn a_trap_of_the_first_message_leaves_a_fresh_heap() {
    let mut process = process(COUNTER);
    update(&mut process, "fail").result.unwrap_err();
    assert_eq!(number(&query(&mut process, "get_data")), 5);
    assert_eq!(process.stable_bytes(), 0);
}

#[test]
fn a_query_is_discarded() {
    let mut process = installed();
    assert_eq!(number(&query(&mut process, "bump_query")), 2);
    process.rollback();
    assert_eq!(state(&mut process), [1, 1, 6, 1, 1]);
}

#[test]
fn a_heap_that_grew_shrinks_on_rollback() {
    let mut process = installed();
    update(&mut process, "grow_and_fail").result.unwrap_err();
    assert_eq!(process.heap_bytes(), 2 * 65_536);
    update(&mut process, "grow").result.unwrap();
    assert_eq!(process.heap_bytes(), 5 * 65_536);
    process.rollback();
    assert_eq!(number(&query(&mut process, "get_pages")), 2);
    assert_eq!(state(&mut process), [1, 1, 6, 1, 1]);
}

#[test]
fn hibernation_keeps_what_is_committed() {
    let mut process = installed();
    update(&mut process, "grow").result.unwrap();
    process.commit();
    update(&mut process, "bump").result.unwrap();
    process.hibernate();
    assert_eq!(process.heap_bytes(), 5 * 65_536);
    assert_eq!(number(&query(&mut process, "get_grown")), 42);
    assert_eq!(state(&mut process), [1, 1, 6, 1, 1]);
}

#[test]
fn a_fork_is_independent() {
    let mut process = installed();
    let mut snapshot = process.fork();
    update(&mut process, "bump").result.unwrap();
    process.commit();
    assert_eq!(state(&mut snapshot), [1, 1, 6, 1, 1]);
    update(&mut snapshot, "grow").result.unwrap();
    snapshot.commit();
    assert_eq!(number(&query(&mut process, "get_pages")), 2);
    assert_eq!(state(&mut process), [2, 2, 7, 2, 2]);
}

#[test]
fn an_upgrade_keeps_stable_memory_only() {
    let process = installed();
    let module = process.module().clone();
    let mut upgraded = Process::new(module, process.into_stable());
    let outcome = upgraded.run(Entry::PostUpgrade { arg: &[] }, env(), LIMIT);
    assert_eq!(outcome.result, Ok(()));
    upgraded.commit();
    assert_eq!(state(&mut upgraded), [0, 0, 5, 1, 1]);
}

#[test]
fn certified_data_and_the_timer_come_out() {
    let outcome = update(&mut installed(), "certify");
    assert_eq!(outcome.certified_data, Some(vec![6]));
    assert_eq!(outcome.global_timer_ns, Some(77));
}

#[test]
fn stable_memory_is_sparse() {
    let wat = r#"(module
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (memory 1)
      (func (export "canister_update far")
        (drop (call $grow (i64.const 8192000)))
        (call $write (i64.const 536870911990) (i64.const 0) (i64.const 10)))
      (func (export "canister_update beyond") (drop (call $grow (i64.const 8192000)))
        (call $write (i64.const 536870911999) (i64.const 0) (i64.const 4000)))
      (func (export "canister_update too_large")
        (if (i64.ne (call $grow (i64.const 8192001)) (i64.const -1)) (then unreachable))))"#;
    let mut process = process(wat);
    update(&mut process, "far").result.unwrap();
    assert_eq!(process.stable_bytes(), 500 * 1024 * 1024 * 1024);
    assert_eq!(process.stable().resident_bytes(), 4096);
    process.rollback();
    assert_eq!(process.stable_bytes(), 0);
    let outcome = update(&mut process, "beyond");
    assert_eq!(code(&outcome), ErrorCode::CanisterTrapped);
    assert!(text(&outcome).contains("stable memory out of bounds"));
    update(&mut process, "too_large").result.unwrap();
}

#[test]
fn stable_memory_as_bytes() {
    let mut bytes = vec![0; 70_000];
    bytes[69_999] = 7;
    let memory = StableMemory::from_bytes(&bytes);
    assert_eq!((memory.pages(), memory.resident_bytes()), (2, 4096));
    bytes.resize(131_072, 0);
    assert_eq!(memory.to_bytes(), bytes);
}

#[test]
fn the_heap_limit_of_the_settings_holds_for_updates() {
    let mut process = process(COUNTER);
    let mut limited = env();
    limited.wasm_memory_limit = Some(4 * 65_536);
    let entry = Entry::Update {
        method: "grow",
        arg: &[],
    };
    let outcome = process.run(entry, limited, LIMIT);
    assert_eq!(code(&outcome), ErrorCode::CanisterWasmMemoryLimitExceeded);
    assert!(
        text(&outcome).contains("limit of 262144 bytes"),
        "{}",
        text(&outcome)
    );
    update(&mut process, "grow").result.unwrap();
    let mut limited = env();
    limited.wasm_memory_limit = Some(4 * 65_536);
    let bump = Entry::Update {
        method: "bump",
        arg: &[],
    };
    let outcome = process.run(bump, limited.clone(), LIMIT);
    assert_eq!(code(&outcome), ErrorCode::CanisterWasmMemoryLimitExceeded);
    let outcome = process.run(
        Entry::Query {
            method: "get_pages",
            arg: &[],
        },
        limited,
        LIMIT,
    );
    assert_eq!(number(&outcome), 2);
    let mut limited = env();
    limited.memory_available = 65_536;
    let outcome = process.run(entry, limited, LIMIT);
    assert_eq!(code(&outcome), ErrorCode::CanisterOutOfMemory);
}

#[test]
fn many_processes_share_few_instances() {
    let module = compile(COUNTER).unwrap();
    let mut processes: Vec<Process> = (0..700)
        .map(|_| Process::new(module.clone(), StableMemory::default()))
        .collect();
    for _ in 0..2 {
        for process in &mut processes {
            update(process, "bump").result.unwrap();
            process.commit();
        }
    }
    for process in &mut processes {
        assert_eq!(state(process), [2, 2, 7, 2, 2]);
    }
    assert!(Arc::strong_count(&module.live) < 600);
}

#[test]
fn tables_begin_afresh_with_each_message() {
    let mut process = process(
        r#"(module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
          (memory 1)
          (type $choice (func (result i64)))
          (table 1 funcref)
          (elem (i32.const 0) $one)
          (elem declare func $two)
          (func $one (result i64) (i64.const 1))
          (func $two (result i64) (i64.const 2))
          (func $send
            (i64.store (i32.const 0) (call_indirect (type $choice) (i32.const 0)))
            (call $append (i32.const 0) (i32.const 8)) (call $reply))
          (func (export "canister_update change")
            (table.set (i32.const 0) (ref.func $two)) (call $send))
          (func (export "canister_query get") (call $send)))"#,
    );
    assert_eq!(number(&update(&mut process, "change")), 2);
    process.commit();
    assert_eq!(number(&query(&mut process, "get")), 1);
}

#[test]
fn stable_access_is_limited_per_message() {
    let mut process = process(
        r#"(module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
          (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
          (memory 256)
          (func $scan (param $end i64) (local $at i64)
            (loop $next
              (call $read (i64.const 0) (local.get $at) (i64.const 16777216))
              (local.set $at (i64.add (local.get $at) (i64.const 16777216)))
              (br_if $next (i64.lt_u (local.get $at) (local.get $end)))))
          (func (export "canister_init") (drop (call $grow (i64.const 20000))))
          (func (export "canister_query gib") (call $scan (i64.const 1073741824)) (call $reply))
          (func (export "canister_query more") (call $scan (i64.const 1073741825)) (call $reply)))"#,
    );
    process
        .run(Entry::Init { arg: &[] }, env(), LIMIT)
        .result
        .unwrap();
    process.commit();
    let mut scan = |method, env| process.run(Entry::Query { method, arg: &[] }, env, 2 * LIMIT);
    scan("gib", query_env()).result.unwrap();
    let outcome = scan("more", query_env());
    assert_eq!(code(&outcome), ErrorCode::CanisterMemoryAccessLimitExceeded);
    assert!(
        text(&outcome).contains("limit of 1024 MiB"),
        "{}",
        text(&outcome)
    );
    // Replicated execution may touch twice as much.
    scan("more", env()).result.unwrap();
}
