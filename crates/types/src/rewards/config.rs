//! Install and upgrade arguments, settings, and the numbers that the rules use.

use super::{Mode, PenaltyTable, Windows};
use crate::id::Caller;
use crate::shape::{sent, stored};
use candid::CandidType;
use serde::{Deserialize, Serialize};

sent! {
    /// Install argument.
    pub struct InitArgs {
        /// Who decides: the governance canister.
        pub governance: Caller,
        /// The registry, which knows providers, nodes and clusters.
        pub registry: Caller,
        /// The audits canister, whose final findings become cases. `null`: nobody is asked.
        pub audits: Option<Caller>,
        /// The ledger of rewards, with ICRC-1 and ICRC-2: on the Internet Computer
        /// `ryjl3-tyaaa-aaaaa-aaaba-cai`. Set at install for good.
        pub ledger: Caller,
        /// The numbers that the rules use; `null`: the defaults, which take nothing: their mode
        /// is `LogOnly`.
        pub policy: Option<RewardsPolicy>,
    }

    /// Upgrade argument; what is not given stays.
    #[derive(Default)]
    pub struct UpgradeArgs {
        /// Who decides from now on.
        pub governance: Option<Caller>,
        /// The registry from now on.
        pub registry: Option<Caller>,
        /// The audits canister from now on.
        pub audits: Option<Caller>,
    }
}

/// Subaccount of the rewards canister at the ledger that takes gifts to the treasury: the word
/// `treasury`, then zeros. `collect_treasury` takes them over.
pub const TREASURY_SUBACCOUNT: [u8; 32] =
    *b"treasury\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

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
        /// The audits canister.
        #[n(2)]
        pub audits: Option<Caller>,
        /// The ledger.
        #[n(3)]
        pub ledger: Caller,
        /// What one transfer costs there, as last seen, e8s.
        #[n(4)]
        pub ledger_fee_e8s: u64,
    }

    /// The numbers that the rules use. Certified under `policy`. What a case or a lot took
    /// from it stays as it was.
    #[derive(Copy)]
    pub struct RewardsPolicy {
        /// Whether penalties are enforced.
        #[n(0)]
        pub mode: Mode,
        /// For how long things last.
        #[n(1)]
        pub windows: Windows,
        /// What offences cost at least.
        #[n(2)]
        pub penalties: PenaltyTable,
        /// What reporters get of what is taken, basis points; 0 to 5,000.
        #[n(3)]
        pub bounty_bps: u32,
        /// Least that one ICP is taken to be worth, XDR permyriad; at least 1. The network's
        /// default is 10,000, one XDR.
        #[n(4)]
        pub minimum_xdr_permyriad_per_icp: u64,
        /// Most that the network pays one provider at once, e8s; 1,000,000 ICP there.
        #[n(5)]
        pub maximum_provider_e8s: u64,
    }
}
