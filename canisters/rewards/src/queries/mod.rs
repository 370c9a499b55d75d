//! Reads, by family. Lists are paged with a hard cap.

pub mod cases;
pub mod money;
pub mod periods;
pub mod statements;

use crate::state::State;
use bonafide_types::limits::PAGE_SCAN;
use bonafide_types::rewards::Summary;
use ic_stable_structures::Memory;

/// How many records a filtered list looks at.
pub(crate) const SCAN: usize = PAGE_SCAN as usize;

/// How much there is.
pub fn summary<M: Memory>(state: &State<M>) -> Summary {
    Summary {
        periods: state.periods.len(),
        statements: state.statements.len(),
        cases: state.cases.len(),
        open_cases: state.open_cases.len(),
        lots: state.lots.len(),
        transfers: state.transfers.len(),
        unsettled_transfers: state.unsettled_transfers.len(),
        books: state.books(),
        events: state.log.tip().length,
        registry_events: state.registry_events(),
        audits_events: state.audits_events(),
        collected_days: state.collected_days(),
    }
}
