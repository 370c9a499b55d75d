//! Why an answer is not to be believed.

use bonafide_types::id::Sha256Hash;
use candid::Principal;
use ic_certificate_verification::CertificateVerificationError;

/// What does not hold. Keys are shown in hex.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The certificate is not CBOR of a certificate.
    #[error("the certificate cannot be read: {reason}")]
    MalformedCertificate {
        /// What the decoder says.
        reason: String,
    },
    /// The certificate is older than five minutes.
    #[error("the certificate expired: it is of {certificate_ns} ns, now is {now_ns} ns")]
    CertificateExpired {
        /// The certificate's time.
        certificate_ns: u128,
        /// The time it was checked at.
        now_ns: u64,
    },
    /// The certificate is more than five minutes ahead.
    #[error("the certificate is from the future: it is of {certificate_ns} ns, now is {now_ns} ns")]
    CertificateFromFuture {
        /// The certificate's time.
        certificate_ns: u128,
        /// The time it was checked at.
        now_ns: u64,
    },
    /// The signature is not by the network's key.
    #[error("the certificate's signature is not by this network")]
    SignatureInvalid,
    /// The certificate is of a subnet that may not speak for the canister.
    #[error("the certificate's subnet does not host canister {canister}")]
    CanisterNotInRange {
        /// The canister.
        canister: Principal,
    },
    /// Another rule of certificates is broken.
    #[error("the certificate does not hold: {reason}")]
    CertificateInvalid {
        /// Which one.
        reason: String,
    },
    /// The certificate does not reveal the canister's certified data.
    #[error("the certificate says nothing of canister {canister}")]
    NoCertifiedData {
        /// The canister.
        canister: Principal,
    },
    /// The witness is not CBOR of a hash tree.
    #[error("the witness cannot be read: {reason}")]
    MalformedWitness {
        /// What the decoder says.
        reason: String,
    },
    /// The witness is not of the tree the canister certified.
    #[error("the witness has root {witness}, certified is {certified}")]
    RootMismatch {
        /// Hash the subnet signed.
        certified: String,
        /// Hash of the witness.
        witness: Sha256Hash,
    },
    /// The answer is about other rows than asked for.
    #[error("the answer is about other rows than asked for")]
    OtherRows,
    /// A row's bytes are not those certified.
    #[error("row {table}/{key} is not the certified one")]
    RowMismatch {
        /// Table.
        table: String,
        /// Key.
        key: String,
    },
    /// The answer denies a row that the witness shows.
    #[error("row {table}/{key} was left out")]
    RowWithheld {
        /// Table.
        table: String,
        /// Key.
        key: String,
    },
    /// The answer has a row that the witness shows to be absent.
    #[error("row {table}/{key} does not exist")]
    RowInvented {
        /// Table.
        table: String,
        /// Key.
        key: String,
    },
    /// The witness hides what it should show.
    #[error("the witness does not show {what}")]
    NotProven {
        /// What is hidden.
        what: String,
    },
    /// The log's length or tip is not the certified one.
    #[error("the log's {part} is not the certified one")]
    TipMismatch {
        /// `length` or `tip`.
        part: &'static str,
    },
    /// A proven row is not a record this version knows.
    #[error("row {table}/{key} cannot be decoded: {reason}")]
    Undecodable {
        /// Table.
        table: String,
        /// Key.
        key: String,
        /// What the decoder says.
        reason: String,
    },
}

impl VerifyError {
    /// A canister that proves to have no settings is not one of ours.
    pub(crate) fn no_config() -> Self {
        Self::NotProven {
            what: "settings".into(),
        }
    }

    /// What the certificate check found, in our words.
    pub(super) fn of_certificate(
        error: CertificateVerificationError,
        canister: Principal,
        now_ns: u64,
    ) -> Self {
        use CertificateVerificationError as E;
        match error {
            E::TimeTooFarInThePast {
                certificate_time, ..
            } => Self::CertificateExpired {
                certificate_ns: certificate_time,
                now_ns,
            },
            E::TimeTooFarInTheFuture {
                certificate_time, ..
            } => Self::CertificateFromFuture {
                certificate_ns: certificate_time,
                now_ns,
            },
            E::SignatureVerificationFailed => Self::SignatureInvalid,
            E::PrincipalOutOfRange { .. } => Self::CanisterNotInRange { canister },
            other => Self::CertificateInvalid {
                reason: other.to_string(),
            },
        }
    }
}
