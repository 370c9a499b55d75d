//! Cases, and what a proven offence costs.

mod appeal;
mod cancel;
mod execute;
mod freeze;
mod list;
mod multipliers;
mod note_proposal;
mod open;
mod payloads;
mod penalty;
mod reduce;
mod refund;
mod reject_appeal;
mod respond;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// What a proven offence costs, without a network.
    Penalty(penalty::Args),
    /// List cases.
    List(list::Args),
    /// Show one case with proof and in words, or the proof that there is none.
    Show(show::Args),
    /// Put a case on record (governance).
    Open(Box<open::Args>),
    /// Say that a proposal to freeze a case is in vote (anyone with a key).
    NoteProposal(note_proposal::Args),
    /// Fix what a case can cost, and lock that (governance).
    Freeze(freeze::Args),
    /// Answer a case (its provider).
    Respond(respond::Args),
    /// Appeal against a case (its provider).
    Appeal(appeal::Args),
    /// Decide an appeal: the case stays as it is (governance).
    RejectAppeal(reject_appeal::Args),
    /// Lower what a case costs (governance).
    Reduce(reduce::Args),
    /// Cancel a case, and undo all of it (governance).
    Cancel(cancel::Args),
    /// Execute a case whose time for appeals is over (anyone with a key).
    Execute(execute::Args),
    /// Give back what a case took (governance).
    Refund(refund::Args),
    /// Payloads of proposals that the NNS can adopt because of a case.
    Payloads(payloads::Args),
    /// Penalties that are published and that no statement carries yet.
    Multipliers(multipliers::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Penalty(args) => penalty::run(&args, global),
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Open(args) => open::run(*args, global).await,
            Self::NoteProposal(args) => note_proposal::run(&args, global).await,
            Self::Freeze(args) => freeze::run(args, global).await,
            Self::Respond(args) => respond::run(args, global).await,
            Self::Appeal(args) => appeal::run(args, global).await,
            Self::RejectAppeal(args) => reject_appeal::run(args, global).await,
            Self::Reduce(args) => reduce::run(args, global).await,
            Self::Cancel(args) => cancel::run(args, global).await,
            Self::Execute(args) => execute::run(&args, global).await,
            Self::Refund(args) => refund::run(args, global).await,
            Self::Payloads(args) => payloads::run(&args, global).await,
            Self::Multipliers(_) => multipliers::run(global).await,
        }
    }
}
