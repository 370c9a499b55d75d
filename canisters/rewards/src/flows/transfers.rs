//! Movements on the ledger: who sets them going. The kit makes the attempts.

use crate::commands::{Decision, standing};
use crate::commands::{
    collect_escrow as escrow, collect_treasury as treasury, deposit_bond as deposit,
    release_escrow as release, withdraw_bond as withdraw,
};
use crate::domain::{account, transfer};
use crate::live::{self, Live};
use crate::state::{State, number};
use bonafide_kit::sending::{self, Desk, Uncovered, attempt, balance, covered, places_left};
use bonafide_kit::transfer::Step;
use bonafide_kit::{Ctx, commit};
use bonafide_types::id::ProviderId;
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::limits::TRANSFERS_IN_FLIGHT;
use bonafide_types::rewards::{
    Books, DepositBondArgs, EscrowAccount, Lot, RewardsError, TREASURY_SUBACCOUNT, Transfer,
    TransferKind, TransferState,
};
use candid::Principal;

/// The transfers of this canister.
struct Transfers;

impl Desk for Transfers {
    type Kind = TransferKind;

    fn ledger() -> Principal {
        live::read(State::settings).ledger.0
    }

    fn transfer(id: u64) -> Option<Transfer> {
        live::read(|state| state.transfer(id))
    }

    fn unsettled() -> Vec<u64> {
        live::read(|state| state.unsettled_transfers.keys().collect())
    }

    fn commit(ctx: &Ctx, transfer_id: u64, steps: Vec<Step>) {
        let events = steps.into_iter();
        let events = events.map(|step| transfer::event(transfer_id, step));
        live::change(|state| commit(state, ctx, events));
    }
}

/// Takes over what came to a provider's escrow account, and replies with the lot that it is.
///
/// # Errors
/// Those of [`escrow::decide`]; [`RewardsError::LedgerSilent`],
/// [`RewardsError::TooManyTransfers`]: nothing is changed then. [`RewardsError::TransferFailed`],
/// [`RewardsError::TransferUnsettled`].
pub async fn collect_escrow(provider: ProviderId, ctx: Ctx) -> Result<Lot, RewardsError> {
    live::read(|state| escrow::check(state, provider))?;
    let balance_e8s = held(account::escrow_subaccount(provider), &ctx).await?;
    // The state may be another by now.
    let ctx = ctx.later();
    let decide = |state: &Live| escrow::decide(state, provider, balance_e8s, &ctx);
    make(decide, &ctx).await?;
    Ok(live::read(|state| last_lot(state, provider)))
}

/// The lot that was made last of a provider, of whom something came in.
fn last_lot(state: &Live, provider: ProviderId) -> Lot {
    let last = state.lots_by_provider.last(provider.as_slice(), 1).pop();
    let lot = last.and_then(|(id, ())| state.lot(number(&id)));
    lot.expect("BUG: what came in is a lot")
}

/// Sends a provider what is released to it and what is due, and replies with what it has here
/// then.
///
/// # Errors
/// Those of [`release::decide`]; [`RewardsError::TooManyTransfers`]: nothing is changed then.
/// [`RewardsError::TransferFailed`]: what was released is in the account here;
/// [`RewardsError::TransferUnsettled`].
pub async fn release_escrow(provider: ProviderId, ctx: Ctx) -> Result<EscrowAccount, RewardsError> {
    make(|state| release::decide(state, provider, &ctx), &ctx).await?;
    Ok(live::read(|state| state.account(provider)))
}

/// Takes a bond from the caller's account at the ledger, and replies with what the caller has
/// here then.
///
/// First the ledger is asked whether the account covers it: a refusal then costs nothing that
/// stays, so nobody fills the log with deposits that cannot be made.
///
/// # Errors
/// Those of [`deposit::decide`]; [`RewardsError::LedgerSilent`], [`RewardsError::NotCovered`],
/// [`RewardsError::TooManyTransfers`]: nothing is changed then. [`RewardsError::TransferFailed`],
/// [`RewardsError::TransferUnsettled`].
pub async fn deposit_bond(args: DepositBondArgs, ctx: Ctx) -> Result<EscrowAccount, RewardsError> {
    let asked: Result<_, RewardsError> = live::read(|state| {
        let Decision { reply, .. } = deposit::decide(state, &args, &ctx)?;
        let needed_e8s = reply.amount_e8s.saturating_add(reply.fee_e8s);
        Ok((state.settings().ledger.0, reply.account, needed_e8s))
    });
    let (ledger, account, needed_e8s) = asked?;
    let from = bonafide_kit::transfer::account(&account);
    let covered = covered(ledger, from, needed_e8s, ctx.self_id).await;
    covered.map_err(refusal)?;
    // The state may be another by now.
    let ctx = ctx.later();
    make(|state| deposit::decide(state, &args, &ctx), &ctx).await?;
    Ok(live::read(|state| state.account(ProviderId(ctx.caller))))
}

