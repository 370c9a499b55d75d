use crate::{
    arguments::{identity::scope, ids},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    id::VerifierId,
    identity::{Scope, SetVerifierTermsArgs},
};
use candid::Principal;

/// Change what a verifier may attest and its fees, who owns it, or whom it belongs together
/// with: by proposal, or directly as the governance principal. What is not given stays.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem verifier terms 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --scope person=300000000 --no-linked --neuron 1"
)]
pub(crate) struct Args {
    /// The verifier.
    verifier: Principal,
    /// Who owns it.
    #[arg(long, required_unless_present_any = ["linked", "no_linked", "scope"])]
    owner: Option<String>,
    /// Providers it belongs together with, all of them.
    #[arg(
        long,
        value_name = "PRINCIPALS",
        value_delimiter = ',',
        conflicts_with = "no_linked"
    )]
    linked: Option<Vec<Principal>>,
    /// It belongs together with no provider.
    #[arg(long)]
    no_linked: bool,
    /// A schema it may attest and its fee in e8s; all of them, each with its option.
    #[arg(long = "scope", value_name = "SCHEMA=E8S", value_parser = scope)]
    scope: Option<Vec<Scope>>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let linked = if args.no_linked {
        Some(Vec::new())
    } else {
        args.linked
    };
    let call = SetVerifierTermsArgs {
        id: VerifierId(args.verifier),
        owner: args.owner,
        linked_providers: linked.map(|linked| ids(&linked)),
        scope: args.scope,
    };
    governed::run(&Command::SetVerifierTerms(call), &args.governed, global).await
}
