//! Upgrade, rollback and re-upgrade: all data and the certified root stay.

use bonafide_test_support::canisters::{registry, registry_of_build};
use bonafide_test_support::{World, actors, args, engine, reject, rest, run};
use bonafide_types::id::Caller;
use bonafide_types::registry::{
    DeclarationStatus, InitArgs, InstallArgs, ListProvidersArgs, UpgradeArgs, table,
};
use candid::{Principal, encode_args, encode_one};
use pocket_ic::ErrorCode;

fn nothing() -> Vec<u8> {
    encode_args(()).unwrap()
}

fn init(governance: Principal) -> InstallArgs {
    InstallArgs::Init(InitArgs {
        governance: Caller(governance),
    })
}

/// A world with something in every table.
fn furnished() -> World {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    world.import("network", "1", args::network());
    world
}

#[test]
fn upgrade_rollback_and_upgrade_again_keep_all_data_and_the_root() {
    let world = furnished();
    let hash = || {
        let status = world.pic.canister_status(world.registry, None).unwrap();
        status.module_hash.unwrap()
    };
    let facts = || {
        let everyone = run(world.reader().providers(&ListProvidersArgs::default())).unwrap();
        let summary = run(world.reader().summary()).unwrap();
        let events = run(world.reader().events(0, 1_000)).unwrap();
        (everyone, summary, events)
    };
    let (root, before, previous) = (world.root(), facts(), hash());
    for module in [registry_of_build(2), registry(), registry_of_build(2)] {
        world.upgrade(module, nothing()).unwrap();
        assert_eq!(world.root(), root);
        assert_eq!(facts(), before);
    }
    assert_ne!(hash(), previous, "the upgrade did not change the module");

    // And it still works: the next change gives the root that replay gives.
    world.register(3);
    assert_ne!(world.root(), root);
    assert_eq!(world.root().0, crate::replay::replayed(&world).root);
}

#[test]
fn an_upgrade_may_change_who_governs() {
    let world = furnished();
    let new = actors::stranger();
    let keep = InstallArgs::Upgrade(UpgradeArgs { governance: None });
    let root = world.root();
    world
        .upgrade(registry(), encode_one(&keep).unwrap())
        .unwrap();
    assert_eq!(world.root(), root);

    let change = InstallArgs::Upgrade(UpgradeArgs {
        governance: Some(Caller(new)),
    });
    world
        .upgrade(registry(), encode_one(&change).unwrap())
        .unwrap();
    assert_eq!(
        run(world.reader().config()).unwrap().governance,
        Caller(new)
    );
    assert_ne!(world.root(), root, "the change is not in the log");
    let wish = args::data_center("new");
    reject(run(world.governance().add_data_center(&wish)));
    run(world.client(new).add_data_center(&wish)).unwrap();
    let rows = run(world
        .reader()
        .table::<bonafide_types::registry::Config>(table::CONFIG, None));
    assert_eq!(rows.unwrap()[0].governance, Caller(new));
}

#[test]
fn an_upgrade_with_wrong_arguments_is_refused_and_nothing_changes() {
    let world = furnished();
    let root = world.root();
    let again = encode_one(init(actors::stranger())).unwrap();
    let foreign = encode_one("text").unwrap();
    for (what, arg) in [
        ("install arguments", again),
        ("a text", foreign),
        ("no Candid", b"no candid".to_vec()),
    ] {
        let outcome = world.upgrade(registry_of_build(3), arg);
        let refusal = outcome.expect_err(what);
        let limited = ErrorCode::CanisterInstallCodeRateLimited;
        assert_ne!(refusal.error_code, limited, "{what} was not looked at");
        assert_eq!(world.root(), root);
    }
    world.register(5);
}

#[test]
fn an_installation_needs_to_know_who_governs() {
    let (_engine, builder) = engine::for_test();
    let pic = engine::instance(builder);
    let canister = pic.create_canister();
    pic.add_cycles(canister, 100_000_000_000_000);
    let settings = InstallArgs::Upgrade(UpgradeArgs::default());
    let nobody = init(Principal::anonymous());
    let install = |arg: Vec<u8>| {
        rest(&pic);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            pic.install_canister(canister, registry(), arg, None);
        }));
        outcome.is_ok()
    };
    for arg in [
        nothing(),
        encode_one(settings).unwrap(),
        encode_one(nobody).unwrap(),
    ] {
        assert!(!install(arg));
    }
    assert!(install(encode_one(init(actors::governance())).unwrap()));
}

#[test]
fn the_hourly_task_runs_again_after_an_upgrade() {
    let world = World::new();
    let id = world.register(1);
    world.publish(args::version(1, 0, 0));
    world.accept(id);
    let text = world.publish(args::version(2, 0, 0));
    world.upgrade(registry_of_build(4), nothing()).unwrap();
    world.pass_days(31);
    let since_ns = text.effective_from_ns + 30 * bonafide_types::limits::DAY_NS;
    let status = run(world.reader().declaration_status(id)).unwrap();
    assert_eq!(status, DeclarationStatus::Lapsed { since_ns });
    let written = run(world.reader().acceptances(id)).unwrap();
    let view = run(world.reader().provider(id)).unwrap().unwrap();
    assert_eq!(
        view.acceptance.unwrap().lapsed_at_ns,
        Some(since_ns),
        "{written:?}"
    );
}
