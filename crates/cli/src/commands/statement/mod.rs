mod explain;
mod list;
mod show;

use crate::{
    context::Global,
    error::{CliError, Exit},
};
use bonafide_types::id::ProviderId;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show what a provider earned in a period, with proof.
    Show(show::Args),
    /// List the statements of a period or of a provider.
    List(list::Args),
    /// Make a statement again on this machine, and show every line of it.
    Explain(explain::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Explain(args) => explain::run(&args, global).await,
        }
    }
}

/// There is no statement of the period, or of any.
fn not_found(period_id: Option<u64>, provider: ProviderId) -> CliError {
    let of = period_id.map_or_else(String::new, |id| format!(" of period {id}"));
    let message = format!("provider {provider} has no statement{of}");
    CliError::new(Exit::Refused, "StatementNotFound", message)
        .with("period_id", period_id)
        .with("provider", provider.to_string())
}
