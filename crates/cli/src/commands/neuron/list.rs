use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_types::governance::{Neuron, table as tables};
use serde::Serialize;

/// List the council's neurons in the order of their numbers. The list is proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --json neuron list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    neurons: Vec<Neuron>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let neurons = governance.table(tables::NEURON, args.limit).await?;
    let shown = Shown {
        certified: true,
        neurons,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.neurons.iter().map(|neuron| {
            [
                neuron.id.to_string(),
                neuron.voting_power.to_string(),
                neuron.controller.to_string(),
                neuron.hot_keys.len().to_string(),
                following(neuron),
            ]
        });
        let header = [
            "neuron",
            "voting power",
            "controller",
            "hot keys",
            "follows",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.neurons.len(), "neuron"))
    })
}

/// `Governance: 1, 2; NodeAdmin: 3`.
pub(super) fn following(neuron: &Neuron) -> String {
    let topics: Vec<_> = neuron
        .followees
        .iter()
        .filter(|followees| !followees.followees.is_empty())
        .map(|followees| {
            let ids: Vec<_> = followees.followees.iter().map(u64::to_string).collect();
            format!("{:?}: {}", followees.topic, ids.join(", "))
        })
        .collect();
    topics.join("; ")
}
