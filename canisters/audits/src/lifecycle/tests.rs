use super::*;
use crate::commands::testing::{GOVERNANCE, LEDGER, REGISTRY, World};
use crate::domain::transfer::{self, Due};
use bonafide_types::audits::{AuditPolicy, LedgerAccount, TransferKind};
use ic_stable_structures::VectorMemory;

const IDENTITY: Principal = Principal::from_slice(&[204, 1]);
const OTHER: Principal = Principal::from_slice(&[205, 1]);
const NOBODIES: [Principal; 2] = [Principal::anonymous(), Principal::management_canister()];

fn init() -> InitArgs {
    InitArgs {
        governance: Caller(GOVERNANCE),
        registry: Caller(REGISTRY),
        identity: Some(Caller(IDENTITY)),
        ledger: Caller(LEDGER),
        vetkd_key_name: Some("test_key_1".into()),
        policy: None,
    }
}

fn first(change: impl FnOnce(&mut InitArgs)) -> Result<Event, LifecycleError> {
    let mut args = init();
    change(&mut args);
    first_event(&InstallArgs::Init(args))
}

fn upgrade(
    governance: Option<Principal>,
    registry: Option<Principal>,
    identity: Option<Principal>,
) -> Option<InstallArgs> {
    Some(InstallArgs::Upgrade(UpgradeArgs {
        governance: governance.map(Caller),
        registry: registry.map(Caller),
        identity: identity.map(Caller),
    }))
}

fn upgraded(world: &World, args: Option<InstallArgs>) -> Result<Vec<Event>, LifecycleError> {
    upgrade_of(&world.state, args)
}

#[test]
fn should_read_install_arguments() {
    let Ok(Event::Initialized { config, policy }) = first(|_| {}) else {
        panic!("the arguments are right");
    };
    assert_eq!(config.governance, Caller(GOVERNANCE));
    assert_eq!(config.registry, Caller(REGISTRY));
    assert_eq!(config.identity, Some(Caller(IDENTITY)));
    assert_eq!(config.ledger, Caller(LEDGER));
    assert_eq!(config.ledger_fee_e8s, 10_000);
    assert_eq!(config.vetkd_key_name.as_deref(), Some("test_key_1"));
    assert_eq!(config.public_key, None);
    assert_eq!(policy, rules::default_policy());
    assert_eq!(rules::check(&policy), Ok(()));
    let bare = first(|args| {
        args.identity = None;
        args.vetkd_key_name = None;
    });
    assert!(matches!(
        bare,
        Ok(Event::Initialized { config, .. })
            if config.identity.is_none() && config.vetkd_key_name.is_none()
    ));
    let other = InstallArgs::Upgrade(UpgradeArgs::default());
    assert_eq!(first_event(&other), Err(LifecycleError::InitArgsMissing));
}

#[test]
fn should_refuse_nobodies() {
    for given in NOBODIES {
        let refused = |field| Err(LifecycleError::InvalidPrincipal { field, given });
        let nobody = Caller(given);
        assert_eq!(
            first(|args| args.governance = nobody),
            refused("governance")
        );
        assert_eq!(first(|args| args.registry = nobody), refused("registry"));
        assert_eq!(
            first(|args| args.identity = Some(nobody)),
            refused("identity")
        );
        assert_eq!(first(|args| args.ledger = nobody), refused("ledger"));
    }
}

#[test]
fn should_know_names_of_keys() {
    let named = |name: &str| first(|args| args.vetkd_key_name = Some(name.into()));
    assert!(named(&"k".repeat(32)).is_ok());
    for name in ["", "key 1", "key-1", "schlüssel", &"k".repeat(33)] {
        assert_eq!(named(name), Err(LifecycleError::InvalidKeyName), "{name}");
    }
}

#[test]
fn should_take_a_policy_that_keeps_the_rules() {
    let given = AuditPolicy {
        lock_fees: 6,
        unbonding_days: 61,
        ..rules::default_policy()
    };
    let taken = first(|args| args.policy = Some(given.clone()));
    assert!(matches!(taken, Ok(Event::Initialized { policy, .. }) if policy == given));
    // Whoever reported could be gone before the dispute is over.
    let policy = AuditPolicy {
        unbonding_days: 30,
        dispute_days: 30,
        ..rules::default_policy()
    };
    let refusal = rules::check(&policy).unwrap_err();
    let words = LifecycleError::InvalidPolicy(refusal.clone()).to_string();
    assert!(words.starts_with("InvalidField: policy: "), "{words}");
    assert_eq!(
        first(|args| args.policy = Some(policy)),
        Err(LifecycleError::InvalidPolicy(refusal))
    );
}

#[test]
fn should_write_no_event_unless_something_changes() {
    let world = World::new();
    let same = upgrade(Some(GOVERNANCE), Some(REGISTRY), None);
    for same in [None, upgrade(None, None, None), same] {
        assert_eq!(upgraded(&world, same), Ok(vec![]));
    }
    let before = world.state.settings();
    let changed = |config| Ok(vec![Event::ConfigChanged { config }]);
    let config = Config {
        governance: Caller(OTHER),
        ..before.clone()
    };
    let args = upgrade(Some(OTHER), None, None);
    assert_eq!(upgraded(&world, args), changed(config));
    let config = Config {
        registry: Caller(OTHER),
        ..before.clone()
    };
    let args = upgrade(None, Some(OTHER), None);
    assert_eq!(upgraded(&world, args), changed(config));
    let config = Config {
        identity: Some(Caller(IDENTITY)),
        ..before
    };
    let args = upgrade(None, None, Some(IDENTITY));
    assert_eq!(upgraded(&world, args), changed(config));
}

