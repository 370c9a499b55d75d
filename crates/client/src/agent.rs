//! A network reached over HTTP.

use crate::runtime::{Runtime, RuntimeError};
use candid::Principal;
use ic_agent::{
    Agent, AgentError, Identity,
    agent::{CallResponse, EnvelopeContent, RejectResponse},
    hash_tree::Label,
};
use ic_transport_types::{Envelope, RequestId};
use std::{
    borrow::Cow,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// How long a request stays valid, within the five minutes the protocol allows.
const INGRESS_EXPIRY: Duration = Duration::from_secs(4 * 60);

/// The same for a network whose clock was moved: such a clock may stand still, so a request
/// is made to fit the network's window for some minutes to either side.
const SHIFTED_EXPIRY: Duration = Duration::from_secs(150);

/// By how much a test network's clock is off from this machine's. Zero on real networks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockOffset {
    /// Nanoseconds, positive when the network is ahead.
    pub ns: i64,
}

impl ClockOffset {
    /// The network's time when this machine's clock shows `time`.
    fn apply(self, time: SystemTime) -> SystemTime {
        let by = Duration::from_nanos(self.ns.unsigned_abs());
        let shifted = if self.ns < 0 {
            time.checked_sub(by)
        } else {
            time.checked_add(by)
        };
        shifted.unwrap_or(time)
    }

    /// How much older than this machine's clock a fresh certificate may look.
    fn lag(self) -> Duration {
        Duration::from_nanos(if self.ns < 0 {
            self.ns.unsigned_abs()
        } else {
            0
        })
    }
}

/// Speaks to a network over HTTP with one identity.
///
/// Every request carries an explicit expiry in the network's time, so that a network whose
/// clock was moved can be used too. Update replies are always verified against the root key.
pub struct AgentRuntime {
    agent: Agent,
    identity: Arc<dyn Identity>,
    offset: ClockOffset,
}

impl fmt::Debug for AgentRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentRuntime")
            .field("agent", &self.agent)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl AgentRuntime {
    /// Speaks to the network at `url`, which must be a valid URL. The root key is the
    /// Internet Computer's until [`Self::set_root_key`] or [`Self::fetch_root_key`].
    ///
    /// # Errors
    /// [`RuntimeError::Transport`] when no HTTP client can be made.
    pub fn new(
        url: &str,
        identity: Arc<dyn Identity>,
        offset: ClockOffset,
    ) -> Result<Self, RuntimeError> {
        let agent = Agent::builder()
            .with_url(url)
            .with_arc_identity(Arc::clone(&identity))
            // The agent judges the age of certificates by this machine's clock and this
            // expiry; requests carry their own.
            .with_ingress_expiry(INGRESS_EXPIRY + offset.lag())
            // Node signatures need a read of the state that carries this machine's time.
            .with_verify_query_signatures(offset == ClockOffset::default())
            .build()
            .map_err(|error| RuntimeError::from(&error))?;
        Ok(Self {
            agent,
            identity,
            offset,
        })
    }

    /// Trusts `key` (DER) as the network's root key.
    pub fn set_root_key(&self, key: Vec<u8>) {
        self.agent.set_root_key(key);
    }

    /// Trusts whatever key the network names. For test networks only.
    ///
    /// # Errors
    /// [`RuntimeError::Transport`] when the network cannot be asked.
    pub async fn fetch_root_key(&self) -> Result<(), RuntimeError> {
        self.agent
            .fetch_root_key()
            .await
            .map_err(|error| RuntimeError::from(&error))
    }

    /// Who signs.
    ///
    /// # Errors
    /// [`RuntimeError::Identity`] when the identity cannot say.
    pub fn principal(&self) -> Result<Principal, RuntimeError> {
        self.identity
            .sender()
            .map_err(|message| RuntimeError::Identity { message })
    }

    /// An update routed to the subnet of `effective`, for calls to the management canister.
    ///
    /// # Errors
    /// As [`Runtime::update`].
    pub async fn update_at(
        &self,
        canister: Principal,
        effective: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.call(canister, effective, method, arg)
            .await
            .map_err(|error| RuntimeError::from(&error))
    }

    async fn call(
        &self,
        canister: Principal,
        effective: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, AgentError> {
        let signed = self
            .agent
            .update(&canister, method)
            .with_effective_canister_id(effective)
            .with_arg(arg)
            .expire_at(self.expiry())
            .sign()?;
        match self
            .agent
            .update_signed(effective, signed.signed_update)
            .await?
        {
            CallResponse::Response(reply) => Ok(reply),
            CallResponse::Poll(id) => {
                let status = self.status_request(&id)?;
                Ok(self.agent.wait_signed(&id, effective, status).await?.0)
            }
        }
    }

    fn expiry(&self) -> SystemTime {
        let valid = if self.offset == ClockOffset::default() {
            INGRESS_EXPIRY
        } else {
            SHIFTED_EXPIRY
        };
        self.offset.apply(SystemTime::now()) + valid
    }

    /// A signed request for the status of `id`, made here because the agent would stamp it
    /// with this machine's time.
    fn status_request(&self, id: &RequestId) -> Result<Vec<u8>, AgentError> {
        let content = EnvelopeContent::ReadState {
            ingress_expiry: nanos(self.expiry()),
            sender: self.identity.sender().map_err(AgentError::SigningError)?,
            paths: vec![vec![
                Label::from("request_status"),
                Label::from(id.to_vec()),
            ]],
        };
        let signature = self
            .identity
            .sign(&content)
            .map_err(AgentError::SigningError)?;
        let envelope = Envelope {
            content: Cow::Borrowed(&content),
            sender_pubkey: signature.public_key,
            sender_sig: signature.signature,
            sender_delegation: signature.delegations,
        };
        Ok(envelope.encode_bytes())
    }
}

impl Runtime for AgentRuntime {
    async fn update(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.update_at(canister, canister, method, arg).await
    }

    async fn query(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.agent
            .query(&canister, method)
            .with_arg(arg)
            .expire_at(self.expiry())
            .call()
            .await
            .map_err(|error| RuntimeError::from(&error))
    }

    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.agent.read_root_key())
    }

    async fn now_ns(&self) -> Result<u64, RuntimeError> {
        Ok(nanos(self.offset.apply(SystemTime::now())))
    }
}

