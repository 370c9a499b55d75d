mod collect;
mod pay;
mod settle_transfer;
mod show;
mod transfers;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show all money that came in and where it is, and the account that takes gifts.
    Show(show::Args),
    /// Take over what was sent to the treasury (anyone with a key).
    Collect(collect::Args),
    /// List movements on the ledger.
    Transfers(transfers::Args),
    /// Pay from the treasury (governance).
    Pay(Box<pay::Args>),
    /// Settle a transfer whose outcome nobody can know here (governance).
    SettleTransfer(settle_transfer::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Collect(_) => collect::run(global).await,
            Self::Transfers(args) => transfers::run(&args, global).await,
            Self::Pay(args) => pay::run(*args, global).await,
            Self::SettleTransfer(args) => settle_transfer::run(args, global).await,
        }
    }
}
