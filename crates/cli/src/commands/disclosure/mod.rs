mod combine;
mod freeze;
mod key;
mod lift_freeze;
mod list;
mod log;
mod open;
mod request;
mod share;
mod show;
mod transport_key;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make the key that released keys are encrypted for, without a network.
    TransportKey(transport_key::Args),
    /// Open records to recipients (governance).
    Request(request::Args),
    /// List disclosures.
    List(list::Args),
    /// Show one disclosure with proof, or the proof that there is none.
    Show(show::Args),
    /// List what was opened: the access log.
    Log(log::Args),
    /// Open a record that was disclosed (a recipient).
    Open(open::Args),
    /// Open a record with the shares of a committee, without a network.
    Combine(combine::Args),
    /// Stop all releases of keys (governance).
    Freeze(freeze::Args),
    /// End a freeze (governance).
    LiftFreeze(lift_freeze::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::TransportKey(args) => transport_key::run(&args, global),
            Self::Request(args) => request::run(args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Log(args) => log::run(&args, global).await,
            Self::Open(args) => open::run(&args, global).await,
            Self::Combine(args) => combine::run(&args, global),
            Self::Freeze(args) => freeze::run(args, global).await,
            Self::LiftFreeze(args) => lift_freeze::run(args, global).await,
        }
    }
}
