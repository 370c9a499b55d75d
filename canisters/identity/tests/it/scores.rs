//! A score with every form of a line.

use crate::world::{NOW_NS, provider_id, verifier_id};
use bonafide_types::id::Sha256Hash;
use bonafide_types::identity::{
    AttestationStatus, Score, ScoreLine, ScoreReason, ScoreSource, SupersededBy,
};

fn statuses() -> Vec<AttestationStatus> {
    let since_ns = NOW_NS;
    let superseded = |by| AttestationStatus::Superseded { since_ns, by };
    vec![
        AttestationStatus::Valid { until_ns: NOW_NS },
        AttestationStatus::Expired { since_ns },
        AttestationStatus::Revoked {
            since_ns,
            reason: "a mistake".into(),
        },
        superseded(SupersededBy::Facts(Sha256Hash([1; 32]))),
        superseded(SupersededBy::FactsGone),
        superseded(SupersededBy::Attestation(1)),
        superseded(SupersededBy::RecordVersion(2)),
        AttestationStatus::IssuerSuspended {
            since_ns,
            grace_until_ns: NOW_NS + 1,
        },
        AttestationStatus::IssuerRemoved { since_ns },
    ]
}

pub(crate) fn score() -> Score {
    let line = |source, points, reason| ScoreLine {
        source,
        category: "identity".into(),
        points,
        reason,
    };
    let stamp = |id| ScoreSource::Attestation {
        schema: "report".into(),
        issuer: verifier_id(1),
        id,
    };
    let finding = ScoreSource::Finding {
        class: "refuted".into(),
        id: 9,
    };
    let until_ns = Some(NOW_NS + 1);
    let capped = ScoreReason::Capped { weight: 9, cap: 5 };
    let same_owner = ScoreReason::SameOwner {
        counted: 1,
        owner: "Example Owner 1".into(),
    };
    let registry = ScoreSource::Registry("declaration".into());
    let mut lines = vec![
        line(registry, 10, ScoreReason::Counts { until_ns: None }),
        line(stamp(1), 5, ScoreReason::Counts { until_ns }),
        line(stamp(2), 5, capped),
        line(stamp(3), 0, same_owner),
        line(stamp(4), 0, ScoreReason::NoWeight),
        line(finding, -50, ScoreReason::Found),
        line(
            ScoreSource::Absent("person".into()),
            0,
            ScoreReason::NotThere,
        ),
    ];
    for (id, status) in (5..).zip(statuses()) {
        lines.push(line(stamp(id), 0, ScoreReason::NotValid(status)));
    }
    Score {
        subject: provider_id(1),
        at_ns: NOW_NS,
        weights_version: 0,
        total: lines.iter().map(|line| line.points).sum(),
        lines,
    }
}
