//! Certificates of the paths that the sender may read, by the interface specification.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use candid::Principal;
use ic_transport_types::{EnvelopeContent, ReadStateResponse};

use super::envelope::{EnvelopeError, Request};
use super::{AgentError, Effective, cbor};
use crate::certification::Path as TreePath;
use crate::engine::{Instance, RequestId};
use crate::server::slot::Slot;

/// The most paths of one request.
const MAX_PATHS: usize = 1000;

/// The most labels of one path.
const MAX_LABELS: usize = 127;

pub(super) async fn of_canister(
    slot: Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let canister = path.principal()?;
    respond(slot, Some(canister), body).await
}

pub(super) async fn of_subnet(
    slot: Extension<Arc<Slot>>,
    Path(path): Path<Effective>,
    body: Bytes,
) -> Result<Response, AgentError> {
    path.principal()?;
    respond(slot, None, body).await
}

async fn respond(
    Extension(slot): Extension<Arc<Slot>>,
    canister: Option<Principal>,
    body: Bytes,
) -> Result<Response, AgentError> {
    let validate = slot.validates_ingress();
    let certificate = slot
        .with(move |instance| {
            let request = Request::read(&body, instance.time_ns(), validate)?;
            let EnvelopeContent::ReadState { sender, paths, .. } = request.content else {
                return Err(EnvelopeError::WrongKind.into());
            };
            let paths: Vec<TreePath> = paths
                .iter()
                .map(|path| path.iter().map(|label| label.as_bytes().to_vec()).collect())
                .collect();
            authorise(instance, sender, canister, &paths)?;
            certify(instance, &paths)
        })
        .await??;
    cbor(&ReadStateResponse { certificate })
}

/// A certificate of `paths`, whoever asks.
pub(super) fn certify(instance: &Instance, paths: &[TreePath]) -> Result<Vec<u8>, AgentError> {
    Ok(instance.snapshot()?.certificate(paths)?)
}

/// Refuses paths that `sender` may not read. Requests and canisters are read on the path of a
/// canister, everything else on that of a subnet as well.
fn authorise(
    instance: &Instance,
    sender: Principal,
    canister: Option<Principal>,
    paths: &[TreePath],
) -> Result<(), AgentError> {
    if paths.len() > MAX_PATHS || paths.iter().any(|path| path.len() > MAX_LABELS) {
        let message = format!("more than {MAX_PATHS} paths, or {MAX_LABELS} labels in one");
        return Err(AgentError::BadRequest(message));
    }
    let mut request: Option<RequestId> = None;
    for path in paths {
        let labels: Vec<&[u8]> = path.iter().map(Vec::as_slice).collect();
        match (labels.as_slice(), canister) {
            ([b"time"] | [b"subnet" | b"canister_ranges" | b"api_boundary_nodes", ..], _) => {}
            (
                [b"request_status", id]
                | [
                    b"request_status",
                    id,
                    b"status" | b"reply" | b"reject_code" | b"reject_message" | b"error_code",
                ],
                _,
            ) => {
                let id = RequestId::try_from(*id)
                    .map_err(|_| AgentError::BadRequest("a request id has 32 bytes".to_owned()))?;
                if *request.get_or_insert(id) != id {
                    let message = "the paths name more than one request".to_owned();
                    return Err(AgentError::BadRequest(message));
                }
                may_read_request(instance, sender, &id)?;
            }
            ([b"canister", id, rest @ ..], Some(canister)) => {
                if *id != canister.as_slice() {
                    let message = "the paths name another canister than the URL".to_owned();
                    return Err(AgentError::BadRequest(message));
                }
                may_read_canister(instance, sender, canister, rest)?;
            }
            _ => return Err(unknown(&labels)),
        }
    }
    Ok(())
}

/// The status of a request is for whoever sent it. Nothing is said about unknown ones.
fn may_read_request(
    instance: &Instance,
    sender: Principal,
    id: &RequestId,
) -> Result<(), AgentError> {
    match instance.sender(id) {
        Some(owner) if owner != sender => Err(AgentError::Forbidden(
            "the request was sent by another principal".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Hash and controllers are public; metadata is where it says so, or else for controllers.
fn may_read_canister(
    instance: &Instance,
    sender: Principal,
    canister: Principal,
    rest: &[&[u8]],
) -> Result<(), AgentError> {
    match rest {
        [b"module_hash" | b"controllers"] => Ok(()),
        [b"metadata", name] => {
            let view = instance.canister(canister);
            let name = std::str::from_utf8(name)
                .map_err(|_| AgentError::BadRequest("metadata names are UTF-8".to_owned()))?;
            let section = view.and_then(|view| view.metadata?.get(name));
            let is_controller = view.is_some_and(|view| view.controllers.contains(&sender));
            match section {
                Some(section) if !section.public && !is_controller => Err(AgentError::Forbidden(
                    format!("the metadata {name:?} is for controllers only"),
                )),
                _ => Ok(()),
            }
        }
        _ => Err(unknown(rest)),
    }
}

fn unknown(labels: &[&[u8]]) -> AgentError {
    let path: Vec<_> = labels
        .iter()
        .map(|label| label.escape_ascii().to_string())
        .collect();
    AgentError::NotFound(format!("Invalid path requested: {}", path.join("/")))
}
