//! Saved answers, verified where nothing answers.

use super::{NOWHERE, PROVIDER, REGISTRY, bonafide, failure, stdout};
use bonafide_client::verify::testing::TestNetwork;
use bonafide_types::{
    id::ProviderId,
    registry::{Provider, ProviderStatus},
};
use candid::Principal;
use serde_json::{Value, json};
use std::{process::Output, time::SystemTime};

/// A saved answer about a provider that exists, and the root key that proves it.
fn saved(age_s: u64) -> (Value, String) {
    let canister = Principal::from_text(REGISTRY).unwrap();
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let now_ns = u64::try_from(now.as_nanos()).unwrap() - age_s * 1_000_000_000;
    let mut network = TestNetwork::new(canister, now_ns);
    let id = ProviderId(Principal::from_text(PROVIDER).unwrap());
    let provider = Provider {
        id,
        status: ProviderStatus::Active,
        imported: None,
        profile: None,
        self_declared: None,
        created_at_ns: 1,
        status_change: None,
        successor: None,
        answers_reopened_at_ns: None,
    };
    network.put(
        "provider",
        id.as_slice(),
        &minicbor::to_vec(&provider).unwrap(),
    );
    network.put("acceptance", &[1], &[0xa0]);
    let answer = network.rows(&[("provider", id.as_slice()), ("acceptance", id.as_slice())]);
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| {
            json!({
                "table": row.table,
                "key": hex::encode(&row.key),
                "row": row.row.as_ref().map(hex::encode),
            })
        })
        .collect();
    let saved = json!({
        "canister": canister,
        "rows": rows,
        "certificate": hex::encode(&answer.certificate),
        "witness": hex::encode(&answer.witness),
    });
    (
        json!({ "certified": true, "answer": saved }),
        hex::encode(network.root_key()),
    )
}

fn verify(text: &str, root_key: &str, more: &[&str]) -> Output {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("answer.json"), text).unwrap();
    let mut args = vec!["--json", "--network", NOWHERE, "--root-key", root_key];
    if !more.contains(&"--canister") {
        args.extend(["--canister", REGISTRY]);
    }
    args.extend(more);
    args.extend(["verify", "answer", "answer.json"]);
    bonafide(directory.path(), &args)
}

#[test]
fn a_saved_answer_proves_itself() {
    let (answer, key) = saved(0);
    let shown = stdout(&verify(&answer.to_string(), &key, &[]));
    assert_eq!(shown["verified"], true);
    assert_eq!(shown["rows"][0]["record"]["id"], PROVIDER);
    assert_eq!(shown["rows"][1]["present"], false);
}

#[test]
fn an_old_answer_exits_4_and_holds_at_its_time() {
    let (answer, key) = saved(301);
    let (code, error) = failure(&verify(&answer.to_string(), &key, &[]));
    assert_eq!(
        (code, &error["kind"]),
        (Some(4), &json!("CertificateExpired"))
    );
    stdout(&verify(
        &answer.to_string(),
        &key,
        &["--clock-offset", "-301s"],
    ));
}

#[test]
fn a_changed_answer_exits_4() {
    let (answer, key) = saved(0);
    let flip = |text: &str| {
        let last = if text.ends_with('0') { "1" } else { "0" };
        format!("{}{last}", &text[..text.len() - 1])
    };
    let changed = |pointer: &str| {
        let mut answer = answer.clone();
        let value = answer.pointer_mut(pointer).unwrap();
        *value = json!(flip(value.as_str().unwrap()));
        answer.to_string()
    };
    let mut invented = answer.clone();
    invented["answer"]["rows"][1]["row"] = json!("a0");
    let mut withheld = answer.clone();
    withheld["answer"]["rows"][0]["row"] = Value::Null;
    let mut empty = answer.clone();
    empty["answer"]["rows"] = json!([]);
    for (text, kinds) in [
        (changed("/answer/rows/0/row"), &["RowMismatch"][..]),
        (changed("/answer/rows/0/key"), &["RowInvented", "NotProven"]),
        (
            changed("/answer/certificate"),
            &["SignatureInvalid", "MalformedCertificate"],
        ),
        (
            changed("/answer/witness"),
            &["RootMismatch", "MalformedWitness"],
        ),
        (invented.to_string(), &["RowInvented"]),
        (withheld.to_string(), &["RowWithheld"]),
        (empty.to_string(), &["MalformedAnswer"]),
    ] {
        let (code, error) = failure(&verify(&text, &key, &[]));
        assert_eq!(code, Some(4), "{error}");
        assert!(kinds.contains(&error["kind"].as_str().unwrap()), "{error}");
    }
}

#[test]
fn an_answer_does_not_say_itself_which_canister_is_the_registry() {
    let (answer, key) = saved(0);
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("answer.json"), answer.to_string()).unwrap();
    let args = [
        "--json",
        "--network",
        NOWHERE,
        "--root-key",
        &key,
        "verify",
        "answer",
        "answer.json",
    ];
    let (code, error) = failure(&bonafide(directory.path(), &args));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Canister")));
}

#[test]
fn a_truncated_answer_exits_4() {
    let (answer, key) = saved(0);
    let text = answer.to_string();
    for keep in [0, 1, text.len() / 2, text.len() - 1] {
        let (code, error) = failure(&verify(&text[..keep], &key, &[]));
        assert_eq!((code, &error["kind"]), (Some(4), &json!("MalformedAnswer")));
    }
}

#[test]
fn an_answer_of_another_canister_or_network_exits_4() {
    let (answer, key) = saved(0);
    let (code, error) = failure(&verify(
        &answer.to_string(),
        &key,
        &["--canister", PROVIDER],
    ));
    assert_eq!((code, &error["kind"]), (Some(4), &json!("OtherCanister")));
    let (code, error) = failure(&verify(&answer.to_string(), "", &[]));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Usage")));
}
