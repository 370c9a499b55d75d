//! The same, of statements, cases and escrow.

use crate::error::CliError;
use bonafide_client::{AgentRuntime, RewardsClient};
use bonafide_types::{
    id::{Blob, Caller, ProviderId, Sha256Hash},
    ledger::Subaccount,
    rewards::{LedgerAccount, PenaltyClass},
};
use candid::Principal;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// `node-absent`: what was done.
pub(crate) fn penalty_class(name: &str) -> Result<PenaltyClass, String> {
    let class = PenaltyClass::ALL
        .into_iter()
        .find(|class| class.name() == name);
    class.ok_or_else(|| {
        let names = PenaltyClass::ALL.map(PenaltyClass::name).join(", ");
        format!("{name:?} is no class: {names}")
    })
}

/// Evidence: 64 hex digits are its SHA-256, everything else is a file of which that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    Hash(Sha256Hash),
    File(PathBuf),
}

impl From<String> for Evidence {
    fn from(text: String) -> Self {
        super::sha256(&text).map_or_else(|_| Self::File(text.into()), Self::Hash)
    }
}

impl Evidence {
    /// Its hash.
    pub(crate) fn hash(&self) -> Result<Sha256Hash, CliError> {
        match self {
            Self::Hash(hash) => Ok(*hash),
            Self::File(path) => {
                let bytes = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
                Ok(Sha256Hash(Sha256::digest(bytes).into()))
            }
        }
    }
}

/// An account at the ledger.
pub(crate) fn ledger_account(owner: Principal, subaccount: Option<Subaccount>) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(owner),
        subaccount: subaccount.map(|bytes| Blob(bytes.to_vec())),
    }
}

/// The provider that is given, else the one whose key the caller has.
pub(crate) fn provider_or_caller(
    given: Option<Principal>,
    rewards: &RewardsClient<AgentRuntime>,
) -> Result<ProviderId, CliError> {
    let provider = match given {
        Some(provider) => provider,
        None => rewards.runtime().principal()?,
    };
    if provider == Principal::anonymous() {
        let message = "name a provider, or give --identity with its key";
        return Err(CliError::usage("Identity", message));
    }
    Ok(ProviderId(provider))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_classes_by_their_names() {
        for class in PenaltyClass::ALL {
            assert_eq!(penalty_class(class.name()), Ok(class));
        }
        for text in ["", "NodeAbsent", "score"] {
            assert!(penalty_class(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_take_evidence_by_its_hash_or_its_file() {
        let digits = "ab".repeat(32);
        let given = Evidence::from(digits);
        assert_eq!(given.hash().unwrap(), Sha256Hash([0xab; 32]));
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("photo.jpg");
        std::fs::write(&path, "abc").unwrap();
        let given = Evidence::from(path.display().to_string());
        assert_eq!(
            given.hash().unwrap().to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let absent = Evidence::from(String::from("ab"));
        assert_eq!(absent.hash().unwrap_err().kind, "File");
    }
}
