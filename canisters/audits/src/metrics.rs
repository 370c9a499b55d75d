//! Figures in the Prometheus text format, at `/metrics`. Not certified.

use crate::live;
use bonafide_kit::metrics::{encode, number};
use std::io;

/// Writes the kit's figures and the canister's own.
///
/// # Errors
/// Those of writing; none for memory.
pub fn write() -> io::Result<Vec<u8>> {
    live::read_now(|state, now_ns| {
        let stable_pages = ic_cdk::api::stable_size();
        let mut w = encode(state, stable_pages, now_ns)?;
        w.encode_gauge(
            "bonafide_audits_registry_events",
            number(state.registry_events()),
            "Events of the registry's log up to which its facts are here.",
        )?;
        w.encode_gauge(
            "bonafide_audits_open_assignments",
            number(state.open_assignments.len()),
            "Audits under way.",
        )?;
        w.encode_gauge(
            "bonafide_audits_unsettled_transfers",
            number(state.unsettled_transfers.len()),
            "Transfers that are neither made nor failed.",
        )?;
        w.encode_gauge(
            "bonafide_audits_owed_e8s",
            number(state.books().owed_e8s),
            "What the treasury owes and could not pay yet.",
        )?;
        Ok(w.into_inner())
    })
}
