//! Facts of periods as they are supplied, cases as they are opened and frozen, and verbs that are
//! refused before anything is sent.

use super::{
    NOWHERE, PROVIDER, bonafide, failure,
    governed_rewards::{made, refused},
    stdout,
};
use bonafide_policy::rewards::facts;
use bonafide_types::{
    audits::FindingClass,
    governance::Command,
    id::{Caller, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId},
    rewards::{
        Charge, DayFacts, FreezeCaseArgs, OpenCaseArgs, OperatorFacts, PenaltyClass, ProviderFact,
    },
};
use candid::Principal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{path::Path, process::Output};

fn principal(n: u8) -> Principal {
    Principal::from_slice(&[n, 1])
}

fn name(n: u8) -> String {
    principal(n).to_text()
}

fn paid(n: u8, provider: u8) -> Value {
    json!({
        "node": name(n),
        "provider": name(provider),
        "operator": name(60 + provider),
        "dc": "zh1",
        "region": "Europe,Switzerland,Zurich",
        "type": if n.is_multiple_of(2) { "type1" } else { "type3.1" },
    })
}

fn measured(n: u8, failed: u64) -> Value {
    json!({ "node": name(n), "proposed": 100 - failed, "failed": failed })
}

/// Two days, not in order; provider 41 belongs to 40.
fn days() -> Value {
    let day = |date: &str, failed: u64| {
        json!({
            "date": date,
            "subnets": {
                name(51): [measured(12, 0)],
                name(50): [measured(11, failed), measured(10, 0)],
            },
            "nodes": [paid(12, 41), paid(11, 41), paid(10, 42)],
        })
    };
    json!({
        "rewards_table": [],
        "days": [day("2025-01-02", 3), day("2025-01-01", 0)],
        "clusters": { name(41): name(40) },
    })
}

fn month() -> Value {
    json!({
        "operators": [
            {
                "operator": name(62),
                "provider": name(42),
                "region": "Africa,ZA,Cape Town",
                "rewardable_nodes": { "type3": 3, "type1": 2 },
            },
            {
                "operator": name(61),
                "provider": name(41),
                "region": "Europe,CH,Zurich",
                "rewardable_nodes": {},
            },
        ],
    })
}

/// Runs `period inputs` on a case.
fn inputs(directory: &Path, case: &Value) -> Output {
    std::fs::write(directory.join("case.json"), case.to_string()).unwrap();
    let args = "--json period inputs --input case.json --out facts";
    bonafide(directory, &args.split(' ').collect::<Vec<_>>())
}

#[test]
fn should_write_the_facts_of_days_in_one_way_only() {
    let directory = tempfile::tempdir().unwrap();
    let shown = stdout(&inputs(directory.path(), &days()));
    assert_eq!(shown["engine"], "v1");
    let slices = shown["slices"].as_array().unwrap().clone();
    assert_eq!(slices.len(), 2);
    for (slice, shown) in slices.iter().enumerate() {
        let file = format!("facts/slice-{slice:03}.cbor");
        let bytes = std::fs::read(directory.path().join(&file)).unwrap();
        let hash = Sha256Hash(Sha256::digest(&bytes).into()).to_string();
        let expected = json!({
            "slice": slice,
            "date": format!("2025-01-0{}", slice + 1),
            "file": file,
            "bytes": bytes.len(),
            "sha256": hash,
        });
        assert_eq!(shown, &expected);
        let day = 20_089 + u32::try_from(slice).unwrap();
        let facts: DayFacts = minicbor::decode(&bytes).unwrap();
        assert_eq!(facts::check_day(&facts, day), Ok(()));
        let known = |provider: u8, cluster: u8| ProviderFact {
            provider: ProviderId(principal(provider)),
            cluster: ProviderId(principal(cluster)),
        };
        let providers = vec![known(40, 40), known(41, 40), known(42, 42)];
        assert_eq!(facts.providers, providers);
        let operators = [101, 102].map(|n| OperatorId(principal(n)));
        assert_eq!(facts.operators, operators);
        assert_eq!(facts.reward_types, ["type1", "type3.1"]);
        let nodes = facts.nodes.iter();
        let nodes: Vec<_> = nodes
            .map(|it| (it.node, it.provider, it.operator, it.reward_type))
            .collect();
        let node = |n| NodeId(principal(n));
        assert_eq!(
            nodes,
            [
                (node(10), 2, 1, 0),
                (node(11), 1, 0, 1),
                (node(12), 1, 0, 0)
            ]
        );
        let first = &facts.subnets[0];
        assert_eq!(first.subnet, SubnetId(principal(50)));
        assert_eq!(first.nodes[1].failed, if slice == 0 { 0 } else { 3 });
    }

    // In another order they are the same.
    let mut other = days();
    for day in other["days"].as_array_mut().unwrap() {
        day["nodes"].as_array_mut().unwrap().reverse();
        let measured = &mut day["subnets"][name(50)];
        measured.as_array_mut().unwrap().reverse();
    }
    other["days"].as_array_mut().unwrap().reverse();
    let again = stdout(&inputs(directory.path(), &other));
    assert_eq!(again["slices"], Value::Array(slices));

    let args = ["period", "inputs", "--input", "case.json", "--out", "facts"];
    let output = bonafide(directory.path(), &args);
    let text = String::from_utf8(output.stdout).unwrap();
    let next = "period adopt --from-day 2025-01-01 --to-day 2025-01-02 --engine v1 --dir facts";
    assert!(text.contains(next), "{text}");
}

