//! What lets a canister take tokens from the caller's account at a ledger.

use crate::{context::Global, error::CliError};
use bonafide_client::{LedgerClient, Runtime};
use bonafide_types::{
    ledger::{Account, ApproveArgs, Subaccount},
    limits::SECOND_NS,
};
use candid::Principal;

/// How long what is approved can be taken: longer than the ledger lets a transfer be tried again.
const APPROVED_NS: u64 = 25 * 3_600 * SECOND_NS;

/// Tells the ledger that `spender` may take the amount, and one fee on top, from the caller's
/// account for 25 hours.
pub(crate) async fn approve(
    spender: Principal,
    ledger: Principal,
    from_subaccount: Option<Subaccount>,
    amount_e8s: u64,
    global: &Global,
) -> Result<(), CliError> {
    let ledger = LedgerClient::new(global.runtime().await?, ledger);
    let fee = ledger.fee().await?;
    let now_ns = ledger.runtime().now_ns().await?;
    let call = ApproveArgs {
        from_subaccount,
        spender: Account::from(spender),
        amount: fee.clone() + amount_e8s,
        expected_allowance: None,
        expires_at: Some(now_ns.saturating_add(APPROVED_NS)),
        fee: Some(fee),
        memo: None,
        created_at_time: None,
    };
    let block = ledger.approve(&call).await?;
    global.output().note(&format!("approved in block {block}"));
    Ok(())
}
