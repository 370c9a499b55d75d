//! Updates: by neurons, by an SNS, and by anyone with an adopted motion.

use super::GovernanceClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{Validation, governance::*};

impl<R: Runtime> GovernanceClient<R> {
    // The council. A neuron's controller or hot key calls.

    /// Submits a proposal; answers its number.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Governance`].
    pub async fn submit_proposal(&self, args: &SubmitProposalArgs) -> Result<u64, ClientError> {
        self.council("submit_proposal", args).await
    }

    /// Casts a vote.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Governance`].
    pub async fn vote(&self, args: &VoteArgs) -> Result<(), ClientError> {
        self.council("vote", args).await
    }

    /// Sets whom a neuron follows on a topic.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Governance`].
    pub async fn follow(&self, args: &FollowArgs) -> Result<(), ClientError> {
        self.council("follow", args).await
    }

    /// Sets a neuron's hot keys. Its controller calls.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Governance`].
    pub async fn set_hot_keys(&self, args: &SetHotKeysArgs) -> Result<(), ClientError> {
        self.council("set_hot_keys", args).await
    }

    // An SNS.

    /// Executes a command. The SNS governance canister calls.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn execute(&self, command: &Command) -> Result<(), ClientError> {
        self.update("execute", (command,)).await
    }

    /// What a command would do, in plain words, or why it would be refused. Anyone calls.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn validate_execute(&self, command: &Command) -> Result<Validation, ClientError> {
        let (validation,) = self.update("validate_execute", (command,)).await?;
        Ok(validation)
    }

    // Motions of the NNS. Anyone calls.

    /// Executes the command that an adopted motion of the NNS carries; answers the journal's
    /// entry, whatever became of the command.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Motion`].
    pub async fn execute_adopted_motion(
        &self,
        proposal_id: u64,
    ) -> Result<JournalEntry, ClientError> {
        let method = "execute_adopted_motion";
        self.ask::<_, MotionError>(method, (proposal_id,)).await
    }

    /// What a motion's text would do, before it is proposed.
    ///
    /// # Errors
    /// A text that would not be executed is [`ClientError::Motion`].
    pub async fn explain_motion(&self, text: &str) -> Result<MotionExplanation, ClientError> {
        self.ask::<_, MotionError>("explain_motion", (text,)).await
    }

    // Proposals of the NNS. Anyone with a key calls.

    /// Reviews NNS proposals on the membership of subnets, all of them together.
    ///
    /// # Errors
    /// A refusal is [`ClientError::NnsReview`].
    pub async fn review_nns_proposals(
        &self,
        args: &ReviewNnsProposalsArgs,
    ) -> Result<NnsReview, ClientError> {
        let method = "review_nns_proposals";
        self.ask::<_, NnsReviewError>(method, (args,)).await
    }

    async fn council<T>(
        &self,
        method: &str,
        args: &impl candid::CandidType,
    ) -> Result<T, ClientError>
    where
        T: candid::CandidType + serde::de::DeserializeOwned,
    {
        self.ask::<T, GovernanceError>(method, (args,)).await
    }
}
