//! The interface that agents use: CBOR over HTTP, requests signed by their senders, answers
//! certified by the root key (calls, state) or signed by a node (queries).
//!
//! ```text
//! envelope.rs    who sent a request: expiry, signature, delegations
//! call.rs        update calls, answered at once where possible
//! query.rs       queries, signed by the node
//! read_state.rs  certificates of the paths that the sender may read
//! ```

mod call;
mod envelope;
mod query;
mod read_state;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use candid::Principal;
use pocket_ic::RejectResponse;
use pocket_ic::common::rest::InstanceId;
use serde::{Deserialize, Serialize};

use super::Server;
use super::error::ApiError;
use super::slot::Slot;
use crate::certification::EncodingError;
use envelope::EnvelopeError;

/// Why a request of the agent API failed, as text with a status.
#[derive(Debug, thiserror::Error)]
pub(super) enum AgentError {
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    #[error("{0}")]
    BadRequest(String),
    #[error("{0}")]
    Forbidden(String),
    #[error("{0}")]
    NotFound(String),
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl IntoResponse for AgentError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Envelope(_) | Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Encoding(_) | Self::Api(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.to_string()).into_response()
    }
}

/// The canister or subnet in the path of a request.
#[derive(Deserialize)]
struct Effective {
    effective: String,
}

impl Effective {
    fn principal(&self) -> Result<Principal, AgentError> {
        Principal::from_text(&self.effective)
            .map_err(|error| AgentError::BadRequest(format!("{}: {error}", self.effective)))
    }
}

/// The agent API of the instance that an [`Extension`] of the request names.
fn endpoints() -> Router<Arc<Server>> {
    let router = Router::new()
        .route("/v2/status", get(status))
        .route("/v2/canister/{effective}/call", post(call::asynchronous))
        .route("/v3/canister/{effective}/call", post(call::synchronous))
        .route("/v4/canister/{effective}/call", post(call::synchronous))
        .route("/v4/subnet/{effective}/call", post(call::to_subnet));
    ["v2", "v3"].into_iter().fold(router, |router, version| {
        let canister = format!("/{version}/canister/{{effective}}");
        let subnet = format!("/{version}/subnet/{{effective}}");
        router
            .route(&format!("{canister}/query"), post(query::query))
            .route(
                &format!("{canister}/read_state"),
                post(read_state::of_canister),
            )
            .route(&format!("{subnet}/read_state"), post(read_state::of_subnet))
    })
}

/// The agent API under `/instances/{id}/api`.
pub(super) fn of_path(server: &Arc<Server>) -> Router<Arc<Server>> {
    #[derive(Deserialize)]
    struct Target {
        id: InstanceId,
    }
    async fn resolve(
        State(server): State<Arc<Server>>,
        Path(target): Path<Target>,
        mut request: Request,
        next: Next,
    ) -> Result<Response, ApiError> {
        let slot = server.slot(target.id)?;
        request.extensions_mut().insert(slot);
        Ok(next.run(request).await)
    }
    let resolve = middleware::from_fn_with_state(Arc::clone(server), resolve);
    endpoints().route_layer(resolve)
}

/// The agent API of one instance.
pub(super) fn of(slot: Arc<Slot>) -> Router<Arc<Server>> {
    endpoints().layer(Extension(slot))
}

async fn status(State(server): State<Arc<Server>>) -> Result<Response, AgentError> {
    #[derive(Serialize)]
    struct Status<'a> {
        impl_version: &'a str,
        replica_health_status: &'a str,
        #[serde(with = "serde_bytes")]
        root_key: &'a [u8],
    }
    cbor(&Status {
        impl_version: concat!("local-ic ", env!("CARGO_PKG_VERSION")),
        replica_health_status: "healthy",
        root_key: server.keys.root_key_der(),
    })
}

/// An answer in CBOR with the self-describing tag.
fn cbor(value: &impl Serialize) -> Result<Response, AgentError> {
    let bytes = crate::certification::to_cbor(value)?;
    Ok(([(header::CONTENT_TYPE, "application/cbor")], bytes).into_response())
}

fn reject_code(reject: &RejectResponse) -> u64 {
    use pocket_ic::RejectCode;
    match reject.reject_code {
        RejectCode::SysFatal => 1,
        RejectCode::SysTransient => 2,
        RejectCode::DestinationInvalid => 3,
        RejectCode::CanisterReject => 4,
        RejectCode::CanisterError => 5,
        RejectCode::SysUnknown => 6,
    }
}
