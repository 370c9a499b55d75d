//! Reads about policy, hardware, names and places, and working groups: one node's word.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::registry::{
    Generation, GuestosVersion, Jurisdiction, ListOwnerAliasesArgs, ListWorkingGroupMotionsArgs,
    OwnerAliasPage, RegistryPolicy, WorkingGroupMotion, WorkingGroupMotionPage,
};

impl<R: Runtime> RegistryClient<R> {
    /// The policy in force.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn registry_policy(&self) -> Result<RegistryPolicy, ClientError> {
        self.query("get_registry_policy", ()).await
    }

    /// Every version of the policy, in order.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn registry_policies(&self) -> Result<Vec<RegistryPolicy>, ClientError> {
        self.query("list_registry_policies", ()).await
    }

    /// A hardware generation.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn generation(&self, name: &str) -> Result<Option<Generation>, ClientError> {
        self.query("get_generation", (name,)).await
    }

    /// Every hardware generation.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn generations(&self) -> Result<Vec<Generation>, ClientError> {
        self.query("list_generations", ()).await
    }

    /// Every elected `GuestOS` version.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn elected_guestos_versions(&self) -> Result<Vec<GuestosVersion>, ClientError> {
        self.query("list_elected_guestos_versions", ()).await
    }

    /// Some owner aliases.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn owner_aliases(
        &self,
        args: &ListOwnerAliasesArgs,
    ) -> Result<OwnerAliasPage, ClientError> {
        self.query("list_owner_aliases", (args,)).await
    }

    /// The countries that a tag stands for now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn jurisdiction(&self, tag: &str) -> Result<Option<Jurisdiction>, ClientError> {
        self.query("get_jurisdiction", (tag,)).await
    }

    /// The countries of every tag now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn jurisdictions(&self) -> Result<Vec<Jurisdiction>, ClientError> {
        self.query("list_jurisdictions", ()).await
    }

    /// A motion of a working group.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn working_group_motion(
        &self,
        id: u64,
    ) -> Result<Option<WorkingGroupMotion>, ClientError> {
        self.query("get_working_group_motion", (id,)).await
    }

    /// Some motions of working groups, newest first.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn working_group_motions(
        &self,
        args: &ListWorkingGroupMotionsArgs,
    ) -> Result<WorkingGroupMotionPage, ClientError> {
        self.query("list_working_group_motions", (args,)).await
    }
}
