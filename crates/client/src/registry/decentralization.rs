//! Reads about how well subnets are spread, and how to spread them better: one node's word.
//! Whoever has the rows can compute all of it again.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    id::SubnetId,
    registry::{
        Cordon, EvaluateNetworkArgs, Feasibility, FeasibleArgs, FindSubnetsArgs, FoundSubnets,
        JurisdictionShares, JurisdictionSharesArgs, ListSubnetPoliciesArgs, MembershipProposal,
        MembershipRecord, NetworkEvaluation, NodesNear, NodesNearArgs, ProposeMembershipArgs,
        RegistryError, SubnetEvaluation, SubnetPolicies, SubnetPolicy, SweepReport, VerdictView,
        VerifyMembershipArgs,
    },
};
use candid::CandidType;
use serde::de::DeserializeOwned;

impl<R: Runtime> RegistryClient<R> {
    /// A subnet's figures, and the rules it breaks.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn subnet_evaluation(
        &self,
        id: SubnetId,
    ) -> Result<Option<SubnetEvaluation>, ClientError> {
        self.query("evaluate_subnet", (id,)).await
    }

    /// The same of some subnets.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn network_evaluation(
        &self,
        args: &EvaluateNetworkArgs,
    ) -> Result<NetworkEvaluation, ClientError> {
        self.query("evaluate_network", (args,)).await
    }

    /// The verdict on changes and subnets to be made, all of them together, as of now.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn verify_membership(
        &self,
        args: &VerifyMembershipArgs,
    ) -> Result<VerdictView, ClientError> {
        self.asked("verify_membership", args).await
    }

    /// A better membership, or a new subnet, with the verdict on it.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn propose_membership(
        &self,
        args: &ProposeMembershipArgs,
    ) -> Result<MembershipProposal, ClientError> {
        self.asked("propose_membership", args).await
    }

    /// How large a subnet of a kind could be, and what bounds it.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn feasibility(&self, args: &FeasibleArgs) -> Result<Feasibility, ClientError> {
        self.asked("get_feasibility", args).await
    }

    /// Some subnets by the countries of their members and the rules they keep.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn find_subnets(&self, args: &FindSubnetsArgs) -> Result<FoundSubnets, ClientError> {
        self.asked("find_subnets", args).await
    }

    /// The share of nodes that tags have, now and after some changes.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn jurisdiction_shares(
        &self,
        args: &JurisdictionSharesArgs,
    ) -> Result<JurisdictionShares, ClientError> {
        self.asked("get_jurisdiction_shares", args).await
    }

    /// What stands near a place, and what would be lost with it.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn nodes_near(&self, args: &NodesNearArgs) -> Result<NodesNear, ClientError> {
        self.asked("list_nodes_near", args).await
    }

    /// The policy of a kind of subnet in force.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn subnet_policy(&self, kind: &str) -> Result<Option<SubnetPolicy>, ClientError> {
        self.query("get_subnet_policy", (kind,)).await
    }

    /// The policies in force of all kinds, or all versions of one kind.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn subnet_policies(
        &self,
        args: &ListSubnetPoliciesArgs,
    ) -> Result<SubnetPolicies, ClientError> {
        self.query("list_subnet_policies", (args,)).await
    }

    /// Every cordon, also those that ended and were not lifted.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn cordons(&self) -> Result<Vec<Cordon>, ClientError> {
        self.query("list_cordons", ()).await
    }

    /// A verdict on what was executed.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn membership_record(
        &self,
        id: u64,
    ) -> Result<Option<MembershipRecord>, ClientError> {
        self.query("get_membership_record", (id,)).await
    }

    /// What the last whole sweep of the network found.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn sweep_report(&self) -> Result<Option<SweepReport>, ClientError> {
        self.query("get_sweep_report", ()).await
    }

    /// A query that answers with a result.
    async fn asked<T>(&self, method: &str, args: &impl CandidType) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let answer: Result<T, RegistryError> = self.query(method, (args,)).await?;
        Ok(answer?)
    }
}
