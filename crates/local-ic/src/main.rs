//! The process: command line, port file, time to live.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use local_ic::execution::{Executor, ExecutorError};
use local_ic::server::Server;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// An offline engine that speaks the PocketIC server protocol. An emulator.
// Clients read the name and the version: both are those of the server that is emulated.
#[derive(Debug, Parser)]
#[command(
    name = "pocket-ic-server",
    version = concat!("16.1.0+local-ic.", env!("CARGO_PKG_VERSION"))
)]
struct Arguments {
    /// The address to listen at.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    ip_addr: IpAddr,
    /// The port to listen at; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A file that will hold the port and a line break. If it exists, a server runs already and
    /// this one exits.
    #[arg(long)]
    port_file: Option<PathBuf>,
    /// Seconds without a request after which the server exits.
    #[arg(long, default_value_t = 60)]
    ttl: u64,
    /// Seconds after which the server exits in any case.
    #[arg(long)]
    hard_ttl: Option<u64>,
    /// Accepted and not used: the server writes no log.
    #[arg(long)]
    log_levels: Option<String>,
    /// Where compiled canisters are kept between runs.
    #[arg(long, env = "LOCAL_IC_CACHE_DIR")]
    cache_dir: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the port file cannot be written: {0}")]
    PortFile(io::Error),
    #[error("cannot listen: {0}")]
    Listen(io::Error),
    #[error("cannot serve: {0}")]
    Serve(io::Error),
    #[error("cannot execute canisters: {0}")]
    Executor(#[from] ExecutorError),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(run(arguments)) {
        Ok(()) => {
            // What still runs answers nobody.
            runtime.shutdown_background();
            ExitCode::SUCCESS
        }
        Err(failure) => fail(&failure),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("local-ic: {error}");
    ExitCode::FAILURE
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let port_file = match arguments.port_file {
        None => None,
        Some(path) => match PortFile::claim(path) {
            Ok(claimed) => Some(claimed),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
            Err(error) => return Err(Failure::PortFile(error)),
        },
    };
    let listener = TcpListener::bind((arguments.ip_addr, arguments.port))
        .await
        .map_err(Failure::Listen)?;
    let port = listener.local_addr().map_err(Failure::Listen)?.port();
    let cache_dir = arguments.cache_dir.or_else(default_cache_dir);
    let server = Server::new(Executor::new(cache_dir.as_deref())?);
    let router = server.router();
    match &port_file {
        Some(file) => file.announce(port).map_err(Failure::PortFile)?,
        None => println!("local-ic listens at http://{}:{port}/", arguments.ip_addr),
    }
    let ttl = Duration::from_secs(arguments.ttl);
    let hard_ttl = arguments.hard_ttl.map(Duration::from_secs);
    tokio::select! {
        served = axum::serve(listener, router) => served.map_err(Failure::Serve),
        () = end(&server, ttl, hard_ttl) => Ok(()),
    }
}

/// Returns when the server has been idle for `ttl`, has run for `hard_ttl`, or is told to stop.
async fn end(server: &Arc<Server>, ttl: Duration, hard_ttl: Option<Duration>) {
    let idle = async {
        loop {
            let left = ttl.saturating_sub(server.idle_for());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left).await;
        }
    };
    let hard = async {
        match hard_ttl {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = idle => {}
        () = hard => {}
        () = told(SignalKind::interrupt()) => {}
        () = told(SignalKind::terminate()) => {}
    }
}

async fn told(kind: SignalKind) {
    match signal(kind) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

fn default_cache_dir() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")))?;
    base.is_absolute().then(|| base.join("local-ic"))
}

/// Exists while the server runs.
struct PortFile(PathBuf);

impl PortFile {
    fn claim(path: PathBuf) -> io::Result<Self> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self(path))
    }

    fn announce(&self, port: u16) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.0)?;
        file.write_all(format!("{port}\n").as_bytes())
    }
}

impl Drop for PortFile {
    fn drop(&mut self) {
        // Nothing is left to do about a file that is gone already.
        let _ = fs::remove_file(&self.0);
    }
}
