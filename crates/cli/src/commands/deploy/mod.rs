//! Creates, installs and upgrades the canisters.

mod audits;
mod council;
mod identity;
mod install;
mod rewards;
mod shown;

use crate::{
    context::{GOVERNANCE, Global, REGISTRY, is_canister},
    error::CliError,
    management::Management,
};
use bonafide_client::{GovernanceClient, RegistryClient};
use bonafide_types::{
    governance::{self, Canisters, UpgradeArgs as GovernanceUpgrade},
    id::Caller,
    registry::{self, InitArgs, UpgradeArgs},
};
use candid::Principal;
use install::{Canister, Deployed, Found, module};
use shown::Shown;
use std::path::PathBuf;

/// Create, install or upgrade the registry, governance, the identity, the audits and the rewards
/// canister.
///
/// The registry is installed under governance, whose council is the caller's neuron alone or
/// the one of --council, and so are the identity, the audits and the rewards canister when their
/// modules were built. With --governance there is the registry only, and that principal governs
/// it. A canister that runs already is left alone unless --upgrade is given. On the Internet
/// Computer, create the canisters by other means and give them with --canister,
/// --governance-canister, --identity-canister, --audits-canister and --rewards-canister; without
/// one of the last three there is no such canister.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --network http://127.0.0.1:4943 --identity me.pem deploy\n  bonafide --identity me.pem deploy --council council.json\n  bonafide --identity me.pem deploy --upgrade --only registry\n  bonafide --identity me.pem deploy --ledger ryjl3-tyaaa-aaaaa-aaaba-cai --without-vetkd\n\nThe council's file: [{\"controller\": \"<principal>\", \"voting_power\": 100, \"hot_keys\": []}]"
)]
pub(crate) struct Args {
    /// The only principal that may call the registry's governed methods; no governance
    /// canister is deployed then. An upgrade keeps the one in force unless this is given.
    #[arg(long, value_name = "PRINCIPAL", conflicts_with = "council")]
    governance: Option<Principal>,
    /// The council's neurons; else one of the caller.
    #[arg(long, value_name = "FILE")]
    council: Option<PathBuf>,
    /// Where the built canisters are.
    #[arg(long, value_name = "DIR", default_value = "target/canisters")]
    wasm_dir: PathBuf,
    /// Name of the vetKD master key that the identity and the audits canister are installed
    /// with, for good: `key_1` on the Internet Computer, else `test_key_1`.
    #[arg(long, value_name = "NAME")]
    vetkd_key: Option<String>,
    /// The audits canister draws seeds with `raw_rand`, for good. That leaves no proof; it is
    /// for networks without vetKD.
    #[arg(long)]
    without_vetkd: bool,
    /// The ledger of stakes, fees and rewards that the audits and the rewards canister are
    /// installed with, for good: with ICRC-1 and ICRC-2, as that of ICP.
    #[arg(
        long,
        value_name = "PRINCIPAL",
        default_value = "ryjl3-tyaaa-aaaaa-aaaba-cai"
    )]
    ledger: Principal,
    /// Upgrade canisters that run already.
    #[arg(long)]
    upgrade: bool,
    /// Upgrade this one only.
    #[arg(long, requires = "upgrade")]
    only: Option<Only>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Only {
    Registry,
    Governance,
    Identity,
    Audits,
    Rewards,
}

