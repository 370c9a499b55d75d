//! What a log can say of draws. A draw is made again here: its snapshot's hash and everything
//! that follows from its seed are those that the log says.

use super::{ReplayErrorReason, rule};
use crate::state::{Event, State};
use bonafide_policy::sampling::plan;
use bonafide_types::audits::{Assignment, Draw, DrawPurpose, DrawResult, PlanState, Randomness};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

pub(super) fn check<M: Memory>(state: &State<M>, event: &Event) -> Result<(), ReplayErrorReason> {
    match event {
        Event::DrawOpened { draw, .. } => {
            rule(
                draw.id == state.draws.len() && draw.randomness.is_none() && draw.result.is_none(),
                "draws are numbered, and begin without a seed",
            )?;
            match draw.purpose {
                DrawPurpose::Audits { plan_id } => {
                    let plan = state.plan(plan_id);
                    rule(
                        plan.is_some_and(|plan| plan.state == PlanState::Adopted),
                        "the sites of a plan are fixed once",
                    )
                }
                DrawPurpose::Reaudits { plan_id } => {
                    let plan = state.plan(plan_id);
                    rule(
                        plan.is_some_and(|plan| plan.state == PlanState::Auditing),
                        "audits are repeated once",
                    )
                }
                DrawPurpose::Appeal { finding_id } => rule(
                    state.finding(finding_id).is_some(),
                    "an appeal is against a finding",
                ),
            }
        }
        Event::SnapshotRows {
            draw_id,
            start,
            sites,
        } => {
            let there = state.snapshot_sites(*draw_id, 0).count();
            let draw = state.draw(*draw_id);
            let fits = draw.is_some_and(|draw| {
                let wanted = usize::try_from(draw.snapshot.sites);
                draw.randomness.is_none()
                    && wanted.is_ok_and(|wanted| there + sites.len() <= wanted)
            });
            rule(
                fits && usize::try_from(*start).is_ok_and(|start| start == there),
                "the rows of a snapshot follow each other",
            )
        }
        Event::Drawn {
            draw_id,
            randomness,
            result,
            assignments,
        } => match state.draw(*draw_id) {
            Some(draw) if draw.randomness.is_none() => {
                follows(state, &draw, randomness, result)?;
                seats(state, &draw, assignments)
            }
            Some(_) | None => rule(false, "a draw is made once"),
        },
        _ => Ok(()),
    }
}

fn follows<M: Memory>(
    state: &State<M>,
    draw: &Draw,
    randomness: &Randomness,
    result: &DrawResult,
) -> Result<(), ReplayErrorReason> {
    let sites: Vec<_> = state.snapshot_sites(draw.id, 0).collect();
    let auditors = state.snapshot_auditors(draw.id);
    let snapshot = &draw.snapshot;
    let hash = plan::snapshot_hash(
        draw.id,
        &draw.purpose,
        &snapshot.rules,
        &auditors,
        sites.iter(),
        &snapshot.sites_hash,
    );
    let sites_hash = plan::sites_hash(&sites);
    rule(
        sites_hash.is_ok_and(|hash| hash == snapshot.sites_hash),
        "sites have the hash of their rows",
    )?;
    rule(hash == snapshot.hash, "a snapshot has the hash of its rows")?;
    let again = plan::run(
        &snapshot.rules,
        &auditors,
        &sites,
        &randomness.seed,
        &snapshot.sites_hash,
    );
    let same = again.is_ok_and(|again| {
        again.skipped == result.skipped
            && again.ended == result.ended
            && again.drawn.len() == result.drawn.len()
            && again.drawn.iter().zip(&result.drawn).all(|(again, said)| {
                again.site == said.site && again.team == said.team && again.reserve == said.reserve
            })
    });
    rule(same, "what is drawn follows from snapshot and seed")
}

/// Assignments are paid from what is reserved, and lock what is free.
fn seats<M: Memory>(
    state: &State<M>,
    draw: &Draw,
    assignments: &[Assignment],
) -> Result<(), ReplayErrorReason> {
    let mut locks: BTreeMap<Caller, u64> = BTreeMap::new();
    let mut reserved: u64 = 0;
    for (id, row) in (state.assignments.len()..).zip(assignments) {
        rule(
            row.id == id && row.draw_id == draw.id,
            "assignments are numbered",
        )?;
        reserved = reserved.saturating_add(row.reserved_e8s);
        for seat in &row.seats {
            let locked = locks.entry(Caller(seat.auditor.0)).or_default();
            *locked = locked.saturating_add(seat.locked_e8s);
        }
    }
    rule(
        locks
            .iter()
            .all(|(owner, amount)| super::money::is_free(state, *owner, *amount)),
        "seats lock what is free",
    )?;
    let holds = match draw.purpose {
        DrawPurpose::Audits { plan_id } | DrawPurpose::Reaudits { plan_id } => state
            .plan(plan_id)
            .is_some_and(|plan| plan.reserved_e8s >= reserved),
        DrawPurpose::Appeal { finding_id } => {
            let finding = state.finding(finding_id);
            let appeal = finding.and_then(|finding| finding.appeals.last().cloned());
            let bond = appeal.map(|appeal| appeal.bond_e8s);
            assignments.len() <= 1 && (reserved == 0 || bond == Some(reserved))
        }
    };
    rule(holds, "assignments are paid from what is reserved")
}
