//! Governed updates. The governance principal calls; a refusal is a reject.

use super::RewardsClient;
use crate::{
    canister::{ClientError, arguments, decode},
    runtime::Runtime,
};
use bonafide_types::{Validation, governance::Command, rewards::*};
use candid::CandidType;

/// Methods that answer with nothing.
macro_rules! governed {
    ($(#[doc = $doc:literal] $method:ident($args:ty);)+) => {
        impl<R: Runtime> RewardsClient<R> {
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
    /// Takes a period back that is not closed.
    cancel_period(CancelPeriodArgs);
    /// Adds or changes rates, for later days.
    update_node_rewards_table(UpdateNodeRewardsTableArgs);
    /// Freezes a case: fixes what it can cost, and locks that.
    freeze_case(FreezeCaseArgs);
    /// Lowers what a case costs.
    reduce_case(ReduceCaseArgs);
    /// Decides an open appeal: the case stays as it is.
    reject_appeal(RejectAppealArgs);
    /// Cancels a case and undoes everything that is so because of it.
    cancel_case(CancelCaseArgs);
    /// Gives back what an executed case took.
    refund_case(RefundCaseArgs);
    /// Sets the numbers that the rules use.
    set_rewards_policy(SetRewardsPolicyArgs);
    /// Pays from the treasury.
    pay_from_treasury(PayFromTreasuryArgs);
    /// Settles a transfer in quarantine by what the ledger shows.
    settle_transfer(SettleRewardsTransferArgs);
}

impl<R: Runtime> RewardsClient<R> {
    /// Adopts a period; answers its number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn adopt_period(&self, args: &AdoptPeriodArgs) -> Result<u64, ClientError> {
        let (id,) = self.update("adopt_period", (args,)).await?;
        Ok(id)
    }

    /// Puts a case on record; answers its number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn open_case(&self, args: &OpenCaseArgs) -> Result<u64, ClientError> {
        let (id,) = self.update("open_case", (args,)).await?;
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
