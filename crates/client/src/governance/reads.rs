//! Plain reads: one node's word.

use super::GovernanceClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{governance::*, id::Sha256Hash};

impl<R: Runtime> GovernanceClient<R> {
    // Other reads: one node's word.

    /// A proposal whole.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn proposal(&self, id: u64) -> Result<Option<ProposalInfo>, ClientError> {
        self.query("get_proposal", (id,)).await
    }

    /// Some proposals, newest first.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn proposals(&self, args: &ListProposalsArgs) -> Result<ProposalPage, ClientError> {
        self.query("list_proposals", (args,)).await
    }

    /// A neuron's vote on a proposal; `None` when it has none there.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn ballot(
        &self,
        proposal_id: u64,
        neuron_id: u64,
    ) -> Result<Option<BallotView>, ClientError> {
        self.query("get_ballot", (proposal_id, neuron_id)).await
    }

    /// A neuron.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn neuron(&self, id: u64) -> Result<Option<Neuron>, ClientError> {
        self.query("get_neuron", (id,)).await
    }

    /// Some neurons.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn neurons(&self, args: &ListNeuronsArgs) -> Result<NeuronPage, ClientError> {
        self.query("list_neurons", (args,)).await
    }

    /// A journal entry.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn journal_entry(&self, id: u64) -> Result<Option<JournalEntry>, ClientError> {
        self.query("get_journal_entry", (id,)).await
    }

    /// Some journal entries, newest first.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn journal(&self, args: &ListJournalArgs) -> Result<JournalPage, ClientError> {
        self.query("list_journal", (args,)).await
    }

    /// The latest review of an NNS proposal.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn nns_review(&self, proposal_id: u64) -> Result<Option<NnsReview>, ClientError> {
        self.query("get_nns_review", (proposal_id,)).await
    }

    /// A command by its hash. The caller can check it: the hash is over the command.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn command(&self, hash: Sha256Hash) -> Result<Option<Command>, ClientError> {
        self.query("get_command", (hash,)).await
    }

    /// Settings in force.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn config(&self) -> Result<Config, ClientError> {
        self.query("get_config", ()).await
    }

    /// How much governance holds.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn summary(&self) -> Result<Summary, ClientError> {
        self.query("get_summary", ()).await
    }
}
