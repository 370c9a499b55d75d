//! Transfers.

use super::SCAN;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::audits::{ListTransfersArgs, TransferPage};
use bonafide_types::limits::PAGE_RECORDS;
use ic_stable_structures::Memory;
use std::ops::Bound;

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
