//! What events do to motions of working groups.

use super::State;
use bonafide_types::registry::{MotionDecision, WorkingGroupMotion};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn record_motion(&mut self, motion: &WorkingGroupMotion) {
        let _ = motion;
    }

    pub(super) fn settle_motion(&mut self, id: u64, decision: MotionDecision) {
        let _ = (id, decision);
    }
}
