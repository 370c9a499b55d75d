use crate::{
    arguments::instant as moment,
    context::Global,
    error::CliError,
    output::{count, instant, table},
    words,
};
use bonafide_types::{
    audits::{Deadline, DeadlineKind, GetCalendarArgs},
    id::{AuditorId, ProviderId},
};
use candid::Principal;
use serde::Serialize;

/// List what has to be done until when in audits that are under way, and by whom: one node's
/// word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide calendar\n  bonafide calendar --auditor 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --until 2027-01-31"
)]
pub(crate) struct Args {
    /// Only up to this moment, in UTC.
    #[arg(long, value_name = "DATE", value_parser = moment)]
    until: Option<u64>,
    /// Only of assignments with this auditor.
    #[arg(long, value_name = "PRINCIPAL")]
    auditor: Option<Principal>,
    /// Only at sites of this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    deadlines: Vec<Deadline>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = GetCalendarArgs {
        until_ns: args.until,
        auditor: args.auditor.map(AuditorId),
        provider: args.provider.map(ProviderId),
    };
    let shown = Shown {
        certified: false,
        deadlines: audits.calendar(&call).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.deadlines.iter().map(|deadline| {
            [
                instant(deadline.due_at_ns),
                words::deadline(deadline.kind).into(),
                about(deadline),
                deadline.site.to_string(),
                words::auditors(&deadline.waiting_for),
            ]
        });
        let header = ["until", "what", "of", "site", "waiting for"];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.deadlines.len(), "deadline"))
    })
}

fn about(deadline: &Deadline) -> String {
    match deadline.kind {
        DeadlineKind::Appeal => format!("finding {}", deadline.id),
        DeadlineKind::AcceptSlot | DeadlineKind::Commit | DeadlineKind::Reveal => {
            format!("assignment {}", deadline.id)
        }
    }
}
