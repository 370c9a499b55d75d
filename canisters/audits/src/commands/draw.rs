//! Makes a draw that was fixed: what is decided before the seed is asked for, and what follows
//! from it. By anyone with a key; the canister's tasks do it a little later otherwise.

use super::{conclude, seats};
use crate::domain::business_days;
use crate::state::{Event, State};
use bonafide_policy::sampling::draw::DrawError;
use bonafide_policy::sampling::plan::{self, Drawn};
use bonafide_types::audits::{
    Assignment, AssignmentPurpose, AssignmentState, AuditError, AuditPolicy, Draw, DrawPurpose,
    DrawResult, DrawnSite, FindingState, PlanState, PlanTerms, Randomness, Seat, SeatState,
    SnapshotAuditor, SnapshotSite,
};
use bonafide_types::id::{AuditorId, Caller};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Notice and window of visits that no plan says anything of; there are none now.
const DEFAULT_DAYS: (u32, u32) = (5, 10);

/// The draw of a purpose, if it is to be made. Asked before the seed is, and again after.
///
/// # Errors
/// [`AuditError::PlanNotFound`], [`AuditError::SnapshotNotFixed`],
/// [`AuditError::PlanStanding`] of one that was taken back; [`AuditError::FindingNotFound`],
/// [`AuditError::NotAppealable`] of one that nobody appealed against,
/// [`AuditError::FindingSettled`]; [`AuditError::AlreadyDrawn`].
pub fn decide<M: Memory>(state: &State<M>, purpose: DrawPurpose) -> Result<Draw, AuditError> {
    let (draw_id, void) = match purpose {
        DrawPurpose::Audits { plan_id } | DrawPurpose::Reaudits { plan_id } => {
            let plan = state
                .plan(plan_id)
                .ok_or(AuditError::PlanNotFound { plan_id })?;
            let draw_id = match purpose {
                DrawPurpose::Reaudits { .. } => plan.reaudit_draw_id,
                DrawPurpose::Audits { .. } | DrawPurpose::Appeal { .. } => plan.draw_id,
            };
            let cancelled = matches!(plan.state, PlanState::Cancelled { .. });
            let standing = AuditError::PlanStanding {
                plan_id,
                state: plan.state,
            };
            match draw_id {
                Some(draw_id) => (draw_id, standing),
                None if cancelled => return Err(standing),
                None => return Err(AuditError::SnapshotNotFixed { plan_id }),
            }
        }
        DrawPurpose::Appeal { finding_id } => {
            let finding = state
                .finding(finding_id)
                .ok_or(AuditError::FindingNotFound { finding_id })?;
            let Some(appeal) = finding.appeals.last() else {
                return Err(AuditError::NotAppealable {
                    finding_id,
                    why: "nobody appealed against it".into(),
                });
            };
            let settled = AuditError::FindingSettled { finding_id };
            if is_settled(finding.state) && appeal.assignment_id.is_none() {
                return Err(settled);
            }
            (appeal.draw_id, settled)
        }
    };
    let draw = state
        .draw(draw_id)
        .ok_or(AuditError::DrawNotFound { draw_id })?;
    if draw.randomness.is_some() {
        Err(AuditError::AlreadyDrawn { draw_id })
    } else if state.open_draws.contains_key(&draw_id) {
        Ok(draw)
    } else {
        // What it was for is over, so it is never made.
        Err(void)
    }
}

/// Ends appeals whose finding a vote settled before their panel was drawn: the draws are not
/// made, and the bonds go back.
pub fn overtaken<M: Memory>(state: &State<M>) -> Vec<Event> {
    let draws = state.open_draws.keys().filter_map(|id| state.draw(id));
    let findings = draws.filter_map(|draw| match draw.purpose {
        DrawPurpose::Appeal { finding_id } => state.finding(finding_id),
        DrawPurpose::Audits { .. } | DrawPurpose::Reaudits { .. } => None,
    });
    findings
        .filter(|finding| is_settled(finding.state))
        .filter_map(|finding| conclude::without_panel(state, finding.id))
        .collect()
}

fn is_settled(state: FindingState) -> bool {
    match state {
        FindingState::Final { .. } | FindingState::Overturned { .. } => true,
        FindingState::Provisional | FindingState::Appealed | FindingState::VoteNeeded => false,
    }
}

/// What follows from a seed: the draw's result and its assignments. An appeal for which no panel
/// can be drawn is over, undecided.
///
/// # Errors
/// [`AuditError::DrawNotFound`], [`AuditError::AlreadyDrawn`]; [`AuditError::NoSites`] and
/// [`AuditError::WeightsOverflow`], for which no draw is opened.
pub fn drawn<M: Memory>(
    state: &State<M>,
    draw_id: u64,
    randomness: Randomness,
    now_ns: u64,
) -> Result<Vec<Event>, AuditError> {
    let draw = state
        .draw(draw_id)
        .ok_or(AuditError::DrawNotFound { draw_id })?;
    if draw.randomness.is_some() {
        return Err(AuditError::AlreadyDrawn { draw_id });
    }
    let sites: Vec<_> = state.snapshot_sites(draw_id, 0).collect();
    let auditors = state.snapshot_auditors(draw_id);
    let snapshot = &draw.snapshot;
    let outcome = plan::run(
        &snapshot.rules,
        &auditors,
        &sites,
        &randomness.seed,
        &snapshot.sites_hash,
    );
    let outcome = outcome.map_err(|error| match error {
        DrawError::NothingToDraw => AuditError::NoSites,
        DrawError::TotalOverflow => AuditError::WeightsOverflow,
    })?;
    let mut seating = Seating::new(state, &draw, &auditors, now_ns);
    let mut assignments = Vec::new();
    let mut result = DrawResult {
        drawn: Vec::new(),
        skipped: outcome.skipped,
        ended: outcome.ended,
    };
    let first = state.assignments.len();
    for (assignment_id, drawn) in (first..).zip(outcome.drawn) {
        let site = row(&sites, drawn.site);
        assignments.extend(site.map(|site| seating.seat(assignment_id, site, &drawn)));
        result.drawn.push(DrawnSite {
            site: drawn.site,
            team: drawn.team,
            reserve: drawn.reserve,
            assignment_id,
        });
    }
    let given_up = match draw.purpose {
        // Too few auditors are left for a panel: a vote settles the finding.
        DrawPurpose::Appeal { finding_id } if assignments.is_empty() => {
            conclude::without_panel(state, finding_id)
        }
        DrawPurpose::Appeal { .. } | DrawPurpose::Audits { .. } | DrawPurpose::Reaudits { .. } => {
            None
        }
    };
    let drawn = Event::Drawn {
        draw_id,
        randomness,
        result,
        assignments,
    };
    Ok([drawn].into_iter().chain(given_up).collect())
}

