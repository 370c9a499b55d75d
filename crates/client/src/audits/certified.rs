//! Certified reads: what is returned is proven.

use super::AuditsClient;
use crate::{
    canister::{ClientError, Proven},
    runtime::Runtime,
    verify::VerifyError,
};
use bonafide_types::{
    audits::{
        Assignment, AuditPolicy, Auditor, Books, Config, Draw, FiledReport, Finding, Plan, Site,
        SiteId, StakeAccount, Transfer, table,
    },
    certified::{RangeArgs, RowKey},
    id::{AuditorId, Caller},
    limits::PAGE_RECORDS,
};
use serde_bytes::ByteBuf;

/// Rows of one table, or the proof that there is none.
macro_rules! rows {
    ($(#[doc = $doc:literal] $name:ident($($arg:ident: $type:ty),*) -> $record:ty = $table:ident $key:expr;)+) => {
        impl<R: Runtime> AuditsClient<R> {
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
    /// What somebody deposited, or the proof that there is nothing.
    account_certified(owner: Caller) -> StakeAccount = ACCOUNT owner.as_slice();
    /// An assignment, or the proof that there is none.
    assignment_certified(id: u64) -> Assignment = ASSIGNMENT &id.to_be_bytes();
    /// An auditor, or the proof that there is none.
    auditor_certified(id: AuditorId) -> Auditor = AUDITOR id.as_slice();
    /// All money that ever came in, and where it is.
    books_certified() -> Books = BOOKS b"books";
    /// A draw, or the proof that there is none.
    draw_certified(id: u64) -> Draw = DRAW &id.to_be_bytes();
    /// A finding, or the proof that there is none.
    finding_certified(id: u64) -> Finding = FINDING &id.to_be_bytes();
    /// A plan, or the proof that there is none.
    plan_certified(id: u64) -> Plan = PLAN &id.to_be_bytes();
    /// The numbers that the rules use.
    policy_certified() -> AuditPolicy = POLICY b"policy";
    /// A revealed report, or the proof that there is none.
    report_certified(assignment_id: u64, auditor: AuditorId) -> FiledReport =
        REPORT &report_key(assignment_id, Some(auditor));
    /// A movement on the ledger, or the proof that there is none.
    transfer_certified(id: u64) -> Transfer = TRANSFER &id.to_be_bytes();
}

impl<R: Runtime> AuditsClient<R> {
    /// Settings in force, proven: who governs, and the key that seeds are checked with.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn config_certified(&self) -> Result<Config, ClientError> {
        let (config, _) = self.row(table::CONFIG, b"config").await?;
        Ok(config.ok_or_else(VerifyError::no_config)?)
    }

    /// A site with its audits, or the proof that there is none. The id of its data centre must
    /// have 255 bytes at most: no longer one has a site.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself;
    /// [`ClientError::Argument`] when the id is longer.
    pub async fn site_certified(&self, id: &SiteId) -> Result<(Option<Site>, Proven), ClientError> {
        let bytes = id.dc_id.len();
        if u8::try_from(bytes).is_err() {
            return Err(ClientError::Argument {
                method: "get_rows_certified".into(),
                reason: format!("the id of a data centre has 255 bytes at most, not {bytes}"),
            });
        }
        self.row(table::SITE, &id.key()).await
    }

    /// A draw and the settings that its seed is checked with, of one moment.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn draw_and_config_certified(
        &self,
        id: u64,
    ) -> Result<(Option<Draw>, Config), ClientError> {
        let keys = [
            row_key(table::DRAW, &id.to_be_bytes()),
            row_key(table::CONFIG, b"config"),
        ];
        let proven = self.rows_certified(&keys).await?;
        let [draw, config] = proven.rows.as_slice() else {
            return Err(VerifyError::OtherRows.into());
        };
        let config = config.record()?.ok_or_else(VerifyError::no_config)?;
        Ok((draw.record()?, config))
    }

    /// Every report of an assignment that was revealed, in the order of the auditors'
    /// principals, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn reports_certified(
        &self,
        assignment_id: u64,
    ) -> Result<Vec<FiledReport>, ClientError> {
        let mut reports: Vec<FiledReport> = Vec::new();
        // Keys begin with the assignment, so its reports follow this, and those of later
        // assignments follow them.
        let mut after = report_key(assignment_id, None);
        loop {
            let range = RangeArgs {
                table: table::REPORT.into(),
                after: Some(ByteBuf::from(after)),
                limit: PAGE_RECORDS,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                match row.record::<FiledReport>()? {
                    Some(report) if report.assignment_id == assignment_id => reports.push(report),
                    _ => return Ok(reports),
                }
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = last.key().to_vec(),
                _ => return Ok(reports),
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

fn row_key(table: &str, key: &[u8]) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    }
}

/// The key of a report; without an auditor, what the keys of all of an assignment begin with.
fn report_key(assignment_id: u64, auditor: Option<AuditorId>) -> Vec<u8> {
    let mut key = assignment_id.to_be_bytes().to_vec();
    if let Some(auditor) = auditor {
        key.extend_from_slice(auditor.as_slice());
    }
    key
}
