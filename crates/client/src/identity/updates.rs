//! Updates by own key: of providers, verifiers and recipients of disclosures.

use super::IdentityClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::identity::*;

/// Methods that answer with a result.
macro_rules! own {
    ($(#[doc = $doc:literal] $method:ident($args:ty) -> $answer:ty;)+) => {
        impl<R: Runtime> IdentityClient<R> {
            $(
                #[doc = $doc]
                ///
                /// # Errors
                /// A refusal is [`ClientError::Identity`].
                pub async fn $method(&self, args: &$args) -> Result<$answer, ClientError> {
                    self.ask::<_, IdentityError>(stringify!($method), (args,)).await
                }
            )+
        }
    };
}

own! {
    /// Asks a verifier to look at the calling provider.
    request_attestation(RequestAttestationArgs) -> AttestationRequest;
    /// Takes an open request of the calling provider back.
    cancel_request(CancelRequestArgs) -> AttestationRequest;
    /// States something about a provider. A verifier calls.
    attest(AttestArgs) -> Attestation;
    /// Takes a statement of the calling verifier back.
    revoke_attestation(RevokeAttestationArgs) -> Attestation;
    /// Stores the next version of an encrypted record of the calling provider.
    put_record(PutRecordArgs) -> Record;
    /// Asks for the key to a disclosed record. A recipient calls; each release counts.
    release(ReleaseArgs) -> Released;
}
