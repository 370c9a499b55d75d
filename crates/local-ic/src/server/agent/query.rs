//! Queries. Their answers are not certified; the node signs them.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use candid::Principal;
use ic_transport_types::{EnvelopeContent, NodeSignature, ReplyResponse};
use pocket_ic::RejectResponse;
use serde::Serialize;

use super::call::check_effective;
use super::envelope::{EnvelopeError, Request};
use super::{AgentError, Effective, cbor, reject_code};
use crate::certification::EncodingError;
use crate::crypto::Keys;
use crate::engine::{EffectivePrincipal, Query, RequestId};
use crate::server::Server;
use crate::server::slot::Slot;

/// What separates an answer from everything else that the node could sign.
const RESPONSE_DOMAIN: &[u8] = b"\x0Bic-response";

pub(super) async fn query(
    State(server): State<Arc<Server>>,
    Extension(slot): Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let effective = path.principal()?;
    let validate = slot.validates_ingress();
    let (id, time_ns, answer) = slot
        .with(move |instance| {
            let request = Request::read(&body, instance.time_ns(), validate)?;
            let id = request.id;
            let answer = instance.query(message(request, effective)?);
            Ok::<_, AgentError>((id, instance.time_ns(), answer))
        })
        .await??;
    respond(&server.keys, id, time_ns, &answer)
}

fn message(request: Request, effective: Principal) -> Result<Query, AgentError> {
    let EnvelopeContent::Query {
        sender,
        canister_id,
        method_name,
        arg,
        ..
    } = request.content
    else {
        return Err(EnvelopeError::WrongKind.into());
    };
    let effective = EffectivePrincipal::Canister(effective);
    check_effective(canister_id, effective)?;
    Ok(Query {
        sender,
        caller_info: None,
        canister_id,
        effective,
        method: method_name,
        arg,
    })
}

/// An answer; with the request and the time it is what the node signs.
#[derive(Serialize)]
struct Answer<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<ReplyResponse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reject_code: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reject_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<ic_transport_types::RequestId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signatures: Option<[NodeSignature; 1]>,
}

fn respond(
    keys: &Keys,
    id: RequestId,
    time_ns: u64,
    answer: &Result<Vec<u8>, RejectResponse>,
) -> Result<Response, AgentError> {
    let reject = answer.as_ref().err();
    let mut answer = Answer {
        status: if reject.is_none() {
            "replied"
        } else {
            "rejected"
        },
        reject_code: reject.map(reject_code),
        reject_message: reject.map(|reject| reject.reject_message.as_str()),
        error_code: reject.map(|reject| reject.error_code.to_string()),
        reply: answer
            .as_ref()
            .ok()
            .map(|arg| ReplyResponse { arg: arg.clone() }),
        request_id: Some(ic_transport_types::RequestId::new(&id)),
        timestamp: Some(time_ns),
        signatures: None,
    };
    let hash = ic_transport_types::to_request_id(&answer)
        .map_err(|error| EncodingError::from(error.to_string()))?;
    let message = [RESPONSE_DOMAIN, hash.as_slice()].concat();
    answer.request_id = None;
    answer.timestamp = None;
    answer.signatures = Some([NodeSignature {
        timestamp: time_ns,
        signature: keys.sign_as_node(&message).to_vec(),
        identity: keys.node_id(),
    }]);
    cbor(&answer)
}
