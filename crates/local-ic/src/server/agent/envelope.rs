//! Who sent a request: expiry, signature and delegations, by the interface specification.

use std::collections::BTreeSet;

use candid::Principal;
use ic_transport_types::{DelegationPermissions, Envelope, EnvelopeContent, SignedDelegation};

use crate::crypto::der::{self, SignatureError};
use crate::engine::RequestId;

/// How far ahead an expiry may lie, nanoseconds: five minutes, and half a minute for clocks that
/// disagree.
const MAX_EXPIRY_NS: u64 = (5 * 60 + 30) * 1_000_000_000;

/// The longest chain of delegations.
const MAX_DELEGATIONS: usize = 20;

/// The most canisters that one delegation may name.
const MAX_TARGETS: usize = 1000;

/// Why a request was not believed. Agents recognise expiry and signature failures by how their
/// messages begin.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(in crate::server) enum EnvelopeError {
    #[error("Invalid request: not an envelope in CBOR: {0}")]
    Malformed(String),
    #[error("Invalid request: the envelope holds a request of another kind")]
    WrongKind,
    #[error(
        "Invalid request expiry: Specified ingress_expiry not within expected range: \
         got {got_ns}, allowed {earliest_ns} to {latest_ns} (ns)"
    )]
    Expiry {
        got_ns: u64,
        earliest_ns: u64,
        latest_ns: u64,
    },
    #[error("Invalid signature: {0}")]
    Signature(#[from] SignatureError),
    #[error("Invalid signature: a request of {0} needs a public key and a signature")]
    Unsigned(Principal),
    #[error("Invalid signature: a request of the anonymous principal carries none")]
    SignedAnonymous,
    #[error("Invalid signature: the public key does not belong to the sender {0}")]
    WrongSender(Principal),
    #[error("Invalid delegation: {0}")]
    Delegation(#[from] DelegationError),
}

/// Why a chain of delegations was not believed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(in crate::server) enum DelegationError {
    #[error("the chain is longer than {MAX_DELEGATIONS}")]
    TooLong,
    #[error("a delegation names more than {MAX_TARGETS} targets")]
    TooManyTargets,
    #[error("a delegation expired at {0} ns")]
    Expired(u64),
    #[error("the chain returns to a key")]
    Cycle,
    #[error("a delegation permits queries only")]
    QueriesOnly,
    #[error("{0} is not among the targets")]
    NotATarget(Principal),
    #[error("{0}")]
    Signature(SignatureError),
}

/// A request whose sender is established.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) content: EnvelopeContent,
    pub(super) id: RequestId,
    /// The canisters that the delegations allow; `None` for all.
    pub(super) targets: Option<BTreeSet<Principal>>,
}

impl Request {
    /// Reads an envelope and, where `validate`, believes nothing that is not signed and in time.
    pub(super) fn read(body: &[u8], now_ns: u64, validate: bool) -> Result<Self, EnvelopeError> {
        let envelope: Envelope<'static> = serde_cbor::from_slice(body)
            .map_err(|error| EnvelopeError::Malformed(error.to_string()))?;
        let id = envelope.content.to_request_id();
        let targets = if validate {
            check_expiry(envelope.content.ingress_expiry(), now_ns)?;
            check_sender(&envelope, &id.signable(), now_ns)?
        } else {
            None
        };
        let request = Self {
            content: envelope.content.into_owned(),
            id: *id,
            targets,
        };
        match &request.content {
            EnvelopeContent::Call { sender_info, .. }
            | EnvelopeContent::Query { sender_info, .. }
                if sender_info.is_some() =>
            {
                return Err(SignatureError::CanisterSignature.into());
            }
            EnvelopeContent::Call { canister_id, .. }
            | EnvelopeContent::Query { canister_id, .. } => request.check_target(*canister_id)?,
            EnvelopeContent::ReadState { .. } => {}
        }
        Ok(request)
    }

    /// Refuses a canister outside the targets of the delegations.
    fn check_target(&self, canister: Principal) -> Result<(), EnvelopeError> {
        match &self.targets {
            Some(targets) if !targets.contains(&canister) => {
                Err(DelegationError::NotATarget(canister).into())
            }
            _ => Ok(()),
        }
    }
}

fn check_expiry(expiry_ns: u64, now_ns: u64) -> Result<(), EnvelopeError> {
    let latest_ns = now_ns.saturating_add(MAX_EXPIRY_NS);
    if (now_ns..=latest_ns).contains(&expiry_ns) {
        return Ok(());
    }
    Err(EnvelopeError::Expiry {
        got_ns: expiry_ns,
        earliest_ns: now_ns,
        latest_ns,
    })
}

/// Returns the targets of the delegations.
fn check_sender(
    envelope: &Envelope<'_>,
    message: &[u8],
    now_ns: u64,
) -> Result<Option<BTreeSet<Principal>>, EnvelopeError> {
    let sender = *envelope.content.sender();
    let delegations = envelope.sender_delegation.as_deref().unwrap_or_default();
    let (key, signature) = match (&envelope.sender_pubkey, &envelope.sender_sig) {
        (None, None) if sender == Principal::anonymous() && delegations.is_empty() => {
            return Ok(None);
        }
        _ if sender == Principal::anonymous() => return Err(EnvelopeError::SignedAnonymous),
        (Some(key), Some(signature)) => (key, signature),
        _ => return Err(EnvelopeError::Unsigned(sender)),
    };
    if Principal::self_authenticating(key) != sender {
        return Err(EnvelopeError::WrongSender(sender));
    }
    let is_call = matches!(*envelope.content, EnvelopeContent::Call { .. });
    let (key, targets) = follow(key, delegations, is_call, now_ns)?;
    der::verify(key, message, signature)?;
    Ok(targets)
}

/// The key at the end of a chain of delegations, and the canisters that all of them allow.
fn follow<'a>(
    first: &'a [u8],
    delegations: &'a [SignedDelegation],
    is_call: bool,
    now_ns: u64,
) -> Result<(&'a [u8], Option<BTreeSet<Principal>>), DelegationError> {
    if delegations.len() > MAX_DELEGATIONS {
        return Err(DelegationError::TooLong);
    }
    let mut key = first;
    let mut seen = BTreeSet::from([first]);
    let mut allowed: Option<BTreeSet<Principal>> = None;
    for signed in delegations {
        let delegation = &signed.delegation;
        der::verify(key, &delegation.signable(), &signed.signature)
            .map_err(DelegationError::Signature)?;
        if delegation.expiration < now_ns {
            return Err(DelegationError::Expired(delegation.expiration));
        }
        if is_call && matches!(delegation.permissions, Some(DelegationPermissions::Queries)) {
            return Err(DelegationError::QueriesOnly);
        }
        if let Some(targets) = &delegation.targets {
            if targets.len() > MAX_TARGETS {
                return Err(DelegationError::TooManyTargets);
            }
            let targets: BTreeSet<_> = targets.iter().copied().collect();
            allowed = Some(match allowed {
                None => targets,
                Some(earlier) => earlier.intersection(&targets).copied().collect(),
            });
        }
        key = &delegation.pubkey;
        if !seen.insert(key) {
            return Err(DelegationError::Cycle);
        }
    }
    Ok((key, allowed))
}
