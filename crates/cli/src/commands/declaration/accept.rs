use super::text;
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::instant,
};
use bonafide_types::{id::Sha256Hash, registry::AcceptDeclarationArgs};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Accept the current declaration with the provider's own key.
///
/// Without --sha256 the current text of the language is accepted; with it, that text and no
/// other. The text the registry holds must have the hash that is accepted.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem declaration accept --language en"
)]
pub(crate) struct Args {
    /// SHA-256 of the text that was read and is to be accepted.
    #[arg(long, value_name = "HEX", value_parser = text::parse_sha256)]
    sha256: Option<Sha256Hash>,
    /// Language of the text.
    #[arg(long, default_value = "en")]
    language: String,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let sha256 = match args.sha256 {
        Some(sha256) => sha256,
        None => {
            let current = registry
                .current_declaration(&args.language)
                .await?
                .ok_or_else(|| {
                    let message = format!("no declaration is current in {:?}", args.language);
                    CliError::new(Exit::Refused, "DeclarationNotFound", message)
                })?;
            let text = registry
                .declaration_text(current.sha256)
                .await?
                .unwrap_or_default();
            if Sha256::digest(&text)[..] != current.sha256.0 {
                let message = format!(
                    "the text the registry shows does not have hash {}",
                    current.sha256
                );
                return Err(CliError::new(Exit::Unverified, "TextMismatch", message));
            }
            global.output().note(&format!(
                "accepting {} {}, {} bytes, {}",
                current.language, current.version, current.bytes, current.sha256
            ));
            current.sha256
        }
    };
    let acceptance = registry
        .accept_declaration(&AcceptDeclarationArgs { sha256 })
        .await?;
    global
        .output()
        .result(&json!({ "acceptance": acceptance }), |_| {
            format!(
                "provider {} accepted {} {} ({}) on {}",
                acceptance.provider,
                acceptance.language,
                acceptance.version,
                acceptance.sha256,
                instant(acceptance.accepted_at_ns)
            )
        })
}
