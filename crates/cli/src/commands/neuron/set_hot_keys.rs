use crate::{context::Global, error::CliError, output::count};
use bonafide_types::{governance::SetHotKeysArgs, id::Caller};
use candid::Principal;
use serde_json::json;

/// Set a neuron's hot keys, which may vote and submit with it. The identity must be its
/// controller.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem neuron set-hot-keys 1 --keys ryjl3-tyaaa-aaaaa-aaaba-cai,rrkah-fqaaa-aaaaa-aaaaq-cai\n  bonafide --identity me.pem neuron set-hot-keys 1"
)]
pub(crate) struct Args {
    /// The neuron.
    id: u64,
    /// At most 10; without any it has none.
    #[arg(long, value_name = "PRINCIPALS", value_delimiter = ',')]
    keys: Vec<Principal>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetHotKeysArgs {
        neuron_id: args.id,
        hot_keys: args.keys.into_iter().map(Caller).collect(),
    };
    global.governance().await?.set_hot_keys(&call).await?;
    let value = json!({ "neuron_id": call.neuron_id, "hot_keys": call.hot_keys });
    global.output().result(&value, |_| {
        let keys = count(call.hot_keys.len(), "hot key");
        format!("neuron {} has {keys}", call.neuron_id)
    })
}
