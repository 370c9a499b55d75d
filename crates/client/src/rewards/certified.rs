//! Certified reads: what is returned is proven.

use super::RewardsClient;
use crate::{
    canister::{ClientError, Proven},
    runtime::Runtime,
    verify::VerifyError,
};
use bonafide_types::{
    certified::{RangeArgs, RowKey},
    id::ProviderId,
    limits::PAGE_RECORDS,
    rewards::{
        Books, Case, Config, EscrowAccount, Lot, Period, RewardsPolicy, RewardsTable, Statement,
        Transfer, table,
    },
};
use serde_bytes::ByteBuf;

/// Rows of one table, or the proof that there is none.
macro_rules! rows {
    ($(#[doc = $doc:literal] $name:ident($($arg:ident: $type:ty),*) -> $record:ty = $table:ident $key:expr;)+) => {
        impl<R: Runtime> RewardsClient<R> {
            $(
                #[doc = $doc]
                ///
                /// # Errors
                /// [`ClientError::Verify`] when the answer does not prove itself.
                pub async fn $name(
                    &self,
                    $($arg: $type),*
                ) -> Result<(Option<$record>, Proven), ClientError> {
                    self.row(table::$table, $key).await
                }
            )+
        }
    };
}

rows! {
    /// What a provider has here beside its lots, or the proof that there is nothing.
    account_certified(provider: ProviderId) -> EscrowAccount = ACCOUNT provider.as_slice();
    /// All money that ever came in, and where it is.
    books_certified() -> Books = BOOKS b"books";
    /// A case, or the proof that there is none.
    case_certified(id: u64) -> Case = CASE &id.to_be_bytes();
    /// A lot, or the proof that there is none.
    lot_certified(id: u64) -> Lot = LOT &id.to_be_bytes();
    /// A period, or the proof that there is none.
    period_certified(id: u64) -> Period = PERIOD &id.to_be_bytes();
    /// The numbers that the rules use.
    policy_certified() -> RewardsPolicy = POLICY b"policy";
    /// A version of the rewards table, or the proof that there is none.
    rates_certified(version: u32) -> RewardsTable = RATES &version.to_be_bytes();
    /// A statement, or the proof that there is none.
    statement_certified(period_id: u64, provider: ProviderId) -> Statement =
        STATEMENT &statement_key(period_id, provider);
    /// A movement on the ledger, or the proof that there is none.
    transfer_certified(id: u64) -> Transfer = TRANSFER &id.to_be_bytes();
}

impl<R: Runtime> RewardsClient<R> {
    /// Settings in force, proven.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn config_certified(&self) -> Result<Config, ClientError> {
        let (config, _) = self.row(table::CONFIG, b"config").await?;
        Ok(config.ok_or_else(VerifyError::no_config)?)
    }

    /// Every statement of a period, in the order of the providers' principals, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn statements_certified(
        &self,
        period_id: u64,
    ) -> Result<Vec<Statement>, ClientError> {
        let mut statements: Vec<Statement> = Vec::new();
        // Keys begin with the period, so its statements follow this, and those of later periods
        // follow them.
        let mut after = period_id.to_be_bytes().to_vec();
        loop {
            let range = RangeArgs {
                table: table::STATEMENT.into(),
                after: Some(ByteBuf::from(after)),
                limit: PAGE_RECORDS,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                match row.record::<Statement>()? {
                    Some(statement) if statement.period_id == period_id => {
                        statements.push(statement);
                    }
                    _ => return Ok(statements),
                }
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = last.key().to_vec(),
                _ => return Ok(statements),
            }
        }
    }

    async fn row<T>(&self, table: &str, key: &[u8]) -> Result<(Option<T>, Proven), ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let proven = self.rows_certified(&[row_key(table, key)]).await?;
        let record = proven.rows.iter().find_map(|row| row.record().transpose());
        Ok((record.transpose()?, proven))
    }
}

pub(super) fn row_key(table: &str, key: &[u8]) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    }
}

/// The key of a statement: period, provider.
pub(super) fn statement_key(period_id: u64, provider: ProviderId) -> Vec<u8> {
    let mut key = period_id.to_be_bytes().to_vec();
    key.extend_from_slice(provider.as_slice());
    key
}
