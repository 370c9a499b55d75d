//! Findings and appeals.

use super::{State, key, known};
use bonafide_types::audits::{Appeal, AppealVerdict, Finding, FindingState};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    /// Changes a finding, and when it becomes final by itself.
    pub(super) fn change_finding(&mut self, id: u64, change: impl FnOnce(&mut Finding)) {
        let mut finding = known(self.finding(id), "finding", id);
        self.findings_due.remove(&(finding.appeal_until_ns, id));
        change(&mut finding);
        if finding.state == FindingState::Provisional {
            self.findings_due.insert((finding.appeal_until_ns, id), ());
        }
        self.findings.insert(&key(id), &finding);
    }

    pub(super) fn establish(&mut self, finding: &Finding) {
        self.findings_by_provider
            .insert(finding.site.provider.as_slice(), &key(finding.id), ());
        self.findings_due
            .insert((finding.appeal_until_ns, finding.id), ());
        self.findings.insert(&key(finding.id), finding);
    }

    pub(super) fn appeal(&mut self, id: u64, appeal: &Appeal) {
        self.change_account(appeal.by, |account| account.free_e8s -= appeal.bond_e8s);
        self.change_books(|books| {
            books.stakes_e8s -= appeal.bond_e8s;
            books.reserved_e8s += appeal.bond_e8s;
        });
        self.change_finding(id, |finding| {
            finding.state = FindingState::Appealed;
            finding.appeals.push(appeal.clone());
        });
    }

    /// What the panel was not paid goes back to whoever appealed.
    pub(super) fn return_bond(&mut self, finding_id: u64, left_e8s: u64) {
        let finding = known(self.finding(finding_id), "finding", finding_id);
        let Some(appeal) = finding.appeals.last() else {
            panic!("BUG: a panel without an appeal against finding {finding_id}");
        };
        self.change_account(appeal.by, |account| account.free_e8s += left_e8s);
        self.change_books(|books| {
            books.reserved_e8s -= left_e8s;
            books.stakes_e8s += left_e8s;
        });
    }

    pub(super) fn decide_appeal(
        &mut self,
        id: u64,
        verdict: AppealVerdict,
        state: FindingState,
        appeal_until_ns: u64,
        owed_e8s: u64,
    ) {
        let finding = known(self.finding(id), "finding", id);
        // Without a panel the whole bond goes back.
        if let Some(appeal) = finding.appeals.last() {
            if appeal.assignment_id.is_none() {
                self.return_bond(id, appeal.bond_e8s);
                // A draw that was not made by then never is.
                self.open_draws.remove(&appeal.draw_id);
            }
            if owed_e8s > 0 {
                self.owe(appeal.by, owed_e8s);
            }
        }
        self.change_finding(id, |finding| {
            finding.state = state;
            finding.appeal_until_ns = appeal_until_ns;
            if let Some(appeal) = finding.appeals.last_mut() {
                appeal.verdict = Some(verdict);
            }
        });
    }
}
