use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::identity::CancelRequestArgs;
use serde_json::json;

/// Take an open request of the calling provider back; its fee is free again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity provider.pem attestation cancel 3")]
pub(crate) struct Args {
    /// The request.
    request: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let call = CancelRequestArgs {
        request_id: args.request,
    };
    let request = identity.cancel_request(&call).await?;
    global
        .output()
        .result(&json!({ "request": request }), |_| governed::DONE.into())
}
