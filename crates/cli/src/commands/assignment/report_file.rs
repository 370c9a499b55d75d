//! Reports as they stand in a file: hashes and the challenge in hex.

use crate::{
    arguments::{blob, sha256},
    error::CliError,
};
use bonafide_types::{
    audits::{Checklist, Discrepancy, Evidence, FindingClass, Outcome, Report},
    id::{Blob, Sha256Hash},
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::path::Path;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportFile {
    outcome: Outcome,
    #[serde(default)]
    discrepancies: Vec<ADiscrepancy>,
    checklist: AChecklist,
    #[serde(default)]
    evidence: Vec<APiece>,
    #[serde(default)]
    remarks: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ADiscrepancy {
    class: FindingClass,
    nodes: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AChecklist {
    nodes_present: u32,
    handshakes: u32,
    lan_rtt_us: Option<u32>,
    serial_numbers: u32,
    chip_ids: u32,
    distance_m: Option<u32>,
    owner_as_declared: Option<bool>,
    challenge: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct APiece {
    #[serde(deserialize_with = "hash")]
    sha256: Sha256Hash,
    media_type: String,
    bytes: u64,
}

fn hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sha256Hash, D::Error> {
    let text = String::deserialize(deserializer)?;
    sha256(&text).map_err(D::Error::custom)
}

/// The report in a file.
pub(super) fn read(path: &Path) -> Result<Report, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    parse(&text).map_err(|reason| CliError::file(path, reason))
}

fn parse(text: &str) -> Result<Report, String> {
    let file: ReportFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let challenge = file.checklist.challenge.as_deref().map(challenge);
    let discrepancies = file.discrepancies.into_iter().map(|entry| Discrepancy {
        class: entry.class,
        nodes: entry.nodes,
    });
    let evidence = file.evidence.into_iter().map(|piece| Evidence {
        sha256: piece.sha256,
        media_type: piece.media_type,
        bytes: piece.bytes,
    });
    Ok(Report {
        outcome: file.outcome,
        discrepancies: discrepancies.collect(),
        checklist: Checklist {
            nodes_present: file.checklist.nodes_present,
            handshakes: file.checklist.handshakes,
            lan_rtt_us: file.checklist.lan_rtt_us,
            serial_numbers: file.checklist.serial_numbers,
            chip_ids: file.checklist.chip_ids,
            distance_m: file.checklist.distance_m,
            owner_as_declared: file.checklist.owner_as_declared,
            challenge: challenge.transpose()?,
        },
        evidence: evidence.collect(),
        remarks: file.remarks,
    })
}

fn challenge(text: &str) -> Result<Blob, String> {
    blob(text).map_err(|error| format!("checklist.challenge: {error}"))
}

/// A report as the file has it.
pub(super) fn of(report: &Report) -> ReportFile {
    let checklist = &report.checklist;
    let discrepancies = report.discrepancies.iter().map(|entry| ADiscrepancy {
        class: entry.class,
        nodes: entry.nodes,
    });
    let evidence = report.evidence.iter().map(|piece| APiece {
        sha256: piece.sha256,
        media_type: piece.media_type.clone(),
        bytes: piece.bytes,
    });
    ReportFile {
        outcome: report.outcome,
        discrepancies: discrepancies.collect(),
        checklist: AChecklist {
            nodes_present: checklist.nodes_present,
            handshakes: checklist.handshakes,
            lan_rtt_us: checklist.lan_rtt_us,
            serial_numbers: checklist.serial_numbers,
            chip_ids: checklist.chip_ids,
            distance_m: checklist.distance_m,
            owner_as_declared: checklist.owner_as_declared,
            challenge: checklist
                .challenge
                .as_ref()
                .map(|nonce| hex::encode(&nonce.0)),
        },
        evidence: evidence.collect(),
        remarks: report.remarks.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        Report {
            outcome: Outcome::Discrepancy,
            discrepancies: vec![Discrepancy {
                class: FindingClass::WrongHardware,
                nodes: 2,
            }],
            checklist: Checklist {
                nodes_present: 4,
                lan_rtt_us: Some(310),
                owner_as_declared: Some(true),
                challenge: Some(Blob(vec![7; 32])),
                ..Checklist::default()
            },
            evidence: vec![Evidence {
                sha256: Sha256Hash([5; 32]),
                media_type: "image/jpeg".into(),
                bytes: 12,
            }],
            remarks: "two \"spare\" machines".into(),
        }
    }

    #[test]
    fn should_read_what_it_writes() {
        let text = serde_json::to_string(&of(&report())).unwrap();
        assert_eq!(parse(&text), Ok(report()));
    }

    #[test]
    fn should_refuse_what_is_no_report() {
        let text = serde_json::to_string(&of(&report())).unwrap();
        for (known, other) in [
            ("Discrepancy", "Bad"),
            ("WrongHardware", "WrongColour"),
            ("\"nodes_present\":4,", ""),
            ("remarks", "remark"),
            ("image/jpeg\"", "image/jpeg\",\"size\":1"),
            (&"07".repeat(32), "xy"),
            (&"05".repeat(32), "05"),
        ] {
            let changed = text.replace(known, other);
            assert_ne!(changed, text, "{known}");
            assert!(parse(&changed).is_err(), "{changed}");
        }
    }
}
