use crate::{
    arguments::{
        identity::{category, finding, stamp},
        instant,
    },
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    identity::{Category, FindingWeight, SetScoreWeightsArgs, StampWeight},
};

/// Set what stamps and findings are worth, as the next version: by proposal, or directly as the
/// governance principal. All of them are given again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem score set-weights --category identity=300 --stamp person:identity=100 --stamp declaration:identity=50 --finding refuted=200 --effective-from 2027-01-31 --neuron 1"
)]
pub(crate) struct Args {
    /// A category and the most its stamps add together; may be given several times.
    #[arg(long = "category", value_name = "NAME=CAP", value_parser = category, required = true)]
    categories: Vec<Category>,
    /// What a stamp adds, and to which category; may be given several times.
    #[arg(long = "stamp", value_name = "SCHEMA:CATEGORY=WEIGHT", value_parser = stamp)]
    stamps: Vec<StampWeight>,
    /// What a finding takes away; may be given several times.
    #[arg(long = "finding", value_name = "CLASS=WEIGHT", value_parser = finding)]
    findings: Vec<FindingWeight>,
    /// From when, in UTC, 7 days from now at least; else as early as may be.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    effective_from: Option<u64>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetScoreWeightsArgs {
        categories: args.categories,
        stamps: args.stamps,
        findings: args.findings,
        effective_from_ns: args.effective_from,
    };
    governed::run(&Command::SetScoreWeights(call), &args.governed, global).await
}
