//! The HTTP gateway's request and response, as the interface specification defines them.

use candid::CandidType;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// A request forwarded by an HTTP gateway.
#[derive(Clone, Debug, CandidType, Serialize, Deserialize)]
pub struct HttpRequest {
    /// Method, upper case.
    pub method: String,
    /// Path and query.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: ByteBuf,
    /// Response certification version the gateway asks for.
    pub certificate_version: Option<u16>,
}

/// The canister's answer.
#[derive(Clone, Debug, CandidType, Serialize, Deserialize)]
pub struct HttpResponse {
    /// HTTP status.
    pub status_code: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: ByteBuf,
}
