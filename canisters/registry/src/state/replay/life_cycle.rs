//! What must be there before providers, operator records, data centres or nodes change.

use super::Checked;
use crate::state::{Event, State};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    let _ = (state, event);
    Ok(())
}
