//! The management canister, from outside and from canisters.

use ic_bls12_381::G1Affine;
use ic_management_canister_types::{
    CanisterInfoArgs, CanisterInfoResult, CanisterInstallMode, CanisterStatusResult,
    CanisterStatusType, ChangeDetails, ChunkHash, EnvironmentVariable, InstallChunkedCodeArgs,
    ProvisionalTopUpCanisterArgs, StatusVisibility, UploadChunkArgs, VetKDCurve,
    VetKDDeriveKeyArgs, VetKDDeriveKeyResult, VetKDKeyId, VetKDPublicKeyArgs, VetKDPublicKeyResult,
};
use pocket_ic::ErrorCode;
use sha2::{Digest, Sha256};

use super::*;

#[test]
fn a_canister_is_created_with_its_creator_as_controller_and_a_hundred_tera_cycles() {
    let mut world = World::new();
    let canister = world.create();
    assert_eq!(canister.to_text(), "lxzze-o7777-77777-aaaaa-cai");
    assert_eq!(world.ic.controllers(canister).unwrap(), [user()]);
    assert_eq!(world.ic.cycles(canister).unwrap(), 100_000_000_000_000);
}

#[test]
fn a_canister_can_be_created_under_a_mainnet_id_where_the_subnet_is() {
    let id = Principal::from_text("rrkah-fqaaa-aaaaa-aaaaq-cai").unwrap();
    let args = ProvisionalCreateCanisterWithCyclesArgs {
        specified_id: Some(id),
        ..Default::default()
    };
    let mut world = World::with(SubnetConfigSet {
        nns: true,
        application: 1,
        ..Default::default()
    });
    assert_eq!(world.create_with(args.clone()), id);
    let root = world.ic.keys().root_subnet_id();
    assert_eq!(world.ic.subnet_of(id), Some(root));
    let again = world.manage("provisional_create_canister_with_cycles", (args.clone(),));
    assert_eq!(code(again), ErrorCode::CanisterIdAlreadyExists);
    let mut world = World::new();
    let nowhere = world.manage("provisional_create_canister_with_cycles", (args,));
    assert_eq!(code(nowhere), ErrorCode::CanisterNotHostedBySubnet);
}

#[test]
fn only_controllers_may_control() {
    let mut world = World::new();
    let canister = world.deploy();
    let stranger = Principal::self_authenticating([8]);
    for method in ["stop_canister", "canister_status", "delete_canister"] {
        let mut call = message(Principal::management_canister(), method, &[]);
        call.arg = candid::encode_args(record(canister)).unwrap();
        call.sender = stranger;
        let refused = world.ic.submit(call).unwrap_err();
        assert_eq!(refused.error_code, ErrorCode::CanisterInvalidController);
    }
}

#[test]
fn what_is_not_there_is_named() {
    let mut world = World::new();
    let answer = world.manage("no_such_method", ());
    assert_eq!(code(answer), ErrorCode::CanisterMethodNotFound);
    let answer = world.manage("sign_with_ecdsa", ()).unwrap_err();
    assert_eq!(
        answer.reject_message,
        "not emulated by local-ic: sign_with_ecdsa"
    );
    let answer = world.manage("raw_rand", ());
    assert_eq!(code(answer), ErrorCode::CanisterRejectedMessage);
    let answer = world.manage("update_settings", (1_u8,));
    assert_eq!(code(answer), ErrorCode::InvalidManagementPayload);
}

