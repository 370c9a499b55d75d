use crate::{
    commands::{governed, proposal::source::Given},
    context::Global,
    error::CliError,
};
use bonafide_policy::command;
use bonafide_types::limits::MOTION_BYTES;
use serde_json::json;

/// Print the text of an NNS motion that carries a command to this governance canister.
///
/// Paste it as it is; notes may follow after an empty line. The command's hash and the length
/// are said on standard error. NNS governance takes 10,000 bytes at most.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide motion template --command 'variant { SetSnsGovernance = record { sns_governance = null } }' > motion.txt"
)]
pub(crate) struct Args {
    #[command(flatten)]
    command: Given,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let command = args.command.wanted()?;
    let text = governed::motion_text(&command, global).await?;
    let (hash, bytes) = (command::hash(&command), text.len());
    let output = global.output();
    output.note(&format!(
        "command hash {hash}, {bytes} of at most {MOTION_BYTES} bytes"
    ));
    let value = json!({ "motion_text": text, "command_hash": hash, "bytes": bytes });
    output.result(&value, |_| text.trim_end().into())
}
