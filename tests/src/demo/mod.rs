//! The story of node providers on a local network, told command by command.
//!
//! The network holds public facts of the real one. Whatever is invented happens to the two
//! example providers and their machines, who are named as such. So are the stand-ins of NNS
//! governance and of an SNS, whose decisions are the story's, and of the ledger, whose tokens
//! are.

mod audits;
mod authority;
mod chapters;
mod clock;
mod decentralization;
mod identity;
mod neighbours;
mod onboarding;
mod outcome;
mod people;
mod rewards;
mod stage;
mod story;
mod ways;

pub use stage::Stage;

use bonafide_test_support::engine::Engine;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// How the demo is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port at which the network is served; any free one by default.
    pub port: Option<u16>,
}

/// Why the story cannot go on, in words.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

/// What failed while doing something that can only be described.
trait Context<T> {
    fn when(self, doing: &str) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn when(self, doing: &str) -> Result<T, Failure> {
        self.map_err(|error| Failure(format!("{doing}: {error}")))
    }
}

impl<T> Context<T> for Option<T> {
    fn when(self, doing: &str) -> Result<T, Failure> {
        self.ok_or_else(|| Failure(format!("{doing}: it is not there")))
    }
}

/// Tells the story on `engine`, writes `summary.json` into `out`, and leaves the network
/// running on the stage that is returned.
///
/// # Errors
/// The first thing that did not happen as told.
pub fn tell(engine: Arc<Engine>, options: &Options, out: &Path) -> Result<Stage, Failure> {
    let mut stage = Stage::set(engine, options)?;
    let people = story::tell(&mut stage)?;
    let outcome = outcome::read(&stage, &people)?;
    outcome.check()?;
    outcome.print();
    outcome.write(out)?;
    stage.go_live()?;
    story::invite(&stage, &people)?;
    Ok(stage)
}

/// Walks the onboarding of one provider on `engine`, by the command alone.
///
/// # Errors
/// The first thing that did not happen as told.
pub fn onboard(engine: Arc<Engine>) -> Result<(), Failure> {
    story::onboard(&mut Stage::set(engine, &Options::default())?)
}
