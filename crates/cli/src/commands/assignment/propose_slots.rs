use super::show::described;
use crate::{arguments::instant, context::Global, error::CliError};
use bonafide_client::Runtime;
use bonafide_types::audits::ProposeSlotsArgs;
use serde_json::json;

/// Propose moments for the visit, in its window; those that the caller proposed before are
/// replaced. The identity must be an auditor's of the assignment.
///
/// When the provider accepts none of them the first one holds.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem assignment propose-slots 7 --at 2027-02-10T09:00:00Z,2027-02-11T13:00:00Z"
)]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
    /// When, in UTC; at most 5.
    #[arg(long, value_name = "INSTANTS", value_delimiter = ',', value_parser = instant, required = true)]
    at: Vec<u64>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = ProposeSlotsArgs {
        assignment_id: args.assignment,
        at_ns: args.at,
    };
    let view = audits.propose_slots(&call).await?;
    let now_ns = audits.runtime().now_ns().await?;
    let assignment = &view.assignment;
    global
        .output()
        .result(&json!({ "assignment": assignment }), |_| {
            described(assignment, now_ns)
        })
}
