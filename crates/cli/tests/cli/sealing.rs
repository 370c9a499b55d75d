//! Records encrypted, checked and joined where there is no network.

use super::{NOWHERE, PROVIDER, REGISTRY, bonafide, failure, stdout};
use bonafide_client::seal::{
    Lock, MasterKey, Opened, PublicKey, TransportSecretKey, testing::TestKeys,
};
use bonafide_types::{id::ProviderId, identity::RecordVersion};
use candid::Principal;
use serde_json::{Value, json};
use std::{os::unix::fs::PermissionsExt, path::Path};

const CONTENT: &[u8] = b"Jane Example\n\x00\xff";

/// Encrypts [`CONTENT`]; answers the result.
fn encrypt(directory: &Path, key: &[&str], more: &[&str]) -> Value {
    std::fs::write(directory.join("name.txt"), CONTENT).unwrap();
    let mut args = vec![
        "--json",
        "--network",
        NOWHERE,
        "record",
        "encrypt",
        "name.txt",
        "--provider",
        PROVIDER,
        "--record-id",
        "3",
        "--version",
        "2",
        "--canister-id",
        REGISTRY,
        "--out",
        "name.enc",
        "--opening",
        "opening.json",
    ];
    args.extend(key);
    args.extend(more);
    stdout(&bonafide(directory, &args))
}

fn check(directory: &Path, more: &[&str]) -> std::process::Output {
    let mut args = vec!["--json", "record", "check", "name.txt"];
    args.extend(["--opening", "opening.json"]);
    args.extend(more);
    bonafide(directory, &args)
}

fn lock() -> Lock {
    Lock {
        canister: Principal::from_text(REGISTRY).unwrap(),
        record: RecordVersion {
            provider: ProviderId(Principal::from_text(PROVIDER).unwrap()),
            record_id: 3,
            version: 2,
        },
    }
}

#[test]
fn a_verifier_computes_a_ciphertext_anew() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let key = ["--master", "pocketic:test_key_1"];
    let shown = encrypt(directory, &key, &[]);
    assert_eq!(shown["bytes"], CONTENT.len() + 136);
    let master: MasterKey = "pocketic:test_key_1".parse().unwrap();
    let public_key = hex::encode(PublicKey::derive(&master, lock().canister).to_bytes());
    assert_eq!(shown["public_key"], public_key);
    let mode = std::fs::metadata(directory.join("opening.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    let with = ["--ciphertext", "name.enc"];
    let checked = stdout(&check(directory, &with));
    assert_eq!(
        (
            &checked["matches"],
            &checked["certified"],
            &checked["key_known"]
        ),
        (&json!(true), &json!(false), &json!(false))
    );
    let sha256 = shown["sha256"].as_str().unwrap();
    let with = [&["--sha256", sha256][..], &key].concat();
    assert_eq!(stdout(&check(directory, &with))["key_known"], true);

    // A key that nobody can derive, however well it fits.
    let with = ["--ciphertext", "name.enc", "--master", "ic:key_1"];
    let (code, error) = failure(&check(directory, &with));
    assert_eq!((code, &error["kind"]), (Some(4), &json!("OtherKey")));
    // Other content.
    std::fs::write(directory.join("name.txt"), b"John Example").unwrap();
    let (code, error) = failure(&check(directory, &["--ciphertext", "name.enc"]));
    assert_eq!((code, &error["kind"]), (Some(4), &json!("OtherContent")));
}

#[test]
fn a_committee_joins_its_shares() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let keys = TestKeys::new(1);
    let public = keys.public_key(lock().canister);
    let public_key = hex::encode(public.to_bytes());
    let shown = encrypt(
        directory,
        &["--public-key", &public_key],
        &["--committee", "2/3"],
    );
    assert_eq!(shown["committee"]["threshold"], 2);
    assert_eq!(
        stdout(&check(directory, &["--ciphertext", "name.enc"]))["committee"],
        true
    );

    let ciphertext = std::fs::read(directory.join("name.enc")).unwrap();
    let transport = TransportSecretKey::from_seed(vec![1; 32]).unwrap();
    for slot in 1..=3 {
        let released = keys.release(lock(), slot, &transport.public_key());
        let opened = lock().open(&public, slot, &released, &transport, &ciphertext);
        let Ok(Opened::Share(share)) = opened else {
            panic!("{opened:?}");
        };
        let saved = json!({
            "canister": lock().canister,
            "record": lock().record,
            "slot": slot,
            "share": hex::encode(share.value),
            "ciphertext": hex::encode(&ciphertext),
        });
        std::fs::write(directory.join(format!("{slot}.json")), saved.to_string()).unwrap();
    }
    let combine = |args: &[&str]| {
        bonafide(
            directory,
            &[&["--json", "disclosure", "combine"][..], args].concat(),
        )
    };
    let shown = stdout(&combine(&["3.json", "1.json", "--out", "opened"]));
    assert_eq!(shown["bytes"], CONTENT.len());
    assert_eq!(std::fs::read(directory.join("opened")).unwrap(), CONTENT);
    // To the terminal only when asked, and then these bytes alone.
    let printed = combine(&["1.json", "2.json", "3.json", "--out", "-"]);
    assert_eq!(printed.stdout, CONTENT);
    // Nothing is written over.
    let (code, error) = failure(&combine(&["1.json", "2.json", "--out", "opened"]));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("File")));
    let (code, error) = failure(&combine(&["1.json", "--out", "other"]));
    assert_eq!((code, &error["kind"]), (Some(4), &json!("Shares")));
    assert!(!directory.join("other").exists());
}

#[test]
fn a_transport_key_is_its_owners_alone() {
    let directory = tempfile::tempdir().unwrap();
    let args = ["--json", "disclosure", "transport-key", "--out", "key.json"];
    let shown = stdout(&bonafide(directory.path(), &args));
    let path = directory.path().join("key.json");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let kept: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let secret = hex::decode(kept["secret"].as_str().unwrap()).unwrap();
    let secret = TransportSecretKey::deserialize(&secret).unwrap();
    assert_eq!(shown["public_key"], hex::encode(secret.public_key()));
    assert!(shown.get("secret").is_none());
    let (code, error) = failure(&bonafide(directory.path(), &args));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("File")));
}
