//! The one way to make an attempt of a transfer, and to ask a ledger what an account holds.
//! [`crate::transfer`] says what an answer proves.
//!
//! A canister implements [`Desk`], calls [`attempt`] where somebody waits for a transfer that was
//! just committed, and [`send_all`] from a timer for all others.

use crate::call::{Heard, call, hear};
use crate::ctx::Ctx;
use crate::transfer::{Answer, Due, Step, due, next, send_args, take_args};
use crate::words::cut;
use bonafide_types::ledger::{
    Account, Allowance, AllowanceArgs, TransferError, TransferFromError, e8s,
};
use bonafide_types::limits::{REASON_BYTES, TRANSFERS_IN_FLIGHT};
use bonafide_types::transfer::{Purpose, Transfer, TransferState};
use candid::{Nat, Principal};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

thread_local! {
    static IN_FLIGHT: RefCell<BTreeSet<u64>> = const { RefCell::new(BTreeSet::new()) };
}

/// Where a canister keeps its transfers: one for the whole canister, because attempts that are
/// out are known by the transfer's number alone.
pub trait Desk: 'static {
    /// What its transfers are for.
    type Kind: Purpose;

    /// The ledger that makes them.
    fn ledger() -> Principal;

    /// A transfer as it is now.
    fn transfer(id: u64) -> Option<Transfer<Self::Kind>>;

    /// Numbers of the transfers that are neither made nor failed, oldest first. A canister has
    /// [`UNSETTLED_TRANSFERS`](bonafide_types::limits::UNSETTLED_TRANSFERS) at most.
    fn unsettled() -> Vec<u64>;

    /// Makes events of what happens to a transfer and commits them, in order and at once.
    fn commit(ctx: &Ctx, transfer_id: u64, steps: Vec<Step>);
}

/// Whether the ledger is being asked for a transfer. An upgrade ends all attempts: they stay
/// unresolved, and are made again with the same memo and time.
#[must_use]
pub fn is_in_flight(transfer_id: u64) -> bool {
    IN_FLIGHT.with_borrow(|ids| ids.contains(&transfer_id))
}

