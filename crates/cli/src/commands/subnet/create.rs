use crate::{
    arguments::ids, commands::governed, context::Global, error::CliError, sources::membership,
};
use bonafide_types::{
    governance::Command,
    id::SubnetId,
    registry::{CreateSubnetArgs, NewSubnet},
};
use candid::Principal;
use std::path::{Path, PathBuf};

/// Make a subnet of spare nodes: by proposal, or directly as the governance principal. Refused
/// when a rule is broken, at the proposal and again when it is executed.
///
/// `subnet propose --create KIND --out` writes a file with the members.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("members").required(true).args(["proposal", "nodes"]))]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem subnet create rwlgt-iiaaa-aaaaa-aaaaa-cai --kind swiss --proposal proposal.json --reason 'An example' --neuron 1\n  bonafide subnet create rwlgt-iiaaa-aaaaa-aaaaa-cai --kind application --node 2vxsx-fae --reason 'An example' --validate"
)]
pub(crate) struct Args {
    /// Its id, which no subnet has.
    subnet: Principal,
    /// Its kind, which has a policy; else that of the file.
    #[arg(long, required_unless_present = "proposal")]
    kind: Option<String>,
    /// Its members, JSON: one new subnet, as `subnet verify` reads it.
    #[arg(long, value_name = "FILE")]
    proposal: Option<PathBuf>,
    /// A member; may be given several times.
    #[arg(long = "node", value_name = "PRINCIPAL")]
    nodes: Vec<Principal>,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let NewSubnet { kind, node_ids } = match &args.proposal {
        Some(path) => of_file(path, args.kind.as_deref())?,
        None => NewSubnet {
            kind: args.kind.unwrap_or_default(),
            node_ids: ids(&args.nodes),
        },
    };
    let call = CreateSubnetArgs {
        subnet_id: SubnetId(args.subnet),
        kind,
        node_ids,
        reason: args.reason,
    };
    governed::run(&Command::CreateSubnet(call), &args.governed, global).await
}

/// The one new subnet of a file, of the kind given if one is.
fn of_file(path: &Path, kind: Option<&str>) -> Result<NewSubnet, CliError> {
    let mut request = membership::read(path)?;
    let found = request.creations.pop();
    let only = request.changes.is_empty() && request.creations.is_empty();
    let found = found
        .filter(|_| only)
        .ok_or_else(|| CliError::file(path, "it must have one new subnet and nothing else"))?;
    match kind {
        Some(kind) if kind != found.kind => {
            let reason = format!("it has a subnet of kind {:?}, not {kind:?}", found.kind);
            Err(CliError::file(path, reason))
        }
        _ => Ok(found),
    }
}
