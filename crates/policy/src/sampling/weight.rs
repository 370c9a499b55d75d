//! What a site weighs in a draw.
//!
//! ```text
//! weight = base x (100 + stale_percent x half years without a visit, three at most)
//!               x (100 + alert_percent x open alerts, twenty at most)
//!               x (100 + stamp_percent x missing stamps, eight at most)
//! ```
//!
//! The base is that of the class of the site's most critical node. A site that nobody ever
//! visited counts as three half years. Nothing is divided: only ratios of weights matter.
//! (design: domain rules 6.)

use bonafide_types::audits::{Criticality, WeightRule};

/// The largest base.
pub const BASE: u16 = 1_000;
/// The largest percentage.
pub const PERCENT: u16 = 400;

/// Half years without a visit that count.
const HALF_YEARS: u32 = 3;
/// Alerts that count.
const ALERTS: u32 = 20;
/// Missing stamps that count.
const STAMPS: u32 = 8;

/// What a site's weight depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// The class of its most critical node.
    pub criticality: Criticality,
    /// Whole half years since its last visit; `None`: it was never visited.
    pub half_years_unvisited: Option<u32>,
    /// Open alerts.
    pub alerts: u32,
    /// Mandatory statements of identity that its provider lacks.
    pub missing_stamps: u32,
}

/// A number of the rule is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} is {value}, {limit} allowed")]
pub struct RuleError {
    /// Which number.
    pub field: &'static str,
    /// As given.
    pub value: u16,
    /// The largest allowed.
    pub limit: u16,
}

/// Whether weights by this rule add up within 64 bits: bases are at most [`BASE`] and
/// percentages at most [`PERCENT`].
///
/// # Errors
/// The first number that is too large.
pub fn check(rule: &WeightRule) -> Result<(), RuleError> {
    let WeightRule {
        nns,
        critical,
        application,
        spare,
        stale_percent,
        alert_percent,
        stamp_percent,
    } = *rule;
    let numbers = [
        ("nns", nns, BASE),
        ("critical", critical, BASE),
        ("application", application, BASE),
        ("spare", spare, BASE),
        ("stale_percent", stale_percent, PERCENT),
        ("alert_percent", alert_percent, PERCENT),
        ("stamp_percent", stamp_percent, PERCENT),
    ];
    for (field, value, limit) in numbers {
        if value > limit {
            return Err(RuleError {
                field,
                value,
                limit,
            });
        }
    }
    Ok(())
}

/// What a class weighs by itself.
#[must_use]
pub const fn base(rule: &WeightRule, class: Criticality) -> u16 {
    match class {
        Criticality::Nns => rule.nns,
        Criticality::Critical => rule.critical,
        Criticality::Application => rule.application,
        Criticality::Spare => rule.spare,
    }
}

/// What a site weighs; 0 when its base is 0.
///
/// At most 1,000 x 1,300 x 8,100 x 3,300 = 34,749,000,000,000: the weights of 100,000 sites add
/// up to less than 2^62.
///
/// # Errors
/// When the rule does not pass [`check`].
pub fn weight(rule: &WeightRule, site: &Factors) -> Result<u64, RuleError> {
    check(rule)?;
    let factor =
        |percent: u16, times: u32, most: u32| 100 + u64::from(percent) * u64::from(times.min(most));
    let half_years = site.half_years_unvisited.unwrap_or(HALF_YEARS);
    Ok(u64::from(base(rule, site.criticality))
        * factor(rule.stale_percent, half_years, HALF_YEARS)
        * factor(rule.alert_percent, site.alerts, ALERTS)
        * factor(rule.stamp_percent, site.missing_stamps, STAMPS))
}

#[cfg(test)]
mod tests;
