use crate::{
    arguments::{identity::scope, ids},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    id::VerifierId,
    identity::{AdmitVerifierArgs, Scope},
};
use candid::Principal;

/// Admit a verifier, by the principal it will attest with: by proposal, or directly as the
/// governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem verifier admit 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --name 'Example Checks' --owner 'Example Holding AG' --scope person=250000000 --scope company=500000000 --reason 'Our forum thread' --neuron 1"
)]
pub(crate) struct Args {
    /// The verifier's principal; not a node provider's.
    verifier: Principal,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Who owns it: verifiers of one owner count once.
    #[arg(long)]
    owner: String,
    /// Providers it belongs together with, and so may not attest for.
    #[arg(long, value_name = "PRINCIPALS", value_delimiter = ',')]
    linked: Vec<Principal>,
    /// A schema it may attest and its fee in e8s; may be given several times.
    #[arg(long = "scope", value_name = "SCHEMA=E8S", value_parser = scope, required = true)]
    scope: Vec<Scope>,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = AdmitVerifierArgs {
        id: VerifierId(args.verifier),
        name: args.name,
        owner: args.owner,
        linked_providers: ids(&args.linked),
        scope: args.scope,
        reason: args.reason,
    };
    governed::run(&Command::AdmitVerifier(call), &args.governed, global).await
}
