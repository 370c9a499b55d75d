//! `http_request` for canisters that serve metrics, ask crawlers to stay away, and serve nothing
//! else.

use bonafide_types::http::{HttpRequest, HttpResponse};
use serde_bytes::ByteBuf;

/// What crawlers read first. What canisters hold is public, and need not be in search engines.
const ROBOTS: &[u8] = b"User-agent: *\nDisallow: /\n";

/// Answers `GET /metrics` with what `metrics` writes, and `GET /robots.txt`; everything else is
/// 404 or 405.
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
        ("GET", "/robots.txt") => response(200, "text/plain", ROBOTS.to_vec()),
        (_, "/metrics" | "/robots.txt") => {
            response(405, "text/plain", b"only GET is served".to_vec())
        }
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
            // Those that came without asking for robots.txt.
            ("X-Robots-Tag".into(), "noindex, nofollow".into()),
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

    #[test]
    fn should_ask_crawlers_to_stay_away() {
        let robots = get("GET", "/robots.txt");
        assert_eq!(robots.status_code, 200);
        assert_eq!(robots.body.as_slice(), ROBOTS);
        assert_eq!(get("POST", "/robots.txt").status_code, 405);
        let stay_away = ("X-Robots-Tag".to_owned(), "noindex, nofollow".to_owned());
        for (method, url) in [
            ("GET", "/metrics"),
            ("POST", "/metrics"),
            ("GET", "/robots.txt"),
            ("GET", "/"),
        ] {
            assert!(
                get(method, url).headers.contains(&stay_away),
                "{method} {url}"
            );
        }
    }
}
