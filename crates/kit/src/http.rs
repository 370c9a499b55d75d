//! `http_request` for canisters that serve metrics and nothing else.

use bonafide_types::http::{HttpRequest, HttpResponse};
use serde_bytes::ByteBuf;

/// Answers `GET /metrics` with what `metrics` writes; everything else is 404 or 405.
pub fn serve(
    request: &HttpRequest,
    metrics: impl FnOnce() -> std::io::Result<Vec<u8>>,
) -> HttpResponse {
    let path = request.url.split(['?', '#']).next().unwrap_or_default();
    match (request.method.as_str(), path) {
        ("GET", "/metrics") => match metrics() {
            Ok(body) => response(200, "text/plain; version=0.0.4", body),
            Err(error) => response(500, "text/plain", error.to_string().into()),
        },
        (_, "/metrics") => response(405, "text/plain", b"only GET is served".to_vec()),
        _ => response(404, "text/plain", b"only /metrics is served".to_vec()),
    }
}

fn response(status_code: u16, content_type: &str, body: Vec<u8>) -> HttpResponse {
    HttpResponse {
        status_code,
        headers: vec![
            ("Content-Type".into(), content_type.into()),
            ("X-Content-Type-Options".into(), "nosniff".into()),
            ("Cache-Control".into(), "no-store".into()),
        ],
        body: ByteBuf::from(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(method: &str, url: &str) -> HttpResponse {
        let request = HttpRequest {
            method: method.into(),
            url: url.into(),
            headers: vec![],
            body: ByteBuf::new(),
            certificate_version: None,
        };
        serve(&request, || Ok(b"figures".to_vec()))
    }

    #[test]
    fn should_serve_metrics_only() {
        assert_eq!(get("GET", "/metrics?x=1").body.as_slice(), b"figures");
        assert_eq!(get("POST", "/metrics").status_code, 405);
        assert_eq!(get("GET", "/").status_code, 404);
    }
}
