//! Installing, upgrading, stopping, deleting; cycles running out.

use ic_management_canister_types::{CanisterInstallMode, UpgradeFlags};
use pocket_ic::ErrorCode;

use super::*;

/// As the test canister, with a hook that traps.
fn with_trapping(hook: &str) -> String {
    let found = format!(r#"(func (export "{hook}") (call $count (i64.const 0)))"#);
    let trapping = format!(r#"(func (export "{hook}") (unreachable))"#);
    if CANISTER.contains(&found) {
        return CANISTER.replace(&found, &trapping);
    }
    let end = CANISTER.rfind(')').unwrap();
    format!("{}{trapping})", &CANISTER[..end])
}

#[test]
fn an_upgrade_keeps_stable_memory_and_drops_the_heap() {
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "save", b"12345678").unwrap();
    world.update(canister, "count", &[]).unwrap();
    let mode = CanisterInstallMode::Upgrade(None);
    world.install_mode(canister, CANISTER, mode).unwrap();
    assert_eq!(world.query(canister, "saved", &[]).unwrap(), b"12345678");
    assert_eq!(world.count(canister), 0);
}

#[test]
fn a_reinstallation_wipes_everything() {
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "save", b"12345678").unwrap();
    world.update(canister, "certify", b"data").unwrap();
    let mode = CanisterInstallMode::Reinstall;
    world.install_mode(canister, CANISTER, mode).unwrap();
    assert_eq!(world.query(canister, "saved", &[]).unwrap(), [0; 8]);
    assert!(
        world
            .ic
            .canister(canister)
            .unwrap()
            .certified_data
            .is_empty()
    );
}

#[test]
fn a_failed_upgrade_leaves_code_and_state() {
    let mut world = World::new();
    let canister = world.deploy();
    world.update(canister, "save", b"12345678").unwrap();
    world.update(canister, "count", &[]).unwrap();
    let hash = world.ic.canister(canister).unwrap().module_hash;
    let mode = CanisterInstallMode::Upgrade(None);
    let answer = world.install_mode(canister, &with_trapping("canister_post_upgrade"), mode);
    assert_eq!(code(answer), ErrorCode::CanisterTrapped);
    assert_eq!(world.ic.canister(canister).unwrap().module_hash, hash);
    assert_eq!(world.query(canister, "saved", &[]).unwrap(), b"12345678");
    assert_eq!(world.count(canister), 1);
    let answer = world.install_mode(
        canister,
        "(module (func (export \"canister_update x\") (param i32)))",
        mode,
    );
    assert_eq!(code(answer), ErrorCode::CanisterInvalidWasm);
    assert_eq!(world.count(canister), 1);
}

#[test]
fn a_trapping_pre_upgrade_can_be_skipped() {
    let mut world = World::new();
    let canister = world.create();
    world.install(canister, &with_trapping("canister_pre_upgrade"));
    let mode = CanisterInstallMode::Upgrade(None);
    let answer = world.install_mode(canister, CANISTER, mode);
    assert_eq!(code(answer), ErrorCode::CanisterTrapped);
    let mode = CanisterInstallMode::Upgrade(Some(UpgradeFlags {
        skip_pre_upgrade: Some(true),
        wasm_memory_persistence: None,
    }));
    world.install_mode(canister, CANISTER, mode).unwrap();
}

#[test]
fn a_failed_installation_leaves_the_canister_empty() {
    let mut world = World::new();
    let canister = world.create();
    let mode = CanisterInstallMode::Install;
    let answer = world.install_mode(canister, &with_trapping("canister_init"), mode);
    assert_eq!(code(answer), ErrorCode::CanisterTrapped);
    assert_eq!(world.ic.canister(canister).unwrap().module_hash, None);
    let mode = CanisterInstallMode::Upgrade(None);
    let answer = world.install_mode(canister, CANISTER, mode);
    assert_eq!(code(answer), ErrorCode::CanisterWasmModuleNotFound);
    world.install(canister, CANISTER);
    let mode = CanisterInstallMode::Install;
    let answer = world.install_mode(canister, CANISTER, mode);
    assert_eq!(code(answer), ErrorCode::CanisterAlreadyInstalled);
}

#[test]
fn stopping_waits_for_open_calls() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let open = world.submit(a, "forward", &forward(far, "count", &[]));
    world.ic.tick();
    let mut stop = message(Principal::management_canister(), "stop_canister", &[]);
    stop.arg = candid::encode_args(record(a)).unwrap();
    stop.effective = EffectivePrincipal::Canister(a);
    // The callee is in the next round, the answer in the one after: the stop waits for both.
    let stop = world.ic.submit(stop).unwrap();
    world.ic.tick();
    assert!(!world.ic.status(&stop).unwrap().is_terminal());
    assert_eq!(
        code(world.update(a, "count", &[])),
        ErrorCode::CanisterStopping
    );
    world.wait(&stop).unwrap();
    assert_eq!(number(&world.wait(&open).unwrap()), 1);
    assert_eq!(
        code(world.update(a, "count", &[])),
        ErrorCode::CanisterStopped
    );
    assert_eq!(code(world.query(a, "get", &[])), ErrorCode::CanisterStopped);
    world.manage("start_canister", record(a)).unwrap();
    assert_eq!(world.count(a), 1);
}

