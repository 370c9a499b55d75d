use crate::{
    approval::approve, arguments::audits::subaccount, context::Global, error::CliError,
    output::fields, words,
};
use bonafide_types::{audits::DepositStakeArgs, id::Blob, ledger::Subaccount};
use candid::Principal;
use serde_json::json;

/// Deposit stake: the ledger is told that the audits canister may take the amount and one fee
/// from the caller's account, for 25 hours, and the canister takes it.
///
/// Stake is free until it is bound to an assignment or an appeal. When it is not known yet
/// whether the ledger moved it, the canister goes on by itself: do not deposit it again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem auditor deposit --amount-e8s 5000000000"
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
    let audits = global.audits().await?;
    if audits.runtime().principal()? == Principal::anonymous() {
        let message = "give --identity: stake belongs to whoever deposits it";
        return Err(CliError::usage("Identity", message));
    }
    if !args.approved {
        let ledger = audits.config_certified().await?.ledger.0;
        let (canister, account) = (audits.canister(), args.from_subaccount);
        approve(canister, ledger, account, args.amount_e8s, global).await?;
    }
    let call = DepositStakeArgs {
        amount_e8s: args.amount_e8s,
        from_subaccount: args.from_subaccount.map(|account| Blob(account.to_vec())),
    };
    let account = audits.deposit_stake(&call).await?;
    global.output().result(&json!({ "account": account }), |_| {
        fields(&words::account(&account))
    })
}
