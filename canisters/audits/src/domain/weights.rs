//! What a site weighs in a draw, and when a visit is overdue.

use bonafide_kit::field;
use bonafide_policy::sampling::weight::{self, Factors, RuleError};
use bonafide_types::audits::{AuditError, AuditPolicy, Site, WeightRule};
use bonafide_types::limits::DAY_NS;

/// Days of a half year without a visit. Three of them are less than 18 months, so a site weighs
/// as much as it can before a visit is overdue.
const HALF_YEAR_DAYS: u64 = 182;

/// What a site weighs in a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Its chance against those of the others; 0 is never drawn.
    pub weight: u64,
    /// Whether it is drawn before the others.
    pub certain: bool,
}

/// What a site weighs at a time. A site that is gone weighs nothing. One that is overdue weighs
/// something whatever the rule says of its class: no plan can leave it out.
///
/// # Errors
/// As [`check`].
pub fn weight(
    site: &Site,
    policy: &AuditPolicy,
    rule: &WeightRule,
    now_ns: u64,
) -> Result<Weight, AuditError> {
    let factors = Factors {
        criticality: site.criticality,
        half_years_unvisited: site.last_visit_ns().map(|last_ns| {
            let half_years = now_ns.saturating_sub(last_ns) / (HALF_YEAR_DAYS * DAY_NS);
            u32::try_from(half_years).unwrap_or(u32::MAX)
        }),
        alerts: site.open_alerts,
        missing_stamps: site.missing_stamps,
    };
    let weight = weight::weight(rule, &factors).map_err(refused)?;
    let certain = overdue(site, policy, now_ns);
    Ok(if site.nodes == 0 {
        Weight {
            weight: 0,
            certain: false,
        }
    } else if certain {
        Weight {
            weight: weight.max(1),
            certain,
        }
    } else {
        Weight { weight, certain }
    })
}

/// Whether a site is critical, is there, and was not visited for as many days as the policy
/// allows. One that was never visited counts from when it was first seen.
#[must_use]
pub fn overdue(site: &Site, policy: &AuditPolicy, now_ns: u64) -> bool {
    let since_ns = site.last_visit_ns().unwrap_or(site.known_since_ns);
    let allowed_ns = u64::from(policy.overdue_days).saturating_mul(DAY_NS);
    site.nodes > 0
        && site.criticality.is_critical()
        && now_ns.saturating_sub(since_ns) >= allowed_ns
}

/// Checks a rule: its numbers are within their bounds, and some class weighs something.
///
/// # Errors
/// [`AuditError::OutOfRange`], [`AuditError::InvalidField`].
pub fn check(rule: &WeightRule) -> Result<(), AuditError> {
    weight::check(rule).map_err(refused)?;
    if [rule.nns, rule.critical, rule.application, rule.spare] == [0; 4] {
        return Err(field::invalid(
            "weights",
            "0 for every class",
            "some class of sites must weigh something",
        )
        .into());
    }
    Ok(())
}

fn refused(error: RuleError) -> AuditError {
    AuditError::OutOfRange {
        field: format!("weights.{}", error.field),
        given: error.value.into(),
        min: 0,
        max: error.limit.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing;
    use crate::domain::policy::default_policy;
    use bonafide_types::audits::{Criticality, Outcome, SiteAudit};

    const NOW_NS: u64 = 10_000 * DAY_NS;

    /// A site that was visited so many days ago.
    fn site(criticality: Criticality, visited_days_ago: Option<u64>) -> Site {
        let history = visited_days_ago.map(|days| SiteAudit {
            assignment_id: 0,
            at_ns: NOW_NS - days * DAY_NS,
            outcome: Some(Outcome::Confirmed),
        });
        Site {
            history: history.into_iter().collect(),
            known_since_ns: NOW_NS,
            ..testing::site(1, criticality)
        }
    }

    fn of(site: &Site, rule: &WeightRule) -> (u64, bool) {
        let Weight { weight, certain } = weight(site, &default_policy(), rule, NOW_NS).unwrap();
        (weight, certain)
    }

    #[test]
    fn should_weigh_classes_visits_and_missing_stamps() {
        let rule = WeightRule::default();
        let ordinary = |days| of(&site(Criticality::Application, days), &rule);
        let unit = 100 * 100;
        assert_eq!(ordinary(Some(0)), (2 * 100 * unit, false));
        assert_eq!(ordinary(Some(181)), (2 * 100 * unit, false));
        assert_eq!(ordinary(Some(182)), (2 * 150 * unit, false));
        assert_eq!(ordinary(Some(547)), (2 * 250 * unit, false));
        assert_eq!(ordinary(Some(5_000)), (2 * 250 * unit, false));
        assert_eq!(ordinary(None), (2 * 250 * unit, false), "never visited");
        let critical = of(&site(Criticality::Nns, Some(0)), &rule);
        assert_eq!(critical, (8 * 100 * unit, false));
        let mut lacking = site(Criticality::Spare, Some(0));
        lacking.missing_stamps = 2;
        assert_eq!(of(&lacking, &rule), (100 * 100 * 150, false));
    }

    #[test]
    fn should_be_certain_of_critical_sites_that_nobody_visited_for_too_long() {
        let policy = default_policy();
        let days = u64::from(policy.overdue_days);
        let is_overdue = |site: &Site| overdue(site, &policy, NOW_NS);
        assert!(!is_overdue(&site(Criticality::Nns, Some(days - 1))));
        assert!(is_overdue(&site(Criticality::Nns, Some(days))));
        assert!(is_overdue(&site(Criticality::Critical, Some(days))));
        assert!(!is_overdue(&site(Criticality::Application, Some(days))));
        let mut new = site(Criticality::Critical, None);
        assert!(!is_overdue(&new), "it was first seen today");
        new.known_since_ns = NOW_NS - days * DAY_NS;
        assert!(is_overdue(&new));
        new.nodes = 0;
        assert!(!is_overdue(&new), "it is gone");
        assert_eq!(of(&new, &WeightRule::default()), (0, false));
    }

    #[test]
    fn should_not_let_a_rule_leave_out_what_is_overdue() {
        let rule = WeightRule {
            nns: 0,
            critical: 0,
            ..WeightRule::default()
        };
        let days = u64::from(default_policy().overdue_days);
        assert_eq!(of(&site(Criticality::Nns, Some(days)), &rule), (1, true));
        assert_eq!(of(&site(Criticality::Nns, Some(1)), &rule), (0, false));
    }

    #[test]
    fn should_take_no_visit_without_a_quorum_for_one() {
        let policy = default_policy();
        let mut site = site(Criticality::Nns, Some(u64::from(policy.overdue_days)));
        site.history.push(SiteAudit {
            assignment_id: 1,
            at_ns: NOW_NS,
            outcome: None,
        });
        assert!(overdue(&site, &policy, NOW_NS));
    }

    #[test]
    fn should_name_what_is_wrong_with_a_rule() {
        assert_eq!(check(&WeightRule::default()), Ok(()));
        let rule = WeightRule {
            stale_percent: 401,
            ..WeightRule::default()
        };
        let expected = AuditError::OutOfRange {
            field: "weights.stale_percent".into(),
            given: 401,
            min: 0,
            max: 400,
        };
        assert_eq!(check(&rule), Err(expected));
        let nothing = WeightRule {
            nns: 0,
            critical: 0,
            application: 0,
            spare: 0,
            ..WeightRule::default()
        };
        assert!(matches!(
            check(&nothing),
            Err(AuditError::InvalidField { .. })
        ));
    }
}
