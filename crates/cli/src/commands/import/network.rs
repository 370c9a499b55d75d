use super::push;
use crate::{
    context::Global,
    error::CliError,
    sources::{self, network::NetworkFiles},
};

/// Import the network from CSV files.
///
/// The identity must be the governance principal unless the import was approved already.
/// An import that stopped is taken up where it stopped.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity governance.pem import network --nodes nodes.csv --data-centers data-centers.csv --gps gps.csv --operators operators.csv --source-version 2025-10-31"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: NetworkFiles,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    push::run(&[sources::plan(&args.files.job()?)?], global).await
}
