//! Transport keys in files.

use crate::{commands::record::sealing, error::CliError, secret};
use bonafide_client::seal::TransportSecretKey;
use bonafide_types::id::Sha256Hash;
use rand::{RngCore, rngs::OsRng};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The key that released keys are encrypted for.
pub(super) struct TransportKey(pub(super) TransportSecretKey);

/// As it is kept; in hex.
#[derive(Serialize, Deserialize)]
struct Kept {
    secret: String,
    public_key: String,
    sha256: String,
}

impl TransportKey {
    pub(super) fn random() -> Result<Self, CliError> {
        let mut seed = vec![0; 32];
        OsRng
            .try_fill_bytes(&mut seed)
            .map_err(|error| CliError::usage("Random", error))?;
        TransportSecretKey::from_seed(seed)
            .map(Self)
            .map_err(|error| CliError::usage("Random", error))
    }

    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
        let kept: Kept =
            serde_json::from_str(&text).map_err(|error| CliError::file(path, error))?;
        let secret = hex::decode(&kept.secret).map_err(|error| CliError::file(path, error))?;
        TransportSecretKey::deserialize(&secret)
            .map(Self)
            .map_err(|error| CliError::file(path, error))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), CliError> {
        let kept = Kept {
            secret: hex::encode(self.0.serialize()),
            public_key: hex::encode(self.public_key()),
            sha256: self.sha256().to_string(),
        };
        let text =
            serde_json::to_string_pretty(&kept).map_err(|error| CliError::file(path, error))?;
        secret::write(path, (text + "\n").as_bytes())
    }

    pub(super) fn public_key(&self) -> Vec<u8> {
        self.0.public_key()
    }

    /// What a disclosure names.
    pub(super) fn sha256(&self) -> Sha256Hash {
        sealing::sha256(&self.public_key())
    }
}
