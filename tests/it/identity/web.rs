//! What canisters serve to an HTTP gateway: crawlers are asked to stay away.

use bonafide_test_support::{Plan, Suite, actors, instance};
use bonafide_types::http::{HttpRequest, HttpResponse};
use serde_bytes::ByteBuf;

#[test]
fn should_ask_crawlers_to_stay_away() {
    let suite = Suite::new(&Plan {
        identity: true,
        audits: true,
        ..Plan::default()
    });
    for canister in [
        suite.identity,
        suite.audits,
        suite.governance,
        suite.registry,
    ] {
        let get = |method: &str, url: &str| -> HttpResponse {
            let request = HttpRequest {
                method: method.into(),
                url: url.into(),
                headers: vec![],
                body: ByteBuf::new(),
                certificate_version: None,
            };
            let caller = actors::stranger();
            instance::query(&suite.pic, canister, caller, "http_request", (request,))
        };
        let robots = get("GET", "/robots.txt");
        assert_eq!(robots.status_code, 200);
        assert_eq!(robots.body.as_slice(), b"User-agent: *\nDisallow: /\n");
        for (method, url) in [
            ("GET", "/robots.txt"),
            ("GET", "/metrics"),
            ("POST", "/metrics"),
            ("GET", "/"),
            ("GET", "/robots.txt?x=1"),
        ] {
            let HttpResponse { headers, .. } = get(method, url);
            let tag = headers.iter().find(|(name, _)| name == "X-Robots-Tag");
            let (_, tag) = tag.unwrap_or_else(|| panic!("{method} {url}: {headers:?}"));
            assert_eq!(tag, "noindex, nofollow", "{method} {url}");
        }
    }
}
