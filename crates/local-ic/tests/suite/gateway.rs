//! Canisters over HTTP.

use pocket_ic::common::rest::InstanceHttpGatewayConfig;
use pocket_ic::nonblocking::PocketIc;
use reqwest::StatusCode;

use crate::builder;
use crate::canister::{install, streaming_wasm, upgrading_wasm, wasm};

async fn get(pic: &mut PocketIc, host: &str, path: &str) -> reqwest::Response {
    let url = pic.make_live(None).await;
    let port = url.port().expect("the gateway says its port");
    reqwest::Client::new()
        .get(format!("http://127.0.0.1:{port}{path}"))
        .header("host", format!("{host}:{port}"))
        .send()
        .await
        .expect("the gateway answers")
}

#[tokio::test]
async fn a_page_is_passed_on_as_the_canister_made_it() {
    let mut pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    pic.reinstall_canister(canister, streaming_wasm(canister), Vec::new(), None)
        .await
        .unwrap();
    let response = get(&mut pic, &format!("{canister}.raw.localhost"), "/").await;
    assert_eq!(response.status(), StatusCode::NON_AUTHORITATIVE_INFORMATION);
    assert_eq!(response.headers()["x-made-by"], "the canister");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.text().await.unwrap(), "first, second");
    pic.drop().await;
}

#[tokio::test]
async fn a_page_may_be_made_by_an_update() {
    let mut pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, upgrading_wasm()).await;
    let response = get(&mut pic, &format!("{canister}.raw.localhost"), "/page").await;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.text().await.unwrap(), "updated");
    pic.drop().await;
}

#[tokio::test]
async fn without_a_canister_there_is_no_page() {
    let mut pic = builder().with_application_subnet().build_async().await;
    let response = get(&mut pic, "localhost", "/page").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    pic.drop().await;
}

#[tokio::test]
async fn a_gateway_comes_with_the_instance_and_goes() {
    let config = InstanceHttpGatewayConfig {
        ip_addr: None,
        port: None,
        domains: None,
        https_config: None,
        domain_custom_provider_local_file: None,
    };
    let mut pic = builder()
        .with_application_subnet()
        .with_http_gateway(config)
        .with_auto_progress()
        .build_async()
        .await;
    assert!(pic.auto_progress_enabled().await);
    let url = pic.url().unwrap();
    let status = url.join("api/v2/status").unwrap();
    assert_eq!(
        reqwest::get(status.clone()).await.unwrap().status(),
        StatusCode::OK
    );
    pic.stop_live().await;
    assert!(!pic.auto_progress_enabled().await);
    // It ends soon, not at once.
    let mut tries = 0;
    while reqwest::get(status.clone()).await.is_ok() {
        tries += 1;
        assert!(tries < 100, "the gateway goes on");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    pic.drop().await;
}