/// How many attempts can be begun now. Whoever commits a transfer for which somebody waits asks
/// in the same message, and refuses when there is none.
#[must_use]
pub fn places_left() -> usize {
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

/// Makes an attempt of a transfer, when one is due and nobody else makes one. The attempt is
/// committed before the call, and what the answer proves after it; both as the canister itself,
/// whoever called. Replies with what was heard, in words; what became of the transfer is in its
/// row.
pub async fn attempt<D: Desk>(transfer_id: u64, ctx: &Ctx) -> String {
    let Some(_in_flight) = InFlight::begin(transfer_id) else {
        return "another attempt is under way".into();
    };
    let ctx = Ctx {
        caller: ctx.self_id,
        ..ctx.later()
    };
    let Some(asked) = begin::<D>(transfer_id, &ctx) else {
        return "no attempt is due".into();
    };
    let answer = ask_for(D::ledger(), &asked, ctx.self_id).await;
    end::<D>(transfer_id, &answer, &ctx.later());
    answer.words()
}

/// Commits that the ledger is about to be asked, and gives the transfer with that attempt
/// counted; nothing when it is not to be asked.
fn begin<D: Desk>(transfer_id: u64, ctx: &Ctx) -> Option<Transfer<D::Kind>> {
    match due(&D::transfer(transfer_id)?, ctx.now_ns) {
        Due::Wait => None,
        Due::Settle(step) => {
            D::commit(ctx, transfer_id, vec![step]);
            None
        }
        Due::Ask(steps) => {
            D::commit(ctx, transfer_id, steps);
            D::transfer(transfer_id)
        }
    }
}

/// Commits what an answer proves.
fn end<D: Desk>(transfer_id: u64, answer: &Answer, ctx: &Ctx) {
    // As it is by now; nobody else settles it while this attempt is in flight.
    let row = D::transfer(transfer_id);
    if let Some(row) = row.filter(|row| row.state == TransferState::Open) {
        let steps = next(&row, answer, ctx.now_ns);
        if !steps.is_empty() {
            D::commit(ctx, transfer_id, steps);
        }
    }
}

/// Asks the ledger for a transfer. Private: nobody comes here but by [`attempt`], after the
/// attempt was counted.
async fn ask_for<K: Purpose>(ledger: Principal, asked: &Transfer<K>, self_id: Principal) -> Answer {
    if asked.kind.by_approval() {
        let args = (take_args(asked, self_id),);
        answer::<TransferFromError>(hear(ledger, "icrc2_transfer_from", &args, 0).await)
    } else {
        let args = (send_args(asked, self_id),);
        answer::<TransferError>(hear(ledger, "icrc1_transfer", &args, 0).await)
    }
}

fn answer<E: Into<TransferFromError>>(heard: Heard<Result<Nat, E>>) -> Answer {
    match heard {
        Heard::Reply(reply) => Answer::of_reply(reply),
        Heard::NotSent(reason) => Answer::NotSent(reason),
        Heard::Unknown(reason) => Answer::Unknown(reason),
    }
}

/// Makes attempts of transfers that are due: those for which nobody waits, and whatever was not
/// settled by its first attempt. Each in a message of its own, so that a trap in one cannot stop
/// the others. For a timer.
pub async fn send_all<D: Desk>() {
    let ctx = Ctx::capture();
    for transfer_id in due_now::<D>(ctx.now_ns) {
        ic_cdk_timers::set_timer(Duration::ZERO, async move {
            attempt::<D>(transfer_id, &Ctx::capture()).await;
        });
    }
}

/// Transfers that an attempt can be made of now, as many as places are left.
fn due_now<D: Desk>(now_ns: u64) -> Vec<u64> {
    let is_due = |id: &u64| {
        let row = D::transfer(*id);
        !is_in_flight(*id) && row.is_some_and(|row| due(&row, now_ns) != Due::Wait)
    };
    let unsettled = D::unsettled().into_iter();
    unsettled.filter(is_due).take(places_left()).collect()
}

/// What an account at the ledger holds, e8s. An amount larger than any that exists counts as
/// [`u64::MAX`].
///
/// # Errors
/// The ledger did not answer, or with nothing that can be read: why, at most [`REASON_BYTES`]
/// bytes.
pub async fn balance(ledger: Principal, account: &Account) -> Result<u64, String> {
    let balance: Nat = call(ledger, "icrc1_balance_of", account, 0)
        .await
        .map_err(cut_short)?;
    Ok(e8s(&balance).unwrap_or(u64::MAX))
}

/// Why something should not be taken from an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncovered {
    /// The ledger did not answer, or with nothing that can be read.
    #[error("the ledger did not say: {reason}")]
    LedgerSilent {
        /// Why, at most [`REASON_BYTES`] bytes.
        reason: String,
    },
    /// It holds too little, or this canister may take too little of it. All e8s.
    #[error("it holds {balance_e8s} e8s and allows {allowance_e8s}; {needed_e8s} are needed")]
    NotCovered {
        /// What it holds.
        balance_e8s: u64,
        /// What this canister may take.
        allowance_e8s: u64,
        /// Amount and fee.
        needed_e8s: u64,
    },
}

/// Asks the ledger whether an account holds so much, and allows this canister to take it. Asked
/// before a transfer is committed, a refusal costs nothing that stays, so nobody fills a log with
/// what cannot be made.
///
/// # Errors
/// [`Uncovered`]: the ledger would refuse the transfer, or does not answer.
pub async fn covered(
    ledger: Principal,
    from: Account,
    needed_e8s: u64,
    self_id: Principal,
) -> Result<(), Uncovered> {
    let silent = |reason| Uncovered::LedgerSilent { reason };
    let balance_e8s = balance(ledger, &from).await.map_err(silent)?;
    let args = AllowanceArgs {
        account: from,
        spender: Account::from(self_id),
    };
    let Allowance { allowance, .. } = call(ledger, "icrc2_allowance", &args, 0)
        .await
        .map_err(|reason| silent(cut_short(reason)))?;
    let allowance_e8s = e8s(&allowance).unwrap_or(u64::MAX);
    if balance_e8s.min(allowance_e8s) >= needed_e8s {
        return Ok(());
    }
    Err(Uncovered::NotCovered {
        balance_e8s,
        allowance_e8s,
        needed_e8s,
    })
}

fn cut_short(reason: String) -> String {
    cut(reason, REASON_BYTES)
}

#[cfg(test)]
mod tests;
