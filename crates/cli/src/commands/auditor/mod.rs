mod admit;
mod apply;
mod conflicts;
mod deposit;
mod list;
mod penalise;
mod reinstate;
mod remove;
mod show;
mod suspend;
mod unbond;
mod withdraw;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List auditors and applicants.
    List(list::Args),
    /// Show one auditor and its stake with proof, or the proof that there is none.
    Show(show::Args),
    /// Deposit stake (anyone).
    Deposit(deposit::Args),
    /// Ask free stake back (whose it is).
    Unbond(unbond::Args),
    /// Have stake paid out that was asked back (whose it is).
    Withdraw(withdraw::Args),
    /// Apply as an auditor (anyone with stake).
    Apply(Box<apply::Args>),
    /// Declare conflicts anew (the auditor).
    Conflicts(conflicts::Args),
    /// Admit an auditor that applied (governance).
    Admit(admit::Args),
    /// Suspend an auditor (governance).
    Suspend(suspend::Args),
    /// End an auditor's suspension (governance).
    Reinstate(reinstate::Args),
    /// Remove an auditor for good (governance).
    Remove(remove::Args),
    /// Take stake of an auditor, on evidence (governance).
    Penalise(penalise::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Deposit(args) => deposit::run(&args, global).await,
            Self::Unbond(args) => unbond::run(&args, global).await,
            Self::Withdraw(_) => withdraw::run(global).await,
            Self::Apply(args) => apply::run(*args, global).await,
            Self::Conflicts(args) => conflicts::run(args, global).await,
            Self::Admit(args) => admit::run(args, global).await,
            Self::Suspend(args) => suspend::run(args, global).await,
            Self::Reinstate(args) => reinstate::run(args, global).await,
            Self::Remove(args) => remove::run(args, global).await,
            Self::Penalise(args) => penalise::run(args, global).await,
        }
    }
}