#[test]
fn settings_are_validated_and_reported() {
    let mut world = World::new();
    let canister = world.deploy();
    let variable = EnvironmentVariable {
        name: "LOG_LEVEL".to_owned(),
        value: "info".to_owned(),
    };
    let settings = CanisterSettings {
        freezing_threshold: Some(60_u8.into()),
        environment_variables: Some(vec![variable.clone()]),
        ..Default::default()
    };
    world.set(canister, settings).unwrap();
    let reply = world.manage("canister_status", record(canister)).unwrap();
    let (status,): (CanisterStatusResult,) = candid::decode_args(&reply).unwrap();
    assert_eq!(status.status, CanisterStatusType::Running);
    assert_eq!(status.settings.freezing_threshold, 60_u8);
    assert_eq!(
        status.settings.environment_variables,
        std::slice::from_ref(&variable)
    );
    assert_eq!(status.settings.controllers, [user()]);
    let hash = world.ic.canister(canister).unwrap().module_hash.unwrap();
    assert_eq!(status.module_hash, Some(hash.to_vec()));
    let too_much = CanisterSettings {
        compute_allocation: Some(101_u8.into()),
        ..Default::default()
    };
    assert_eq!(
        code(world.set(canister, too_much)),
        ErrorCode::CanisterContractViolation
    );
    let twice = CanisterSettings {
        environment_variables: Some(vec![variable.clone(), variable]),
        ..Default::default()
    };
    assert_eq!(
        code(world.set(canister, twice)),
        ErrorCode::InvalidManagementPayload
    );
}

#[test]
fn calls_from_other_canisters_bring_the_cycles_that_are_asked_for() {
    let mut world = World::new();
    let (caller, callee) = (world.deploy(), world.deploy());
    let settings = CanisterSettings {
        minimum_incoming_canister_call_cycles: Some(5000_u32.into()),
        ..Default::default()
    };
    world.set(callee, settings).unwrap();
    let arg = forward(callee, "count", &[]);
    let refused = world.update(caller, "forward", &arg).unwrap();
    assert_eq!(refused[0], 5);
    assert!(String::from_utf8_lossy(&refused).contains("IC0520"));
    assert_eq!(world.count(callee), 0);
    world.update(caller, "forward_5000_cycles", &arg).unwrap();
    assert_eq!(world.count(callee), 1);
    // Neither users nor the canister itself bring any.
    world.update(callee, "count", &[]).unwrap();
    let itself = world.update(callee, "forward", &arg).unwrap();
    assert_eq!(number(&itself), 4);
}

#[test]
fn a_status_is_shown_to_those_it_is_open_to() {
    let mut world = World::new();
    let (asking, canister) = (world.deploy(), world.deploy());
    let payload = candid::encode_args(record(canister)).unwrap();
    let arg = forward(
        Principal::management_canister(),
        "canister_status",
        &payload,
    );
    for (visibility, shown) in [
        (StatusVisibility::Controllers, false),
        (StatusVisibility::AllowedViewers(vec![asking]), true),
        (StatusVisibility::AllowedViewers(vec![node(1)]), false),
        (StatusVisibility::Public, true),
    ] {
        let settings = CanisterSettings {
            status_visibility: Some(visibility.clone()),
            ..Default::default()
        };
        world.set(canister, settings).unwrap();
        let reply = world.update(asking, "forward", &arg).unwrap();
        let status = candid::decode_args::<(CanisterStatusResult,)>(&reply);
        match status {
            Ok((status,)) => assert!(shown && status.settings.status_visibility == visibility),
            Err(_) => assert!(!shown && reply[0] == 5, "{visibility:?}"),
        }
        let mut ingress = message(
            Principal::management_canister(),
            "canister_status",
            &payload,
        );
        ingress.sender = asking;
        ingress.effective = EffectivePrincipal::Canister(canister);
        assert_eq!(world.ic.submit(ingress).is_ok(), shown, "{visibility:?}");
    }
}

#[test]
fn a_canister_in_control_of_another_manages_it() {
    let mut world = World::new();
    let (manager, managed) = (world.deploy(), world.deploy());
    let stop = candid::encode_args(record(managed)).unwrap();
    let management = Principal::management_canister();
    let arg = forward(management, "stop_canister", &stop);
    let refused = world.update(manager, "forward", &arg).unwrap();
    assert_eq!(refused[0], 5);
    assert!(String::from_utf8_lossy(&refused).contains("IC0512"));
    let settings = CanisterSettings {
        controllers: Some(vec![user(), manager]),
        ..Default::default()
    };
    world.set(managed, settings).unwrap();
    let done = world.update(manager, "forward", &arg).unwrap();
    assert_eq!(done, b"DIDL\0\0");
    assert_eq!(
        code(world.update(managed, "count", &[])),
        ErrorCode::CanisterStopped
    );
}

