use crate::{commands::governed, context::Global, error::CliError, sources::membership};
use bonafide_types::{governance::Command, registry::ChangeSubnetMembershipArgs};
use std::path::PathBuf;

/// Change the members of subnets, all or nothing: by proposal, or directly as the governance
/// principal. Refused when a rule is broken, at the proposal and again when it is executed.
///
/// With --validate: the verdict, as voters read it. `subnet propose --out` writes such a file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide subnet change --proposal proposal.json --reason 'A node does not run' --validate\n  bonafide --identity me.pem subnet change --proposal proposal.json --reason 'A node does not run' --neuron 1"
)]
pub(crate) struct Args {
    /// The changes, JSON, as `subnet verify` reads them.
    #[arg(long, value_name = "FILE")]
    proposal: PathBuf,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let request = membership::read(&args.proposal)?;
    if !request.creations.is_empty() {
        let reason = "it has a new subnet; `subnet create` makes one";
        return Err(CliError::file(&args.proposal, reason));
    }
    let call = ChangeSubnetMembershipArgs {
        changes: request.changes,
        reason: args.reason,
    };
    let command = Command::ChangeSubnetMembership(call);
    governed::run(&command, &args.governed, global).await
}
