//! An engine process for programs that must leave nothing behind.

use crate::START_NS;
use pocket_ic::{PocketIc, PocketIcBuilder, StartServerParams, Time, start_server};
use std::process::Child;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// An engine process that ends with this value. Tests share the engine that `pocket-ic`
/// starts for their process; programs with an end of their own start one here.
#[derive(Debug)]
pub struct Engine {
    server: Mutex<Child>,
    url: String,
}

impl Engine {
    /// Starts the engine that `POCKET_IC_BIN` names.
    #[must_use]
    pub fn start() -> Self {
        let params = StartServerParams {
            // Should this process be killed, the engine follows.
            ttl: Some(Duration::from_mins(2)),
            ..StartServerParams::default()
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime needs nothing that could be missing");
        let (server, url) = runtime.block_on(start_server(params));
        Self {
            server: Mutex::new(server),
            url: url.to_string(),
        }
    }

    /// Where the engine listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Builds instances on this engine.
    #[must_use]
    pub fn builder(&self) -> PocketIcBuilder {
        let url = self.url.parse().expect("it was a URL before");
        PocketIcBuilder::new().with_server_url(url)
    }

    /// Makes a request, which tells the engine that it is still needed.
    pub async fn keep_alive(&self) {
        // When nobody answers, whoever uses the engine will notice.
        if let Ok(url) = self.url.parse() {
            let _ = pocket_ic::nonblocking::PocketIc::new_from_existing_instance(url, 0, None)
                .get_time()
                .await;
        }
    }

    /// Ends the engine, whoever still speaks to it.
    pub fn stop(&self) {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself; then there is nothing to do.
        let _ = server.kill();
        let _ = server.wait();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where a test makes its instances: on the engine that the tests of a process share, or,
/// where each test has a process of its own, on an engine that must outlive the instances
/// and ends with the test.
#[must_use]
pub fn for_test() -> (Option<Engine>, PocketIcBuilder) {
    let alone =
        std::env::var_os("NEXTEST_EXECUTION_MODE").is_some_and(|mode| mode == "process-per-test");
    let engine = alone.then(Engine::start);
    let builder = engine
        .as_ref()
        .map_or_else(PocketIcBuilder::new, Engine::builder);
    (engine, builder)
}

/// What [`instance`] makes, with a subnet that holds the master keys of vetKD.
#[must_use]
pub fn instance_with_keys(builder: PocketIcBuilder) -> PocketIc {
    instance(builder.with_test_threshold_keys_subnet())
}

/// An instance with NNS and one application subnet that begins at [`START_NS`].
#[must_use]
pub fn instance(builder: PocketIcBuilder) -> PocketIc {
    builder
        .with_nns_subnet()
        .with_application_subnet()
        .with_initial_time(Time::from_nanos_since_unix_epoch(START_NS))
        .build()
}
