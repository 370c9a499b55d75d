mod approval;
mod compact;
mod declarations;
mod facts;
mod network;
mod plan;
mod push;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Import the network from CSV files.
    Network(network::Args),
    /// Import published declarations from CSV files or a checkout.
    Declarations(declarations::Args),
    /// Import both from a compact facts file.
    Facts(facts::Args),
    /// Bring the pages of an import that was approved.
    #[command(subcommand)]
    Push(push::Command),
    /// Show what an import would bring, without a network.
    #[command(subcommand)]
    Plan(plan::Command),
    /// Write a compact facts file from CSV files.
    Compact(Box<compact::Args>),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Network(args) => network::run(&args, global).await,
            Self::Declarations(args) => declarations::run(&args, global).await,
            Self::Facts(args) => facts::run(&args, global).await,
            Self::Push(command) => command.run(global).await,
            Self::Plan(command) => command.run(global),
            Self::Compact(args) => compact::run(&args, global),
        }
    }
}
