//! Metrics in the Prometheus text format. Nothing here is certified.

use crate::commit::Aggregate;
use ic_metrics_encoder::MetricsEncoder;
use std::io;

/// Figures every canister shows: events, rows by table, memory. The cycle balance is left
/// out on purpose: knowing it exactly helps who wants to drain it.
///
/// # Errors
/// Those of writing; none for memory.
pub fn encode<A: Aggregate>(
    state: &A,
    stable_pages: u64,
    now_ns: u64,
) -> io::Result<MetricsEncoder<Vec<u8>>> {
    let mut w = MetricsEncoder::new(
        Vec::new(),
        i64::try_from(now_ns / 1_000_000).unwrap_or(i64::MAX),
    );
    w.encode_gauge(
        "bonafide_events",
        number(state.log().tip().length),
        "Events in the log.",
    )?;
    w.encode_gauge(
        "bonafide_stable_bytes",
        number(stable_pages * 65_536),
        "Stable memory in use.",
    )?;
    let mut rows = w.gauge_vec("bonafide_rows", "Rows by certified table.")?;
    for table in state.tables() {
        rows = rows.value(&[("table", table.label())], number(table.row_count()))?;
    }
    Ok(w)
}

/// A count as the text format wants it. Exact below 2^53, far above any count here.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
#[must_use]
pub fn number(count: u64) -> f64 {
    count as f64
}
