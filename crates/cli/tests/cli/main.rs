//! Runs the command as its users do: exit codes, errors, files.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod audit;
mod case;
mod decentralization;
mod governance;
mod governed_rewards;
mod own_rewards;
mod rewards;
mod sealing;
mod subnet;

use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Command, Output},
};

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:1";
const REGISTRY: &str = "rwlgt-iiaaa-aaaaa-aaaaa-cai";
const PROVIDER: &str = "ryjl3-tyaaa-aaaaa-aaaba-cai";
const FACTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/network-2025-10-31.facts"
);

fn bonafide(directory: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .current_dir(directory)
        .env_clear()
        .args(args)
        .output()
        .unwrap()
}

fn run(args: &[&str]) -> Output {
    bonafide(&std::env::temp_dir(), args)
}

/// The exit code and the error object of a command that fails.
fn failure(output: &Output) -> (Option<i32>, Value) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(text.lines().count(), 1, "{text}");
    let error: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    (output.status.code(), error["error"].clone())
}

fn stdout(output: &Output) -> Value {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn wrong_arguments_exit_2() {
    for args in [
        &["--json", "provider", "show", "2vxsx-fax"][..],
        &["--json", "provider", "shown", PROVIDER],
        &["--json", "--network", "nowhere", "summary"],
        &["--json", "--root-key", "00", "summary"],
        &["--json", "--clock-offset", "soon", "summary"],
        &[
            "--json",
            "import",
            "declarations",
            "--declarations-version",
            "1",
        ],
        &["--json", "data-center", "add", "zh1", "--latitude", "north"],
        &[
            "--json",
            "declaration",
            "publish",
            "--version",
            "1",
            "--language",
            "en",
            "x",
        ],
    ] {
        let (code, error) = failure(&run(args));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Usage")),
            "{args:?}"
        );
    }
}

#[test]
fn no_registry_or_no_root_key_exits_2() {
    let nowhere = tempfile::tempdir().unwrap();
    let args = ["--json", "--network", "https://example.com", "summary"];
    let (code, error) = failure(&bonafide(nowhere.path(), &args));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Canister")));
    let args = [
        "--json",
        "--network",
        "https://example.com",
        "--canister",
        PROVIDER,
        "summary",
    ];
    let (code, error) = failure(&run(&args));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("RootKey")));
}

#[test]
fn a_missing_or_broken_identity_exits_2() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("broken.pem"),
        "-----BEGIN PRIVATE KEY-----\n",
    )
    .unwrap();
    for (file, kind) in [("absent.pem", "File"), ("broken.pem", "Identity")] {
        let args = [
            "--json",
            "--network",
            NOWHERE,
            "--canister",
            PROVIDER,
            "--identity",
            file,
            "summary",
        ];
        let (code, error) = failure(&bonafide(directory.path(), &args));
        assert_eq!((code, &error["kind"]), (Some(2), &json!(kind)));
    }
}

#[test]
fn a_network_that_does_not_answer_exits_3() {
    let args = [
        "--json",
        "--network",
        NOWHERE,
        "--canister",
        PROVIDER,
        "summary",
    ];
    let (code, error) = failure(&run(&args));
    assert_eq!((code, &error["kind"]), (Some(3), &json!("Network")));
    let output = run(&args[1..]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.starts_with("error: Network: ") && text.lines().count() == 1,
        "{text}"
    );
}

#[test]
fn a_broken_row_is_named_by_file_line_and_field() {
    let directory = tempfile::tempdir().unwrap();
    let nodes = "node_id,dc_id,region,owner,ip_address,node_operator_id,node_provider_id,node_type,status\n\
                 ryjl3-tyaaa-aaaaa-aaaba-cai,zh1,\"Europe,CH,Zurich\",X,2001:db8::g,rrkah-fqaaa-aaaaa-aaaaq-cai,qoctq-giaaa-aaaaa-aaaea-cai,REPLICA,UP\n";
    std::fs::write(directory.path().join("nodes.csv"), nodes).unwrap();
    let args = [
        "--json",
        "import",
        "plan",
        "network",
        "--nodes",
        "nodes.csv",
        "--source-version",
        "1",
    ];
    let (code, error) = failure(&bonafide(directory.path(), &args));
    assert_eq!(code, Some(2));
    assert_eq!(error["kind"], "Input");
    assert_eq!(error["file"], "nodes.csv");
    assert_eq!(error["line"], 2);
    assert_eq!(error["field"], "ip_address");
}

#[test]
fn a_declaration_is_hashed_in_its_normal_form() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), "abc \r\n\r\n").unwrap();
    let hash = stdout(&bonafide(
        directory.path(),
        &["--json", "declaration", "hash", "a.txt"],
    ));
    let expected = "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb";
    assert_eq!(hash, json!({ "sha256": expected, "bytes": 4 }));
    let (code, _) = failure(&bonafide(
        directory.path(),
        &["--json", "declaration", "hash", "b.txt"],
    ));
    assert_eq!(code, Some(2));
}

#[test]
fn completions_name_the_nouns() {
    let script = run(&["completions", "bash"]);
    assert!(script.status.success());
    assert!(String::from_utf8_lossy(&script.stdout).contains("data-center"));
}

#[test]
fn the_plan_of_the_facts_file_is_the_same_everywhere() {
    let plan = stdout(&run(&["--json", "import", "plan", "facts", FACTS]));
    let imports = plan["imports"].as_array().unwrap();
    assert_eq!(imports.len(), 2);
    assert_eq!(imports[0]["rows"], 94 + 69 + 143 + 47 + 1_447);
    assert_eq!(imports[1]["rows"], 34 + 101);
    let hashes: Vec<_> = imports
        .iter()
        .map(|plan| plan["source_hash"].as_str().unwrap())
        .collect();
    assert_eq!(hashes, GOLDEN);
    for plan in imports {
        assert_eq!(plan["page_hashes"].as_array().unwrap().len(), plan["pages"]);
    }
}

/// Changes only when the facts or the form of pages change: proposals name these.
const GOLDEN: [&str; 2] = [
    "95b356ffd0821bdcd69af11538e775e9fcc89d132b2f2dba842aee06e80e9a5e",
    "a75b9ba7466ce44b4e0e3079debc42596d8fca90d9849ec4bb55b6c01f3a884c",
];

#[test]
fn a_broken_facts_file_is_named_by_line_and_field() {
    let directory = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(FACTS).unwrap();
    let broken = text.replacen("\treplica\t", "\treplicant\t", 1);
    std::fs::write(directory.path().join("broken.facts"), broken).unwrap();
    let args = ["--json", "import", "plan", "facts", "broken.facts"];
    let (code, error) = failure(&bonafide(directory.path(), &args));
    assert_eq!((code, &error["field"]), (Some(2), &json!("role")));
    assert!(error["line"].as_u64().unwrap() > 100);
}
