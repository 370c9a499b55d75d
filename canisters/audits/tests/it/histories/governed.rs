//! What proposals do.

use super::World;
use super::base::{AUDITORS, policy};
use crate::world::{FEE, GOVERNANCE, PATRON, auditor_id, count, no_conflicts, terms};
use bonafide_audits::commands::{
    admit_auditor, adopt_audit_plan, apply_as_auditor, cancel_audit_plan, fix_snapshot,
    penalise_auditor, reinstate_auditor, remove_auditor, set_audit_policy, settle_finding,
    suspend_auditor,
};
use bonafide_types::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, ApplyAsAuditorArgs, AuditPolicy, CancelAuditPlanArgs,
    FindingState, PenaliseAuditorArgs, PlanTerms, ReinstateAuditorArgs, RemoveAuditorArgs,
    SetAuditPolicyArgs, SettleFindingArgs, SuspendAuditorArgs, Team, table,
};
use bonafide_types::id::Sha256Hash;

fn reason() -> String {
    "an example".into()
}

impl World {
    pub(super) fn adopt(&mut self) {
        let auditors = *self.dice.pick(&[1, 1, 3]);
        let ordinary = Team {
            auditors,
            quorum: auditors / 2 + 1,
        };
        let terms = PlanTerms {
            ordinary,
            budget_e8s: (6 + self.dice.below(30)) * FEE,
            reaudit_bps: *self.dice.pick(&[0, 3_000, 5_000]),
            ..terms(1 + u32::from(self.dice.small(5)))
        };
        let args = AdoptAuditPlanArgs { terms };
        self.run(GOVERNANCE, |state, ctx| {
            adopt_audit_plan::decide(state, args, ctx)
        });
    }

    /// A plan goes on at once, or is taken back; mostly the latest.
    pub(super) fn fix_or_cancel(&mut self) {
        let plans = count(&self.canister.state, table::PLAN);
        let plan_id = if self.dice.percent(70) {
            plans.saturating_sub(1)
        } else {
            self.dice.below(plans + 1)
        };
        if self.dice.percent(50) {
            self.run(PATRON, |state, ctx| {
                fix_snapshot::decide(state, plan_id, ctx)
            });
        } else {
            let args = CancelAuditPlanArgs {
                plan_id,
                reason: reason(),
            };
            self.run(GOVERNANCE, |state, ctx| {
                cancel_audit_plan::decide(state, args, ctx)
            });
        }
    }

    /// Mostly one that waits for it.
    pub(super) fn settle_finding(&mut self) {
        let findings = self.findings();
        let waiting: Vec<_> = findings
            .iter()
            .filter(|finding| finding.state == FindingState::VoteNeeded)
            .collect();
        let finding = if waiting.is_empty() {
            findings.last()
        } else {
            Some(*self.dice.pick(&waiting))
        };
        if let Some(finding) = finding {
            self.vote(finding.id);
        }
    }

    pub(super) fn vote(&mut self, finding_id: u64) {
        let args = SettleFindingArgs {
            finding_id,
            stands: self.dice.percent(50),
            reason: reason(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            settle_finding::decide(state, args, ctx)
        });
    }

    /// An auditor is suspended, reinstated, removed; somebody new applies and is admitted.
    pub(super) fn standing(&mut self) {
        let id = auditor_id(1 + self.dice.small(AUDITORS));
        let reason = reason();
        match self.dice.below(12) {
            0 => {
                let args = RemoveAuditorArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    remove_auditor::decide(state, args, ctx)
                });
            }
            1..=3 => {
                let args = SuspendAuditorArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    suspend_auditor::decide(state, args, ctx)
                });
            }
            4..=8 => {
                let args = ReinstateAuditorArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    reinstate_auditor::decide(state, args, ctx)
                });
            }
            _ => {
                let args = ApplyAsAuditorArgs {
                    name: "Example Patron".into(),
                    owner: "Example Patron".into(),
                    conflicts: no_conflicts(),
                    statement: reason.clone(),
                };
                self.run(PATRON, |state, ctx| {
                    apply_as_auditor::decide(state, args, ctx)
                });
                let id = PATRON.into();
                let args = AdmitAuditorArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    admit_auditor::decide(state, args, ctx)
                });
            }
        }
    }

    pub(super) fn penalise(&mut self) {
        let args = PenaliseAuditorArgs {
            id: auditor_id(1 + self.dice.small(AUDITORS)),
            amount_e8s: 1 + self.dice.below(50 * FEE),
            evidence_hash: Sha256Hash([self.dice.small(20); 32]),
            reason: reason(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            penalise_auditor::decide(state, args, ctx)
        });
    }

    pub(super) fn set_policy(&mut self) {
        let policy = AuditPolicy {
            lock_fees: 1 + u32::from(self.dice.small(3)),
            vanish_bps: u32::from(self.dice.small(101)) * 100,
            commit_days: 1 + u32::from(self.dice.small(7)),
            reveal_days: 1 + u32::from(self.dice.small(3)),
            consecutive_audits: 1 + u32::from(self.dice.small(4)),
            ..policy()
        };
        let args = SetAuditPolicyArgs { policy };
        self.run(GOVERNANCE, |state, ctx| {
            set_audit_policy::decide(state, args, ctx)
        });
    }
}
