use crate::{
    arguments::subnets::subnet_kind, commands::governed, context::Global, error::CliError,
};
use bonafide_types::{
    governance::Command,
    registry::{SetSubnetKindsArgs, SubnetKindArgs},
};

/// Say which kinds subnets are of, all or nothing: by proposal, or directly as the governance
/// principal. A subnet that nobody named is `application`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem subnet set-kind tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe=nns --neuron 1"
)]
pub(crate) struct Args {
    /// Subnets with their kinds, which have a policy.
    #[arg(value_name = "SUBNET=KIND", required = true, value_parser = subnet_kind)]
    kinds: Vec<SubnetKindArgs>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetSubnetKindsArgs { kinds: args.kinds };
    governed::run(&Command::SetSubnetKinds(call), &args.governed, global).await
}
