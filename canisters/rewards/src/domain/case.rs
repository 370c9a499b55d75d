//! The course of a case: one function for each arrow, which says where the case stands then,
//! or why it cannot go that way.
//!
//! ```text
//! Reported ─▶ Proposed ─▶ Frozen ─▶ AppealWindow ─▶ Executable ─▶ Executed ─▶ Refunded
//!     ▲───────────┘
//! all before Executed ─▶ Cancelled, and Expired when their time is over
//! all from Frozen to Executable: reduced, and where they were
//! ```
//!
//! Nothing leaves `Cancelled`, `Expired` and `Refunded`. A case with an open appeal does not
//! become executable.

use bonafide_types::rewards::{Case, CaseState, Expiry, RewardsError};

fn refused(case: &Case, needed: &str) -> RewardsError {
    RewardsError::CaseStanding {
        case_id: case.id,
        state: case.state,
        needed: needed.into(),
    }
}

/// A proposal to freeze it is in vote.
///
/// # Errors
/// [`RewardsError::CaseStanding`].
pub fn propose(case: &Case, proposal_id: u64) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Reported | CaseState::Proposed { .. } => Ok(CaseState::Proposed { proposal_id }),
        _ => Err(refused(case, "Reported")),
    }
}

/// The proposal to freeze it was not adopted.
///
/// # Errors
/// [`RewardsError::CaseStanding`].
pub fn take_back(case: &Case) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Proposed { .. } => Ok(CaseState::Reported),
        _ => Err(refused(case, "Proposed")),
    }
}

/// A vote freezes it. A vote that nobody noted before proposes it by that.
///
/// # Errors
/// [`RewardsError::CaseStanding`].
pub fn freeze(case: &Case, until_ns: u64) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Reported | CaseState::Proposed { .. } => Ok(CaseState::Frozen { until_ns }),
        _ => Err(refused(case, "Reported or Proposed")),
    }
}

/// The time for appeals begins.
///
/// # Errors
/// [`RewardsError::CaseStanding`]; [`RewardsError::OutsideTime`] before notice is over.
pub fn open_appeals(case: &Case, now_ns: u64, until_ns: u64) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Frozen { until_ns: notice } if now_ns < notice => {
            Err(outside(case, notice, u64::MAX))
        }
        CaseState::Frozen { .. } => Ok(CaseState::AppealWindow { until_ns }),
        _ => Err(refused(case, "Frozen")),
    }
}

/// The time for appeals is over.
///
/// # Errors
/// [`RewardsError::CaseStanding`]; [`RewardsError::AppealOpen`]; [`RewardsError::OutsideTime`]
/// before that time is over.
pub fn become_executable(
    case: &Case,
    now_ns: u64,
    until_ns: u64,
) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::AppealWindow { .. } if has_open_appeal(case) => {
            Err(RewardsError::AppealOpen { case_id: case.id })
        }
        CaseState::AppealWindow { until_ns: appeals } if now_ns < appeals => {
            Err(outside(case, appeals, u64::MAX))
        }
        CaseState::AppealWindow { .. } => Ok(CaseState::Executable { until_ns }),
        _ => Err(refused(case, "AppealWindow")),
    }
}

/// It is executed.
///
/// # Errors
/// [`RewardsError::CaseStanding`]; [`RewardsError::OutsideTime`] once it expired.
pub fn execute(
    case: &Case,
    now_ns: u64,
    taken_e8s: u64,
    bounty_e8s: u64,
) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Executable { until_ns } if now_ns >= until_ns => Err(outside(case, 0, until_ns)),
        CaseState::Executable { .. } => Ok(CaseState::Executed {
            at_ns: now_ns,
            taken_e8s,
            bounty_e8s,
        }),
        _ => Err(refused(case, "Executable")),
    }
}

/// Whether a vote can lower what it costs.
///
/// # Errors
/// [`RewardsError::CaseStanding`].
pub fn reduce(case: &Case) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. } => Ok(case.state),
        _ => Err(refused(case, "Frozen, AppealWindow or Executable")),
    }
}