/// Pays the caller's bond out that is due, and replies with what the caller has here then.
///
/// # Errors
/// Those of [`withdraw::decide`]; [`RewardsError::TooManyTransfers`]: nothing is changed then.
/// [`RewardsError::TransferFailed`]: it is bond in the account here, not asked back;
/// [`RewardsError::TransferUnsettled`].
pub async fn withdraw_bond(ctx: Ctx) -> Result<EscrowAccount, RewardsError> {
    make(|state| withdraw::decide(state, &ctx), &ctx).await?;
    Ok(live::read(|state| state.account(ProviderId(ctx.caller))))
}

/// Takes over what was sent to the treasury's account, and replies with the books then.
///
/// # Errors
/// Those of [`treasury::decide`]; [`RewardsError::LedgerSilent`],
/// [`RewardsError::TooManyTransfers`]: nothing is changed then. [`RewardsError::TransferFailed`],
/// [`RewardsError::TransferUnsettled`].
pub async fn collect_treasury(ctx: Ctx) -> Result<Books, RewardsError> {
    live::read(treasury::check)?;
    let balance_e8s = held(TREASURY_SUBACCOUNT, &ctx).await?;
    // The state may be another by now.
    let ctx = ctx.later();
    make(|state| treasury::decide(state, balance_e8s, &ctx), &ctx).await?;
    Ok(live::read(State::books))
}

/// What an account of this canister holds at the ledger, e8s.
async fn held(subaccount: [u8; 32], ctx: &Ctx) -> Result<u64, RewardsError> {
    let account = Account {
        owner: ctx.self_id,
        subaccount: Some(Subaccount::new(subaccount)),
    };
    let ledger = live::read(State::settings).ledger.0;
    let silent = |reason| RewardsError::LedgerSilent { reason };
    balance(ledger, &account).await.map_err(silent)
}

/// Why a deposit is refused that the ledger would refuse.
fn refusal(uncovered: Uncovered) -> RewardsError {
    match uncovered {
        Uncovered::LedgerSilent { reason } => RewardsError::LedgerSilent { reason },
        Uncovered::NotCovered {
            balance_e8s,
            allowance_e8s,
            needed_e8s,
        } => RewardsError::NotCovered {
            balance_e8s,
            allowance_e8s,
            needed_e8s,
        },
    }
}

/// Commits a transfer that was decided on and makes its first attempt, for somebody who waits.
async fn make(
    decide: impl FnOnce(&Live) -> Result<Decision<Transfer>, RewardsError>,
    ctx: &Ctx,
) -> Result<(), RewardsError> {
    let transfer_id = live::change(|state| {
        let Decision { events, reply } = decide(state)?;
        if places_left() == 0 {
            let limit = TRANSFERS_IN_FLIGHT as u64;
            return Err(RewardsError::TooManyTransfers { limit });
        }
        commit(state, ctx, events);
        Ok(reply.id)
    })?;
    let words = attempt::<Transfers>(transfer_id, ctx).await;
    match live::read(|state| standing::transfer(state, transfer_id))?.state {
        TransferState::Made { .. } => Ok(()),
        TransferState::Failed { reason, .. } => Err(RewardsError::TransferFailed {
            transfer_id,
            reason,
        }),
        TransferState::Quarantined { reason, .. } => Err(RewardsError::TransferUnsettled {
            transfer_id,
            reason,
        }),
        TransferState::Open => Err(RewardsError::TransferUnsettled {
            transfer_id,
            reason: words,
        }),
    }
}

/// Makes attempts of transfers that are due: releases, bounties and payments of the treasury,
/// and whatever was not settled by its first attempt.
pub async fn send_transfers() {
    sending::send_all::<Transfers>().await;
}
