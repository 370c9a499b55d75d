//! What events do to motions of working groups.

use super::State;
use bonafide_kit::Aggregate;
use bonafide_types::registry::{MotionDecision, RecordRef, WorkingGroupMotion};
use ic_stable_structures::Memory;
use sha2::{Digest, Sha256};

impl<M: Memory> State<M> {
    /// A motion of a working group.
    #[must_use]
    pub fn motion(&self, id: u64) -> Option<WorkingGroupMotion> {
        self.working_group_motions.get(&id.to_be_bytes())
    }

    /// Whether the certified tree has a record.
    #[must_use]
    pub fn has_record(&self, record: &RecordRef) -> bool {
        self.tables()
            .into_iter()
            .find(|table| table.label() == record.table)
            .is_some_and(|table| table.row(&record.key.0).is_some())
    }

    pub(super) fn record_motion(&mut self, motion: &WorkingGroupMotion) {
        let id = motion.id.to_be_bytes();
        for record in &motion.records {
            self.motions_by_record
                .insert(&record_owner(record), &id, ());
        }
        self.working_group_motions.insert(&id, motion);
    }

    pub(super) fn settle_motion(&mut self, id: u64, decision: MotionDecision) {
        let mut motion = self
            .motion(id)
            .unwrap_or_else(|| panic!("BUG: the unknown motion {id} was settled"));
        motion.decision = Some(decision);
        self.working_group_motions
            .insert(&id.to_be_bytes(), &motion);
    }
}

/// The owner of the motions about a record in their index: SHA-256 over the length of the
/// table's label (8 bytes, big-endian), the label and the key, because both together may be
/// longer than an owner.
pub(crate) fn record_owner(record: &RecordRef) -> [u8; 32] {
    let label = record.table.as_bytes();
    Sha256::new()
        .chain_update((label.len() as u64).to_be_bytes())
        .chain_update(label)
        .chain_update(&record.key.0)
        .finalize()
        .into()
}
