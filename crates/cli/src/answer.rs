//! A certified answer as it is kept in a file: JSON, bytes in hex.

use crate::error::{CliError, Exit};
use bonafide_types::certified::{CertifiedRows, Row, RowKey};
use candid::Principal;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// What `provider show --json --proof` writes under `answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedAnswer {
    pub(crate) canister: Principal,
    pub(crate) rows: Vec<SavedRow>,
    pub(crate) certificate: String,
    pub(crate) witness: String,
}

/// One row; `row` is null when the answer says that there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedRow {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) row: Option<String>,
}

impl SavedAnswer {
    pub(crate) fn new(canister: Principal, answer: &CertifiedRows) -> Self {
        let rows = answer.rows.iter().map(|row| SavedRow {
            table: row.table.clone(),
            key: hex::encode(&row.key),
            row: row.row.as_ref().map(hex::encode),
        });
        Self {
            canister,
            rows: rows.collect(),
            certificate: hex::encode(&answer.certificate),
            witness: hex::encode(&answer.witness),
        }
    }

    /// Reads a file's text: the answer itself, or an object that holds it under `answer`.
    pub(crate) fn parse(text: &str) -> Result<Self, CliError> {
        let mut value: serde_json::Value = serde_json::from_str(text).map_err(malformed)?;
        let inner = value.get_mut("answer").map(serde_json::Value::take);
        serde_json::from_value(inner.unwrap_or(value)).map_err(malformed)
    }

    /// The answer in bytes, and what it was asked.
    pub(crate) fn decode(&self) -> Result<(Vec<RowKey>, CertifiedRows), CliError> {
        let bytes = |text: &str| hex::decode(text).map(ByteBuf::from).map_err(malformed);
        let rows: Vec<Row> = self
            .rows
            .iter()
            .map(|saved| {
                Ok(Row {
                    table: saved.table.clone(),
                    key: bytes(&saved.key)?,
                    row: saved.row.as_deref().map(bytes).transpose()?,
                })
            })
            .collect::<Result<_, CliError>>()?;
        let asked = rows
            .iter()
            .map(|row| RowKey {
                table: row.table.clone(),
                key: row.key.clone(),
            })
            .collect();
        let certificate = bytes(&self.certificate)?;
        let witness = bytes(&self.witness)?;
        Ok((
            asked,
            CertifiedRows {
                rows,
                certificate,
                witness,
            },
        ))
    }
}

fn malformed(error: impl std::fmt::Display) -> CliError {
    CliError::new(
        Exit::Unverified,
        "MalformedAnswer",
        format!("the answer cannot be read: {error}"),
    )
}
