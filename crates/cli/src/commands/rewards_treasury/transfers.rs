use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    words,
};
use bonafide_types::rewards::{Purchase, Transfer, TransferKind, TransferState, table as tables};
use serde::Serialize;

/// List movements on the ledger, proven whole.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide rewards-treasury transfers\n  bonafide rewards-treasury transfers --unsettled"
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
    let rewards = global.rewards().await?;
    // Those that are settled are left out here, so that what is shown is proven as well.
    let fetched = args.limit.filter(|_| !args.unsettled);
    let mut transfers: Vec<Transfer> = rewards.table(tables::TRANSFER, fetched).await?;
    if args.unsettled {
        transfers.retain(|transfer| !is_settled(&transfer.state));
        transfers.truncate(args.limit.unwrap_or(usize::MAX));
    }
    let shown = Shown {
        certified: true,
        transfers,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.transfers.iter().map(|transfer| {
            [
                transfer.id.to_string(),
                purpose(&transfer.kind),
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

fn is_settled(state: &TransferState) -> bool {
    match state {
        TransferState::Made { .. } | TransferState::Failed { .. } => true,
        TransferState::Open | TransferState::Quarantined { .. } => false,
    }
}

fn purpose(kind: &TransferKind) -> String {
    match kind {
        TransferKind::EscrowDeposit { provider } => format!("rewards of {provider} come in"),
        TransferKind::BondDeposit => "bond comes in".into(),
        TransferKind::TreasuryDeposit => "gift to the treasury".into(),
        TransferKind::EscrowRelease { provider } => format!("rewards of {provider} are released"),
        TransferKind::BondReturn { provider } => format!("bond of {provider} goes back"),
        TransferKind::Payment(Purchase::Bounty { case_id }) => {
            format!("who reported case {case_id}")
        }
        TransferKind::Payment(Purchase::Grant { purpose, memo }) => {
            format!("grant ({purpose:?}): {memo}")
        }
    }
}
