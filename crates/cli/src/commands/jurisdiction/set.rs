use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::SetJurisdictionArgs};

/// Say which countries a tag stands for: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem jurisdiction set DACH --countries AT,CH,DE --source 'An example' --neuron 1\n  bonafide --identity me.pem jurisdiction set DACH --source 'No longer used' --neuron 1"
)]
pub(crate) struct Args {
    /// Capital letters, digits and `-`.
    tag: String,
    /// ISO 3166-1 alpha-2 codes; without any the tag is withdrawn.
    #[arg(long, value_name = "CC", value_delimiter = ',')]
    countries: Vec<String>,
    /// Where the list comes from.
    #[arg(long)]
    source: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetJurisdictionArgs {
        tag: args.tag,
        countries: args.countries,
        source: args.source,
    };
    governed::run(&Command::SetJurisdiction(call), &args.governed, global).await
}
