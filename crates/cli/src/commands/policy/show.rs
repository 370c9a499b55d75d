use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::registry::{RegistryPolicy, table as tables};
use serde::Serialize;

/// Show the policy in force, one node's word, and every version voted on, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide policy show")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    /// Of the versions; which of them is in force depends on the time.
    certified: bool,
    in_force: RegistryPolicy,
    versions: Vec<RegistryPolicy>,
}

pub(crate) async fn run(_: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let shown = Shown {
        certified: true,
        in_force: registry.registry_policy().await?,
        versions: registry.table(tables::POLICY, None).await?,
    };
    global.output().result(&shown, |shown| {
        let mut text = format!("in force:\n{}", human(&shown.in_force));
        for version in shown
            .versions
            .iter()
            .filter(|version| **version != shown.in_force)
        {
            text += &format!("\n\nvoted on:\n{}", human(version));
        }
        text
    })
}

fn human(policy: &RegistryPolicy) -> String {
    let links: Vec<_> = policy
        .counted_links
        .iter()
        .map(|kind| format!("{kind:?}"))
        .collect();
    let from = if policy.version == 0 {
        "the beginning".into()
    } else {
        instant(policy.effective_from_ns)
    };
    let sides = if policy.one_sided_links_count {
        "one side declares"
    } else {
        "both sides declare"
    };
    fields(&[
        ("version", policy.version.to_string()),
        ("from", from),
        (
            "owners named from",
            format!("{} basis points", policy.ownership_threshold_bps),
        ),
        ("one actor by", links.join(", ")),
        ("when", sides.into()),
        (
            "notice of generations",
            format!("{} days", policy.generation_notice_days),
        ),
        (
            "operators of boundary nodes",
            format!("{} at least", policy.boundary_node_operators),
        ),
    ])
}
