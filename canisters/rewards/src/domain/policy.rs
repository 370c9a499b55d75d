//! The numbers that the rules use: those at the beginning, and what any must be like. What does
//! not fit is refused, never moved to the next value that would.

use bonafide_kit::field;
use bonafide_policy::penalty::windows;
use bonafide_types::limits::{AMOUNT_E8S, POLICY_DAYS, XDR_PERMYRIAD_PER_ICP};
use bonafide_types::rewards::{
    Mode, PenaltyClass, PenaltyTable, RewardsError, RewardsPolicy, Windows,
};

/// All of something, in basis points.
const ALL_BPS: u64 = 10_000;
/// Most that a reporter may get of what is taken, basis points.
const BOUNTY_BPS: u64 = 5_000;

/// The numbers that the canister begins with, unless its install argument gives others. They take
/// nothing: everything is computed and published, for as long as a vote does not enable
/// penalties. The rate and the maximum are the network's.
#[must_use]
pub fn default_policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::LogOnly,
        windows: Windows::default(),
        penalties: PenaltyTable::default(),
        bounty_bps: 500,
        minimum_xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
    }
}

/// Checks a policy for itself. The version of the penalties can be any.
///
/// # Errors
/// [`RewardsError::OutOfRange`], [`RewardsError::WindowsDoNotFit`].
pub fn check(policy: &RewardsPolicy) -> Result<(), RewardsError> {
    let RewardsPolicy {
        mode: _,
        windows,
        penalties,
        bounty_bps,
        minimum_xdr_permyriad_per_icp,
        maximum_provider_e8s,
    } = policy;
    check_windows(windows)?;
    for class in PenaltyClass::ALL {
        let field = format!("penalties.{}", class.name());
        field::check_range(&field, penalties.base_bps(class).into(), 0, ALL_BPS)?;
    }
    let days = u64::from(POLICY_DAYS);
    for (field, given, min, max) in [
        (
            "penalties.change_days",
            u64::from(penalties.change_days),
            0,
            days,
        ),
        ("bounty_bps", u64::from(*bounty_bps), 0, BOUNTY_BPS),
        (
            "minimum_xdr_permyriad_per_icp",
            *minimum_xdr_permyriad_per_icp,
            1,
            XDR_PERMYRIAD_PER_ICP,
        ),
        ("maximum_provider_e8s", *maximum_provider_e8s, 1, AMOUNT_E8S),
    ] {
        field::check_range(field, given, min, max)?;
    }
    Ok(())
}

/// None lasts longer than any case should, and they fit together.
fn check_windows(given: &Windows) -> Result<(), RewardsError> {
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
    } = *given;
    for (name, days) in [
        ("offence_days", offence_days),
        ("notice_days", notice_days),
        ("appeal_days", appeal_days),
        ("decision_days", decision_days),
        ("execution_grace_days", execution_grace_days),
        ("escrow_holdback_days", escrow_holdback_days),
        ("escrow_horizon_days", escrow_horizon_days),
        ("evidence_age_days", evidence_age_days),
        ("offboarded_liability_days", offboarded_liability_days),
    ] {
        let field = format!("windows.{name}");
        field::check_range(&field, days.into(), 0, POLICY_DAYS.into())?;
    }
    windows::check(given).map_err(|error| RewardsError::WindowsDoNotFit {
        rule: error.to_string(),
    })
}

#[cfg(test)]
mod tests;
