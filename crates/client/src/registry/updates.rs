//! Updates by the owners of records, and commands as governance sends them.

use super::RegistryClient;
use crate::{
    canister::{ClientError, arguments, decode},
    runtime::Runtime,
};
use bonafide_types::{Validation, governance::Command, registry::*};
use candid::CandidType;
use serde::de::DeserializeOwned;

impl<R: Runtime> RegistryClient<R> {
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

    // Owners' updates.

    /// Changes the caller's own profile.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn update_provider_profile(
        &self,
        args: &UpdateProviderProfileArgs,
    ) -> Result<Provider, ClientError> {
        self.owner("update_provider_profile", args).await
    }

    /// Accepts the current declaration for the caller.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn accept_declaration(
        &self,
        args: &AcceptDeclarationArgs,
    ) -> Result<Acceptance, ClientError> {
        self.owner("accept_declaration", args).await
    }

    /// Registers a node of the calling operator.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn register_node(&self, args: &RegisterNodeArgs) -> Result<Node, ClientError> {
        self.owner("register_node", args).await
    }

    /// Answers the questions of independence for the caller.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn answer_independence(
        &self,
        args: &AnswerIndependenceArgs,
    ) -> Result<IndependenceAnswers, ClientError> {
        self.owner("answer_independence", args).await
    }

    /// Hands one of the calling provider's operator records over to another provider.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn update_node_operator_config_directly(
        &self,
        args: &UpdateNodeOperatorConfigDirectlyArgs,
    ) -> Result<NodeOperator, ClientError> {
        self.owner("update_node_operator_config_directly", args)
            .await
    }

    /// Removes a node of the calling operator.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn remove_node_directly(
        &self,
        args: &RemoveNodeDirectlyArgs,
    ) -> Result<(), ClientError> {
        self.owner("remove_node_directly", args).await
    }

    /// Sets the domain name of a node of the calling operator.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn update_node_domain_directly(
        &self,
        args: &UpdateNodeDomainDirectlyArgs,
    ) -> Result<Node, ClientError> {
        self.owner("update_node_domain_directly", args).await
    }

    /// Deposits evidence of what a node of the calling operator runs.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn submit_node_attestation(
        &self,
        args: &SubmitNodeAttestationArgs,
    ) -> Result<Node, ClientError> {
        self.owner("submit_node_attestation", args).await
    }

    /// Brings a page of an approved import.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn import_page(&self, args: &ImportPageArgs) -> Result<ImportJob, ClientError> {
        self.owner("import_page", args).await
    }

    async fn owner<T>(&self, method: &str, args: &impl CandidType) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        self.ask::<T, RegistryError>(method, (args,)).await
    }
}
