use super::told;
use crate::{
    arguments::{audits::subaccount, rewards::ledger_account},
    context::Global,
    error::CliError,
};
use bonafide_types::{ledger::Subaccount, rewards::JoinEscrowArgs};
use candid::Principal;

/// Have rewards come here first, where they wait out the holdback, or change the account to which
/// they are released. Nobody has to; `escrow show` says to which account the network has to send
/// them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem escrow join --account 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Whose account released rewards go to.
    #[arg(long, value_name = "PRINCIPAL")]
    account: Principal,
    /// Which of its accounts, 32 bytes in hex; else the default one.
    #[arg(long, value_name = "HEX", value_parser = subaccount)]
    subaccount: Option<Subaccount>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = JoinEscrowArgs {
        payout: ledger_account(args.account, args.subaccount),
    };
    let account = global.rewards().await?.join_escrow(&call).await?;
    told(&account, global)
}