#[test]
fn a_canister_may_ask_for_its_own_status_but_not_stop_itself_unasked() {
    let mut world = World::new();
    let canister = world.deploy();
    let itself = candid::encode_args(record(canister)).unwrap();
    let management = Principal::management_canister();
    let mut ask = |method| {
        let arg = forward(management, method, &itself);
        world.update(canister, "forward", &arg).unwrap()
    };
    let (status,): (CanisterStatusResult,) = candid::decode_args(&ask("canister_status")).unwrap();
    assert_eq!(status.settings.controllers, [user()]);
    let refused = ask("stop_canister");
    assert_eq!(refused[0], 5);
    assert!(String::from_utf8_lossy(&refused).contains("IC0512"));
}

#[test]
fn history_tells_what_happened() {
    let mut world = World::new();
    let (canister, reader) = (world.deploy(), world.deploy());
    world
        .install_mode(canister, CANISTER, CanisterInstallMode::Reinstall)
        .unwrap();
    let settings = CanisterSettings {
        controllers: Some(vec![user(), reader]),
        ..Default::default()
    };
    world.set(canister, settings).unwrap();
    let args = CanisterInfoArgs {
        canister_id: canister,
        num_requested_changes: Some(3),
    };
    let payload = candid::encode_one(args).unwrap();
    let arg = forward(Principal::management_canister(), "canister_info", &payload);
    let reply = world.update(reader, "forward", &arg).unwrap();
    let (info,): (CanisterInfoResult,) = candid::decode_args(&reply).unwrap();
    assert_eq!(info.total_num_changes, 4);
    let details: Vec<_> = info
        .recent_changes
        .iter()
        .map(|c| c.details.as_ref())
        .collect();
    assert!(matches!(
        details[..],
        [
            Some(ChangeDetails::CodeDeployment(_)),
            Some(ChangeDetails::CodeDeployment(_)),
            Some(ChangeDetails::ControllersChange(_))
        ]
    ));
}

#[test]
fn a_module_can_come_in_chunks() {
    let mut world = World::new();
    let canister = world.create();
    let wasm = wat::parse_str(CANISTER).unwrap();
    let mut hashes = Vec::new();
    for chunk in wasm.chunks(1000) {
        let args = UploadChunkArgs {
            canister_id: canister,
            chunk: chunk.to_vec(),
        };
        let reply = world.manage("upload_chunk", (args,)).unwrap();
        let (hash,): (ChunkHash,) = candid::decode_args(&reply).unwrap();
        hashes.push(hash);
    }
    let reply = world.manage("stored_chunks", record(canister)).unwrap();
    let (stored,): (Vec<ChunkHash>,) = candid::decode_args(&reply).unwrap();
    assert_eq!(stored.len(), hashes.len());
    let mut args = InstallChunkedCodeArgs {
        mode: CanisterInstallMode::Install,
        target_canister: canister,
        store_canister: None,
        chunk_hashes_list: hashes,
        wasm_module_hash: vec![0; 32],
        arg: Vec::new(),
        sender_canister_version: None,
    };
    let wrong = world.manage("install_chunked_code", (args.clone(),));
    assert_eq!(code(wrong), ErrorCode::CanisterContractViolation);
    args.wasm_module_hash = Sha256::digest(&wasm).to_vec();
    world
        .manage("install_chunked_code", (args.clone(),))
        .unwrap();
    assert_eq!(world.count(canister), 0);
    world.manage("clear_chunk_store", record(canister)).unwrap();
    args.mode = CanisterInstallMode::Reinstall;
    let gone = world.manage("install_chunked_code", (args,));
    assert_eq!(code(gone), ErrorCode::CanisterContractViolation);
}

