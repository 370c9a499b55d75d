//! Who may send what: signatures, delegations, expiries, paths. Requests are made by hand, on the
//! instance's own clock.

use std::borrow::Cow;

use candid::Principal;
use ic_agent::Identity;
use ic_agent::identity::{
    AnonymousIdentity, BasicIdentity, DelegatedIdentity, Delegation, DelegationPermissions,
    Prime256v1Identity, Secp256k1Identity, SignedDelegation,
};
use ic_transport_types::{Envelope, EnvelopeContent, QueryResponse};
use pocket_ic::nonblocking::PocketIc;

use crate::builder;
use crate::canister::{install, wasm};

const MINUTE_NS: u64 = 60_000_000_000;

/// The agent API of one instance, without an agent.
pub(crate) struct Api<'a> {
    pic: &'a PocketIc,
    http: reqwest::Client,
}

impl<'a> Api<'a> {
    pub(crate) fn new(pic: &'a PocketIc) -> Self {
        let http = reqwest::Client::new();
        Self { pic, http }
    }

    pub(crate) async fn post(&self, path: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
        let server = self.pic.get_server_url();
        let url = format!("{server}instances/{}/api/{path}", self.pic.instance_id);
        let request = self
            .http
            .post(url)
            .header("content-type", "application/cbor");
        let response = request.body(body).send().await.expect("the server answers");
        let status = response.status().as_u16();
        (
            status,
            response
                .bytes()
                .await
                .expect("the answer has a body")
                .to_vec(),
        )
    }

    /// Sends a query of `whoami_query`; the answer or the text of the failure.
    async fn ask(&self, canister: Principal, envelope: &Envelope<'_>) -> Result<Vec<u8>, String> {
        let path = format!("v3/canister/{canister}/query");
        let (status, body) = self.post(&path, envelope.encode_bytes()).await;
        match status {
            200 => match serde_cbor::from_slice(&body).expect("the answer is CBOR") {
                QueryResponse::Replied { reply, .. } => Ok(reply.arg),
                QueryResponse::Rejected { reject, .. } => Err(reject.reject_message),
            },
            _ => Err(format!("{status}: {}", String::from_utf8_lossy(&body))),
        }
    }

    async fn now_ns(&self) -> u64 {
        self.pic.get_time().await.as_nanos_since_unix_epoch()
    }

    async fn query(&self, canister: Principal, sender: Principal) -> EnvelopeContent {
        EnvelopeContent::Query {
            ingress_expiry: self.now_ns().await + 4 * MINUTE_NS,
            sender,
            canister_id: canister,
            method_name: "whoami_query".to_owned(),
            arg: Vec::new(),
            nonce: None,
            sender_info: None,
        }
    }
}

pub(crate) fn sign(identity: &dyn Identity, content: EnvelopeContent) -> Envelope<'static> {
    let signature = identity.sign(&content).expect("the identity can sign");
    Envelope {
        content: Cow::Owned(content),
        sender_pubkey: signature.public_key,
        sender_sig: signature.signature,
        sender_delegation: signature.delegations,
    }
}

fn ed25519() -> BasicIdentity {
    BasicIdentity::from_raw_key(&[7; 32])
}

fn secp256k1() -> Secp256k1Identity {
    Secp256k1Identity::from_private_key(
        k256::SecretKey::from_slice(&[8; 32]).expect("a scalar of the curve"),
    )
}

fn p256() -> Prime256v1Identity {
    Prime256v1Identity::from_private_key(
        p256::SecretKey::from_slice(&[9; 32]).expect("a scalar of the curve"),
    )
}

