use crate::{context::Global, error::CliError, output::table, words::rewards as words};
use bonafide_types::rewards::PublishedPenalty;
use serde::Serialize;

/// List penalties that are published and that no statement carries yet: one node's word. They are
/// part of the next statement of their provider, and for the network to follow.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide case multipliers")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    penalties: Vec<PublishedPenalty>,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let shown = Shown {
        certified: false,
        penalties: rewards.multipliers().await?.penalties,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.penalties.iter().map(|penalty| {
            let [case, takes, of] = words::penalty(penalty);
            [case, penalty.provider.to_string(), takes, of]
        });
        let list = table(["case", "provider", "takes", "of"], rows);
        let number = shown.penalties.len();
        let noun = if number == 1 { "penalty" } else { "penalties" };
        format!("{list}\n{number} {noun}")
    })
}
