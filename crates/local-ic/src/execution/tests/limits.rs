//! Sizes and counts that the network limits, and prices.

use super::*;
use crate::execution::Costs;

/// A module whose methods do what `bodies` say; 48 pages of heap.
fn with(bodies: &[(&str, &str)]) -> Process {
    let methods: String = bodies
        .iter()
        .map(|(export, body)| format!(r#"(func (export "{export}") {body})"#))
        .collect();
    process(&format!(
        r#"(module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
          (import "ic0" "certified_data_set" (func $certify (param i32 i32)))
          (import "ic0" "accept_message" (func $accept))
          (import "ic0" "msg_method_name_size" (func $name_size (result i32)))
          (import "ic0" "debug_print" (func $print (param i32 i32)))
          (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
          (import "ic0" "cycles_burn128" (func $burn (param i64 i64 i32)))
          (import "ic0" "stable_grow" (func $stable_grow (param i32) (result i32)))
          (import "ic0" "stable_size" (func $stable_size (result i32)))
          (import "ic0" "stable64_grow" (func $stable64_grow (param i64) (result i64)))
          (import "ic0" "cost_vetkd_derive_key" (func $vetkd (param i32 i32 i32 i32) (result i32)))
          (import "ic0" "cost_http_request_v2" (func $http_v2 (param i32 i32 i32)))
          (memory 49)
          (data (i32.const 0) "key_1")
          (func $send (param i64)
            (i64.store (i32.const 100) (local.get 0))
            (call $append (i32.const 100) (i32.const 8)) (call $reply))
          {methods})"#
    ))
}

#[test]
fn replies_are_limited() {
    let append = |size| format!("(call $append (i32.const 0) (i32.const {size})) (call $reply)");
    let (two, two_more) = (append(2_097_152), append(2_097_153));
    let (three, three_more) = (append(3_145_728), append(3_145_729));
    let mut process = with(&[
        ("canister_update full", &two),
        ("canister_update over", &two_more),
        ("canister_query q full", &three),
        ("canister_query q over", &three_more),
    ]);
    assert_eq!(reply(&update(&mut process, "full")).len(), 2_097_152);
    let over = update(&mut process, "over");
    assert_eq!(code(&over), ErrorCode::CanisterContractViolation);
    assert!(text(&over).contains("(2097153) cannot be larger than 2097152"));
    assert_eq!(reply(&query(&mut process, "q full")).len(), 3_145_728);
    let over = query(&mut process, "q over");
    assert!(text(&over).contains("(3145729) cannot be larger than 3145728"));
}

#[test]
fn certified_data_has_at_most_32_bytes() {
    let mut process = with(&[
        (
            "canister_update fits",
            "(call $certify (i32.const 0) (i32.const 32)) (call $reply)",
        ),
        (
            "canister_update over",
            "(call $certify (i32.const 0) (i32.const 33))",
        ),
    ]);
    assert_eq!(
        update(&mut process, "fits").certified_data.unwrap().len(),
        32
    );
    assert_eq!(
        code(&update(&mut process, "over")),
        ErrorCode::CanisterContractViolation
    );
}

#[test]
fn inspection_accepts_once() {
    let inspect = |body| {
        let mut process = with(&[("canister_inspect_message", body)]);
        process.run(
            Entry::InspectMessage {
                method: "name",
                arg: &[],
            },
            query_env(),
            LIMIT,
        )
    };
    assert!(inspect("(call $accept)").accepted);
    assert!(!inspect("").accepted);
    let by_name = "(if (i32.eq (call $name_size) (i32.const 4)) (then (call $accept)))";
    assert!(inspect(by_name).accepted);
    let twice = inspect("(call $accept) (call $accept)");
    assert_eq!(code(&twice), ErrorCode::CanisterContractViolation);
    assert!(!twice.accepted);
}

#[test]
fn the_log_of_a_message_has_a_limited_size() {
    let mut process = with(&[(
        "canister_update print",
        "(call $print (i32.const 0) (i32.const 5)) (call $print (i32.const 0) (i32.const 9000))
         (call $print (i32.const 0) (i32.const 5)) unreachable",
    )]);
    let outcome = update(&mut process, "print");
    assert_eq!(outcome.logs[0].content, b"key_1");
    assert_eq!(outcome.logs[0].time_ns, 1_000);
    let bytes: usize = outcome.logs.iter().map(|line| line.content.len()).sum();
    assert_eq!((outcome.logs.len(), bytes), (2, 4096));
}

#[test]
fn the_timer_reports_what_was_set_before() {
    let mut process = with(&[
        (
            "canister_update set",
            "(drop (call $timer (i64.const 5))) (call $send (call $timer (i64.const 0)))",
        ),
        (
            "canister_update get",
            "(call $send (call $timer (i64.const 9)))",
        ),
    ]);
    let outcome = update(&mut process, "set");
    assert_eq!((number(&outcome), outcome.global_timer_ns), (5, Some(0)));
    let mut armed = env();
    armed.global_timer_ns = 77;
    let outcome = process.run(
        Entry::Update {
            method: "get",
            arg: &[],
        },
        armed,
        LIMIT,
    );
    assert_eq!((number(&outcome), outcome.global_timer_ns), (77, Some(9)));
}

#[test]
fn burning_stops_at_the_freezing_limit() {
    let mut process = with(&[(
        "canister_update burn",
        "(call $burn (i64.const 0) (i64.const 1000) (i32.const 200)) (call $send (i64.load (i32.const 200)))",
    )]);
    let mut poor = env();
    poor.balance = 700;
    poor.freezing_limit = 300;
    let outcome = process.run(
        Entry::Update {
            method: "burn",
            arg: &[],
        },
        poor,
        LIMIT,
    );
    assert_eq!((number(&outcome), outcome.cycles_burned), (400, 400));
    assert_eq!(update(&mut process, "burn").cycles_burned, 1000);
}

#[test]
fn the_32_bit_calls_end_at_4_gib() {
    let mut process = with(&[
        (
            "canister_update full",
            "(drop (call $stable_grow (i32.const 65536))) (call $send (i64.extend_i32_u (call $stable_size)))",
        ),
        (
            "canister_update over",
            "(call $send (i64.extend_i32_u (call $stable_grow (i32.const 65537))))",
        ),
        (
            "canister_update beyond",
            "(drop (call $stable64_grow (i64.const 65537))) (drop (call $stable_size))",
        ),
    ]);
    assert_eq!(number(&update(&mut process, "full")), 65_536);
    process.rollback();
    assert_eq!(number(&update(&mut process, "over")), u64::from(u32::MAX));
    assert_eq!(
        code(&update(&mut process, "beyond")),
        ErrorCode::CanisterTrapped
    );
}

#[test]
fn key_prices_and_what_is_not_there() {
    let cost = |size, curve| {
        format!(
            "(call $send (i64.add (i64.load (i32.const 200)) (i64.extend_i32_u
          (call $vetkd (i32.const 0) (i32.const {size}) (i32.const {curve}) (i32.const 200)))))"
        )
    };
    let priced = "(drop (call $vetkd (i32.const 0) (i32.const 5) (i32.const 0) (i32.const 200)))
         (call $send (i64.load (i32.const 200)))";
    let mut process = with(&[
        ("canister_update priced", priced),
        ("canister_update curve", &cost(5, 1)),
        ("canister_update key", &cost(4, 0)),
        (
            "canister_update http",
            "(call $http_v2 (i32.const 0) (i32.const 0) (i32.const 0))",
        ),
    ]);
    assert_eq!(number(&update(&mut process, "priced")), 26_153_846_153);
    process.rollback();
    assert_eq!(number(&update(&mut process, "curve")), 1);
    assert_eq!(number(&update(&mut process, "key")), 2);
    let http = update(&mut process, "http");
    assert!(text(&http).contains("does not implement \"ic0.cost_http_request_v2\""));
}

#[test]
fn prices_of_the_documentation() {
    let costs = Costs::new(13, false);
    assert_eq!(costs.create_canister(), 500_000_000_000);
    assert_eq!(costs.request(0, 0), 260_000);
    assert_eq!(costs.request(3, 7), 270_000);
    assert_eq!(costs.execution(1_000), 5_001_000);
    assert_eq!(costs.ingress(10), 1_220_000);
    assert_eq!(costs.http_request(0, 0), 49_140_000);
    assert_eq!(
        costs.http_request(1, 1) - costs.http_request(0, 0),
        5_200 + 10_400
    );
    assert_eq!(
        costs.call(3, 7),
        costs.request(3, 7) + costs.response_reserve()
    );
    assert_eq!(Costs::new(34, false).create_canister(), 1_307_692_307_692);
    assert_eq!(Costs::new(13, true).call(10, 10), 0);
    assert_eq!(costs.threshold_key("test_key_1"), Some(10_000_000_000));
    assert_eq!(costs.threshold_key("other"), None);
}
