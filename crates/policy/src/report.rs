//! The hash of an auditor's report, what the auditor commits to before it shows the report,
//! and the evidence of a finding.
//!
//! Everything hashed is written out as bytes, one field after the other in the order below:
//!
//! - a number has 8 bytes, big-endian; so has a count and a length;
//! - bytes and texts (UTF-8) follow their length; a hash has 32 bytes and no length;
//! - an enumeration is 1 byte: the place of its variant in its type, from 0;
//! - `false` is 0 and `true` is 1, 1 byte;
//! - what may be absent is 0 when it is, and else 1, then the value;
//! - a list is its count, then its entries;
//! - a domain is its length in 1 byte, then its letters.
//!
//! A report is: the domain `bonafide-audit-report`; the outcome; the discrepancies, each with
//! class and nodes; of the checklist `nodes_present`, `handshakes`, `lan_rtt_us`,
//! `serial_numbers`, `chip_ids`, `distance_m`, `owner_as_declared`, `challenge`; the evidence,
//! each piece with hash, media type and size; the remarks. Lists are in the order of the report.
//!
//! A commitment binds the report's hash to one assignment and one auditor: whoever commits to
//! the same bytes under another name can never reveal them. The nonce of 32 random bytes keeps
//! others from guessing the report, which has few likely forms.

use bonafide_types::audits::{Checklist, Discrepancy, Evidence, FindingClass, Outcome, Report};
use bonafide_types::id::{AuditorId, Sha256Hash};
use sha2::{Digest, Sha256};

/// Sets hashes of reports apart from all others: length, then words.
const REPORT_DOMAIN: &[u8] = b"\x15bonafide-audit-report";

/// Sets commitments apart.
const COMMITMENT_DOMAIN: &[u8] = b"\x19bonafide-audit-commitment";

/// Sets hashes of evidence apart.
const EVIDENCE_DOMAIN: &[u8] = b"\x17bonafide-audit-evidence";

/// The hash of a report, as the module says.
#[must_use]
pub fn hash(report: &Report) -> Sha256Hash {
    let Report {
        outcome,
        discrepancies,
        checklist,
        evidence,
        remarks,
    } = report;
    let mut written = Written::new(REPORT_DOMAIN);
    written.byte(outcome_byte(*outcome));
    written.length(discrepancies.len());
    for Discrepancy { class, nodes } in discrepancies {
        written.byte(class_byte(*class));
        written.number((*nodes).into());
    }
    written.checklist(checklist);
    written.length(evidence.len());
    for Evidence {
        sha256,
        media_type,
        bytes,
    } in evidence
    {
        written.hash(sha256);
        written.bytes(media_type.as_bytes());
        written.number(*bytes);
    }
    written.bytes(remarks.as_bytes());
    written.finish()
}

/// What an auditor commits to: SHA-256 of the domain `bonafide-audit-commitment`; the assignment
/// (number); the auditor's principal (bytes); the report's hash; the nonce, 32 bytes without a
/// length.
#[must_use]
pub fn commitment(
    assignment_id: u64,
    auditor: AuditorId,
    report_hash: &Sha256Hash,
    nonce: &[u8; 32],
) -> Sha256Hash {
    let mut written = Written::new(COMMITMENT_DOMAIN);
    written.number(assignment_id);
    written.bytes(auditor.as_slice());
    written.hash(report_hash);
    written.hash(&Sha256Hash(*nonce));
    written.finish()
}

/// What stands for the evidence of a finding: SHA-256 of the domain `bonafide-audit-evidence`,
/// and of the list of the hashes of the reports that carry the finding, in the order of their
/// auditors' principals.
#[must_use]
pub fn evidence(report_hashes: &[Sha256Hash]) -> Sha256Hash {
    let mut written = Written::new(EVIDENCE_DOMAIN);
    written.length(report_hashes.len());
    for hash in report_hashes {
        written.hash(hash);
    }
    written.finish()
}

/// The place of an outcome; part of the format.
const fn outcome_byte(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Confirmed => 0,
        Outcome::Discrepancy => 1,
        Outcome::Refused => 2,
        Outcome::Unable => 3,
    }
}

/// The place of a class; part of the format.
const fn class_byte(class: FindingClass) -> u8 {
    match class {
        FindingClass::NodeAbsent => 0,
        FindingClass::WrongLocation => 1,
        FindingClass::WrongOwner => 2,
        FindingClass::WrongHardware => 3,
        FindingClass::NoHandshake => 4,
        FindingClass::OtherOperator => 5,
        FindingClass::EntryRefused => 6,
    }
}

/// Fields written into a hash.
struct Written(Sha256);

impl Written {
    fn new(domain: &[u8]) -> Self {
        Self(Sha256::new().chain_update(domain))
    }

    fn byte(&mut self, byte: u8) {
        self.0.update([byte]);
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.update(bytes);
    }

    fn hash(&mut self, hash: &Sha256Hash) {
        self.0.update(hash.0);
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.byte(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn checklist(&mut self, checklist: &Checklist) {
        let Checklist {
            nodes_present,
            handshakes,
            lan_rtt_us,
            serial_numbers,
            chip_ids,
            distance_m,
            owner_as_declared,
            challenge,
        } = checklist;
        self.number((*nodes_present).into());
        self.number((*handshakes).into());
        self.option(*lan_rtt_us, |to, rtt| to.number(rtt.into()));
        self.number((*serial_numbers).into());
        self.number((*chip_ids).into());
        self.option(*distance_m, |to, metres| to.number(metres.into()));
        self.option(*owner_as_declared, |to, same| to.byte(same.into()));
        self.option(challenge.as_ref(), |to, nonce| to.bytes(&nonce.0));
    }

    fn finish(self) -> Sha256Hash {
        Sha256Hash(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests;
