//! What a proven offence costs, computed on this machine by the suite's own rules.

mod penalty;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// What a proven offence costs.
    Penalty(penalty::Args),
}

impl Command {
    pub(crate) fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Penalty(args) => penalty::run(&args, global),
        }
    }
}
