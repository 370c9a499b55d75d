pub(crate) mod check;
mod encrypt;
mod key;
mod list;
mod put;
pub(crate) mod sealing;
mod show;
mod submit;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the public key that records are encrypted to.
    Key(Box<key::Args>),
    /// Encrypt a record, without a network.
    Encrypt(Box<encrypt::Args>),
    /// Compute a ciphertext anew from what its owner shows.
    Check(Box<check::Args>),
    /// Store the next version of an encrypted record (the provider).
    Put(put::Args),
    /// Encrypt a record and store it (the provider).
    Submit(submit::Args),
    /// List a provider's records.
    List(list::Args),
    /// Show one record with proof, or the proof that there is none.
    Show(show::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Key(args) => key::run(&args, global).await,
            Self::Encrypt(args) => encrypt::run(&args, global),
            Self::Check(args) => check::run(&args, global).await,
            Self::Put(args) => put::run(&args, global).await,
            Self::Submit(args) => submit::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
        }
    }
}
