//! What a commitment is opened with, kept beside the report until it is revealed.

use crate::{
    arguments::sha256,
    error::{CliError, Exit},
    secret,
};
use bonafide_client::{AgentRuntime, AuditsClient};
use bonafide_policy::report;
use bonafide_types::{
    audits::Report,
    id::{AuditorId, Sha256Hash},
};
use candid::Principal;
use rand::{RngCore, rngs::OsRng};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// As it is kept; bytes in hex. Secret until the report is revealed: with the nonce others try
/// out which report was committed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Nonce {
    canister: Principal,
    assignment_id: u64,
    auditor: Principal,
    report_hash: String,
    nonce: String,
    commitment: String,
}

/// Beside the report: `report.json` has `report.nonce.json`.
pub(super) fn path(given: Option<&Path>, report: &Path) -> PathBuf {
    given.map_or_else(|| report.with_extension("nonce.json"), Into::into)
}

/// The nonce that is kept for this very report, or a new one, kept before anybody commits to
/// it. One that is kept for something else is not written over.
pub(super) fn find_or_make(
    path: &Path,
    audits: &AuditsClient<AgentRuntime>,
    assignment_id: u64,
    report: &Report,
) -> Result<(Nonce, Sha256Hash), CliError> {
    if path.exists() {
        let kept = read(path)?;
        kept.bytes_for(path, audits, assignment_id, report)?;
        let commitment = sha256(&kept.commitment).map_err(|error| CliError::file(path, error))?;
        return Ok((kept, commitment));
    }
    let mut nonce = [0; 32];
    OsRng
        .try_fill_bytes(&mut nonce)
        .map_err(|error| CliError::usage("Random", error))?;
    let auditor = audits.runtime().principal()?;
    let commitment = audits.commitment(assignment_id, AuditorId(auditor), report, &nonce);
    let made = Nonce {
        canister: audits.canister(),
        assignment_id,
        auditor,
        report_hash: report::hash(report).to_string(),
        nonce: hex::encode(nonce),
        commitment: commitment.to_string(),
    };
    let text = serde_json::to_string_pretty(&made).map_err(|error| CliError::file(path, error))?;
    secret::write(path, (text + "\n").as_bytes())?;
    Ok((made, commitment))
}

pub(super) fn read(path: &Path) -> Result<Nonce, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    serde_json::from_str(&text).map_err(|error| CliError::file(path, error))
}

impl Nonce {
    pub(super) fn hex(&self) -> &str {
        &self.nonce
    }

    /// The nonce, when it is kept for this report by this auditor about this assignment, and
    /// gives the commitment that is kept with it.
    pub(super) fn bytes_for(
        &self,
        path: &Path,
        audits: &AuditsClient<AgentRuntime>,
        assignment_id: u64,
        report: &Report,
    ) -> Result<[u8; 32], CliError> {
        let nonce = sha256(&self.nonce).map_err(|error| CliError::file(path, error))?;
        let auditor = AuditorId(audits.runtime().principal()?);
        let of_report = report::hash(report).to_string();
        let differs = if self.canister != audits.canister() {
            "another canister"
        } else if self.assignment_id != assignment_id {
            "another assignment"
        } else if self.auditor != auditor.0 {
            "another auditor"
        } else if self.report_hash != of_report {
            "another report, or the report was changed since"
        } else {
            let commitment = audits.commitment(assignment_id, auditor, report, &nonce.0);
            if commitment.to_string() == self.commitment {
                return Ok(nonce.0);
            }
            "another commitment"
        };
        let message = format!(
            "{} is of {differs}; name another file with --nonce-file",
            path.display()
        );
        let error = CliError::new(Exit::Usage, "OtherNonce", message);
        Err(error.with("file", path.display().to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_be_kept_beside_the_report() {
        let report = Path::new("visits/report.json");
        assert_eq!(path(None, report), Path::new("visits/report.nonce.json"));
        let given = Path::new("elsewhere");
        assert_eq!(path(Some(given), report), given);
    }
}
