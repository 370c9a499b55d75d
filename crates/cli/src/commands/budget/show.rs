use crate::{context::Global, error::CliError, output::fields};
use bonafide_types::identity::FeeBudget;
use serde::Serialize;

/// Show what the treasury will pay to verifiers, with proof.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide budget show")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    budget: FeeBudget,
    free_e8s: u64,
}

pub(crate) async fn run(_: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let (budget, _) = identity.fee_budget_certified().await?;
    // Without a row nothing was ever authorised.
    let budget = budget.unwrap_or_default();
    let shown = Shown {
        certified: true,
        budget,
        free_e8s: budget.free_e8s(),
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("authorised", format!("{} e8s", shown.budget.authorized_e8s)),
            ("reserved", format!("{} e8s", shown.budget.reserved_e8s)),
            ("owed", format!("{} e8s", shown.budget.owed_e8s)),
            ("free", format!("{} e8s", shown.free_e8s)),
            ("proof", "certified by the network".into()),
        ])
    })
}
