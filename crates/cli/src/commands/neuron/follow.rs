use crate::{commands::proposal::TopicName, context::Global, error::CliError};
use bonafide_types::governance::{FollowArgs, Topic};
use serde_json::json;

/// Set whom a neuron follows on a topic. The identity must be the neuron's controller or a
/// hot key.
///
/// It then votes yes when more than half of them voted yes, and no when at least half voted no.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem neuron follow 3 --topic node-admin --followees 1,2\n  bonafide --identity me.pem neuron follow 3 --topic governance"
)]
pub(crate) struct Args {
    /// The neuron that follows.
    id: u64,
    /// On what.
    #[arg(long)]
    topic: TopicName,
    /// Numbers of neurons, at most 15; without any it follows nobody.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    followees: Vec<u64>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let topic = Topic::from(args.topic);
    let call = FollowArgs {
        neuron_id: args.id,
        topic,
        followees: args.followees.clone(),
    };
    global.governance().await?.follow(&call).await?;
    let value = json!({ "neuron_id": args.id, "topic": topic, "followees": args.followees });
    global.output().result(&value, |_| {
        if args.followees.is_empty() {
            format!("neuron {} follows nobody on {topic:?}", args.id)
        } else {
            format!(
                "neuron {} follows {:?} on {topic:?}",
                args.id, args.followees
            )
        }
    })
}
