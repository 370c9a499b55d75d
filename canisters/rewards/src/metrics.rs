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
        let books = state.books();
        for (name, value, help) in [
            (
                "bonafide_rewards_registry_events",
                state.registry_events(),
                "Events of the registry's log up to which its facts are here.",
            ),
            (
                "bonafide_rewards_open_cases",
                state.open_cases.len(),
                "Cases that are not over.",
            ),
            (
                "bonafide_rewards_unsettled_transfers",
                state.unsettled_transfers.len(),
                "Transfers that are neither made nor failed.",
            ),
            (
                "bonafide_rewards_escrow_e8s",
                books.escrow_e8s,
                "Rewards that are held in lots.",
            ),
            (
                "bonafide_rewards_treasury_e8s",
                books.treasury_e8s,
                "What the treasury holds.",
            ),
        ] {
            w.encode_gauge(name, number(value), help)?;
        }
        Ok(w.into_inner())
    })
}
