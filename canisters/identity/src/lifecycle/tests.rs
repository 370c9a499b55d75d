use super::*;
use crate::commands::testing::{GOVERNANCE, World, recipient, recipient_id, transport_key};
use crate::state::State;
use bonafide_types::id::Blob;
use bonafide_types::identity::{AccessOutcome, ReleaseArgs};
use ic_stable_structures::VectorMemory;

const REGISTRY: Principal = Principal::from_slice(&[202, 1]);
const OTHER: Principal = Principal::from_slice(&[203, 1]);
const NOBODIES: [Principal; 2] = [Principal::anonymous(), Principal::management_canister()];

fn init(governance: Principal, registry: Principal, key_name: &str) -> InstallArgs {
    InstallArgs::Init(InitArgs {
        governance: Caller(governance),
        registry: Caller(registry),
        vetkd_key_name: key_name.into(),
        audits: Some(Caller(OTHER)),
    })
}

fn upgrade(governance: Option<Principal>, registry: Option<Principal>) -> Option<InstallArgs> {
    Some(InstallArgs::Upgrade(UpgradeArgs {
        governance: governance.map(Caller),
        registry: registry.map(Caller),
        audits: None,
    }))
}

fn auditing(audits: Principal) -> Option<InstallArgs> {
    Some(InstallArgs::Upgrade(UpgradeArgs {
        audits: Some(Caller(audits)),
        ..UpgradeArgs::default()
    }))
}

fn upgraded(world: &World, args: Option<InstallArgs>) -> Result<Vec<Event>, LifecycleError> {
    upgrade_of(&world.state, args, world.now_ns)
}

#[test]
fn should_read_install_arguments() {
    let config = Config {
        governance: Caller(GOVERNANCE),
        registry: Caller(REGISTRY),
        vetkd_key_name: "test_key_1".into(),
        public_key: None,
        audits: Some(Caller(OTHER)),
    };
    assert_eq!(
        config_of(&init(GOVERNANCE, REGISTRY, "test_key_1")),
        Ok(config)
    );
    for given in NOBODIES {
        let refused = |field| Err(LifecycleError::InvalidPrincipal { field, given });
        assert_eq!(
            config_of(&init(given, REGISTRY, "key_1")),
            refused("governance")
        );
        assert_eq!(
            config_of(&init(GOVERNANCE, given, "key_1")),
            refused("registry")
        );
        let InstallArgs::Init(mut args) = init(GOVERNANCE, REGISTRY, "key_1") else {
            panic!("it installs");
        };
        args.audits = Some(Caller(given));
        assert_eq!(config_of(&InstallArgs::Init(args)), refused("audits"));
    }
    assert!(config_of(&init(GOVERNANCE, REGISTRY, &"k".repeat(32))).is_ok());
    for name in ["", "key 1", "key-1", "schlüssel", &"k".repeat(33)] {
        let refused = Err(LifecycleError::InvalidKeyName);
        assert_eq!(
            config_of(&init(GOVERNANCE, REGISTRY, name)),
            refused,
            "{name}"
        );
    }
    let other = InstallArgs::Upgrade(UpgradeArgs::default());
    assert_eq!(config_of(&other), Err(LifecycleError::InitArgsMissing));
}

#[test]
fn should_write_no_event_unless_something_changes() {
    let world = World::new();
    let same = upgrade(Some(GOVERNANCE), Some(REGISTRY));
    for same in [None, upgrade(None, None), same] {
        assert_eq!(upgraded(&world, same), Ok(vec![]));
    }
    let before = world.state.settings();
    let config = Config {
        registry: Caller(OTHER),
        ..before.clone()
    };
    let changed = Ok(vec![Event::ConfigChanged { config }]);
    assert_eq!(upgraded(&world, upgrade(None, Some(OTHER))), changed);
    let config = Config {
        governance: Caller(OTHER),
        ..before
    };
    let changed = Ok(vec![Event::ConfigChanged { config }]);
    assert_eq!(upgraded(&world, upgrade(Some(OTHER), None)), changed);
}

