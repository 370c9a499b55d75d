mod list;
mod render;
mod review_nns;
mod show;
pub(crate) mod source;
pub(crate) mod submit;
mod verdict;
mod vote;

pub(crate) use list::TopicName;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Submit a proposal.
    Submit(submit::Args),
    /// Vote on a proposal.
    Vote(vote::Args),
    /// List proposals.
    List(list::Args),
    /// Show a proposal and its votes with proof.
    Show(show::Args),
    /// Say in plain words what a proposal or a command would do.
    Render(render::Args),
    /// Review NNS proposals on the membership of subnets, or show a review with proof.
    ReviewNns(review_nns::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Submit(args) => submit::run(args, global).await,
            Self::Vote(args) => vote::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Render(args) => render::run(&args, global).await,
            Self::ReviewNns(args) => review_nns::run(&args, global).await,
        }
    }
}
