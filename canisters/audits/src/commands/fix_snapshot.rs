//! Fixes the sites, weights and auditors of a plan, and their hash. By anyone with a key; the
//! canister's tasks do it a little later otherwise.

use super::Decision;
use super::adopt_audit_plan::kept_for_reaudits_e8s;
use crate::domain::snapshot::{self, Candidate};
use crate::domain::weights::{self, Weight};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{
    AuditError, Draw, DrawPurpose, DrawRules, Plan, PlanState, PlanTerms,
};
use bonafide_types::id::Sha256Hash;
use ic_stable_structures::Memory;

/// Decides. Replies with the draw that is to be made for it.
///
/// # Errors
/// [`AuditError::PlanNotFound`], [`AuditError::SnapshotFixed`], [`AuditError::PlanStanding`];
/// [`AuditError::TooFew`] auditors of different owners for the smaller team; those of
/// [`snapshot::open`].
pub fn decide<M: Memory>(
    state: &State<M>,
    plan_id: u64,
    ctx: &Ctx,
) -> Result<Decision<Draw>, AuditError> {
    let plan = state
        .plan(plan_id)
        .ok_or(AuditError::PlanNotFound { plan_id })?;
    match &plan.state {
        PlanState::Adopted => {}
        PlanState::SnapshotFixed | PlanState::Auditing | PlanState::Reauditing => {
            let fixed = plan.draw_id.and_then(|id| state.draw(id));
            let hash = fixed.map(|draw| draw.snapshot.hash);
            return Err(AuditError::SnapshotFixed {
                plan_id,
                hash: hash.unwrap_or(Sha256Hash([0; 32])),
            });
        }
        PlanState::Closed { .. } | PlanState::Cancelled { .. } => {
            return Err(AuditError::PlanStanding {
                plan_id,
                state: plan.state,
            });
        }
    }
    let (draw, events) = open(state, &plan, ctx.now_ns)?;
    Ok(Decision {
        events,
        reply: draw,
    })
}

/// The draw of a plan that is adopted, with all sites as they are now, and the events that open
/// it. While its auditors have fewer owners than the smaller team has members, the plan waits
/// for more: auditors of one owner sit once in a team.
///
/// # Errors
/// [`AuditError::TooFew`] auditors of different owners; those of [`snapshot::open`].
pub(super) fn open<M: Memory>(
    state: &State<M>,
    plan: &Plan,
    now_ns: u64,
) -> Result<(Draw, Vec<Event>), AuditError> {
    let kept_e8s = kept_for_reaudits_e8s(plan.reserved_e8s, &plan.terms);
    let rules = rules(
        state,
        &plan.terms,
        plan.terms.sites,
        plan.reserved_e8s - kept_e8s,
    );
    let purpose = DrawPurpose::Audits { plan_id: plan.id };
    let candidates = candidates(state, &plan.terms, now_ns)?;
    let least = rules.ordinary.auditors.min(rules.critical.auditors);
    let (draw, events) = snapshot::open(state, purpose, rules, candidates, &[], now_ns)?;
    // Every site would be passed over, and the plan be spent on nothing.
    let owners = snapshot::owners(&events);
    if owners < u32::from(least) {
        return Err(AuditError::TooFew {
            field: "auditors of different owners".into(),
            count: owners.into(),
            limit: least.into(),
        });
    }
    Ok((draw, events))
}

/// The rules of a plan's draw of so many sites for so much.
pub(crate) fn rules<M: Memory>(
    state: &State<M>,
    terms: &PlanTerms,
    sites: u32,
    budget_e8s: u64,
) -> DrawRules {
    let lock_fees = u64::from(state.policy().lock_fees);
    DrawRules {
        sites,
        ordinary: terms.ordinary,
        critical: terms.critical,
        fee_e8s: terms.fee_e8s,
        budget_e8s,
        lock_e8s: terms.fee_e8s.saturating_mul(lock_fees),
    }
}

/// All sites that have nodes, as a plan weighs them now.
///
/// # Errors
/// Those of the weights.
pub(super) fn candidates<M: Memory>(
    state: &State<M>,
    terms: &PlanTerms,
    now_ns: u64,
) -> Result<Vec<Candidate>, AuditError> {
    let policy = state.policy();
    let rows = state.sites.after(None).map(|(_, site)| site);
    rows.filter(|site| site.nodes > 0)
        .map(|site| {
            let Weight { weight, certain } =
                weights::weight(&site, &policy, &terms.weights, now_ns)?;
            Ok(Candidate {
                critical: site.criticality.is_critical(),
                site: site.id,
                weight,
                certain,
                repeats: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