/// Findings have the numbers of one audits canister.
#[test]
fn should_keep_the_audits_canister_once_it_found_something() {
    let mut world = World::new();
    for audits in [OTHER, REGISTRY] {
        let config = Config {
            audits: Some(Caller(audits)),
            ..world.state.settings()
        };
        let changed = vec![Event::ConfigChanged { config }];
        assert_eq!(upgraded(&world, auditing(audits)), Ok(changed.clone()));
        for event in changed {
            world.record(event);
        }
        assert_eq!(upgraded(&world, auditing(audits)), Ok(vec![]));
    }
    world.find(1, 0, "node-absent");
    let fixed = Err(LifecycleError::AuditsFixed);
    assert_eq!(upgraded(&world, auditing(OTHER)), fixed);
    assert_eq!(upgraded(&world, auditing(REGISTRY)), Ok(vec![]));
    assert_eq!(upgraded(&world, None), Ok(vec![]));
}

#[test]
fn should_refuse_upgrades_that_cannot_be() {
    let world = World::new();
    for given in NOBODIES {
        let refused = |field| Err(LifecycleError::InvalidPrincipal { field, given });
        assert_eq!(
            upgraded(&world, upgrade(Some(given), None)),
            refused("governance")
        );
        assert_eq!(
            upgraded(&world, upgrade(None, Some(given))),
            refused("registry")
        );
        assert_eq!(upgraded(&world, auditing(given)), refused("audits"));
    }
    let again = Some(init(GOVERNANCE, REGISTRY, "key_1"));
    assert_eq!(
        upgraded(&world, again),
        Err(LifecycleError::UpgradeArgsExpected)
    );
    let memory = bonafide_kit::memory::manager(VectorMemory::default());
    let empty = State::open(&memory).unwrap();
    assert_eq!(
        upgrade_of(&empty, None, 0),
        Err(LifecycleError::NotInstalled)
    );
}

/// The answer to a call that was out cannot reach the new code.
#[test]
fn should_give_reserved_uses_back() {
    let mut world = World::new();
    let record = world.put(1, 0).record;
    world.disclose(&[record], &[recipient(1, 0)]);
    let release = |state: &State<VectorMemory>, args: ReleaseArgs, ctx: &Ctx| {
        release::decide(state, &args, ctx)
    };
    for _ in 0..3 {
        let args = ReleaseArgs {
            grant_id: 0,
            record,
            transport_public_key: Blob(transport_key(1)),
        };
        world.run_as(recipient_id(1), release, args).unwrap();
    }
    let at_ns = world.now_ns;
    world.record(Event::UseSettled {
        access_id: 1,
        outcome: AccessOutcome::Released { at_ns },
    });
    let returned = |access_id| Event::UseSettled {
        access_id,
        outcome: AccessOutcome::Returned {
            at_ns,
            reason: "the canister was upgraded while the key was derived".into(),
        },
    };
    let events = upgraded(&world, None).unwrap();
    assert_eq!(events, [returned(0), returned(2)]);
    for event in events {
        world.record(event);
    }
    assert_eq!(world.state.uses(0, Caller(recipient_id(1)), record), 1);
}

#[test]
fn should_read_upgrade_arguments_strictly() {
    let read = arguments::parse_upgrade::<Given>;
    let given = upgrade(Some(GOVERNANCE), Some(REGISTRY));
    for given in [
        given,
        auditing(OTHER),
        Some(init(GOVERNANCE, REGISTRY, "key_1")),
    ] {
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
        registry: Option<&'static str>,
    }
    #[derive(CandidType)]
    struct Audits {
        audits: Option<&'static str>,
    }
    #[derive(CandidType)]
    struct Fixed {
        vetkd_key_name: &'static str,
    }
    fn refusal(args: impl CandidType) -> String {
        let bytes = candid::encode_one(Other::Upgrade(args)).unwrap();
        arguments::parse_upgrade::<Given>(&bytes).unwrap_err()
    }
    let text = refusal(Text {
        registry: Some("text"),
    });
    assert_eq!(text, "UpgradeArgsExpected: registry cannot be read");
    let text = refusal(Audits {
        audits: Some("text"),
    });
    assert_eq!(text, "UpgradeArgsExpected: audits cannot be read");
    // Records would not open with another key.
    let fixed = refusal(Fixed {
        vetkd_key_name: "key_1",
    });
    assert!(fixed.contains("a field is not known"), "{fixed}");
}
