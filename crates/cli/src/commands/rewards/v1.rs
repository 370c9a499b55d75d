mod human;
mod shown;

use super::{case::Case, json::Document};
use crate::{context::Global, error::CliError};
use bonafide_policy::rewards::{
    id::Id,
    settlement::{self, Gross},
    v1,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// Compute the rewards of a period by performance, without a network: the rewards table, reduced
/// for nodes that fail more than three quarters of their subnet; then penalties; then ICP.
/// Every figure on the way is exact, as decimal text in JSON. Version 1 is frozen: it never
/// computes anything else.
///
/// A provider whose records are broken is left out and named; the others are paid. Alerts say
/// what the figures do not show, and change none: who loses nothing only because the subnet
/// failed as much, and who has several nodes in a subnet.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide rewards v1 --input case.json
where case.json has
{\"rewards_table\": [{\"region\": \"Europe,Switzerland\", \"type\": \"type1\", \"xdr_permyriad_per_month\": 304375, \"coefficient_percent\": null}],
 \"days\": [{\"date\": \"2025-01-01\",
   \"subnets\": {\"s1\": [{\"node\": \"n1\", \"proposed\": 100, \"failed\": 1}]},
   \"nodes\": [{\"node\": \"n1\", \"provider\": \"p1\", \"operator\": \"o1\", \"dc\": \"dc1\", \"region\": \"Europe,Switzerland,Zurich\", \"type\": \"type1\"}]}],
 \"penalties\": [{\"id\": \"c1\", \"provider\": \"p1\", \"node\": null, \"bps\": 500}],
 \"xdr_permyriad_per_icp\": 35000}")]
pub(crate) struct Args {
    /// The case.
    #[arg(long, value_name = "JSON")]
    input: PathBuf,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let document = Document::read(&args.input)?;
    let case = Case::of(&document.root())?;
    let found = v1::rewards(&case.period).map_err(|error| {
        let file = args.input.display().to_string();
        CliError::usage("Rewards", format!("{file}: {error}")).with("file", file)
    })?;
    let gross: BTreeMap<Id, Gross> = (found.providers.iter())
        .map(|(provider, found)| (provider.clone(), found.gross()))
        .collect();
    let known: BTreeSet<_> = (found.problems.iter())
        .map(|problem| problem.provider.clone())
        .collect();
    let settled = settlement::settle(&gross, &known, &case.penalties, case.xdr_permyriad_per_icp);
    let shown = shown::Shown::of(&found, &settled);
    global.output().result(&shown, human::human)
}
