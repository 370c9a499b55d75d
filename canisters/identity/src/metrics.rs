//! Figures in the Prometheus text format, at `/metrics`. Not certified; nothing in them is
//! about a person.

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
            "bonafide_identity_registry_events",
            number(state.registry_events()),
            "Events of the registry's log up to which its facts are here.",
        )?;
        w.encode_gauge(
            "bonafide_identity_findings",
            number(state.summary().findings),
            "Final findings of audits that are here.",
        )?;
        w.encode_gauge(
            "bonafide_identity_reserved_uses",
            number(state.reserved.len()),
            "Releases that wait for a key.",
        )?;
        Ok(w.into_inner())
    })
}