#[tokio::test]
async fn every_kind_of_key_is_believed() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let identities: [&dyn Identity; 4] = [&AnonymousIdentity, &ed25519(), &secp256k1(), &p256()];
    for identity in identities {
        let sender = identity.sender().unwrap();
        let envelope = sign(identity, api.query(canister, sender).await);
        assert_eq!(
            api.ask(canister, &envelope).await.unwrap(),
            sender.as_slice()
        );
    }
    pic.drop().await;
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    for identity in [&ed25519() as &dyn Identity, &secp256k1(), &p256()] {
        let sender = identity.sender().unwrap();
        let mut envelope = sign(identity, api.query(canister, sender).await);
        envelope.sender_sig.as_mut().unwrap()[10] ^= 1;
        let refusal = api.ask(canister, &envelope).await.unwrap_err();
        assert!(refusal.starts_with("400: "), "{refusal}");
        envelope.sender_sig = None;
        let refusal = api.ask(canister, &envelope).await.unwrap_err();
        assert!(refusal.starts_with("400: "), "{refusal}");
    }
    pic.drop().await;
}

#[tokio::test]
async fn the_sender_must_own_the_key() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let stranger = p256().sender().unwrap();
    for sender in [stranger, Principal::anonymous()] {
        let envelope = sign(&ed25519(), api.query(canister, sender).await);
        let refusal = api.ask(canister, &envelope).await.unwrap_err();
        assert!(refusal.starts_with("400: "), "{refusal}");
    }
    let unsigned = sign(&AnonymousIdentity, api.query(canister, stranger).await);
    let refusal = api.ask(canister, &unsigned).await.unwrap_err();
    assert!(refusal.starts_with("400: "), "{refusal}");
    pic.drop().await;
}

#[tokio::test]
async fn requests_expire() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let identity = ed25519();
    let sender = identity.sender().unwrap();
    let now_ns = api.now_ns().await;
    let too_early = now_ns - 2 * MINUTE_NS;
    let too_late = now_ns + 10 * MINUTE_NS;
    for (expiry, accepted) in [
        (too_early, false),
        (now_ns + MINUTE_NS, true),
        (too_late, false),
    ] {
        let mut content = api.query(canister, sender).await;
        if let EnvelopeContent::Query { ingress_expiry, .. } = &mut content {
            *ingress_expiry = expiry;
        }
        let answer = api.ask(canister, &sign(&identity, content)).await;
        assert_eq!(answer.is_ok(), accepted, "{answer:?}");
        if let Err(refusal) = answer {
            assert!(refusal.contains("Invalid request expiry"), "{refusal}");
        }
    }
    pic.drop().await;
}

/// `ed25519()` lets `p256()` speak for it.
fn delegated(delegation: Delegation) -> DelegatedIdentity {
    let from = ed25519();
    let signature = from
        .sign_delegation(&delegation)
        .expect("the identity can sign");
    let signed = SignedDelegation {
        delegation,
        signature: signature.signature.expect("it has signed"),
    };
    let from_key = from.public_key().expect("the identity has a key");
    DelegatedIdentity::new_unchecked(from_key, Box::new(p256()), vec![signed])
}

#[tokio::test]
async fn delegations_reach_as_far_as_they_say() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let sender = ed25519().sender().unwrap();
    let unlimited = Delegation {
        pubkey: p256().public_key().unwrap(),
        expiration: api.now_ns().await + 60 * MINUTE_NS,
        targets: None,
        permissions: None,
    };
    let elsewhere = Principal::management_canister();
    let cases = [
        (unlimited.clone(), true),
        (
            Delegation {
                targets: Some(vec![canister]),
                ..unlimited.clone()
            },
            true,
        ),
        (
            Delegation {
                targets: Some(vec![elsewhere]),
                ..unlimited.clone()
            },
            false,
        ),
        (
            Delegation {
                expiration: 1_000,
                ..unlimited.clone()
            },
            false,
        ),
        (
            Delegation {
                pubkey: secp256k1().public_key().unwrap(),
                ..unlimited.clone()
            },
            false,
        ),
    ];
    for (delegation, accepted) in cases {
        let identity = delegated(delegation.clone());
        let envelope = sign(&identity, api.query(canister, sender).await);
        match api.ask(canister, &envelope).await {
            Ok(caller) => assert!(accepted && caller == sender.as_slice(), "{delegation:?}"),
            Err(refusal) => assert!(!accepted && refusal.starts_with("400: "), "{refusal}"),
        }
    }

    let queries_only = delegated(Delegation {
        permissions: Some(DelegationPermissions::Queries),
        ..unlimited
    });
    let envelope = sign(&queries_only, api.query(canister, sender).await);
    assert_eq!(
        api.ask(canister, &envelope).await.unwrap(),
        sender.as_slice()
    );
    let call = EnvelopeContent::Call {
        nonce: None,
        ingress_expiry: api.now_ns().await + MINUTE_NS,
        sender,
        canister_id: canister,
        method_name: "inc".to_owned(),
        arg: Vec::new(),
        sender_info: None,
    };
    let envelope = sign(&queries_only, call).encode_bytes();
    let (status, _) = api
        .post(&format!("v2/canister/{canister}/call"), envelope)
        .await;
    assert_eq!(status, 400);
    pic.drop().await;
}