#[test]
fn cycles_can_be_given() {
    let mut world = World::with(SubnetConfigSet {
        system: 1,
        ..Default::default()
    });
    let (giver, taker) = (world.deploy(), world.create());
    let before = world.ic.cycles(taker).unwrap();
    let args = ProvisionalTopUpCanisterArgs {
        canister_id: taker,
        amount: 7_u8.into(),
    };
    world
        .manage("provisional_top_up_canister", (args,))
        .unwrap();
    let payload = candid::encode_args(record(taker)).unwrap();
    let arg = forward(Principal::management_canister(), "deposit_cycles", &payload);
    let refunded = world.update(giver, "forward_5000_cycles", &arg).unwrap();
    assert_eq!(number(&refunded), 0);
    assert_eq!(world.ic.cycles(taker).unwrap(), before + 5007);
}

#[test]
fn random_bytes_differ_each_time() {
    let mut world = World::new();
    let canister = world.deploy();
    let arg = forward(Principal::management_canister(), "raw_rand", b"DIDL\0\0");
    let mut bytes = || {
        let reply = world.update(canister, "forward", &arg).unwrap();
        let (bytes,): (Vec<u8>,) = candid::decode_args(&reply).unwrap();
        bytes
    };
    let (first, second) = (bytes(), bytes());
    assert_eq!(first.len(), 32);
    assert_ne!(first, second);
}

#[test]
fn vetkd_keys_are_served_where_a_subnet_holds_them() {
    let management = Principal::management_canister();
    let key_id = VetKDKeyId {
        curve: VetKDCurve::Bls12_381_G2,
        name: "key_1".to_owned(),
    };
    let args = VetKDPublicKeyArgs {
        canister_id: None,
        context: b"records".to_vec(),
        key_id: key_id.clone(),
    };
    let payload = candid::encode_one(args).unwrap();
    let arg = forward(management, "vetkd_public_key", &payload);
    let mut world = World::new();
    let canister = world.deploy();
    let refused = world.update(canister, "forward", &arg).unwrap();
    assert_eq!(refused[0], 3);
    let mut world = World::with(SubnetConfigSet {
        fiduciary: true,
        application: 1,
        ..Default::default()
    });
    let canister = world.deploy();
    let reply = world.update(canister, "forward", &arg).unwrap();
    let (key,): (VetKDPublicKeyResult,) = candid::decode_args(&reply).unwrap();
    assert_eq!(key.public_key.len(), 96);
    // Deriving costs more than the 5000 cycles attached, which come back.
    let args = VetKDDeriveKeyArgs {
        input: b"input".to_vec(),
        context: b"records".to_vec(),
        transport_public_key: vec![0; 48],
        key_id,
    };
    let payload = candid::encode_one(&args).unwrap();
    let arg = forward(management, "vetkd_derive_key", &payload);
    let refused = world.update(canister, "forward_5000_cycles", &arg).unwrap();
    assert_eq!(refused[0], 4);
    assert!(String::from_utf8_lossy(&refused).contains("26153846153"));
    let args = VetKDDeriveKeyArgs {
        transport_public_key: G1Affine::generator().to_compressed().to_vec(),
        ..args
    };
    let payload = candid::encode_one(args).unwrap();
    let arg = forward(management, "vetkd_derive_key", &payload);
    let before = world.ic.cycles(canister).unwrap();
    let reply = world
        .update(canister, "forward_30_billion_cycles", &arg)
        .unwrap();
    let (key,): (VetKDDeriveKeyResult,) = candid::decode_args(&reply).unwrap();
    assert_eq!(key.encrypted_key.len(), 192);
    let paid = before - world.ic.cycles(canister).unwrap();
    assert!((26_153_846_153..26_300_000_000).contains(&paid), "{paid}");
}

