//! Checks certified answers as a stranger would: with `ic-certificate-verification`
//! and `ic-certification`, and without a line of the client's verifier.

use bonafide_types::certified::{CertifiedRows, CertifiedTip, Row};
use bonafide_types::id::Sha256Hash;
use candid::Principal;
use ic_certificate_verification::VerifyCertificate;
use ic_certification::{Certificate, HashTree, LookupResult};
use sha2::{Digest, Sha256};

/// Five minutes, in nanoseconds: how old a certificate may be.
const FRESH_NS: u128 = 300_000_000_000;

/// What a certified answer is judged by.
#[derive(Clone, Debug)]
pub struct Judge {
    /// Whose answer.
    pub canister: Principal,
    /// The network's root key, DER.
    pub root_key: Vec<u8>,
    /// Now. Nanoseconds since the epoch.
    pub now_ns: u64,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The certificate is broken, not by this network, or not of now.
    #[error("certificate: {0}")]
    Certificate(String),
    /// The witness cannot be read.
    #[error("witness: {0}")]
    Witness(String),
    /// The witness is not what was certified.
    #[error("the witness has another root than the certificate")]
    Root,
    /// A leaf is not what the answer says, or not shown.
    #[error("{0} is not proven")]
    Leaf(String),
}

impl Judge {
    /// Every row of the answer, present or absent, is proven.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn rows(&self, answer: &CertifiedRows) -> Result<(), ProofError> {
        let witness = self.witness(&answer.certificate, &answer.witness)?;
        answer.rows.iter().try_for_each(|row| proven(&witness, row))
    }

    /// Length and tip are proven; answers the root.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn tip(&self, answer: &CertifiedTip) -> Result<Sha256Hash, ProofError> {
        let witness = self.witness(&answer.certificate, &answer.witness)?;
        if witness.lookup_path(["log", "tip"]) != LookupResult::Found(answer.tip.0.as_slice()) {
            return Err(ProofError::Leaf("log/tip".into()));
        }
        match witness.lookup_path(["log", "length"]) {
            LookupResult::Found(leb) if read_leb128(leb) == Some(answer.length) => {
                Ok(Sha256Hash(witness.digest()))
            }
            _ => Err(ProofError::Leaf("log/length".into())),
        }
    }

    /// The witness, when its root is certified.
    fn witness(&self, certificate: &[u8], witness: &[u8]) -> Result<HashTree, ProofError> {
        let broken = |error: &dyn std::fmt::Display| ProofError::Certificate(error.to_string());
        let certificate: Certificate =
            serde_cbor::from_slice(certificate).map_err(|error| broken(&error))?;
        certificate
            .verify(
                self.canister.as_slice(),
                &self.root_key,
                &u128::from(self.now_ns),
                &FRESH_NS,
            )
            .map_err(|error| broken(&error))?;
        let witness: HashTree = serde_cbor::from_slice(witness)
            .map_err(|error| ProofError::Witness(error.to_string()))?;
        let path: [&[u8]; 3] = [b"canister", self.canister.as_slice(), b"certified_data"];
        if certificate.tree.lookup_path(path) == LookupResult::Found(witness.digest().as_slice()) {
            Ok(witness)
        } else {
            Err(ProofError::Root)
        }
    }
}

fn proven(witness: &HashTree, row: &Row) -> Result<(), ProofError> {
    let path: [&[u8]; 3] = [b"state", row.table.as_bytes(), &row.key];
    let holds = match (witness.lookup_path(path), &row.row) {
        (LookupResult::Found(leaf), Some(bytes)) => *leaf == *Sha256::digest(bytes),
        (LookupResult::Absent, None) => true,
        _ => false,
    };
    let leaf = || ProofError::Leaf(format!("{}/{:02x?}", row.table, row.key.as_slice()));
    holds.then_some(()).ok_or_else(leaf)
}

fn read_leb128(bytes: &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate() {
        let shift = u32::try_from(at * 7).ok()?;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return (at + 1 == bytes.len()).then_some(number);
        }
    }
    None
}
