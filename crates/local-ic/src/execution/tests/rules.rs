//! Every system call in every context, against the table of the interface specification.

use super::*;
use crate::execution::Closure;

/// Letters of the specification, in the order of [`entries`].
const LETTERS: &[&str] = &[
    "I", "G", "U", "RQ", "NRQ", "CQ", "Ry", "Rt", "CRy", "CRt", "C", "CC", "s", "F", "T",
];
const ALL: &str = "I G U RQ NRQ CQ Ry Rt CRy CRt C CC F T";
const ALL_AND_START: &str = "I G U RQ NRQ CQ Ry Rt CRy CRt C CC F T s";
const CALL: &str = "U CQ Ry Rt CRy CRt T";
const RESPOND: &str = "U RQ NRQ CQ Ry Rt CRy CRt";
const INFO: &str = "U RQ NRQ CQ Ry Rt CRy CRt C CC F";

/// Name, parameters, results, and from where it may be called.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("msg_arg_data_size", "", "i32", "I U RQ NRQ CQ Ry CRy F"),
    (
        "msg_arg_data_copy",
        "i32 i32 i32",
        "",
        "I U RQ NRQ CQ Ry CRy F",
    ),
    ("msg_caller_size", "", "i32", ALL),
    ("msg_caller_copy", "i32 i32 i32", "", ALL),
    ("msg_caller_info_data_size", "", "i32", INFO),
    ("msg_caller_info_data_copy", "i32 i32 i32", "", INFO),
    ("msg_caller_info_signer_size", "", "i32", INFO),
    ("msg_caller_info_signer_copy", "i32 i32 i32", "", INFO),
    ("msg_reject_code", "", "i32", "Ry Rt CRy CRt C"),
    ("msg_reject_msg_size", "", "i32", "Rt CRt"),
    ("msg_reject_msg_copy", "i32 i32 i32", "", "Rt CRt"),
    ("msg_deadline", "", "i64", "U RQ NRQ CQ Ry Rt CRy CRt"),
    ("msg_reply_data_append", "i32 i32", "", RESPOND),
    ("msg_reply", "", "", RESPOND),
    ("msg_reject", "i32 i32", "", RESPOND),
    ("msg_cycles_available128", "i32", "", "U RQ Rt Ry"),
    ("msg_cycles_refunded128", "i32", "", "Rt Ry"),
    ("msg_cycles_accept128", "i64 i64 i32", "", "U RQ Rt Ry"),
    ("cycles_burn128", "i64 i64 i32", "", "I G U RQ Ry Rt C T"),
    ("canister_self_size", "", "i32", ALL),
    ("canister_self_copy", "i32 i32 i32", "", ALL),
    ("canister_cycle_balance128", "i32", "", ALL),
    ("canister_liquid_cycle_balance128", "i32", "", ALL),
    ("canister_status", "", "i32", ALL),
    ("canister_version", "", "i64", ALL),
    ("subnet_self_size", "", "i32", ALL),
    ("subnet_self_copy", "i32 i32 i32", "", ALL),
    ("subnet_self_node_count", "", "i32", ALL),
    ("msg_method_name_size", "", "i32", "F"),
    ("msg_method_name_copy", "i32 i32 i32", "", "F"),
    ("accept_message", "", "", "F"),
    ("call_new", "i32 i32 i32 i32 i32 i32 i32 i32", "", CALL),
    ("call_on_cleanup", "i32 i32", "", CALL),
    ("call_data_append", "i32 i32", "", CALL),
    ("call_with_best_effort_response", "i32", "", CALL),
    ("call_cycles_add128", "i64 i64", "", "U Ry Rt T"),
    ("call_perform", "", "i32", CALL),
    ("stable64_size", "", "i64", ALL_AND_START),
    ("stable64_grow", "i64", "i64", ALL_AND_START),
    ("stable64_write", "i64 i64 i64", "", ALL_AND_START),
    ("stable64_read", "i64 i64 i64", "", ALL_AND_START),
    ("root_key_size", "", "i32", "I G U RQ Ry Rt C T"),
    ("root_key_copy", "i32 i32 i32", "", "I G U RQ Ry Rt C T"),
    ("certified_data_set", "i32 i32", "", "I G U Ry Rt T"),
    ("data_certificate_present", "", "i32", ALL),
    ("data_certificate_size", "", "i32", "NRQ CQ"),
    ("data_certificate_copy", "i32 i32 i32", "", "NRQ CQ"),
    ("time", "", "i64", ALL),
    ("global_timer_set", "i64", "i64", "I G U Ry Rt C T"),
    ("performance_counter", "i32", "i64", ALL_AND_START),
    ("is_controller", "i32 i32", "i32", ALL_AND_START),
    ("in_replicated_execution", "", "i32", ALL_AND_START),
    ("cost_call", "i64 i64 i32", "", ALL_AND_START),
    ("cost_create_canister", "i32", "", ALL_AND_START),
    ("cost_http_request", "i64 i64 i32", "", ALL_AND_START),
    ("cost_http_request_v2", "i32 i32 i32", "", ALL_AND_START),
    (
        "cost_sign_with_ecdsa",
        "i32 i32 i32 i32",
        "i32",
        ALL_AND_START,
    ),
    (
        "cost_sign_with_schnorr",
        "i32 i32 i32 i32",
        "i32",
        ALL_AND_START,
    ),
    (
        "cost_vetkd_derive_key",
        "i32 i32 i32 i32",
        "i32",
        ALL_AND_START,
    ),
    ("env_var_count", "", "i32", ALL),
    ("env_var_name_size", "i32", "i32", ALL),
    ("env_var_name_copy", "i32 i32 i32 i32", "", ALL),
    ("env_var_name_exists", "i32 i32", "i32", ALL),
    ("env_var_value_size", "i32 i32", "i32", ALL),
    ("env_var_value_copy", "i32 i32 i32 i32 i32", "", ALL),
    ("debug_print", "i32 i32", "", ALL_AND_START),
    ("trap", "i32 i32", "", ALL_AND_START),
    ("msg_cycles_available", "", "i64", "U RQ Rt Ry"),
    ("msg_cycles_refunded", "", "i64", "Rt Ry"),
    ("msg_cycles_accept", "i64", "i64", "U RQ Rt Ry"),
    ("canister_cycle_balance", "", "i64", ALL),
    ("call_cycles_add", "i64", "", "U Ry Rt T"),
    ("stable_size", "", "i32", ALL_AND_START),
    ("stable_grow", "i32", "i32", ALL_AND_START),
    ("stable_write", "i32 i32 i32", "", ALL_AND_START),
    ("stable_read", "i32 i32 i32", "", ALL_AND_START),
];

