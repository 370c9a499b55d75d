use crate::{
    command_text,
    commands::{governed, proposal::source},
    context::Global,
    error::CliError,
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
    let value = json!({
        "effect": explained.effect,
        "method": explained.command.spec().method,
        "command_hash": explained.command_hash,
        "candid": command_text::print(&explained.command)?,
    });
    global.output().result(&value, |_| {
        let described = governed::described(&explained.command);
        format!("{}\n\n{described}", explained.effect)
    })
}
