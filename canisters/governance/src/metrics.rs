//! Figures in the Prometheus text format, at `/metrics`. Not certified.

use crate::live;
use bonafide_kit::Ctx;
use bonafide_kit::metrics::{encode, number};
use std::io;

/// Writes the kit's figures and governance's own.
///
/// # Errors
/// Those of writing; none for memory.
pub fn write() -> io::Result<Vec<u8>> {
    let now_ns = Ctx::capture().now_ns;
    live::read(|state| {
        let stable_pages = ic_cdk::api::stable_size();
        let mut w = encode(state, stable_pages, now_ns)?;
        let summary = state.summary();
        for (name, value, help) in [
            (
                "bonafide_governance_open_proposals",
                summary.open_proposals,
                "Proposals in vote.",
            ),
            (
                "bonafide_governance_adopted_proposals",
                state.adopted.len() as u64,
                "Adopted proposals whose command was not authorised yet.",
            ),
            (
                "bonafide_governance_unfinished_executions",
                state.unfinished.len() as u64,
                "Journal entries that are pending, executing or quarantined.",
            ),
            (
                "bonafide_governance_quarantined_executions",
                summary.quarantined,
                "Journal entries with an unknown outcome.",
            ),
            (
                "bonafide_governance_voting_power",
                summary.voting_power,
                "Voting power of all neurons, units.",
            ),
        ] {
            w.encode_gauge(name, number(value), help)?;
        }
        Ok(w.into_inner())
    })
}