/// One entry per letter but `s`, and whether it is replicated.
fn entries() -> Vec<(&'static str, Entry<'static>, bool)> {
    let closure = Closure { fun: 0, env: 0 };
    let (method, arg) = ("m", &[][..]);
    let reply = Entry::ReplyCallback { closure, data: arg };
    let reject = Entry::RejectCallback {
        closure,
        code: 4,
        message: "",
    };
    let cleanup = Entry::Cleanup {
        closure,
        reject_code: 0,
    };
    vec![
        ("I", Entry::Init { arg }, true),
        ("I", Entry::PostUpgrade { arg }, true),
        ("G", Entry::PreUpgrade, true),
        ("U", Entry::Update { method, arg }, true),
        ("RQ", Entry::Query { method: "q", arg }, true),
        ("NRQ", Entry::Query { method: "q", arg }, false),
        ("CQ", Entry::CompositeQuery { method: "c", arg }, false),
        ("Ry", reply, true),
        ("Rt", reject, true),
        ("CRy", reply, false),
        ("CRt", reject, false),
        ("C", cleanup, true),
        ("CC", cleanup, false),
        ("F", Entry::InspectMessage { method, arg }, false),
        ("T", Entry::Heartbeat, true),
        ("T", Entry::GlobalTimer, true),
        ("T", Entry::LowWasmMemory, true),
    ]
}

fn zeros(parameters: &str) -> String {
    let constants = parameters
        .split_whitespace()
        .map(|ty| format!("({ty}.const 0) "));
    constants.collect()
}

fn body(parameters: &str, results: &str) -> String {
    let call = format!("(call $call {})", zeros(parameters));
    match results {
        "" => call,
        _ => format!("(drop {call})"),
    }
}

