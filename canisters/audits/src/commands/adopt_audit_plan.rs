//! Adopts a sampling plan and reserves its budget. Governed.

mod words;

pub use words::in_words;

use super::Decision;
use crate::domain::weights;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{
    AdoptAuditPlanArgs, AuditError, Books, Config, Plan, PlanState, PlanTerms, Team,
};
use bonafide_types::limits::{AMOUNT_E8S, OPEN_PLANS, PLAN_NAME_BYTES, PLAN_SITES, TEAM};
use ic_stable_structures::Memory;
use std::ops::RangeInclusive;

/// Business days of notice.
const NOTICE_DAYS: RangeInclusive<u32> = 5..=10;
/// Business days within which the visit is.
const WINDOW_DAYS: RangeInclusive<u32> = 1..=20;
/// Share of the audits that are repeated, basis points.
const REAUDIT_BPS: RangeInclusive<u32> = 0..=5_000;
/// Ledger fees that the fee for a report must exceed: less would be eaten up on its way.
const LEDGER_FEES: u64 = 10;
/// One, in basis points.
const ONE_BPS: u64 = 10_000;

/// Decides. Replies with the plan's number. What is reserved is the budget, or what the treasury
/// has when that is less.
///
/// # Errors
/// [`AuditError::TooManyPlans`]; [`AuditError::TreasuryTooSmall`] when it does not hold one
/// site; [`AuditError::InvalidQuorum`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AdoptAuditPlanArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, AuditError> {
    let AdoptAuditPlanArgs { terms } = args;
    check(&terms, &state.settings())?;
    let count = state.open_plans.len();
    if count >= OPEN_PLANS {
        return Err(AuditError::TooManyPlans {
            count,
            limit: OPEN_PLANS,
        });
    }
    let free_e8s = disposable_e8s(&state.books());
    let needed_e8s = least_budget_e8s(&terms);
    if free_e8s < needed_e8s {
        return Err(AuditError::TreasuryTooSmall {
            free_e8s,
            needed_e8s,
        });
    }
    let reserved_e8s = terms.budget_e8s.min(free_e8s);
    let id = state.plans.len();
    let plan = Plan {
        id,
        terms,
        adopted_at_ns: ctx.now_ns,
        budget_e8s: reserved_e8s,
        reserved_e8s,
        state: PlanState::Adopted,
        draw_id: None,
        reaudit_draw_id: None,
        open_assignments: 0,
        drawn: 0,
        concluded: 0,
        bad: 0,
    };
    Ok(Decision::change(Event::PlanAdopted { plan }, id))
}

/// What of the treasury is neither reserved nor owed to anybody.
fn disposable_e8s(books: &Books) -> u64 {
    books.free_e8s.saturating_sub(books.owed_e8s)
}

fn check(terms: &PlanTerms, config: &Config) -> Result<(), AuditError> {
    let PlanTerms {
        name,
        weights: rule,
        sites,
        ordinary,
        critical,
        notice_business_days,
        window_business_days,
        fee_e8s,
        budget_e8s,
        reaudit_bps,
    } = terms;
    field::check("name", name, PLAN_NAME_BYTES)?;
    weights::check(rule)?;
    let within = |field: &str, given: u32, range: RangeInclusive<u32>| {
        let (min, max) = range.into_inner();
        field::check_range(field, given.into(), min.into(), max.into())
    };
    within("sites", *sites, 1..=PLAN_SITES)?;
    check_team("ordinary", *ordinary)?;
    check_team("critical", *critical)?;
    within("notice_business_days", *notice_business_days, NOTICE_DAYS)?;
    within("window_business_days", *window_business_days, WINDOW_DAYS)?;
    let least_fee_e8s = config.ledger_fee_e8s.saturating_mul(LEDGER_FEES);
    let least_fee_e8s = least_fee_e8s.saturating_add(1);
    field::check_range("fee_e8s", *fee_e8s, least_fee_e8s, AMOUNT_E8S)?;
    within("reaudit_bps", *reaudit_bps, REAUDIT_BPS)?;
    let least_e8s = least_budget_e8s(terms);
    field::check_range("budget_e8s", *budget_e8s, least_e8s, AMOUNT_E8S)?;
    Ok(())
}

fn check_team(field: &str, team: Team) -> Result<(), AuditError> {
    let Team { auditors, quorum } = team;
    let (auditors, quorum) = (u64::from(auditors), u64::from(quorum));
    field::check_range(&format!("{field}.auditors"), auditors, 1, TEAM.into())?;
    if quorum > auditors || 2 * quorum <= auditors {
        return Err(AuditError::InvalidQuorum {
            field: field.into(),
            quorum,
            auditors,
        });
    }
    Ok(())
}

/// The least budget whose part for audits holds the larger team once.
fn least_budget_e8s(terms: &PlanTerms) -> u64 {
    let team = terms.ordinary.auditors.max(terms.critical.auditors);
    let cost = u128::from(team) * u128::from(terms.fee_e8s);
    let share = ONE_BPS.saturating_sub(terms.reaudit_bps.into()).max(1);
    let least = (cost * u128::from(ONE_BPS)).div_ceil(share.into());
    u64::try_from(least).unwrap_or(u64::MAX)
}

/// The part of a plan's money that is kept for re-audits: rounded down.
pub(super) fn kept_for_reaudits_e8s(reserved_e8s: u64, terms: &PlanTerms) -> u64 {
    let kept = u128::from(reserved_e8s) * u128::from(terms.reaudit_bps) / u128::from(ONE_BPS);
    u64::try_from(kept).unwrap_or(reserved_e8s)
}

#[cfg(test)]
mod tests;
