use crate::{arguments::audits::read, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    audits::{AdoptAuditPlanArgs, PlanTerms},
    governance::Command,
};
use std::path::PathBuf;

/// Adopt a sampling plan and reserve its budget from the treasury: by proposal, or directly as
/// the governance principal.
///
/// With --validate: how likely the plan finds what is bad, how likely bad auditors decide, and
/// what it costs, as voters read it. `plan template` prints terms to begin with.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide plan adopt --terms plan.json --validate\n  bonafide --identity me.pem plan adopt --terms plan.json --neuron 1"
)]
pub(crate) struct Args {
    /// The terms, JSON.
    #[arg(long, value_name = "FILE")]
    terms: PathBuf,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let terms: PlanTerms = read(&args.terms)?;
    let call = AdoptAuditPlanArgs { terms };
    governed::run(&Command::AdoptAuditPlan(call), &args.governed, global).await
}
