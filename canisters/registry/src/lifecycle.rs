//! Install and upgrade.

use crate::state::{Event, State};
use crate::{live, tasks};
use bonafide_kit::Ctx;
use bonafide_kit::arguments::{self, Part};
use bonafide_kit::commit::{certify, commit};
use bonafide_types::id::Caller;
use bonafide_types::registry::{Config, InitArgs, InstallArgs, UpgradeArgs};
use candid::{CandidType, Principal, Reserved};
use ic_stable_structures::Memory;
use serde::Deserialize;

/// Why an install or upgrade argument is refused. The system then keeps what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// Install without `Init`.
    #[error("InitArgsMissing: install wants variant {{ Init }}")]
    InitArgsMissing,
    /// Upgrade with `Init`.
    #[error("UpgradeArgsExpected: upgrade wants variant {{ Upgrade }} or nothing, not Init")]
    UpgradeArgsExpected,
    /// Governance would be nobody.
    #[error("InvalidField: governance: {0} can never be called by")]
    InvalidGovernance(Principal),
    /// Upgrade of something that was never installed.
    #[error("NotInstalled: stable memory holds no registry")]
    NotInstalled,
}

/// What an argument gives, whether or not it fits.
#[derive(CandidType, Deserialize)]
enum Given {
    Init(GivenInit),
    Upgrade(GivenUpgrade),
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenInit {
    governance: Reserved,
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenUpgrade {
    governance: Option<Reserved>,
}

impl arguments::Given for Given {
    type Args = InstallArgs;

    fn parts(&self, args: &InstallArgs) -> Option<Vec<Part>> {
        match (self, args) {
            (Self::Init(given), InstallArgs::Init(InitArgs { governance: _ })) => {
                let GivenInit {
                    governance: Reserved,
                } = given;
                Some(vec![])
            }
            (Self::Upgrade(given), InstallArgs::Upgrade(UpgradeArgs { governance })) => {
                Some(vec![Part::of("governance", &given.governance, governance)])
            }
            _ => None,
        }
    }
}

/// The settings an install argument asks for.
///
/// # Errors
/// [`LifecycleError::InitArgsMissing`], [`LifecycleError::InvalidGovernance`].
pub fn config_of(args: &InstallArgs) -> Result<Config, LifecycleError> {
    let InstallArgs::Init(InitArgs { governance }) = args else {
        return Err(LifecycleError::InitArgsMissing);
    };
    Ok(Config {
        governance: check_governance(*governance)?,
    })
}

/// Reads the upgrade argument, and traps when it is none, which cancels the upgrade.
#[must_use]
pub fn read_upgrade_args(bytes: &[u8]) -> Option<InstallArgs> {
    arguments::parse_upgrade::<Given>(bytes).unwrap_or_else(|refusal| ic_cdk::trap(refusal))
}

/// What an upgrade argument changes; nothing when it asks for what is.
///
/// # Errors
/// [`LifecycleError::UpgradeArgsExpected`], [`LifecycleError::InvalidGovernance`],
/// [`LifecycleError::NotInstalled`].
pub fn upgrade_of<M: Memory>(
    state: &State<M>,
    args: Option<InstallArgs>,
) -> Result<Option<Event>, LifecycleError> {
    let before = state.config().ok_or(LifecycleError::NotInstalled)?;
    let UpgradeArgs { governance } = match args {
        None => UpgradeArgs::default(),
        Some(InstallArgs::Upgrade(args)) => args,
        Some(InstallArgs::Init(_)) => return Err(LifecycleError::UpgradeArgsExpected),
    };
    let config = Config {
        governance: check_governance(governance.unwrap_or(before.governance))?,
    };
    Ok((config != before).then_some(Event::ConfigChanged { config }))
}

/// Refuses principals that call nothing, which would leave the registry without governance.
fn check_governance(given: Caller) -> Result<Caller, LifecycleError> {
    if given.0 == Principal::anonymous() || given.0 == Principal::management_canister() {
        Err(LifecycleError::InvalidGovernance(given.0))
    } else {
        Ok(given)
    }
}

/// Installs: opens the state, writes the first event, certifies, starts tasks. Traps on a
/// refusal, which cancels the installation.
pub fn init(args: &InstallArgs) {
    let config = config_of(args).unwrap_or_else(|refusal| ic_cdk::trap(refusal.to_string()));
    open();
    let ctx = Ctx::capture();
    live::change(|state| commit(state, &ctx, [Event::Initialized { config }]));
    tasks::start();
}

/// Upgrades: opens the state, which checks the layout and rebuilds the leaves, applies the
/// argument, certifies, starts tasks. Without an argument it writes no event. Traps on a
/// refusal, which cancels the upgrade.
pub fn post_upgrade(args: Option<InstallArgs>) {
    open();
    let ctx = Ctx::capture();
    live::change(|state| match upgrade_of(state, args) {
        Ok(Some(event)) => commit(state, &ctx, [event]),
        Ok(None) => certify(state),
        Err(refusal) => ic_cdk::trap(refusal.to_string()),
    });
    tasks::start();
}

fn open() {
    if let Err(unknown) = live::open() {
        ic_cdk::trap(unknown.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{GOVERNANCE, World, provider_id};

    fn upgrade(governance: Option<Principal>) -> Option<InstallArgs> {
        let governance = governance.map(Caller);
        Some(InstallArgs::Upgrade(UpgradeArgs { governance }))
    }

    #[test]
    fn should_read_install_arguments() {
        let init = |governance| {
            config_of(&InstallArgs::Init(InitArgs {
                governance: Caller(governance),
            }))
        };
        assert_eq!(init(GOVERNANCE).unwrap().governance, Caller(GOVERNANCE));
        for nobody in [Principal::anonymous(), Principal::management_canister()] {
            assert_eq!(init(nobody), Err(LifecycleError::InvalidGovernance(nobody)));
        }
        assert_eq!(
            config_of(&InstallArgs::Upgrade(UpgradeArgs::default())),
            Err(LifecycleError::InitArgsMissing)
        );
    }

    #[test]
    fn should_write_no_event_unless_something_changes() {
        let world = World::new();
        let next = provider_id(1).0;
        for same in [None, upgrade(None), upgrade(Some(GOVERNANCE))] {
            assert_eq!(upgrade_of(&world.state, same), Ok(None));
        }
        let config = Config {
            governance: Caller(next),
        };
        assert_eq!(
            upgrade_of(&world.state, upgrade(Some(next))),
            Ok(Some(Event::ConfigChanged { config }))
        );
        assert_eq!(
            upgrade_of(&world.state, upgrade(Some(Principal::anonymous()))),
            Err(LifecycleError::InvalidGovernance(Principal::anonymous()))
        );
        let init = InstallArgs::Init(InitArgs {
            governance: Caller(next),
        });
        assert_eq!(
            upgrade_of(&world.state, Some(init)),
            Err(LifecycleError::UpgradeArgsExpected)
        );
    }

    #[test]
    fn should_read_upgrade_arguments_strictly() {
        let bare = candid::encode_one(upgrade(Some(GOVERNANCE)).unwrap()).unwrap();
        let read = arguments::parse_upgrade::<Given>;
        assert_eq!(read(&bare), Ok(upgrade(Some(GOVERNANCE))));
        let null = candid::encode_one(()).unwrap();
        for nothing in [&b""[..], b"DIDL\0\0", &null] {
            assert_eq!(read(nothing), Ok(None));
        }
        let init = InstallArgs::Init(InitArgs {
            governance: Caller(GOVERNANCE),
        });
        let bytes = candid::encode_one(&init).unwrap();
        assert_eq!(read(&bytes), Ok(Some(init)));
        let text = candid::encode_one("text").unwrap();
        for mistake in [&b"no candid"[..], &text] {
            let refusal = read(mistake).unwrap_err();
            assert!(refusal.starts_with("UpgradeArgsExpected: "), "{refusal}");
        }
    }

    #[test]
    fn should_refuse_a_governance_that_cannot_be_read() {
        #[derive(CandidType)]
        enum Other<T> {
            Upgrade(T),
        }
        #[derive(CandidType)]
        struct Text {
            governance: Option<&'static str>,
        }
        #[derive(CandidType)]
        struct Misspelt {
            governace: Option<Principal>,
        }
        fn refusal(args: impl CandidType) -> String {
            let bytes = candid::encode_one(Other::Upgrade(args)).unwrap();
            arguments::parse_upgrade::<Given>(&bytes).unwrap_err()
        }
        let text = refusal(Text {
            governance: Some("text"),
        });
        assert_eq!(text, "UpgradeArgsExpected: governance cannot be read");
        let misspelt = refusal(Misspelt {
            governace: Some(GOVERNANCE),
        });
        assert!(misspelt.contains("a field is not known"), "{misspelt}");
    }
}
