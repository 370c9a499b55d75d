//! The audits canister, which is deployed where governance is and its module was built.

use super::{
    Args, Only, identity,
    install::{Canister, Deployed, Found, module},
};
use crate::{
    context::{AUDITS, Global},
    error::CliError,
    management::Management,
};
use bonafide_client::GovernanceClient;
use bonafide_types::{
    audits::{InitArgs, InstallArgs, UpgradeArgs},
    id::Caller,
};
use candid::Principal;

/// Whom it works under and with.
pub(super) struct Suite {
    pub(super) governance: Principal,
    pub(super) registry: Principal,
    pub(super) identity: Option<Principal>,
}

/// The audits canister under a governance canister that this command deploys, with its module.
/// None is made on the Internet Computer, where it has to be given, nor when another canister
/// alone is to be upgraded.
pub(super) async fn find(
    args: &Args,
    governance: Option<&Found>,
    management: &Management<'_>,
    global: &Global,
) -> Result<Option<(Found, Vec<u8>)>, CliError> {
    let only_this = args.only == Some(Only::Audits);
    let built = args.wasm_dir.join(format!("{AUDITS}.wasm.gz")).exists();
    let Some(governance) = governance.filter(|_| only_this || (args.only.is_none() && built))
    else {
        return Ok(None);
    };
    let known = match (global.known_audits()?, governance.installed()) {
        (None, Some(governance)) => named(governance, global).await?,
        (known, _) => known,
    };
    if known.is_none() && global.network().is_ic() && !only_this {
        return Ok(None);
    }
    let wasm = module(&args.wasm_dir, AUDITS)?;
    let found = Found::find(AUDITS, known, management, global).await?;
    Ok(Some((found, wasm)))
}

/// Installs or upgrades it. Stakes are on one ledger, so an upgrade never changes that, nor the
/// key that seeds are drawn with.
pub(super) async fn install(
    args: &Args,
    canister: &Canister,
    wasm: &[u8],
    suite: &Suite,
    management: &Management<'_>,
    global: &Global,
) -> Result<Deployed, CliError> {
    let key = (!args.without_vetkd).then(|| identity::vetkd_key(args, global));
    let init = InstallArgs::Init(InitArgs {
        governance: Caller(suite.governance),
        registry: Caller(suite.registry),
        identity: suite.identity.map(Caller),
        ledger: Caller(args.ledger),
        vetkd_key_name: key,
        policy: None,
    });
    let upgrade = InstallArgs::Upgrade(UpgradeArgs {
        identity: suite.identity.map(Caller),
        ..UpgradeArgs::default()
    });
    let upgrade = args.upgrades(Only::Audits).then_some(&upgrade);
    canister.put(wasm, &init, upgrade, management).await
}

/// Says when governance, installed earlier, does not name the canister: only a decision makes
/// it do so.
pub(super) async fn note_unnamed(
    audits: Principal,
    governance: &Deployed,
    global: &Global,
) -> Result<(), CliError> {
    if governance.action != "installed" && named(governance.canister, global).await? != Some(audits)
    {
        global.output().note(&format!(
            "governance does not name the audits canister {audits}: propose SetCanisters"
        ));
    }
    Ok(())
}

/// The audits canister in governance's certified settings.
async fn named(governance: Principal, global: &Global) -> Result<Option<Principal>, CliError> {
    let client = GovernanceClient::new(global.runtime().await?, governance);
    let config = client.config_certified().await?;
    Ok(config.canisters.audits.map(|audits| audits.0))
}
