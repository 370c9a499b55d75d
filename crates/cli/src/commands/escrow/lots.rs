use crate::{
    arguments::rewards::provider_or_caller,
    context::Global,
    error::CliError,
    output::{count, instant, or_empty, table},
    paging,
    words::e8s,
};
use bonafide_types::rewards::{ListLotsArgs, Lot};
use candid::Principal;
use serde::Serialize;

/// List what came into a provider's escrow, what of it is still there, and when it is released:
/// one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide escrow lots 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide --identity provider.pem escrow lots"
)]
pub(crate) struct Args {
    /// The provider; else the caller.
    provider: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    lots: Vec<Lot>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let lots = paging::all(args.limit, async |after| {
        let list = ListLotsArgs {
            provider,
            after,
            limit: None,
        };
        let page = rewards.lots(&list).await?;
        Ok((page.lots, page.next))
    });
    let shown = Shown {
        certified: false,
        lots: lots.await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.lots.iter().map(|lot| {
            [
                lot.id.to_string(),
                or_empty(lot.period_id),
                e8s(lot.deposited_e8s),
                e8s(lot.held_e8s),
                e8s(lot.locked_e8s),
                instant(lot.deposited_at_ns),
                instant(lot.due_at_ns),
            ]
        });
        let header = [
            "lot", "period", "came in", "there", "locked", "came", "released",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.lots.len(), "lot"))
    })
}
