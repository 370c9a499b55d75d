use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging, words,
};
use bonafide_types::audits::{ListTransfersArgs, Transfer, table as tables};
use serde::Serialize;

/// List movements on the ledger: all of them proven whole, those that are not settled one node's
/// word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide treasury transfers\n  bonafide treasury transfers --unsettled"
)]
pub(crate) struct Args {
    /// Only those that are neither made nor failed.
    #[arg(long)]
    unsettled: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    transfers: Vec<Transfer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let transfers = if args.unsettled {
        let transfers = paging::all(args.limit, async |after| {
            let list = ListTransfersArgs {
                after,
                limit: None,
                unsettled: Some(true),
            };
            let page = audits.transfers(&list).await?;
            Ok((page.transfers, page.next))
        });
        transfers.await?
    } else {
        audits.table(tables::TRANSFER, args.limit).await?
    };
    let shown = Shown {
        certified: !args.unsettled,
        transfers,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.transfers.iter().map(|transfer| {
            [
                transfer.id.to_string(),
                words::transfer_kind(&transfer.kind),
                transfer.account.owner.to_string(),
                words::e8s(transfer.amount_e8s),
                instant(transfer.created_at_ns),
                transfer.attempts.to_string(),
                words::transfer_state(&transfer.state),
            ]
        });
        let header = [
            "transfer",
            "what for",
            "from or to",
            "amount",
            "created",
            "attempts",
            "state",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.transfers.len(), "transfer"))
    })
}
