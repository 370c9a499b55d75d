//! Install and upgrade.

mod args;

use crate::commands::{check, refusal};
use crate::state::{Event, State};
use crate::{flows, live, tasks};
use bonafide_kit::Ctx;
use bonafide_kit::commit::{certify, commit};
use bonafide_types::governance::{
    Config, GovernanceError, InitArgs, InstallArgs, Neuron, NeuronArgs, Sources, UpgradeArgs,
    UpgradeBatch,
};
use bonafide_types::id::Caller;
use bonafide_types::limits::NEURONS;
use candid::Principal;
use ic_stable_structures::Memory;

/// NNS governance, `rrkah-fqaaa-aaaaa-aaaaq-cai`.
pub const NNS_GOVERNANCE: Principal = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);

/// Why an install or upgrade argument is refused. The system then keeps what was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// Install without `Init`.
    #[error("InitArgsMissing: install wants variant {{ Init }}")]
    InitArgsMissing,
    /// Upgrade with `Init`.
    #[error("UpgradeArgsExpected: upgrade wants variant {{ Upgrade }} or nothing, not Init")]
    UpgradeArgsExpected,
    /// Upgrade of something that was never installed.
    #[error("NotInstalled: stable memory holds no governance")]
    NotInstalled,
    /// A setting or a neuron is not allowed.
    #[error("{}", refusal(.0))]
    Refused(GovernanceError),
    /// The batch of commands is not taken.
    #[error("{0}")]
    BatchRefused(String),
}

impl From<GovernanceError> for LifecycleError {
    fn from(error: GovernanceError) -> Self {
        Self::Refused(error)
    }
}

/// The settings and the council that an install argument asks for.
///
/// # Errors
/// [`LifecycleError::InitArgsMissing`], [`LifecycleError::Refused`].
pub fn installed_by(
    args: &InstallArgs,
    this: Principal,
) -> Result<(Config, Vec<Neuron>), LifecycleError> {
    let InstallArgs::Init(args) = args else {
        return Err(LifecycleError::InitArgsMissing);
    };
    let InitArgs {
        canisters,
        neurons,
        sources,
        sns_governance,
        nns_governance,
        voting,
    } = args;
    check::canisters(canisters, this)?;
    check::count("neurons", neurons.len(), NEURONS)?;
    let neurons = (1..)
        .zip(neurons)
        .map(|(id, args)| neuron(id, args))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(canister) = sns_governance {
        check::other_canister("sns_governance", *canister, this)?;
    }
    let nns_governance = nns_governance.unwrap_or(Caller(NNS_GOVERNANCE));
    check::other_canister("nns_governance", nns_governance, this)?;
    let voting = voting.unwrap_or_default();
    check::voting(&voting)?;
    let sources = sources.unwrap_or(Sources {
        council: true,
        sns: false,
        nns_motion: false,
        upgrade: false,
    });
    let total = neurons.iter().map(|neuron| neuron.voting_power).sum();
    check::sources(sources, *sns_governance, total)?;
    let config = Config {
        canisters: canisters.clone(),
        sources,
        sns_governance: *sns_governance,
        nns_governance,
        voting,
    };
    Ok((config, neurons))
}

fn neuron(id: u64, args: &NeuronArgs) -> Result<Neuron, GovernanceError> {
    let NeuronArgs {
        controller,
        hot_keys,
        voting_power,
    } = args;
    check::somebody("controller", *controller)?;
    check::hot_keys(hot_keys)?;
    check::voting_power(*voting_power, 0)?;
    Ok(Neuron {
        id,
        controller: *controller,
        hot_keys: hot_keys.clone(),
        voting_power: *voting_power,
        followees: Vec::new(),
    })
}

/// Reads the install argument, and traps when it is none, which cancels the installation.
#[must_use]
pub fn read_init_args(bytes: &[u8]) -> InstallArgs {
    args::parse_install(bytes).unwrap_or_else(|refusal| ic_cdk::trap(refusal))
}

/// Reads the upgrade argument, and traps when it is none, which cancels the upgrade.
#[must_use]
pub fn read_upgrade_args(bytes: &[u8]) -> Option<InstallArgs> {
    args::parse_upgrade(bytes).unwrap_or_else(|refusal| ic_cdk::trap(refusal))
}

/// The batch of commands that an upgrade argument carries.
///
/// # Errors
/// [`LifecycleError::UpgradeArgsExpected`].
fn batch_of(args: Option<InstallArgs>) -> Result<Option<UpgradeBatch>, LifecycleError> {
    match args {
        None => Ok(None),
        Some(InstallArgs::Upgrade(UpgradeArgs { batch })) => Ok(batch),
        Some(InstallArgs::Init(_)) => Err(LifecycleError::UpgradeArgsExpected),
    }
}

/// What an upgrade changes; nothing when no call is out and no command is brought.
///
/// # Errors
/// [`LifecycleError::NotInstalled`], [`LifecycleError::UpgradeArgsExpected`],
/// [`LifecycleError::BatchRefused`].
pub fn upgrade_of<M: Memory>(
    state: &State<M>,
    args: Option<InstallArgs>,
    ctx: &Ctx,
) -> Result<Vec<Event>, LifecycleError> {
    if state.config().is_none() {
        return Err(LifecycleError::NotInstalled);
    }
    let batch = batch_of(args)?;
    flows::after_upgrade(state, batch, ctx).map_err(LifecycleError::BatchRefused)
}

