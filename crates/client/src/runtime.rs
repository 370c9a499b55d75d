//! What a client needs of the network: calls, queries, the root key and the time.

use candid::Principal;

/// Carries calls to canisters.
#[expect(
    async_fn_in_trait,
    reason = "callers drive one future at a time; none needs to be sent between threads"
)]
pub trait Runtime {
    /// Sends an update and waits for its certified reply. Bytes are Candid.
    async fn update(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError>;

    /// Sends a query. Bytes are Candid. A reply is one node's word.
    async fn query(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError>;

    /// The network's root public key, DER.
    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError>;

    /// The network's time as this side knows it, nanoseconds since the epoch.
    async fn now_ns(&self) -> Result<u64, RuntimeError>;
}

/// Why a call did not bring a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuntimeError {
    /// The canister or the network refused the call.
    #[error("{message}")]
    Rejected {
        /// Reject code of the interface specification, 1 to 6.
        code: u8,
        /// What the refuser said.
        message: String,
        /// The network's own code, for example `IC0503`.
        error_code: Option<String>,
    },
    /// The network was not reached, or answered out of protocol.
    #[error("{message}")]
    Transport {
        /// What went wrong.
        message: String,
    },
    /// The reply came, but its certificate or signature does not hold.
    #[error("{message}")]
    Unverified {
        /// What does not hold.
        message: String,
    },
    /// The identity cannot sign.
    #[error("the identity cannot sign: {message}")]
    Identity {
        /// What the identity said.
        message: String,
    },
}

impl RuntimeError {
    /// A transport error that says `error`.
    pub(crate) fn transport(error: impl std::fmt::Display) -> Self {
        Self::Transport {
            message: error.to_string(),
        }
    }
}
