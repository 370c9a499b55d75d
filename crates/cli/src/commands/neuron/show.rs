use super::list::following;
use crate::{answer::SavedAnswer, context::Global, error::CliError, output::fields};
use bonafide_types::governance::Neuron;
use serde::Serialize;

/// Show one neuron with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide neuron show 1")]
pub(crate) struct Args {
    /// The neuron.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    neuron: Option<Neuron>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let (neuron, proven) = governance.neuron_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        neuron,
        answer: args
            .proof
            .then(|| SavedAnswer::new(governance.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.neuron {
        None => format!("no such neuron, proven: {}", shown.id),
        Some(neuron) => {
            let keys: Vec<_> = neuron.hot_keys.iter().map(ToString::to_string).collect();
            fields(&[
                ("neuron", neuron.id.to_string()),
                ("voting power", neuron.voting_power.to_string()),
                ("controller", neuron.controller.to_string()),
                ("hot keys", keys.join(" ")),
                ("follows", following(neuron)),
                ("proof", "certified by the network".into()),
            ])
        }
    })
}
