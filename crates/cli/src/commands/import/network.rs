use super::push;
use crate::{
    commands::governed,
    context::Global,
    error::CliError,
    sources::{self, network::NetworkFiles},
};

/// Import the network from CSV files.
///
/// Approved by proposal, or by the governance principal itself; once it is approved, anyone
/// who is not anonymous brings the pages. An import that stopped is taken up where it stopped.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem import network --nodes nodes.csv --data-centers data-centers.csv --gps gps.csv --operators operators.csv --source-version 2025-10-31 --neuron 1"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: NetworkFiles,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let plans = [sources::plan(&args.files.job()?)?];
    push::approve_and_bring(&plans, &args.governed, global).await
}
