//! The identity canister, which is deployed where governance is and its module was built.

use super::{
    Args, Only,
    install::{Canister, Deployed, Found, module},
};
use crate::{
    context::{Global, IDENTITY},
    error::CliError,
    management::Management,
};
use bonafide_client::GovernanceClient;
use bonafide_types::{
    id::Caller,
    identity::{InitArgs, InstallArgs, UpgradeArgs},
};
use candid::Principal;

/// The identity canister under a governance canister that this command deploys, with its
/// module. None is made on the Internet Computer, where it has to be given, nor when another
/// canister alone is to be upgraded.
pub(super) async fn find(
    args: &Args,
    governance: Option<&Found>,
    management: &Management<'_>,
    global: &Global,
) -> Result<Option<(Found, Vec<u8>)>, CliError> {
    let only_this = args.only == Some(Only::Identity);
    let built = args.wasm_dir.join(format!("{IDENTITY}.wasm.gz")).exists();
    let Some(governance) = governance.filter(|_| only_this || (args.only.is_none() && built))
    else {
        return Ok(None);
    };
    let known = match (global.known_identity()?, governance.installed()) {
        (None, Some(governance)) => named(governance, global).await?,
        (known, _) => known,
    };
    if known.is_none() && global.network().is_ic() && !only_this {
        return Ok(None);
    }
    let wasm = module(&args.wasm_dir, IDENTITY)?;
    let found = Found::find(IDENTITY, known, management, global).await?;
    Ok(Some((found, wasm)))
}

/// Whom it works under and with.
pub(super) struct Suite {
    pub(super) governance: Principal,
    pub(super) registry: Principal,
    pub(super) audits: Option<Principal>,
}

/// Installs or upgrades it. Records are encrypted to its key, so an upgrade never changes that.
pub(super) async fn install(
    args: &Args,
    canister: &Canister,
    wasm: &[u8],
    suite: &Suite,
    management: &Management<'_>,
    global: &Global,
) -> Result<Deployed, CliError> {
    let init = InstallArgs::Init(InitArgs {
        governance: Caller(suite.governance),
        registry: Caller(suite.registry),
        vetkd_key_name: vetkd_key(args, global),
        audits: suite.audits.map(Caller),
    });
    let upgrade = InstallArgs::Upgrade(UpgradeArgs {
        audits: suite.audits.map(Caller),
        ..UpgradeArgs::default()
    });
    let upgrade = args.upgrades(Only::Identity).then_some(&upgrade);
    canister.put(wasm, &init, upgrade, management).await
}

/// The master key that is given, else the usual one of the network.
pub(super) fn vetkd_key(args: &Args, global: &Global) -> String {
    let usual = if global.network().is_ic() {
        "key_1"
    } else {
        "test_key_1"
    };
    args.vetkd_key.clone().unwrap_or_else(|| usual.into())
}

/// Says when governance, installed earlier, does not name the canister: only a decision makes
/// it do so.
pub(super) async fn note_unnamed(
    identity: Principal,
    governance: &Deployed,
    global: &Global,
) -> Result<(), CliError> {
    if governance.action != "installed"
        && named(governance.canister, global).await? != Some(identity)
    {
        global.output().note(&format!(
            "governance does not name the identity canister {identity}: propose SetCanisters"
        ));
    }
    Ok(())
}

/// The identity canister in governance's certified settings.
async fn named(governance: Principal, global: &Global) -> Result<Option<Principal>, CliError> {
    let client = GovernanceClient::new(global.runtime().await?, governance);
    let config = client.config_certified().await?;
    Ok(config.canisters.identity.map(|identity| identity.0))
}
