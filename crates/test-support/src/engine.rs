//! An engine process for programs that must leave nothing behind.

use crate::START_NS;
use pocket_ic::{PocketIc, PocketIcBuilder, StartServerParams, Time, start_server};
use std::process::Child;
use std::time::Duration;

/// An engine process that ends with this value. Tests share the engine that `pocket-ic`
/// starts for their process; programs with an end of their own start one here.
#[derive(Debug)]
pub struct Engine {
    server: Child,
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
            server,
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
}

impl Drop for Engine {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
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
