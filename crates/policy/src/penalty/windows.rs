//! The times that have to fit together, and when evidence is too old.
//!
//! ```text
//! notice               >= 1 day
//! appeal               >= 14 days
//! decision             >= 14 days
//! escrow_holdback      >= notice + appeal + execution_grace
//! evidence_age         <= escrow_horizon
//! offboarded_liability >= escrow_horizon
//! ```
//!
//! A vote of the NNS lasts 4 days, and 4 more when it swings: one that is asked for on the
//! fifth day of an appeal is decided on the thirteenth. As long a vote has to fit between an
//! appeal and the day on which the case expires undecided. Money is still there when its
//! penalty is executed, whatever is reported in time; and leaving the network does not help.
//! Numbers that break a rule are refused, never changed to others.

use bonafide_types::rewards::Windows;

/// Days that the time for appeals lasts at least.
pub const APPEAL_DAYS: u32 = 14;

/// Days within which an appeal must be decided, at least.
pub const DECISION_DAYS: u32 = 14;

/// Nanoseconds in a day.
const DAY_NS: u128 = 86_400_000_000_000;

/// Times that do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Every time falls into some window.
    #[error("a window of offences lasts at least a day")]
    NoOffenceWindow,
    /// Nobody would know of a vote before time runs.
    #[error("the time before an appeal lasts at least a day")]
    NoNotice,
    /// What is not executed in time expires.
    #[error("execution needs at least a day")]
    NoExecutionGrace,
    /// A vote would end after the appeal.
    #[error("an appeal lasts {appeal_days} days, {APPEAL_DAYS} at least are needed")]
    AppealTooShort {
        /// As given.
        appeal_days: u32,
    },
    /// The case would expire before a vote can decide the appeal.
    #[error(
        "an appeal is decided within {decision_days} days, {DECISION_DAYS} at least are needed"
    )]
    DecisionTooShort {
        /// As given.
        decision_days: u32,
    },
    /// The money would be released before it can be taken.
    #[error(
        "escrow is held for {escrow_holdback_days} days, notice, appeal and execution last {needed_days}"
    )]
    HoldbackTooShort {
        /// As given.
        escrow_holdback_days: u32,
        /// Notice, appeal and grace.
        needed_days: u64,
    },
    /// Evidence would come when nothing can be taken.
    #[error(
        "evidence may be {evidence_age_days} days old, escrow is reached for {escrow_horizon_days}"
    )]
    EvidenceTooOld {
        /// As given.
        evidence_age_days: u32,
        /// As given.
        escrow_horizon_days: u32,
    },
    /// Leaving the network would help.
    #[error(
        "who left is liable for {offboarded_liability_days} days, escrow is reached for {escrow_horizon_days}"
    )]
    LiabilityTooShort {
        /// As given.
        offboarded_liability_days: u32,
        /// As given.
        escrow_horizon_days: u32,
    },
}

/// Whether times fit together.
///
/// # Errors
/// The first rule that they break.
pub fn check(windows: &Windows) -> Result<(), WindowError> {
    let Windows {
        offence_days,
        notice_days,
        appeal_days,
        decision_days,
        execution_grace_days,
        escrow_holdback_days,
        escrow_horizon_days,
        evidence_age_days,
        offboarded_liability_days,
    } = *windows;
    let needed_days =
        u64::from(notice_days) + u64::from(appeal_days) + u64::from(execution_grace_days);
    if offence_days == 0 {
        Err(WindowError::NoOffenceWindow)
    } else if notice_days == 0 {
        Err(WindowError::NoNotice)
    } else if execution_grace_days == 0 {
        Err(WindowError::NoExecutionGrace)
    } else if appeal_days < APPEAL_DAYS {
        Err(WindowError::AppealTooShort { appeal_days })
    } else if decision_days < DECISION_DAYS {
        Err(WindowError::DecisionTooShort { decision_days })
    } else if u64::from(escrow_holdback_days) < needed_days {
        Err(WindowError::HoldbackTooShort {
            escrow_holdback_days,
            needed_days,
        })
    } else if evidence_age_days > escrow_horizon_days {
        Err(WindowError::EvidenceTooOld {
            evidence_age_days,
            escrow_horizon_days,
        })
    } else if offboarded_liability_days < escrow_horizon_days {
        Err(WindowError::LiabilityTooShort {
            offboarded_liability_days,
            escrow_horizon_days,
        })
    } else {
        Ok(())
    }
}

/// Whether evidence of an offence is too old: more than `evidence_age_days` after it.
/// Nanoseconds since the epoch.
#[must_use]
pub fn is_expired(offence_ns: u64, now_ns: u64, windows: &Windows) -> bool {
    is_over(offence_ns, windows.evidence_age_days, now_ns)
}

/// Whether a provider that left can still be punished: for `offboarded_liability_days` after
/// it. Nanoseconds since the epoch.
#[must_use]
pub fn is_liable(offboarded_ns: u64, now_ns: u64, windows: &Windows) -> bool {
    !is_over(offboarded_ns, windows.offboarded_liability_days, now_ns)
}

/// The last moment is within.
fn is_over(from_ns: u64, days: u32, now_ns: u64) -> bool {
    u128::from(now_ns) > u128::from(from_ns) + u128::from(days) * DAY_NS
}

/// The number of the window that a time falls into: windows of `offence_days` follow one
/// another from the epoch on. `None` when they last no time.
#[must_use]
pub fn number(at_ns: u64, windows: &Windows) -> Option<u64> {
    let number = u128::from(at_ns).checked_div(u128::from(windows.offence_days) * DAY_NS)?;
    // Less than a time in 64 bits.
    u64::try_from(number).ok()
}

#[cfg(test)]
mod tests;
