use crate::{arguments::SchemaKindName, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, identity::SetSchemaArgs};

/// Add a schema, or set the next version of one: by proposal, or directly as the governance
/// principal. All of it is given again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem schema set person --kind person --field legal-name --field birth-date --mandatory --neuron 1"
)]
pub(crate) struct Args {
    /// Name, small letters, digits and `-`.
    name: String,
    /// Whom it is about; that of a schema does not change.
    #[arg(long)]
    kind: SchemaKindName,
    /// A fact that may be checked; may be given several times.
    #[arg(long = "field", value_name = "FACT", required = true)]
    fields: Vec<String>,
    /// Every provider it applies to is asked for it. Needs verifiers of two owners.
    #[arg(long)]
    mandatory: bool,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetSchemaArgs {
        name: args.name,
        kind: args.kind.into(),
        fields: args.fields,
        mandatory: args.mandatory,
    };
    governed::run(&Command::SetSchema(call), &args.governed, global).await
}
