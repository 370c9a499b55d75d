//! What a further conviction adds to those that stand, and so what its case can take at most.
//!
//! ```text
//! cap = taken(those that matter + this one) - taken(those that matter)
//! ```
//!
//! - Those of the same period matter: each takes its part of what the others leave.
//! - So does every penalty of the very same offence (subject, class and window), whatever
//!   period it takes from: of one offence the greatest penalty counts, in however many periods
//!   it was punished. A penalty that is not greater than one that stands adds nothing.
//! - At least 1 e8s, as long as those that matter leave anything of what this one is about.
//! - Never more than is there.
//!
//! Caps are whole e8s, so the caps of several convictions can exceed what all of them take at
//! once by 1 e8s each. Where the money is the escrow's they never exceed it: what one of them
//! locks is no longer there for the next. Their order makes no other difference, unless one of
//! the offences was punished in another period too: what it adds is then less, and what comes
//! after it finds that it took its whole penalty. So the sum is never more than the whole.

use super::{
    PenaltyError,
    convictions::{Convictions, Escrow, Offence},
    ppb::Ppb,
};

/// A conviction that stands: neither cancelled nor expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of what.
    pub offence: Offence,
    /// What it costs.
    pub penalty: Ppb,
    /// Whether it takes from the same period.
    pub same_period: bool,
}

/// Most that a further conviction takes, e8s. `escrow` is what was earned in its period;
/// `available_e8s` what is there and not locked by others.
///
/// # Errors
/// [`PenaltyError::EscrowTooLarge`].
pub fn cap(
    escrow: &Escrow,
    available_e8s: u64,
    offence: Offence,
    penalty: Ppb,
    standing: &[Standing],
) -> Result<u64, PenaltyError> {
    let mut convictions = Convictions::default();
    let matter = |it: &&Standing| it.same_period || it.offence == offence;
    for it in standing.iter().filter(matter) {
        convictions.prove(it.offence, it.penalty);
    }
    let before = convictions.taken_e8s(escrow, u64::MAX)?;
    let left = leaves(&convictions, escrow, &offence);
    if convictions.prove(offence, penalty) == Ppb::ZERO || !left {
        return Ok(0);
    }
    // A further conviction never lowers what is taken.
    let adds = (convictions.taken_e8s(escrow, u64::MAX)?).saturating_sub(before);
    let rest = escrow.total_e8s()?.saturating_sub(before);
    Ok(adds.max(1).min(rest).min(available_e8s))
}

/// Whether convictions leave anything of what an offence is about.
fn leaves(convictions: &Convictions, escrow: &Escrow, offence: &Offence) -> bool {
    let standing = convictions.standing();
    let is_whole = |node| {
        (standing.iter()).any(|(other, penalty)| *penalty == Ppb::ONE && other.scope.reaches(node))
    };
    let mut parts = escrow.parts();
    parts.any(|(node, e8s)| e8s > 0 && offence.scope.reaches(node) && !is_whole(node))
}

#[cfg(test)]
mod tests;
