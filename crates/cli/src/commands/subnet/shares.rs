use super::in_vote::{self, InVote};
use crate::{
    context::Global,
    error::CliError,
    output::{fields, table},
    sources::membership,
};
use bonafide_types::registry::{JurisdictionShare, JurisdictionShares, JurisdictionSharesArgs};
use serde::Serialize;
use std::path::PathBuf;

/// Show how many nodes and members of subnets stand in the countries of tags, now and as if some
/// changes had been made. Whether these would be accepted is another question. One node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide subnet shares --tag EU --tag US\n  bonafide subnet shares --open\n  bonafide subnet shares --tag CH --proposal proposal.json"
)]
pub(crate) struct Args {
    /// A tag or a country code; may be given several times. Without any: all countries.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Count what the proposals in vote would change.
    #[arg(long)]
    open: bool,
    /// Count the changes of this file, as `subnet verify` reads it.
    #[arg(long, value_name = "FILE")]
    proposal: Option<PathBuf>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    /// Proposals whose changes are counted.
    proposals: Vec<u64>,
    shares: JurisdictionShares,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let InVote {
        proposals,
        mut changes,
        mut creations,
    } = if args.open {
        in_vote::read(global).await?
    } else {
        InVote::default()
    };
    if let Some(path) = &args.proposal {
        let request = membership::read(path)?;
        changes.extend(request.changes);
        creations.extend(request.creations);
    }
    let asked = JurisdictionSharesArgs {
        tags: args.tags,
        changes,
        creations,
    };
    let registry = global.registry().await?;
    let shown = Shown {
        certified: false,
        proposals,
        shares: registry.jurisdiction_shares(&asked).await?,
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let all = &shown.shares;
    let ids: Vec<_> = shown.proposals.iter().map(ToString::to_string).collect();
    let list = fields(&[
        ("nodes", all.nodes.to_string()),
        ("members of subnets", all.members.to_string()),
        ("members after the changes", all.members_after.to_string()),
        ("proposals counted", ids.join(" ")),
    ]);
    let header = [
        "tag",
        "nodes",
        "members",
        "members after",
        "subnets",
        "subnets within",
    ];
    let rows = all.shares.iter().map(|share| row(share, all));
    format!("{list}\n{}", table(header, rows))
}

fn row(share: &JurisdictionShare, all: &JurisdictionShares) -> [String; 6] {
    [
        share.tag.clone(),
        part(share.nodes, all.nodes),
        part(share.members, all.members),
        part(share.members_after, all.members_after),
        share.subnets.to_string(),
        share.subnets_within.to_string(),
    ]
}

/// `12 (30.00 %)`, rounded down.
fn part(part: u32, whole: u32) -> String {
    match (u64::from(part) * 10_000).checked_div(u64::from(whole)) {
        Some(bps) => format!("{part} ({}.{:02} %)", bps / 100, bps % 100),
        None => part.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_show_shares_rounded_down() {
        assert_eq!(part(1, 3), "1 (33.33 %)");
        assert_eq!(part(u32::MAX, u32::MAX), "4294967295 (100.00 %)");
        assert_eq!(part(0, 0), "0");
    }
}
