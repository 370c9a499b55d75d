//! Stands for the registry as a target of governed calls. The governed methods and their
//! `validate_` twins take the real Candid, from any caller, and do what a script says. The
//! twins are updates here, not queries, so that they too can be held open.
//!
//! Test control, kept over an upgrade:
//!
//! - `script`: what a method does from now on
//! - `release`: lets go the calls of a method that are held now
//! - `executions`: how often a method acted; an effect that was rolled back does not count
//! - `arrivals`: the calls of a method

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

use bonafide_stand_ins::NNS_GOVERNANCE;
use bonafide_stand_ins::elsewhere::go_to;
use bonafide_stand_ins::script::{Arrival, Behaviour};
use bonafide_types::Validation;
use bonafide_types::registry::*;
use candid::{CandidType, Deserialize, encode_args, encode_one};
use ic_cdk::{post_upgrade, pre_upgrade, query, trap, update};
use serde_bytes::ByteBuf;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// What a method was told, and what became of its calls.
#[derive(Clone, Default, CandidType, Deserialize)]
struct Method {
    behaviour: Behaviour,
    /// How often held calls were let go.
    releases: u64,
    executions: u64,
    arrivals: Vec<Arrival>,
}

thread_local! {
    static METHODS: RefCell<BTreeMap<String, Method>> = const { RefCell::new(BTreeMap::new()) };
}

fn with<R>(method: &str, act: impl FnOnce(&mut Method) -> R) -> R {
    METHODS.with_borrow_mut(|methods| act(methods.entry(method.into()).or_default()))
}

/// How a call ends, unless it traps.
enum End {
    Acted,
    Refused(String),
    Rejected(String),
}

/// Plays the script of `method` for the present call.
async fn play(method: &str) -> End {
    let arrival = Arrival {
        caller: ic_cdk::api::msg_caller(),
        argument: ByteBuf::from(ic_cdk::api::msg_arg_data()),
    };
    let (behaviour, releases) = with(method, |it| {
        it.arrivals.push(arrival);
        (it.behaviour.clone(), it.releases)
    });
    match behaviour {
        Behaviour::Reply => {}
        Behaviour::Refuse(text) => return End::Refused(text),
        Behaviour::Reject(text) => return End::Rejected(text),
        Behaviour::Trap(text) => trap(text),
        Behaviour::TrapAfterAwait => {
            go_to(NNS_GOVERNANCE).await;
            act(method);
            trap("trapped after an await, as told");
        }
        Behaviour::Never => {
            while with(method, |it| it.releases) == releases {
                go_to(NNS_GOVERNANCE).await;
            }
        }
        Behaviour::ReplyAfter(times) => {
            for _ in 0..times {
                go_to(NNS_GOVERNANCE).await;
            }
        }
    }
    act(method);
    End::Acted
}

fn act(method: &str) {
    with(method, |it| it.executions += 1);
}

/// Plays a governed method, which replies with `reply`.
async fn governed(method: &str, reply: Vec<u8>) {
    match play(method).await {
        End::Acted => ic_cdk::api::msg_reply(reply),
        End::Refused(text) | End::Rejected(text) => ic_cdk::api::msg_reject(text),
    }
}

/// Plays the twin of a governed method.
async fn twin(method: &str) -> PhantomData<Validation> {
    let answer: Validation = match play(method).await {
        End::Acted => Ok(format!("Would do what {method} is asked about.")),
        End::Refused(text) => Err(text),
        End::Rejected(text) => {
            ic_cdk::api::msg_reject(text);
            return PhantomData;
        }
    };
    match encode_one(answer) {
        Ok(reply) => ic_cdk::api::msg_reply(reply),
        Err(error) => trap(format!("a text does not encode: {error}")),
    }
    PhantomData
}

fn nothing() -> Vec<u8> {
    encode_args(()).unwrap_or_else(|error| trap(format!("nothing does not encode: {error}")))
}

// As in the registry.

/// A governed method, which replies with nothing, or with a number, and its twin.
macro_rules! as_in_registry {
    ($method:ident, $twin:ident, $args:ty) => {
        #[update(manual_reply = true)]
        async fn $method(_: $args) {
            governed(stringify!($method), nothing()).await;
        }

        as_in_registry!(@twin $twin, $args);
    };
    ($method:ident, $twin:ident, $args:ty => u64) => {
        #[update(manual_reply = true)]
        async fn $method(_: $args) -> PhantomData<u64> {
            let id = with(stringify!($method), |it| it.executions);
            let reply = encode_one(id).unwrap_or_else(|error| trap(format!("a number: {error}")));
            governed(stringify!($method), reply).await;
            PhantomData
        }

        as_in_registry!(@twin $twin, $args);
    };
    (@twin $twin:ident, $args:ty) => {
        #[update(manual_reply = true)]
        async fn $twin(_: $args) -> PhantomData<Validation> {
            twin(stringify!($twin)).await
        }
    };
}

