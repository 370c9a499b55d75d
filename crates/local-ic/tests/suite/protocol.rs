//! The PocketIC protocol through its client.

use std::time::Duration;

use candid::Principal;
use ic_management_canister_types::{NodeMetricsHistoryArgs, NodeMetricsHistoryRecord};
use pocket_ic::common::rest::BlobCompression;
use pocket_ic::{ErrorCode, IngressStatusResult, RejectCode, SubnetBlockmakers, TickConfigs, Time};

use crate::builder;
use crate::canister::{closed_wasm, install, wasm};

const GENESIS_NS: u64 = 1_620_328_630_000_000_000;

#[tokio::test]
async fn a_canister_counts() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let user = Principal::self_authenticating([1]);
    for expected in 1_u32..=3 {
        let reply = pic.update_call(canister, user, "inc", Vec::new()).await;
        assert_eq!(reply.unwrap(), expected.to_le_bytes());
    }
    let reply = pic
        .query_call(canister, user, "inc_in_query", Vec::new())
        .await;
    assert_eq!(reply.unwrap(), 4_u32.to_le_bytes());
    let reply = pic.query_call(canister, user, "get", Vec::new()).await;
    assert_eq!(reply.unwrap(), 3_u32.to_le_bytes());
    let reply = pic.update_call(canister, user, "whoami", Vec::new()).await;
    assert_eq!(reply.unwrap(), user.as_slice());
    pic.drop().await;
}

#[tokio::test]
async fn failures_are_named_and_rolled_back() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let user = Principal::anonymous();
    let call = |method| pic.update_call(canister, user, method, Vec::new());

    let reject = call("give_up").await.unwrap_err();
    assert_eq!(reject.reject_code, RejectCode::CanisterError);
    assert_eq!(reject.error_code, ErrorCode::CanisterCalledTrap);
    assert!(reject.reject_message.contains("no, thank you"));
    assert_eq!(call("inc").await.unwrap(), 1_u32.to_le_bytes());

    let reject = call("refuse").await.unwrap_err();
    assert_eq!(reject.reject_code, RejectCode::CanisterReject);
    assert_eq!(reject.reject_message, "no, thank you");

    let reject = call("no_such_method").await.unwrap_err();
    assert_eq!(reject.error_code, ErrorCode::CanisterMethodNotFound);

    let reject = call("never").await.unwrap_err();
    assert_eq!(reject.error_code, ErrorCode::CanisterDidNotReply);

    // In the subnet's range, and never created.
    let ranges = pic.topology().await.subnet_configs;
    let range = &ranges.values().next().unwrap().canister_ranges[0];
    let nobody = Principal::from_slice(&range.end.canister_id);
    let reject = pic
        .query_call(nobody, user, "get", Vec::new())
        .await
        .unwrap_err();
    assert_eq!(reject.reject_code, RejectCode::DestinationInvalid);
    assert_eq!(reject.error_code, ErrorCode::CanisterNotFound);
    pic.drop().await;
}

#[tokio::test]
async fn inspect_message_keeps_ingress_out() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, closed_wasm()).await;
    let call = pic.submit_call(canister, Principal::anonymous(), "inc", Vec::new());
    let reject = call.await.unwrap_err();
    assert_eq!(reject.error_code, ErrorCode::CanisterRejectedMessage);
    pic.drop().await;
}

#[tokio::test]
async fn a_submitted_message_waits_for_a_round() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let (alice, bob) = (
        Principal::self_authenticating([1]),
        Principal::self_authenticating([2]),
    );
    let message = pic
        .submit_call(canister, alice, "echo", vec![7])
        .await
        .unwrap();
    assert!(pic.ingress_status(message.clone()).await.is_none());
    pic.tick().await;
    let own = pic.ingress_status_as(message.clone(), alice).await;
    assert!(matches!(own, IngressStatusResult::Success(Ok(reply)) if reply == [7]));
    let foreign = pic.ingress_status_as(message.clone(), bob).await;
    assert!(matches!(foreign, IngressStatusResult::Forbidden(_)));
    assert_eq!(pic.await_call(message).await.unwrap(), [7]);
    pic.drop().await;
}

#[tokio::test]
async fn time_stands_still_until_told() {
    let pic = builder().with_application_subnet().build_async().await;
    let start = pic.get_time().await;
    assert!(start >= Time::from_nanos_since_unix_epoch(GENESIS_NS));
    pic.advance_time(Duration::from_secs(3600)).await;
    pic.tick().await;
    let now = pic.get_time().await;
    assert!(now >= start + Duration::from_secs(3600));
    assert!(now < start + Duration::from_secs(3601));

    let canister = install(&pic, wasm()).await;
    let seen = pic
        .query_call(canister, Principal::anonymous(), "now", Vec::new())
        .await;
    let seen = u64::from_le_bytes(seen.unwrap().try_into().unwrap());
    assert!(seen >= now.as_nanos_since_unix_epoch());
    pic.drop().await;
}

