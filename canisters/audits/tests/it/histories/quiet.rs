//! Nobody does anything any more, but the canister's timers and, where it is its turn,
//! governance. Then everything comes to its end, and every e8s has an owner who can have it.

use super::World;
use crate::world::{DAY_NS, GOVERNANCE, count};
use bonafide_audits::commands::cancel_audit_plan;
use bonafide_audits::state::invariants::try_state;
use bonafide_types::audits::{
    CancelAuditPlanArgs, FindingState, Plan, PlanState, TransferState, table,
};
use bonafide_types::id::Caller;

/// Rounds of ten days: reserve auditors follow each other a few times.
const ROUNDS: u64 = 80;

impl World {
    pub(super) fn quiet(&mut self) -> Result<(), String> {
        for _ in 0..ROUNDS {
            self.canister.now_ns += 10 * DAY_NS;
            self.draws();
            // Nobody's stake moves twice in one run of a task.
            for _ in 0..3 {
                self.tasks();
            }
            self.ledger(100);
            self.govern();
            if self.left_to_do().is_empty() {
                break;
            }
        }
        // Whatever is locked, is locked for some days more.
        self.canister.now_ns += 30 * DAY_NS;
        self.tasks();
        self.ledger(100);
        try_state(&self.canister.state)?;
        let left = self.left_to_do();
        if !left.is_empty() {
            return Err(format!("never done: {left:?}"));
        }
        self.check_money()
    }

    /// Plans that wait for sites are taken back, and votes are held.
    fn govern(&mut self) {
        for plan in self.plans() {
            if plan.state == PlanState::Adopted {
                let args = CancelAuditPlanArgs {
                    plan_id: plan.id,
                    reason: "nothing to draw".into(),
                };
                self.run(GOVERNANCE, |state, ctx| {
                    cancel_audit_plan::decide(state, args, ctx)
                });
            }
        }
        for finding in self.findings() {
            if finding.state == FindingState::VoteNeeded {
                self.vote(finding.id);
            }
        }
    }

    fn plans(&self) -> Vec<Plan> {
        let ids = 0..count(&self.canister.state, table::PLAN);
        ids.filter_map(|id| self.canister.state.plan(id)).collect()
    }

    fn left_to_do(&self) -> Vec<String> {
        let mut left = Vec::new();
        left.extend(
            self.open_draws()
                .iter()
                .map(|purpose| format!("{purpose:?}")),
        );
        left.extend(self.open_audits().iter().map(|row| format!("{row:?}")));
        for plan in self.plans() {
            let over = matches!(
                plan.state,
                PlanState::Closed { .. } | PlanState::Cancelled { .. }
            );
            if !over {
                left.push(format!("{plan:?}"));
            }
        }
        for finding in self.findings() {
            let settled = matches!(
                finding.state,
                FindingState::Final { .. } | FindingState::Overturned { .. }
            );
            let decided = finding
                .appeals
                .iter()
                .all(|appeal| appeal.verdict.is_some());
            if !settled || !decided {
                left.push(format!("{finding:?}"));
            }
        }
        for id in 0..count(&self.canister.state, table::TRANSFER) {
            let row = self.canister.state.transfer(id);
            let open = row.filter(|row| {
                let settled = matches!(
                    row.state,
                    TransferState::Made { .. } | TransferState::Failed { .. }
                );
                !settled
            });
            left.extend(open.map(|row| format!("{row:?}")));
        }
        left
    }

    /// Nothing is reserved, sent or locked, and what is owed waits only for an empty treasury.
    fn check_money(&self) -> Result<(), String> {
        let state = &self.canister.state;
        let books = state.books();
        let paid = books.owed_e8s == 0 || books.free_e8s == 0;
        if books.reserved_e8s > 0 || books.sending_e8s > 0 || !paid {
            return Err(format!("{books:?}"));
        }
        let seats = (0..count(state, table::ASSIGNMENT))
            .filter_map(|id| state.assignment(id))
            .flat_map(|row| row.seats);
        for seat in seats {
            let account = state.account(Caller(seat.auditor.0));
            if account.locked_e8s > 0 {
                return Err(format!("{} has still locked {account:?}", seat.auditor));
            }
        }
        Ok(())
    }
}
