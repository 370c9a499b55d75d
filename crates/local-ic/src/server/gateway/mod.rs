//! Listeners for agents and browsers: `/api/*` of one instance, and its canisters over HTTP.

mod candid_http;
mod canister;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderName, Method, header};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use pocket_ic::common::rest::{
    CreateHttpGatewayResponse, HttpGatewayBackend, HttpGatewayConfig, HttpGatewayDetails,
    HttpGatewayInfo, InstanceId, Topology,
};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::cors::{Any, CorsLayer};

use super::error::ApiError;
use super::slot::Slot;
use super::{Server, agent, observe, with_slash};

/// All gateways of a server, by id.
#[derive(Debug, Default)]
pub(super) struct Gateways(Mutex<BTreeMap<InstanceId, Gateway>>);

#[derive(Debug)]
struct Gateway {
    instance: InstanceId,
    details: HttpGatewayDetails,
    task: JoinHandle<()>,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Gateways {
    /// Closes the gateways of an instance that is dropped.
    pub(super) fn close_all_of(&self, instance: InstanceId) {
        self.lock()
            .retain(|_, gateway| gateway.instance != instance);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<InstanceId, Gateway>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn routes(router: Router<Arc<Server>>) -> Router<Arc<Server>> {
    let router = with_slash(router, "/http_gateway", get(list).post(create));
    with_slash(router, "/http_gateway/{gateway}/stop", post(stop))
}

async fn list(State(server): State<Arc<Server>>) -> Json<Vec<HttpGatewayDetails>> {
    let gateways = server.gateways.lock();
    Json(gateways.values().map(|g| g.details.clone()).collect())
}

async fn create(
    State(server): State<Arc<Server>>,
    Json(config): Json<HttpGatewayConfig>,
) -> Json<CreateHttpGatewayResponse> {
    Json(match open(&server, config).await {
        Ok(info) => CreateHttpGatewayResponse::Created(info),
        Err(error) => CreateHttpGatewayResponse::Error {
            message: error.to_string(),
        },
    })
}

async fn stop(
    State(server): State<Arc<Server>>,
    Path(id): Path<InstanceId>,
) -> Result<Json<()>, ApiError> {
    let gateway = server.gateways.lock().remove(&id);
    gateway.map(|_| Json(())).ok_or(ApiError::NoSuchGateway(id))
}

/// Listens at the configured address and serves an instance there until stopped.
pub(super) async fn open(
    server: &Arc<Server>,
    config: HttpGatewayConfig,
) -> Result<HttpGatewayInfo, ApiError> {
    let HttpGatewayBackend::PocketIcInstance(instance) = config.forward_to else {
        return Err(ApiError::NotEmulated("gateways of a replica".to_owned()));
    };
    if config.https_config.is_some() {
        return Err(ApiError::NotEmulated("gateways over TLS".to_owned()));
    }
    if config.domain_custom_provider_local_file.is_some() {
        return Err(ApiError::NotEmulated("custom domain files".to_owned()));
    }
    let slot = server.slot(instance)?;
    let ip: IpAddr = match &config.ip_addr {
        None => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Some(text) => text
            .parse()
            .map_err(|error| ApiError::Invalid(format!("{text}: {error}")))?,
    };
    let listener = TcpListener::bind((ip, config.port.unwrap_or(0))).await;
    let listener =
        listener.map_err(|error| ApiError::Invalid(format!("cannot listen: {error}")))?;
    let port = listener
        .local_addr()
        .map_err(|error| ApiError::Invalid(error.to_string()))?
        .port();

    let domains = config
        .domains
        .clone()
        .unwrap_or_else(|| vec!["localhost".to_owned()]);
    let router = router(server, slot, domains);
    let task = tokio::spawn(async move {
        // Ends with the listener only, which lives as long as the task.
        let _ = axum::serve(listener, router).await;
    });
    let mut gateways = server.gateways.lock();
    let instance_id = gateways.last_key_value().map_or(0, |(last, _)| last + 1);
    let details = HttpGatewayDetails {
        instance_id,
        port,
        forward_to: config.forward_to,
        domains: config.domains,
        https_config: None,
    };
    let gateway = Gateway {
        instance,
        details,
        task,
    };
    gateways.insert(instance_id, gateway);
    Ok(HttpGatewayInfo { instance_id, port })
}

fn router(server: &Arc<Server>, slot: Arc<Slot>, domains: Vec<String>) -> Router {
    Router::new()
        .nest("/api", agent::of(Arc::clone(&slot)))
        .route("/_/topology", get(topology))
        .fallback(canister::serve)
        .layer(Extension(canister::Domains(Arc::from(domains))))
        .layer(Extension(slot))
        .layer(cors())
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(server), observe))
        .with_state(Arc::clone(server))
}

async fn topology(Extension(slot): Extension<Arc<Slot>>) -> Result<Json<Topology>, ApiError> {
    slot.with(|instance| Json(instance.topology())).await
}

/// Pages of any origin may call.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::HEAD,
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ])
        .allow_headers([
            header::USER_AGENT,
            header::DNT,
            header::IF_NONE_MATCH,
            header::IF_MODIFIED_SINCE,
            header::CACHE_CONTROL,
            header::CONTENT_TYPE,
            header::RANGE,
            header::COOKIE,
            HeaderName::from_static("x-requested-with"),
            HeaderName::from_static("x-ic-canister-id"),
        ])
        .expose_headers([
            header::ACCEPT_RANGES,
            header::CONTENT_LENGTH,
            header::CONTENT_RANGE,
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("x-ic-canister-id"),
        ])
        .max_age(Duration::from_hours(2))
}
