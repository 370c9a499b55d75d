use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    registry::{OwnerAliasArgs, SetOwnerAliasesArgs},
};

/// Change the other names of data-centre owners, all or nothing: by proposal, or directly as the
/// governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem owner alias --set 'Example Halls Ltd=Example Halls' --remove 'Exampel Halls' --neuron 1"
)]
pub(crate) struct Args {
    /// A name and what it is counted as; may be given several times.
    #[arg(long, value_name = "ALIAS=OWNER", value_parser = parse_alias, required_unless_present = "remove")]
    set: Vec<OwnerAliasArgs>,
    /// A name to take away; may be given several times.
    #[arg(long, value_name = "ALIAS")]
    remove: Vec<String>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetOwnerAliasesArgs {
        set: args.set,
        remove: args.remove,
    };
    governed::run(&Command::SetOwnerAliases(call), &args.governed, global).await
}

fn parse_alias(text: &str) -> Result<OwnerAliasArgs, String> {
    let (alias, canonical) = text
        .split_once('=')
        .ok_or("give alias=owner, for example 'Example Halls Ltd=Example Halls'")?;
    Ok(OwnerAliasArgs {
        alias: alias.into(),
        canonical: canonical.into(),
    })
}
