use super::shown;
use crate::{
    context::Global,
    error::CliError,
    output::{instant, table},
};
use bonafide_types::registry::{ListSubnetPoliciesArgs, SubnetPolicy, table as tables};
use serde::Serialize;

/// Show what kinds of subnets ask of their members: the policies in force, one node's word, and
/// every version voted on, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide subnet policies --kind swiss")]
pub(crate) struct Args {
    /// Only of this kind.
    #[arg(long)]
    kind: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    /// Of the versions; which of them is in force depends on the time.
    certified: bool,
    in_force: Vec<SubnetPolicy>,
    versions: Vec<SubnetPolicy>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let in_force = match &args.kind {
        Some(kind) => registry.subnet_policy(kind).await?.into_iter().collect(),
        None => {
            let all = ListSubnetPoliciesArgs::default();
            registry.subnet_policies(&all).await?.policies
        }
    };
    let mut versions: Vec<SubnetPolicy> = registry.table(tables::SUBNET_POLICY, None).await?;
    versions.retain(|row| args.kind.as_ref().is_none_or(|kind| row.kind == *kind));
    let shown = Shown {
        certified: true,
        in_force,
        versions,
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let voted_on = shown
        .versions
        .iter()
        .filter(|version| !shown.in_force.contains(version));
    let rows = shown
        .in_force
        .iter()
        .map(|policy| row("in force", policy))
        .chain(voted_on.map(|policy| row("voted on", policy)));
    table(["kind", "version", "", "from", "rules", "source"], rows)
}

fn row(standing: &str, policy: &SubnetPolicy) -> [String; 6] {
    let from = if policy.version == 0 {
        "the beginning".into()
    } else {
        instant(policy.effective_from_ns)
    };
    [
        policy.kind.clone(),
        policy.version.to_string(),
        standing.into(),
        from,
        shown::rules(&policy.rules),
        policy.source.clone(),
    ]
}