impl Args {
    /// Whether this canister is upgraded when it runs already.
    fn upgrades(&self, canister: Only) -> bool {
        self.upgrade && self.only.is_none_or(|only| only == canister)
    }
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let network = global.network();
    let runtime = global.runtime().await?;
    let caller = runtime.principal()?;
    if caller == Principal::anonymous() {
        let message = "give --identity: the caller controls the canisters";
        return Err(CliError::usage("Identity", message));
    }
    if args.governance == Some(Principal::anonymous()) {
        let message = "the anonymous principal is everyone and cannot govern";
        return Err(CliError::usage("Governance", message));
    }
    let registry_wasm = module(&args.wasm_dir, REGISTRY)?;
    let neurons = council::neurons(args.council.as_deref(), caller)?;
    let management = Management {
        runtime: &runtime,
        url: &network.url,
    };
    let registry = Found::find(REGISTRY, global.known_canister()?, &management, global).await?;
    let governance = find_governance(args, &registry, &management, global).await?;
    let identity = identity::find(args, governance.as_ref(), &management, global).await?;
    let audits = audits::find(args, governance.as_ref(), &management, global).await?;
    let rewards = rewards::find(args, governance.as_ref(), &management, global).await?;
    let governance_wasm = governance
        .is_some()
        .then(|| module(&args.wasm_dir, GOVERNANCE))
        .transpose()?;

    // Created and remembered before anything is installed, so that a failure can be resumed.
    let registry = registry.create(&management, global).await?;
    let governance = match governance {
        Some(found) => Some(found.create(&management, global).await?),
        None => None,
    };
    let identity = match identity {
        Some((found, wasm)) => Some((found.create(&management, global).await?, wasm)),
        None => None,
    };
    let audits = match audits {
        Some((found, wasm)) => Some((found.create(&management, global).await?, wasm)),
        None => None,
    };
    let rewards = match rewards {
        Some((found, wasm)) => Some((found.create(&management, global).await?, wasm)),
        None => None,
    };
    // Governance first: a registry must not run under a canister that has no code.
    let governor = match (&governance, governance_wasm) {
        (Some(canister), Some(wasm)) => {
            let canisters = Canisters {
                registry: Caller(registry.id),
                identity: identity.as_ref().map(|(canister, _)| Caller(canister.id)),
                audits: audits.as_ref().map(|(canister, _)| Caller(canister.id)),
                rewards: rewards.as_ref().map(|(canister, _)| Caller(canister.id)),
            };
            Some(install_governance(args, canister, &wasm, canisters, neurons, &management).await?)
        }
        _ => None,
    };
    let under = governance.as_ref().map(|canister| canister.id);
    let deployed = install_registry(
        args,
        &registry,
        &registry_wasm,
        under.unwrap_or(caller),
        &management,
    )
    .await?;
    let known_audits = match &audits {
        Some((audits, _)) => Some(audits.id),
        None => global.known_audits()?,
    };
    let attester = match (&identity, &governor) {
        (Some((canister, wasm)), Some(governor)) => {
            let suite = identity::Suite {
                governance: governor.canister,
                registry: registry.id,
                audits: known_audits,
            };
            let put = identity::install(args, canister, wasm, &suite, &management, global).await?;
            identity::note_unnamed(canister.id, governor, global).await?;
            Some(put)
        }
        _ => None,
    };
    let auditor = match (&audits, &governor) {
        (Some((canister, wasm)), Some(governor)) => {
            let identity = match &identity {
                Some((identity, _)) => Some(identity.id),
                None => global.known_identity()?,
            };
            let suite = audits::Suite {
                governance: governor.canister,
                registry: registry.id,
                identity,
            };
            let put = audits::install(args, canister, wasm, &suite, &management, global).await?;
            audits::note_unnamed(canister.id, governor, global).await?;
            Some(put)
        }
        _ => None,
    };
    let payer = match (&rewards, &governor) {
        (Some((canister, wasm)), Some(governor)) => {
            let suite = rewards::Suite {
                governance: governor.canister,
                registry: registry.id,
                audits: known_audits,
            };
            let put = rewards::install(args, canister, wasm, &suite, &management).await?;
            rewards::note_unnamed(canister.id, governor, global).await?;
            Some(put)
        }
        _ => None,
    };
    let all = [
        Some(&deployed),
        governor.as_ref(),
        attester.as_ref(),
        auditor.as_ref(),
        payer.as_ref(),
    ];
    for deployed in all.into_iter().flatten() {
        deployed.note(global);
    }
    let shown = Shown {
        governance: match deployed.action {
            "installed" => Some(args.governance.or(under).unwrap_or(caller)),
            "upgraded" => args.governance,
            _ => None,
        },
        registry: deployed,
        governance_canister: governor,
        identity_canister: attester,
        audits_canister: auditor,
        rewards_canister: payer,
        network: network.name.clone(),
    };
    global.output().result(&shown, shown::human)
}

