//! What a statement is worth at a time: the only truth about it.
//!
//! A pure function of certified rows, the statement's and its issuer's, and the time; so anyone
//! can ask it of the past. That a statement exists says nothing.

use bonafide_types::identity::{
    Attestation, AttestationStatus, Verifier, VerifierChange, VerifierStatus,
};
use bonafide_types::limits::{DAY_NS, VERIFICATION_GRACE_DAYS};

/// The status at a time; `None` before the statement was issued. Of several reasons against it
/// the gravest is named: revoked, issuer removed, overtaken, expired, issuer suspended.
#[must_use]
pub fn status(
    attestation: &Attestation,
    issuer: Option<&Verifier>,
    at_ns: u64,
) -> Option<AttestationStatus> {
    if at_ns < attestation.issued_at_ns {
        return None;
    }
    if let Some(revocation) = &attestation.revocation
        && revocation.at_ns <= at_ns
    {
        return Some(AttestationStatus::Revoked {
            since_ns: revocation.at_ns,
            reason: revocation.reason.clone(),
        });
    }
    let standing = issuer.and_then(|issuer| issuer.standing_at(at_ns));
    if let Some(VerifierChange {
        at_ns: since_ns,
        status: VerifierStatus::Removed,
        ..
    }) = standing
    {
        let since_ns = *since_ns;
        return Some(AttestationStatus::IssuerRemoved { since_ns });
    }
    if let Some(superseded) = &attestation.superseded
        && superseded.at_ns <= at_ns
    {
        return Some(AttestationStatus::Superseded {
            since_ns: superseded.at_ns,
            by: superseded.by,
        });
    }
    let until_ns = until_ns(attestation);
    if until_ns <= at_ns {
        return Some(AttestationStatus::Expired { since_ns: until_ns });
    }
    if let Some(VerifierChange {
        at_ns: since_ns,
        status: VerifierStatus::Suspended,
        ..
    }) = standing
    {
        let since_ns = *since_ns;
        return Some(AttestationStatus::IssuerSuspended {
            since_ns,
            grace_until_ns: since_ns.saturating_add(VERIFICATION_GRACE_DAYS * DAY_NS),
        });
    }
    Some(AttestationStatus::Valid { until_ns })
}

/// When a statement ends by itself: at its own end, or at the contract's.
#[must_use]
pub fn until_ns(attestation: &Attestation) -> u64 {
    let contract = attestation.contract.as_ref().and_then(|terms| terms.to_ns);
    contract.map_or(attestation.expires_at_ns, |to_ns| {
        to_ns.min(attestation.expires_at_ns)
    })
}
