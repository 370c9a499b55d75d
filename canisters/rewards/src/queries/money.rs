//! Escrow, lots and transfers.

use super::SCAN;
use crate::domain::account::{escrow_account, escrow_subaccount, identifier};
use crate::state::{State, key, number};
use bonafide_kit::page;
use bonafide_types::id::{Blob, ProviderId};
use bonafide_types::limits::PAGE_RECORDS;
use bonafide_types::rewards::{EscrowView, ListLotsArgs, ListTransfersArgs, LotPage, TransferPage};
use candid::Principal;
use ic_stable_structures::Memory;
use std::ops::Bound;

/// What a provider has in escrow, and where its rewards have to be sent to come there. Only
/// once it joined is anything of that taken over.
pub fn get_escrow<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    self_id: Principal,
) -> EscrowView {
    let (mut held_e8s, mut locked_e8s, mut next_release_ns) = (0, 0, None);
    for lot in state.lots_of(provider) {
        held_e8s += lot.held_e8s;
        locked_e8s += lot.locked_e8s;
        if lot.unlocked_e8s() > 0 {
            let due = next_release_ns.unwrap_or(lot.due_at_ns);
            next_release_ns = Some(lot.due_at_ns.min(due));
        }
    }
    let cases = state.cases_by_provider.members(provider.as_slice(), None);
    let open_cases = (cases.map(|id| number(&id))).filter(|id| state.open_cases.contains_key(id));
    let subaccount = escrow_subaccount(provider);
    EscrowView {
        provider,
        account: state.account(provider),
        deposit_account: escrow_account(self_id, provider),
        account_identifier: Blob(identifier(self_id, &subaccount).to_vec()),
        held_e8s,
        locked_e8s,
        next_release_ns,
        open_cases: open_cases.collect(),
    }
}

/// Lots of a provider in the order of their numbers, with those in which nothing is left.
pub fn list_lots<M: Memory>(state: &State<M>, args: &ListLotsArgs) -> LotPage {
    let after = args.after.map(key);
    let after = after.as_ref().map(|after| &after[..]);
    let ids = state
        .lots_by_provider
        .members(args.provider.as_slice(), after);
    let (lots, next) = page::collect(
        ids.map(|id| (number(&id), ())),
        page::limit(args.limit, PAGE_RECORDS),
        SCAN,
        |id, ()| state.lot(*id),
    );
    LotPage { lots, next }
}

/// Transfers in the order of their numbers. Looks at 2,000 at most: a page may be short, and
/// `next` says whether there are more.
pub fn list_transfers<M: Memory>(state: &State<M>, args: &ListTransfersArgs) -> TransferPage {
    let unsettled = &state.unsettled_transfers;
    let ids: Box<dyn Iterator<Item = u64> + '_> = if args.unsettled == Some(true) {
        let from = args.after.map_or(Bound::Unbounded, Bound::Excluded);
        Box::new(unsettled.keys_range((from, Bound::Unbounded)))
    } else {
        let first = args.after.map_or(0, |after| after.saturating_add(1));
        Box::new(first..state.transfers.len())
    };
    let asked = |id: &u64| {
        args.unsettled
            .is_none_or(|wanted| wanted == unsettled.contains_key(id))
    };
    let (transfers, next) = page::collect(
        ids.map(|id| (id, ())),
        page::limit(args.limit, PAGE_RECORDS),
        SCAN,
        |id, ()| state.transfer(*id).filter(|_| asked(id)),
    );
    TransferPage { transfers, next }
}

#[cfg(test)]
mod tests;
