use super::push;
use crate::{context::Global, error::CliError, sources};
use std::path::PathBuf;

/// Import the network and the published declarations from a compact facts file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity governance.pem import facts tests/fixtures/network-2025-10-31.facts"
)]
pub(crate) struct Args {
    /// The facts file.
    file: PathBuf,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let facts = sources::facts(&args.file)?;
    push::run(
        &[
            sources::plan(&facts.network)?,
            sources::plan(&facts.declarations)?,
        ],
        global,
    )
    .await
}
