//! Moves plans on: fixes their sites, repeats some of their audits, closes them. The canister's
//! tasks do it.

use super::fix_snapshot;
use crate::domain::snapshot::{self, Candidate};
use crate::state::{Event, State};
use bonafide_types::audits::{
    Assignment, AssignmentState, AuditError, DrawPurpose, Plan, PlanState,
};
use ic_stable_structures::Memory;

/// One, in basis points.
const ONE_BPS: u64 = 10_000;

/// The next step of the first plan that has one: a step can be large.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    let open = state.open_plans.keys();
    open.filter_map(|id| state.plan(id))
        .map(|plan| step(state, &plan, now_ns))
        .find(|events| !events.is_empty())
        .unwrap_or_default()
}

/// The next step of a plan; none while it waits.
pub(crate) fn step<M: Memory>(state: &State<M>, plan: &Plan, now_ns: u64) -> Vec<Event> {
    match plan.state {
        // Where nothing can be drawn yet, the plan waits until something can.
        PlanState::Adopted => fix_snapshot::open(state, plan, now_ns)
            .map(|(_, events)| events)
            .unwrap_or_default(),
        PlanState::Auditing if plan.open_assignments == 0 => {
            reaudits(state, plan, now_ns).unwrap_or_else(|| closed(plan, now_ns))
        }
        PlanState::Reauditing if plan.open_assignments == 0 && is_redrawn(state, plan) => {
            closed(plan, now_ns)
        }
        PlanState::SnapshotFixed
        | PlanState::Auditing
        | PlanState::Reauditing
        | PlanState::Closed { .. }
        | PlanState::Cancelled { .. } => Vec::new(),
    }
}

fn closed(plan: &Plan, now_ns: u64) -> Vec<Event> {
    vec![Event::PlanChanged {
        plan_id: plan.id,
        state: PlanState::Closed { at_ns: now_ns },
    }]
}

fn is_redrawn<M: Memory>(state: &State<M>, plan: &Plan) -> bool {
    let draw = plan.reaudit_draw_id.and_then(|id| state.draw(id));
    draw.is_none_or(|draw| draw.randomness.is_some())
}

/// Opens the draw of the audits that other teams repeat, each with the same chance: the share
/// that the plan asks for, rounded up. None when there is nothing to repeat, or no money for it.
fn reaudits<M: Memory>(state: &State<M>, plan: &Plan, now_ns: u64) -> Option<Vec<Event>> {
    let candidates = concluded(state, plan);
    let wanted = (candidates.len() as u64 * u64::from(plan.terms.reaudit_bps)).div_ceil(ONE_BPS);
    let cost_e8s = |candidate: &Candidate| {
        let team = plan.terms.team(candidate.critical);
        plan.terms.fee_e8s.saturating_mul(team.auditors.into())
    };
    let least_e8s = candidates.iter().map(cost_e8s).min()?;
    if wanted == 0 || plan.reserved_e8s < least_e8s {
        return None;
    }
    let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
    let rules = fix_snapshot::rules(state, &plan.terms, wanted, plan.reserved_e8s);
    let purpose = DrawPurpose::Reaudits { plan_id: plan.id };
    let opened: Result<_, AuditError> =
        snapshot::open(state, purpose, rules, candidates, &[], now_ns);
    opened.ok().map(|(_, events)| events)
}

/// A plan's audits that came to a quorum, at sites that are still there.
fn concluded<M: Memory>(state: &State<M>, plan: &Plan) -> Vec<Candidate> {
    let draw = plan.draw_id.and_then(|id| state.draw(id));
    let drawn = draw
        .and_then(|draw| draw.result)
        .map_or_else(Vec::new, |result| result.drawn);
    let audits = drawn
        .iter()
        .filter_map(|drawn| state.assignment(drawn.assignment_id));
    let is_concluded =
        |audit: &Assignment| matches!(audit.state, AssignmentState::Concluded { .. });
    let is_there = |audit: &Assignment| state.site(&audit.site).is_some_and(|site| site.nodes > 0);
    audits
        .filter(is_concluded)
        .filter(is_there)
        .map(|audit| Candidate {
            site: audit.site,
            weight: 1,
            certain: false,
            critical: audit.critical,
            repeats: Some(audit.id),
        })
        .collect()
}

#[cfg(test)]
mod tests;
