//! `/instances/<id>/{read, update}`: what the PocketIC client asks of an instance. Nobody is
//! authenticated here; the client says whom it plays.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use candid::Principal;
use pocket_ic::common::rest::{
    InstanceId, RawAddCycles, RawCanisterCall, RawCanisterHttpRequest, RawCanisterId,
    RawCanisterResult, RawCycles, RawEffectivePrincipal, RawIngressStatusArgs, RawMessageId,
    RawPrincipalId, RawSenderInfo, RawSetStableMemory, RawStableMemory, RawSubnetBlockmakers,
    RawSubnetId, RawTickConfigs, RawTime, Topology,
};

use super::error::ApiError;
use super::{Server, with_slash};
use crate::engine::{
    Blockmakers, EffectivePrincipal, IngressMessage, IngressStatus, Instance, Query, RequestId,
};
use crate::execution::CallerInfo;

type Answer<T> = Result<Json<T>, ApiError>;
type Caller = (State<Arc<Server>>, Path<InstanceId>);

pub(super) fn routes(router: Router<Arc<Server>>) -> Router<Arc<Server>> {
    let not_emulated = [
        "update/mock_canister_http",
        "update/mock_flexible_canister_http",
        "update/canister_snapshot_download",
        "update/canister_snapshot_upload",
        "update/delete_subnet",
    ];
    let emulated = [
        ("read/topology", get(topology)),
        ("_/topology", get(topology)),
        ("read/get_time", get(get_time)),
        ("read/get_canister_http", get(get_canister_http)),
        ("read/query", post(query)),
        ("read/ingress_status", post(ingress_status)),
        ("read/get_cycles", post(get_cycles)),
        ("read/get_controllers", post(get_controllers)),
        ("read/get_subnet", post(get_subnet)),
        ("read/get_stable_memory", post(get_stable_memory)),
        ("read/pub_key", post(pub_key)),
        ("update/set_time", post(set_time)),
        ("update/set_certified_time", post(set_time)),
        ("update/tick", post(tick)),
        ("update/submit_ingress_message", post(submit)),
        ("update/await_ingress_message", post(await_message)),
        ("update/add_cycles", post(add_cycles)),
        ("update/set_stable_memory", post(set_stable_memory)),
    ];
    let router = emulated.into_iter().fold(router, |router, (path, method)| {
        with_slash(router, &format!("/instances/{{id}}/{path}"), method)
    });
    not_emulated.into_iter().fold(router, |router, path| {
        let refuse = move || async move { ApiError::NotEmulated(path.to_owned()) };
        with_slash(router, &format!("/instances/{{id}}/{path}"), post(refuse))
    })
}

/// Runs `work` on the instance that the path names.
async fn run<T: Send + 'static>(
    (State(server), Path(id)): Caller,
    work: impl FnOnce(&mut Instance) -> Result<T, ApiError> + Send + 'static,
) -> Answer<T> {
    server.slot(id)?.with(work).await?.map(Json)
}

async fn topology(caller: Caller) -> Answer<Topology> {
    run(caller, |instance| Ok(instance.topology())).await
}

async fn get_time(caller: Caller) -> Answer<RawTime> {
    run(caller, |instance| {
        let nanos_since_epoch = instance.time_ns();
        Ok(RawTime { nanos_since_epoch })
    })
    .await
}

/// No canister can make an HTTP outcall, so none is pending.
async fn get_canister_http(caller: Caller) -> Answer<Vec<RawCanisterHttpRequest>> {
    run(caller, |_| Ok(Vec::new())).await
}

async fn query(caller: Caller, Json(call): Json<RawCanisterCall>) -> Answer<RawCanisterResult> {
    let query = Query {
        sender: principal(&call.sender)?,
        caller_info: call.sender_info.map(caller_info),
        canister_id: principal(&call.canister_id)?,
        effective: effective(&call.effective_principal)?,
        method: call.method,
        arg: call.payload,
    };
    run(caller, |instance| Ok(instance.query(query).into())).await
}

async fn submit(
    caller: Caller,
    Json(call): Json<RawCanisterCall>,
) -> Answer<Result<RawMessageId, pocket_ic::RejectResponse>> {
    let message = IngressMessage {
        sender: principal(&call.sender)?,
        caller_info: call.sender_info.map(caller_info),
        canister_id: principal(&call.canister_id)?,
        effective: effective(&call.effective_principal)?,
        method: call.method,
        arg: call.payload,
        request_id: None,
        expiry_ns: None,
    };
    let effective_principal = call.effective_principal;
    run(caller, |instance| {
        Ok(instance.submit(message).map(|id| RawMessageId {
            effective_principal,
            message_id: id.to_vec(),
        }))
    })
    .await
}

async fn await_message(
    caller: Caller,
    Json(message): Json<RawMessageId>,
) -> Answer<RawCanisterResult> {
    let id = request_id(&message)?;
    run(caller, move |instance| {
        Ok(instance.await_ingress(&id)?.into())
    })
    .await
}

