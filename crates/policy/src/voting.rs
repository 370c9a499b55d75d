//! How the council decides. The rules are those of NNS governance; for critical commands the
//! thresholds are those of SNS governance. Powers are units, times seconds.
//!
//! - A proposal is adopted at once when yes > majority x total, and rejected at once when
//!   no >= (1 - majority) x total. With the ordinary majority of 5,000 bps this is
//!   yes > total / 2 and no >= total / 2.
//! - At its deadline it is adopted when yes > majority x (yes + no) and
//!   yes >= quorum x total, otherwise rejected.
//! - Wait-for-quiet: when a vote turns the result (from yes > no to yes <= no, or back), and
//!   neither side has half of all power, the deadline becomes
//!   max(deadline, now + W + period / 2 - elapsed / 2), halves rounded down.
//! - A neuron votes yes when more than half of those it follows voted yes, and no when at
//!   least half voted no.

use bonafide_types::governance::{Rules, Tally, Vote};

/// One, in basis points.
const ONE: u128 = 10_000;

/// The majority that ordinary proposals need, basis points of the votes cast.
pub const ORDINARY_MAJORITY_BPS: u32 = 5_000;

/// What the votes decide before the deadline: `Some(true)` adopted, `Some(false)` rejected.
/// No later vote could change it.
#[must_use]
pub fn early(tally: &Tally, majority_bps: u32) -> Option<bool> {
    majority(tally.yes, tally.no, tally.total.into(), majority_bps)
}

/// What the votes decide at the deadline: whether the proposal is adopted.
#[must_use]
pub fn at_deadline(tally: &Tally, rules: &Rules) -> bool {
    let cast = u128::from(tally.yes) + u128::from(tally.no);
    majority(tally.yes, tally.no, cast, rules.majority_bps) == Some(true)
        && u128::from(tally.yes) * ONE >= u128::from(tally.total) * u128::from(rules.quorum_bps)
}

fn majority(yes: u64, no: u64, of: u128, required_bps: u32) -> Option<bool> {
    let (yes, no) = (u128::from(yes), u128::from(no));
    let required = u128::from(required_bps).min(ONE);
    if yes * ONE > of * required {
        Some(true)
    } else if no * ONE >= of * (ONE - required) {
        Some(false)
    } else {
        None
    }
}

/// The deadline after a vote at `now`, by wait-for-quiet. Seconds since the epoch.
#[must_use]
pub fn deadline_after(
    before: &Tally,
    after: &Tally,
    submitted: u64,
    deadline: u64,
    now: u64,
    rules: &Rules,
) -> u64 {
    let leads = |tally: &Tally| tally.yes > tally.no;
    let decided = early(after, ORDINARY_MAJORITY_BPS).is_some();
    if decided || now > deadline || leads(before) == leads(after) {
        return deadline;
    }
    let elapsed = now.saturating_sub(submitted);
    let margin = rules
        .wait_for_quiet_seconds
        .saturating_add(rules.voting_period_seconds / 2)
        .saturating_sub(elapsed / 2);
    deadline.max(now.saturating_add(margin))
}

/// How a neuron votes that follows `followees` neurons, of which so many voted yes and no.
#[must_use]
pub fn followed(yes: usize, no: usize, followees: usize) -> Option<Vote> {
    if followees == 0 {
        None
    } else if yes * 2 > followees {
        Some(Vote::Yes)
    } else if no * 2 >= followees {
        Some(Vote::No)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
