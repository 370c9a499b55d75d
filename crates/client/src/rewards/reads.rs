//! Plain reads: one node's word.

use super::RewardsClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::{Blob, ProviderId},
    rewards::*,
};

/// Queries, as the canister names them and under the names they have here.
macro_rules! reads {
    ($($(#[doc = $doc:literal])+ $name:ident = $method:literal($($arg:ident: $type:ty),*)
        -> $answer:ty;)+) => {
        impl<R: Runtime> RewardsClient<R> {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// [`ClientError::Runtime`], [`ClientError::Reply`].
                pub async fn $name(&self, $($arg: $type),*) -> Result<$answer, ClientError> {
                    self.query($method, ($($arg,)*)).await
                }
            )+
        }
    };
}

reads! {
    /// A period.
    period = "get_period"(id: u64) -> Option<Period>;
    /// Some periods.
    periods = "list_periods"(args: &ListPeriodsArgs) -> PeriodPage;
    /// The facts of a slice of a period, CBOR.
    facts = "get_facts"(period_id: u64, slice: u32) -> Option<Blob>;
    /// Alerts of a day of a period.
    alerts = "list_alerts"(args: &ListAlertsArgs) -> AlertPage;
    /// A version of the rewards table; the last one when none is named.
    rewards_table = "get_rewards_table"(version: Option<u32>) -> Option<RewardsTable>;
    /// A statement.
    statement = "get_statement"(period_id: u64, provider: ProviderId) -> Option<Statement>;
    /// A provider's day, line by line.
    statement_day = "get_statement_day"(args: &GetStatementDayArgs) -> Option<StatementDay>;
    /// Some statements.
    statements = "list_statements"(args: &ListStatementsArgs) -> StatementPage;
    /// What a provider and each of its nodes earned so far in a period.
    tally = "get_tally"(period_id: u64, provider: ProviderId) -> Option<Tally>;
    /// A case, in words.
    case = "get_case"(id: u64) -> Option<CaseView>;
    /// Some cases.
    cases = "list_cases"(args: &ListCasesArgs) -> CasePage;
    /// Payloads for proposals of the NNS that a case calls for.
    case_payloads = "get_case_payloads"(id: u64) -> Vec<NnsPayload>;
    /// Penalties that are published and that no statement carries yet.
    multipliers = "get_multipliers"() -> Multipliers;
    /// What a provider has here, and where its rewards have to be sent.
    escrow = "get_escrow"(provider: ProviderId) -> EscrowView;
    /// Some lots.
    lots = "list_lots"(args: &ListLotsArgs) -> LotPage;
    /// A lot.
    lot = "get_lot"(id: u64) -> Option<Lot>;
    /// All money that ever came in, and where it is.
    books = "get_books"() -> Books;
    /// A movement on the ledger.
    transfer = "get_transfer"(id: u64) -> Option<Transfer>;
    /// Some movements on the ledger.
    transfers = "list_transfers"(args: &ListTransfersArgs) -> TransferPage;
    /// The numbers that the rules use.
    policy = "get_policy"() -> RewardsPolicy;
    /// Settings in force.
    config = "get_config"() -> Config;
    /// How much there is.
    summary = "get_summary"() -> Summary;
}
