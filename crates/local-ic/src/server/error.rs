//! Failures as clients of the PocketIC protocol read them: a status and `{"message": ".."}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pocket_ic::common::rest::InstanceId;
use serde_json::json;

use crate::certification::EncodingError;
use crate::engine::EngineError;

/// Why a request of the PocketIC protocol failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    #[error("instance {0} does not exist")]
    NoSuchInstance(InstanceId),
    #[error("blob {0} does not exist")]
    NoSuchBlob(String),
    #[error("HTTP gateway {0} does not exist")]
    NoSuchGateway(InstanceId),
    #[error("{0}")]
    Invalid(String),
    #[error("local-ic does not emulate {0}")]
    NotEmulated(String),
    #[error("{0}")]
    Forbidden(String),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    #[error("the instance failed and cannot be used any more: {0}")]
    Failed(String),
    #[error("nothing is pending: all operations are answered at once")]
    NothingPending,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NoSuchInstance(_)
            | Self::NoSuchBlob(_)
            | Self::NoSuchGateway(_)
            | Self::NothingPending => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Engine(_) => StatusCode::BAD_REQUEST,
            Self::NotEmulated(_) => StatusCode::NOT_IMPLEMENTED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Encoding(_) | Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(json!({ "message": self.to_string() }))).into_response()
    }
}

/// The status of long operations: there are none.
pub(super) async fn nothing_pending() -> ApiError {
    ApiError::NothingPending
}

/// `verify_signature` answers a result in JSON, with status 200.
pub(super) async fn no_canister_signatures() -> Json<Result<(), String>> {
    Json(Err(
        "local-ic does not emulate canister signatures".to_owned()
    ))
}
