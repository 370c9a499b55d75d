use super::show::certified;
use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_client::ClientError;
use bonafide_types::audits::{AuditError, Challenge, IssueChallengeArgs};
use serde_json::json;

/// Have the challenge of the day drawn, which the nodes sign; the one that is there, when
/// another auditor was first. The identity must be an auditor's of the assignment, and the visit
/// due.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity auditor.pem assignment challenge 7")]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = IssueChallengeArgs {
        assignment_id: args.assignment,
    };
    let challenge: Challenge = match audits.issue_challenge(&call).await {
        Ok(challenge) => challenge,
        Err(error @ ClientError::Audit(AuditError::ChallengeIssued { .. })) => {
            let (assignment, _) = certified(&audits, args.assignment).await?;
            assignment.challenge.ok_or(error)?
        }
        Err(error) => return Err(error.into()),
    };
    let nonce = hex::encode(&challenge.nonce.0);
    let shown = json!({
        "nonce": nonce,
        "at_ns": challenge.at_ns,
        "asked_by": challenge.asked_by,
    });
    global.output().result(&shown, |_| {
        fields(&[
            ("challenge", nonce.clone()),
            ("issued", instant(challenge.at_ns)),
            ("asked for by", challenge.asked_by.to_string()),
        ])
    })
}
