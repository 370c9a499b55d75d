//! Certified reads: what is returned is proven.

use super::RegistryClient;
use crate::{
    canister::{ClientError, Proven},
    runtime::Runtime,
    verify::VerifyError,
};
use bonafide_types::{
    certified::RowKey,
    id::ProviderId,
    registry::{Config, table},
};
use serde_bytes::ByteBuf;

impl<R: Runtime> RegistryClient<R> {
    // Certified reads, verified.

    /// A provider's record, acceptance and published declaration, each proven present or absent.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn provider_certified(&self, id: ProviderId) -> Result<Proven, ClientError> {
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
        self.proven("get_provider_certified", (id,), &keys).await
    }

    /// Settings in force, proven: who governs.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn config_certified(&self) -> Result<Config, ClientError> {
        let keys = [RowKey {
            table: table::CONFIG.into(),
            key: ByteBuf::from(b"config"),
        }];
        let proven = self.rows_certified(&keys).await?;
        let config = proven.rows.iter().find_map(|row| row.record().transpose());
        Ok(config.ok_or_else(VerifyError::no_config)??)
    }
}
