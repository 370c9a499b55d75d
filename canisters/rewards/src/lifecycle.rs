//! Install and upgrade.

use crate::domain::policy as rules;
use crate::state::{Event, State};
use crate::{live, tasks};
use bonafide_kit::Ctx;
use bonafide_kit::arguments::{self, Part};
use bonafide_kit::commit::{certify, commit};
use bonafide_types::id::Caller;
use bonafide_types::rewards::{Config, InitArgs, InstallArgs, RewardsError, UpgradeArgs};
use candid::{CandidType, Principal, Reserved};
use ic_stable_structures::Memory;
use serde::Deserialize;

/// What a transfer costs on the ICP ledger; the canister asks its own ledger soon.
const LEDGER_FEE_E8S: u64 = 10_000;

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
    /// The policy breaks a rule.
    #[error("InvalidField: policy: {0}")]
    InvalidPolicy(RewardsError),
    /// Upgrade of something that was never installed.
    #[error("NotInstalled: stable memory holds no rewards canister")]
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
    audits: Option<Reserved>,
    ledger: Reserved,
    policy: Option<Reserved>,
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
                    audits,
                    ledger: Reserved,
                    policy,
                } = given;
                Some(vec![
                    Part::of("audits", audits, &init.audits),
                    Part::of("policy", policy, &init.policy),
                ])
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

/// The settings and the policy that an install argument asks for.
///
/// # Errors
/// [`LifecycleError::InitArgsMissing`], [`LifecycleError::InvalidPrincipal`],
/// [`LifecycleError::InvalidPolicy`].
pub fn first_event(args: &InstallArgs) -> Result<Event, LifecycleError> {
    let InstallArgs::Init(InitArgs {
        governance,
        registry,
        audits,
        ledger,
        policy,
    }) = args
    else {
        return Err(LifecycleError::InitArgsMissing);
    };
    let audits = audits.map(|audits| check("audits", audits));
    let config = Config {
        governance: check("governance", *governance)?,
        registry: check("registry", *registry)?,
        audits: audits.transpose()?,
        ledger: check("ledger", *ledger)?,
        ledger_fee_e8s: LEDGER_FEE_E8S,
    };
    let policy = policy.unwrap_or_else(rules::default_policy);
    rules::check(&policy).map_err(LifecycleError::InvalidPolicy)?;
    Ok(Event::Initialized { config, policy })
}

/// Reads the upgrade argument, and traps when it is none, which cancels the upgrade.
#[must_use]
pub fn read_upgrade_args(bytes: &[u8]) -> Option<InstallArgs> {
    arguments::parse_upgrade::<Given>(bytes).unwrap_or_else(|refusal| ic_cdk::trap(refusal))
}

/// What an upgrade changes: the settings that its argument names. Transfers whose answer is out
/// stay open, and are tried again.
///
/// # Errors
/// [`LifecycleError::UpgradeArgsExpected`], [`LifecycleError::InvalidPrincipal`],
/// [`LifecycleError::NotInstalled`].
pub fn upgrade_of<M: Memory>(
    state: &State<M>,
    args: Option<InstallArgs>,
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
    let audits = audits.map(|audits| check("audits", audits));
    let config = Config {
        governance: check("governance", governance.unwrap_or(before.governance))?,
        registry: check("registry", registry.unwrap_or(before.registry))?,
        audits: audits.transpose()?.or(before.audits),
        ..before.clone()
    };
    if config == before {
        return Ok(Vec::new());
    }
    Ok(vec![Event::ConfigChanged { config }])
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
    let first = first_event(args).unwrap_or_else(|refusal| ic_cdk::trap(refusal.to_string()));
    open();
    let ctx = Ctx::capture();
    live::change(|state| commit(state, &ctx, [first]));
    tasks::start();
}

/// Upgrades: opens the state, which checks the layout and rebuilds the leaves, applies the
/// argument, certifies, starts tasks. Traps on a refusal, which
/// cancels the upgrade.
pub fn post_upgrade(args: Option<InstallArgs>) {
    open();
    let ctx = Ctx::capture();
    live::change(|state| match upgrade_of(state, args) {
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
