mod cancel;
mod issue;
mod list;
mod request;
mod requests;
mod revoke;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List statements of verifiers.
    List(list::Args),
    /// Show one statement with proof, or the proof that there is none.
    Show(show::Args),
    /// Ask a verifier (the provider).
    Request(request::Args),
    /// Take an open request back (the provider).
    Cancel(cancel::Args),
    /// List requests to verifiers.
    Requests(requests::Args),
    /// State something about a provider (a verifier).
    Issue(Box<issue::Args>),
    /// Take a statement back (its verifier).
    Revoke(revoke::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Request(args) => request::run(args, global).await,
            Self::Cancel(args) => cancel::run(&args, global).await,
            Self::Requests(args) => requests::run(&args, global).await,
            Self::Issue(args) => issue::run(*args, global).await,
            Self::Revoke(args) => revoke::run(args, global).await,
        }
    }
}
