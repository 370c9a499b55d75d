//! Plain reads: one node's word.

use super::IdentityClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::{Blob, ProviderId, VerifierId},
    identity::*,
};

/// Queries, as the canister names them and under the names they have here.
macro_rules! reads {
    ($($(#[doc = $doc:literal])+ $name:ident = $method:literal($($arg:ident: $type:ty),*)
        -> $answer:ty;)+) => {
        impl<R: Runtime> IdentityClient<R> {
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
    /// A statement and what it is worth now.
    attestation = "get_attestation"(id: u64) -> Option<AttestationView>;
    /// What a statement is worth at a time, now when none is given; `None` without one.
    attestation_status = "get_attestation_status"(id: u64, at_ns: Option<u64>)
        -> Option<AttestationStatus>;
    /// Some statements.
    attestations = "list_attestations"(args: &ListAttestationsArgs) -> AttestationPage;
    /// A verifier and how it does.
    identity_verifier = "get_verifier"(id: VerifierId) -> Option<VerifierView>;
    /// Every verifier.
    identity_verifiers = "list_verifiers"() -> Vec<VerifierView>;
    /// Every schema and who can attest it.
    schemas = "list_schemas"() -> Vec<SchemaView>;
    /// A request to a verifier.
    request = "get_request"(id: u64) -> Option<AttestationRequest>;
    /// Some requests.
    requests = "list_requests"(args: &ListRequestsArgs) -> RequestPage;
    /// What the treasury will pay to verifiers.
    fee_budget = "get_fee_budget"() -> FeeBudget;
    /// One version of an encrypted record, without its ciphertext.
    record = "get_record"(record: RecordVersion) -> Option<Record>;
    /// Every version of a provider's records.
    records = "list_records"(provider: ProviderId) -> Vec<Record>;
    /// The ciphertext of a record of the calling provider; `None` when it has none such, or it
    /// was erased.
    own_ciphertext = "get_own_ciphertext"(record_id: u32, version: u32) -> Option<Blob>;
    /// A disclosure.
    grant = "get_grant"(id: u64) -> Option<Grant>;
    /// Some disclosures.
    grants = "list_grants"(args: &ListGrantsArgs) -> GrantPage;
    /// Some entries of the access log.
    access_log = "list_access"(args: &ListAccessArgs) -> AccessPage;
    /// The freeze of disclosures, while it is in force.
    freeze = "get_freeze"() -> Option<Freeze>;
    /// Every version of the score's weights.
    score_weights = "list_score_weights"() -> Vec<ScoreWeights>;
    /// The final findings of audits about a provider.
    audit_findings = "list_findings"(subject: ProviderId) -> Vec<AuditFinding>;
    /// Where a provider stands with what is asked of everyone.
    standing = "get_standing"(subject: ProviderId) -> Option<Standing>;
    /// A provider as the registry last showed it.
    subject = "get_subject"(id: ProviderId) -> Option<Subject>;
    /// Settings in force.
    config = "get_config"() -> Config;
    /// How much the canister holds.
    summary = "get_summary"() -> Summary;
}

impl<R: Runtime> IdentityClient<R> {
    /// A score with every line explained.
    ///
    /// # Errors
    /// [`ClientError::Score`] when there is none.
    pub async fn score(&self, args: &GetScoreArgs) -> Result<Score, ClientError> {
        let answer: ScoreResult = self.query("get_score", (args,)).await?;
        Ok(answer?)
    }
}
