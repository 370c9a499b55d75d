//! What the verbs about ciphertexts share: which key, and what an owner shows a verifier.

use crate::{
    error::{CliError, Exit},
    secret,
};
use bonafide_client::{
    AgentRuntime, IdentityClient,
    seal::{Lock, MasterKey, PublicKey, SealError},
};
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    identity::{Committee, RecordVersion},
};
use candid::Principal;
use rand::{RngCore, rngs::OsRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The key that an identity canister's records are encrypted to, without asking anybody.
#[derive(Clone, Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct KeyOptions {
    /// The canister's public key in hex, as `record key` prints it.
    #[arg(long, value_name = "HEX", value_parser = parse_key)]
    public_key: Option<PublicKey>,
    /// The network's master key, from which the canister's follows: `ic:key_1`,
    /// `pocketic:test_key_1`.
    #[arg(long, value_name = "NETWORK:NAME", value_parser = parse_master)]
    master: Option<MasterKey>,
}

impl KeyOptions {
    /// The key, when one is given.
    pub(super) fn key(&self, canister: Principal) -> Option<PublicKey> {
        let derived = || {
            let master = self.master.as_ref()?;
            Some(PublicKey::derive(master, canister))
        };
        self.public_key.clone().or_else(derived)
    }
}

fn parse_key(text: &str) -> Result<PublicKey, String> {
    let bytes = hex::decode(text).map_err(|error| error.to_string())?;
    PublicKey::from_bytes(&bytes).map_err(|error| error.to_string())
}

pub(super) fn parse_master(text: &str) -> Result<MasterKey, String> {
    text.parse().map_err(|error: SealError| error.to_string())
}

/// What the owner of a record shows a verifier together with its content: enough to compute
/// the ciphertext anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Opening {
    pub(super) canister: Principal,
    pub(super) provider: Principal,
    pub(super) record_id: u32,
    pub(super) version: u32,
    pub(super) committee: Option<Committee>,
    /// In hex, as seed and hash.
    pub(super) public_key: String,
    seed: String,
    pub(super) ciphertext_sha256: String,
}

impl Opening {
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
        serde_json::from_str(&text).map_err(|error| CliError::file(path, error))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), CliError> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| CliError::file(path, error))?;
        secret::write(path, (text + "\n").as_bytes())
    }

    pub(super) fn lock(&self) -> Lock {
        Lock {
            canister: self.canister,
            record: RecordVersion {
                provider: ProviderId(self.provider),
                record_id: self.record_id,
                version: self.version,
            },
        }
    }

    /// The key that its owner says the content is encrypted to.
    pub(super) fn key(&self) -> Result<PublicKey, CliError> {
        parse_key(&self.public_key).map_err(|error| CliError::usage("Input", error))
    }

    /// The ciphertext that this content gives.
    pub(super) fn seal(&self, key: &PublicKey, content: &[u8]) -> Result<Vec<u8>, CliError> {
        let seed = hex::decode(&self.seed).ok();
        let seed = seed
            .and_then(|seed| seed.try_into().ok())
            .ok_or_else(|| CliError::usage("Input", "a seed has 64 hex digits"))?;
        Ok(self.lock().seal_as(key, self.committee, content, &seed)?)
    }
}

/// Encrypts with a new seed.
pub(super) fn seal(
    lock: Lock,
    key: &PublicKey,
    committee: Option<Committee>,
    content: &[u8],
) -> Result<(Vec<u8>, Opening), CliError> {
    let mut seed = [0; 32];
    OsRng
        .try_fill_bytes(&mut seed)
        .map_err(|error| CliError::usage("Random", error))?;
    let ciphertext = lock.seal_as(key, committee, content, &seed)?;
    let opening = Opening {
        canister: lock.canister,
        provider: lock.record.provider.0,
        record_id: lock.record.record_id,
        version: lock.record.version,
        committee,
        public_key: hex::encode(key.to_bytes()),
        seed: hex::encode(seed),
        ciphertext_sha256: sha256(&ciphertext).to_string(),
    };
    Ok((ciphertext, opening))
}

pub(crate) fn sha256(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// The key that the canister certifies.
pub(crate) async fn certified_key(
    identity: &IdentityClient<AgentRuntime>,
) -> Result<PublicKey, CliError> {
    let config = identity.config_certified().await?;
    let bytes = config.public_key.ok_or_else(|| {
        let message = "the canister does not know its public key yet; try again in a minute";
        CliError::new(Exit::Refused, "KeyNotKnown", message)
    })?;
    Ok(PublicKey::from_bytes(&bytes.0)?)
}