async fn install_governance(
    args: &Args,
    canister: &Canister,
    wasm: &[u8],
    canisters: Canisters,
    neurons: Vec<governance::NeuronArgs>,
    management: &Management<'_>,
) -> Result<Deployed, CliError> {
    let init = governance::InstallArgs::Init(governance::InitArgs {
        canisters,
        neurons,
        sources: None,
        sns_governance: None,
        nns_governance: None,
        voting: None,
    });
    let upgrade = governance::InstallArgs::Upgrade(GovernanceUpgrade::default());
    let upgrade = args.upgrades(Only::Governance).then_some(&upgrade);
    canister.put(wasm, &init, upgrade, management).await
}

async fn install_registry(
    args: &Args,
    canister: &Canister,
    wasm: &[u8],
    governor: Principal,
    management: &Management<'_>,
) -> Result<Deployed, CliError> {
    let init = registry::InstallArgs::Init(InitArgs {
        governance: Caller(args.governance.unwrap_or(governor)),
    });
    let upgrade = registry::InstallArgs::Upgrade(UpgradeArgs {
        governance: args.governance.map(Caller),
    });
    let upgrade = args.upgrades(Only::Registry).then_some(&upgrade);
    canister.put(wasm, &init, upgrade, management).await
}

/// The governance canister that the registry is, or is to be, under, when this command deploys
/// it. A registry that runs under somebody else stays so.
async fn find_governance(
    args: &Args,
    registry: &Found,
    management: &Management<'_>,
    global: &Global,
) -> Result<Option<Found>, CliError> {
    let only_governance = args.only == Some(Only::Governance);
    let known = match registry.installed() {
        _ if args.governance.is_some() => None,
        Some(installed) => governed_by_ours(args, installed, global).await?,
        None if only_governance => global.known_governance()?,
        None => {
            let known = global.known_governance()?;
            return Ok(Some(
                Found::find(GOVERNANCE, known, management, global).await?,
            ));
        }
    };
    match known {
        Some(id) => Ok(Some(
            Found::find(GOVERNANCE, Some(id), management, global).await?,
        )),
        None if only_governance => {
            let message =
                "no governance canister of this registry is known; give its --governance-canister";
            Err(CliError::usage("Canister", message))
        }
        None => Ok(None),
    }
}

/// The governance canister of a registry that runs: given, remembered, or, for an upgrade, the
/// one that the registry's certified settings name, if it says that this is its registry.
async fn governed_by_ours(
    args: &Args,
    registry: Principal,
    global: &Global,
) -> Result<Option<Principal>, CliError> {
    let known = global.known_governance()?;
    // Asked only when it matters: a registry that does not answer can still be upgraded.
    if args.only == Some(Only::Registry) || (known.is_none() && !args.upgrade) {
        return Ok(None);
    }
    let client = RegistryClient::new(global.runtime().await?, registry);
    let governor = client.config_certified().await?.governance.0;
    let ours = match known {
        Some(known) => governor == known,
        None => is_canister(governor) && governs(governor, registry, global).await?,
    };
    if !ours {
        let message = format!("the registry runs under {governor}, which is left alone");
        global.output().note(&message);
    }
    Ok(ours.then_some(governor))
}

/// Whether a canister proves that it governs the registry. Another kind of canister may stand
/// there, which must not get this code.
async fn governs(
    canister: Principal,
    registry: Principal,
    global: &Global,
) -> Result<bool, CliError> {
    let client = GovernanceClient::new(global.runtime().await?, canister);
    let config = client.config_certified().await;
    Ok(config.is_ok_and(|config| config.canisters.registry.0 == registry))
}
