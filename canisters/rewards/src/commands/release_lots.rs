//! Releases lots that are due, and sends what is released to its providers. By a task: nobody
//! has to ask.
//!
//! A release that the ledger refused stays in the provider's account here and is not sent again
//! by itself, because it would be refused again. It is once something else is released, the
//! provider changes where it is paid, or somebody calls `release_escrow`.

use crate::state::{Event, State};
use bonafide_kit::transfer::opened;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::{FACT_PROVIDERS, UNSETTLED_TRANSFERS};
use bonafide_types::rewards::{Lot, TransferKind};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// Lots that one run releases.
const LOTS: usize = 50;
/// Transfers that one run opens.
const RELEASES: usize = 50;

/// What is done now: the lots that are due, earliest first, then a transfer for each provider
/// of all that is released to it, in the order of their principals.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    let mut released: BTreeMap<ProviderId, u64> = BTreeMap::new();
    let mut events = Vec::new();
    for lot in due_lots(state, now_ns).take(LOTS) {
        *released.entry(lot.provider).or_default() += lot.unlocked_e8s();
        events.push(of_lot(&lot));
    }
    events.extend(sends(state, released, now_ns));
    events
}

/// The event that releases all of a lot that no case has locked.
pub(crate) fn of_lot(lot: &Lot) -> Event {
    Event::LotReleased {
        lot_id: lot.id,
        e8s: lot.unlocked_e8s(),
    }
}

/// Lots with something in them that can be released by now. One that a case has locked in part
/// is released in part, and the rest when it is unlocked.
fn due_lots<M: Memory>(state: &State<M>, now_ns: u64) -> impl Iterator<Item = Lot> {
    let due = state.lots_due.keys_range(..=(now_ns, u64::MAX));
    due.filter_map(move |(_, id)| state.lot(id))
}

/// Opens transfers of what is released, with what this run releases, to providers of whom no
/// release is under way. What does not hold the ledger's fee waits for more.
fn sends<M: Memory>(
    state: &State<M>,
    mut released: BTreeMap<ProviderId, u64>,
    now_ns: u64,
) -> Vec<Event> {
    for key in state.releases.keys().take(FACT_PROVIDERS) {
        let provider = Principal::try_from_slice(&key).map(ProviderId);
        let provider = provider.expect("BUG: a provider's key is no principal");
        released.entry(provider).or_default();
    }
    if released.is_empty() {
        return Vec::new();
    }
    let under_way = under_way(state);
    let places = UNSETTLED_TRANSFERS.saturating_sub(state.unsettled_transfers.len());
    let places = usize::try_from(places).unwrap_or(usize::MAX).min(RELEASES);
    let fee_e8s = state.settings().ledger_fee_e8s;
    let sent = released.into_iter().filter_map(|(provider, e8s)| {
        let account = state.account(provider);
        let amount_e8s = account.releasable_e8s.saturating_add(e8s);
        let can_be_sent = amount_e8s > fee_e8s && !under_way.contains(&provider);
        let payout = account.payout.filter(|_| can_be_sent)?;
        Some((TransferKind::EscrowRelease { provider }, payout, amount_e8s))
    });
    let numbered = (state.transfers.len()..).zip(sent.take(places));
    let events = numbered.map(|(id, (kind, payout, amount_e8s))| Event::TransferOpened {
        transfer: opened(id, kind, payout, amount_e8s, fee_e8s, now_ns),
    });
    events.collect()
}

/// The providers of whom a release is not settled.
fn under_way<M: Memory>(state: &State<M>) -> BTreeSet<ProviderId> {
    let unsettled = state.unsettled_transfers.keys();
    let kinds = unsettled.filter_map(|id| state.transfer(id).map(|row| row.kind));
    let releases = kinds.filter_map(|kind| match kind {
        TransferKind::EscrowRelease { provider } => Some(provider),
        _ => None,
    });
    releases.collect()
}

#[cfg(test)]
mod tests;
