//! One history with every event in it, and with many forms of their parts.

use super::{
    CONTROLLER, Canister, DAY_NS, FEE, GOVERNANCE, HOUR_NS, LEDGER_FEE, NOW_NS, PATRON, SELF_ID,
    all_conflicts, auditor_id, config, confirmed, discrepancy, first_policy, installed,
    no_conflicts, provider_id, refused, site, terms, unable,
};
use bonafide_audits::commands::{
    accept_slot, advance_plans, cancel_audit_plan, conclude, declare_conflicts, finish_findings,
    pay_owed, penalise_auditor, propose_slots, reinstate_auditor, release_locks, set_audit_policy,
    settle_finding, settle_transfer, suspend_auditor, unbond_stake, withdraw_stake,
};
use bonafide_audits::domain::transfer::{self, Answer, Due};
use bonafide_audits::state::{Event, Membership};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    AcceptSlotArgs, AuditPolicy, CancelAuditPlanArgs, Criticality, DeclareConflictsArgs,
    DrawPurpose, FindingClass, PenaliseAuditorArgs, ProposeSlotsArgs, ReinstateAuditorArgs,
    SetAuditPolicyArgs, SettleFindingArgs, SettleTransferArgs, SettledTransfer, Site,
    SuspendAuditorArgs, UnbondStakeArgs,
};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::ledger::TransferFromError;
use std::sync::LazyLock;

/// What happened, with who and when.
pub(crate) static HISTORY: LazyLock<Vec<Entry<Event>>> = LazyLock::new(|| {
    let mut canister = Canister::new();
    canister.begin();
    canister.staff();
    canister.plan();
    canister.visit();
    canister.dispute();
    canister.vanish();
    canister.end();
    canister.entries()
});

/// Why, wherever a reason is wanted.
fn reason() -> String {
    "an example".into()
}

