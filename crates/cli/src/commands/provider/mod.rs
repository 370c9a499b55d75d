mod hand_over;
mod list;
mod offboard;
mod readmit;
mod register;
mod reinstate;
mod show;
mod suspend;
mod update;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List providers.
    List(list::Args),
    /// Show one provider with proof, or the proof that there is none.
    Show(show::Args),
    /// Adopt a provider's profile (governance).
    Register(Box<register::Args>),
    /// Change what a provider says of itself (the provider).
    Update(update::Args),
    /// Suspend a provider (governance).
    Suspend(suspend::Args),
    /// End a provider's suspension (governance).
    Reinstate(reinstate::Args),
    /// End a provider's part in the network, and bar it (governance).
    Offboard(offboard::Args),
    /// Let a barred provider take part (governance).
    Readmit(readmit::Args),
    /// Move a provider's records to another principal (governance).
    HandOver(hand_over::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Register(args) => register::run(*args, global).await,
            Self::Update(args) => update::run(args, global).await,
            Self::Suspend(args) => suspend::run(args, global).await,
            Self::Reinstate(args) => reinstate::run(args, global).await,
            Self::Offboard(args) => offboard::run(args, global).await,
            Self::Readmit(args) => readmit::run(args, global).await,
            Self::HandOver(args) => hand_over::run(args, global).await,
        }
    }
}
