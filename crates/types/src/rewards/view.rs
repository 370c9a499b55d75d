//! What reads return beside the records themselves. Not certified.

use super::{
    Books, Case, EscrowAccount, LedgerAccount, Lot, Period, PublishedPenalty, RewardAlert,
    Statement, Transfer,
};
use crate::id::{Blob, ProviderId};
use crate::shape::sent;

sent! {
    /// A case and what it means, in words.
    pub struct CaseView {
        /// The record.
        pub case: Case,
        /// What happened, oldest first.
        pub happened: Vec<String>,
        /// What will happen, and when.
        pub next: Vec<String>,
        /// How the provider, and anyone, can object now.
        pub objections: Vec<String>,
    }

    /// Some cases.
    pub struct CasePage {
        /// The cases.
        pub cases: Vec<Case>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Some statements.
    pub struct StatementPage {
        /// The statements.
        pub statements: Vec<Statement>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<Blob>,
    }

    /// Some periods.
    pub struct PeriodPage {
        /// The periods.
        pub periods: Vec<Period>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Some lots.
    pub struct LotPage {
        /// The lots.
        pub lots: Vec<Lot>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Some transfers.
    pub struct TransferPage {
        /// The transfers.
        pub transfers: Vec<Transfer>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Alerts of a day.
    pub struct AlertPage {
        /// The alerts.
        pub alerts: Vec<RewardAlert>,
    }

    /// A provider's escrow.
    pub struct EscrowView {
        /// The provider.
        pub provider: ProviderId,
        /// What it has here beside its lots.
        pub account: EscrowAccount,
        /// Where its rewards have to be sent, to come into escrow: an account of this canister.
        pub deposit_account: LedgerAccount,
        /// The same as the ICP ledger's account identifier, for `reward_account` at the NNS; 32
        /// bytes.
        pub account_identifier: Blob,
        /// In lots.
        pub held_e8s: u64,
        /// Of that, locked by cases.
        pub locked_e8s: u64,
        /// When the next lot is released. Nanoseconds since the epoch.
        pub next_release_ns: Option<u64>,
        /// Cases about it that are not over.
        pub open_cases: Vec<u64>,
    }

    /// A payload for a proposal of the NNS, ready to be submitted.
    pub struct NnsPayload {
        /// Number of the NNS function.
        pub nns_function: i32,
        /// Its name: `RemoveNodes`, `UpdateNodeOperatorConfig`.
        pub name: String,
        /// The Candid bytes.
        pub payload: Blob,
        /// What it does, in words.
        pub text: String,
    }

    /// Penalties that are published and that no statement carries yet.
    pub struct Multipliers {
        /// In the order of their cases.
        pub penalties: Vec<PublishedPenalty>,
    }

    /// How much there is.
    pub struct Summary {
        /// Periods, open and closed.
        pub periods: u64,
        /// Statements.
        pub statements: u64,
        /// Cases.
        pub cases: u64,
        /// Cases that can still change by themselves or by their provider.
        pub open_cases: u64,
        /// Lots.
        pub lots: u64,
        /// Transfers.
        pub transfers: u64,
        /// Transfers that are neither made nor failed.
        pub unsettled_transfers: u64,
        /// All money.
        pub books: Books,
        /// Events of this canister's log.
        pub events: u64,
        /// Events of the registry's log up to which its facts are here.
        pub registry_events: u64,
        /// Events of the audits canister's log up to which its findings are here.
        pub audits_events: u64,
        /// Days of which all subnets' metrics were collected: first and last.
        pub collected_days: Option<(u32, u32)>,
    }
}
