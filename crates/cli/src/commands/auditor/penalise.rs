use crate::{arguments::sha256, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    audits::PenaliseAuditorArgs,
    governance::Command,
    id::{AuditorId, Sha256Hash},
};
use candid::Principal;

/// Take stake of an auditor for the treasury, on evidence: a forged photograph, a conflict that
/// it did not declare. By proposal, or directly as the governance principal.
///
/// The same evidence punishes once. To be in a minority is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem auditor penalise 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --amount-e8s 500000000 --evidence-hash abababababababababababababababababababababababababababababababab --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// The auditor.
    auditor: Principal,
    /// How much; all it has, when it has less.
    #[arg(long, value_name = "E8S")]
    amount_e8s: u64,
    /// SHA-256 of the evidence.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    evidence_hash: Sha256Hash,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = PenaliseAuditorArgs {
        id: AuditorId(args.auditor),
        amount_e8s: args.amount_e8s,
        evidence_hash: args.evidence_hash,
        reason: args.reason,
    };
    governed::run(&Command::PenaliseAuditor(call), &args.governed, global).await
}
