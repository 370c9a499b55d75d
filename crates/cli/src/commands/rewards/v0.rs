use super::{ShownProblem, case, json::Document, section};
use crate::{context::Global, error::CliError, output::table};
use bonafide_policy::rewards::v0::{self, Rewards};
use serde::Serialize;
use std::{collections::BTreeMap, path::PathBuf};

/// Compute a month's rewards from the registry's rewards table alone, without a network. Further
/// nodes of the third type in one country earn less, operator after operator in the order given,
/// so the order decides; the network takes operators by their keys. Version 0 is frozen: it
/// never computes anything else.
///
/// A provider whose records are broken is left out and named; the others are paid.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide rewards v0 --input case.json
where case.json has
{\"rewards_table\": [{\"region\": \"Africa,ZA\", \"type\": \"type3\", \"xdr_permyriad_per_month\": 27491250, \"coefficient_percent\": 98}],
 \"operators\": [{\"operator\": \"o1\", \"provider\": \"p1\", \"region\": \"Africa,ZA,Cape Town\", \"rewardable_nodes\": {\"type3\": 3}}]}")]
pub(crate) struct Args {
    /// The case.
    #[arg(long, value_name = "JSON")]
    input: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    providers: BTreeMap<String, ShownProvider>,
    errors: Vec<ShownProblem>,
}

#[derive(Serialize)]
struct ShownProvider {
    total_xdr_permyriad: u64,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let document = Document::read(&args.input)?;
    let (table, operators) = case::month(&document.root())?;
    let found = v0::rewards(&table, &operators);
    let providers = found.providers.iter().map(|(provider, found)| {
        let total_xdr_permyriad = found.total_xdr_permyriad;
        let shown = ShownProvider {
            total_xdr_permyriad,
        };
        (provider.to_string(), shown)
    });
    let shown = Shown {
        providers: providers.collect(),
        errors: ShownProblem::all(&found.problems),
    };
    global.output().result(&shown, |shown| human(shown, &found))
}

fn human(shown: &Shown, found: &Rewards) -> String {
    let lines = found.providers.iter().flat_map(|(provider, found)| {
        found.lines.iter().map(move |line| {
            let third = line.reward_type.starts_with("type3");
            let coefficient = format!("{} %", line.rate.coefficient_percent);
            [
                provider.to_string(),
                line.operator.to_string(),
                line.region.clone(),
                line.reward_type.clone(),
                line.nodes.to_string(),
                line.rate.xdr_permyriad_per_month.to_string(),
                if third { coefficient } else { String::new() },
                line.xdr_permyriad.to_string(),
            ]
        })
    });
    let lines = table(
        [
            "provider",
            "operator",
            "region",
            "type",
            "nodes",
            "rate",
            "coefficient",
            "XDR permyriad",
        ],
        lines,
    );
    let totals = shown.providers.iter();
    let totals =
        totals.map(|(provider, shown)| [provider.clone(), shown.total_xdr_permyriad.to_string()]);
    let totals = table(["provider", "XDR permyriad"], totals);
    let problems: Vec<_> = shown.errors.iter().map(ShownProblem::human).collect();
    format!("{lines}\n{totals}{}", section("Errors", &problems))
}
