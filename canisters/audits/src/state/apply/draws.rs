//! Plans and draws.

use super::{State, key, known};
use crate::state::site_owner;
use bonafide_kit::cbor;
use bonafide_types::audits::{
    Assignment, AssignmentPurpose, Draw, DrawPurpose, DrawResult, Plan, PlanState, Randomness,
    SnapshotAuditor, SnapshotSite,
};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn change_plan(&mut self, id: u64, change: impl FnOnce(&mut Plan)) {
        let mut plan = known(self.plan(id), "plan", id);
        change(&mut plan);
        self.plans.insert(&key(id), &plan);
    }

    pub(super) fn adopt(&mut self, plan: &Plan) {
        self.change_books(|books| {
            books.free_e8s -= plan.reserved_e8s;
            books.reserved_e8s += plan.reserved_e8s;
        });
        self.plans.insert(&key(plan.id), plan);
        self.open_plans.insert(plan.id, ());
    }

    pub(super) fn change_plan_state(&mut self, id: u64, state: &PlanState) {
        let mut left = 0;
        let over = matches!(
            state,
            PlanState::Closed { .. } | PlanState::Cancelled { .. }
        );
        let mut draw_id = None;
        self.change_plan(id, |plan| {
            plan.state = state.clone();
            if over {
                left = std::mem::take(&mut plan.reserved_e8s);
                draw_id = plan.draw_id;
            }
        });
        if over {
            self.open_plans.remove(&id);
            self.change_books(|books| {
                books.reserved_e8s -= left;
                books.free_e8s += left;
            });
        }
        // A plan is taken back before its seed is drawn, so its draw never is.
        if let (PlanState::Cancelled { .. }, Some(draw_id)) = (state, draw_id) {
            self.open_draws.remove(&draw_id);
        }
    }

    pub(super) fn open_draw(&mut self, draw: &Draw, auditors: &[SnapshotAuditor]) {
        match draw.purpose {
            DrawPurpose::Audits { plan_id } => self.change_plan(plan_id, |plan| {
                plan.draw_id = Some(draw.id);
                plan.state = PlanState::SnapshotFixed;
            }),
            DrawPurpose::Reaudits { plan_id } => self.change_plan(plan_id, |plan| {
                plan.reaudit_draw_id = Some(draw.id);
                plan.state = PlanState::Reauditing;
            }),
            DrawPurpose::Appeal { .. } => {}
        }
        self.draws.insert(&key(draw.id), draw);
        self.open_draws.insert(draw.id, ());
        self.snapshot_auditors
            .insert(draw.id, cbor::encode(&auditors.to_vec()));
    }

    pub(super) fn keep_rows(&mut self, draw_id: u64, start: u32, sites: &[SnapshotSite]) {
        self.snapshot_sites
            .insert((draw_id, start), cbor::encode(&sites.to_vec()));
    }

    pub(super) fn draw_out(
        &mut self,
        id: u64,
        randomness: &Randomness,
        result: &DrawResult,
        assignments: &[Assignment],
    ) {
        let mut draw = known(self.draw(id), "draw", id);
        draw.randomness = Some(randomness.clone());
        draw.result = Some(result.clone());
        self.draws.insert(&key(id), &draw);
        self.open_draws.remove(&id);
        if let DrawPurpose::Audits { plan_id } = draw.purpose {
            self.change_plan(plan_id, |plan| plan.state = PlanState::Auditing);
        }
        for assignment in assignments {
            self.begin(assignment);
        }
    }

    fn begin(&mut self, assignment: &Assignment) {
        let id = key(assignment.id);
        let site = &assignment.site;
        self.assignments_by_site.insert(&site_owner(site), &id, ());
        self.assignments_by_provider
            .insert(site.provider.as_slice(), &id, ());
        match assignment.purpose {
            AssignmentPurpose::Audit { plan_id } | AssignmentPurpose::Reaudit { plan_id, .. } => {
                self.change_plan(plan_id, |plan| {
                    plan.reserved_e8s -= assignment.reserved_e8s;
                    plan.open_assignments += 1;
                    if matches!(assignment.purpose, AssignmentPurpose::Audit { .. }) {
                        plan.drawn += 1;
                    }
                });
            }
            // Its bond is reserved since the appeal.
            AssignmentPurpose::Appeal { finding_id, .. } => {
                self.change_finding(finding_id, |finding| {
                    if let Some(appeal) = finding.appeals.last_mut() {
                        appeal.assignment_id = Some(assignment.id);
                    }
                });
            }
        }
        for seat in &assignment.seats {
            self.assignments_by_auditor
                .insert(seat.auditor.as_slice(), &id, ());
            self.lock(Caller(seat.auditor.0), seat.locked_e8s);
        }
        self.assignments.insert(&id, assignment);
        self.open_assignments.insert(assignment.id, ());
        self.assignments_due
            .insert((assignment.reveal_until_ns, assignment.id), ());
    }

    /// Binds free stake.
    pub(super) fn lock(&mut self, owner: Caller, amount_e8s: u64) {
        self.change_account(owner, |account| {
            account.free_e8s -= amount_e8s;
            account.locked_e8s += amount_e8s;
        });
    }
}