#[test]
fn should_write_operator_records_in_the_order_given() {
    let directory = tempfile::tempdir().unwrap();
    let shown = stdout(&inputs(directory.path(), &month()));
    assert_eq!(shown["engine"], "v0");
    assert_eq!(shown["slices"][0]["date"], Value::Null);
    let bytes = std::fs::read(directory.path().join("facts/slice-000.cbor")).unwrap();
    let facts: OperatorFacts = minicbor::decode(&bytes).unwrap();
    assert_eq!(facts::check_operators(&facts), Ok(()));
    let operators: Vec<_> = facts.operators.iter().map(|it| it.operator).collect();
    assert_eq!(operators, [62, 61].map(|n| OperatorId(principal(n))));
    let counts = facts.operators[0].rewardable_nodes.iter();
    let counts: Vec<_> = counts.map(|it| (&*it.reward_type, it.count)).collect();
    assert_eq!(counts, [("type1", 2), ("type3", 3)]);
}

#[test]
fn should_name_what_is_wrong_with_facts() {
    let directory = tempfile::tempdir().unwrap();
    for (pointer, value, field) in [
        ("/days/0/date", json!("2025-02-29"), "days[0].date"),
        ("/days/0/subnets", Value::Null, "days[0].subnets"),
        ("/days/0/nodes/1/node", json!("n1"), "days[0].nodes[1].node"),
        (
            "/days/0/nodes/1/operator",
            Value::Null,
            "days[0].nodes[1].operator",
        ),
        ("/days/0/nodes/1/type", json!(1), "days[0].nodes[1].type"),
        ("/operators", json!([]), "the file"),
        ("/days", Value::Null, "the file"),
    ] {
        let mut case = days();
        case["operators"] = Value::Null;
        *case.pointer_mut(pointer).unwrap() = value;
        let (code, error) = failure(&inputs(directory.path(), &case));
        let found = (code, &error["kind"], &error["field"]);
        assert_eq!(found, (Some(2), &json!("Input"), &json!(field)), "{error}");
    }
    for (pointer, value, message) in [
        ("/days", json!([]), "0 days, 1 to 92 are a period"),
        (
            "/days/0/date",
            json!("2025-01-01"),
            "2025-01-01 is given more than once",
        ),
        ("/days/0/date", json!("2025-01-03"), "2025-01-02 is missing"),
    ] {
        let mut case = days();
        *case.pointer_mut(pointer).unwrap() = value;
        let (code, error) = failure(&inputs(directory.path(), &case));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Facts")),
            "{error}"
        );
        assert_eq!(error["message"], format!("case.json: {message}"));
    }
    // What the canister would refuse is refused here.
    let mut twice = days();
    twice["days"][0]["nodes"][1]["node"] = json!(name(10));
    let (code, error) = failure(&inputs(directory.path(), &twice));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Facts")));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("2025-01-02: nodes[1]"), "{message}");
    let mut circle = days();
    circle["clusters"][name(40)] = json!(name(42));
    let (code, error) = failure(&inputs(directory.path(), &circle));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Facts")));
}

