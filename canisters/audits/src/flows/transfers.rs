//! Movements on the ledger: the one way to make an attempt, and who sets it going.

use super::call::{Heard, call, hear};
use crate::commands::{Decision, collect_treasury as collect, deposit_stake as deposit};
use crate::commands::{standing, withdraw_stake as withdraw};
use crate::domain::transfer::{self, Answer, Due};
use crate::live::{self, Live};
use crate::state::State;
use crate::tasks::own;
use bonafide_kit::words::cut;
use bonafide_kit::{Ctx, commit};
use bonafide_types::audits::{
    AuditError, Books, DepositStakeArgs, StakeAccount, TREASURY_SUBACCOUNT, Transfer, TransferKind,
    TransferState,
};
use bonafide_types::id::Caller;
use bonafide_types::ledger::{
    Account, Allowance, AllowanceArgs, Subaccount, TransferError, TransferFromError, e8s,
};
use bonafide_types::limits::REASON_BYTES;
use bonafide_types::limits::TRANSFERS_IN_FLIGHT;
use candid::{Nat, Principal};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

thread_local! {
    static IN_FLIGHT: RefCell<BTreeSet<u64>> = const { RefCell::new(BTreeSet::new()) };
}

/// Whether the ledger is being asked for a transfer. An upgrade ends all attempts: they stay
/// unresolved, and are made again with the same memo and time.
#[must_use]
pub fn is_in_flight(transfer_id: u64) -> bool {
    IN_FLIGHT.with_borrow(|ids| ids.contains(&transfer_id))
}

fn places_left() -> usize {
    TRANSFERS_IN_FLIGHT.saturating_sub(IN_FLIGHT.with_borrow(BTreeSet::len))
}

/// Held while the ledger is asked for a transfer. Dropped, also when handling the answer traps,
/// it says that nobody asks.
struct InFlight(u64);

impl InFlight {
    fn begin(transfer_id: u64) -> Option<Self> {
        // Lazily: a guard made and dropped here would end the attempt that is out.
        (places_left() > 0 && IN_FLIGHT.with_borrow_mut(|ids| ids.insert(transfer_id)))
            .then(|| Self(transfer_id))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        IN_FLIGHT.with_borrow_mut(|ids| ids.remove(&self.0));
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
    covered(ledger, from, needed_e8s, ctx.self_id).await?;
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
    let balance_e8s = balance(ledger?, &account).await?;
    let ctx = ctx.later();
    make(|state| collect::decide(state, balance_e8s, &ctx), &ctx).await?;
    Ok(live::read(State::books))
}

/// What an account at the ledger holds.
async fn balance(ledger: Principal, account: &Account) -> Result<u64, AuditError> {
    let balance: Nat = call(ledger, "icrc1_balance_of", account, 0)
        .await
        .map_err(silent)?;
    Ok(e8s(&balance).unwrap_or(u64::MAX))
}

fn silent(reason: String) -> AuditError {
    AuditError::LedgerSilent {
        reason: cut(reason, REASON_BYTES),
    }
}

/// Refuses a deposit that the ledger would refuse.
async fn covered(
    ledger: Principal,
    from: Account,
    needed_e8s: u64,
    self_id: Principal,
) -> Result<(), AuditError> {
    let balance_e8s = balance(ledger, &from).await?;
    let args = AllowanceArgs {
        account: from,
        spender: Account::from(self_id),
    };
    let Allowance { allowance, .. } = call(ledger, "icrc2_allowance", &args, 0)
        .await
        .map_err(silent)?;
    let allowance_e8s = e8s(&allowance).unwrap_or(u64::MAX);
    if balance_e8s.min(allowance_e8s) >= needed_e8s {
        return Ok(());
    }
    Err(AuditError::NotCovered {
        balance_e8s,
        allowance_e8s,
        needed_e8s,
    })
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
    let words = attempt(transfer_id, ctx).await;
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

/// Makes an attempt of a transfer, when one is due and nobody else makes one. The attempt is
/// committed before the call, and what the answer proves after it. Replies with what was heard,
/// in words; what became of the transfer is in its row.
async fn attempt(transfer_id: u64, ctx: &Ctx) -> String {
    let Some(_in_flight) = InFlight::begin(transfer_id) else {
        return "another attempt is under way".into();
    };
    let ctx = Ctx {
        caller: ctx.self_id,
        ..ctx.later()
    };
    let asked = live::change(|state| {
        let events = match transfer::due(&state.transfer(transfer_id)?, ctx.now_ns) {
            Due::Wait => return None,
            Due::Settle(event) => {
                commit(state, &ctx, [event]);
                return None;
            }
            Due::Ask(events) => events,
        };
        commit(state, &ctx, events);
        Some((state.settings().ledger.0, state.transfer(transfer_id)?))
    });
    let Some((ledger, asked)) = asked else {
        return "no attempt is due".into();
    };
    let answer = ask_for(ledger, &asked, ctx.self_id).await;
    let ctx = ctx.later();
    live::change(|state| {
        // As it is by now; nobody else settles it while this attempt is in flight.
        let row = state.transfer(transfer_id);
        if let Some(row) = row.filter(|row| row.state == TransferState::Open) {
            let events = transfer::next(&row, &answer, ctx.now_ns);
            if !events.is_empty() {
                commit(state, &ctx, events);
            }
        }
    });
    answer.words()
}

/// Asks the ledger for a transfer. Private: nobody comes here but by [`attempt`], after the
/// attempt was counted.
async fn ask_for(ledger: Principal, asked: &Transfer, self_id: Principal) -> Answer {
    match asked.kind {
        TransferKind::StakeDeposit => {
            let args = (transfer::take_args(asked, self_id),);
            answer::<TransferFromError>(hear(ledger, "icrc2_transfer_from", &args, 0).await)
        }
        TransferKind::TreasuryDeposit
        | TransferKind::StakeReturn
        | TransferKind::AuditFee { .. } => {
            let args = (transfer::send_args(asked, self_id),);
            answer::<TransferError>(hear(ledger, "icrc1_transfer", &args, 0).await)
        }
    }
}

fn answer<E: Into<TransferFromError>>(heard: Heard<Result<Nat, E>>) -> Answer {
    match heard {
        Heard::Reply(reply) => Answer::of_reply(reply),
        Heard::NotSent(reason) => Answer::NotSent(reason),
        Heard::Unknown(reason) => Answer::Unknown(reason),
    }
}

/// Makes attempts of transfers that are due: fees of reports, and whatever was not settled by
/// its first attempt. Each in a message of its own, so that a trap in one cannot stop the
/// others.
pub async fn send_transfers() {
    let now_ns = own().now_ns;
    let due = live::read(|state| due_now(state, now_ns));
    for transfer_id in due {
        ic_cdk_timers::set_timer(Duration::ZERO, async move {
            attempt(transfer_id, &own()).await;
        });
    }
}

/// Transfers that an attempt can be made of now, as many as places are left.
fn due_now(state: &Live, now_ns: u64) -> Vec<u64> {
    let is_due = |id: &u64| {
        let row = state.transfer(*id);
        !is_in_flight(*id) && row.is_some_and(|row| transfer::due(&row, now_ns) != Due::Wait)
    };
    let unsettled = state.unsettled_transfers.keys();
    unsettled.filter(is_due).take(places_left()).collect()
}
