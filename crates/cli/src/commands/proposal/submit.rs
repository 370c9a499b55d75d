use super::source::{self, Given};
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::{fields, or_empty},
};
use bonafide_client::{AgentRuntime, GovernanceClient};
use bonafide_types::{
    governance::{Action, Motion, ProposalInfo, ProposalStatus, SubmitProposalArgs},
    id::Sha256Hash,
};
use serde::Serialize;
use std::{path::PathBuf, time::Duration};

/// Submit a proposal, on which the neuron votes yes. The identity must be the neuron's
/// controller or a hot key.
///
/// The command is checked before it is put to the vote. When the neuron's vote decides, its
/// execution is awaited; one that failed exits with 1.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem proposal submit --neuron 1 --title 'Give neuron 2 more votes' --command 'variant { ChangeNeuron = record { neuron_id = 2; voting_power = opt 50 } }'\n  bonafide --identity me.pem proposal submit --neuron 1 --title 'A motion' --motion-text-file motion.txt --url https://example.com/motion"
)]
pub(crate) struct Args {
    /// The neuron that proposes.
    #[arg(long, value_name = "ID")]
    neuron: u64,
    /// 5 to 256 bytes.
    #[arg(long)]
    title: String,
    /// The proposer's words, at most 30,000 bytes.
    #[arg(long, conflicts_with = "summary_file")]
    summary: Option<String>,
    /// A file that holds them.
    #[arg(long, value_name = "FILE")]
    summary_file: Option<PathBuf>,
    /// Where to read more.
    #[arg(long, default_value = "", hide_default_value = true)]
    url: String,
    #[command(flatten)]
    command: Given,
    /// A file with the text of a motion, at most 10,000 bytes.
    #[arg(long, value_name = "FILE", group = "action")]
    motion_text_file: Option<PathBuf>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let action = match (args.command.read()?, &args.motion_text_file) {
        (Some(command), _) => Action::Command(command),
        (None, Some(path)) => Action::Motion(Motion {
            motion_text: source::text(path)?,
        }),
        (None, None) => {
            let message = "give --command, --command-file or --motion-text-file";
            return Err(CliError::usage("Usage", message));
        }
    };
    let summary = match &args.summary_file {
        Some(path) => source::text(path)?,
        None => args.summary.unwrap_or_default(),
    };
    let proposal = SubmitProposalArgs {
        neuron_id: args.neuron,
        title: args.title,
        summary,
        url: args.url,
        action,
    };
    propose(&proposal, global).await
}

#[derive(Serialize)]
pub(crate) struct Submitted {
    pub(crate) proposal_id: u64,
    pub(crate) status: ProposalStatus,
    command_hash: Option<Sha256Hash>,
    pub(crate) journal_id: Option<u64>,
    rendering: String,
}

impl Submitted {
    /// Refuses a proposal that was adopted and did not do what it says.
    fn check(&self, reason: Option<&str>) -> Result<(), CliError> {
        let kind = match self.status {
            ProposalStatus::Failed => "ExecutionFailed",
            ProposalStatus::Quarantined => "OutcomeUnknown",
            _ => return Ok(()),
        };
        let reason = reason.unwrap_or_default();
        let message = format!("proposal {} was adopted: {reason}", self.proposal_id);
        Err(CliError::new(Exit::Refused, kind, message)
            .with("proposal_id", self.proposal_id)
            .with("journal_id", self.journal_id))
    }
}

/// Submits and says what was submitted.
pub(crate) async fn propose(args: &SubmitProposalArgs, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let submitted = submit(args, &governance).await?;
    show(&submitted, global)
}

/// Says what was submitted.
pub(crate) fn show(submitted: &Submitted, global: &Global) -> Result<(), CliError> {
    global.output().result(submitted, |submitted| {
        let list = fields(&[
            ("proposal", submitted.proposal_id.to_string()),
            ("status", format!("{:?}", submitted.status)),
            ("command hash", or_empty(submitted.command_hash)),
            ("journal entry", or_empty(submitted.journal_id)),
        ]);
        format!("{list}\n\n{}", submitted.rendering)
    })
}

/// Submits a proposal; when the neuron's own vote decides, waits for its execution.
pub(crate) async fn submit(
    args: &SubmitProposalArgs,
    governance: &GovernanceClient<AgentRuntime>,
) -> Result<Submitted, CliError> {
    let id = governance.submit_proposal(args).await?;
    let mut found: Option<ProposalInfo> = None;
    // The node that answers may be a block or two behind, and a call may be out.
    for _ in 0..40 {
        found = governance.proposal(id).await?;
        let ended = found
            .as_ref()
            .is_some_and(|found| found.state.status != ProposalStatus::Adopted);
        if ended {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let found = found.ok_or_else(|| {
        let message = format!("proposal {id} was submitted, and is not there");
        CliError::new(Exit::Network, "Reply", message).with("proposal_id", id)
    })?;
    let submitted = Submitted {
        proposal_id: id,
        status: found.state.status,
        command_hash: found.proposal.command_hash,
        journal_id: found.state.journal_id,
        rendering: found.content.rendering,
    };
    submitted.check(found.state.failure_reason.as_deref())?;
    Ok(submitted)
}
