//! Shares in files: with what they belong to, so that they can be joined without a network.

use crate::error::CliError;
use bonafide_client::seal::{Lock, Share};
use bonafide_types::identity::RecordVersion;
use candid::Principal;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One share, in hex as the ciphertext.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedShare {
    canister: Principal,
    record: RecordVersion,
    slot: u8,
    share: String,
    ciphertext: String,
}

impl SavedShare {
    pub(super) fn new(lock: Lock, share: &Share, ciphertext: &[u8]) -> Self {
        Self {
            canister: lock.canister,
            record: lock.record,
            slot: share.slot,
            share: hex::encode(share.value),
            ciphertext: hex::encode(ciphertext),
        }
    }

    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
        serde_json::from_str(&text).map_err(|error| CliError::file(path, error))
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, CliError> {
        let text = serde_json::to_string_pretty(self);
        let text = text.map_err(|error| CliError::usage("Output", error))?;
        Ok((text + "\n").into_bytes())
    }

    pub(super) fn lock(&self) -> Lock {
        Lock {
            canister: self.canister,
            record: self.record,
        }
    }

    pub(super) fn ciphertext(&self) -> Result<Vec<u8>, CliError> {
        hex::decode(&self.ciphertext).map_err(|error| CliError::usage("Input", error))
    }

    pub(super) fn share(&self) -> Result<Share, CliError> {
        let value = hex::decode(&self.share).ok();
        let value = value.and_then(|value| value.try_into().ok());
        Ok(Share {
            slot: self.slot,
            value: value.ok_or_else(|| CliError::usage("Input", "a share has 64 hex digits"))?,
        })
    }

    /// Whether both are of the same ciphertext.
    pub(super) fn belongs_to(&self, other: &Self) -> bool {
        self.lock() == other.lock() && self.ciphertext == other.ciphertext
    }
}
