use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging, words,
};
use bonafide_types::audits::{ListSitesArgs, Site, table as tables};
use serde::Serialize;

/// List sites, what one provider has in one data centre: all of them proven whole, those overdue
/// one node's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  bonafide site list\n  bonafide site list --overdue")]
pub(crate) struct Args {
    /// Only critical sites that nobody visited for too long: the next plan draws them with
    /// certainty.
    #[arg(long)]
    overdue: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    sites: Vec<Site>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let sites = if args.overdue {
        let sites = paging::all(args.limit, async |after| {
            let list = ListSitesArgs {
                after,
                limit: None,
                overdue: Some(true),
            };
            let page = audits.sites(&list).await?;
            let sites: Vec<_> = page.sites.into_iter().map(|view| view.site).collect();
            Ok((sites, page.next))
        });
        sites.await?
    } else {
        audits.table(tables::SITE, args.limit).await?
    };
    let shown = Shown {
        certified: !args.overdue,
        sites,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.sites.iter().map(|site| {
            [
                site.id.to_string(),
                site.nodes.to_string(),
                words::criticality(site.criticality).into(),
                site.audits.to_string(),
                site.last_visit_ns().map_or_else(|| "never".into(), instant),
            ]
        });
        let header = [
            "site",
            "nodes",
            "most critical node",
            "audits",
            "last visit",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.sites.len(), "site"))
    })
}
