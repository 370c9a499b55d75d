//! What clients talk to: the PocketIC protocol, the agent API and HTTP gateways.
//!
//! ```text
//! mod.rs       the server's state and its router
//! error.rs     how failures are told to clients of the PocketIC protocol
//! slot.rs      an instance behind its lock, and the clock that drives it when live
//! instances.rs making, listing, dropping instances
//! control.rs   /instances/<id>/{read, update}: the PocketIC protocol
//! agent/       /api/v2..v4: the interface that agents use
//! gateway/     listeners for agents and browsers
//! ```

mod agent;
mod control;
mod error;
mod gateway;
mod instances;
mod slot;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, post};
use pocket_ic::common::rest::InstanceId;
use sha2::{Digest, Sha256};

use crate::crypto::Keys;
use crate::execution::Executor;
use error::ApiError;
use gateway::Gateways;
use slot::Slot;

/// The seed of every instance's keys: the same root key on every run.
const KEY_SEED: [u8; 32] = *b"bonafide local-ic: not a secret.";

/// The largest blob after decompression, bytes.
const MAX_BLOB_BYTES: u64 = 16 << 30;

/// One server process: instances, gateways and uploaded blobs.
#[derive(Debug)]
pub struct Server {
    executor: Executor,
    keys: Arc<Keys>,
    /// `None` after an instance is dropped; ids are not reused.
    instances: Mutex<BTreeMap<InstanceId, Option<Arc<Slot>>>>,
    gateways: Gateways,
    blobs: Mutex<HashMap<Vec<u8>, Vec<u8>>>,
    activity: Activity,
}

impl Server {
    /// A server without instances, which run their canisters on `executor`.
    #[must_use]
    pub fn new(executor: Executor) -> Arc<Self> {
        Arc::new(Self {
            executor,
            keys: Arc::new(Keys::new(KEY_SEED)),
            instances: Mutex::default(),
            gateways: Gateways::default(),
            blobs: Mutex::default(),
            activity: Activity::default(),
        })
    }

    /// How long no request has been running. Gateways count too.
    #[must_use]
    pub fn idle_for(&self) -> Duration {
        self.activity.idle_for()
    }

    /// The PocketIC protocol, with the agent API of every instance under `/instances/<id>/api`.
    pub fn router(self: &Arc<Self>) -> Router {
        let router = Router::new()
            .route("/status", get(|| async {}))
            .nest("/instances/{id}/api", agent::of_path(self));
        let router = control::routes(instances::routes(gateway::routes(router)));
        let router = with_slash(router, "/blobstore", post(upload_blob));
        let router = with_slash(
            router,
            "/verify_signature",
            post(error::no_canister_signatures),
        );
        router
            .route("/read_graph/{*rest}", any(error::nothing_pending))
            .route("/prune_graph/{*rest}", any(error::nothing_pending))
            .fallback(unknown_endpoint)
            .layer(DefaultBodyLimit::disable())
            .layer(middleware::from_fn_with_state(Arc::clone(self), observe))
            .with_state(Arc::clone(self))
    }

    /// The instance with this id.
    fn slot(&self, id: InstanceId) -> Result<Arc<Slot>, ApiError> {
        self.instances()
            .get(&id)
            .and_then(Option::clone)
            .ok_or(ApiError::NoSuchInstance(id))
    }

    fn instances(&self) -> MutexGuard<'_, BTreeMap<InstanceId, Option<Arc<Slot>>>> {
        self.instances
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn blob(&self, id: &[u8]) -> Result<Vec<u8>, ApiError> {
        let blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        blobs
            .get(id)
            .cloned()
            .ok_or_else(|| ApiError::NoSuchBlob(hex::encode(id)))
    }
}

/// Requests that run now, and when the last one ended.
#[derive(Debug)]
struct Activity {
    running: AtomicUsize,
    last: Mutex<Instant>,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            running: AtomicUsize::new(0),
            last: Mutex::new(Instant::now()),
        }
    }
}

impl Activity {
    fn begin(&self) -> Running<'_> {
        self.running.fetch_add(1, Ordering::SeqCst);
        Running(self)
    }

    fn idle_for(&self) -> Duration {
        if self.running.load(Ordering::SeqCst) > 0 {
            return Duration::ZERO;
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.elapsed()
    }
}

/// Ends with the request, also when its client goes away.
struct Running<'a>(&'a Activity);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn observe(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let _running = server.activity.begin();
    next.run(request).await
}

/// Clients write some paths with a slash at the end and some without.
fn with_slash(
    router: Router<Arc<Server>>,
    path: &str,
    method: MethodRouter<Arc<Server>>,
) -> Router<Arc<Server>> {
    router
        .route(&format!("{path}/"), method.clone())
        .route(path, method)
}

async fn unknown_endpoint(uri: Uri) -> ApiError {
    ApiError::NotEmulated(format!("the endpoint {}", uri.path()))
}

/// Stores a blob, compressed or not; answers the SHA-256 of its contents in hexadecimal.
async fn upload_blob(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String, ApiError> {
    let encoding = headers.get(header::CONTENT_ENCODING);
    let blob = match encoding.map(HeaderValue::as_bytes) {
        None => body.to_vec(),
        Some(b"gzip") => gunzip(&body)?,
        Some(_) => return Err(ApiError::Invalid("unknown content encoding".to_owned())),
    };
    let id = Sha256::digest(&blob).to_vec();
    let text = hex::encode(&id);
    let mut blobs = server.blobs.lock().unwrap_or_else(PoisonError::into_inner);
    blobs.insert(id, blob);
    Ok(text)
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, ApiError> {
    use std::io::Read;
    let mut blob = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .take(MAX_BLOB_BYTES)
        .read_to_end(&mut blob)
        .map_err(|error| ApiError::Invalid(format!("the blob is not gzip: {error}")))?;
    Ok(blob)
}
