//! `ic-agent` over the gateway of a live instance. The agent verifies certificates and the
//! signatures of query answers by itself.

use candid::Principal;
use ic_agent::identity::BasicIdentity;
use ic_agent::{Agent, AgentError, Identity};
use pocket_ic::nonblocking::PocketIc;

use crate::builder;
use crate::canister::{closed_wasm, install, wasm};

async fn live(pic: &mut PocketIc, identity: impl Identity + 'static) -> Agent {
    let url = pic.make_live(None).await;
    let agent = Agent::builder()
        .with_url(url)
        .with_identity(identity)
        .with_verify_query_signatures(true)
        .build()
        .expect("the URL is that of a gateway");
    agent
        .fetch_root_key()
        .await
        .expect("the gateway tells its root key");
    agent
}

#[tokio::test]
async fn calls_and_queries_are_verified() {
    let mut pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let canister = install(&pic, wasm()).await;
    let identity = BasicIdentity::from_raw_key(&[7; 32]);
    let sender = identity.sender().unwrap();
    let agent = live(&mut pic, identity).await;

    assert_eq!(
        agent.status().await.unwrap().replica_health_status.unwrap(),
        "healthy"
    );
    assert_eq!(agent.read_root_key(), pic.root_key().await.unwrap());
    let reply = agent
        .update(&canister, "whoami")
        .call_and_wait()
        .await
        .unwrap();
    assert_eq!(reply, sender.as_slice());
    let reply = agent.query(&canister, "whoami_query").call().await.unwrap();
    assert_eq!(reply, sender.as_slice());

    let error = agent
        .update(&canister, "refuse")
        .call_and_wait()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, AgentError::CertifiedReject { reject, .. } if reject.reject_message == "no, thank you"),
        "{error:?}"
    );
    let error = agent
        .query(&canister, "refuse_query")
        .call()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, AgentError::UncertifiedReject { reject, .. } if reject.reject_message == "no, thank you"),
        "{error:?}"
    );
    pic.drop().await;
}

#[tokio::test]
async fn canisters_are_described() {
    let mut pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let agent = live(&mut pic, BasicIdentity::from_raw_key(&[7; 32])).await;

    let hash = agent
        .read_state_canister_module_hash(canister)
        .await
        .unwrap();
    let status = pic.canister_status(canister, None).await.unwrap();
    assert_eq!(Some(hash), status.module_hash);
    let controllers = agent
        .read_state_canister_controllers(canister)
        .await
        .unwrap();
    assert_eq!(controllers, [Principal::anonymous()]);
    let greeting = agent
        .read_state_canister_metadata(canister, "greeting")
        .await
        .unwrap();
    assert_eq!(greeting, b"hello");
    let missing = agent
        .read_state_canister_metadata(canister, "nothing")
        .await
        .unwrap_err();
    assert!(
        matches!(missing, AgentError::LookupPathAbsent(_)),
        "{missing:?}"
    );
    let subnet = agent.fetch_subnet_by_canister(&canister).await.unwrap();
    assert!(subnet.contains_canister(&canister));
    pic.drop().await;
}

#[tokio::test]
async fn a_message_that_is_not_accepted_is_rejected_at_once() {
    let mut pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, closed_wasm()).await;
    let agent = live(&mut pic, BasicIdentity::from_raw_key(&[7; 32])).await;
    let error = agent
        .update(&canister, "inc")
        .call_and_wait()
        .await
        .unwrap_err();
    assert!(
        matches!(error, AgentError::UncertifiedReject { .. }),
        "{error:?}"
    );
    pic.drop().await;
}