/// A vote cancels it.
///
/// # Errors
/// [`RewardsError::CaseStanding`] once it is executed or over.
pub fn cancel(case: &Case, now_ns: u64) -> Result<CaseState, RewardsError> {
    if is_open(case) {
        Ok(CaseState::Cancelled { at_ns: now_ns })
    } else {
        Err(refused(case, "a state before Executed"))
    }
}

/// Its time is over.
///
/// # Errors
/// [`RewardsError::CaseStanding`] once it is executed or over; [`RewardsError::OutsideTime`]
/// while the time in question runs.
pub fn expire(case: &Case, now_ns: u64, why: Expiry) -> Result<CaseState, RewardsError> {
    let until_ns = match (case.state, why) {
        (CaseState::Reported | CaseState::Proposed { .. }, Expiry::EvidenceTooOld) => {
            case.freeze_until_ns
        }
        (CaseState::AppealWindow { .. }, Expiry::AppealUndecided) => {
            match open_appeal_until(case) {
                Some(until_ns) => until_ns,
                None => return Err(RewardsError::NoAppealOpen { case_id: case.id }),
            }
        }
        (CaseState::Executable { until_ns }, Expiry::NotExecuted) => until_ns,
        _ => return Err(refused(case, "a state whose time can run out so")),
    };
    if now_ns < until_ns {
        return Err(outside(case, until_ns, u64::MAX));
    }
    Ok(CaseState::Expired { at_ns: now_ns, why })
}

/// A vote gives back what was taken.
///
/// # Errors
/// [`RewardsError::CaseStanding`] unless it is executed.
pub fn refund(case: &Case, now_ns: u64) -> Result<CaseState, RewardsError> {
    match case.state {
        CaseState::Executed { taken_e8s, .. } => Ok(CaseState::Refunded {
            at_ns: now_ns,
            refunded_e8s: taken_e8s,
        }),
        _ => Err(refused(case, "Executed")),
    }
}

/// Whether it can still change by itself, or by its provider.
#[must_use]
pub const fn is_open(case: &Case) -> bool {
    match case.state {
        CaseState::Reported
        | CaseState::Proposed { .. }
        | CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. } => true,
        CaseState::Executed { .. }
        | CaseState::Cancelled { .. }
        | CaseState::Expired { .. }
        | CaseState::Refunded { .. } => false,
    }
}

/// Whether a vote convicted, and that stands: it counts for others of its family.
#[must_use]
pub const fn stands(case: &Case) -> bool {
    match case.state {
        CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. }
        | CaseState::Executed { .. } => true,
        CaseState::Reported
        | CaseState::Proposed { .. }
        | CaseState::Cancelled { .. }
        | CaseState::Expired { .. }
        | CaseState::Refunded { .. } => false,
    }
}

/// Until when an open appeal must be decided.
#[must_use]
pub fn open_appeal_until(case: &Case) -> Option<u64> {
    let appeal = case.appeal.as_ref()?;
    appeal.decision.is_none().then_some(appeal.decide_until_ns)
}

/// Whether the provider appealed and no vote decided.
#[must_use]
pub fn has_open_appeal(case: &Case) -> bool {
    open_appeal_until(case).is_some()
}

/// When the canister itself has to go on with it.
#[must_use]
pub fn due_at_ns(case: &Case) -> Option<u64> {
    match case.state {
        CaseState::Reported | CaseState::Proposed { .. } => Some(case.freeze_until_ns),
        CaseState::Frozen { until_ns } | CaseState::Executable { until_ns } => Some(until_ns),
        CaseState::AppealWindow { until_ns } => Some(open_appeal_until(case).unwrap_or(until_ns)),
        CaseState::Executed { .. }
        | CaseState::Cancelled { .. }
        | CaseState::Expired { .. }
        | CaseState::Refunded { .. } => None,
    }
}

const fn outside(case: &Case, from_ns: u64, until_ns: u64) -> RewardsError {
    RewardsError::OutsideTime {
        case_id: case.id,
        from_ns,
        until_ns,
    }
}

#[cfg(test)]
mod tests;
