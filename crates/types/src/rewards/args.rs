//! Arguments of updates.

use super::{Charge, Engine, GrantPurpose, Inputs, LedgerAccount, NodeRewardRate, RewardsPolicy};
use crate::id::{Blob, ProviderId, Sha256Hash};
use crate::shape::{sent, stored};

stored! {
    /// Adopts a period: its days, the formula, the rate, and where its facts come from.
    /// Governed. Answers with its number.
    pub struct AdoptPeriodArgs {
        /// The first day, as the number of days since 1970-01-01, UTC.
        #[n(0)]
        pub from_day: u32,
        /// The last day; at most 92 days in all. It must be over.
        #[n(1)]
        pub to_day: u32,
        /// The formula.
        #[n(2)]
        pub engine: Engine,
        /// What one ICP is worth, XDR permyriad, 1 to 1,000,000,000; not less than the policy's
        /// minimum counts. The network takes the average of 30 days.
        #[n(3)]
        pub xdr_permyriad_per_icp: u64,
        /// Where that figure comes from, 1 to 1,000 bytes.
        #[n(4)]
        pub rate_source: String,
        /// Where its facts come from.
        #[n(5)]
        pub inputs: Inputs,
    }

    /// Takes a period back that is not closed. Governed.
    pub struct CancelPeriodArgs {
        /// The period.
        #[n(0)]
        pub period_id: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Adds or changes rates; those that are not named stay. Governed. As on the network, rates
    /// are never removed.
    pub struct UpdateNodeRewardsTableArgs {
        /// The first day for which the new table holds: not before one that a closed or open
        /// period covers.
        #[n(0)]
        pub effective_from_day: u32,
        /// Rates, 1 to 500.
        #[n(1)]
        pub new_entries: Vec<NodeRewardRate>,
    }

    /// Puts a case on record. Nothing follows from it; the provider can answer. Governed.
    /// Answers with its number.
    pub struct OpenCaseArgs {
        /// What it says.
        #[n(0)]
        pub charge: Charge,
    }

    /// Freezes a case: fixes what it can cost and locks that. Governed, critical.
    pub struct FreezeCaseArgs {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// Hash of its evidence: what was voted on is what is frozen.
        #[n(1)]
        pub evidence_hash: Sha256Hash,
        /// Most that it may cost, billionths; absent: as much as the rules say.
        #[n(2)]
        pub at_most_ppb: Option<u32>,
        /// Why, 1 to 1,000 bytes.
        #[n(3)]
        pub reason: String,
    }

    /// Lowers what a case costs. Decides an open appeal. Governed, critical.
    pub struct ReduceCaseArgs {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// What it costs from now on, billionths: less than before, at least 1.
        #[n(1)]
        pub ppb: u32,
        /// Why, 1 to 1,000 bytes.
        #[n(2)]
        pub reason: String,
    }

    /// Decides an open appeal: the case stays as it is. Governed, critical.
    pub struct RejectAppealArgs {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Cancels a case and undoes everything that is so because of it. Covers later cases of
    /// the same subject, class and window that cost no more. Governed, critical.
    pub struct CancelCaseArgs {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Gives back what an executed case took, from the treasury. Governed, critical.
    pub struct RefundCaseArgs {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Sets the numbers that the rules use. Governed, critical.
    pub struct SetRewardsPolicyArgs {
        /// All of them; the version of the penalties is counted by the canister.
        #[n(0)]
        pub policy: RewardsPolicy,
    }

    /// Pays from the treasury. Governed, critical.
    pub struct PayFromTreasuryArgs {
        /// Payments, 1 to 50.
        #[n(0)]
        pub grants: Vec<Grant>,
    }

    /// A payment of the treasury.
    pub struct Grant {
        /// For whom.
        #[n(0)]
        pub purpose: GrantPurpose,
        /// To which account.
        #[n(1)]
        pub to: LedgerAccount,
        /// How much, e8s, more than the ledger's fee, which is part of it.
        #[n(2)]
        pub amount_e8s: u64,
        /// What for, 1 to 200 bytes.
        #[n(3)]
        pub memo: String,
    }

    /// Says what became of a transfer in quarantine. Governed, critical.
    pub struct SettleRewardsTransferArgs {
        /// The transfer.
        #[n(0)]
        pub transfer_id: u64,
        /// The block that made it; absent: it was not made.
        #[n(1)]
        pub block: Option<u64>,
        /// How anyone can see that, 1 to 1,000 bytes.
        #[n(2)]
        pub evidence: String,
    }
}

sent! {
    /// Supplies the facts of a slice of a period.
    pub struct SupplyInputsArgs {
        /// The period.
        pub period_id: u64,
        /// Which slice, from 0: the day for v1.
        pub slice: u32,
        /// CBOR of the facts, at most 1,500,000 bytes; its hash was adopted.
        pub bytes: Blob,
    }

    /// Joins escrow, or changes where one is paid.
    pub struct JoinEscrowArgs {
        /// Where released rewards go.
        pub payout: LedgerAccount,
    }

    /// Brings a bond in.
    pub struct DepositBondArgs {
        /// Subaccount of the caller's that it comes from, 32 bytes; `null`: the default one.
        pub from_subaccount: Option<Blob>,
        /// How much, e8s. The ledger's fee comes on top.
        pub amount_e8s: u64,
    }

    /// Asks a bond back.
    pub struct UnbondBondArgs {
        /// How much, e8s.
        pub amount_e8s: u64,
    }

    /// Answers a case. Only its provider.
    pub struct RespondToCaseArgs {
        /// The case.
        pub case_id: u64,
        /// Words, 1 to 4,000 bytes.
        pub text: String,
        /// SHA-256 of evidence.
        pub evidence_hash: Option<Sha256Hash>,
    }

    /// Appeals against a case. Only its provider.
    pub struct AppealCaseArgs {
        /// The case.
        pub case_id: u64,
        /// Why, 1 to 4,000 bytes.
        pub grounds: String,
    }

    /// Says that a proposal to freeze a case is in vote; the governance canister is asked.
    pub struct NoteCaseProposalArgs {
        /// The case.
        pub case_id: u64,
        /// The proposal.
        pub proposal_id: u64,
    }

    /// Asks for a provider's day.
    pub struct GetStatementDayArgs {
        /// The period.
        pub period_id: u64,
        /// The provider.
        pub provider: ProviderId,
        /// The day.
        pub day: u32,
    }

    /// Asks for a page of statements.
    pub struct ListStatementsArgs {
        /// Of this period; `null`: of any, then `provider` must be given.
        pub period_id: Option<u64>,
        /// Of this provider.
        pub provider: Option<ProviderId>,
        /// Go on where a page ended: its `next`.
        pub after: Option<Blob>,
        /// At most so many, up to 100.
        pub limit: Option<u32>,
    }

    /// Asks for a page of cases.
    pub struct ListCasesArgs {
        /// Of this provider.
        pub provider: Option<ProviderId>,
        /// Only those that can still change by themselves or by their provider.
        pub open: Option<bool>,
        /// Go on where a page ended: its `next`.
        pub after: Option<u64>,
        /// At most so many, up to 100.
        pub limit: Option<u32>,
    }

    /// Asks for a page of lots.
    pub struct ListLotsArgs {
        /// Of this provider.
        pub provider: ProviderId,
        /// Go on where a page ended: its `next`.
        pub after: Option<u64>,
        /// At most so many, up to 100.
        pub limit: Option<u32>,
    }

    /// Asks for a page of periods.
    pub struct ListPeriodsArgs {
        /// Go on where a page ended: its `next`.
        pub after: Option<u64>,
        /// At most so many, up to 100.
        pub limit: Option<u32>,
    }

    /// Asks for alerts of a period.
    pub struct ListAlertsArgs {
        /// The period.
        pub period_id: u64,
        /// Of which day.
        pub day: u32,
    }

    /// Asks for a page of transfers.
    pub struct ListTransfersArgs {
        /// Only those that are, or are not, settled.
        pub unsettled: Option<bool>,
        /// Go on where a page ended: its `next`.
        pub after: Option<u64>,
        /// At most so many, up to 100.
        pub limit: Option<u32>,
    }
}
