use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::SettleRewardsTransferArgs};

/// Settle a transfer in quarantine by what the ledger shows: by proposal, or directly as the
/// governance principal.
///
/// The canister asked the ledger and nobody can know the answer any more, so it does not try
/// again by itself. Look for the transfer among the ledger's blocks, by its memo: `bonafide` and
/// the transfer's number.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem rewards-treasury settle-transfer 7 --made-in-block 1234567 --evidence 'Block 1234567 has its memo' --neuron 1\n  bonafide --identity me.pem rewards-treasury settle-transfer 7 --not-made --evidence 'No block of these two days has its memo' --neuron 1"
)]
pub(crate) struct Args {
    /// The transfer.
    transfer: u64,
    /// The ledger made it, in this block.
    #[arg(long, value_name = "BLOCK", required_unless_present = "not_made")]
    made_in_block: Option<u64>,
    /// The ledger did not make it, and its window for it is over.
    #[arg(long, conflicts_with = "made_in_block")]
    not_made: bool,
    /// How that is known, at most 1,000 bytes.
    #[arg(long)]
    evidence: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SettleRewardsTransferArgs {
        transfer_id: args.transfer,
        block: args.made_in_block,
        evidence: args.evidence,
    };
    let command = Command::SettleRewardsTransfer(call);
    governed::run(&command, &args.governed, global).await
}
