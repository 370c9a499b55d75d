use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::identity::RevokeAttestationArgs;
use serde_json::json;

/// Take a statement of the calling verifier back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity verifier.pem attestation revoke 12 --reason 'An example'"
)]
pub(crate) struct Args {
    /// The statement.
    id: u64,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let call = RevokeAttestationArgs {
        attestation_id: args.id,
        reason: args.reason,
    };
    let attestation = identity.revoke_attestation(&call).await?;
    global
        .output()
        .result(&json!({ "attestation": attestation }), |_| {
            governed::DONE.into()
        })
}
