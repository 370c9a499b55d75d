//! Canisters over HTTP: a query of `http_request`, an update where the canister asks for one, and
//! the rest of a streamed body. Certificates of responses are passed on and not verified.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use candid::Principal;
use pocket_ic::{RejectCode, RejectResponse};
use serde_bytes::ByteBuf;
use tokio::time::{Instant, timeout_at};

use super::super::error::ApiError;
use super::super::slot::Slot;
use super::candid_http::{Answer, InvalidAnswer, Request, decode_chunk};
use crate::engine::{
    EffectivePrincipal, IngressMessage, IngressStatus, Instance, Query, RequestId,
};

/// How long an update may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most parts of a streamed body.
const MAX_CHUNKS: usize = 1000;

/// The domains under which canisters have names.
#[derive(Clone, Debug)]
pub(super) struct Domains(pub(super) Arc<[String]>);

/// Why a canister's response cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum GatewayError {
    #[error("no canister: ask for http://<canister id>.<domain>/ or add ?canisterId=<canister id>")]
    NoCanister,
    #[error("{0}")]
    Rejected(RejectResponse),
    #[error(transparent)]
    InvalidAnswer(#[from] InvalidAnswer),
    #[error("the instance does not make progress: start it, or tick")]
    Stalled,
    #[error("the response is not valid HTTP: {0}")]
    InvalidResponse(String),
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl IntoResponse for GatewayError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoCanister => StatusCode::BAD_REQUEST,
            Self::Rejected(reject) if reject.reject_code == RejectCode::DestinationInvalid => {
                StatusCode::BAD_REQUEST
            }
            Self::Rejected(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::InvalidAnswer(_) | Self::InvalidResponse(_) => StatusCode::BAD_GATEWAY,
            Self::Stalled => StatusCode::GATEWAY_TIMEOUT,
            Self::Api(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.to_string()).into_response()
    }
}

pub(super) async fn serve(
    Extension(slot): Extension<Arc<Slot>>,
    Extension(domains): Extension<Domains>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, GatewayError> {
    let canister = canister_of(&domains, &headers, &uri).ok_or(GatewayError::NoCanister)?;
    let request = Request {
        method: method.to_string(),
        url: uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
        headers: headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect(),
        body: ByteBuf::from(body.to_vec()),
        certificate_version: Some(2),
    };
    let arg = request.encode()?;
    let reply = query(&slot, canister, "http_request", arg.clone()).await?;
    let (mut answer, mut next) = Answer::decode(&reply)?;
    if answer.upgrade == Some(true) {
        let reply = update(&slot, canister, arg).await?;
        (answer, next) = Answer::decode(&reply)?;
    }
    let mut body = std::mem::take(&mut answer.body).into_vec();
    for _ in 0..MAX_CHUNKS {
        let Some(part) = next.take() else { break };
        let reply = query(&slot, part.canister, &part.method, part.token).await?;
        let (chunk, token) = decode_chunk(&reply)?;
        body.extend_from_slice(&chunk);
        next = token.map(|token| super::candid_http::Next {
            canister: part.canister,
            method: part.method,
            token,
        });
    }
    respond(canister, &answer, body)
}

/// The canister that the host names, or else the query parameter `canisterId`.
fn canister_of(domains: &Domains, headers: &HeaderMap, uri: &Uri) -> Option<Principal> {
    let host = uri
        .host()
        .or_else(|| headers.get(header::HOST)?.to_str().ok());
    let host = host.map(|host| host.split(':').next().unwrap_or(host));
    let named = host.and_then(|host| {
        let names = domains.0.iter();
        let mut labels = names.filter_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
        let label = labels.next()?;
        Principal::from_text(label.strip_suffix(".raw").unwrap_or(label)).ok()
    });
    named.or_else(|| {
        let pairs = uri.query()?.split('&');
        let id = pairs
            .filter_map(|pair| pair.strip_prefix("canisterId="))
            .next()?;
        Principal::from_text(id).ok()
    })
}

async fn query(
    slot: &Arc<Slot>,
    canister: Principal,
    method: &str,
    arg: Vec<u8>,
) -> Result<Vec<u8>, GatewayError> {
    let query = Query {
        sender: Principal::anonymous(),
        caller_info: None,
        canister_id: canister,
        effective: EffectivePrincipal::Canister(canister),
        method: method.to_owned(),
        arg,
    };
    let answer = slot.with(|instance| instance.query(query)).await?;
    answer.map_err(GatewayError::Rejected)
}

/// Sends `http_request_update` and waits for the clock to execute it.
async fn update(
    slot: &Arc<Slot>,
    canister: Principal,
    arg: Vec<u8>,
) -> Result<Vec<u8>, GatewayError> {
    let message = IngressMessage {
        sender: Principal::anonymous(),
        caller_info: None,
        canister_id: canister,
        effective: EffectivePrincipal::Canister(canister),
        method: "http_request_update".to_owned(),
        arg,
        request_id: None,
        expiry_ns: None,
    };
    let mut passes = slot.passes();
    let submitted = slot.with(|instance| instance.submit(message)).await?;
    let id = submitted.map_err(GatewayError::Rejected)?;
    slot.wake();
    let deadline = Instant::now() + PATIENCE;
    while slot.is_live() {
        passes.mark_unchanged();
        if let Some(answer) = slot.with(move |instance| answer(instance, &id)).await? {
            return answer;
        }
        if !matches!(timeout_at(deadline, passes.changed()).await, Ok(Ok(()))) {
            break;
        }
    }
    Err(GatewayError::Stalled)
}

fn answer(instance: &Instance, id: &RequestId) -> Option<Result<Vec<u8>, GatewayError>> {
    match instance.status(id)? {
        IngressStatus::Received | IngressStatus::Processing => None,
        IngressStatus::Replied(reply) => Some(Ok(reply.clone())),
        IngressStatus::Rejected(reject) => Some(Err(GatewayError::Rejected(reject.clone()))),
        IngressStatus::Done => Some(Err(GatewayError::Stalled)),
    }
}

/// The response as the canister gave it, apart from what concerns one connection only.
fn respond(canister: Principal, answer: &Answer, body: Vec<u8>) -> Result<Response, GatewayError> {
    let invalid = |error: &dyn std::fmt::Display| GatewayError::InvalidResponse(error.to_string());
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status_code).map_err(|error| invalid(&error))?;
    let headers = response.headers_mut();
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| invalid(&error))?;
        let value = HeaderValue::from_str(value).map_err(|error| invalid(&error))?;
        let of_connection = [
            header::CONNECTION,
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
        ];
        if !of_connection.contains(&name) {
            headers.append(name, value);
        }
    }
    let id = HeaderValue::from_str(&canister.to_text()).map_err(|error| invalid(&error))?;
    headers.insert("x-ic-canister-id", id);
    Ok(response)
}
