//! What those who take part do, rightly.

use super::{
    Canister, DAY_NS, GOVERNANCE, HOUR_NS, NOW_NS, commitment, count, nonce_blob, site_id,
};
use bonafide_audits::commands::{
    admit_auditor, adopt_audit_plan, appeal_finding, apply_as_auditor, collect_treasury,
    commit_report, deposit_stake, draw, fix_snapshot, issue_challenge, reveal_report,
};
use bonafide_audits::domain::seed;
use bonafide_audits::domain::transfer::{self, Answer, Due};
use bonafide_policy::sampling::plan;
use bonafide_types::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, AppealFindingArgs, ApplyAsAuditorArgs, Assignment,
    AssignmentPurpose, CommitReportArgs, Conflicts, DepositStakeArgs, DrawPurpose,
    IssueChallengeArgs, PlanTerms, Randomness, RandomnessSource, Report, RevealReportArgs, table,
};
use bonafide_types::id::{AuditorId, Blob, Sha256Hash};
use candid::Principal;

impl Canister {
    /// Goes on to an hour of a day.
    pub(crate) fn go_to(&mut self, day: u64, hour: u64) {
        self.wait_until(NOW_NS + day * DAY_NS + hour * HOUR_NS);
    }

    /// Goes on to a moment; never back.
    pub(crate) fn wait_until(&mut self, at_ns: u64) {
        self.now_ns = self.now_ns.max(at_ns);
    }

    /// Asks the ledger for a transfer, which answers.
    pub(crate) fn ask(&mut self, transfer_id: u64, answer: &Answer) {
        let row = self.state.transfer(transfer_id).unwrap();
        let Due::Ask(events) = transfer::due(&row, self.now_ns) else {
            panic!("transfer {transfer_id} is not to be asked for: {row:?}");
        };
        self.record(super::SELF_ID, events);
        let row = self.state.transfer(transfer_id).unwrap();
        let events = transfer::next(&row, answer, self.now_ns);
        self.record(super::SELF_ID, events);
    }

    pub(crate) fn deposit(&mut self, owner: Principal, amount_e8s: u64) {
        let args = DepositStakeArgs {
            amount_e8s,
            from_subaccount: None,
        };
        let opened = self.run(owner, |state, ctx| deposit_stake::decide(state, &args, ctx));
        let id = opened.unwrap().id;
        self.ask(id, &Answer::Made(Some(1_000 + id)));
    }

    pub(crate) fn collect(&mut self, by: Principal, balance_e8s: u64) {
        let opened = self.run(by, |state, ctx| {
            collect_treasury::decide(state, balance_e8s, ctx)
        });
        let id = opened.unwrap().id;
        self.ask(id, &Answer::Made(Some(1_000 + id)));
    }

    pub(crate) fn apply(&mut self, id: AuditorId, conflicts: Conflicts) {
        let args = ApplyAsAuditorArgs {
            name: format!("Example Auditor {id}"),
            owner: format!("Example Owner of {id}"),
            conflicts,
            statement: "an example".into(),
        };
        self.run(id.0, |state, ctx| {
            apply_as_auditor::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(crate) fn admit(&mut self, id: AuditorId) {
        let args = AdmitAuditorArgs {
            id,
            reason: "an example".into(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            admit_auditor::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(crate) fn adopt(&mut self, terms: PlanTerms) -> u64 {
        let args = AdoptAuditPlanArgs { terms };
        self.run(GOVERNANCE, |state, ctx| {
            adopt_audit_plan::decide(state, args, ctx)
        })
        .unwrap()
    }

    pub(crate) fn fix(&mut self, by: Principal, plan_id: u64) {
        self.run(by, |state, ctx| fix_snapshot::decide(state, plan_id, ctx))
            .unwrap();
    }

    /// Makes a draw with a seed of the verifiable random function.
    pub(crate) fn draw(&mut self, by: Principal, purpose: DrawPurpose, proof: u8) {
        let hash = draw::decide(&self.state, purpose).unwrap().snapshot.hash;
        let Blob(key) = self.state.settings().public_key.unwrap();
        let proof = vec![proof; seed::VET_KEY_BYTES];
        let seed = seed::vrf(&proof, &key, &hash);
        let proof = Blob(proof);
        self.draw_with(by, purpose, seed, RandomnessSource::VetKd { proof });
    }

    /// Makes a draw with a seed of `raw_rand`.
    pub(crate) fn draw_raw(&mut self, by: Principal, purpose: DrawPurpose, bytes: [u8; 32]) {
        let hash = draw::decide(&self.state, purpose).unwrap().snapshot.hash;
        let seed = plan::raw_rand_seed(&hash, &bytes);
        let bytes = Blob(bytes.to_vec());
        self.draw_with(by, purpose, seed, RandomnessSource::RawRand { bytes });
    }

    fn draw_with(
        &mut self,
        by: Principal,
        purpose: DrawPurpose,
        seed: Sha256Hash,
        source: RandomnessSource,
    ) {
        let draw_id = draw::decide(&self.state, purpose).unwrap().id;
        let randomness = Randomness {
            seed,
            source,
            at_ns: self.now_ns,
        };
        let events = draw::drawn(&self.state, draw_id, randomness, self.now_ns).unwrap();
        self.record(by, events);
    }

    /// The latest audit of site `n` by a plan.
    pub(crate) fn audit_at(&self, n: u8) -> Assignment {
        let ids = (0..count(&self.state, table::ASSIGNMENT)).rev();
        ids.filter_map(|id| self.state.assignment(id))
            .find(|row| {
                let by_plan = matches!(row.purpose, AssignmentPurpose::Audit { .. });
                by_plan && row.site == site_id(n)
            })
            .unwrap()
    }

    pub(crate) fn assignment(&self, id: u64) -> Assignment {
        self.state.assignment(id).unwrap()
    }

    /// The auditors of an assignment, in the order of their seats.
    pub(crate) fn team(&self, id: u64) -> Vec<AuditorId> {
        let row = self.assignment(id);
        row.seats.iter().map(|seat| seat.auditor).collect()
    }

    pub(crate) fn challenge(&mut self, id: u64, by: AuditorId, nonce: [u8; 32]) -> Blob {
        let args = IssueChallengeArgs { assignment_id: id };
        self.run(by.0, |state, ctx| {
            issue_challenge::decide(state, &args, nonce, ctx)
        })
        .unwrap()
        .nonce
    }

    pub(crate) fn commit(&mut self, id: u64, auditor: AuditorId, report: &Report) {
        let args = CommitReportArgs {
            assignment_id: id,
            commitment: commitment(id, auditor, report),
        };
        self.run(auditor.0, |state, ctx| {
            commit_report::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Replies with the number of the transfer that pays for it.
    pub(crate) fn reveal(&mut self, id: u64, auditor: AuditorId, report: &Report) -> u64 {
        let args = RevealReportArgs {
            assignment_id: id,
            report: report.clone(),
            nonce: nonce_blob(auditor),
        };
        self.run(auditor.0, |state, ctx| {
            reveal_report::decide(state, args, ctx)
        })
        .unwrap();
        count(&self.state, table::TRANSFER) - 1
    }

    pub(crate) fn appeal(&mut self, by: Principal, finding_id: u64) {
        let args = AppealFindingArgs {
            finding_id,
            grounds: "the nodes were in the next room".into(),
        };
        self.run(by, |state, ctx| appeal_finding::decide(state, args, ctx))
            .unwrap();
    }
}
