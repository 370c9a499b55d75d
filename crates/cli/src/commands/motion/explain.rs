use crate::{
    command_text,
    commands::{governed, proposal::source},
    context::Global,
    error::CliError,
    output::fields,
};
use serde_json::json;
use std::path::PathBuf;

/// Say what a motion's text would do, before it is proposed or voted on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide motion explain motion.txt")]
pub(crate) struct Args {
    /// The text.
    file: PathBuf,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let text = source::text(&args.file)?;
    let explained = global.governance().await?.explain_motion(&text).await?;
    // A command of a later version is not known here; its hash and effect are.
    let command = explained.command.as_ref();
    let value = json!({
        "effect": explained.effect,
        "method": command.map(|command| command.spec().method),
        "command_hash": explained.command_hash,
        "candid": command.map(command_text::print).transpose()?,
    });
    global.output().result(&value, |_| {
        let described = command.map_or_else(
            || fields(&[("command hash", explained.command_hash.to_string())]),
            governed::described,
        );
        format!("{}\n\n{described}", explained.effect)
    })
}
