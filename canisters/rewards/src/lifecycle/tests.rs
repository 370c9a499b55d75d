use super::*;
use crate::commands::testing::{AUDITS, FEE, GOVERNANCE, LEDGER, REGISTRY, World, payout};
use crate::domain::transfer::{Due, due};
use bonafide_kit::transfer::opened;
use bonafide_types::rewards::{Mode, RewardsPolicy, TransferKind};
use ic_stable_structures::VectorMemory;

const OTHER: Principal = Principal::from_slice(&[205, 1]);
const NOBODIES: [Principal; 2] = [Principal::anonymous(), Principal::management_canister()];

fn init() -> InitArgs {
    InitArgs {
        governance: Caller(GOVERNANCE),
        registry: Caller(REGISTRY),
        audits: Some(Caller(AUDITS)),
        ledger: Caller(LEDGER),
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
    audits: Option<Principal>,
) -> Option<InstallArgs> {
    Some(InstallArgs::Upgrade(UpgradeArgs {
        governance: governance.map(Caller),
        registry: registry.map(Caller),
        audits: audits.map(Caller),
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
    assert_eq!(config.audits, Some(Caller(AUDITS)));
    assert_eq!(config.ledger, Caller(LEDGER));
    assert_eq!(config.ledger_fee_e8s, 10_000);
    assert_eq!(policy, rules::default_policy());
    assert_eq!(policy.mode, Mode::LogOnly, "nothing is taken at first");
    assert_eq!(rules::check(&policy), Ok(()));
    let bare = first(|args| args.audits = None);
    assert!(matches!(
        bare,
        Ok(Event::Initialized { config, .. }) if config.audits.is_none()
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
        assert_eq!(first(|args| args.audits = Some(nobody)), refused("audits"));
        assert_eq!(first(|args| args.ledger = nobody), refused("ledger"));
    }
}

#[test]
fn should_take_a_policy_that_keeps_the_rules() {
    let given = RewardsPolicy {
        mode: Mode::Enabled,
        bounty_bps: 0,
        ..rules::default_policy()
    };
    let taken = first(|args| args.policy = Some(given));
    assert!(matches!(taken, Ok(Event::Initialized { policy, .. }) if policy == given));
    // The money would be released before it can be taken.
    let mut policy = rules::default_policy();
    policy.windows.escrow_holdback_days = 30;
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
    let same = upgrade(Some(GOVERNANCE), Some(REGISTRY), Some(AUDITS));
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
        audits: Some(Caller(OTHER)),
        ..before
    };
    let args = upgrade(None, None, Some(OTHER));
    assert_eq!(upgraded(&world, args), changed(config));
}

#[test]
fn should_keep_what_an_upgrade_does_not_name() {
    let mut world = World::new();
    let events = upgraded(&world, upgrade(None, None, Some(OTHER))).unwrap();
    world.apply(events);
    assert_eq!(world.state.settings().audits, Some(Caller(OTHER)));
    let events = upgraded(&world, upgrade(None, Some(OTHER), None)).unwrap();
    world.apply(events);
    let config = world.state.settings();
    assert_eq!(config.audits, Some(Caller(OTHER)));
    assert_eq!(config.registry, Caller(OTHER));
    assert_eq!(config.governance, Caller(GOVERNANCE));
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
            refused("audits")
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
    let kind = TransferKind::BondDeposit;
    let transfer = opened(0, kind, payout(1), 100_000_000, FEE, world.now_ns);
    let created_at_ns = transfer.created_at_ns;
    world.apply([
        Event::TransferOpened { transfer },
        Event::TransferAttempted { transfer_id: 0 },
    ]);
    assert_eq!(upgraded(&world, None), Ok(vec![]));
    let row = world.state.transfer(0).unwrap();
    assert_eq!(row.unresolved, 1);
    // It is asked for again with the same time, which is how the ledger knows it.
    world.pass_days(1);
    assert!(matches!(
        due(&row, world.now_ns),
        Due::Ask(events) if events == [Event::TransferAttempted { transfer_id: 0 }]
    ));
    assert_eq!(row.created_at_ns, created_at_ns);
}

#[test]
fn should_read_upgrade_arguments_strictly() {
    let read = arguments::parse_upgrade::<Given>;
    let bare = InitArgs {
        audits: None,
        policy: Some(rules::default_policy()),
        ..init()
    };
    let given = [
        upgrade(Some(GOVERNANCE), Some(REGISTRY), Some(AUDITS)),
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
        audits: Option<&'static str>,
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
        audits: Some("text"),
    });
    assert_eq!(text, "UpgradeArgsExpected: audits cannot be read");
    // All money is at the ledger it was installed with.
    let fixed = refusal(Fixed { ledger: LEDGER });
    assert!(fixed.contains("a field is not known"), "{fixed}");
}
