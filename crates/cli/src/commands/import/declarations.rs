use super::push;
use crate::{
    commands::governed,
    context::Global,
    error::CliError,
    sources::{self, declarations::DeclarationFiles},
};

/// Import published declarations: facts about documents, not acceptances.
///
/// Approved by proposal, or by the governance principal itself; once it is approved, anyone
/// who is not anonymous brings the pages.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem import declarations --index index.csv --documents document-hashes.csv --declarations-version 257dfa1\n  bonafide --identity me.pem import declarations --directory self-declarations --declarations-version 257dfa1 --neuron 1"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: DeclarationFiles,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let plans = [sources::plan(&args.files.job()?)?];
    push::approve_and_bring(&plans, &args.governed, global).await
}