impl Canister {
    /// What the canister learns of others.
    fn begin(&mut self) {
        let policy = AuditPolicy {
            consecutive_audits: 4,
            ..first_policy()
        };
        let config = config(Some(3));
        let changed = Event::ConfigChanged { config };
        self.record(CONTROLLER, [installed(first_policy()), changed]);
        let membership = |provider, cluster| Membership {
            provider: provider_id(provider),
            cluster: provider_id(cluster),
        };
        let clusters = vec![
            membership(1, 1),
            membership(2, 2),
            membership(3, 3),
            membership(4, 3),
        ];
        let gone = Site {
            cluster: provider_id(3),
            nodes: 0,
            critical_nodes: 0,
            ..site(4, Criticality::Critical)
        };
        let sites = vec![
            site(1, Criticality::Nns),
            site(2, Criticality::Application),
            site(3, Criticality::Spare),
            gone,
        ];
        self.record(
            SELF_ID,
            [
                Event::PublicKeyLearned {
                    public_key: Blob(vec![9; 96]),
                },
                Event::LedgerFeeLearned {
                    fee_e8s: LEDGER_FEE + 1,
                },
                Event::ClustersSeen { clusters },
                Event::SitesSeen { sites },
                Event::Followed {
                    registry_events: Some(42),
                    identity_events: None,
                },
            ],
        );
        let args = SetAuditPolicyArgs { policy };
        self.run(GOVERNANCE, |state, ctx| {
            set_audit_policy::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Four auditors with stake, one of them with every kind of conflict.
    fn staff(&mut self) {
        self.collect(PATRON, 100 * FEE);
        self.deposit(provider_id(2).0, 50 * FEE);
        for n in 1..=4 {
            self.deposit(auditor_id(n).0, 100 * FEE);
            let conflicts = match n {
                1 => all_conflicts(4),
                _ => no_conflicts(),
            };
            self.apply(auditor_id(n), conflicts);
            self.admit(auditor_id(n));
        }
        let conflicts = all_conflicts(4);
        let args = DeclareConflictsArgs { conflicts };
        self.run(auditor_id(2).0, |state, ctx| {
            declare_conflicts::decide(state, args, ctx)
        })
        .unwrap();
        self.unbond(FEE);
    }

    fn unbond(&mut self, amount_e8s: u64) {
        let args = UnbondStakeArgs { amount_e8s };
        self.run(auditor_id(4).0, |state, ctx| {
            unbond_stake::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// One plan that is carried out, one that is taken back, one that waits.
    fn plan(&mut self) {
        let plan_id = self.adopt(terms(3));
        self.fix(PATRON, plan_id);
        self.draw(SELF_ID, DrawPurpose::Audits { plan_id }, 5);
        let plan_id = self.adopt(terms(1));
        self.fix(PATRON, plan_id);
        let reason = reason();
        let args = CancelAuditPlanArgs { plan_id, reason };
        self.run(GOVERNANCE, |state, ctx| {
            cancel_audit_plan::decide(state, args, ctx)
        })
        .unwrap();
        self.adopt(terms(1));
    }

    /// One auditor visits site 2 and finds something.
    fn visit(&mut self) {
        let id = self.audit_at(2).id;
        let auditor = self.team(id)[0];
        let moments = [8, 9].map(|day| NOW_NS + day * DAY_NS + 10 * HOUR_NS);
        self.go_to(1, 0);
        let args = ProposeSlotsArgs {
            assignment_id: id,
            at_ns: moments.to_vec(),
        };
        self.run(auditor.0, |state, ctx| {
            propose_slots::decide(state, args, ctx)
        })
        .unwrap();
        let args = AcceptSlotArgs {
            assignment_id: id,
            at_ns: moments[0],
            escort_hash: Sha256Hash([8; 32]),
        };
        self.run(provider_id(2).0, |state, ctx| {
            accept_slot::decide(state, args, ctx)
        })
        .unwrap();
        self.go_to(8, 10);
        let challenge = self.challenge(id, auditor, [77; 32]);
        let classes = [
            (FindingClass::NodeAbsent, 2),
            (FindingClass::NoHandshake, 1),
        ];
        let report = discrepancy(&challenge, &classes);
        self.commit(id, auditor, &report);
        // All have committed, so the time to reveal begins.
        let fee = self.reveal(id, auditor, &report);
        self.task(conclude::due);
        let refusal = TransferFromError::TemporarilyUnavailable;
        self.ask(fee, &Answer::Refused(refusal));
        self.go_to(8, 11);
        let expected_fee = (LEDGER_FEE + 2).into();
        let refusal = TransferFromError::BadFee { expected_fee };
        self.ask(fee, &Answer::Refused(refusal));
        self.go_to(8, 12);
        self.ask(fee, &Answer::Made(Some(2_000)));
    }

    /// The provider appeals against both findings: for one there is a panel, for the other too
    /// few auditors are left.
    fn dispute(&mut self) {
        self.go_to(10, 0);
        let by = provider_id(2).0;
        self.appeal(by, 0);
        self.draw_raw(PATRON, DrawPurpose::Appeal { finding_id: 0 }, [6; 32]);
        let visitor = self.team(self.audit_at(2).id)[0];
        let other = if visitor == auditor_id(3) { 4 } else { 3 };
        let (id, reason) = (auditor_id(other), reason());
        let args = SuspendAuditorArgs {
            id,
            reason: reason.clone(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            suspend_auditor::decide(state, args, ctx)
        })
        .unwrap();
        self.appeal(by, 1);
        self.draw_raw(SELF_ID, DrawPurpose::Appeal { finding_id: 1 }, [7; 32]);
        let args = ReinstateAuditorArgs {
            id,
            reason: reason.clone(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            reinstate_auditor::decide(state, args, ctx)
        })
        .unwrap();
        let args = SettleFindingArgs {
            finding_id: 1,
            stands: false,
            reason,
        };
        self.run(GOVERNANCE, |state, ctx| {
            settle_finding::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// At site 1 one auditor finds the door shut, and the other one never reports; site 3 is as
    /// declared; the panel comes to another result than the audit.
    fn vanish(&mut self) {
        self.go_to(15, 0);
        let (shut, fine) = (self.audit_at(1).id, self.audit_at(3).id);
        let (there, vanishing) = (self.team(shut)[0], self.team(shut)[1]);
        self.commit(shut, there, &unable());
        self.commit(shut, there, &refused());
        let auditor = self.team(fine)[0];
        let challenge = self.challenge(fine, auditor, [78; 32]);
        self.commit(fine, auditor, &confirmed(&challenge));
        self.reveal(fine, auditor, &confirmed(&challenge));
        self.task(conclude::due);
        self.wait_until(self.assignment(shut).commit_until_ns);
        let fee = self.reveal(shut, there, &refused());
        let refusal = TransferFromError::GenericError {
            error_code: 1_u64.into(),
            message: "an example".into(),
        };
        self.ask(fee, &Answer::Refused(refusal));
        self.wait_until(self.assignment(shut).reveal_until_ns);
        self.task(conclude::due);
        self.panel(3);
        self.task(conclude::due);
        self.task(pay_owed::due);
        let follower = self.assignment(shut).seats[2].auditor;
        assert_ne!(follower, vanishing);
        self.wait_until(self.assignment(shut).window_until_ns);
        self.commit(shut, follower, &refused());
        let fee = self.reveal(shut, follower, &refused());
        self.task(conclude::due);
        self.quarantine(fee);
    }

    /// Three look at finding 0 again: one sees nothing, one something else, one cannot tell.
    fn panel(&mut self, id: u64) {
        self.wait_until(self.assignment(id).window_until_ns);
        let team = self.team(id);
        let challenge = self.challenge(id, team[0], [79; 32]);
        let reports = [
            confirmed(&challenge),
            discrepancy(&challenge, &[(FindingClass::WrongOwner, 10)]),
            unable(),
        ];
        let reports: Vec<_> = team.into_iter().zip(reports).collect();
        for (auditor, report) in &reports {
            self.commit(id, *auditor, report);
        }
        for (auditor, report) in &reports {
            self.reveal(id, *auditor, report);
        }
    }

    /// Nobody hears whether a transfer was made, until the ledger does not remember; then it is
    /// seen in a block.
    fn quarantine(&mut self, transfer_id: u64) {
        self.ask(transfer_id, &Answer::Unknown("no answer".into()));
        self.now_ns += 2 * DAY_NS;
        let row = self.state.transfer(transfer_id).unwrap();
        let Due::Settle(event) = transfer::due(&row, self.now_ns) else {
            panic!("{row:?} goes into quarantine");
        };
        self.record(SELF_ID, [event]);
        let args = SettleTransferArgs {
            transfer_id,
            outcome: SettledTransfer::Made { block: 2_001 },
            evidence: "block 2001 has its memo".into(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            settle_transfer::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// What follows later: findings become final, stake is free, audits are repeated, money
    /// goes back.
    fn end(&mut self) {
        self.task(advance_plans::due);
        self.draw_raw(SELF_ID, DrawPurpose::Reaudits { plan_id: 0 }, [8; 32]);
        self.unbond(2 * FEE);
        self.now_ns += 14 * DAY_NS;
        self.task(finish_findings::due);
        self.task(release_locks::due);
        let args = PenaliseAuditorArgs {
            id: auditor_id(3),
            amount_e8s: FEE / 2,
            evidence_hash: Sha256Hash([11; 32]),
            reason: reason(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            penalise_auditor::decide(state, args, ctx)
        })
        .unwrap();
        self.go_to(60, 1);
        let opened = self.run(auditor_id(4).0, withdraw_stake::decide);
        let id = opened.unwrap().id;
        self.ask(id, &Answer::Unknown("no answer".into()));
    }
}
