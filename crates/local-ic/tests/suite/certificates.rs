//! Certificates, checked by an independent verifier.

use candid::Principal;
use ic_agent::identity::AnonymousIdentity;
use ic_certificate_verification::VerifyCertificate;
use ic_certification::{Certificate, HashTree, LookupResult};
use ic_transport_types::{EnvelopeContent, ReadStateResponse};
use pocket_ic::nonblocking::PocketIc;

use crate::builder;
use crate::canister::{install, wasm};
use crate::requests::{Api, sign};

const FIVE_MINUTES_NS: u64 = 300_000_000_000;

async fn read(pic: &PocketIc, canister: Principal, paths: &[&[&[u8]]]) -> Certificate {
    let content = EnvelopeContent::ReadState {
        ingress_expiry: pic.get_time().await.as_nanos_since_unix_epoch() + FIVE_MINUTES_NS / 2,
        sender: Principal::anonymous(),
        paths: paths
            .iter()
            .map(|path| path.iter().map(|label| (*label).into()).collect())
            .collect(),
    };
    let body = sign(&AnonymousIdentity, content).encode_bytes();
    let path = format!("v3/canister/{canister}/read_state");
    let (status, body) = Api::new(pic).post(&path, body).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    let response: ReadStateResponse = serde_cbor::from_slice(&body).expect("the answer is CBOR");
    serde_cbor::from_slice(&response.certificate).expect("it holds a certificate")
}

async fn verifies(pic: &PocketIc, certificate: &Certificate, canister: Principal) -> bool {
    let root_key = pic.root_key().await.expect("there is a root subnet");
    let now_ns = pic.get_time().await.as_nanos_since_unix_epoch();
    certificate
        .verify(
            canister.as_slice(),
            &root_key,
            &u128::from(now_ns),
            &u128::from(FIVE_MINUTES_NS),
        )
        .is_ok()
}

#[tokio::test]
async fn a_certificate_shows_what_was_asked_and_nothing_else() {
    let pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let canister = install(&pic, wasm()).await;
    let other = install(&pic, wasm()).await;
    let id = canister.as_slice();
    let metadata: [&[u8]; 4] = [b"canister", id, b"metadata", b"greeting"];
    let absent: [&[u8]; 4] = [b"canister", id, b"metadata", b"nothing"];
    let hash: [&[u8]; 3] = [b"canister", id, b"module_hash"];
    let hidden: [&[u8]; 3] = [b"canister", other.as_slice(), b"module_hash"];
    let certificate = read(&pic, canister, &[&metadata, &absent]).await;
    assert!(verifies(&pic, &certificate, canister).await);

    let tree: &HashTree = &certificate.tree;
    assert_eq!(tree.lookup_path(metadata), LookupResult::Found(b"hello"));
    assert_eq!(tree.lookup_path(absent), LookupResult::Absent);
    assert_eq!(tree.lookup_path(hash), LookupResult::Unknown);
    assert_eq!(tree.lookup_path(hidden), LookupResult::Unknown);
    pic.drop().await;
}

#[tokio::test]
async fn a_tampered_certificate_is_refused() {
    let pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let canister = install(&pic, wasm()).await;
    let path: [&[u8]; 3] = [b"canister", canister.as_slice(), b"module_hash"];
    let certificate = read(&pic, canister, &[&path]).await;
    assert!(verifies(&pic, &certificate, canister).await);

    let LookupResult::Found(hash) = certificate.tree.lookup_path(path) else {
        panic!("the module hash is missing");
    };
    let mut bytes = serde_cbor::to_vec(&certificate).unwrap();
    let at = bytes
        .windows(hash.len())
        .position(|window| window == hash)
        .unwrap();
    bytes[at] ^= 1;
    let tampered: Certificate = serde_cbor::from_slice(&bytes).unwrap();
    assert!(!verifies(&pic, &tampered, canister).await);

    let mut resigned = certificate;
    resigned.signature[20] ^= 1;
    assert!(!verifies(&pic, &resigned, canister).await);
    pic.drop().await;
}

#[tokio::test]
async fn a_query_sees_the_certificate_of_its_data() {
    let pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let canister = install(&pic, wasm()).await;
    let user = Principal::anonymous();
    for data in [&b"first"[..], b"second"] {
        pic.update_call(canister, user, "certify", data.to_vec())
            .await
            .unwrap();
        let bytes = pic
            .query_call(canister, user, "certificate", Vec::new())
            .await
            .unwrap();
        let certificate: Certificate = serde_cbor::from_slice(&bytes).unwrap();
        assert!(verifies(&pic, &certificate, canister).await);
        let path = [b"canister", canister.as_slice(), b"certified_data"];
        assert_eq!(
            certificate.tree.lookup_path(path),
            LookupResult::Found(data)
        );
    }
    pic.drop().await;
}