/// Nanoseconds since the epoch; a time outside `u64` saturates.
fn nanos(time: SystemTime) -> u64 {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

impl From<&AgentError> for RuntimeError {
    fn from(error: &AgentError) -> Self {
        match error {
            AgentError::CertifiedReject { reject, .. }
            | AgentError::UncertifiedReject { reject, .. } => Self::from(reject),
            AgentError::SigningError(message) => Self::Identity {
                message: message.clone(),
            },
            AgentError::CertificateVerificationFailed()
            | AgentError::QuerySignatureVerificationFailed
            | AgentError::CertificateNotAuthorized()
            | AgentError::CertificateOutdated(_)
            | AgentError::CertificateHasTooManyDelegations
            | AgentError::MissingSignature
            | AgentError::MalformedSignature
            | AgentError::MalformedPublicKey
            | AgentError::TooManySignatures { .. }
            | AgentError::DerKeyLengthMismatch { .. }
            | AgentError::DerPrefixMismatch { .. }
            | AgentError::LookupPathAbsent(_)
            | AgentError::LookupPathUnknown(_)
            | AgentError::LookupPathError(_)
            // A certificate cut short shows as this; so does a reply that is no CBOR at all,
            // and nothing in it is proven either.
            | AgentError::InvalidCborData(_) => Self::Unverified {
                message: error.to_string(),
            },
            _ => Self::transport(error),
        }
    }
}

impl From<&RejectResponse> for RuntimeError {
    fn from(reject: &RejectResponse) -> Self {
        Self::Rejected {
            code: reject.reject_code as u8,
            message: reject.reject_message.clone(),
            error_code: reject.error_code.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_behind_this_clock_gets_its_own_time_and_a_longer_certificate_age() {
        let offset = ClockOffset { ns: -5_000_000_000 };
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(100);
        assert_eq!(nanos(offset.apply(time)), 95_000_000_000);
        assert_eq!(offset.lag(), Duration::from_secs(5));
    }

    #[test]
    fn a_network_ahead_of_this_clock_gets_its_own_time_and_no_extra_age() {
        let offset = ClockOffset { ns: 5_000_000_000 };
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(100);
        assert_eq!(nanos(offset.apply(time)), 105_000_000_000);
        assert_eq!(offset.lag(), Duration::ZERO);
    }
}
