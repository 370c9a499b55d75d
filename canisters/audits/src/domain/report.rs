//! What a report may say.

use bonafide_kit::field;
use bonafide_types::audits::{
    AuditError, Challenge, Checklist, Discrepancy, Evidence, FindingClass, Outcome, Report,
};
use bonafide_types::limits::{
    DISCREPANCIES, DISCREPANT_NODES, EVIDENCE, EVIDENCE_BYTES, MEDIA_TYPE_BYTES, REMARKS_BYTES,
};

/// Checks a report against the challenge of its round, if there is one.
///
/// # Errors
/// [`AuditError::TooMany`] of discrepancies or pieces of evidence;
/// [`AuditError::DiscrepanciesDoNotFit`] when there are some and the outcome is another, or
/// none and it is that one; [`AuditError::DuplicateEntry`] of a class;
/// [`AuditError::OutOfRange`] of nodes or bytes; [`AuditError::ChallengeMissing`] when who was
/// let in does not show the challenge of the day, or who was not shows another;
/// [`AuditError::InvalidField`] when refused entry is a discrepancy, which is an outcome, or of
/// a media type; those of the remarks' text.
pub fn check(report: &Report, challenge: Option<&Challenge>) -> Result<(), AuditError> {
    let Report {
        outcome,
        discrepancies,
        checklist,
        evidence,
        remarks,
    } = report;
    check_discrepancies(*outcome, discrepancies)?;
    check_challenge(*outcome, checklist, challenge)?;
    field::check_count("evidence", evidence.len(), 0, EVIDENCE)?;
    evidence.iter().try_for_each(check_evidence)?;
    field::check_optional("remarks", remarks, REMARKS_BYTES)?;
    Ok(())
}

fn check_discrepancies(outcome: Outcome, given: &[Discrepancy]) -> Result<(), AuditError> {
    field::check_count("discrepancies", given.len(), 0, DISCREPANCIES)?;
    if given.is_empty() == (outcome == Outcome::Discrepancy) {
        let count = given.len() as u64;
        return Err(AuditError::DiscrepanciesDoNotFit { outcome, count });
    }
    for (at, Discrepancy { class, nodes }) in given.iter().enumerate() {
        if *class == FindingClass::EntryRefused {
            let rule = "refused entry is an outcome";
            return Err(field::invalid("discrepancies", "EntryRefused", rule).into());
        }
        if given[..at].iter().any(|before| before.class == *class) {
            return Err(AuditError::DuplicateEntry {
                field: "discrepancies".into(),
                entry: format!("{class:?}"),
            });
        }
        let most = DISCREPANT_NODES.into();
        field::check_range("nodes", (*nodes).into(), 1, most)?;
    }
    Ok(())
}

/// Who was let in shows the challenge. Who was not may show it: it can have been issued before.
fn check_challenge(
    outcome: Outcome,
    checklist: &Checklist,
    challenge: Option<&Challenge>,
) -> Result<(), AuditError> {
    let of_the_day = challenge.map(|challenge| &challenge.nonce);
    let shown = checklist.challenge.as_ref();
    let fits = match outcome {
        Outcome::Confirmed | Outcome::Discrepancy => shown.is_some() && shown == of_the_day,
        Outcome::Refused | Outcome::Unable => shown.is_none() || shown == of_the_day,
    };
    if fits {
        Ok(())
    } else {
        Err(AuditError::ChallengeMissing)
    }
}

fn check_evidence(piece: &Evidence) -> Result<(), AuditError> {
    let Evidence {
        sha256: _,
        media_type,
        bytes,
    } = piece;
    field::check_range("bytes", *bytes, 1, EVIDENCE_BYTES)?;
    let fits = MEDIA_TYPE_BYTES.contains(&media_type.len())
        && media_type
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype));
    if fits {
        Ok(())
    } else {
        let rule = "3 to 64 bytes: two names of small letters, digits and . + - _, with / between";
        Err(field::invalid("media_type", media_type, rule).into())
    }
}

/// A restricted name of RFC 6838, in small letters and without its rarer signs.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.bytes().next().is_some_and(plain)
        && name
            .bytes()
            .all(|byte| plain(byte) || b".+-_".contains(&byte))
}

#[cfg(test)]
mod tests;
