use super::push;
use crate::{
    context::Global,
    error::CliError,
    sources::{self, declarations::DeclarationFiles},
};

/// Import published declarations: facts about documents, not acceptances.
///
/// The identity must be the governance principal unless the import was approved already.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity governance.pem import declarations --index index.csv --documents document-hashes.csv --declarations-version 257dfa1\n  bonafide --identity governance.pem import declarations --directory self-declarations --declarations-version 257dfa1"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: DeclarationFiles,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    push::run(&[sources::plan(&args.files.job()?)?], global).await
}
