use super::show::certified;
use crate::{
    arguments::rewards::Evidence,
    commands::{governed, proposal::submit},
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::{Command, ProposalStatus},
    rewards::{FreezeCaseArgs, NoteCaseProposalArgs},
};

/// Freeze a case: fix what it can cost, and lock that. By proposal, or directly as the governance
/// principal.
///
/// With --neuron the case shows the proposal while it is in vote. Nothing is taken yet: notice to
/// the provider comes first, then time to appeal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem case freeze 3 --reason 'Both panels saw it' --neuron 1\n  bonafide case freeze 3 --reason 'Both panels saw it' --at-most-ppb 50000000 --validate"
)]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// Most that it may cost, billionths of what was earned; else as much as the rules say.
    #[arg(long, value_name = "NUMBER")]
    at_most_ppb: Option<u32>,
    /// The evidence that it rests on, or its SHA-256 in hex; else what the case is certified to
    /// rest on. A vote is about this evidence and no other.
    #[arg(long, value_name = "FILE|HASH")]
    evidence: Option<Evidence>,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let evidence_hash = match &args.evidence {
        Some(evidence) => evidence.hash()?,
        None => {
            let rewards = global.rewards().await?;
            certified(&rewards, args.case).await?.charge.evidence_hash
        }
    };
    let command = Command::FreezeCase(FreezeCaseArgs {
        case_id: args.case,
        evidence_hash,
        at_most_ppb: args.at_most_ppb,
        reason: args.reason,
    });
    let Some(proposal) = args.governed.proposal(&command) else {
        return governed::run(&command, &args.governed, global).await;
    };
    let submitted = submit::submit(&proposal, &global.governance().await?).await?;
    if submitted.status == ProposalStatus::Open {
        // The proposal is in vote whether the case shows it or not.
        if let Err(error) = note(args.case, submitted.proposal_id, global).await {
            let output = global.output();
            output.note(&format!("the case does not show the proposal: {error}"));
        }
    }
    submit::show(&submitted, global)
}

/// Has the case show the proposal.
async fn note(case_id: u64, proposal_id: u64, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let call = NoteCaseProposalArgs {
        case_id,
        proposal_id,
    };
    rewards.note_case_proposal(&call).await?;
    Ok(())
}
