use crate::{
    arguments::audits::site_id,
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging, words,
};
use bonafide_client::{AgentRuntime, AuditsClient, Runtime};
use bonafide_types::{
    audits::{Assignment, ListAssignmentsArgs, SiteId, table as tables},
    id::AuditorId,
};
use candid::Principal;
use serde::Serialize;

/// List assignments: all of them proven whole, some of them one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide assignment list --open\n  bonafide assignment list --auditor 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide assignment list --site zh9/2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only at this site.
    #[arg(long, value_name = "DATA-CENTRE/PROVIDER", value_parser = site_id)]
    site: Option<SiteId>,
    /// Only with this auditor.
    #[arg(long, value_name = "PRINCIPAL")]
    auditor: Option<Principal>,
    /// Only those under way.
    #[arg(long)]
    open: bool,
    /// Only those that are over.
    #[arg(long, conflicts_with = "open")]
    over: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    assignments: Vec<Assignment>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let open = (args.open || args.over).then_some(args.open);
    let certified = args.site.is_none() && args.auditor.is_none() && open.is_none();
    let assignments = if certified {
        audits.table(tables::ASSIGNMENT, args.limit).await?
    } else {
        some(args, open, &audits).await?
    };
    let now_ns = audits.runtime().now_ns().await?;
    let shown = Shown {
        certified,
        assignments,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.assignments.iter().map(|assignment| {
            [
                assignment.id.to_string(),
                assignment.site.to_string(),
                words::purpose(assignment.purpose),
                count(assignment.seats.len(), "auditor"),
                instant(assignment.visit_at_ns()),
                words::assignment_state(assignment.state, assignment.phase(now_ns)),
            ]
        });
        let header = ["assignment", "site", "for", "auditors", "visit", "state"];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.assignments.len(), "assignment"))
    })
}

async fn some(
    args: &Args,
    open: Option<bool>,
    audits: &AuditsClient<AgentRuntime>,
) -> Result<Vec<Assignment>, CliError> {
    paging::all(args.limit, async |after| {
        let list = ListAssignmentsArgs {
            after,
            limit: None,
            site: args.site.clone(),
            auditor: args.auditor.map(AuditorId),
            open,
        };
        let page = audits.assignments(&list).await?;
        let views = page.assignments.into_iter();
        let assignments: Vec<_> = views.map(|view| view.assignment).collect();
        Ok((assignments, page.next))
    })
    .await
}
