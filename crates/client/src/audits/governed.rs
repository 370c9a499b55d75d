//! Governed updates. The governance principal calls; a refusal is a reject.

use super::AuditsClient;
use crate::{
    canister::{ClientError, arguments, decode},
    runtime::Runtime,
};
use bonafide_types::{Validation, audits::*, governance::Command};
use candid::CandidType;

/// Methods that answer with nothing.
macro_rules! governed {
    ($(#[doc = $doc:literal] $method:ident($args:ty);)+) => {
        impl<R: Runtime> AuditsClient<R> {
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
    /// Admits an auditor that applied.
    admit_auditor(AdmitAuditorArgs);
    /// Suspends an auditor: it is not drawn.
    suspend_auditor(SuspendAuditorArgs);
    /// Ends an auditor's suspension.
    reinstate_auditor(ReinstateAuditorArgs);
    /// Removes an auditor for good.
    remove_auditor(RemoveAuditorArgs);
    /// Takes stake of an auditor for the treasury, on evidence.
    penalise_auditor(PenaliseAuditorArgs);
    /// Sets the numbers that the rules use.
    set_audit_policy(SetAuditPolicyArgs);
    /// Takes a plan back whose seed is not drawn.
    cancel_audit_plan(CancelAuditPlanArgs);
    /// Settles a finding.
    settle_finding(SettleFindingArgs);
    /// Settles a transfer in quarantine by what the ledger shows.
    settle_transfer(SettleTransferArgs);
}

impl<R: Runtime> AuditsClient<R> {
    /// Adopts a sampling plan and reserves its budget; answers the plan's number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn adopt_audit_plan(&self, args: &AdoptAuditPlanArgs) -> Result<u64, ClientError> {
        let (id,) = self.update("adopt_audit_plan", (args,)).await?;
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
