use super::push;
use crate::{commands::governed, context::Global, error::CliError, sources};
use std::path::PathBuf;

/// Import the network and the published declarations from a compact facts file.
///
/// Approved by proposals, or by the governance principal itself; once they are approved,
/// anyone who is not anonymous brings the pages.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem import facts tests/fixtures/network-2025-10-31.facts --neuron 1"
)]
pub(crate) struct Args {
    /// The facts file.
    file: PathBuf,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let plans = sources::plans(&args.file)?;
    push::approve_and_bring(&plans, &args.governed, global).await
}
