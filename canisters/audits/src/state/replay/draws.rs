//! What a log can say of plans and draws. A snapshot is taken again, and a draw is made again:
//! everything that the log says follows from the state, and then from the seed.

use super::{ReplayErrorReason, Rest, by_governance, call, elsewhere, events, rule};
use crate::commands::{adopt_audit_plan, advance_plans, cancel_audit_plan, draw as rules};
use crate::domain::seed;
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    AdoptAuditPlanArgs, CancelAuditPlanArgs, Draw, DrawPurpose, PlanState, Randomness,
};
use bonafide_types::id::Blob;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        event @ Event::PlanAdopted { plan } => {
            by_governance(state, entry)?;
            let terms = plan.terms.clone();
            let args = AdoptAuditPlanArgs { terms };
            let decided = events(adopt_audit_plan::decide(state, args, &call(entry)));
            let words = "plans are numbered, and reserve what is free";
            Rest::of(decided, event, words)
        }
        event @ Event::PlanChanged {
            plan_id,
            state: changed,
        } => {
            rule(
                state.open_plans.contains_key(plan_id),
                "a plan that is over stays so",
            )?;
            let decided = if let PlanState::Cancelled { reason, .. } = changed {
                by_governance(state, entry)?;
                let args = CancelAuditPlanArgs {
                    plan_id: *plan_id,
                    reason: reason.clone(),
                };
                events(cancel_audit_plan::decide(state, args, &call(entry)))
            } else {
                next_step(state, *plan_id, entry.at_ns)
            };
            let words = "a plan is closed after its audits, or taken back before its draw";
            Rest::of(decided, event, words)
        }
        event @ Event::DrawOpened { draw, .. } => {
            rule(
                draw.id == state.draws.len() && draw.randomness.is_none() && draw.result.is_none(),
                "draws are numbered, and begin without a seed",
            )?;
            let plan_id = plan_of(state, draw.purpose)?;
            let decided = next_step(state, plan_id, entry.at_ns);
            let words = "a snapshot is of sites and auditors as they are";
            Rest::of(decided, event, words)
        }
        Event::SnapshotRows { .. } => {
            // They follow upon the draw that is opened.
            let words = "the rows of a snapshot follow each other";
            Err(ReplayErrorReason::BreaksRule(words))
        }
        event @ Event::Drawn {
            draw_id,
            randomness,
            ..
        } => {
            let wanted = state.draw(*draw_id).filter(|draw| is_wanted(state, draw));
            let words = "a draw is made once, while it is wanted";
            let draw = wanted.ok_or(ReplayErrorReason::BreaksRule(words))?;
            rule(
                randomness.at_ns == entry.at_ns && is_of_its_source(state, &draw, randomness),
                "a seed follows from its source, for the snapshot",
            )?;
            let decided = rules::drawn(state, draw.id, randomness.clone(), entry.at_ns);
            let words = "what is drawn follows from snapshot and seed";
            Rest::of(decided.unwrap_or_default(), event, words)
        }
        _ => elsewhere(),
    }
}

fn next_step<M: Memory>(state: &State<M>, plan_id: u64, now_ns: u64) -> Vec<Event> {
    let plan = state.plan(plan_id);
    plan.map_or_else(Vec::new, |plan| advance_plans::step(state, &plan, now_ns))
}

/// The plan whose sites are fixed. The draw of a panel follows upon an appeal.
fn plan_of<M: Memory>(state: &State<M>, purpose: DrawPurpose) -> Result<u64, ReplayErrorReason> {
    let (plan_id, needed, words) = match purpose {
        DrawPurpose::Audits { plan_id } => (
            plan_id,
            PlanState::Adopted,
            "the sites of a plan are fixed once",
        ),
        DrawPurpose::Reaudits { plan_id } => {
            (plan_id, PlanState::Auditing, "audits are repeated once")
        }
        DrawPurpose::Appeal { .. } => {
            let words = "a panel is drawn upon an appeal";
            return Err(ReplayErrorReason::BreaksRule(words));
        }
    };
    let plan = state.plan(plan_id);
    rule(plan.is_some_and(|plan| plan.state == needed), words)?;
    Ok(plan_id)
}

fn is_wanted<M: Memory>(state: &State<M>, draw: &Draw) -> bool {
    rules::decide(state, draw.purpose).is_ok_and(|wanted| wanted.id == draw.id)
}

fn is_of_its_source<M: Memory>(state: &State<M>, draw: &Draw, randomness: &Randomness) -> bool {
    let public_key = state.settings().public_key.map(|Blob(bytes)| bytes);
    let hash = &draw.snapshot.hash;
    let given = seed::of_source(&randomness.source, public_key.as_deref(), hash);
    given == Some(randomness.seed)
}