#[tokio::test]
async fn the_path_names_the_canister() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let other = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let envelope = sign(
        &AnonymousIdentity,
        api.query(canister, Principal::anonymous()).await,
    );
    let refusal = api.ask(other, &envelope).await.unwrap_err();
    assert!(refusal.starts_with("400: "), "{refusal}");
    pic.drop().await;
}

#[tokio::test]
async fn paths_are_read_by_those_they_concern() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let api = Api::new(&pic);
    let (owner, stranger) = (ed25519(), p256());
    let sender = owner.sender().unwrap();
    let expiry = api.now_ns().await + 4 * MINUTE_NS;
    let call = EnvelopeContent::Call {
        nonce: Some(vec![1]),
        ingress_expiry: expiry,
        sender,
        canister_id: canister,
        method_name: "inc".to_owned(),
        arg: Vec::new(),
        sender_info: None,
    };
    let request_id = call.to_request_id().to_vec();
    let path = format!("v2/canister/{canister}/call");
    let (status, _) = api.post(&path, sign(&owner, call).encode_bytes()).await;
    assert_eq!(status, 202);
    pic.tick().await;

    let id = canister.as_slice().to_vec();
    let label = |text: &str| text.as_bytes().to_vec();
    let cases: [(Vec<Vec<u8>>, &dyn Identity, u16); 10] = [
        (
            vec![label("request_status"), request_id.clone()],
            &owner,
            200,
        ),
        (
            vec![label("request_status"), request_id.clone()],
            &stranger,
            403,
        ),
        (vec![label("request_status"), vec![5; 32]], &stranger, 200),
        (
            vec![label("canister"), id.clone(), label("controllers")],
            &stranger,
            200,
        ),
        (
            vec![label("canister"), vec![1], label("controllers")],
            &stranger,
            400,
        ),
        (
            vec![
                label("canister"),
                id.clone(),
                label("metadata"),
                label("greeting"),
            ],
            &stranger,
            200,
        ),
        (
            vec![
                label("canister"),
                id.clone(),
                label("metadata"),
                label("secret"),
            ],
            &stranger,
            403,
        ),
        (
            vec![
                label("canister"),
                id.clone(),
                label("metadata"),
                label("secret"),
            ],
            &AnonymousIdentity,
            200,
        ),
        (
            vec![label("canister"), id, label("certified_data")],
            &owner,
            404,
        ),
        (vec![label("nonsense")], &owner, 404),
    ];
    for (path, identity, expected) in cases {
        let content = EnvelopeContent::ReadState {
            ingress_expiry: expiry,
            sender: identity.sender().unwrap(),
            paths: vec![path.iter().map(|label| label.as_slice().into()).collect()],
        };
        let body = sign(identity, content).encode_bytes();
        let (status, body) = api
            .post(&format!("v3/canister/{canister}/read_state"), body)
            .await;
        assert_eq!(
            status,
            expected,
            "{path:?} {}",
            String::from_utf8_lossy(&body)
        );
    }
    pic.drop().await;
}
