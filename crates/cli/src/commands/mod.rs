//! `bonafide <noun> <verb>`: one file per verb.

mod completions;
mod data_center;
mod declaration;
mod deploy;
mod events;
pub(crate) mod governed;
mod import;
mod journal;
mod motion;
mod neuron;
mod node;
mod operator;
pub(crate) mod proposal;
mod provider;
mod subnet;
mod summary;
mod verify;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Create, install or upgrade the canisters.
    Deploy(deploy::Args),
    /// Facts of the real network: plan, approve and bring them.
    #[command(subcommand)]
    Import(import::Command),
    /// Node providers.
    #[command(subcommand)]
    Provider(provider::Command),
    /// The declaration of good intent: texts, acceptances.
    #[command(subcommand)]
    Declaration(declaration::Command),
    /// Data centres.
    #[command(subcommand)]
    DataCenter(data_center::Command),
    /// Operator records.
    #[command(subcommand)]
    Operator(operator::Command),
    /// Nodes.
    #[command(subcommand)]
    Node(node::Command),
    /// Subnets.
    #[command(subcommand)]
    Subnet(subnet::Command),
    /// Proposals of the council.
    #[command(subcommand)]
    Proposal(proposal::Command),
    /// The council's neurons.
    #[command(subcommand)]
    Neuron(neuron::Command),
    /// Motions of the NNS that carry commands.
    #[command(subcommand)]
    Motion(motion::Command),
    /// What was authorised, by whom, and what became of it.
    #[command(subcommand)]
    Journal(journal::Command),
    /// How much the canisters hold.
    Summary(summary::Args),
    /// The event log.
    #[command(subcommand)]
    Events(events::Command),
    /// Check for yourself what the canisters say.
    #[command(subcommand)]
    Verify(verify::Command),
    /// Print a completion script for a shell.
    Completions(completions::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Deploy(args) => deploy::run(&args, global).await,
            Self::Import(command) => command.run(global).await,
            Self::Provider(command) => command.run(global).await,
            Self::Declaration(command) => command.run(global).await,
            Self::DataCenter(command) => command.run(global).await,
            Self::Operator(command) => command.run(global).await,
            Self::Node(command) => command.run(global).await,
            Self::Subnet(command) => command.run(global).await,
            Self::Proposal(command) => command.run(global).await,
            Self::Neuron(command) => command.run(global).await,
            Self::Motion(command) => command.run(global).await,
            Self::Journal(command) => command.run(global).await,
            Self::Summary(_) => summary::run(global).await,
            Self::Events(command) => command.run(global).await,
            Self::Verify(command) => command.run(global).await,
            Self::Completions(args) => completions::run(&args),
        }
    }
}
