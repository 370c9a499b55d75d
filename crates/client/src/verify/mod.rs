//! Checks an answer against the network's root key, without trusting who sent it.
//!
//! In order: the certificate's signature, delegation and age; the canister's certified
//! data in it; the witness's root against that; each row's hash against its leaf; and for
//! ranges, that nothing between two neighbours is hidden. See [`bonafide_types::certified`]
//! for the tree.

mod delegation;
mod error;
mod range;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod tree;

pub use error::VerifyError;
pub use range::VerifiedPage;

use bonafide_types::{
    certified::{CertifiedRows, CertifiedTip, RangeArgs, Row, RowKey},
    id::Sha256Hash,
    limits::SECOND_NS,
};
use candid::Principal;
use ic_certificate_verification::VerifyCertificate;
use ic_certification::{Certificate, HashTree, LookupResult};
use sha2::{Digest, Sha256};

/// How far a certificate's time may be from now, either way.
pub const FRESHNESS_NS: u64 = 300 * SECOND_NS;

/// Checks answers of one canister on one network at one moment.
#[derive(Clone, Debug)]
pub struct Verifier {
    /// The canister whose answers are checked.
    pub canister: Principal,
    /// The network's root public key, DER.
    pub root_key: Vec<u8>,
    /// Now. Nanoseconds since the epoch.
    pub now_ns: u64,
}

/// A row whose presence or absence is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedRow {
    table: String,
    key: Vec<u8>,
    row: Option<Vec<u8>>,
}

impl VerifiedRow {
    /// Table label.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Key bytes.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// Whether there is such a row.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.row.is_some()
    }

    /// The record, or `None` when there is provably none.
    ///
    /// # Errors
    /// [`VerifyError::Undecodable`] when the row is not a `T`.
    pub fn record<T>(&self) -> Result<Option<T>, VerifyError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        self.row
            .as_deref()
            .map(|bytes| minicbor::decode(bytes))
            .transpose()
            .map_err(|error| VerifyError::Undecodable {
                table: self.table.clone(),
                key: hex::encode(&self.key),
                reason: error.to_string(),
            })
    }
}

/// The end of the event log, proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedTip {
    /// Number of events.
    pub length: u64,
    /// Hash of the last event.
    pub tip: Sha256Hash,
    /// The canister's certified data: the root of its tree.
    pub root: Sha256Hash,
}

impl Verifier {
    /// Checks an answer about `asked`, row by row and in the order asked.
    ///
    /// # Errors
    /// The first [`VerifyError`] found.
    pub fn rows(
        &self,
        asked: &[RowKey],
        answer: &CertifiedRows,
    ) -> Result<Vec<VerifiedRow>, VerifyError> {
        let same = asked.len() == answer.rows.len()
            && asked
                .iter()
                .zip(&answer.rows)
                .all(|(a, r)| a.table == r.table && a.key == r.key);
        if !same {
            return Err(VerifyError::OtherRows);
        }
        let witness = self.witness(&answer.certificate, &answer.witness)?;
        answer
            .rows
            .iter()
            .map(|row| check_row(&witness, row))
            .collect()
    }

    /// Checks an answer about one stretch of a table.
    ///
    /// # Errors
    /// The first [`VerifyError`] found.
    pub fn range(
        &self,
        asked: &RangeArgs,
        answer: &CertifiedRows,
    ) -> Result<VerifiedPage, VerifyError> {
        let witness = self.witness(&answer.certificate, &answer.witness)?;
        range::check(&witness, asked, &answer.rows)
    }

    /// Checks the end of the event log.
    ///
    /// # Errors
    /// The first [`VerifyError`] found.
    pub fn tip(&self, answer: &CertifiedTip) -> Result<VerifiedTip, VerifyError> {
        let witness = self.witness(&answer.certificate, &answer.witness)?;
        let leaf = |part: &'static str| match witness.lookup_path(["log", part]) {
            LookupResult::Found(bytes) => Ok(bytes),
            _ => Err(VerifyError::NotProven {
                what: format!("log/{part}"),
            }),
        };
        if leaf("tip")? != answer.tip.0 {
            return Err(VerifyError::TipMismatch { part: "tip" });
        }
        if leaf("length")? != leb128(answer.length) {
            return Err(VerifyError::TipMismatch { part: "length" });
        }
        Ok(VerifiedTip {
            length: answer.length,
            tip: answer.tip,
            root: Sha256Hash(witness.digest()),
        })
    }

    /// The witness, once its root is known to be certified.
    fn witness(&self, certificate: &[u8], witness: &[u8]) -> Result<HashTree, VerifyError> {
        let certificate: Certificate = serde_cbor::from_slice(certificate).map_err(|error| {
            VerifyError::MalformedCertificate {
                reason: error.to_string(),
            }
        })?;
        certificate
            .verify(
                self.canister.as_slice(),
                &self.root_key,
                &u128::from(self.now_ns),
                &u128::from(FRESHNESS_NS),
            )
            .map_err(|error| VerifyError::of_certificate(error, self.canister, self.now_ns))?;
        if let Some(by) = &certificate.delegation {
            delegation::check(by, self.canister)?;
        }
        let path: [&[u8]; 3] = [b"canister", self.canister.as_slice(), b"certified_data"];
        let LookupResult::Found(certified) = certificate.tree.lookup_path(path) else {
            return Err(VerifyError::NoCertifiedData {
                canister: self.canister,
            });
        };
        let witness = tree::decode(witness).map_err(|error| VerifyError::MalformedWitness {
            reason: error.to_string(),
        })?;
        let root = witness.digest();
        if certified != root {
            return Err(VerifyError::RootMismatch {
                certified: hex::encode(certified),
                witness: Sha256Hash(root),
            });
        }
        Ok(witness)
    }
}

/// One row against its leaf.
fn check_row(witness: &HashTree, row: &Row) -> Result<VerifiedRow, VerifyError> {
    let named = || (row.table.clone(), hex::encode(&row.key));
    let path: [&[u8]; 3] = [b"state", row.table.as_bytes(), &row.key];
    match (witness.lookup_path(path), &row.row) {
        (LookupResult::Found(leaf), Some(bytes)) if leaf == sha256(bytes) => {}
        (LookupResult::Absent, None) => {}
        (LookupResult::Found(_), Some(_)) => {
            let (table, key) = named();
            return Err(VerifyError::RowMismatch { table, key });
        }
        (LookupResult::Found(_), None) => {
            let (table, key) = named();
            return Err(VerifyError::RowWithheld { table, key });
        }
        (LookupResult::Absent, Some(_)) => {
            let (table, key) = named();
            return Err(VerifyError::RowInvented { table, key });
        }
        (LookupResult::Unknown | LookupResult::Error, _) => {
            let (table, key) = named();
            return Err(VerifyError::NotProven {
                what: format!("row {table}/{key}"),
            });
        }
    }
    Ok(VerifiedRow {
        table: row.table.clone(),
        key: row.key.to_vec(),
        row: row.row.as_ref().map(|bytes| bytes.to_vec()),
    })
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Unsigned LEB128.
fn leb128(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = value.to_le_bytes()[0] & 0x7f;
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
