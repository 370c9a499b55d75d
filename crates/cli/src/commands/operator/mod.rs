mod add;
mod hand_over;
mod image;
mod list;
mod remove;
mod standing;
mod update;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Add an operator record (governance).
    Add(add::Args),
    /// List operator records.
    List(list::Args),
    /// Change an operator record (governance).
    Update(Box<update::Args>),
    /// Remove operator records without nodes (governance).
    Remove(remove::Args),
    /// Hand an operator record over to another provider (its provider).
    HandOver(hand_over::Args),
    /// Say whether an operator may register a node now.
    Standing(standing::Args),
    /// Write what goes on the installer's image.
    Image(image::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Add(args) => add::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Update(args) => update::run(*args, global).await,
            Self::Remove(args) => remove::run(args, global).await,
            Self::HandOver(args) => hand_over::run(&args, global).await,
            Self::Standing(args) => standing::run(&args, global).await,
            Self::Image(args) => image::run(&args, global).await,
        }
    }
}
