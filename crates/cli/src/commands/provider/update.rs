use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::registry::{Provider, UpdateProviderProfileArgs};

/// Change what a provider says of itself. The identity must be the provider's.
///
/// What is given replaces what was: a name or URL left out is removed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem provider update --display-name 'Example AG' --url https://example.com"
)]
pub(crate) struct Args {
    /// Name shown to readers.
    #[arg(long)]
    display_name: Option<String>,
    /// Web site, https; may be given several times.
    #[arg(long = "url", value_name = "URL")]
    urls: Vec<String>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = UpdateProviderProfileArgs {
        display_name: args.display_name,
        urls: args.urls,
    };
    let provider: Provider = global
        .registry()
        .await?
        .update_provider_profile(&call)
        .await?;
    global
        .output()
        .result(&serde_json::json!({ "provider": provider }), |_| {
            governed::DONE.into()
        })
}
