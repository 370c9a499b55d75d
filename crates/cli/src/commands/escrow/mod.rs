mod collect;
mod join;
mod leave;
mod lots;
mod release;
mod show;

use crate::{context::Global, error::CliError, output::fields, words::rewards as words};
use bonafide_types::rewards::EscrowAccount;
use serde_json::json;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show what a provider has here, and where its rewards have to be sent.
    Show(show::Args),
    /// List what came into a provider's escrow.
    Lots(lots::Args),
    /// Have rewards come here first, or be paid to another account (the provider).
    Join(join::Args),
    /// Have rewards no longer come here (the provider).
    Leave(leave::Args),
    /// Take over what came to a provider's escrow account (anyone with a key).
    Collect(collect::Args),
    /// Send a provider what is due of its escrow (anyone with a key).
    Release(release::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Lots(args) => lots::run(&args, global).await,
            Self::Join(args) => join::run(&args, global).await,
            Self::Leave(_) => leave::run(global).await,
            Self::Collect(args) => collect::run(&args, global).await,
            Self::Release(args) => release::run(&args, global).await,
        }
    }
}

/// Says what a provider has here beside its lots.
pub(super) fn told(account: &EscrowAccount, global: &Global) -> Result<(), CliError> {
    global.output().result(&json!({ "account": account }), |_| {
        fields(&words::account(account))
    })
}
