use super::text;
use crate::{
    context::Global,
    error::{CliError, Exit},
};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Show a published text. Its hash is checked here: given a hash, the text is the one that
/// has it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide declaration show --language en")]
pub(crate) struct Args {
    /// SHA-256 of the text; else the current text of the language.
    #[arg(long, value_name = "HEX", value_parser = text::parse_sha256)]
    sha256: Option<Sha256Hash>,
    /// Language of the current text.
    #[arg(long, default_value = "en")]
    language: String,
}

#[derive(Serialize)]
struct Shown {
    sha256: Sha256Hash,
    bytes: usize,
    text: String,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let not_found = |what: &str| {
        CliError::new(
            Exit::Refused,
            "DeclarationNotFound",
            format!("no declaration text {what}"),
        )
    };
    let sha256 = match args.sha256 {
        Some(sha256) => sha256,
        None => {
            let current = registry.current_declaration(&args.language).await?;
            current
                .ok_or_else(|| not_found(&format!("is current in {:?}", args.language)))?
                .sha256
        }
    };
    let text = registry.declaration_text(sha256).await?;
    let text = text.ok_or_else(|| not_found(&format!("has the hash {sha256}")))?;
    if Sha256::digest(&text)[..] != sha256.0 {
        let message = format!("the text the registry shows does not have hash {sha256}");
        return Err(CliError::new(Exit::Unverified, "TextMismatch", message));
    }
    let shown = Shown {
        sha256,
        bytes: text.len(),
        text,
    };
    global
        .output()
        .result(&shown, |shown| shown.text.trim_end().into())
}
