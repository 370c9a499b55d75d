use crate::{context::Global, error::CliError, output::instant};
use bonafide_types::{id::VerifierId, identity::RequestAttestationArgs};
use candid::Principal;
use serde_json::json;

/// Ask a verifier to look at the calling provider; its fee is reserved in the budget.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem attestation request --verifier 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --schema person --max-fee-e8s 300000000"
)]
pub(crate) struct Args {
    /// Who is asked.
    #[arg(long, value_name = "PRINCIPAL")]
    verifier: Principal,
    /// For what.
    #[arg(long)]
    schema: String,
    /// The most it may cost.
    #[arg(long, value_name = "E8S")]
    max_fee_e8s: u64,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let call = RequestAttestationArgs {
        verifier: VerifierId(args.verifier),
        schema: args.schema,
        max_fee_e8s: args.max_fee_e8s,
    };
    let request = identity.request_attestation(&call).await?;
    global.output().result(&json!({ "request": request }), |_| {
        format!(
            "request {} for {} e8s, to be answered until {}",
            request.id,
            request.fee_e8s,
            instant(request.due_at_ns)
        )
    })
}