#[test]
fn should_open_a_case_on_evidence_that_is_hashed_here() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("photo.jpg"), "abc").unwrap();
    let open = [
        "case",
        "open",
        "--provider",
        PROVIDER,
        "--offence-at",
        "2026-01-31",
        "--charge",
        "an example",
    ];
    let provider = Principal::from_text(PROVIDER).unwrap();
    let plain = Charge {
        provider: ProviderId(provider),
        node: None,
        subnet: None,
        class: PenaltyClass::LateUpdate,
        offence_at_ns: 1_769_817_600_000_000_000,
        evidence_hash: Sha256Hash(Sha256::digest("abc").into()),
        evidence_url: None,
        summary: "an example".into(),
        reporter: None,
    };
    let by_file = ["--class", "late-update", "--evidence", "photo.jpg"];
    assert_eq!(
        made(directory.path(), &[&open[..], &by_file].concat()),
        Command::OpenCase(OpenCaseArgs {
            charge: plain.clone()
        })
    );
    let hash = "ab".repeat(32);
    let (node, subnet, reporter) = (name(3), name(5), name(9));
    let by_hash = [
        "--class",
        "node-absent",
        "--evidence",
        &hash,
        "--node",
        &node,
        "--subnet",
        &subnet,
        "--reporter",
        &reporter,
        "--evidence-url",
        "https://example.com/photo.jpg",
    ];
    let charge = Charge {
        node: Some(NodeId(principal(3))),
        subnet: Some(SubnetId(principal(5))),
        class: PenaltyClass::Found(FindingClass::NodeAbsent),
        evidence_hash: Sha256Hash([0xab; 32]),
        evidence_url: Some("https://example.com/photo.jpg".into()),
        reporter: Some(Caller(principal(9))),
        ..plain
    };
    assert_eq!(
        made(directory.path(), &[&open[..], &by_hash].concat()),
        Command::OpenCase(OpenCaseArgs { charge })
    );
    for (wrong, kind) in [
        (
            &["--class", "late-update", "--evidence", "absent.jpg"],
            "File",
        ),
        (&["--class", "score", "--evidence", "photo.jpg"], "Usage"),
    ] {
        let verb = [&open[..], &wrong[..]].concat();
        assert_eq!(refused(directory.path(), &verb), kind, "{wrong:?}");
    }
    assert_eq!(refused(directory.path(), &open), "Usage");
}

#[test]
fn should_freeze_a_case_on_its_evidence() {
    let directory = tempfile::tempdir().unwrap();
    let hash = "ab".repeat(32);
    let freeze = ["case", "freeze", "4", "--reason", "r", "--evidence", &hash];
    let expected = |at_most_ppb| {
        Command::FreezeCase(FreezeCaseArgs {
            case_id: 4,
            evidence_hash: Sha256Hash([0xab; 32]),
            at_most_ppb,
            reason: "r".into(),
        })
    };
    assert_eq!(made(directory.path(), &freeze), expected(None));
    let at_most = [&freeze[..], &["--at-most-ppb", "7"]].concat();
    assert_eq!(made(directory.path(), &at_most), expected(Some(7)));
    assert_eq!(refused(directory.path(), &freeze[..3]), "Usage");
}

#[test]
fn should_refuse_before_anything_is_sent() {
    let directory = tempfile::tempdir().unwrap();
    // The network is not reached by any of these.
    for (verb, kind) in [
        ("statement show", "Identity"),
        ("statement explain --period 3", "Identity"),
        ("escrow show", "Identity"),
        ("escrow lots", "Identity"),
        ("bond deposit --amount-e8s 5", "Identity"),
        ("statement list", "Usage"),
        ("statement explain --day 2025-02-29", "Usage"),
        ("case list --open --over", "Usage"),
        ("case respond 3 --text t --evidence absent.pdf", "File"),
        ("escrow join", "Usage"),
        ("escrow join --account 2vxsx-fax", "Usage"),
        ("escrow join --account 2vxsx-fae --subaccount ab", "Usage"),
        ("period supply 3", "Usage"),
    ] {
        let key = "11".repeat(133);
        let global = "--json --rewards-canister rrkah-fqaaa-aaaaa-aaaaq-cai --network";
        let words = global.split(' ').chain([NOWHERE, "--root-key", &key]);
        let words: Vec<_> = words.chain(verb.split(' ')).collect();
        let (code, error) = failure(&bonafide(directory.path(), &words));
        assert_eq!((code, &error["kind"]), (Some(2), &json!(kind)), "{verb}");
    }
}
