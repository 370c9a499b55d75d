use crate::{arguments::instant, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::SetGenerationArgs};

/// Add a hardware generation, or change one: by proposal, or directly as the governance
/// principal. All its facts are given again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem generation set Gen3 --node-type type4.1 --onboarding-from 2027-01-01 --onboarding-until 2029-01-01 --supported-until 2032-01-01 --sev-snp --neuron 1"
)]
pub(crate) struct Args {
    /// Name: Gen1, Gen2.
    name: String,
    /// Reward type of its machines; may be given several times.
    #[arg(long = "node-type", value_name = "TYPE", required = true)]
    node_types: Vec<String>,
    /// From when its nodes may register, in UTC.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    onboarding_from: u64,
    /// From when they may no longer register; else no end is announced.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    onboarding_until: Option<u64>,
    /// From when its nodes are past support; else no end is announced.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    supported_until: Option<u64>,
    /// Its machines have SEV-SNP: its nodes register with a chip id.
    #[arg(long)]
    sev_snp: bool,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetGenerationArgs {
        name: args.name,
        node_types: args.node_types,
        onboarding_from_ns: args.onboarding_from,
        onboarding_until_ns: args.onboarding_until,
        supported_until_ns: args.supported_until,
        sev_snp: args.sev_snp,
    };
    governed::run(&Command::SetGeneration(call), &args.governed, global).await
}
