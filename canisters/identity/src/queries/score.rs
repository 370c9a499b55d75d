//! Scores at any time and by any weights, from certified rows.

use crate::domain::status;
use crate::state::{State, key, number};
use bonafide_policy::score::{Finding, Inputs, Stamp, score};
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{
    AttestationStatus, AuditFinding, DECLARATION_STAMP, GetScoreArgs, REFUTED_FINDING, Score,
    ScoreError, ScoreWeights, SupersededBy, Verdict,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Statements about a subject, and findings of audits, that a score looks at: the last ones up
/// to its time.
pub const LOOKED_AT: usize = 200;

/// A score as asked for.
///
/// # Errors
/// [`ScoreError`].
pub fn get_score<M: Memory>(
    state: &State<M>,
    args: &GetScoreArgs,
    now_ns: u64,
) -> Result<Score, ScoreError> {
    let GetScoreArgs {
        subject,
        at_ns,
        weights_version,
    } = args;
    let subject = *subject;
    let at_ns = at_ns.unwrap_or(now_ns);
    if at_ns > now_ns {
        return Err(ScoreError::AfterNow { at_ns, now_ns });
    }
    let weights = match weights_version {
        Some(version) => state.weights(*version),
        None => state.weights_at(at_ns),
    };
    let weights = weights.ok_or(ScoreError::WeightsNotFound {
        version: weights_version.unwrap_or_default(),
    })?;
    at(state, subject, &weights, at_ns).ok_or(ScoreError::SubjectNotFound { subject })
}

/// All versions of the weights, in order.
pub fn list_score_weights<M: Memory>(state: &State<M>) -> Vec<ScoreWeights> {
    let versions = state.score_weights.after(None);
    versions.map(|(_, weights)| weights).collect()
}

/// A subject's score now.
pub(crate) fn now<M: Memory>(state: &State<M>, subject: ProviderId, now_ns: u64) -> Option<Score> {
    at(state, subject, &state.weights_at(now_ns)?, now_ns)
}

/// A subject's score at a time; `None` before it was known.
fn at<M: Memory>(
    state: &State<M>,
    subject: ProviderId,
    weights: &ScoreWeights,
    at_ns: u64,
) -> Option<Score> {
    let inputs = inputs(state, subject, at_ns)?;
    let (total, lines) = score(weights, &inputs);
    Some(Score {
        subject,
        at_ns,
        weights_version: weights.version,
        total,
        lines,
    })
}

/// When the score can change by itself next: a statement about the subject ends, be it one that
/// counts, one beyond a cap or a finding, or other weights take effect.
pub(crate) fn next_change_ns<M: Memory>(
    state: &State<M>,
    subject: ProviderId,
    now_ns: u64,
) -> Option<u64> {
    let open = state.open_attestations(subject);
    let ends = open.iter().map(status::until_ns);
    let weights = state.score_weights.before(None);
    let effects = weights.map(|(_, weights)| weights.effective_from_ns);
    ends.filter(|at_ns| *at_ns > now_ns)
        .chain(effects.take_while(|at_ns| *at_ns > now_ns))
        .min()
}

fn inputs<M: Memory>(state: &State<M>, subject: ProviderId, at_ns: u64) -> Option<Inputs> {
    let row = state.subject_at(subject, at_ns)?;
    let mut inputs = Inputs::default();
    if row.declaration_current {
        inputs.registry.push(DECLARATION_STAMP.into());
    }
    // Few verifiers state much.
    let mut issuers = BTreeMap::new();
    let mut looked_at = 0;
    let ids = state
        .attestations_by_subject
        .members_before(subject.as_slice(), None);
    for id in ids {
        let attestation = state
            .attestations
            .get(&key(number(&id)))
            .expect("BUG: an index names an unknown attestation");
        let issuer = issuers
            .entry(attestation.issuer)
            .or_insert_with(|| state.verifier(attestation.issuer));
        let Some(worth) = status::status(&attestation, issuer.as_ref(), at_ns) else {
            continue;
        };
        looked_at += 1;
        if looked_at > LOOKED_AT {
            break;
        }
        // What the same verifier stated anew is explained by the newer statement.
        if let AttestationStatus::Superseded {
            by: SupersededBy::Attestation(_),
            ..
        } = worth
        {
            continue;
        }
        match attestation.verdict {
            Verdict::Confirmed => inputs.stamps.push(Stamp {
                id: attestation.id,
                schema: attestation.schema,
                issuer: attestation.issuer,
                owner: issuer
                    .as_ref()
                    .map(|issuer| issuer.owner.clone())
                    .unwrap_or_default(),
                status: worth,
            }),
            Verdict::Refuted => {
                if let AttestationStatus::Valid { .. } = worth {
                    inputs.findings.push(Finding {
                        class: REFUTED_FINDING.into(),
                        id: attestation.id,
                    });
                }
            }
        }
    }
    // Counted by when they were seen here, so that a past score stays as it was.
    let ids = state
        .findings_by_subject
        .members_before(subject.as_slice(), None);
    let found = ids
        .map(|id| {
            state
                .finding(number(&id))
                .expect("BUG: an index names an unknown finding")
        })
        .filter(|finding| finding.seen_at_ns <= at_ns)
        .take(LOOKED_AT)
        .map(|AuditFinding { class, id, .. }| Finding { class, id });
    inputs.findings.extend(found);
    Some(inputs)
}

/// The final findings about a subject, by their numbers; the last ones, as many as scores look
/// at.
pub fn list_findings<M: Memory>(state: &State<M>, subject: ProviderId) -> Vec<AuditFinding> {
    let ids = state
        .findings_by_subject
        .members_before(subject.as_slice(), None);
    let mut findings: Vec<_> = ids
        .filter_map(|id| state.finding(number(&id)))
        .take(LOOKED_AT)
        .collect();
    findings.reverse();
    findings
}

#[cfg(test)]
mod tests;
