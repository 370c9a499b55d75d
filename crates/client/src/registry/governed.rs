//! Governed updates. The governance principal calls; a refusal is a reject.

use super::RegistryClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::registry::*;

/// Methods that answer with nothing.
macro_rules! governed {
    ($(#[doc = $doc:literal] $method:ident($args:ty);)+) => {
        impl<R: Runtime> RegistryClient<R> {
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
    /// Adopts a provider's profile.
    register_provider(RegisterProviderArgs);
    /// Suspends a provider.
    suspend_provider(SuspendProviderArgs);
    /// Ends a provider's suspension.
    reinstate_provider(ReinstateProviderArgs);
    /// Removes a provider and bars it from coming back.
    offboard_provider(OffboardProviderArgs);
    /// Lets a barred provider take part.
    readmit_provider(ReadmitProviderArgs);
    /// Moves a provider's records to another principal.
    hand_over_provider(HandOverProviderArgs);
    /// Adds a data centre.
    add_data_center(AddDataCenterArgs);
    /// Changes a data centre that no operator record refers to.
    change_data_center(ChangeDataCenterArgs);
    /// Removes data centres that no operator record refers to.
    remove_data_centers(RemoveDataCentersArgs);
    /// Adds an operator record.
    add_node_operator(AddNodeOperatorArgs);
    /// Changes an operator record.
    update_node_operator_config(UpdateNodeOperatorConfigArgs);
    /// Removes operator records without nodes.
    remove_node_operators(RemoveNodeOperatorsArgs);
    /// Ejects nodes.
    remove_nodes(RemoveNodesArgs);
    /// Publishes a declaration text.
    publish_declaration(PublishDeclarationArgs);
    /// Changes the alias table of data-centre owners.
    set_owner_aliases(SetOwnerAliasesArgs);
    /// Says which countries a tag stands for.
    set_jurisdiction(SetJurisdictionArgs);
    /// Adds or changes a hardware generation.
    set_generation(SetGenerationArgs);
    /// Elects a `GuestOS` version and takes others back.
    revise_elected_guestos_versions(ReviseElectedGuestosVersionsArgs);
    /// Adds API boundary nodes.
    add_api_boundary_nodes(AddApiBoundaryNodesArgs);
    /// Removes API boundary nodes.
    remove_api_boundary_nodes(RemoveApiBoundaryNodesArgs);
    /// Upgrades API boundary nodes.
    update_api_boundary_nodes_version(UpdateApiBoundaryNodesVersionArgs);
    /// Changes policy and duty of API boundary nodes.
    update_api_boundary_nodes_terms(UpdateApiBoundaryNodesTermsArgs);
    /// Sets the numbers that the registry's rules use.
    set_registry_policy(SetRegistryPolicyArgs);
    /// Sets what a kind of subnet asks of its members.
    set_subnet_policy(SetSubnetPolicyArgs);
    /// Says which kinds subnets are of.
    set_subnet_kinds(SetSubnetKindsArgs);
    /// Changes the members of subnets.
    change_subnet_membership(ChangeSubnetMembershipArgs);
    /// Makes a subnet of spare nodes.
    create_subnet(CreateSubnetArgs);
    /// Cordons actors off, and lifts cordons.
    set_cordons(SetCordonsArgs);
    /// Records how a working group decided.
    settle_working_group_motion(SettleWorkingGroupMotionArgs);
}

impl<R: Runtime> RegistryClient<R> {
    /// Approves an import; answers its number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn begin_import(&self, args: &BeginImportArgs) -> Result<u64, ClientError> {
        let (id,) = self.update("begin_import", (args,)).await?;
        Ok(id)
    }

    /// Records a motion of a working group; answers its number.
    ///
    /// # Errors
    /// A refusal is [`Rejected`](crate::RuntimeError::Rejected).
    pub async fn record_working_group_motion(
        &self,
        args: &RecordWorkingGroupMotionArgs,
    ) -> Result<u64, ClientError> {
        let (id,) = self.update("record_working_group_motion", (args,)).await?;
        Ok(id)
    }
}
