//! Certified reads: what is returned is proven.

use super::IdentityClient;
use crate::{
    canister::{ClientError, Proven},
    runtime::Runtime,
    verify::VerifyError,
};
use bonafide_types::{
    certified::{RangeArgs, RowKey},
    id::{ProviderId, VerifierId},
    identity::{
        Attestation, AttestationRequest, AuditFinding, Config, FeeBudget, Freeze, Grant, Record,
        RecordVersion, Score, Subject, Verifier, table,
    },
    limits::PAGE_RECORDS,
};
use serde_bytes::ByteBuf;

impl<R: Runtime> IdentityClient<R> {
    // Certified reads, verified.

    /// Settings in force, proven: who governs, and the key that records are encrypted to.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn config_certified(&self) -> Result<Config, ClientError> {
        let (config, _) = self.row(table::CONFIG, b"config").await?;
        Ok(config.ok_or_else(VerifyError::no_config)?)
    }

    /// A statement, or the proof that there is none. What it is worth depends on the time.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn attestation_certified(
        &self,
        id: u64,
    ) -> Result<(Option<Attestation>, Proven), ClientError> {
        self.row(table::ATTESTATION, &id.to_be_bytes()).await
    }

    /// A request, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn request_certified(
        &self,
        id: u64,
    ) -> Result<(Option<AttestationRequest>, Proven), ClientError> {
        self.row(table::REQUEST, &id.to_be_bytes()).await
    }

    /// A verifier, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn verifier_certified(
        &self,
        id: VerifierId,
    ) -> Result<(Option<Verifier>, Proven), ClientError> {
        self.row(table::VERIFIER, id.as_slice()).await
    }

    /// One version of an encrypted record, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn record_certified(
        &self,
        record: RecordVersion,
    ) -> Result<(Option<Record>, Proven), ClientError> {
        self.row(table::RECORD, &record.key()).await
    }

    /// Every version of a provider's records, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn records_certified(
        &self,
        provider: ProviderId,
    ) -> Result<Vec<Record>, ClientError> {
        let mut records: Vec<Record> = Vec::new();
        // Keys begin with the provider, so its records follow this, and those of others follow
        // them.
        let mut after = provider_prefix(provider);
        loop {
            let range = RangeArgs {
                table: table::RECORD.into(),
                after: Some(ByteBuf::from(after)),
                limit: PAGE_RECORDS,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                match row.record::<Record>()? {
                    Some(record) if record.record.provider == provider => records.push(record),
                    _ => return Ok(records),
                }
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = last.key().to_vec(),
                _ => return Ok(records),
            }
        }
    }

    /// A disclosure, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn grant_certified(&self, id: u64) -> Result<(Option<Grant>, Proven), ClientError> {
        self.row(table::GRANT, &id.to_be_bytes()).await
    }

    /// The freeze that was ordered last and not lifted, or the proof that there is none. It may
    /// have ended by itself.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn freeze_certified(&self) -> Result<(Option<Freeze>, Proven), ClientError> {
        self.row(table::FREEZE, b"freeze").await
    }

    /// What the treasury will pay to verifiers.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn fee_budget_certified(&self) -> Result<(Option<FeeBudget>, Proven), ClientError> {
        self.row(table::FEE_BUDGET, b"fee_budget").await
    }

    /// A provider's score as of when it last changed, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn score_certified(
        &self,
        subject: ProviderId,
    ) -> Result<(Option<Score>, Proven), ClientError> {
        self.row(table::SCORE, subject.as_slice()).await
    }

    /// A final finding of audits by its number there, or the proof that none is known here.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn audit_finding_certified(
        &self,
        id: u64,
    ) -> Result<(Option<AuditFinding>, Proven), ClientError> {
        self.row(table::FINDING, &id.to_be_bytes()).await
    }

    /// A provider as the registry last showed it, or the proof that it is not known here.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn subject_certified(
        &self,
        id: ProviderId,
    ) -> Result<(Option<Subject>, Proven), ClientError> {
        self.row(table::SUBJECT, id.as_slice()).await
    }

    async fn row<T>(&self, table: &str, key: &[u8]) -> Result<(Option<T>, Proven), ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let key = RowKey {
            table: table.into(),
            key: ByteBuf::from(key),
        };
        let proven = self.rows_certified(&[key]).await?;
        let record = proven.rows.iter().find_map(|row| row.record().transpose());
        Ok((record.transpose()?, proven))
    }
}

fn provider_prefix(provider: ProviderId) -> Vec<u8> {
    let first = RecordVersion {
        provider,
        record_id: 0,
        version: 0,
    };
    let mut key = first.key();
    key.truncate(1 + provider.as_slice().len());
    key
}