#[test]
fn a_snapshot_brings_code_and_memory_back() {
    use ic_management_canister_types::{
        DeleteCanisterSnapshotArgs, LoadCanisterSnapshotArgs, Snapshot, TakeCanisterSnapshotArgs,
    };
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "save", b"12345678").unwrap();
    world.update(canister, "count", &[]).unwrap();
    let args = TakeCanisterSnapshotArgs {
        canister_id: canister,
        replace_snapshot: None,
        uninstall_code: None,
        sender_canister_version: None,
    };
    let reply = world.manage("take_canister_snapshot", (args,)).unwrap();
    let (taken,): (Snapshot,) = candid::decode_args(&reply).unwrap();
    world.update(canister, "save", b"abcdefgh").unwrap();
    world.update(canister, "count", &[]).unwrap();
    let load = LoadCanisterSnapshotArgs {
        canister_id: canister,
        snapshot_id: taken.id.clone(),
        sender_canister_version: None,
    };
    world
        .manage("load_canister_snapshot", (load.clone(),))
        .unwrap();
    assert_eq!(world.query(canister, "saved", &[]).unwrap(), b"12345678");
    assert_eq!(world.count(canister), 1);
    let reply = world
        .manage("list_canister_snapshots", record(canister))
        .unwrap();
    let (listed,): (Vec<Snapshot>,) = candid::decode_args(&reply).unwrap();
    assert_eq!(listed, std::slice::from_ref(&taken));
    let delete = DeleteCanisterSnapshotArgs {
        canister_id: canister,
        snapshot_id: taken.id,
    };
    world.manage("delete_canister_snapshot", (delete,)).unwrap();
    let gone = world.manage("load_canister_snapshot", (load,));
    assert_eq!(code(gone), ErrorCode::CanisterSnapshotNotFound);
}

#[test]
fn node_metrics_tell_who_made_the_blocks_of_days_that_ended() {
    use crate::engine::{Blockmakers, EngineError};
    use ic_management_canister_types::{NodeMetricsHistoryArgs, NodeMetricsHistoryRecord};
    let mut world = World::new();
    let canister = world.deploy();
    let subnet = world.ic.subnet_of(canister).unwrap();
    let (good, bad) = (node(1), node(2));
    let blockmakers = Blockmakers {
        subnet,
        blockmaker: good,
        failed: vec![bad],
    };
    for _ in 0..3 {
        let makers = std::slice::from_ref(&blockmakers);
        world.ic.tick_with(makers).unwrap();
    }
    let tomorrow = world.ic.time_ns() + 24 * 60 * 60 * SECOND_NS;
    world.ic.set_time_ns(tomorrow).unwrap();
    world.ic.tick();
    let args = NodeMetricsHistoryArgs {
        subnet_id: subnet,
        start_at_timestamp_nanos: 0,
    };
    let payload = candid::encode_one(args).unwrap();
    let management = Principal::management_canister();
    let arg = forward(management, "node_metrics_history", &payload);
    let reply = world.update(canister, "forward", &arg).unwrap();
    let (days,): (Vec<NodeMetricsHistoryRecord>,) = candid::decode_args(&reply).unwrap();
    assert_eq!(days.len(), 1);
    let of = |node| {
        let metrics = days[0].node_metrics.iter().find(|m| m.node_id == node);
        metrics.map(|m| (m.num_blocks_proposed_total, m.num_block_failures_total))
    };
    assert_eq!(of(good), Some((3, 0)));
    assert_eq!(of(bad), Some((0, 3)));
    let nowhere = Blockmakers {
        subnet: node(3),
        ..blockmakers
    };
    let error = world.ic.tick_with(&[nowhere]).unwrap_err();
    assert_eq!(error, EngineError::SubnetNotFound(node(3)));
}

fn node(number: u8) -> Principal {
    Principal::self_authenticating([number])
}
