//! The rewards canister, which is deployed where governance is and its module was built.

use super::{
    Args, Only,
    install::{Canister, Deployed, Found, module},
};
use crate::{
    context::{Global, REWARDS},
    error::CliError,
    management::Management,
};
use bonafide_client::GovernanceClient;
use bonafide_types::{
    id::Caller,
    rewards::{InitArgs, InstallArgs, UpgradeArgs},
};
use candid::Principal;

/// Whom it works under and with.
pub(super) struct Suite {
    pub(super) governance: Principal,
    pub(super) registry: Principal,
    pub(super) audits: Option<Principal>,
}

/// The rewards canister under a governance canister that this command deploys, with its module.
/// None is made on the Internet Computer, where it has to be given, nor when another canister
/// alone is to be upgraded.
pub(super) async fn find(
    args: &Args,
    governance: Option<&Found>,
    management: &Management<'_>,
    global: &Global,
) -> Result<Option<(Found, Vec<u8>)>, CliError> {
    let only_this = args.only == Some(Only::Rewards);
    let built = args.wasm_dir.join(format!("{REWARDS}.wasm.gz")).exists();
    let Some(governance) = governance.filter(|_| only_this || (args.only.is_none() && built))
    else {
        return Ok(None);
    };
    let known = match (global.known_rewards()?, governance.installed()) {
        (None, Some(governance)) => named(governance, global).await?,
        (known, _) => known,
    };
    if known.is_none() && global.network().is_ic() && !only_this {
        return Ok(None);
    }
    let wasm = module(&args.wasm_dir, REWARDS)?;
    let found = Found::find(REWARDS, known, management, global).await?;
    Ok(Some((found, wasm)))
}

/// Installs or upgrades it. Its money is on one ledger, so an upgrade never changes that. Its
/// policy is the default, which takes nothing, until a vote sets another.
pub(super) async fn install(
    args: &Args,
    canister: &Canister,
    wasm: &[u8],
    suite: &Suite,
    management: &Management<'_>,
) -> Result<Deployed, CliError> {
    let init = InstallArgs::Init(InitArgs {
        governance: Caller(suite.governance),
        registry: Caller(suite.registry),
        audits: suite.audits.map(Caller),
        ledger: Caller(args.ledger),
        policy: None,
    });
    let upgrade = InstallArgs::Upgrade(UpgradeArgs {
        audits: suite.audits.map(Caller),
        ..UpgradeArgs::default()
    });
    let upgrade = args.upgrades(Only::Rewards).then_some(&upgrade);
    canister.put(wasm, &init, upgrade, management).await
}

/// Says when governance, installed earlier, does not name the canister: only a decision makes
/// it do so.
pub(super) async fn note_unnamed(
    rewards: Principal,
    governance: &Deployed,
    global: &Global,
) -> Result<(), CliError> {
    if governance.action != "installed"
        && named(governance.canister, global).await? != Some(rewards)
    {
        global.output().note(&format!(
            "governance does not name the rewards canister {rewards}: propose SetCanisters"
        ));
    }
    Ok(())
}

/// The rewards canister in governance's certified settings.
async fn named(governance: Principal, global: &Global) -> Result<Option<Principal>, CliError> {
    let client = GovernanceClient::new(global.runtime().await?, governance);
    let config = client.config_certified().await?;
    Ok(config.canisters.rewards.map(|rewards| rewards.0))
}
