use crate::{
    approval::approve, arguments::audits::subaccount, commands::escrow::told, context::Global,
    error::CliError,
};
use bonafide_types::{id::Blob, ledger::Subaccount, rewards::DepositBondArgs};
use candid::Principal;

/// Deposit a bond: the ledger is told that the rewards canister may take the amount and one fee
/// from the caller's account, for 25 hours, and the canister takes it. From a bond a case takes
/// what it costs when the period's rewards are not in escrow.
///
/// When it is not known yet whether the ledger moved it, the canister goes on by itself: do not
/// deposit it again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem bond deposit --amount-e8s 50000000000"
)]
pub(crate) struct Args {
    /// How much. The ledger's fees, one for approval and one for transfer, come on top.
    #[arg(long, value_name = "E8S")]
    amount_e8s: u64,
    /// The caller's subaccount that it is taken from, 32 bytes in hex; else the default one.
    #[arg(long, value_name = "HEX", value_parser = subaccount)]
    from_subaccount: Option<Subaccount>,
    /// It is approved already: only take it.
    #[arg(long)]
    approved: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    if rewards.runtime().principal()? == Principal::anonymous() {
        let message = "give --identity: a bond belongs to the provider that deposits it";
        return Err(CliError::usage("Identity", message));
    }
    if !args.approved {
        let ledger = rewards.config_certified().await?.ledger.0;
        let (canister, account) = (rewards.canister(), args.from_subaccount);
        approve(canister, ledger, account, args.amount_e8s, global).await?;
    }
    let call = DepositBondArgs {
        from_subaccount: args.from_subaccount.map(|account| Blob(account.to_vec())),
        amount_e8s: args.amount_e8s,
    };
    let account = rewards.deposit_bond(&call).await?;
    told(&account, global)
}
