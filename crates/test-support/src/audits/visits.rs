//! From the notice to the revealed report.

use super::Audits;
use crate::world::{Actor, run};
use bonafide_client::ClientError;
use bonafide_policy::report;
use bonafide_types::audits::{
    AcceptSlotArgs, AssignmentView, Challenge, Checklist, CommitReportArgs, Discrepancy, Evidence,
    FiledReport, FindingClass, IssueChallengeArgs, Outcome, ProposeSlotsArgs, Report,
    RevealReportArgs,
};
use bonafide_types::id::{AuditorId, Blob, Sha256Hash};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use sha2::{Digest, Sha256};

/// A report of an auditor who found two nodes, as declared.
#[must_use]
pub fn confirmed(challenge: &Challenge) -> Report {
    Report {
        outcome: Outcome::Confirmed,
        discrepancies: vec![],
        checklist: Checklist {
            nodes_present: 2,
            handshakes: 2,
            lan_rtt_us: Some(180),
            serial_numbers: 2,
            chip_ids: 0,
            distance_m: Some(12),
            owner_as_declared: Some(true),
            challenge: Some(challenge.nonce.clone()),
        },
        evidence: vec![Evidence {
            sha256: Sha256Hash([0xe1; 32]),
            media_type: "image/jpeg".into(),
            bytes: 2_500_000,
        }],
        remarks: "An example.".into(),
    }
}

/// A report of an auditor who found something else than declared, of so many nodes.
#[must_use]
pub fn discrepancy(challenge: &Challenge, class: FindingClass, nodes: u32) -> Report {
    let Report {
        checklist,
        evidence,
        remarks,
        ..
    } = confirmed(challenge);
    Report {
        outcome: Outcome::Discrepancy,
        discrepancies: vec![Discrepancy { class, nodes }],
        checklist,
        evidence,
        remarks,
    }
}

/// A report of an auditor who was not let in.
#[must_use]
pub fn refused() -> Report {
    without_entry(Outcome::Refused)
}

/// A report of an auditor who could not come.
#[must_use]
pub fn unable() -> Report {
    without_entry(Outcome::Unable)
}

fn without_entry(outcome: Outcome) -> Report {
    Report {
        outcome,
        discrepancies: vec![],
        checklist: Checklist::default(),
        evidence: vec![],
        remarks: String::new(),
    }
}

/// The nonce with which an auditor commits in stories; real ones are random.
#[must_use]
pub fn nonce(assignment_id: u64, auditor: AuditorId) -> [u8; 32] {
    Sha256::new()
        .chain_update(assignment_id.to_be_bytes())
        .chain_update(auditor.as_slice())
        .finalize()
        .into()
}

impl Audits<'_> {
    /// An assignment that is there.
    #[must_use]
    pub fn assignment(&self, id: u64) -> AssignmentView {
        let found = run(self.reader().assignment(id)).expect("anyone may read it");
        found.unwrap_or_else(|| panic!("there is no assignment {id}"))
    }

    /// The auditors of the round under way.
    #[must_use]
    pub fn seated(&self, id: u64) -> Vec<AuditorId> {
        let row = self.assignment(id).assignment;
        let current = row.seats.iter().filter(|seat| seat.round == row.round);
        current.map(|seat| seat.auditor).collect()
    }

    /// An auditor proposes moments for the visit.
    ///
    /// # Errors
    /// The client's.
    pub fn propose(
        &self,
        id: u64,
        auditor: AuditorId,
        at_ns: &[u64],
    ) -> Result<AssignmentView, ClientError> {
        run(self.client(auditor).propose_slots(&ProposeSlotsArgs {
            assignment_id: id,
            at_ns: at_ns.to_vec(),
        }))
    }

    /// Somebody accepts a moment; the provider may.
    ///
    /// # Errors
    /// The client's.
    pub fn accept(
        &self,
        id: u64,
        by: impl Into<Actor>,
        at_ns: u64,
    ) -> Result<AssignmentView, ClientError> {
        run(self.client(by).accept_slot(&AcceptSlotArgs {
            assignment_id: id,
            at_ns,
            escort_hash: Sha256Hash([0xe5; 32]),
        }))
    }

    /// The first auditor proposes the beginning of the window, the provider accepts it, and it
    /// comes. Answers when that was.
    pub fn arrange(&self, id: u64) -> u64 {
        let row = self.assignment(id).assignment;
        let at_ns = row.window_from_ns.max(self.now_ns() + DAY_NS + SECOND_NS);
        self.propose(id, self.seated(id)[0], &[at_ns])
            .expect("a moment in the window");
        let view = self
            .accept(id, row.site.provider, at_ns)
            .expect("a moment that was proposed");
        assert_eq!(view.visit_at_ns, at_ns);
        self.pass_until(at_ns);
        at_ns
    }

    /// The first auditor asks for the challenge of the day.
    pub fn challenge(&self, id: u64) -> Challenge {
        let args = IssueChallengeArgs { assignment_id: id };
        run(self.client(self.seated(id)[0]).issue_challenge(&args)).expect("the day of the visit")
    }

    /// What an auditor commits to with its [`nonce`].
    #[must_use]
    pub fn commitment(&self, id: u64, auditor: AuditorId, report: &Report) -> Sha256Hash {
        let hash = report::hash(report);
        report::commitment(id, auditor, &hash, &nonce(id, auditor))
    }

    /// Somebody commits to bytes.
    ///
    /// # Errors
    /// The client's.
    pub fn commit_to(
        &self,
        id: u64,
        auditor: AuditorId,
        commitment: Sha256Hash,
    ) -> Result<AssignmentView, ClientError> {
        run(self.client(auditor).commit_report(&CommitReportArgs {
            assignment_id: id,
            commitment,
        }))
    }

    /// An auditor commits to its report.
    pub fn commit(&self, id: u64, auditor: AuditorId, report: &Report) -> AssignmentView {
        self.commit_to(id, auditor, self.commitment(id, auditor, report))
            .unwrap_or_else(|error| panic!("{auditor} commits: {error}"))
    }

    /// An auditor reveals a report with a nonce.
    ///
    /// # Errors
    /// The client's.
    pub fn reveal_with(
        &self,
        id: u64,
        auditor: AuditorId,
        report: &Report,
        nonce: [u8; 32],
    ) -> Result<FiledReport, ClientError> {
        run(self.client(auditor).reveal_report(&RevealReportArgs {
            assignment_id: id,
            report: report.clone(),
            nonce: Blob(nonce.to_vec()),
        }))
    }

    /// An auditor reveals the report that it committed to.
    pub fn reveal(&self, id: u64, auditor: AuditorId, report: &Report) -> FiledReport {
        self.reveal_with(id, auditor, report, nonce(id, auditor))
            .unwrap_or_else(|error| panic!("{auditor} reveals: {error}"))
    }

    /// The auditors of the round visit, commit to these reports and reveal them, and the
    /// conclusion is drawn.
    pub fn audit(&self, id: u64, report: impl Fn(AuditorId, &Challenge) -> Report) {
        self.arrange(id);
        let challenge = self.challenge(id);
        let reports: Vec<_> = self
            .seated(id)
            .into_iter()
            .map(|auditor| (auditor, report(auditor, &challenge)))
            .collect();
        for (auditor, report) in &reports {
            self.commit(id, *auditor, report);
        }
        for (auditor, report) in &reports {
            self.reveal(id, *auditor, report);
        }
        self.tasks();
    }
}
