//! Figures in the Prometheus text format, at `/metrics`. Not certified.

use crate::live;
use bonafide_kit::metrics::{encode, number};
use std::io;

/// Writes the kit's figures and the registry's own.
///
/// # Errors
/// Those of writing; none for memory.
pub fn write() -> io::Result<Vec<u8>> {
    live::read_now(|state, now_ns| {
        let stable_pages = ic_cdk::api::stable_size();
        let mut w = encode(state, stable_pages, now_ns)?;
        let summary = state.summary();
        w.encode_gauge(
            "bonafide_registry_imported_providers",
            number(summary.imported_providers),
            "Providers that an import named.",
        )?;
        Ok(w.into_inner())
    })
}