#[tokio::test]
async fn a_round_has_the_block_makers_it_is_told() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let subnet = pic.topology().await.get_app_subnets()[0];
    let (good, bad) = (
        Principal::self_authenticating([1]),
        Principal::self_authenticating([2]),
    );
    for _ in 0..3 {
        let makers = SubnetBlockmakers {
            subnet,
            blockmaker: good,
            failed_blockmakers: vec![bad],
        };
        let blockmakers = Some(vec![makers]);
        pic.tick_with_configs(TickConfigs { blockmakers }).await;
    }
    pic.advance_time(Duration::from_secs(24 * 60 * 60)).await;
    pic.tick().await;

    let arg = candid::encode_one(NodeMetricsHistoryArgs {
        subnet_id: subnet,
        start_at_timestamp_nanos: 0,
    })
    .unwrap();
    let reply = pic
        .update_call(canister, Principal::anonymous(), "node_metrics", arg)
        .await
        .unwrap();
    let days: Vec<NodeMetricsHistoryRecord> = candid::decode_one(&reply).unwrap();
    let blocks_of = |node| {
        let days = days.iter().flat_map(|day| &day.node_metrics);
        days.filter(|metrics| metrics.node_id == node)
            .map(|metrics| {
                (
                    metrics.num_blocks_proposed_total,
                    metrics.num_block_failures_total,
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(blocks_of(good), [(3, 0)]);
    assert_eq!(blocks_of(bad), [(0, 3)]);
    pic.drop().await;
}

#[tokio::test]
async fn cycles_controllers_and_subnets_are_told() {
    let pic = builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build_async()
        .await;
    let owner = Principal::self_authenticating([3]);
    let canister = pic.create_canister_with_settings(Some(owner), None).await;
    assert_eq!(pic.get_controllers(canister).await, [owner]);
    let before = pic.cycle_balance(canister).await;
    let huge = u128::from(u64::MAX) * 3;
    assert_eq!(pic.add_cycles(canister, huge).await, before + huge);
    assert_eq!(pic.cycle_balance(canister).await, before + huge);

    let topology = pic.topology().await;
    assert_eq!(
        pic.get_subnet(canister).await,
        Some(topology.get_app_subnets()[0])
    );
    let governance = Principal::from_text("rrkah-fqaaa-aaaaa-aaaaq-cai").unwrap();
    assert!(!pic.canister_exists(governance).await);
    let created = pic.create_canister_with_id(None, None, governance).await;
    assert_eq!(created.unwrap(), governance);
    assert_eq!(pic.get_subnet(governance).await, topology.get_nns());
    assert_eq!(pic.root_key().await.unwrap().len(), 133);
    pic.drop().await;
}

#[tokio::test]
async fn stable_memory_is_read_and_written() {
    let pic = builder().with_application_subnet().build_async().await;
    let canister = install(&pic, wasm()).await;
    let user = Principal::anonymous();
    pic.update_call(canister, user, "keep", b"kept".to_vec())
        .await
        .unwrap();
    let memory = pic.get_stable_memory(canister).await;
    assert_eq!(memory.len(), 1 << 16);
    assert_eq!(&memory[..4], b"kept");

    let mut next = vec![9; 1 << 16];
    next[0] = 8;
    pic.set_stable_memory(canister, next.clone(), BlobCompression::NoCompression)
        .await;
    assert_eq!(pic.get_stable_memory(canister).await, next);
    pic.drop().await;
}

#[tokio::test]
async fn instances_are_separate() {
    let first = builder().with_application_subnet().build_async().await;
    let second = builder().with_application_subnet().build_async().await;
    let canister = install(&first, wasm()).await;
    assert!(first.canister_exists(canister).await);
    assert!(!second.canister_exists(canister).await);
    first.drop().await;
    second.drop().await;
}

#[tokio::test]
async fn subnet_metrics_are_certified() {
    let pic = builder().with_application_subnet().build_async().await;
    install(&pic, wasm()).await;
    let subnet = pic.topology().await.get_app_subnets()[0];
    let metrics = pic.get_subnet_metrics(subnet).await.unwrap();
    assert_eq!(metrics.num_canisters, 1);
    pic.drop().await;
}
