use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging, words,
};
use bonafide_types::{
    audits::{Finding, ListFindingsArgs, table as tables},
    id::ProviderId,
};
use candid::Principal;
use serde::Serialize;

/// List findings: all of them proven whole, those about one provider one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide finding list\n  bonafide finding list --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only about this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    findings: Vec<Finding>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let findings = if args.provider.is_none() {
        audits.table(tables::FINDING, args.limit).await?
    } else {
        let findings = paging::all(args.limit, async |after| {
            let list = ListFindingsArgs {
                after,
                limit: None,
                provider: args.provider.map(ProviderId),
            };
            let page = audits.findings(&list).await?;
            Ok((page.findings, page.next))
        });
        findings.await?
    };
    let shown = Shown {
        certified: args.provider.is_none(),
        findings,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.findings.iter().map(|finding| {
            [
                finding.id.to_string(),
                finding.site.to_string(),
                words::class(finding.class).into(),
                finding.nodes.to_string(),
                instant(finding.established_at_ns),
                words::finding_state(finding.state),
            ]
        });
        let header = ["finding", "site", "what", "nodes", "established", "state"];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.findings.len(), "finding"))
    })
}
