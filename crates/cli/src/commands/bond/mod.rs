mod deposit;
mod unbond;
mod withdraw;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Deposit a bond (the provider). `escrow show` shows it.
    Deposit(deposit::Args),
    /// Ask a bond back (the provider).
    Unbond(unbond::Args),
    /// Have a bond paid out that is due (the provider).
    Withdraw(withdraw::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Deposit(args) => deposit::run(&args, global).await,
            Self::Unbond(args) => unbond::run(&args, global).await,
            Self::Withdraw(_) => withdraw::run(global).await,
        }
    }
}