#[test]
fn starting_cancels_a_stop() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    world.submit(a, "forward", &forward(far, "count", &[]));
    world.ic.tick();
    let mut stop = message(Principal::management_canister(), "stop_canister", &[]);
    stop.arg = candid::encode_args(record(a)).unwrap();
    let mut start = stop.clone();
    start.method = "start_canister".to_owned();
    let stop = world.ic.submit(stop).unwrap();
    let start = world.ic.submit(start).unwrap();
    assert_eq!(
        code(world.wait(&stop)),
        ErrorCode::CanisterStoppingCancelled
    );
    world.wait(&start).unwrap();
    world.update(a, "count", &[]).unwrap();
}

#[test]
fn only_a_stopped_canister_can_be_deleted() {
    let mut world = World::new();
    let canister = world.deploy();
    let answer = world.manage("delete_canister", record(canister));
    assert_eq!(code(answer), ErrorCode::CanisterNotStopped);
    world.manage("stop_canister", record(canister)).unwrap();
    world.manage("delete_canister", record(canister)).unwrap();
    assert!(world.ic.canister(canister).is_none());
    assert_eq!(
        code(world.update(canister, "count", &[])),
        ErrorCode::CanisterNotFound
    );
}

#[test]
fn uninstalling_rejects_open_calls() {
    let mut world = World::two_subnets();
    let a = world.deploy();
    let far = world.create_far_away();
    world.install(far, CANISTER);
    let open = world.submit(a, "forward", &forward(far, "count", &[]));
    world.ic.tick();
    let arg = ic_management_canister_types::UninstallCodeArgs {
        canister_id: a,
        sender_canister_version: None,
    };
    world.manage("uninstall_code", (arg,)).unwrap();
    assert_eq!(code(world.wait(&open)), ErrorCode::CanisterRejectedMessage);
    // The late answer of the callee finds nobody and does no harm.
    for _ in 0..3 {
        world.ic.tick();
    }
    assert!(world.ic.is_idle());
    assert_eq!(world.ic.canister(a).unwrap().module_hash, None);
}

#[test]
fn a_canister_without_cycles_is_refused_until_it_is_topped_up() {
    let mut world = World::new();
    let canister = world.create_with(ProvisionalCreateCanisterWithCyclesArgs {
        amount: Some(1_000_000_u32.into()),
        ..Default::default()
    });
    let mode = CanisterInstallMode::Install;
    let answer = world.install_mode(canister, CANISTER, mode);
    assert_eq!(code(answer), ErrorCode::CanisterOutOfCycles);
    world.ic.add_cycles(canister, 10_000_000_000_000).unwrap();
    world.install(canister, CANISTER);
    world.update(canister, "count", &[]).unwrap();
}

#[test]
fn a_canister_below_its_freezing_threshold_is_frozen() {
    let mut world = World::new();
    let canister = world.deploy();
    let settings = CanisterSettings {
        freezing_threshold: Some(100_000_000_000_000_u64.into()),
        ..Default::default()
    };
    world.set(canister, settings).unwrap();
    assert_eq!(
        code(world.update(canister, "count", &[])),
        ErrorCode::CanisterOutOfCycles
    );
    assert_eq!(
        code(world.query(canister, "get", &[])),
        ErrorCode::CanisterOutOfCycles
    );
}

#[test]
fn storage_costs_as_time_goes_by_and_ruin_uninstalls() {
    let mut world = World::new();
    let canister = world.deploy();
    let settings = CanisterSettings {
        compute_allocation: Some(1_u8.into()),
        ..Default::default()
    };
    world.set(canister, settings).unwrap();
    let before = world.ic.cycles(canister).unwrap();
    world
        .ic
        .set_time_ns(world.ic.time_ns() + 1000 * SECOND_NS)
        .unwrap();
    world.ic.tick();
    let cost = before - world.ic.cycles(canister).unwrap();
    // One percent costs 10 million a second; a few pages of memory next to nothing.
    assert!((10_000_000_000..10_100_000_000).contains(&cost), "{cost}");
    world
        .ic
        .set_time_ns(world.ic.time_ns() + 100_000_000 * SECOND_NS)
        .unwrap();
    world.ic.tick();
    assert_eq!(world.ic.cycles(canister).unwrap(), 0);
    assert_eq!(world.ic.canister(canister).unwrap().module_hash, None);
}

#[test]
fn stable_memory_can_be_read_and_replaced() {
    let mut world = World::new();
    let canister = world.deploy();
    world.ic.set_stable_memory(canister, b"abcdefgh").unwrap();
    assert_eq!(world.query(canister, "saved", &[]).unwrap(), b"abcdefgh");
    let bytes = world.ic.stable_memory(canister).unwrap();
    assert_eq!(bytes.len(), 65_536);
    assert_eq!(&bytes[..9], b"abcdefgh\0");
}
