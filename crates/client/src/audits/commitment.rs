//! What an auditor commits to before anyone can see its report.

use super::AuditsClient;
use crate::runtime::Runtime;
use bonafide_policy::report;
use bonafide_types::{
    audits::Report,
    id::{AuditorId, Sha256Hash},
};

impl<R: Runtime> AuditsClient<R> {
    /// The commitment of an auditor to a report about an assignment. The
    /// nonce is 32 random bytes: without them the few likely reports could be tried out.
    pub fn commitment(
        &self,
        assignment_id: u64,
        auditor: AuditorId,
        report: &Report,
        nonce: &[u8; 32],
    ) -> Sha256Hash {
        let hash = report::hash(report);
        report::commitment(assignment_id, auditor, &hash, nonce)
    }
}