#[test]
fn should_keep_the_identity_canister_that_an_upgrade_does_not_name() {
    let mut world = World::new();
    let events = upgraded(&world, upgrade(None, None, Some(IDENTITY))).unwrap();
    world.record(events);
    assert_eq!(world.state.settings().identity, Some(Caller(IDENTITY)));
    let events = upgraded(&world, upgrade(None, Some(OTHER), None)).unwrap();
    world.record(events);
    let config = world.state.settings();
    assert_eq!(config.identity, Some(Caller(IDENTITY)));
    assert_eq!(config.registry, Caller(OTHER));
    assert_eq!(config.ledger, Caller(LEDGER));
}

#[test]
fn should_refuse_upgrades_that_cannot_be() {
    let world = World::new();
    for given in NOBODIES {
        let refused = |field| Err(LifecycleError::InvalidPrincipal { field, given });
        let some = Some(given);
        assert_eq!(
            upgraded(&world, upgrade(some, None, None)),
            refused("governance")
        );
        assert_eq!(
            upgraded(&world, upgrade(None, some, None)),
            refused("registry")
        );
        assert_eq!(
            upgraded(&world, upgrade(None, None, some)),
            refused("identity")
        );
    }
    let again = Some(InstallArgs::Init(init()));
    assert_eq!(
        upgraded(&world, again),
        Err(LifecycleError::UpgradeArgsExpected)
    );
    let memory = bonafide_kit::memory::manager(VectorMemory::default());
    let empty = State::open(&memory).unwrap();
    assert_eq!(upgrade_of(&empty, None), Err(LifecycleError::NotInstalled));
}

/// Answers that are out cannot reach the new code; the ledger knows what became of them.
#[test]
fn should_leave_transfers_as_they_are() {
    let mut world = World::new();
    let account = LedgerAccount {
        owner: Caller(OTHER),
        subaccount: None,
    };
    let kind = TransferKind::StakeDeposit;
    let opened = transfer::opened(0, kind, account, 100_000_000, 10_000, world.now_ns);
    world.record([
        Event::TransferOpened {
            transfer: opened.clone(),
        },
        Event::TransferAttempted { transfer_id: 0 },
    ]);
    assert_eq!(upgraded(&world, None), Ok(vec![]));
    let row = world.state.transfer(0).unwrap();
    assert_eq!(row.unresolved, 1);
    // It is asked for again with the same time, which is how the ledger knows it.
    world.pass_days(1);
    assert!(matches!(
        transfer::due(&row, world.now_ns),
        Due::Ask(events) if events == [Event::TransferAttempted { transfer_id: 0 }]
    ));
    assert_eq!(row.created_at_ns, opened.created_at_ns);
}

#[test]
fn should_read_upgrade_arguments_strictly() {
    let read = arguments::parse_upgrade::<Given>;
    let bare = InitArgs {
        identity: None,
        vetkd_key_name: None,
        policy: Some(rules::default_policy()),
        ..init()
    };
    let given = [
        upgrade(Some(GOVERNANCE), Some(REGISTRY), Some(IDENTITY)),
        upgrade(None, None, None),
        Some(InstallArgs::Init(init())),
        Some(InstallArgs::Init(bare)),
    ];
    for given in given {
        let bytes = candid::encode_one(given.clone().unwrap()).unwrap();
        assert_eq!(read(&bytes), Ok(given));
    }
    let null = candid::encode_one(()).unwrap();
    for nothing in [&b""[..], b"DIDL\0\0", &null] {
        assert_eq!(read(nothing), Ok(None));
    }
    let text = candid::encode_one("text").unwrap();
    for mistake in [&b"no candid"[..], &text] {
        let refusal = read(mistake).unwrap_err();
        assert!(refusal.starts_with("UpgradeArgsExpected: "), "{refusal}");
    }
}

#[test]
fn should_refuse_fields_that_cannot_be_read() {
    #[derive(CandidType)]
    enum Other<T> {
        Upgrade(T),
    }
    #[derive(CandidType)]
    struct Text {
        identity: Option<&'static str>,
    }
    #[derive(CandidType)]
    struct Fixed {
        ledger: Principal,
    }
    fn refusal(args: impl CandidType) -> String {
        let bytes = candid::encode_one(Other::Upgrade(args)).unwrap();
        arguments::parse_upgrade::<Given>(&bytes).unwrap_err()
    }
    let text = refusal(Text {
        identity: Some("text"),
    });
    assert_eq!(text, "UpgradeArgsExpected: identity cannot be read");
    // All money is at the ledger it was installed with.
    let fixed = refusal(Fixed { ledger: LEDGER });
    assert!(fixed.contains("a field is not known"), "{fixed}");
}
