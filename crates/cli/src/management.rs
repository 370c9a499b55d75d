//! The management canister's methods that a deployment needs.

use crate::error::{CliError, Exit};
use bonafide_client::AgentRuntime;
use candid::{CandidType, Nat, Principal, utils::decode_one};
use serde::{Deserialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

/// Modules above this are sent in chunks; an ingress message holds 2 MiB.
const WHOLE_BYTES: usize = 1_900_000;
const CHUNK_BYTES: usize = 1_000_000;
/// Cycles of a canister on a test network.
const CYCLES: u128 = 100_000_000_000_000;
/// Where test networks route the creation of a canister when they name no other place.
const DEFAULT_PLACE: &str = "rwlgt-iiaaa-aaaaa-aaaaa-cai";

#[derive(CandidType)]
struct CreateArgs {
    amount: Option<Nat>,
}

#[derive(CandidType, Deserialize)]
struct CanisterId {
    canister_id: Principal,
}

#[derive(CandidType, Deserialize)]
struct Status {
    module_hash: Option<ByteBuf>,
}

/// How a module is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType)]
#[expect(non_camel_case_types, reason = "the interface names them so")]
pub(crate) enum Mode {
    install,
    upgrade(Option<UpgradeFlags>),
}

/// Options of an upgrade; none is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType)]
pub(crate) struct UpgradeFlags {
    skip_pre_upgrade: Option<bool>,
}

#[derive(CandidType)]
struct InstallCode<'a> {
    mode: Mode,
    canister_id: Principal,
    wasm_module: &'a serde_bytes::Bytes,
    arg: ByteBuf,
}

#[derive(CandidType)]
struct UploadChunk<'a> {
    canister_id: Principal,
    chunk: &'a serde_bytes::Bytes,
}

#[derive(CandidType, Deserialize)]
struct ChunkHash {
    hash: ByteBuf,
}

#[derive(CandidType)]
struct InstallChunked {
    mode: Mode,
    target_canister: Principal,
    store_canister: Option<Principal>,
    chunk_hashes_list: Vec<ChunkHash>,
    wasm_module_hash: ByteBuf,
    arg: ByteBuf,
}

/// The network's code for a canister that does not exist.
pub(crate) const NO_CANISTER: &str = "IC0301";

/// Speaks to the management canister.
pub(crate) struct Management<'a> {
    pub(crate) runtime: &'a AgentRuntime,
    pub(crate) url: &'a str,
}

impl Management<'_> {
    /// Creates a canister on a test network, controlled by the caller.
    pub(crate) async fn create(&self) -> Result<Principal, CliError> {
        let args = CreateArgs {
            amount: Some(CYCLES.into()),
        };
        let place = self.place().await?;
        let method = "provisional_create_canister_with_cycles";
        let created: CanisterId = self.call(place, method, &args).await?;
        Ok(created.canister_id)
    }

    /// SHA-256 of the installed module; an error when there is no such canister.
    pub(crate) async fn module_hash(
        &self,
        canister: Principal,
    ) -> Result<Option<Vec<u8>>, CliError> {
        let args = CanisterId {
            canister_id: canister,
        };
        let status: Status = self.call(canister, "canister_status", &args).await?;
        Ok(status.module_hash.map(ByteBuf::into_vec))
    }

    /// Upgrades while the canister is stopped, so that no call of it is out: the answer could
    /// not reach the new code. It runs afterwards, also when the upgrade failed.
    pub(crate) async fn upgrade(
        &self,
        canister: Principal,
        wasm: &[u8],
        arg: Vec<u8>,
    ) -> Result<(), CliError> {
        let id = CanisterId {
            canister_id: canister,
        };
        let upgraded = match self.act(canister, "stop_canister", &id).await {
            Ok(()) => self.install(canister, Mode::upgrade(None), wasm, arg).await,
            Err(error) => Err(error),
        };
        let started = self.act(canister, "start_canister", &id).await;
        upgraded.and(started)
    }

    /// Installs or upgrades, in chunks when the module is large.
    pub(crate) async fn install(
        &self,
        canister: Principal,
        mode: Mode,
        wasm: &[u8],
        arg: Vec<u8>,
    ) -> Result<(), CliError> {
        let arg = ByteBuf::from(arg);
        if wasm.len() <= WHOLE_BYTES {
            let wasm_module = serde_bytes::Bytes::new(wasm);
            let args = InstallCode {
                mode,
                canister_id: canister,
                wasm_module,
                arg,
            };
            return self.act(canister, "install_code", &args).await;
        }
        self.act(
            canister,
            "clear_chunk_store",
            &CanisterId {
                canister_id: canister,
            },
        )
        .await?;
        let mut chunk_hashes_list = Vec::new();
        for chunk in wasm.chunks(CHUNK_BYTES) {
            let args = UploadChunk {
                canister_id: canister,
                chunk: serde_bytes::Bytes::new(chunk),
            };
            chunk_hashes_list.push(self.call(canister, "upload_chunk", &args).await?);
        }
        let args = InstallChunked {
            mode,
            target_canister: canister,
            store_canister: None,
            chunk_hashes_list,
            wasm_module_hash: ByteBuf::from(Sha256::digest(wasm).to_vec()),
            arg,
        };
        self.act(canister, "install_chunked_code", &args).await
    }

    /// A canister id that routes a creation to a subnet that takes it.
    async fn place(&self) -> Result<Principal, CliError> {
        #[derive(Deserialize)]
        struct Topology {
            default_effective_canister_id: serde_json::Value,
        }
        let url = format!("{}/_/topology", self.url);
        let answer = ic_agent::export::reqwest::get(&url)
            .await
            .ok()
            .filter(|a| a.status().is_success());
        if let Some(answer) = answer
            && let Ok(text) = answer.text().await
            && let Ok(topology) = serde_json::from_str::<Topology>(&text)
            && let Some(place) = topology.default_effective_canister_id["canister_id"].as_str()
            && let Some(bytes) = base64(place)
            && let Ok(principal) = Principal::try_from_slice(&bytes)
        {
            return Ok(principal);
        }
        Principal::from_text(DEFAULT_PLACE).map_err(|error| CliError::usage("Canister", error))
    }

    async fn act(
        &self,
        effective: Principal,
        method: &str,
        args: &impl CandidType,
    ) -> Result<(), CliError> {
        self.send(effective, method, args).await.map(|_| ())
    }

    async fn call<T: CandidType + DeserializeOwned>(
        &self,
        effective: Principal,
        method: &str,
        args: &impl CandidType,
    ) -> Result<T, CliError> {
        let reply = self.send(effective, method, args).await?;
        decode_one(&reply)
            .map_err(|error| CliError::new(Exit::Network, "Reply", format!("{method}: {error}")))
    }

    async fn send(
        &self,
        effective: Principal,
        method: &str,
        args: &impl CandidType,
    ) -> Result<Vec<u8>, CliError> {
        let arg = candid::encode_one(args).map_err(|error| CliError::usage("Argument", error))?;
        let management = Principal::management_canister();
        Ok(self
            .runtime
            .update_at(management, effective, method, arg)
            .await?)
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.decode(text).ok()
}