/// `null` while unanswered; 403 for a caller who did not send the message.
async fn ingress_status(
    caller: Caller,
    Json(args): Json<RawIngressStatusArgs>,
) -> Answer<Option<RawCanisterResult>> {
    let id = request_id(&args.raw_message_id)?;
    let asking = args
        .raw_caller
        .map(|raw| principal(&raw.principal_id))
        .transpose()?;
    run(caller, move |instance| {
        let sender = instance.sender(&id);
        if asking.is_some() && sender.is_some() && sender != asking {
            let message = "the message was sent by another caller".to_owned();
            return Err(ApiError::Forbidden(message));
        }
        Ok(match instance.status(&id) {
            Some(IngressStatus::Replied(reply)) => Some(RawCanisterResult::Ok(reply.clone())),
            Some(IngressStatus::Rejected(reject)) => Some(RawCanisterResult::Err(reject.clone())),
            Some(IngressStatus::Received | IngressStatus::Processing | IngressStatus::Done)
            | None => None,
        })
    })
    .await
}

async fn set_time(caller: Caller, Json(time): Json<RawTime>) -> Answer<()> {
    run(caller, move |instance| {
        Ok(instance.set_time_ns(time.nanos_since_epoch)?)
    })
    .await
}

async fn tick(caller: Caller, Json(config): Json<RawTickConfigs>) -> Answer<()> {
    let blockmakers = config
        .blockmakers
        .unwrap_or_default()
        .iter()
        .map(blockmakers)
        .collect::<Result<Vec<_>, _>>()?;
    run(
        caller,
        move |instance| Ok(instance.tick_with(&blockmakers)?),
    )
    .await
}

async fn get_cycles(caller: Caller, Json(canister): Json<RawCanisterId>) -> Answer<RawCycles> {
    let canister = principal(&canister.canister_id)?;
    run(caller, move |instance| {
        let cycles = instance.cycles(canister)?;
        Ok(RawCycles { cycles })
    })
    .await
}

async fn add_cycles(caller: Caller, Json(args): Json<RawAddCycles>) -> Answer<RawCycles> {
    let canister = principal(&args.canister_id)?;
    run(caller, move |instance| {
        let cycles = instance.add_cycles(canister, args.amount)?;
        Ok(RawCycles { cycles })
    })
    .await
}

async fn get_controllers(
    caller: Caller,
    Json(canister): Json<RawCanisterId>,
) -> Answer<Vec<RawPrincipalId>> {
    let canister = principal(&canister.canister_id)?;
    run(caller, move |instance| {
        let controllers = instance.controllers(canister)?;
        Ok(controllers
            .iter()
            .copied()
            .map(RawPrincipalId::from)
            .collect())
    })
    .await
}

/// `null` for a canister that does not exist.
async fn get_subnet(
    caller: Caller,
    Json(canister): Json<RawCanisterId>,
) -> Answer<Option<RawSubnetId>> {
    let canister = principal(&canister.canister_id)?;
    run(caller, move |instance| {
        Ok(instance.subnet_of(canister).map(RawSubnetId::from))
    })
    .await
}

async fn get_stable_memory(
    caller: Caller,
    Json(canister): Json<RawCanisterId>,
) -> Answer<RawStableMemory> {
    let canister = principal(&canister.canister_id)?;
    run(caller, move |instance| {
        let blob = instance.stable_memory(canister)?;
        Ok(RawStableMemory { blob })
    })
    .await
}

async fn set_stable_memory(caller: Caller, Json(args): Json<RawSetStableMemory>) -> Answer<()> {
    let canister = principal(&args.canister_id)?;
    let bytes = caller.0.blob(&args.blob_id.0)?;
    run(caller, move |instance| {
        Ok(instance.set_stable_memory(canister, &bytes)?)
    })
    .await
}

/// The root key stands for every subnet of the topology.
async fn pub_key(caller: Caller, Json(subnet): Json<RawSubnetId>) -> Answer<Vec<u8>> {
    let subnet = principal(&subnet.subnet_id)?;
    let key = caller.0.keys.root_key_der().to_vec();
    run(caller, move |instance| {
        if instance.topology().subnet_configs.contains_key(&subnet) {
            Ok(key)
        } else {
            Err(ApiError::Invalid(format!("subnet {subnet} does not exist")))
        }
    })
    .await
}

fn principal(bytes: &[u8]) -> Result<Principal, ApiError> {
    Principal::try_from_slice(bytes)
        .map_err(|error| ApiError::Invalid(format!("not a principal: {error}")))
}

fn request_id(message: &RawMessageId) -> Result<RequestId, ApiError> {
    let bytes = message.message_id.as_slice();
    bytes
        .try_into()
        .map_err(|_| ApiError::Invalid("a message id has 32 bytes".to_owned()))
}

fn effective(raw: &RawEffectivePrincipal) -> Result<EffectivePrincipal, ApiError> {
    Ok(match raw {
        RawEffectivePrincipal::None => EffectivePrincipal::None,
        RawEffectivePrincipal::CanisterId(id) => EffectivePrincipal::Canister(principal(id)?),
        RawEffectivePrincipal::SubnetId(id) => EffectivePrincipal::Subnet(principal(id)?),
    })
}

fn blockmakers(raw: &RawSubnetBlockmakers) -> Result<Blockmakers, ApiError> {
    let failed = raw.failed_blockmakers.iter();
    Ok(Blockmakers {
        subnet: principal(&raw.subnet.subnet_id)?,
        blockmaker: principal(&raw.blockmaker.node_id)?,
        failed: failed
            .map(|node| principal(&node.node_id))
            .collect::<Result<_, _>>()?,
    })
}

fn caller_info(RawSenderInfo { info, signer }: RawSenderInfo) -> CallerInfo {
    CallerInfo { data: info, signer }
}
