use crate::{context::Global, error::CliError, output::count, paging};
use bonafide_types::{id::SubnetId, registry::FindSubnetsArgs};
use serde::Serialize;

/// Find subnets by the countries of their members and the rules they keep; all conditions given
/// must hold. One node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide subnet find --within EU --without US --satisfies fiduciary"
)]
pub(crate) struct Args {
    /// All members are in countries of this tag, or of another one given; may be given several
    /// times.
    #[arg(long, value_name = "TAG")]
    within: Vec<String>,
    /// No member is in a country of this tag; may be given several times.
    #[arg(long, value_name = "TAG")]
    without: Vec<String>,
    /// The rules of this kind hold.
    #[arg(long, value_name = "KIND")]
    satisfies: Option<String>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    subnet_ids: Vec<SubnetId>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let mut find = FindSubnetsArgs {
        within: args.within,
        without: args.without,
        satisfies: args.satisfies,
        ..FindSubnetsArgs::default()
    };
    let subnet_ids = paging::all(args.limit, async |after| {
        find.after = after;
        let page = registry.find_subnets(&find).await?;
        Ok((page.subnet_ids, page.next))
    })
    .await?;
    let shown = Shown {
        certified: false,
        subnet_ids,
    };
    global.output().result(&shown, |shown| {
        let found = count(shown.subnet_ids.len(), "subnet");
        let lines: Vec<_> = shown
            .subnet_ids
            .iter()
            .map(ToString::to_string)
            .chain([found])
            .collect();
        lines.join("\n")
    })
}
