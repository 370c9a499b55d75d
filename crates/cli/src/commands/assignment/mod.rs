mod accept_slot;
mod challenge;
mod commit;
mod list;
mod nonce;
mod propose_slots;
mod report;
mod report_file;
mod reveal;
mod show;
mod template;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List assignments.
    List(list::Args),
    /// Show one assignment with proof, or the proof that there is none.
    Show(show::Args),
    /// Show the reports of an assignment that were revealed, with proof.
    Report(report::Args),
    /// Propose moments for the visit (an auditor of the assignment).
    ProposeSlots(propose_slots::Args),
    /// Accept a moment and say who lets the auditors in (the provider).
    AcceptSlot(accept_slot::Args),
    /// Have the challenge of the day drawn (an auditor of the assignment).
    Challenge(challenge::Args),
    /// Print a report to begin with (an auditor of the assignment).
    Template(template::Args),
    /// Commit to a report (an auditor of the assignment).
    Commit(commit::Args),
    /// Reveal the report that was committed to (an auditor of the assignment).
    Reveal(reveal::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Report(args) => report::run(&args, global).await,
            Self::ProposeSlots(args) => propose_slots::run(args, global).await,
            Self::AcceptSlot(args) => accept_slot::run(&args, global).await,
            Self::Challenge(args) => challenge::run(&args, global).await,
            Self::Template(args) => template::run(&args, global).await,
            Self::Commit(args) => commit::run(&args, global).await,
            Self::Reveal(args) => reveal::run(&args, global).await,
        }
    }
}
