//! Install and upgrade arguments, and settings.

use crate::id::{Blob, Caller};
use crate::shape::{sent, stored};
use candid::CandidType;
use serde::{Deserialize, Serialize};

sent! {
    /// Install argument.
    pub struct InitArgs {
        /// Who decides: the governance canister.
        pub governance: Caller,
        /// The registry, whose providers are the subjects here.
        pub registry: Caller,
        /// Name of the vetKD master key: `key_1`, `test_key_1`, `dfx_test_key`; 1 to 32 bytes.
        /// Set at install for good: records are encrypted to it.
        pub vetkd_key_name: String,
        /// The audits canister, whose final findings count in scores.
        pub audits: Option<Caller>,
    }

    /// Upgrade argument; what is not given stays.
    #[derive(Default)]
    pub struct UpgradeArgs {
        /// Who decides from now on.
        pub governance: Option<Caller>,
        /// The registry from now on.
        pub registry: Option<Caller>,
        /// The audits canister from now on. Findings have its numbers, so it is another only
        /// as long as none of them is here.
        pub audits: Option<Caller>,
    }
}

/// What `install_code` brings: `Init` for install, `Upgrade` (or nothing) for upgrade.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum InstallArgs {
    /// First installation.
    Init(InitArgs),
    /// Upgrade.
    Upgrade(UpgradeArgs),
}

stored! {
    /// Settings in force. Certified under `config`.
    pub struct Config {
        /// Who decides.
        #[n(0)]
        pub governance: Caller,
        /// The registry.
        #[n(1)]
        pub registry: Caller,
        /// Name of the vetKD master key.
        #[n(2)]
        pub vetkd_key_name: String,
        /// The public key that records are encrypted to: 96 bytes, a compressed point of G2,
        /// derived for this canister and its context. Absent until the canister learnt it,
        /// seconds after installation.
        #[n(3)]
        pub public_key: Option<Blob>,
        /// The audits canister, whose final findings count in scores.
        #[n(4)]
        pub audits: Option<Caller>,
    }
}
