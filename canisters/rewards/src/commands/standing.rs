//! What commands ask of providers, periods, cases, and transfers that begin.

use crate::state::State;
use bonafide_kit::transfer::opened;
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::limits::UNSETTLED_TRANSFERS;
use bonafide_types::rewards::{Case, LedgerAccount, Period, RewardsError, Transfer, TransferKind};
use bonafide_types::transfer::Purpose;
use candid::Principal;
use ic_stable_structures::Memory;

/// The caller as a node provider.
pub(crate) fn provider<M: Memory>(
    state: &State<M>,
    caller: Principal,
) -> Result<ProviderId, RewardsError> {
    let provider = ProviderId(caller);
    match state.cluster(provider) {
        Some(_) => Ok(provider),
        None => Err(RewardsError::CallerNotProvider {
            caller: Caller(caller),
        }),
    }
}

/// The cluster of a provider that the registry showed.
pub(crate) fn known<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Result<ProviderId, RewardsError> {
    let cluster = state.cluster(provider);
    cluster.ok_or(RewardsError::ProviderNotFound { provider })
}

/// A period.
pub(crate) fn period<M: Memory>(state: &State<M>, period_id: u64) -> Result<Period, RewardsError> {
    let found = state.period(period_id);
    found.ok_or(RewardsError::PeriodNotFound { period_id })
}

/// A case.
pub(crate) fn case<M: Memory>(state: &State<M>, case_id: u64) -> Result<Case, RewardsError> {
    let found = state.case(case_id);
    found.ok_or(RewardsError::CaseNotFound { case_id })
}

/// A transfer.
pub(crate) fn transfer<M: Memory>(
    state: &State<M>,
    transfer_id: u64,
) -> Result<Transfer, RewardsError> {
    let found = state.transfer(transfer_id);
    found.ok_or(RewardsError::TransferNotFound { transfer_id })
}

/// Where a provider's released rewards go; it has been in escrow at some time.
pub(crate) fn payout<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Result<LedgerAccount, RewardsError> {
    let payout = state.account(provider).payout;
    payout.ok_or(RewardsError::NotInEscrow { provider })
}

/// Refuses while a certain transfer is not settled.
pub(crate) fn none_unsettled<M: Memory>(
    state: &State<M>,
    is_such: impl Fn(&Transfer) -> bool,
) -> Result<(), RewardsError> {
    let mut unsettled = state.unsettled_transfers.keys();
    match unsettled.find(|id| state.transfer(*id).is_some_and(|row| is_such(&row))) {
        None => Ok(()),
        Some(transfer_id) => Err(RewardsError::TransferUnderWay { transfer_id }),
    }
}

/// Refuses while a transfer of somebody's bond, in or out, is not settled.
pub(crate) fn no_bond_under_way<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Result<(), RewardsError> {
    none_unsettled(state, |transfer| match &transfer.kind {
        TransferKind::BondDeposit => transfer.account.owner.0 == provider.0,
        TransferKind::BondReturn { provider: whose } => *whose == provider,
        TransferKind::EscrowDeposit { .. }
        | TransferKind::TreasuryDeposit
        | TransferKind::EscrowRelease { .. }
        | TransferKind::Payment(_) => false,
    })
}

/// Refuses unless so many more transfers can be open.
pub(crate) fn place_for_transfers<M: Memory>(
    state: &State<M>,
    count: u64,
) -> Result<(), RewardsError> {
    let limit = UNSETTLED_TRANSFERS;
    if state.unsettled_transfers.len().saturating_add(count) > limit {
        return Err(RewardsError::TooManyTransfers { limit });
    }
    Ok(())
}

/// Refuses unless another transfer can be open.
pub(crate) fn place_for_transfer<M: Memory>(state: &State<M>) -> Result<(), RewardsError> {
    place_for_transfers(state, 1)
}

/// The next transfer, at the ledger's fee as last seen.
///
/// # Errors
/// [`RewardsError::TooManyTransfers`]; [`RewardsError::AmountBelowFee`] of what goes out.
pub(crate) fn open_transfer<M: Memory>(
    state: &State<M>,
    kind: TransferKind,
    account: LedgerAccount,
    amount_e8s: u64,
    now_ns: u64,
) -> Result<Transfer, RewardsError> {
    place_for_transfer(state)?;
    let fee_e8s = state.settings().ledger_fee_e8s;
    if !kind.comes_in() && amount_e8s <= fee_e8s {
        return Err(RewardsError::AmountBelowFee {
            amount_e8s,
            fee_e8s,
        });
    }
    let id = state.transfers.len();
    Ok(opened(id, kind, account, amount_e8s, fee_e8s, now_ns))
}

#[cfg(test)]
mod tests;
