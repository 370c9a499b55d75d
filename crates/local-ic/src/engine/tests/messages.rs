//! One canister: updates, queries, timers, admission, history.

use ic_management_canister_types::CanisterInstallMode;
use pocket_ic::{ErrorCode, RejectCode};

use super::*;
use crate::engine::{IngressStatus, MAX_INGRESS_TTL_NS};

#[test]
fn an_update_changes_state_and_a_query_does_not() {
    let mut world = World::new();
    let canister = world.deploy();
    assert_eq!(number(&world.update(canister, "count", &[]).unwrap()), 1);
    let vain = world.query(canister, "count_in_vain", &[]).unwrap();
    assert_eq!(number(&vain), 2);
    assert_eq!(world.count(canister), 1);
    let vain = world.update(canister, "count_in_vain", &[]).unwrap();
    assert_eq!(number(&vain), 2);
    assert_eq!(world.count(canister), 1);
}

#[test]
fn a_trap_undoes_the_message_and_says_so() {
    let mut world = World::new();
    let canister = world.deploy();
    let reject = world.update(canister, "count_and_trap", &[]).unwrap_err();
    assert_eq!(reject.error_code, ErrorCode::CanisterCalledTrap);
    assert_eq!(reject.reject_code, RejectCode::CanisterError);
    assert!(reject.certified);
    assert!(reject.reject_message.contains("boom"));
    assert!(reject.reject_message.contains(&canister.to_text()));
    assert_eq!(world.count(canister), 0);
}

#[test]
fn rejections_name_their_reasons() {
    let mut world = World::new();
    let canister = world.deploy();
    let empty = world.create();
    let missing = crate::engine::topology::canister_id(5);
    assert_eq!(
        code(world.update(canister, "silent", &[])),
        ErrorCode::CanisterDidNotReply
    );
    let refused = world.update(canister, "refuse", &[]).unwrap_err();
    assert_eq!(refused.error_code, ErrorCode::CanisterRejectedMessage);
    assert_eq!(refused.reject_message, "no thanks");
    assert_eq!(
        code(world.update(canister, "reply_twice", &[])),
        ErrorCode::CanisterContractViolation
    );
    assert_eq!(
        code(world.update(canister, "nothing", &[])),
        ErrorCode::CanisterMethodNotFound
    );
    assert_eq!(
        code(world.query(canister, "count", &[])),
        ErrorCode::CanisterMethodNotFound
    );
    assert_eq!(
        code(world.update(canister, "composite", &[])),
        ErrorCode::CompositeQueryCalledInReplicatedMode
    );
    assert_eq!(
        code(world.update(empty, "count", &[])),
        ErrorCode::CanisterWasmModuleNotFound
    );
    assert_eq!(
        code(world.update(missing, "count", &[])),
        ErrorCode::CanisterNotFound
    );
}

#[test]
fn inspect_message_refuses_before_anything_happens() {
    let wat = r#"(module
      (import "ic0" "msg_method_name_size" (func $size (result i32)))
      (import "ic0" "accept_message" (func $accept))
      (import "ic0" "msg_reply" (func $reply))
      (func (export "canister_inspect_message")
        (if (i32.eq (call $size) (i32.const 2)) (then (call $accept))))
      (func (export "canister_update ok") (call $reply))
      (func (export "canister_update not_ok") (call $reply)))"#;
    let mut world = World::new();
    let canister = world.create();
    world.install(canister, wat);
    assert!(world.update(canister, "ok", &[]).is_ok());
    let balance = world.ic.cycles(canister).unwrap();
    let refused = world
        .ic
        .submit(message(canister, "not_ok", &[]))
        .unwrap_err();
    assert_eq!(refused.error_code, ErrorCode::CanisterRejectedMessage);
    assert!(!refused.certified);
    assert_eq!(world.ic.cycles(canister).unwrap(), balance);
    assert!(world.ic.is_idle());
}

#[test]
fn a_timer_fires_at_its_time_and_once() {
    let mut world = World::new();
    let canister = world.deploy();
    let due = world.ic.time_ns() + 60 * SECOND_NS;
    world
        .update(canister, "set_timer", &due.to_le_bytes())
        .unwrap();
    world.ic.tick();
    assert_eq!(world.count(canister), 0);
    world.ic.set_time_ns(due).unwrap();
    world.ic.tick();
    assert_eq!(world.count(canister), 1);
    world.ic.set_time_ns(due + 60 * SECOND_NS).unwrap();
    world.ic.tick();
    assert_eq!(world.count(canister), 1);
}

#[test]
fn a_timer_waits_while_the_canister_is_stopped_and_dies_with_an_upgrade() {
    let mut world = World::new();
    let canister = world.deploy();
    let due = world.ic.time_ns() + SECOND_NS;
    let set = due.to_le_bytes();
    world.update(canister, "set_timer", &set).unwrap();
    world.manage("stop_canister", record(canister)).unwrap();
    world.ic.set_time_ns(due + SECOND_NS).unwrap();
    world.ic.tick();
    world.manage("start_canister", record(canister)).unwrap();
    world.ic.tick();
    assert_eq!(world.count(canister), 1);
    let set = (world.ic.time_ns() + SECOND_NS).to_le_bytes();
    world.update(canister, "set_timer", &set).unwrap();
    let mode = CanisterInstallMode::Upgrade(None);
    world.install_mode(canister, CANISTER, mode).unwrap();
    let later = world.ic.time_ns() + 10 * SECOND_NS;
    world.ic.set_time_ns(later).unwrap();
    world.ic.tick();
    assert_eq!(world.count(canister), 0);
}

