//! Install and upgrade arguments, settings, and the numbers that the rules use.

use super::CriticalSubnet;
use crate::id::{Blob, Caller};
use crate::shape::{sent, stored};
use candid::CandidType;
use serde::{Deserialize, Serialize};

sent! {
    /// Install argument.
    pub struct InitArgs {
        /// Who decides: the governance canister.
        pub governance: Caller,
        /// The registry, whose nodes are audited.
        pub registry: Caller,
        /// The identity canister, which knows what providers lack and who attested them.
        /// `null`: nobody is asked.
        pub identity: Option<Caller>,
        /// The ledger of stakes and fees, with ICRC-1 and ICRC-2: on the Internet Computer
        /// `ryjl3-tyaaa-aaaaa-aaaba-cai`. Set at install for good.
        pub ledger: Caller,
        /// Name of the vetKD master key that seeds are drawn with: `key_1`, `test_key_1`,
        /// `dfx_test_key`; 1 to 32 bytes. `null`: seeds are `raw_rand`, which leaves no proof.
        pub vetkd_key_name: Option<String>,
        /// The numbers that the rules use; `null`: the defaults, and the four critical
        /// subnets of the Internet Computer.
        pub policy: Option<AuditPolicy>,
    }

    /// Upgrade argument; what is not given stays.
    #[derive(Default)]
    pub struct UpgradeArgs {
        /// Who decides from now on.
        pub governance: Option<Caller>,
        /// The registry from now on.
        pub registry: Option<Caller>,
        /// The identity canister from now on.
        pub identity: Option<Caller>,
    }
}

/// Subaccount of the audits canister at the ledger that takes gifts to the treasury: the word
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
        /// The identity canister.
        #[n(2)]
        pub identity: Option<Caller>,
        /// The ledger.
        #[n(3)]
        pub ledger: Caller,
        /// What one transfer costs there, as last seen, e8s.
        #[n(4)]
        pub ledger_fee_e8s: u64,
        /// Name of the vetKD master key.
        #[n(5)]
        pub vetkd_key_name: Option<String>,
        /// The public key that seeds are checked with: 96 bytes, a compressed point of G2,
        /// derived for this canister and its context. Absent until the canister learnt it.
        #[n(6)]
        pub public_key: Option<Blob>,
    }

    /// The numbers that the rules use. Certified under `policy`. What a plan, an assignment
    /// or a finding took from it stays as it was.
    pub struct AuditPolicy {
        /// Subnets whose sites follow critical rules, at most 64.
        #[n(0)]
        pub critical_subnets: Vec<CriticalSubnet>,
        /// Stake that an auditor locks for an assignment, in fees; 1 to 1,000.
        #[n(1)]
        pub lock_fees: u32,
        /// Free stake that an application needs, e8s; 1 to 100 million ICP.
        #[n(2)]
        pub application_stake_e8s: u64,
        /// Share of what is locked that one who vanishes loses, basis points; 0 to 10,000.
        #[n(3)]
        pub vanish_bps: u32,
        /// Days from asking stake back to its withdrawal; more than `dispute_days`, at most
        /// 366.
        #[n(4)]
        pub unbonding_days: u32,
        /// Days after the end of an audit during which its auditors' stake stays locked; at
        /// least `appeal_days`.
        #[n(5)]
        pub dispute_days: u32,
        /// Days during which a finding can be appealed; 14 at least.
        #[n(6)]
        pub appeal_days: u32,
        /// Days from the visit until reports are committed to; 1 to 30.
        #[n(7)]
        pub commit_days: u32,
        /// Days during which reports are revealed; 1 to 30.
        #[n(8)]
        pub reveal_days: u32,
        /// Days after which a critical site that nobody visited is certain to be drawn; 30 to
        /// 1,461.
        #[n(9)]
        pub overdue_days: u32,
        /// Audits in a row at one provider after which an auditor pauses; 1 to 10.
        #[n(10)]
        pub consecutive_audits: u32,
    }
}
