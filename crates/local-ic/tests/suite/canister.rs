//! A small canister that does one thing per method.

use candid::{CandidType, Func, Principal};
use pocket_ic::nonblocking::PocketIc;
use serde_bytes::ByteBuf;

const TEXT: &str = r#"
(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reject" (func $reject (param i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg_copy (param i32 i32 i32)))
  (import "ic0" "msg_caller_size" (func $caller_size (result i32)))
  (import "ic0" "msg_caller_copy" (func $caller_copy (param i32 i32 i32)))
  (import "ic0" "certified_data_set" (func $certify (param i32 i32)))
  (import "ic0" "data_certificate_size" (func $certificate_size (result i32)))
  (import "ic0" "data_certificate_copy" (func $certificate_copy (param i32 i32 i32)))
  (import "ic0" "accept_message" (func $accept))
  (import "ic0" "time" (func $now (result i64)))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "stable64_grow" (func $stable_grow (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $stable_write (param i64 i64 i64)))
  (import "ic0" "call_new" (func $call_new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_data_append" (func $call_append (param i32 i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (memory (export "memory") 4)
  (table (export "__indirect_function_table") funcref (elem $passed_on $not_answered))
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 0) "no, thank you")
  (data (i32.const 16) "node_metrics_history")
  (func (export "canister_init"))
  (func $answer (param $at i32) (param $length i32)
    (call $append (local.get $at) (local.get $length))
    (call $reply))
  (func $argument (result i32)
    (call $arg_copy (i32.const 1024) (i32.const 0) (call $arg_size))
    (call $arg_size))
  (func $show_count
    (i32.store (i32.const 512) (global.get $count))
    (call $answer (i32.const 512) (i32.const 4)))
  (func (export "canister_update inc")
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (call $show_count))
  (func (export "canister_query get") (call $show_count))
  (func (export "canister_query inc_in_query")
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (call $show_count))
  (func (export "canister_update echo") (call $answer (i32.const 1024) (call $argument)))
  (func (export "canister_query echo_query") (call $answer (i32.const 1024) (call $argument)))
  (func $whoami
    (call $caller_copy (i32.const 512) (i32.const 0) (call $caller_size))
    (call $answer (i32.const 512) (call $caller_size)))
  (func (export "canister_update whoami") (call $whoami))
  (func (export "canister_query whoami_query") (call $whoami))
  (func (export "canister_update refuse") (call $reject (i32.const 0) (i32.const 13)))
  (func (export "canister_query refuse_query") (call $reject (i32.const 0) (i32.const 13)))
  (func (export "canister_update give_up")
    (global.set $count (i32.const 1000))
    (call $trap (i32.const 0) (i32.const 13)))
  (func (export "canister_update certify")
    (call $certify (i32.const 1024) (call $argument))
    (call $reply))
  (func (export "canister_query certificate")
    (call $certificate_copy (i32.const 1024) (i32.const 0) (call $certificate_size))
    (call $answer (i32.const 1024) (call $certificate_size)))
  (func (export "canister_query now")
    (i64.store (i32.const 512) (call $now))
    (call $answer (i32.const 512) (i32.const 8)))
  (func (export "canister_update keep")
    (drop (call $stable_grow (i64.const 1)))
    (call $stable_write (i64.const 0) (i64.const 1024) (i64.extend_i32_u (call $argument)))
    (call $reply))
  (func $passed_on (param i32) (call $answer (i32.const 1024) (call $argument)))
  (func $not_answered (param i32) (call $reject (i32.const 0) (i32.const 13)))
  (func (export "canister_update node_metrics")
    (call $call_new
      (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 20)
      (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $call_append (i32.const 1024) (call $argument))
    (drop (call $perform)))
  (func (export "canister_update never")
    (i32.store (i32.const 0) (i32.load (i32.const 0))))
  HTTP
  (func (export "canister_inspect_message") INSPECT)
  METADATA
)
"#;

/// Methods that answer with these bytes, at these places in memory.
fn constant(exports: &[(&str, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (at, (name, bytes)) in (0x2_0000..).step_by(0x1000).zip(exports) {
        let escaped: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        let length = bytes.len();
        text += &format!(
            "(data (i32.const {at}) \"{escaped}\")\n\
             (func (export \"{name}\") (call $answer (i32.const {at}) (i32.const {length})))\n"
        );
    }
    text
}

#[derive(CandidType)]
struct Token {
    part: u8,
}

candid::define_function!(Callback : (Token) -> () query);

#[derive(CandidType)]
enum Strategy {
    Callback { callback: Callback, token: Token },
}

#[derive(CandidType)]
struct Response {
    status_code: u16,
    headers: Vec<(String, String)>,
    body: ByteBuf,
    upgrade: Option<bool>,
    streaming_strategy: Option<Strategy>,
}

#[derive(CandidType)]
struct Chunk {
    body: ByteBuf,
    token: Option<Token>,
}

/// Goes on with the method `more` and a token.
fn streamed(by: Principal) -> Option<Strategy> {
    let callback = Callback(Func {
        principal: by,
        method: "more".to_owned(),
    });
    let token = Token { part: 1 };
    Some(Strategy::Callback { callback, token })
}

fn response(
    status_code: u16,
    body: &[u8],
    upgrade: Option<bool>,
    streaming_strategy: Option<Strategy>,
) -> Vec<u8> {
    candid::encode_one(Response {
        status_code,
        headers: vec![("X-Made-By".to_owned(), "the canister".to_owned())],
        body: ByteBuf::from(body),
        upgrade,
        streaming_strategy,
    })
    .expect("the type is Candid")
}

fn chunk(body: &[u8]) -> Vec<u8> {
    candid::encode_one(Chunk {
        body: ByteBuf::from(body),
        token: None,
    })
    .expect("the type is Candid")
}

/// The canister as wasm.
pub(crate) fn wasm() -> Vec<u8> {
    build("(call $accept)", "")
}

/// The same, with a page in two parts; `by`, itself, makes the second.
pub(crate) fn streaming_wasm(by: Principal) -> Vec<u8> {
    let page = response(203, b"first, ", None, streamed(by));
    let more = chunk(b"second");
    let http = [
        ("canister_query http_request", page),
        ("canister_query more", more),
    ];
    build("(call $accept)", &constant(&http))
}

/// The same, but it accepts no ingress message.
pub(crate) fn closed_wasm() -> Vec<u8> {
    build("", "")
}

/// The same, but its page is made by an update.
pub(crate) fn upgrading_wasm() -> Vec<u8> {
    let http = [
        (
            "canister_query http_request",
            response(200, b"ask again", Some(true), None),
        ),
        (
            "canister_update http_request_update",
            response(201, b"updated", None, None),
        ),
    ];
    build("(call $accept)", &constant(&http))
}

fn build(inspect: &str, http: &str) -> Vec<u8> {
    let metadata = "(@custom \"icp:public greeting\" \"hello\")\n\
                    (@custom \"icp:private secret\" \"hush\")";
    let text = TEXT
        .replace("INSPECT", inspect)
        .replace("HTTP", http)
        .replace("METADATA", metadata);
    wat::parse_str(text).expect("the text is wasm")
}

/// Creates the canister with `wasm`, controlled by the anonymous principal.
pub(crate) async fn install(pic: &PocketIc, wasm: Vec<u8>) -> Principal {
    let canister = pic.create_canister().await;
    pic.install_canister(canister, wasm, Vec::new(), None).await;
    canister
}
