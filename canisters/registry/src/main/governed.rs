//! Methods for governance, each with its twin, which says in plain words what it would do.
//! Governance systems take any reply as success, so a refusal rejects.

use bonafide_kit::reply::governed as answer;
use bonafide_registry::access::caller_is_governance;
use bonafide_registry::commands;
use bonafide_registry::live::{execute, validate};
use bonafide_types::Validation;
use bonafide_types::registry::*;
use ic_cdk::{query, update};
use std::marker::PhantomData;

/// A governed method, which replies with nothing, or with the number of what it made, and its
/// twin, which says in plain words what the method would do.
macro_rules! governed {
    ($method:ident, $twin:ident, $args:ty) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) {
            answer(execute(|state, ctx| {
                commands::$method::decide(state, args, ctx)
            }));
        }

        governed!(@twin $method, $twin, $args);
    };
    ($method:ident, $twin:ident, $args:ty => u64) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) -> PhantomData<u64> {
            answer(execute(|state, ctx| commands::$method::decide(state, args, ctx)).map(|id| (id,)));
            PhantomData
        }

        governed!(@twin $method, $twin, $args);
    };
    (@twin $method:ident, $twin:ident, $args:ty) => {
        #[query]
        fn $twin(args: $args) -> Validation {
            validate(|state, ctx| commands::$method::decide(state, args, ctx))
        }
    };
}

governed!(
    register_provider,
    validate_register_provider,
    RegisterProviderArgs
);
governed!(
    suspend_provider,
    validate_suspend_provider,
    SuspendProviderArgs
);
governed!(
    reinstate_provider,
    validate_reinstate_provider,
    ReinstateProviderArgs
);
governed!(
    offboard_provider,
    validate_offboard_provider,
    OffboardProviderArgs
);
governed!(
    readmit_provider,
    validate_readmit_provider,
    ReadmitProviderArgs
);
governed!(
    hand_over_provider,
    validate_hand_over_provider,
    HandOverProviderArgs
);
governed!(add_data_center, validate_add_data_center, AddDataCenterArgs);
governed!(
    change_data_center,
    validate_change_data_center,
    ChangeDataCenterArgs
);
governed!(
    remove_data_centers,
    validate_remove_data_centers,
    RemoveDataCentersArgs
);
governed!(
    add_node_operator,
    validate_add_node_operator,
    AddNodeOperatorArgs
);
governed!(
    update_node_operator_config,
    validate_update_node_operator_config,
    UpdateNodeOperatorConfigArgs
);
governed!(
    remove_node_operators,
    validate_remove_node_operators,
    RemoveNodeOperatorsArgs
);
governed!(remove_nodes, validate_remove_nodes, RemoveNodesArgs);
governed!(
    publish_declaration,
    validate_publish_declaration,
    PublishDeclarationArgs
);
governed!(
    set_owner_aliases,
    validate_set_owner_aliases,
    SetOwnerAliasesArgs
);
governed!(
    set_jurisdiction,
    validate_set_jurisdiction,
    SetJurisdictionArgs
);
governed!(set_generation, validate_set_generation, SetGenerationArgs);
governed!(
    revise_elected_guestos_versions,
    validate_revise_elected_guestos_versions,
    ReviseElectedGuestosVersionsArgs
);
governed!(
    add_api_boundary_nodes,
    validate_add_api_boundary_nodes,
    AddApiBoundaryNodesArgs
);
governed!(
    remove_api_boundary_nodes,
    validate_remove_api_boundary_nodes,
    RemoveApiBoundaryNodesArgs
);
governed!(
    update_api_boundary_nodes_version,
    validate_update_api_boundary_nodes_version,
    UpdateApiBoundaryNodesVersionArgs
);
governed!(
    update_api_boundary_nodes_terms,
    validate_update_api_boundary_nodes_terms,
    UpdateApiBoundaryNodesTermsArgs
);
governed!(
    set_registry_policy,
    validate_set_registry_policy,
    SetRegistryPolicyArgs
);
governed!(
    settle_working_group_motion,
    validate_settle_working_group_motion,
    SettleWorkingGroupMotionArgs
);
governed!(
    set_subnet_policy,
    validate_set_subnet_policy,
    SetSubnetPolicyArgs
);
governed!(
    set_subnet_kinds,
    validate_set_subnet_kinds,
    SetSubnetKindsArgs
);
governed!(
    change_subnet_membership,
    validate_change_subnet_membership,
    ChangeSubnetMembershipArgs
);
governed!(create_subnet, validate_create_subnet, CreateSubnetArgs);
governed!(set_cordons, validate_set_cordons, SetCordonsArgs);
governed!(begin_import, validate_begin_import, BeginImportArgs => u64);
governed!(
    record_working_group_motion,
    validate_record_working_group_motion,
    RecordWorkingGroupMotionArgs => u64
);
