//! Plain reads: one node's word.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::{NodeId, OperatorId, ProviderId, Sha256Hash},
    registry::*,
};

impl<R: Runtime> RegistryClient<R> {
    // Other reads: one node's word.

    /// A provider with derived figures.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn provider(&self, id: ProviderId) -> Result<Option<ProviderView>, ClientError> {
        self.query("get_provider", (id,)).await
    }

    /// Some providers with derived figures.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn providers(&self, args: &ListProvidersArgs) -> Result<ProviderPage, ClientError> {
        self.query("list_providers", (args,)).await
    }

    /// A data centre.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn data_center(&self, id: &str) -> Result<Option<DataCenter>, ClientError> {
        self.query("get_data_center", (id,)).await
    }

    /// Some data centres.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn data_centers(
        &self,
        args: &ListDataCentersArgs,
    ) -> Result<DataCenterPage, ClientError> {
        self.query("list_data_centers", (args,)).await
    }

    /// An operator record.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_operator(&self, id: OperatorId) -> Result<Option<NodeOperator>, ClientError> {
        self.query("get_node_operator", (id,)).await
    }

    /// Some operator records.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_operators(
        &self,
        args: &ListNodeOperatorsArgs,
    ) -> Result<NodeOperatorPage, ClientError> {
        self.query("list_node_operators", (args,)).await
    }

    /// Whether an operator may register a node now, and if not, why.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn operator_standing(
        &self,
        id: OperatorId,
    ) -> Result<Option<OperatorStanding>, ClientError> {
        self.query("get_operator_standing", (id,)).await
    }

    /// A node.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node(&self, id: NodeId) -> Result<Option<NodeView>, ClientError> {
        self.query("get_node", (id,)).await
    }

    /// Some nodes.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn nodes(&self, args: &ListNodesArgs) -> Result<NodePage, ClientError> {
        self.query("list_nodes", (args,)).await
    }

    /// Some subnets.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn subnets(&self, args: &ListSubnetsArgs) -> Result<SubnetPage, ClientError> {
        self.query("list_subnets", (args,)).await
    }

    /// A declaration's text by its hash. The caller can check it: the hash is over the text.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_text(
        &self,
        sha256: Sha256Hash,
    ) -> Result<Option<String>, ClientError> {
        self.query("get_declaration_text", (sha256,)).await
    }

    /// Every published version of the declaration.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_texts(&self) -> Result<Vec<DeclarationText>, ClientError> {
        self.query("list_declaration_texts", ()).await
    }

    /// The current version in a language.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn current_declaration(
        &self,
        language: &str,
    ) -> Result<Option<DeclarationText>, ClientError> {
        self.query("get_current_declaration", (language,)).await
    }

    /// Where a provider stands with the declaration now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_status(
        &self,
        id: ProviderId,
    ) -> Result<DeclarationStatus, ClientError> {
        self.query("get_declaration_status", (id,)).await
    }

    /// A provider's acceptances, oldest first.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn acceptances(&self, id: ProviderId) -> Result<Vec<Acceptance>, ClientError> {
        self.query("list_acceptances", (id,)).await
    }

    /// An import.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn import(&self, id: u64) -> Result<Option<ImportJob>, ClientError> {
        self.query("get_import", (id,)).await
    }

    /// Settings in force.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn config(&self) -> Result<Config, ClientError> {
        self.query("get_config", ()).await
    }

    /// How much the registry holds.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn summary(&self) -> Result<Summary, ClientError> {
        self.query("get_summary", ()).await
    }
}
