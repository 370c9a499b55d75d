//! What the reports of an assignment come to.
//!
//! A quorum is more than half of the auditors, and no more than these ever report, so no two
//! different answers have one. Whoever is in the minority is not wrong by that.

use bonafide_types::audits::{AppealVerdict, FindingClass, Outcome, Report};
use std::cmp::Reverse;

/// The outcome that a quorum reports.
#[must_use]
pub fn outcome(reports: &[Report], quorum: usize) -> Option<Outcome> {
    let mut outcomes = reports.iter().map(|report| report.outcome);
    outcomes.find(|outcome| count(reports, |report| report.outcome == *outcome) >= quorum)
}

/// How many report what most report.
#[must_use]
pub fn leading_outcome(reports: &[Report]) -> usize {
    let outcomes = reports.iter().map(|report| report.outcome);
    outcomes
        .map(|outcome| count(reports, |report| report.outcome == outcome))
        .max()
        .unwrap_or_default()
}

/// The classes that a quorum reports, in their order, each with the number of nodes that a
/// quorum reports at least: the quorum-th largest.
#[must_use]
pub fn classes(reports: &[Report], quorum: usize) -> Vec<(FindingClass, u32)> {
    let mut all: Vec<_> = reports
        .iter()
        .flat_map(|report| &report.discrepancies)
        .map(|it| (it.class, Reverse(it.nodes)))
        .collect();
    all.sort_unstable();
    all.chunk_by(|one, other| one.0 == other.0)
        .filter_map(|of_class| of_class.get(quorum.checked_sub(1)?))
        .map(|(class, Reverse(nodes))| (*class, *nodes))
        .collect()
}

/// Whether a report names a class.
#[must_use]
pub fn names(report: &Report, class: FindingClass) -> bool {
    match class {
        FindingClass::EntryRefused => report.outcome == Outcome::Refused,
        FindingClass::NodeAbsent
        | FindingClass::WrongLocation
        | FindingClass::WrongOwner
        | FindingClass::WrongHardware
        | FindingClass::NoHandshake
        | FindingClass::OtherOperator => report.discrepancies.iter().any(|it| it.class == class),
    }
}

/// Whether a report carries a finding of a class; `None` when its auditor could not tell.
///
/// A site that refuses entry to a panel carries whatever was found there: else a provider
/// could undo any finding by keeping the door shut.
#[must_use]
pub fn carries(report: &Report, class: FindingClass) -> Option<bool> {
    match report.outcome {
        Outcome::Unable => None,
        Outcome::Refused => Some(true),
        Outcome::Confirmed | Outcome::Discrepancy => Some(names(report, class)),
    }
}

/// What a panel says of a finding.
#[must_use]
pub fn verdict(reports: &[Report], class: FindingClass, quorum: usize) -> AppealVerdict {
    let say = |carried| count(reports, |report| carries(report, class) == Some(carried));
    if say(true) >= quorum {
        AppealVerdict::Upheld
    } else if say(false) >= quorum {
        AppealVerdict::Overturned
    } else {
        AppealVerdict::Undecided
    }
}

/// How many of a panel say what most of it say: that the class is there, that it is not, or
/// that they could not tell.
#[must_use]
pub fn leading_answer(reports: &[Report], class: FindingClass) -> usize {
    let answers = [None, Some(false), Some(true)];
    answers
        .into_iter()
        .map(|answer| count(reports, |report| carries(report, class) == answer))
        .max()
        .unwrap_or_default()
}

fn count(reports: &[Report], fits: impl Fn(&Report) -> bool) -> usize {
    reports.iter().filter(|report| fits(report)).count()
}

#[cfg(test)]
mod tests;
