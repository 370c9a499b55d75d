use super::source::Given;
use crate::{
    command_text,
    commands::governed,
    context::Global,
    error::{CliError, Exit},
    record,
};
use bonafide_policy::command;
use bonafide_types::{governance::Command, id::Sha256Hash};
use serde::Serialize;

/// Say in plain words what a proposal or a command would do, with the command's hash and the
/// records it names.
///
/// Of a proposal these are the words that were stored when it was submitted, proven. A
/// command is shown as it would be now.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide proposal render 12\n  bonafide proposal render --command 'variant { SetSnsGovernance = record { sns_governance = null } }'"
)]
pub(crate) struct Args {
    /// The proposal.
    #[arg(group = "action")]
    id: Option<u64>,
    #[command(flatten)]
    command: Given,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    command_hash: Option<Sha256Hash>,
    records: Vec<String>,
    candid: Option<String>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let (certified, effect, command) = match args.id {
        Some(id) => {
            let (effect, command) = of_proposal(id, global).await?;
            (true, effect, command)
        }
        None => {
            let command = args.command.wanted()?;
            // The word of governance, as at a vote: it asks the owner of the record.
            let governance = global.governance().await?;
            let effect = governance
                .validate_execute(&command)
                .await?
                .map_err(|reason| CliError::new(Exit::Refused, "Invalid", reason))?;
            (false, effect, Some(command))
        }
    };
    let records = command.iter().flat_map(Command::records);
    let shown = Shown {
        certified,
        effect,
        method: command.as_ref().map(|command| command.spec().method),
        command_hash: command.as_ref().map(command::hash),
        records: records
            .map(|key| record::show(&key.table, &key.key))
            .collect(),
        candid: command.as_ref().map(command_text::print).transpose()?,
    };
    global.output().result(&shown, |shown| match &command {
        Some(command) => format!("{}\n\n{}", shown.effect, governed::described(command)),
        None => shown.effect.clone(),
    })
}

async fn of_proposal(id: u64, global: &Global) -> Result<(String, Option<Command>), CliError> {
    let proven = global.governance().await?.proposal_certified(id).await?;
    let Some(rows) = proven.proposal else {
        let message = format!("no proposal {id}: it was never made, or it was collected");
        return Err(CliError::new(Exit::Refused, "ProposalNotFound", message));
    };
    let command = super::show::checked(&rows)?;
    Ok((rows.content.rendering, command))
}
