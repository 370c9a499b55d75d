//! Movements on the ledger: who sets them going. The kit makes the attempts.

use crate::commands::{Decision, collect_treasury as collect, deposit_stake as deposit};
use crate::commands::{standing, withdraw_stake as withdraw};
use crate::domain::transfer;
use crate::live::{self, Live};
use crate::state::State;
use bonafide_kit::sending::{self, Desk, Uncovered, attempt, balance, covered, places_left};
use bonafide_kit::transfer::Step;
use bonafide_kit::{Ctx, commit};
use bonafide_types::audits::{
    AuditError, Books, DepositStakeArgs, StakeAccount, TREASURY_SUBACCOUNT, Transfer, TransferKind,
    TransferState,
};
use bonafide_types::id::Caller;
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::limits::TRANSFERS_IN_FLIGHT;
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

/// Takes stake from the caller's account at the ledger, and replies with what the caller has
/// here then.
///
/// First the ledger is asked whether the account covers it: a refusal then costs nothing that
/// stays, so nobody fills the log with deposits that cannot be made.
///
/// # Errors
/// Those of [`deposit::decide`]; [`AuditError::LedgerSilent`], [`AuditError::NotCovered`],
/// [`AuditError::TooManyTransfers`]: nothing is changed then. [`AuditError::TransferFailed`],
/// [`AuditError::TransferUnsettled`].
pub async fn deposit_stake(args: DepositStakeArgs, ctx: Ctx) -> Result<StakeAccount, AuditError> {
    let asked: Result<_, AuditError> = live::read(|state| {
        let Decision { reply, .. } = deposit::decide(state, &args, &ctx)?;
        let needed_e8s = reply.amount_e8s.saturating_add(reply.fee_e8s);
        Ok((state.settings().ledger.0, reply.account, needed_e8s))
    });
    let (ledger, account, needed_e8s) = asked?;
    let from = transfer::account(&account);
    let covered = covered(ledger, from, needed_e8s, ctx.self_id).await;
    covered.map_err(refusal)?;
    // The state may be another by now.
    let ctx = ctx.later();
    make(|state| deposit::decide(state, &args, &ctx), &ctx).await?;
    Ok(live::read(|state| state.account(Caller(ctx.caller))))
}

/// Pays the caller's stake out that is due, and replies with what the caller has here then.
///
/// # Errors
/// Those of [`withdraw::decide`]; [`AuditError::TooManyTransfers`]: nothing is changed then.
/// [`AuditError::TransferFailed`]: the stake is free in the account here;
/// [`AuditError::TransferUnsettled`].
pub async fn withdraw_stake(ctx: Ctx) -> Result<StakeAccount, AuditError> {
    make(|state| withdraw::decide(state, &ctx), &ctx).await?;
    Ok(live::read(|state| state.account(Caller(ctx.caller))))
}

/// Takes over what was sent to the treasury's account, and replies with the books then.
///
/// # Errors
/// Those of [`collect::decide`]; [`AuditError::LedgerSilent`],
/// [`AuditError::TooManyTransfers`]: nothing is changed then. [`AuditError::TransferFailed`],
/// [`AuditError::TransferUnsettled`].
pub async fn collect_treasury(ctx: Ctx) -> Result<Books, AuditError> {
    let ledger: Result<_, AuditError> = live::read(|state| {
        collect::check(state)?;
        Ok(state.settings().ledger.0)
    });
    let account = Account {
        owner: ctx.self_id,
        subaccount: Some(Subaccount::new(TREASURY_SUBACCOUNT)),
    };
    let silent = |reason| AuditError::LedgerSilent { reason };
    let balance_e8s = balance(ledger?, &account).await.map_err(silent)?;
    let ctx = ctx.later();
    make(|state| collect::decide(state, balance_e8s, &ctx), &ctx).await?;
    Ok(live::read(State::books))
}

/// Why a deposit is refused that the ledger would refuse.
fn refusal(uncovered: Uncovered) -> AuditError {
    match uncovered {
        Uncovered::LedgerSilent { reason } => AuditError::LedgerSilent { reason },
        Uncovered::NotCovered {
            balance_e8s,
            allowance_e8s,
            needed_e8s,
        } => AuditError::NotCovered {
            balance_e8s,
            allowance_e8s,
            needed_e8s,
        },
    }
}

/// Commits a transfer that was decided on and makes its first attempt, for somebody who waits.
async fn make(
    decide: impl FnOnce(&Live) -> Result<Decision<Transfer>, AuditError>,
    ctx: &Ctx,
) -> Result<(), AuditError> {
    let transfer_id = live::change(|state| {
        let Decision { events, reply } = decide(state)?;
        if places_left() == 0 {
            let limit = TRANSFERS_IN_FLIGHT as u64;
            return Err(AuditError::TooManyTransfers { limit });
        }
        commit(state, ctx, events);
        Ok(reply.id)
    })?;
    let words = attempt::<Transfers>(transfer_id, ctx).await;
    match live::read(|state| standing::transfer(state, transfer_id))?.state {
        TransferState::Made { .. } => Ok(()),
        TransferState::Failed { reason, .. } => Err(AuditError::TransferFailed {
            transfer_id,
            reason,
        }),
        TransferState::Quarantined { reason, .. } => Err(AuditError::TransferUnsettled {
            transfer_id,
            reason,
        }),
        TransferState::Open => Err(AuditError::TransferUnsettled {
            transfer_id,
            reason: words,
        }),
    }
}

/// Makes attempts of transfers that are due: fees of reports, and whatever was not settled by
/// its first attempt.
pub async fn send_transfers() {
    sending::send_all::<Transfers>().await;
}
