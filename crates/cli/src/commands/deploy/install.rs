//! One canister: found or created, then installed, upgraded or kept.

use crate::{
    context::Global,
    error::CliError,
    management::{Management, Mode, NO_CANISTER},
};
use candid::{CandidType, Principal};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What became of a canister.
#[derive(Serialize)]
pub(super) struct Deployed {
    pub(super) canister: Principal,
    /// `installed`, `upgraded` or `kept`.
    pub(super) action: &'static str,
    created: bool,
    pub(super) module_hash: String,
    #[serde(skip)]
    outdated: Option<&'static str>,
}

impl Deployed {
    /// Says when another version was left running.
    pub(super) fn note(&self, global: &Global) {
        if let Some(name) = self.outdated {
            global.output().note(&format!(
                "{name}: another version runs; give --upgrade to replace it"
            ));
        }
    }
}

/// A canister that was looked for.
pub(super) struct Found {
    name: &'static str,
    /// Its id, and the hash of its module when it has one.
    canister: Option<(Principal, Option<Vec<u8>>)>,
}

impl Found {
    /// Looks for a canister given or remembered. A remembered canister that is gone, because
    /// its test network was started anew, is forgotten.
    pub(super) async fn find(
        name: &'static str,
        known: Option<Principal>,
        management: &Management<'_>,
        global: &Global,
    ) -> Result<Self, CliError> {
        let Some(id) = known else {
            return Ok(Self {
                name,
                canister: None,
            });
        };
        let canister = match management.module_hash(id).await {
            Ok(installed) => Some((id, installed)),
            Err(error)
                if !global.is_given(id)
                    && !global.network().is_ic()
                    && error
                        .details
                        .get("error_code")
                        .is_some_and(|code| code == NO_CANISTER) =>
            {
                global
                    .output()
                    .note(&format!("{id} is gone; making another"));
                None
            }
            Err(error) => return Err(error),
        };
        Ok(Self { name, canister })
    }

    /// Its id when it runs code.
    pub(super) fn installed(&self) -> Option<Principal> {
        match &self.canister {
            Some((id, Some(_))) => Some(*id),
            _ => None,
        }
    }

    /// The canister, created when it was not found, and remembered.
    pub(super) async fn create(
        self,
        management: &Management<'_>,
        global: &Global,
    ) -> Result<Canister, CliError> {
        let (id, module, created) = match self.canister {
            Some((id, module)) => (id, module, false),
            None if global.network().is_ic() => {
                let message = "on the Internet Computer, give the canisters with --canister, \
                               --governance-canister, --identity-canister, --audits-canister \
                               and --rewards-canister";
                return Err(CliError::usage("Canister", message));
            }
            None => (management.create().await?, None, true),
        };
        global.remember(self.name, id)?;
        Ok(Canister {
            name: self.name,
            id,
            module,
            created,
        })
    }
}

/// A canister that is there.
pub(super) struct Canister {
    name: &'static str,
    pub(super) id: Principal,
    module: Option<Vec<u8>>,
    created: bool,
}

impl Canister {
    /// Installs the module with `init` when there is none; else upgrades with `upgrade`, or
    /// keeps what runs.
    pub(super) async fn put<A: CandidType>(
        &self,
        wasm: &[u8],
        init: &A,
        upgrade: Option<&A>,
        management: &Management<'_>,
    ) -> Result<Deployed, CliError> {
        let wanted = Sha256::digest(wasm).to_vec();
        let encode =
            |args| candid::encode_one(args).map_err(|error| CliError::usage("Argument", error));
        let action = match (&self.module, upgrade) {
            (None, _) => {
                let arg = encode(init)?;
                management
                    .install(self.id, Mode::install, wasm, arg)
                    .await?;
                "installed"
            }
            (Some(_), Some(upgrade)) => {
                management.upgrade(self.id, wasm, encode(upgrade)?).await?;
                "upgraded"
            }
            (Some(running), None) => {
                return Ok(Deployed {
                    canister: self.id,
                    action: "kept",
                    created: false,
                    module_hash: hex::encode(running),
                    outdated: (*running != wanted).then_some(self.name),
                });
            }
        };
        Ok(Deployed {
            canister: self.id,
            action,
            created: self.created,
            module_hash: hex::encode(wanted),
            outdated: None,
        })
    }
}

/// A built canister.
pub(super) fn module(directory: &Path, name: &str) -> Result<Vec<u8>, CliError> {
    let path = directory.join(format!("{name}.wasm.gz"));
    std::fs::read(&path).map_err(|error| CliError::file(&path, error))
}
