//! How long work takes.

use crate::contest::Outcome;
use std::time::{Duration, Instant};

/// How often work is repeated at least and at most, and how long it is repeated in between.
const LEAST_RUNS: usize = 5;
const MOST_RUNS: usize = 501;
const BUDGET: Duration = Duration::from_secs(1);

/// Work that was done several times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed {
    /// The first time.
    pub(crate) outcome: Outcome,
    pub(crate) median: Duration,
    pub(crate) least: Duration,
}

/// Does work several times; `None` when there is nothing to do it.
///
/// # Panics
/// When it does not always come to the same.
pub(crate) fn timed(mut work: impl FnMut() -> Option<Outcome>) -> Option<Timed> {
    let outcome = work()?;
    let mut times = Vec::new();
    let begin = Instant::now();
    while times.len() < LEAST_RUNS || (times.len() < MOST_RUNS && begin.elapsed() < BUDGET) {
        let start = Instant::now();
        let again = work();
        times.push(start.elapsed());
        assert_eq!(again, Some(outcome), "the same work came to something else");
    }
    times.sort_unstable();
    Some(Timed {
        outcome,
        median: times[times.len() / 2],
        least: times[0],
    })
}

/// `1234567` nanoseconds as `1,234.567`: microseconds.
pub(crate) fn micros(time: Duration) -> String {
    let whole = time.as_micros().to_string();
    let mut text = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:03}", time.subsec_nanos() % 1_000)
}
