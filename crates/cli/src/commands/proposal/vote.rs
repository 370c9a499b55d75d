use crate::{context::Global, error::CliError};
use bonafide_types::governance::{Vote, VoteArgs};
use serde_json::json;

/// Vote on a proposal. The identity must be the neuron's controller or a hot key.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity me.pem proposal vote 12 yes --neuron 1")]
pub(crate) struct Args {
    /// The proposal.
    id: u64,
    /// yes or no.
    vote: Choice,
    /// The neuron that votes.
    #[arg(long, value_name = "ID")]
    neuron: u64,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Choice {
    Yes,
    No,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let vote = match args.vote {
        Choice::Yes => Vote::Yes,
        Choice::No => Vote::No,
    };
    let call = VoteArgs {
        neuron_id: args.neuron,
        proposal_id: args.id,
        vote,
    };
    global.governance().await?.vote(&call).await?;
    let value = json!({
        "proposal_id": args.id,
        "neuron_id": args.neuron,
        "vote": vote,
    });
    global.output().result(&value, |_| {
        format!(
            "neuron {} voted {vote:?} on proposal {}",
            args.neuron, args.id
        )
    })
}