fn module(name: &str, parameters: &str, results: &str) -> Process {
    process(&format!(
        r#"(module (import "ic0" "{name}" (func $call (param {parameters}) (result {results})))
          (memory 1)
          (table (export "table") funcref (elem $closure))
          (func $closure (param i32) (call $run))
          (func $run
            (export "canister_init") (export "canister_pre_upgrade")
            (export "canister_post_upgrade") (export "canister_inspect_message")
            (export "canister_heartbeat") (export "canister_global_timer")
            (export "canister_on_low_wasm_memory") (export "canister_update m")
            (export "canister_query q") (export "canister_composite_query c") {}))"#,
        body(parameters, results)
    ))
}

fn forbidden(outcome: &Outcome, name: &str) -> bool {
    let Err(trap) = &outcome.result else {
        return false;
    };
    let forbidden = trap
        .message
        .contains(&format!("\"ic0.{name}\" cannot be executed in "));
    assert!(!forbidden || trap.code == ErrorCode::CanisterContractViolation);
    forbidden
}

#[test]
fn every_call_in_every_context() {
    for (name, parameters, results, allowed) in TABLE {
        let allowed: Vec<&str> = allowed.split(' ').collect();
        assert!(
            allowed.iter().all(|letter| LETTERS.contains(letter)),
            "{name}"
        );
        let mut process = module(name, parameters, results);
        for (letter, entry, replicated) in entries() {
            let mut env = env();
            env.replicated = replicated;
            let outcome = process.run(entry, env, LIMIT);
            assert_eq!(
                forbidden(&outcome, name),
                !allowed.contains(&letter),
                "{name} in {letter}: {:?}",
                outcome.result
            );
            process.rollback();
        }
    }
}

#[test]
fn every_call_at_start() {
    for (name, parameters, results, allowed) in TABLE {
        let mut process = process(&format!(
            r#"(module (import "ic0" "{name}" (func $call (param {parameters}) (result {results})))
              (memory 1) (func $run {}) (start $run))"#,
            body(parameters, results)
        ));
        let outcome = process.run(Entry::Init { arg: &[] }, env(), LIMIT);
        let allowed = allowed.split(' ').any(|letter| letter == "s");
        assert_eq!(forbidden(&outcome, name), !allowed, "{name}");
    }
}

#[test]
fn reading_the_environment() {
    let mut env = query_env();
    env.env_vars = Arc::new([("A".to_owned(), "one".to_owned())].into());
    env.controllers = Arc::from([Principal::management_canister()]);
    env.certificate = Some(super::super::DataCertificate(Arc::new(|| {
        b"proof".to_vec()
    })));
    let mut process = process(
        r#"(module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
          (import "ic0" "env_var_value_size" (func $value_size (param i32 i32) (result i32)))
          (import "ic0" "env_var_value_copy" (func $value_copy (param i32 i32 i32 i32 i32)))
          (import "ic0" "data_certificate_size" (func $certificate_size (result i32)))
          (import "ic0" "data_certificate_copy" (func $certificate_copy (param i32 i32 i32)))
          (import "ic0" "is_controller" (func $is_controller (param i32 i32) (result i32)))
          (memory 1) (data (i32.const 0) "A")
          (func (export "canister_query q") (local $size i32)
            (local.set $size (call $value_size (i32.const 0) (i32.const 1)))
            (call $value_copy (i32.const 0) (i32.const 1) (i32.const 10) (i32.const 0) (local.get $size))
            (call $append (i32.const 10) (local.get $size))
            (local.set $size (call $certificate_size))
            (call $certificate_copy (i32.const 10) (i32.const 0) (local.get $size))
            (call $append (i32.const 10) (local.get $size))
            (i32.store8 (i32.const 10) (i32.add (i32.const 48) (call $is_controller (i32.const 0) (i32.const 0))))
            (call $append (i32.const 10) (i32.const 1))
            (call $reply))
          (func (export "canister_query unknown")
            (drop (call $value_size (i32.const 1) (i32.const 1))))
          (func (export "canister_query beyond")
            (call $certificate_copy (i32.const 0) (i32.const 1) (i32.const 5))))"#,
    );
    let mut run = |method| process.run(Entry::Query { method, arg: &[] }, env.clone(), LIMIT);
    assert_eq!(reply(&run("q")), b"oneproof1");
    assert_eq!(code(&run("unknown")), ErrorCode::CanisterContractViolation);
    assert_eq!(code(&run("beyond")), ErrorCode::CanisterContractViolation);
}
