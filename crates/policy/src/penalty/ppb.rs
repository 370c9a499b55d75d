//! Parts of a whole in billionths.

use super::PenaltyError;
use std::fmt;

/// One, in billionths.
pub const BILLION: u32 = 1_000_000_000;
/// One, in basis points.
const ONE_BPS: u32 = 10_000;

/// A number from 0 to 1 in billionths. As text a decimal without trailing zeros: `0.09`, `1`,
/// `0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ppb(u32);

impl Ppb {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(BILLION);

    /// So many billionths; `None` when they are more than the whole.
    #[must_use]
    pub const fn new(billionths: u32) -> Option<Self> {
        if billionths <= BILLION {
            Some(Self(billionths))
        } else {
            None
        }
    }

    /// So many basis points.
    ///
    /// # Errors
    /// [`PenaltyError::AboveWhole`].
    pub const fn of_bps(bps: u32) -> Result<Self, PenaltyError> {
        if bps <= ONE_BPS {
            Ok(Self(bps * (BILLION / ONE_BPS)))
        } else {
            Err(PenaltyError::AboveWhole { bps })
        }
    }

    /// In billionths, at most 1,000,000,000.
    #[must_use]
    pub const fn billionths(self) -> u32 {
        self.0
    }

    /// What is not part of it.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(BILLION - self.0)
    }

    /// By how much it is more than another; nothing when it is less.
    #[must_use]
    pub const fn above(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// What it takes from an amount: rounded down, but 1 at least when neither is 0.
    #[must_use]
    pub fn of(self, e8s: u64) -> u64 {
        if self.0 == 0 || e8s == 0 {
            return 0;
        }
        let part = u128::from(e8s) * u128::from(self.0) / u128::from(BILLION);
        // A part is never more than the whole.
        u64::try_from(part).map_or(e8s, |part| part.max(1))
    }
}

impl fmt::Display for Ppb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / BILLION, self.0 % BILLION);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let places = format!("{rest:09}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests;
