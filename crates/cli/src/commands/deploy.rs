use crate::{
    context::Global,
    error::CliError,
    management::{Management, Mode, NO_CANISTER},
    output::fields,
};
use bonafide_types::{
    id::Caller,
    registry::{InitArgs, InstallArgs, UpgradeArgs},
};
use candid::Principal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Create, install or upgrade the registry canister.
///
/// A canister that runs already is left alone unless --upgrade is given. On the Internet
/// Computer, create the canister by other means and give it with --canister.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --network http://127.0.0.1:4943 --identity me.pem deploy"
)]
pub(crate) struct Args {
    /// The only principal that may call governed methods; else the caller. An upgrade keeps
    /// the one in force unless this is given.
    #[arg(long, value_name = "PRINCIPAL")]
    governance: Option<Principal>,
    /// Where the built canisters are.
    #[arg(long, value_name = "DIR", default_value = "target/canisters")]
    wasm_dir: PathBuf,
    /// Upgrade a canister that runs already.
    #[arg(long)]
    upgrade: bool,
}

#[derive(Serialize)]
struct Deployed {
    canister: Principal,
    /// `installed`, `upgraded` or `kept`.
    action: &'static str,
    created: bool,
    module_hash: String,
    governance: Option<Principal>,
    network: String,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let wasm = module(&args.wasm_dir)?;
    let network = global.network();
    let runtime = global.runtime().await?;
    let caller = runtime.principal()?;
    if caller == Principal::anonymous() {
        let message = "give --identity: the caller controls the canister";
        return Err(CliError::usage("Identity", message));
    }
    let management = Management {
        runtime: &runtime,
        url: &network.url,
    };

    let (canister, installed, created) = match found(&management, global).await? {
        Some((canister, installed)) => (canister, installed, false),
        None if network.is_ic() => {
            let message = "on the Internet Computer, give the canister with --canister";
            return Err(CliError::usage("Canister", message));
        }
        None => (management.create().await?, None, true),
    };
    // Remembered before it is installed, so that a failure can be resumed.
    global.remember(canister)?;
    let wanted = Sha256::digest(&wasm).to_vec();
    let (action, governance) = match &installed {
        None => {
            let governance = args.governance.unwrap_or(caller);
            if governance == Principal::anonymous() {
                let message = "the anonymous principal is everyone and cannot govern";
                return Err(CliError::usage("Governance", message));
            }
            let init = InstallArgs::Init(InitArgs {
                governance: Caller(governance),
            });
            management
                .install(canister, Mode::install, &wasm, encode(&init)?)
                .await?;
            ("installed", Some(governance))
        }
        Some(_) if args.upgrade => {
            let governance = args.governance.map(Caller);
            let upgrade = InstallArgs::Upgrade(UpgradeArgs { governance });
            management
                .install(canister, Mode::upgrade(None), &wasm, encode(&upgrade)?)
                .await?;
            ("upgraded", args.governance)
        }
        Some(_) => ("kept", None),
    };
    let module_hash = match installed {
        Some(hash) if action == "kept" => hex::encode(hash),
        _ => hex::encode(&wanted),
    };
    if action == "kept" && module_hash != hex::encode(&wanted) {
        global
            .output()
            .note("another version runs; give --upgrade to replace it");
    }
    let network = network.name.clone();
    let deployed = Deployed {
        canister,
        action,
        created,
        module_hash,
        governance,
        network,
    };
    global.output().result(&deployed, |deployed| {
        fields(&[
            ("registry", deployed.canister.to_string()),
            ("action", deployed.action.into()),
            ("module", deployed.module_hash.clone()),
            (
                "governance",
                deployed
                    .governance
                    .map(|id| id.to_string())
                    .unwrap_or_default(),
            ),
        ])
    })
}

/// The canister given or remembered, with the hash of its module. A remembered canister
/// that is gone, because its test network was started anew, is forgotten.
async fn found(
    management: &Management<'_>,
    global: &Global,
) -> Result<Option<(Principal, Option<Vec<u8>>)>, CliError> {
    let Some(canister) = global.known_canister()? else {
        return Ok(None);
    };
    match management.module_hash(canister).await {
        Ok(installed) => Ok(Some((canister, installed))),
        Err(error)
            if !global.canister_is_given()
                && !global.network().is_ic()
                && error
                    .details
                    .get("error_code")
                    .is_some_and(|code| code == NO_CANISTER) =>
        {
            global
                .output()
                .note(&format!("{canister} is gone; making another"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn module(directory: &Path) -> Result<Vec<u8>, CliError> {
    let path = directory.join("registry.wasm.gz");
    std::fs::read(&path).map_err(|error| CliError::file(&path, error))
}

fn encode(args: &InstallArgs) -> Result<Vec<u8>, CliError> {
    candid::encode_one(args).map_err(|error| CliError::usage("Argument", error))
}
