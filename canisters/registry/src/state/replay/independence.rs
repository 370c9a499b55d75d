//! What must be there before answers, clusters or the policy change.

use super::Checked;
use crate::state::{Event, State};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Checked {
    let _ = (state, event);
    Ok(())
}
