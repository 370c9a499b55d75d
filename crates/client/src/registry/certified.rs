//! Certified reads: what is returned is proven.

use super::{ClientError, Proven, RegistryClient};
use crate::{
    runtime::Runtime,
    verify::{VerifiedPage, VerifiedTip},
};
use bonafide_types::{
    certified::{CertifiedReadError, CertifiedRows, CertifiedTip, RangeArgs, RowKey},
    id::ProviderId,
    limits::PAGE_RECORDS,
    registry::table,
};
use serde_bytes::ByteBuf;

impl<R: Runtime> RegistryClient<R> {
    // Certified reads, verified.

    /// A provider's record, acceptance and published declaration, each proven present or absent.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn provider_certified(&self, id: ProviderId) -> Result<Proven, ClientError> {
        let method = "get_provider_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> = self.query(method, (id,)).await?;
        let key = ByteBuf::from(id.as_slice());
        let keys = [
            table::PROVIDER,
            table::ACCEPTANCE,
            table::PUBLISHED_DECLARATION,
        ]
        .map(|table| RowKey {
            table: table.into(),
            key: key.clone(),
        });
        self.proven(&keys, answer?).await
    }

    /// Single rows.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn rows_certified(&self, keys: &[RowKey]) -> Result<Proven, ClientError> {
        let method = "get_rows_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> = self.query(method, (keys,)).await?;
        self.proven(keys, answer?).await
    }

    /// A stretch of a table, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn range_certified(&self, range: &RangeArgs) -> Result<VerifiedPage, ClientError> {
        let method = "list_rows_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> =
            self.query(method, (range,)).await?;
        Ok(self.verifier().await?.range(range, &answer?)?)
    }

    /// A whole table in key order, at most `limit` records; each page is proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn table<T>(&self, table: &str, limit: Option<usize>) -> Result<Vec<T>, ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let mut records = Vec::new();
        let mut after = None;
        loop {
            let left = limit.map_or(usize::MAX, |limit| limit.saturating_sub(records.len()));
            let page = u32::try_from(left)
                .unwrap_or(PAGE_RECORDS)
                .min(PAGE_RECORDS);
            if page == 0 {
                return Ok(records);
            }
            let range = RangeArgs {
                table: table.into(),
                after: after.take(),
                limit: page,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                records.extend(row.record::<T>()?);
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = Some(ByteBuf::from(last.key())),
                _ => return Ok(records),
            }
        }
    }

    /// The end of the event log.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn tip_certified(&self) -> Result<VerifiedTip, ClientError> {
        let answer: Result<CertifiedTip, CertifiedReadError> =
            self.query("get_tip_certified", ()).await?;
        Ok(self.verifier().await?.tip(&answer?)?)
    }
}