as_in_registry!(
    register_provider,
    validate_register_provider,
    RegisterProviderArgs
);
as_in_registry!(
    suspend_provider,
    validate_suspend_provider,
    SuspendProviderArgs
);
as_in_registry!(
    reinstate_provider,
    validate_reinstate_provider,
    ReinstateProviderArgs
);
as_in_registry!(
    offboard_provider,
    validate_offboard_provider,
    OffboardProviderArgs
);
as_in_registry!(
    readmit_provider,
    validate_readmit_provider,
    ReadmitProviderArgs
);
as_in_registry!(
    hand_over_provider,
    validate_hand_over_provider,
    HandOverProviderArgs
);
as_in_registry!(add_data_center, validate_add_data_center, AddDataCenterArgs);
as_in_registry!(
    change_data_center,
    validate_change_data_center,
    ChangeDataCenterArgs
);
as_in_registry!(
    remove_data_centers,
    validate_remove_data_centers,
    RemoveDataCentersArgs
);
as_in_registry!(
    add_node_operator,
    validate_add_node_operator,
    AddNodeOperatorArgs
);
as_in_registry!(
    update_node_operator_config,
    validate_update_node_operator_config,
    UpdateNodeOperatorConfigArgs
);
as_in_registry!(
    remove_node_operators,
    validate_remove_node_operators,
    RemoveNodeOperatorsArgs
);
as_in_registry!(remove_nodes, validate_remove_nodes, RemoveNodesArgs);
as_in_registry!(
    publish_declaration,
    validate_publish_declaration,
    PublishDeclarationArgs
);
as_in_registry!(
    set_owner_aliases,
    validate_set_owner_aliases,
    SetOwnerAliasesArgs
);
as_in_registry!(
    set_jurisdiction,
    validate_set_jurisdiction,
    SetJurisdictionArgs
);
as_in_registry!(set_generation, validate_set_generation, SetGenerationArgs);
as_in_registry!(
    revise_elected_guestos_versions,
    validate_revise_elected_guestos_versions,
    ReviseElectedGuestosVersionsArgs
);
as_in_registry!(
    add_api_boundary_nodes,
    validate_add_api_boundary_nodes,
    AddApiBoundaryNodesArgs
);
as_in_registry!(
    remove_api_boundary_nodes,
    validate_remove_api_boundary_nodes,
    RemoveApiBoundaryNodesArgs
);
as_in_registry!(
    update_api_boundary_nodes_version,
    validate_update_api_boundary_nodes_version,
    UpdateApiBoundaryNodesVersionArgs
);
as_in_registry!(
    update_api_boundary_nodes_terms,
    validate_update_api_boundary_nodes_terms,
    UpdateApiBoundaryNodesTermsArgs
);
as_in_registry!(
    set_registry_policy,
    validate_set_registry_policy,
    SetRegistryPolicyArgs
);
as_in_registry!(
    settle_working_group_motion,
    validate_settle_working_group_motion,
    SettleWorkingGroupMotionArgs
);
as_in_registry!(begin_import, validate_begin_import, BeginImportArgs => u64);
as_in_registry!(record_working_group_motion, validate_record_working_group_motion, RecordWorkingGroupMotionArgs => u64);

// Test control.

#[update]
fn script(method: String, behaviour: Behaviour) {
    with(&method, |it| it.behaviour = behaviour);
}

#[update]
fn release(method: String) {
    with(&method, |it| it.releases += 1);
}

#[query]
fn executions(method: String) -> u64 {
    with(&method, |it| it.executions)
}

#[query]
fn arrivals(method: String) -> Vec<Arrival> {
    with(&method, |it| it.arrivals.clone())
}

#[pre_upgrade]
fn pre_upgrade() {
    let methods: Vec<(String, Method)> = METHODS.take().into_iter().collect();
    ic_cdk::storage::stable_save((methods,))
        .unwrap_or_else(|error| trap(format!("the script cannot be kept: {error}")));
}

#[post_upgrade]
fn post_upgrade() {
    let (methods,): (Vec<(String, Method)>,) = ic_cdk::storage::stable_restore()
        .unwrap_or_else(|error| trap(format!("the script was not kept: {error}")));
    METHODS.set(methods.into_iter().collect());
}

ic_cdk::export_candid!();

fn main() {}