/// Installs: opens the state, writes the first event, certifies, starts tasks. Traps on a
/// refusal, which cancels the installation.
pub fn init(args: &InstallArgs) {
    let ctx = Ctx::capture();
    let (config, neurons) =
        installed_by(args, ctx.self_id).unwrap_or_else(|refusal| ic_cdk::trap(refusal.to_string()));
    open();
    live::change(|state| commit(state, &ctx, [Event::Initialized { config, neurons }]));
    tasks::start();
}

/// Upgrades: opens the state, which checks the layout and rebuilds the leaves, quarantines
/// what was executing, authorises the batch, certifies, starts tasks. Traps on a refusal,
/// which cancels the upgrade.
pub fn post_upgrade(args: Option<InstallArgs>) {
    open();
    let ctx = Ctx::capture();
    live::change(|state| match upgrade_of(state, args, &ctx) {
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
mod tests {
    use super::*;
    use crate::commands::testing::{REGISTRY, SELF_ID, World, hot_key, neuron_key};
    use bonafide_types::governance::{Canisters, VotingParameters};

    fn args() -> InitArgs {
        InitArgs {
            canisters: Canisters {
                registry: Caller(REGISTRY),
                identity: None,
                audits: None,
                rewards: None,
            },
            neurons: vec![NeuronArgs {
                controller: Caller(neuron_key(1)),
                hot_keys: vec![Caller(hot_key(1))],
                voting_power: 5,
            }],
            sources: None,
            sns_governance: None,
            nns_governance: None,
            voting: None,
        }
    }

    fn install(args: InitArgs) -> Result<(Config, Vec<Neuron>), LifecycleError> {
        installed_by(&InstallArgs::Init(args), SELF_ID)
    }

    #[test]
    fn should_install_with_defaults() {
        let (config, neurons) = install(args()).unwrap();
        assert_eq!(config.voting, VotingParameters::default());
        assert!(config.sources.council && !config.sources.sns);
        assert!(!config.sources.nns_motion && !config.sources.upgrade);
        assert_eq!(
            config.nns_governance.to_string(),
            "rrkah-fqaaa-aaaaa-aaaaq-cai"
        );
        assert_eq!(neurons[0].id, 1);
        assert_eq!(neurons[0].voting_power, 5);
    }

    #[test]
    fn should_refuse_what_nobody_could_govern() {
        let sns_alone = Sources {
            council: false,
            sns: true,
            nns_motion: false,
            upgrade: false,
        };
        let none = Sources {
            sns: false,
            ..sns_alone
        };
        for (args, expected) in [
            (
                InitArgs {
                    sources: Some(none),
                    ..args()
                },
                GovernanceError::LastSource,
            ),
            (
                InitArgs {
                    sources: Some(sns_alone),
                    ..args()
                },
                GovernanceError::SnsNotSet,
            ),
            (
                InitArgs {
                    neurons: vec![],
                    ..args()
                },
                GovernanceError::CouncilWithoutVotes,
            ),
        ] {
            assert_eq!(install(args), Err(LifecycleError::Refused(expected)));
        }
    }

    #[test]
    fn should_refuse_bad_principals_and_numbers() {
        let nobody = Caller(Principal::anonymous());
        let neurons = |change: fn(&mut NeuronArgs)| {
            let mut args = args();
            change(&mut args.neurons[0]);
            args
        };
        for (args, expected) in [
            (
                InitArgs {
                    canisters: Canisters {
                        registry: nobody,
                        ..args().canisters
                    },
                    ..args()
                },
                "registry",
            ),
            (
                InitArgs {
                    canisters: Canisters {
                        identity: Some(Caller(SELF_ID)),
                        ..args().canisters
                    },
                    ..args()
                },
                "identity",
            ),
            (
                InitArgs {
                    canisters: Canisters {
                        audits: Some(nobody),
                        ..args().canisters
                    },
                    ..args()
                },
                "audits",
            ),
            (
                InitArgs {
                    canisters: Canisters {
                        rewards: Some(nobody),
                        ..args().canisters
                    },
                    ..args()
                },
                "rewards",
            ),
            (
                InitArgs {
                    sns_governance: Some(Caller(SELF_ID)),
                    ..args()
                },
                "sns_governance",
            ),
            (
                InitArgs {
                    nns_governance: Some(nobody),
                    ..args()
                },
                "nns_governance",
            ),
            (
                neurons(|neuron| neuron.controller = Caller(Principal::management_canister())),
                "controller",
            ),
            (
                neurons(|neuron| neuron.hot_keys = vec![Caller(hot_key(1)); 2]),
                "hot_keys",
            ),
            (
                neurons(|neuron| neuron.voting_power = 1_000_000_000_000_001),
                "voting_power",
            ),
        ] {
            match install(args) {
                Err(LifecycleError::Refused(
                    GovernanceError::InvalidField { field, .. }
                    | GovernanceError::OutOfRange { field, .. },
                )) => assert_eq!(field, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
        let upgrade = InstallArgs::Upgrade(UpgradeArgs::default());
        assert_eq!(
            installed_by(&upgrade, SELF_ID),
            Err(LifecycleError::InitArgsMissing)
        );
    }

    #[test]
    fn should_upgrade_without_an_event_unless_asked() {
        let world = World::new(&[1]);
        let ctx = world.ctx(SELF_ID);
        let upgrade = |args| upgrade_of(&world.state, args, &ctx);
        assert_eq!(upgrade(None), Ok(vec![]));
        let nothing = InstallArgs::Upgrade(UpgradeArgs::default());
        assert_eq!(upgrade(Some(nothing)), Ok(vec![]));
        assert_eq!(
            upgrade(Some(InstallArgs::Init(args()))),
            Err(LifecycleError::UpgradeArgsExpected)
        );
    }
}
