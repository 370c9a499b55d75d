//! Which modules are taken, and what is read from them.

use super::*;
use crate::execution::{Hook, Metadata, MethodKind};
use std::io::Write as _;

#[test]
fn methods_hooks_and_metadata() {
    let module = compile(
        r#"(module
          (func (export "canister_update a"))
          (func (export "canister_query b with spaces"))
          (func (export "canister_composite_query <c>"))
          (func (export "canister_heartbeat"))
          (func (export "helper"))
          (@custom "icp:public candid:service" "service : {}")
          (@custom "icp:private secret" "x")
          (@custom "other" "y"))"#,
    )
    .unwrap();
    let methods: Vec<_> = module
        .methods()
        .iter()
        .map(|(name, kind)| (name.as_str(), *kind))
        .collect();
    assert_eq!(
        methods,
        [
            ("<c>", MethodKind::CompositeQuery),
            ("a", MethodKind::Update),
            ("b with spaces", MethodKind::Query),
        ]
    );
    assert!(module.has(Hook::Heartbeat) && !module.has(Hook::Init));
    let service = Metadata {
        public: true,
        content: b"service : {}".to_vec(),
    };
    assert_eq!(module.metadata()["candid:service"], service);
    assert!(!module.metadata()["secret"].public);
    assert_eq!(module.metadata().len(), 2);
}

#[test]
fn gzip_is_unpacked_and_the_hash_is_of_what_was_given() {
    let wasm = wat::parse_str(r#"(module (func (export "canister_update a")))"#).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&wasm).unwrap();
    let packed = encoder.finish().unwrap();
    let plain = EXECUTOR.compile(&wasm).unwrap();
    let module = EXECUTOR.compile(&packed).unwrap();
    assert_eq!(module.methods(), plain.methods());
    assert_ne!(module.hash, plain.hash);
    let error = EXECUTOR.compile(&packed[..packed.len() / 2]).unwrap_err();
    assert!(matches!(error, InvalidModule::Compression(_)), "{error}");
}

#[test]
fn the_same_bytes_are_compiled_once() {
    let wat = r#"(module (func (export "canister_update once")))"#;
    assert!(Arc::ptr_eq(&compile(wat).unwrap(), &compile(wat).unwrap()));
}

#[test]
fn a_cache_directory_serves_the_next_executor() {
    let directory = tempfile::tempdir().unwrap();
    let wasm = wat::parse_str(r#"(module (func (export "canister_update cached")))"#).unwrap();
    for _ in 0..2 {
        let executor = Executor::new(Some(directory.path())).unwrap();
        let mut process = Process::new(executor.compile(&wasm).unwrap(), StableMemory::default());
        update(&mut process, "cached").result.unwrap();
    }
    assert!(directory.path().read_dir().unwrap().next().is_some());
}

#[test]
fn invalid_modules_are_refused() {
    let refused = |wat: &str| compile(wat).unwrap_err().to_string();
    let error = refused(r#"(module (import "ic0" "no_such_call" (func)))"#);
    assert!(
        error.contains("imports 'no_such_call' from 'ic0'"),
        "{error}"
    );
    let error = refused(r#"(module (import "env" "time" (func)))"#);
    assert!(error.contains("imports 'time' from 'env'"), "{error}");
    let error = refused(r#"(module (import "ic0" "memory" (memory 1)))"#);
    assert!(error.contains("imports 'memory' from 'ic0'"), "{error}");
    let error = refused(r#"(module (import "ic0" "time" (func (result i32))))"#);
    assert!(error.contains("time"), "{error}");
    let error = refused(r#"(module (func (export "canister_update a") (param i32)))"#);
    assert!(
        error.contains("'canister_update a' must take and return nothing"),
        "{error}"
    );
    let error = refused(r#"(module (func (export "canister_surprise")))"#);
    assert!(
        error.contains("reserved function 'canister_surprise'"),
        "{error}"
    );
    let error = refused(
        r#"(module (func (export "canister_update a")) (func (export "canister_query a")))"#,
    );
    assert!(
        error.contains("Method 'a' is exported as update and as query"),
        "{error}"
    );
    let error = refused("(module (memory i64 1))");
    assert!(error.contains("64-bit memory"), "{error}");
    let error = refused(r#"(module (@custom "icp:public a" "1") (@custom "icp:private a" "2"))"#);
    assert!(error.contains("Name a is used more than once"), "{error}");
    let error = EXECUTOR.compile(b"not wasm").unwrap_err();
    assert!(matches!(error, InvalidModule::Malformed(_)), "{error}");
    let error = EXECUTOR.compile(&[]).unwrap_err();
    assert!(matches!(error, InvalidModule::Malformed(_)), "{error}");
}

#[test]
fn large_modules_are_refused() {
    let globals = "(global i32 (i32.const 0))".repeat(1001);
    let error = compile(&format!("(module {globals})")).unwrap_err();
    assert!(error.to_string().contains("1001 globals"), "{error}");
    let functions = "(func)".repeat(50_001);
    let error = compile(&format!("(module {functions})")).unwrap_err();
    assert!(error.to_string().contains("50001 functions"), "{error}");
    let bomb = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..101 {
            encoder.write_all(&zeros).unwrap();
        }
        encoder.finish().unwrap()
    };
    let error = EXECUTOR.compile(&bomb).unwrap_err();
    assert!(
        matches!(error, InvalidModule::TooLarge { what: "bytes", .. }),
        "{error}"
    );
}

#[test]
fn start_runs_once_at_installation() {
    let mut process = process(
        r#"(module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
          (memory 1)
          (func $start (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 1))))
          (start $start)
          (func (export "canister_init") (i64.store (i32.const 8) (i64.load (i32.const 0))))
          (func (export "canister_query starts") (call $append (i32.const 0) (i32.const 8)) (call $reply))
          (func (export "canister_query seen") (call $append (i32.const 8) (i32.const 8)) (call $reply)))"#,
    );
    process
        .run(Entry::Init { arg: &[] }, env(), LIMIT)
        .result
        .unwrap();
    process.commit();
    process.hibernate();
    assert_eq!(number(&query(&mut process, "starts")), 1);
    assert_eq!(number(&query(&mut process, "seen")), 1);
}

#[test]
fn start_may_not_ask_for_the_time() {
    let mut process = process(
        r#"(module (import "ic0" "time" (func $time (result i64)))
          (func $start (drop (call $time))) (start $start))"#,
    );
    let outcome = process.run(Entry::Init { arg: &[] }, env(), LIMIT);
    assert_eq!(code(&outcome), ErrorCode::CanisterContractViolation);
    assert!(text(&outcome).contains("\"ic0.time\" cannot be executed in start mode"));
}
