mod attest;
mod domain;
mod eject;
mod list;
mod register;
mod remove;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List nodes.
    List(list::Args),
    /// Show one node with proof, or the proof that there is none.
    Show(show::Args),
    /// Register a node (its operator).
    Register(register::Args),
    /// Remove a node (its operator).
    Remove(remove::Args),
    /// Eject nodes (governance).
    Eject(eject::Args),
    /// Set a node's domain name (its operator).
    Domain(domain::Args),
    /// Deposit evidence of what a node runs (its operator).
    Attest(attest::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Register(args) => register::run(&args, global).await,
            Self::Remove(args) => remove::run(&args, global).await,
            Self::Eject(args) => eject::run(args, global).await,
            Self::Domain(args) => domain::run(&args, global).await,
            Self::Attest(args) => attest::run(&args, global).await,
        }
    }
}
