//! Equal calls to equal instances are answered with equal bytes.

use candid::Principal;
use pocket_ic::nonblocking::PocketIc;
use serde_json::{Value, json};

use crate::builder;
use crate::canister::{install, wasm};

/// The status and the bytes of one answer.
type Answer = (u16, Vec<u8>);

/// Sends one call as the client would; the answer is not interpreted.
async fn send(pic: &PocketIc, path: &str, body: Option<Value>) -> Answer {
    let url = format!(
        "{}instances/{}/{path}",
        pic.get_server_url(),
        pic.instance_id
    );
    let http = reqwest::Client::new();
    let request = match body {
        Some(body) => http.post(url).json(&body),
        None => http.get(url),
    };
    let response = request.send().await.expect("the server answers");
    let status = response.status().as_u16();
    let bytes = response.bytes().await.expect("the answer has a body");
    (status, bytes.to_vec())
}

fn base64(bytes: &[u8]) -> Value {
    // The client's own types know how principals and payloads are written.
    let raw = pocket_ic::common::rest::RawStableMemory {
        blob: bytes.to_vec(),
    };
    serde_json::to_value(raw).expect("bytes are JSON")["blob"].take()
}

fn call(canister: Principal, method: &str, payload: &[u8]) -> Value {
    json!({
        "sender": base64(Principal::anonymous().as_slice()),
        "canister_id": base64(canister.as_slice()),
        "effective_principal": "None",
        "method": method,
        "payload": base64(payload),
    })
}

/// The answers of a fresh instance to a script. `time_ns` is what its clock is set to.
async fn answers(time_ns: u64) -> Vec<Answer> {
    let pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let canister = install(&pic, wasm()).await;
    let id = json!({ "canister_id": base64(canister.as_slice()) });
    let mut answers = Vec::new();
    let script = [
        ("read/topology", None),
        (
            "update/set_time",
            Some(json!({ "nanos_since_epoch": time_ns })),
        ),
        ("update/tick", Some(json!({ "blockmakers": null }))),
        ("read/query", Some(call(canister, "now", b""))),
        ("read/get_cycles", Some(id.clone())),
        ("read/get_controllers", Some(id.clone())),
        ("read/get_subnet", Some(id)),
    ];
    for (path, body) in script {
        answers.push(send(&pic, path, body).await);
    }
    for (method, payload) in [
        ("inc", &b""[..]),
        ("certify", b"certified"),
        ("give_up", b""),
    ] {
        let body = call(canister, method, payload);
        let submitted = send(&pic, "update/submit_ingress_message", Some(body)).await;
        let message: Value = serde_json::from_slice(&submitted.1).expect("the answer is JSON");
        let awaited = message["Ok"].clone();
        answers.push(submitted);
        answers.push(send(&pic, "update/await_ingress_message", Some(awaited)).await);
    }
    // Holds the signature of the certificate.
    let certificate = Some(call(canister, "certificate", b""));
    answers.push(send(&pic, "read/query", certificate).await);
    pic.drop().await;
    answers
}

#[tokio::test]
async fn equal_calls_are_answered_with_equal_bytes() {
    let time_ns = 1_700_000_000_000_000_000;
    let first = answers(time_ns).await;
    assert!(first.iter().all(|(status, _)| *status == 200), "{first:?}");
    assert_eq!(first, answers(time_ns).await);
    // The answers do tell instances apart: another time, another certificate.
    assert_ne!(first, answers(time_ns + 1_000).await);
}
