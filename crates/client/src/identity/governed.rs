//! Governed updates. The governance principal calls; a refusal is a reject.

use super::IdentityClient;
use crate::{
    canister::{ClientError, arguments, decode},
    runtime::Runtime,
};
use bonafide_types::{Validation, governance::Command, identity::*};
use candid::CandidType;

/// Methods that answer with nothing.
macro_rules! governed {
    ($(#[doc = $doc:literal] $method:ident($args:ty);)+) => {
        impl<R: Runtime> IdentityClient<R> {
            $(
                #[doc = $doc]
                ///
                /// # Errors
                /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
                pub async fn $method(&self, args: &$args) -> Result<(), ClientError> {
                    self.update(stringify!($method), (args,)).await
                }
            )+
        }
    };
}

governed! {
    /// Admits a verifier.
    admit_verifier(AdmitVerifierArgs);
    /// Changes a verifier's owner, links, scope and fees.
    set_verifier_terms(SetVerifierTermsArgs);
    /// Suspends a verifier.
    suspend_verifier(SuspendVerifierArgs);
    /// Ends a verifier's suspension.
    reinstate_verifier(ReinstateVerifierArgs);
    /// Removes a verifier for good.
    remove_verifier(RemoveVerifierArgs);
    /// Adds a schema, or sets its next version.
    set_schema(SetSchemaArgs);
    /// Sets what stamps and findings are worth.
    set_score_weights(SetScoreWeightsArgs);
    /// Says what the treasury will pay to verifiers.
    set_fee_budget(SetFeeBudgetArgs);
    /// Stops all releases of keys for a while.
    freeze_disclosures(FreezeDisclosuresArgs);
    /// Ends a freeze.
    lift_freeze(LiftFreezeArgs);
}

impl<R: Runtime> IdentityClient<R> {
    /// Opens records to recipients; answers the disclosure's number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn disclose_records(&self, args: &DiscloseRecordsArgs) -> Result<u64, ClientError> {
        let (id,) = self.update("disclose_records", (args,)).await?;
        Ok(id)
    }

    /// What `method` would do with `args`, in plain words, or why it would be refused.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn validate(
        &self,
        method: &str,
        args: &impl CandidType,
    ) -> Result<Validation, ClientError> {
        self.query(&format!("validate_{method}"), (args,)).await
    }

    /// What a governed call would do, in plain words, or why it would be refused.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn validate_command(&self, command: &Command) -> Result<Validation, ClientError> {
        let method = format!("validate_{}", command.spec().method);
        let arg = arguments(command)?;
        let reply = self.runtime().query(self.canister(), &method, arg).await?;
        let (validation,) = decode(&method, &reply)?;
        Ok(validation)
    }

    /// Makes the governed call that a command stands for; answers the Candid reply. The
    /// governance principal calls.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn execute(&self, command: &Command) -> Result<Vec<u8>, ClientError> {
        let (method, arg) = (command.spec().method, arguments(command)?);
        Ok(self.runtime().update(self.canister(), method, arg).await?)
    }
}
