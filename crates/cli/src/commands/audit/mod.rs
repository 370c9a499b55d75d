//! By which chances sites and auditors are drawn, and what a sample proves. All of it is
//! computed on this machine, by the code that the audits canister runs.

mod draw;
mod effect;
mod network;
mod plan;
mod quorum;
mod sites;

use crate::{context::Global, error::CliError};
use bonafide_policy::sampling::chance::ChanceError;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// What a sample proves, and what a plan would prove of a network.
    Plan(plan::Args),
    /// List the sites of a network, and what each weighs.
    Sites(sites::Args),
    /// Draw sites by weight from a seed.
    Draw(draw::Args),
    /// The probability that bad auditors decide.
    Quorum(quorum::Args),
}

impl Command {
    pub(crate) fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Plan(args) => plan::run(&args, global),
            Self::Sites(args) => sites::run(&args, global),
            Self::Draw(args) => draw::run(&args, global),
            Self::Quorum(args) => quorum::run(&args, global),
        }
    }
}

/// Numbers that no probability belongs to.
fn no_chance(error: ChanceError) -> CliError {
    CliError::usage("Chance", error)
}
