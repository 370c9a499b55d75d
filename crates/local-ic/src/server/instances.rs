//! Making, listing and dropping instances.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use pocket_ic::common::rest::{
    AutoProgressConfig, CreateInstanceResponse, HttpGatewayBackend, HttpGatewayConfig, InitialTime,
    InstanceConfig, InstanceHttpGatewayConfig, InstanceId,
};

use super::error::ApiError;
use super::slot::Slot;
use super::{Server, with_slash};
use crate::engine::{Instance, InstanceSettings};

pub(super) fn routes(router: Router<Arc<Server>>) -> Router<Arc<Server>> {
    let router = with_slash(router, "/instances", get(list).post(create));
    let router = with_slash(router, "/instances/{id}", delete(remove));
    let router = with_slash(
        router,
        "/instances/{id}/auto_progress",
        get(is_live).post(start),
    );
    with_slash(router, "/instances/{id}/stop_progress", post(stop))
}

async fn list(State(server): State<Arc<Server>>) -> Json<Vec<String>> {
    let instances = server.instances();
    let states = instances.values().map(|slot| match slot {
        Some(slot) if slot.is_live() => "Live".to_owned(),
        Some(_) => "Available".to_owned(),
        None => "Deleted".to_owned(),
    });
    Json(states.collect())
}

async fn create(
    State(server): State<Arc<Server>>,
    Json(config): Json<InstanceConfig>,
) -> (StatusCode, Json<CreateInstanceResponse>) {
    match new_instance(&server, config).await {
        Ok(created) => (StatusCode::CREATED, Json(created)),
        Err(error) => {
            let message = error.to_string();
            let refused = CreateInstanceResponse::Error { message };
            (StatusCode::BAD_REQUEST, Json(refused))
        }
    }
}

async fn new_instance(
    server: &Arc<Server>,
    config: InstanceConfig,
) -> Result<CreateInstanceResponse, ApiError> {
    let settings = InstanceSettings::try_from(&config)?;
    let instance = Instance::new(&settings, server.executor.clone(), Arc::clone(&server.keys))?;
    let topology = instance.topology();
    let slot = Slot::new(instance, config.disable_ingress_validation != Some(true));
    if let Some(InitialTime::AutoProgress(auto)) = config.initial_time {
        slot.start(delay(&auto)).await?;
    }
    let instance_id = {
        let mut instances = server.instances();
        let id = instances.len();
        instances.insert(id, Some(slot));
        id
    };
    let http_gateway_info = match config.http_gateway_config {
        None => None,
        Some(gateway) => {
            let opened = super::gateway::open(server, gateway_config(gateway, instance_id)).await;
            if opened.is_err() {
                drop_instance(server, instance_id);
            }
            Some(opened?)
        }
    };
    Ok(CreateInstanceResponse::Created {
        instance_id,
        topology,
        http_gateway_info,
    })
}

fn gateway_config(config: InstanceHttpGatewayConfig, id: InstanceId) -> HttpGatewayConfig {
    let InstanceHttpGatewayConfig {
        ip_addr,
        port,
        domains,
        https_config,
        domain_custom_provider_local_file,
    } = config;
    HttpGatewayConfig {
        ip_addr,
        port,
        forward_to: HttpGatewayBackend::PocketIcInstance(id),
        domains,
        https_config,
        domain_custom_provider_local_file,
    }
}

async fn remove(
    State(server): State<Arc<Server>>,
    Path(id): Path<InstanceId>,
) -> Result<(), ApiError> {
    server.slot(id)?;
    drop_instance(&server, id);
    Ok(())
}

fn drop_instance(server: &Server, id: InstanceId) {
    server.gateways.close_all_of(id);
    if let Some(slot) = server.instances().get_mut(&id).and_then(Option::take) {
        slot.stop();
    }
}

async fn is_live(
    State(server): State<Arc<Server>>,
    Path(id): Path<InstanceId>,
) -> Result<Json<bool>, ApiError> {
    Ok(Json(server.slot(id)?.is_live()))
}

async fn start(
    State(server): State<Arc<Server>>,
    Path(id): Path<InstanceId>,
    Json(config): Json<AutoProgressConfig>,
) -> Result<Json<()>, ApiError> {
    server.slot(id)?.start(delay(&config)).await?;
    Ok(Json(()))
}

async fn stop(
    State(server): State<Arc<Server>>,
    Path(id): Path<InstanceId>,
) -> Result<Json<()>, ApiError> {
    server.slot(id)?.stop();
    Ok(Json(()))
}

fn delay(config: &AutoProgressConfig) -> Option<Duration> {
    config.artificial_delay_ms.map(Duration::from_millis)
}
