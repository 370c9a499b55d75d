use super::verdict::{share, verdict};
use crate::{
    answer::SavedAnswer,
    command_text,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant_s, or_empty},
};
use bonafide_client::governance::ProposalRows;
use bonafide_policy::command;
use bonafide_types::governance::{Command, Proposal, ProposalContent, ProposalState};
use serde::Serialize;

/// Show a proposal and its votes with proof, or the proof that there is none.
///
/// The command's hash is computed anew from the command, and the tally from the ballots; when
/// either differs from what is certified, it exits with 4.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide proposal show 12\n  bonafide --json proposal show 12 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The proposal.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    proposal: Option<Proposal>,
    state: Option<ProposalState>,
    content: Option<ProposalContent>,
    /// The command in Candid.
    candid: Option<String>,
    verdict: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let proven = governance.proposal_certified(args.id).await?;
    let command = proven.proposal.as_ref().map(checked).transpose()?.flatten();
    let rows = proven.proposal;
    let verdict = rows
        .as_ref()
        .map(|rows| verdict(&rows.state, &rows.proposal.rules));
    let (proposal, state, content) = match rows {
        Some(rows) => (Some(rows.proposal), Some(rows.state), Some(rows.content)),
        None => (None, None, None),
    };
    let shown = Shown {
        certified: true,
        id: args.id,
        proposal,
        state,
        content,
        candid: command.as_ref().map(command_text::print).transpose()?,
        verdict,
        answer: args
            .proof
            .then(|| SavedAnswer::new(governance.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

/// The command, once hash and tally are known to follow from what is certified.
pub(super) fn checked(rows: &ProposalRows) -> Result<Option<Command>, CliError> {
    let unverified = |kind: &str, message: &str| CliError::new(Exit::Unverified, kind, message);
    let tally = &rows.state.latest_tally;
    let recount = rows.recount();
    if recount.is_none_or(|again| {
        (again.yes, again.no, again.total) != (tally.yes, tally.no, tally.total)
    }) {
        let message = "the ballots do not add up to the certified tally";
        return Err(unverified("TallyMismatch", message));
    }
    let bytes = rows.content.command.as_ref().map(|blob| &blob.0);
    if bytes.map(|bytes| command::hash_encoded(bytes)) != rows.proposal.command_hash {
        let message = "the command has another hash than the certified one";
        return Err(unverified("CommandHashMismatch", message));
    }
    // A command of a later version has the right hash, and is not known here.
    Ok(bytes.and_then(|bytes| command::decode(bytes).ok()))
}

fn human(shown: &Shown) -> String {
    let (Some(proposal), Some(state), Some(content)) =
        (&shown.proposal, &shown.state, &shown.content)
    else {
        return format!("no such proposal, proven: {}", shown.id);
    };
    let tally = &state.latest_tally;
    let list = fields(&[
        ("proposal", proposal.id.to_string()),
        ("title", proposal.title.clone()),
        ("url", proposal.url.clone()),
        ("proposed by", format!("neuron {}", proposal.proposer)),
        ("submitted", instant_s(proposal.proposal_timestamp_seconds)),
        ("topic", format!("{:?}", proposal.topic)),
        ("method", proposal.method.clone()),
        ("command hash", or_empty(proposal.command_hash)),
        ("status", format!("{:?}", state.status)),
        ("yes", share(tally.yes, tally.total)),
        ("no", share(tally.no, tally.total)),
        ("deadline", instant_s(state.deadline_timestamp_seconds)),
        (
            "decided",
            or_empty(state.decided_timestamp_seconds.map(instant_s)),
        ),
        (
            "executed",
            or_empty(state.executed_timestamp_seconds.map(instant_s)),
        ),
        (
            "failed",
            or_empty(state.failed_timestamp_seconds.map(instant_s)),
        ),
        ("reason", or_empty(state.failure_reason.as_ref())),
        ("journal entry", or_empty(state.journal_id)),
        ("verdict", or_empty(shown.verdict.as_ref())),
        (
            "proof",
            "certified by the network; hash and votes counted anew".into(),
        ),
    ]);
    let mut text = format!("{list}\n\n{}", content.rendering);
    if let Some(candid) = &shown.candid {
        text = format!("{text}\n\nThe command:\n{candid}");
    }
    if !content.summary.is_empty() {
        text = format!("{text}\n\nIn the proposer's words:\n{}", content.summary);
    }
    text
}
