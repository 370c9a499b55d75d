use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging, record,
};
use bonafide_types::{
    certified::RowKey,
    id::Blob,
    registry::{ListWorkingGroupMotionsArgs, RecordRef, WorkingGroupMotion, table as tables},
};
use serde::Serialize;

/// List motions of working groups.
///
/// The whole list is proven whole, oldest first. Those about a record come from an index of the
/// registry, newest first, which is one node's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide working-group list --record generation:Gen1")]
pub(crate) struct Args {
    /// Only those about this record: `generation:Gen1`, `provider:PRINCIPAL`.
    #[arg(long, value_name = "TABLE:KEY", value_parser = record::parse)]
    record: Option<RowKey>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    motions: Vec<WorkingGroupMotion>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let certified = args.record.is_none();
    let motions = match args.record {
        None => {
            let motions = registry.table(tables::WORKING_GROUP_MOTION, args.limit);
            motions.await?
        }
        Some(row) => {
            let mut list = ListWorkingGroupMotionsArgs {
                record: Some(RecordRef {
                    table: row.table,
                    key: Blob(row.key.into_vec()),
                }),
                ..ListWorkingGroupMotionsArgs::default()
            };
            paging::all(args.limit, async |before| {
                list.before = before;
                let page = registry.working_group_motions(&list).await?;
                Ok((page.motions, page.next))
            })
            .await?
        }
    };
    let shown = Shown { certified, motions };
    global.output().result(&shown, |shown| {
        let rows = shown.motions.iter().map(|row| {
            let records: Vec<_> = row
                .records
                .iter()
                .map(|about| record::show(&about.table, &about.key.0))
                .collect();
            [
                row.id.to_string(),
                row.working_group.clone(),
                row.title.clone(),
                decided(row),
                records.join(" "),
                instant(row.recorded_at_ns),
            ]
        });
        let list = table(
            ["motion", "group", "title", "decided", "about", "recorded"],
            rows,
        );
        format!("{list}\n{}", count(shown.motions.len(), "motion"))
    })
}

fn decided(motion: &WorkingGroupMotion) -> String {
    let Some(decision) = &motion.decision else {
        return "open".into();
    };
    let votes = decision.tally.map_or_else(String::new, |tally| {
        format!(" {} : {} : {}", tally.yes, tally.no, tally.abstain)
    });
    format!("{:?}{votes}", decision.outcome)
}
