//! What the registry serves to an HTTP gateway.

use bonafide_test_support::World;
use bonafide_types::http::{HttpRequest, HttpResponse};
use serde_bytes::ByteBuf;

fn get(world: &World, method: &str, url: &str) -> (u16, String) {
    let request = HttpRequest {
        method: method.into(),
        url: url.into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: Some(2),
    };
    let response: HttpResponse = world.ask("http_request", &request);
    (
        response.status_code,
        String::from_utf8(response.body.into_vec()).unwrap(),
    )
}

/// The value of the first sample of a metric.
fn metric(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.rsplit(' ').nth(1)?.parse().ok()
}

#[test]
fn metrics_count_what_is_there() {
    let world = World::new();
    let (status, text) = get(&world, "GET", "/metrics");
    assert_eq!(status, 200);
    assert_eq!(
        metric(&text, "bonafide_rows{table=\"provider\"}"),
        Some(0.0)
    );
    world.onboard(1);
    let (_, text) = get(&world, "GET", "/metrics");
    assert_eq!(
        metric(&text, "bonafide_rows{table=\"provider\"}"),
        Some(1.0)
    );
    let events = u32::try_from(world.tip().length).unwrap();
    assert_eq!(metric(&text, "bonafide_events"), Some(f64::from(events)));
    assert!(metric(&text, "bonafide_stable_bytes").unwrap() > 0.0);
    assert!(!text.contains("cycle"), "the balance is nobody's business");
}

#[test]
fn nothing_else_is_served() {
    let world = World::new();
    for url in ["/", "/metrics/x", "/../metrics", ""] {
        assert_eq!(get(&world, "GET", url).0, 404, "{url}");
    }
    assert_ne!(get(&world, "POST", "/metrics").0, 200);
}
