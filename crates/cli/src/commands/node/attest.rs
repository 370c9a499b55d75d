use crate::{
    arguments::{blob, sha256},
    commands::governed::DONE,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    id::{Blob, NodeId, Sha256Hash},
    registry::SubmitNodeAttestationArgs,
};
use candid::Principal;
use serde_json::json;

/// Deposit evidence of what a node runs. The identity must be its operator's.
///
/// The measurement must be that of an elected version; the report itself is not verified.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity operator.pem node attest rwlgt-iiaaa-aaaaa-aaaaa-cai --measurement abababababababababababababababababababababababababababababababababababababababababababababababab --report-sha256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
)]
pub(crate) struct Args {
    /// A node that was registered with a chip id.
    node: Principal,
    /// SEV-SNP launch measurement, 48 bytes in hex.
    #[arg(long, value_name = "HEX", value_parser = blob)]
    measurement: Blob,
    /// SHA-256 of the attestation report.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    report_sha256: Sha256Hash,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = SubmitNodeAttestationArgs {
        node_id: NodeId(args.node),
        measurement: args.measurement.clone(),
        report_sha256: args.report_sha256,
    };
    let registry = global.registry().await?;
    let node = registry.submit_node_attestation(&call).await?;
    global
        .output()
        .result(&json!({ "node": node }), |_| DONE.into())
}
