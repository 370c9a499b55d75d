//! The numbers that the rules use: those at the beginning, and what any must be like. What does
//! not fit is refused, never moved to the next value that would.

use bonafide_kit::field;
use bonafide_types::audits::{AuditError, AuditPolicy, CriticalSubnet, Criticality};
use bonafide_types::id::SubnetId;
use bonafide_types::limits::{AMOUNT_E8S, CRITICAL_SUBNETS, DEPOSIT_E8S, POLICY_DAYS};
use candid::Principal;

/// The subnet of the NNS: 40 nodes.
const NNS: &str = "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe";
/// Subnets of 34 nodes whose failure harms more than their own canisters: that of the SNSs,
/// that of Internet Identity, and the fiduciary one.
const CRITICAL: [&str; 3] = [
    "x33ed-h457x-bsgyx-oqxqf-6pzwv-wkhzr-rm2j3-npodi-purzm-n66cg-gae",
    "uzr34-akd3s-xrdag-3ql62-ocgoh-ld2ao-tamcv-54e7j-krwgb-2gm4z-oqe",
    "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae",
];

/// Fees that one assignment may lock.
const LOCK_FEES: u64 = 1_000;
/// All of something, in basis points.
const ALL_BPS: u64 = 10_000;
/// Days on which stake that was asked back is paid, at the latest.
const UNBONDING_DAYS: u64 = 366;
/// Days to appeal, at the least.
const APPEAL_DAYS: u64 = 14;
/// Days to commit to a report, and to reveal it, at the most.
const REPORT_DAYS: u64 = 30;
/// Days after which a critical site is overdue, at the least.
const OVERDUE_DAYS: u64 = 30;
/// Audits in a row, at the most.
const CONSECUTIVE: u64 = 10;

/// The numbers that the canister begins with, unless its install argument gives others: five
/// fees of stake for each assignment, a tenth of it lost by who vanishes, 18 months between
/// visits of a critical site.
///
/// # Panics
/// Never: the subnets are written out above.
#[must_use]
pub fn default_policy() -> AuditPolicy {
    let subnet = |text: &str, criticality| CriticalSubnet {
        subnet: SubnetId(Principal::from_text(text).expect("BUG: a subnet's id is no principal")),
        criticality,
    };
    let critical = CRITICAL.map(|text| subnet(text, Criticality::Critical));
    AuditPolicy {
        critical_subnets: [subnet(NNS, Criticality::Nns)]
            .into_iter()
            .chain(critical)
            .collect(),
        lock_fees: 5,
        application_stake_e8s: 10 * DEPOSIT_E8S,
        vanish_bps: 1_000,
        unbonding_days: 60,
        dispute_days: 30,
        appeal_days: 14,
        commit_days: 7,
        reveal_days: 3,
        overdue_days: 548,
        consecutive_audits: 2,
    }
}

/// Checks a policy for itself.
///
/// # Errors
/// [`AuditError::OutOfRange`], [`AuditError::WindowsDoNotFit`]; [`AuditError::TooMany`],
/// [`AuditError::DuplicateEntry`] and [`AuditError::InvalidField`] of the critical subnets.
pub fn check(policy: &AuditPolicy) -> Result<(), AuditError> {
    let AuditPolicy {
        critical_subnets,
        lock_fees,
        application_stake_e8s,
        vanish_bps,
        unbonding_days,
        dispute_days,
        appeal_days,
        commit_days,
        reveal_days,
        overdue_days,
        consecutive_audits,
    } = policy;
    let field = "critical_subnets";
    field::check_count(field, critical_subnets.len(), 0, CRITICAL_SUBNETS)?;
    field::check_distinct(field, critical_subnets.iter().map(|row| row.subnet))?;
    if let Some(row) = critical_subnets
        .iter()
        .find(|row| !row.criticality.is_critical())
    {
        let given = format!("{:?}", row.criticality);
        return Err(
            field::invalid("critical_subnets.criticality", &given, "Nns or Critical").into(),
        );
    }
    field::check_range(
        "application_stake_e8s",
        *application_stake_e8s,
        DEPOSIT_E8S,
        AMOUNT_E8S,
    )?;
    for (field, given, min, max) in [
        ("lock_fees", *lock_fees, 1, LOCK_FEES),
        ("vanish_bps", *vanish_bps, 0, ALL_BPS),
        ("unbonding_days", *unbonding_days, 1, UNBONDING_DAYS),
        ("dispute_days", *dispute_days, 1, UNBONDING_DAYS),
        ("appeal_days", *appeal_days, APPEAL_DAYS, UNBONDING_DAYS),
        ("commit_days", *commit_days, 1, REPORT_DAYS),
        ("reveal_days", *reveal_days, 1, REPORT_DAYS),
        (
            "overdue_days",
            *overdue_days,
            OVERDUE_DAYS,
            u64::from(POLICY_DAYS),
        ),
        ("consecutive_audits", *consecutive_audits, 1, CONSECUTIVE),
    ] {
        field::check_range(field, u64::from(given), min, max)?;
    }
    let windows_do_not_fit = |field: &str, given: u32, rule: String| AuditError::WindowsDoNotFit {
        field: field.into(),
        given: u64::from(given),
        rule,
    };
    // Stake answers for an audit until its disputes are over, also when it is asked back on
    // the day of the conclusion.
    if dispute_days < appeal_days {
        let rule = format!("a finding can be appealed for {appeal_days}");
        return Err(windows_do_not_fit("dispute_days", *dispute_days, rule));
    }
    if unbonding_days <= dispute_days {
        let rule = format!("disputes take {dispute_days}, and it must be more");
        return Err(windows_do_not_fit("unbonding_days", *unbonding_days, rule));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
