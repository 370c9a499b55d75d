//! Update calls. `v2` accepts and lets the agent poll; `v3` and `v4` answer with a certificate
//! when the instance is live and the answer comes in time.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use candid::Principal;
use ic_transport_types::{EnvelopeContent, TransportCallResponse};
use pocket_ic::RejectResponse;
use serde::Serialize;
use tokio::time::timeout_at;

use super::envelope::{EnvelopeError, Request};
use super::read_state::certify;
use super::{AgentError, Effective, cbor, reject_code};
use crate::engine::{EffectivePrincipal, IngressMessage, IngressStatus, Instance, RequestId};
use crate::server::slot::Slot;

/// How long a synchronous call waits for its answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn asynchronous(
    Extension(slot): Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let effective = EffectivePrincipal::Canister(path.principal()?);
    Ok(match submit(&slot, effective, body).await? {
        Ok(_) => StatusCode::ACCEPTED.into_response(),
        Err(reject) => not_replicated(&reject)?,
    })
}

pub(super) async fn synchronous(
    Extension(slot): Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let effective = EffectivePrincipal::Canister(path.principal()?);
    submit_and_wait(&slot, effective, body).await
}

/// Calls that create canisters may name a subnet.
pub(super) async fn to_subnet(
    Extension(slot): Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let effective = EffectivePrincipal::Subnet(path.principal()?);
    submit_and_wait(&slot, effective, body).await
}

async fn submit_and_wait(
    slot: &Arc<Slot>,
    effective: EffectivePrincipal,
    body: Bytes,
) -> Result<Response, AgentError> {
    let mut passes = slot.passes();
    let id = match submit(slot, effective, body).await? {
        Ok(id) => id,
        Err(reject) => return not_replicated(&reject),
    };
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while slot.is_live() {
        passes.mark_unchanged();
        if let Some(certificate) = slot.with(move |instance| answer(instance, id)).await? {
            let certificate = certificate?;
            return cbor(&TransportCallResponse::Replied { certificate });
        }
        if !matches!(timeout_at(deadline, passes.changed()).await, Ok(Ok(()))) {
            break;
        }
    }
    Ok((
        StatusCode::ACCEPTED,
        cbor(&TransportCallResponse::Accepted)?,
    )
        .into_response())
}

/// The certified answer to a request, once there is one.
fn answer(instance: &mut Instance, id: RequestId) -> Option<Result<Vec<u8>, AgentError>> {
    let answered = instance.status(&id).is_some_and(IngressStatus::is_terminal);
    answered.then(|| {
        let path = vec![b"request_status".to_vec(), id.to_vec()];
        certify(instance, &[path])
    })
}

/// Hands a call to the instance; the inner error is a rejection without certificate.
async fn submit(
    slot: &Arc<Slot>,
    effective: EffectivePrincipal,
    body: Bytes,
) -> Result<Result<RequestId, RejectResponse>, AgentError> {
    let validate = slot.validates_ingress();
    let submitted = slot
        .with(move |instance| {
            let request = Request::read(&body, instance.time_ns(), validate)?;
            let message = message(request, effective)?;
            Ok::<_, AgentError>(instance.submit(message))
        })
        .await??;
    slot.wake();
    Ok(submitted)
}

fn message(request: Request, effective: EffectivePrincipal) -> Result<IngressMessage, AgentError> {
    let EnvelopeContent::Call {
        ingress_expiry,
        sender,
        canister_id,
        method_name,
        arg,
        ..
    } = request.content
    else {
        return Err(EnvelopeError::WrongKind.into());
    };
    check_effective(canister_id, effective)?;
    Ok(IngressMessage {
        sender,
        caller_info: None,
        canister_id,
        effective,
        method: method_name,
        arg,
        request_id: Some(request.id),
        expiry_ns: Some(ingress_expiry),
    })
}

/// A call is sent to the path of its canister. Where a call of the management canister goes
/// follows from its arguments, which the engine knows.
pub(super) fn check_effective(
    canister: Principal,
    effective: EffectivePrincipal,
) -> Result<(), AgentError> {
    let management = canister == Principal::management_canister();
    if management || effective == EffectivePrincipal::Canister(canister) {
        return Ok(());
    }
    Err(AgentError::BadRequest(format!(
        "the request is for canister {canister}, the path names another"
    )))
}

fn not_replicated(reject: &RejectResponse) -> Result<Response, AgentError> {
    #[derive(Serialize)]
    struct Rejection<'a> {
        status: &'a str,
        reject_code: u64,
        reject_message: &'a str,
        error_code: String,
    }
    cbor(&Rejection {
        status: "non_replicated_rejection",
        reject_code: reject_code(reject),
        reject_message: &reject.reject_message,
        error_code: reject.error_code.to_string(),
    })
}
