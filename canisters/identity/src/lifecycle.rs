//! Install and upgrade.

use crate::commands::release;
use crate::domain::{schemas, weights};
use crate::state::{Event, State};
use crate::{live, tasks};
use bonafide_kit::Ctx;
use bonafide_kit::arguments::{self, Part};
use bonafide_kit::commit::{certify, commit};
use bonafide_types::id::Caller;
use bonafide_types::identity::{Config, InitArgs, InstallArgs, UpgradeArgs};
use candid::{CandidType, Principal, Reserved};
use ic_stable_structures::Memory;
use serde::Deserialize;

/// Bytes of a vetKD key's name.
const KEY_NAME_BYTES: usize = 32;

/// Why an install or upgrade argument is refused. The system then keeps what was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// Install without `Init`.
    #[error("InitArgsMissing: install wants variant {{ Init }}")]
    InitArgsMissing,
    /// Upgrade with `Init`.
    #[error("UpgradeArgsExpected: upgrade wants variant {{ Upgrade }} or nothing, not Init")]
    UpgradeArgsExpected,
    /// Governance or registry would be nobody.
    #[error("InvalidField: {field}: {given} can never be called by")]
    InvalidPrincipal {
        /// Which.
        field: &'static str,
        /// Who was given.
        given: Principal,
    },
    /// No vetKD key is called so.
    #[error("InvalidField: vetkd_key_name: 1 to 32 bytes of letters, digits and _")]
    InvalidKeyName,
    /// Another audits canister, after findings of one were seen: both have the same numbers.
    #[error("InvalidField: audits: findings of the audits canister are here, so it stays")]
    AuditsFixed,
    /// Upgrade of something that was never installed.
    #[error("NotInstalled: stable memory holds no identity canister")]
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
    registry: Reserved,
    vetkd_key_name: Reserved,
    audits: Option<Reserved>,
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenUpgrade {
    governance: Option<Reserved>,
    registry: Option<Reserved>,
    audits: Option<Reserved>,
}

impl arguments::Given for Given {
    type Args = InstallArgs;

    fn parts(&self, args: &InstallArgs) -> Option<Vec<Part>> {
        match (self, args) {
            (Self::Init(given), InstallArgs::Init(init)) => {
                let GivenInit {
                    governance: Reserved,
                    registry: Reserved,
                    vetkd_key_name: Reserved,
                    audits,
                } = given;
                Some(vec![Part::of("audits", audits, &init.audits)])
            }
            (
                Self::Upgrade(given),
                InstallArgs::Upgrade(UpgradeArgs {
                    governance,
                    registry,
                    audits,
                }),
            ) => Some(vec![
                Part::of("governance", &given.governance, governance),
                Part::of("registry", &given.registry, registry),
                Part::of("audits", &given.audits, audits),
            ]),
            _ => None,
        }
    }
}

/// The settings an install argument asks for.
///
/// # Errors
/// [`LifecycleError::InitArgsMissing`], [`LifecycleError::InvalidPrincipal`],
/// [`LifecycleError::InvalidKeyName`].
pub fn config_of(args: &InstallArgs) -> Result<Config, LifecycleError> {
    let InstallArgs::Init(InitArgs {
        governance,
        registry,
        vetkd_key_name,
        audits,
    }) = args
    else {
        return Err(LifecycleError::InitArgsMissing);
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if vetkd_key_name.is_empty()
        || vetkd_key_name.len() > KEY_NAME_BYTES
        || !vetkd_key_name.chars().all(plain)
    {
        return Err(LifecycleError::InvalidKeyName);
    }
    Ok(Config {
        governance: check("governance", *governance)?,
        registry: check("registry", *registry)?,
        vetkd_key_name: vetkd_key_name.clone(),
        public_key: None,
        audits: audits.map(|audits| check("audits", audits)).transpose()?,
    })
}

/// Reads the upgrade argument, and traps when it is none, which cancels the upgrade.
#[must_use]
pub fn read_upgrade_args(bytes: &[u8]) -> Option<InstallArgs> {
    arguments::parse_upgrade::<Given>(bytes).unwrap_or_else(|refusal| ic_cdk::trap(refusal))
}

/// What an upgrade changes: the settings that its argument names, and uses that were reserved,
/// because an answer that is out cannot reach the new code. Nothing when neither is so.
///
/// # Errors
/// [`LifecycleError::UpgradeArgsExpected`], [`LifecycleError::InvalidPrincipal`],
/// [`LifecycleError::AuditsFixed`], [`LifecycleError::NotInstalled`].
pub fn upgrade_of<M: Memory>(
    state: &State<M>,
    args: Option<InstallArgs>,
    now_ns: u64,
) -> Result<Vec<Event>, LifecycleError> {
    let before = state.config().ok_or(LifecycleError::NotInstalled)?;
    let UpgradeArgs {
        governance,
        registry,
        audits,
    } = match args {
        None => UpgradeArgs::default(),
        Some(InstallArgs::Upgrade(args)) => args,
        Some(InstallArgs::Init(_)) => return Err(LifecycleError::UpgradeArgsExpected),
    };
    let audits = match audits {
        Some(audits) => Some(check("audits", audits)?),
        None => before.audits,
    };
    if audits != before.audits && !state.findings.is_empty() {
        return Err(LifecycleError::AuditsFixed);
    }
    let config = Config {
        audits,
        governance: check("governance", governance.unwrap_or(before.governance))?,
        registry: check("registry", registry.unwrap_or(before.registry))?,
        ..before.clone()
    };
    let reason = "the canister was upgraded while the key was derived";
    let mut events = release::give_back(state, |_| false, reason, now_ns);
    if config != before {
        events.push(Event::ConfigChanged { config });
    }
    Ok(events)
}

/// Refuses principals that call nothing.
fn check(field: &'static str, given: Caller) -> Result<Caller, LifecycleError> {
    if given.0 == Principal::anonymous() || given.0 == Principal::management_canister() {
        let given = given.0;
        Err(LifecycleError::InvalidPrincipal { field, given })
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
    let first = Event::Initialized {
        config,
        schemas: schemas::first(ctx.now_ns),
        weights: weights::first(ctx.now_ns),
    };
    live::change(|state| commit(state, &ctx, [first]));
    tasks::start();
}

/// Upgrades: opens the state, which checks the layout and rebuilds the leaves, applies the
/// argument, gives reserved uses back, certifies, starts tasks. Traps on a refusal, which
/// cancels the upgrade.
pub fn post_upgrade(args: Option<InstallArgs>) {
    open();
    let ctx = Ctx::capture();
    live::change(|state| match upgrade_of(state, args, ctx.now_ns) {
        Ok(events) if events.is_empty() => certify(state),
        Ok(events) => commit(state, &ctx, events),
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
mod tests;
