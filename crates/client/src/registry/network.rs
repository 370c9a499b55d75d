//! Boundary nodes, and answers in the shapes of the NNS registry and NNS governance: one
//! node's word.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::NodeId,
    registry::{
        ApiBoundaryNode, ApiBoundaryNodeIdRecord, ApiBoundaryNodePage, DataCenterRecord,
        GetApiBoundaryNodeIdsRequest, GovernanceErrorRecord, ListApiBoundaryNodesArgs,
        ListNodeProvidersResponse, NodeOperatorRecord, NodeProvider,
    },
};
use candid::Principal;

impl<R: Runtime> RegistryClient<R> {
    /// A boundary node.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn api_boundary_node(
        &self,
        id: NodeId,
    ) -> Result<Option<ApiBoundaryNode>, ClientError> {
        self.query("get_api_boundary_node", (id,)).await
    }

    /// Some boundary nodes.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn api_boundary_nodes(
        &self,
        args: &ListApiBoundaryNodesArgs,
    ) -> Result<ApiBoundaryNodePage, ClientError> {
        self.query("list_api_boundary_nodes", (args,)).await
    }

    /// The ids of all boundary nodes, as the NNS registry gives them.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn api_boundary_node_ids(
        &self,
    ) -> Result<Result<Vec<ApiBoundaryNodeIdRecord>, String>, ClientError> {
        self.query(
            "get_api_boundary_node_ids",
            (GetApiBoundaryNodeIdsRequest {},),
        )
        .await
    }

    /// A provider's operator records with their data centres, as the NNS registry gives them.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_operators_and_dcs_of_node_provider(
        &self,
        provider: Principal,
    ) -> Result<Result<Vec<(DataCenterRecord, NodeOperatorRecord)>, String>, ClientError> {
        self.query("get_node_operators_and_dcs_of_node_provider", (provider,))
            .await
    }

    /// Every provider, as NNS governance gives them.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_providers(&self) -> Result<ListNodeProvidersResponse, ClientError> {
        self.query("list_node_providers", ()).await
    }

    /// The calling provider, as NNS governance gives it.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_provider_by_caller(
        &self,
    ) -> Result<Result<NodeProvider, GovernanceErrorRecord>, ClientError> {
        self.query("get_node_provider_by_caller", ((),)).await
    }
}
