use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, or_empty, table},
    words,
};
use bonafide_types::audits::{Draw, table as tables};
use serde::Serialize;

/// List draws, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide draw list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    draws: Vec<Draw>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let shown = Shown {
        certified: true,
        draws: audits.table(tables::DRAW, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.draws.iter().map(|draw| {
            let result = draw.result.as_ref();
            [
                draw.id.to_string(),
                words::draw_purpose(draw.purpose),
                instant(draw.snapshot.at_ns),
                draw.snapshot.sites.to_string(),
                draw.snapshot.auditors.to_string(),
                or_empty(draw.randomness.as_ref().map(|seed| instant(seed.at_ns))),
                or_empty(result.map(|result| result.drawn.len())),
            ]
        });
        let header = [
            "draw",
            "for",
            "fixed",
            "sites",
            "auditors",
            "drawn",
            "sites drawn",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.draws.len(), "draw"))
    })
}
