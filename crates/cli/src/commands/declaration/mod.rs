mod accept;
mod hash;
mod list;
mod publish;
mod show;
mod status;
mod text;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Hash a text's normal form, without a network.
    Hash(hash::Args),
    /// Publish a version of the declaration (governance).
    Publish(publish::Args),
    /// Accept the current declaration (the provider).
    Accept(accept::Args),
    /// Where providers stand with the declaration.
    Status(status::Args),
    /// List the published versions.
    List(list::Args),
    /// Show a published text.
    Show(show::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Hash(args) => hash::run(&args, global),
            Self::Publish(args) => publish::run(&args, global).await,
            Self::Accept(args) => accept::run(&args, global).await,
            Self::Status(args) => status::run(&args, global).await,
            Self::List(_) => list::run(global).await,
            Self::Show(args) => show::run(&args, global).await,
        }
    }
}
