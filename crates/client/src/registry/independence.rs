//! Reads about clusters and the answers behind them: one node's word.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::ProviderId,
    registry::{ClaimAlertPage, IndependenceAnswers, LinkExplained, ListClaimAlertsArgs},
};

impl<R: Runtime> RegistryClient<R> {
    /// A provider's latest answers.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn independence_answers(
        &self,
        id: ProviderId,
    ) -> Result<Option<IndependenceAnswers>, ClientError> {
        self.query("get_independence_answers", (id,)).await
    }

    /// The providers of a provider's cluster, itself included.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn cluster(&self, id: ProviderId) -> Result<Vec<ProviderId>, ClientError> {
        self.query("list_cluster", (id,)).await
    }

    /// Why two providers count as one actor: a chain of links, empty when they do not.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn explain_cluster(
        &self,
        first: ProviderId,
        second: ProviderId,
    ) -> Result<Vec<LinkExplained>, ClientError> {
        self.query("explain_cluster", (first, second)).await
    }

    /// Some links that only one side declares.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn claim_alerts(
        &self,
        args: &ListClaimAlertsArgs,
    ) -> Result<ClaimAlertPage, ClientError> {
        self.query("list_claim_alerts", (args,)).await
    }
}
