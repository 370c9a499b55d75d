//! Pays what the treasury owes to accounts here, as soon as it has something. By a task.

use crate::state::{Event, State};
use bonafide_types::id::Caller;
use candid::Principal;
use ic_stable_structures::Memory;

/// Accounts that one run pays.
const ACCOUNTS: usize = 100;

/// What is paid now: all that is owed while the treasury has something free, in the order of
/// the accounts' principals; the last one gets what is left.
///
/// # Panics
/// When stored bytes are no principal; this code wrote them.
pub fn due<M: Memory>(state: &State<M>, _: u64) -> Vec<Event> {
    let mut free_e8s = state.books().free_e8s;
    let mut events = Vec::new();
    for key in state.owed.keys().take(ACCOUNTS) {
        let owner = Principal::try_from_slice(&key).map(Caller);
        let owner = owner.expect("BUG: an account's key is no principal");
        let amount_e8s = state.account(owner).owed_e8s.min(free_e8s);
        if amount_e8s == 0 {
            break;
        }
        free_e8s -= amount_e8s;
        events.push(Event::OwedPaid { owner, amount_e8s });
    }
    events
}

#[cfg(test)]
mod tests;