#[test]
fn a_heartbeat_beats_once_a_round() {
    let wat = r#"(module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "canister_heartbeat")
        (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 1))))
      (func (export "canister_query get")
        (call $append (i32.const 0) (i32.const 8)) (call $reply)))"#;
    let mut world = World::new();
    let canister = world.create();
    world.install(canister, wat);
    let before = world.count(canister);
    world.ic.tick();
    world.ic.tick();
    assert_eq!(world.count(canister), before + 2);
}

#[test]
fn the_low_memory_hook_runs_once_per_crossing() {
    let wat = r#"(module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "canister_on_low_wasm_memory")
        (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 1))))
      (func (export "canister_update grow")
        (drop (memory.grow (i32.const 2))) (call $reply))
      (func (export "canister_query get")
        (call $append (i32.const 0) (i32.const 8)) (call $reply)))"#;
    let mut world = World::new();
    let canister = world.create();
    world.install(canister, wat);
    let settings = CanisterSettings {
        wasm_memory_limit: Some((10_u64 * 65_536).into()),
        wasm_memory_threshold: Some((8_u64 * 65_536).into()),
        ..Default::default()
    };
    world.set(canister, settings).unwrap();
    assert_eq!(world.count(canister), 0);
    for _ in 0..2 {
        world.update(canister, "grow", &[]).unwrap();
        world.ic.tick();
        assert_eq!(world.count(canister), 1);
    }
}

#[test]
fn a_message_seen_before_is_not_executed_again() {
    let mut world = World::new();
    let canister = world.deploy();
    let mut again = message(canister, "count", &[]);
    again.request_id = Some([9; 32]);
    for _ in 0..2 {
        let id = world.ic.submit(again.clone()).unwrap();
        assert_eq!(number(&world.wait(&id).unwrap()), 1);
    }
    assert_eq!(world.count(canister), 1);
}

#[test]
fn an_answer_is_forgotten_five_minutes_after_the_message_expired() {
    let mut world = World::new();
    let canister = world.deploy();
    let expiry = world.ic.time_ns() + MAX_INGRESS_TTL_NS;
    let mut timely = message(canister, "count", &[]);
    timely.expiry_ns = Some(expiry);
    let id = world.ic.submit(timely).unwrap();
    assert_eq!(world.ic.status(&id), Some(&IngressStatus::Received));
    world.wait(&id).unwrap();
    world
        .ic
        .set_time_ns(expiry + MAX_INGRESS_TTL_NS - 2)
        .unwrap();
    world.ic.tick();
    assert!(world.ic.status(&id).is_some());
    world
        .ic
        .set_time_ns(expiry + MAX_INGRESS_TTL_NS + 1)
        .unwrap();
    world.ic.tick();
    assert_eq!(world.ic.status(&id), None);
}

#[test]
fn time_goes_on_by_a_nanosecond_a_round_and_never_back() {
    let mut world = World::new();
    let start = world.ic.time_ns();
    assert_eq!(start, GENESIS_TIME_NS);
    world.ic.tick();
    assert_eq!(world.ic.time_ns(), start + 1);
    assert!(world.ic.set_time_ns(start).is_err());
}

#[test]
fn logs_keep_prints_and_traps() {
    use ic_management_canister_types::{FetchCanisterLogsArgs, FetchCanisterLogsResult};
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "print", b"hello").unwrap();
    world.update(canister, "count_and_trap", &[]).unwrap_err();
    let args = FetchCanisterLogsArgs {
        canister_id: canister,
        filter: None,
    };
    let arg = candid::encode_one(args).unwrap();
    let management = Principal::management_canister();
    let reply = world
        .query(management, "fetch_canister_logs", &arg)
        .unwrap();
    let (logs,): (FetchCanisterLogsResult,) = candid::decode_args(&reply).unwrap();
    let lines: Vec<String> = logs
        .canister_log_records
        .iter()
        .map(|record| String::from_utf8_lossy(&record.content).into_owned())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], "hello");
    assert!(lines[1].contains("boom"), "{}", lines[1]);
}

#[test]
fn a_query_sees_a_certificate_of_its_certified_data() {
    use ic_certification::{Certificate, LookupResult};
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "certify", b"root hash").unwrap();
    let bytes = world.query(canister, "certificate", &[]).unwrap();
    let certificate: Certificate = serde_cbor::from_slice(&bytes).unwrap();
    let path: [&[u8]; 3] = [b"canister", canister.as_slice(), b"certified_data"];
    assert!(matches!(
        certificate.tree.lookup_path(path),
        LookupResult::Found(b"root hash")
    ));
    // A replicated execution sees none.
    assert!(world.update(canister, "certificate", &[]).is_err());
}
