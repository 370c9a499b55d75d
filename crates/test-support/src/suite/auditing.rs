//! The audits canister of a suite made with [`Plan::audits`](super::Plan).

use super::Suite;
use crate::audits::{self, Audits};
use crate::world::run;
use crate::{actors, audits::no_conflicts};
use bonafide_client::import::Job;
use bonafide_stand_ins::sns::Progress;
use bonafide_types::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, Conflicts, Criticality, Draw, DrawPurpose, PlanTerms,
};
use bonafide_types::governance::Command;
use bonafide_types::id::AuditorId;
use bonafide_types::registry::{ImportPageArgs, ImportRow};
use serde_bytes::ByteBuf;

impl Suite {
    /// A suite with an audits canister that knows these sites, numbered as in
    /// [`audits::network`], and its public key if it needs one; a treasury of 10,000 ICP.
    #[must_use]
    pub fn auditing_sites(plan: &super::Plan, sites: &[(u32, Criticality)]) -> Self {
        let suite = Self::new(&super::Plan {
            audits: true,
            audit_policy: plan.audit_policy.clone().or_else(|| Some(audits::policy())),
            ..plan.clone()
        });
        suite.import("network", audits::network(sites));
        suite.know_sites(sites.len());
        suite.auditing().gift(10_000 * audits::ICP);
        suite
    }

    /// What is done with the audits canister.
    #[must_use]
    pub fn auditing(&self) -> Audits<'_> {
        Audits {
            pic: &self.pic,
            canister: self.audits,
        }
    }

    /// Decides as the SNS, which decides at once. Must be executed.
    pub fn govern(&self, command: &Command) {
        let progress = self.by_sns(command);
        assert_eq!(progress, Progress::Executed, "{command:?}");
    }

    /// Has an import approved and brings its pages.
    pub fn import(&self, source: &str, rows: Vec<ImportRow>) {
        let reader = self.registry_reader();
        let import_id = run(reader.summary()).expect("anyone may read it").imports;
        let plan = Job::new(source, "1", rows).plan();
        self.govern(&Command::BeginImport(plan.begin_args()));
        for (page, rows) in (0..).zip(plan.pages) {
            let args = ImportPageArgs {
                import_id,
                source_hash: plan.source_hash,
                page,
                rows: ByteBuf::from(rows),
            };
            run(reader.import_page(&args)).unwrap_or_else(|error| panic!("page {page}: {error}"));
        }
    }

    /// Lets time pass until the audits canister has seen so many sites and, if it draws with
    /// vetKD, its public key.
    pub fn know_sites(&self, sites: usize) {
        let audits = self.auditing();
        for _ in 0..10 {
            let summary = run(audits.reader().summary()).expect("anyone may read it");
            let config = run(audits.reader().config()).expect("anyone may read it");
            let key = config.vetkd_key_name.is_none() || config.public_key.is_some();
            if key && summary.sites == sites as u64 {
                return;
            }
            audits.tasks();
        }
        panic!("the audits canister does not follow");
    }

    /// Auditors 1 to `count` with so much stake, admitted.
    pub fn staff(&self, count: u32, stake_e8s: u64) -> Vec<AuditorId> {
        (1..=count)
            .map(|number| self.auditor(number, stake_e8s, no_conflicts()))
            .collect()
    }

    /// An auditor with so much stake that declares these conflicts, admitted.
    pub fn auditor(&self, number: u32, stake_e8s: u64, conflicts: Conflicts) -> AuditorId {
        let id = actors::auditor(number);
        self.auditing().apply(id, stake_e8s, conflicts);
        self.govern(&Command::AdmitAuditor(AdmitAuditorArgs {
            id,
            reason: "An example.".into(),
        }));
        id
    }

    /// Has a plan adopted; its number.
    pub fn adopt_plan(&self, terms: PlanTerms) -> u64 {
        let summary = run(self.auditing().reader().summary());
        let id = summary.expect("anyone may read it").plans;
        self.govern(&Command::AdoptAuditPlan(AdoptAuditPlanArgs { terms }));
        id
    }

    /// Has a plan adopted, fixed and drawn; what was drawn.
    pub fn draw_plan(&self, terms: PlanTerms) -> Draw {
        let plan_id = self.adopt_plan(terms);
        let anyone = self.auditing().reader();
        run(anyone.fix_snapshot(plan_id)).expect("a plan that was adopted");
        run(anyone.draw(DrawPurpose::Audits { plan_id })).expect("a snapshot that is fixed")
    }
}