fn row<T>(rows: &[T], place: u32) -> Option<&T> {
    usize::try_from(place).ok().and_then(|at| rows.get(at))
}

/// Seats auditors at the sites of one draw. Each seat locks what is left of its auditor's free
/// stake after the seats before it.
struct Seating<'s, M: Memory> {
    state: &'s State<M>,
    draw: &'s Draw,
    auditors: &'s [SnapshotAuditor],
    policy: AuditPolicy,
    window_ns: (u64, u64),
    free_e8s: BTreeMap<AuditorId, u64>,
}

impl<'s, M: Memory> Seating<'s, M> {
    fn new(
        state: &'s State<M>,
        draw: &'s Draw,
        auditors: &'s [SnapshotAuditor],
        now_ns: u64,
    ) -> Self {
        let terms = terms(state, draw.purpose);
        let days = terms.map(|terms| (terms.notice_business_days, terms.window_business_days));
        let (notice, length) = days.unwrap_or(DEFAULT_DAYS);
        Self {
            state,
            draw,
            auditors,
            policy: state.policy(),
            window_ns: business_days::window(now_ns, notice, length),
            free_e8s: BTreeMap::new(),
        }
    }

    fn seat(&mut self, id: u64, site: &SnapshotSite, drawn: &Drawn) -> Assignment {
        let rules = &self.draw.snapshot.rules;
        let team = if site.critical {
            rules.critical
        } else {
            rules.ordinary
        };
        let (window_from_ns, window_until_ns) = self.window_ns;
        let mut assignment = Assignment {
            id,
            draw_id: self.draw.id,
            purpose: purpose(self.draw.purpose, site),
            site: site.site.clone(),
            critical: site.critical,
            team,
            fee_e8s: rules.fee_e8s,
            lock_e8s: rules.lock_e8s,
            reserved_e8s: rules.fee_e8s.saturating_mul(team.auditors.into()),
            seats: self.seats(&drawn.team),
            reserve: self.named(&drawn.reserve),
            round: 1,
            window_from_ns,
            window_until_ns,
            slots: Vec::new(),
            visit: None,
            challenge: None,
            commit_until_ns: 0,
            reveal_until_ns: 0,
            state: AssignmentState::Open,
            commit_days: self.policy.commit_days,
            reveal_days: self.policy.reveal_days,
            dispute_days: self.policy.dispute_days,
        };
        assignment.follow_visit();
        assignment
    }

    fn named(&self, places: &[u32]) -> Vec<AuditorId> {
        let rows = places.iter().filter_map(|place| row(self.auditors, *place));
        rows.map(|auditor| auditor.id).collect()
    }

    fn seats(&mut self, team: &[u32]) -> Vec<Seat> {
        let lock_e8s = self.draw.snapshot.rules.lock_e8s;
        let mut seats = Vec::new();
        for auditor in self.named(team) {
            let state = self.state;
            let free_e8s = self
                .free_e8s
                .entry(auditor)
                .or_insert_with(|| state.account(Caller(auditor.0)).free_e8s);
            // A proposal, or another draw, may have taken of it since the snapshot.
            let locked_e8s = lock_e8s.min(*free_e8s);
            *free_e8s -= locked_e8s;
            seats.push(Seat {
                auditor,
                round: 1,
                state: SeatState::Drawn,
                locked_e8s,
            });
        }
        seats
    }
}

fn purpose(draw: DrawPurpose, site: &SnapshotSite) -> AssignmentPurpose {
    // What is repeated stands in every row of such a snapshot.
    let of = site.repeats.unwrap_or_default();
    match draw {
        DrawPurpose::Audits { plan_id } => AssignmentPurpose::Audit { plan_id },
        DrawPurpose::Reaudits { plan_id } => AssignmentPurpose::Reaudit { plan_id, of },
        DrawPurpose::Appeal { finding_id } => AssignmentPurpose::Appeal { finding_id, of },
    }
}

/// The terms that a draw's visits follow: those of its plan; of an appeal, those of the audit
/// that is repeated.
fn terms<M: Memory>(state: &State<M>, purpose: DrawPurpose) -> Option<PlanTerms> {
    match purpose {
        DrawPurpose::Audits { plan_id } | DrawPurpose::Reaudits { plan_id } => {
            state.plan(plan_id).map(|plan| plan.terms)
        }
        DrawPurpose::Appeal { finding_id } => {
            let finding = state.finding(finding_id)?;
            let audit = state.assignment(finding.assignment_id)?;
            seats::plan_terms(state, &audit)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
