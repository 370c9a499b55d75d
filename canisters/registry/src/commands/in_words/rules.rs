//! Places, hardware, boundary nodes and motions.

use crate::state::{Event, State};
use ic_stable_structures::Memory;

pub(super) fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    let _ = state;
    format!("{event:?}")
}
