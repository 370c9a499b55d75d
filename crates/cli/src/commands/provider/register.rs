use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    id::ProviderId,
    registry::{ProviderKind, RegisterProviderArgs},
};
use candid::Principal;

/// Adopt a provider's profile: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem provider register 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --legal-name 'Example AG' --country CH --register-number CHE-123.456.789 --jurisdiction CH --representative 'A. Example' --proposal nns:135172 --neuron 1"
)]
pub(crate) struct Args {
    /// The NNS node provider principal.
    provider: Principal,
    /// Legal name.
    #[arg(long)]
    legal_name: String,
    /// ISO 3166-1 alpha-2.
    #[arg(long)]
    country: String,
    /// Number in the company register; without it the provider is an individual.
    #[arg(long, requires = "jurisdiction")]
    register_number: Option<String>,
    /// Where the company register is kept, for example CH or US-DE.
    #[arg(long, requires = "register_number")]
    jurisdiction: Option<String>,
    /// Who speaks for a company.
    #[arg(long)]
    representative: Option<String>,
    /// The proposal, in words.
    #[arg(long)]
    proposal: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let kind = match (args.register_number, args.jurisdiction) {
        (Some(register_number), Some(jurisdiction)) => ProviderKind::Company {
            register_number,
            jurisdiction,
        },
        _ => ProviderKind::Individual,
    };
    let call = RegisterProviderArgs {
        id: ProviderId(args.provider),
        kind,
        legal_name: args.legal_name,
        country: args.country,
        representative: args.representative,
        proposal: args.proposal,
    };
    governed::run(&Command::RegisterProvider(call), &args.governed, global).await
}
