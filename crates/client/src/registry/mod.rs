//! The registry canister, method by method.

mod certified;
mod reads;
mod updates;

use crate::{
    runtime::{Runtime, RuntimeError},
    verify::{VerifiedRow, Verifier, VerifyError},
};
use bonafide_types::{
    certified::{CertifiedReadError, CertifiedRows, RowKey},
    registry::RegistryError,
};
use candid::{
    CandidType, Principal,
    utils::{ArgumentDecoder, ArgumentEncoder, decode_args, encode_args},
};
use serde::de::DeserializeOwned;

/// Why a method of the registry did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The call itself failed or was rejected.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The registry refused, with its own error.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The registry refused a certified read.
    #[error(transparent)]
    Read(#[from] CertifiedReadError),
    /// The answer is not proven.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The reply is not of the type the interface promises.
    #[error("{method}: the reply cannot be decoded: {reason}")]
    Reply {
        /// The method called.
        method: String,
        /// What the decoder says.
        reason: String,
    },
    /// The argument cannot be encoded.
    #[error("{method}: the argument cannot be encoded: {reason}")]
    Argument {
        /// The method to call.
        method: String,
        /// What the encoder says.
        reason: String,
    },
}

/// A certified answer: what it proves, and the answer itself to be kept or shown to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The rows, verified.
    pub rows: Vec<VerifiedRow>,
    /// The answer that proves them.
    pub answer: CertifiedRows,
}

/// Speaks to one registry canister.
#[derive(Clone, Debug)]
pub struct RegistryClient<R> {
    runtime: R,
    canister: Principal,
}

impl<R: Runtime> RegistryClient<R> {
    /// Speaks to `canister` over `runtime`.
    pub fn new(runtime: R, canister: Principal) -> Self {
        Self { runtime, canister }
    }

    /// The canister spoken to.
    pub fn canister(&self) -> Principal {
        self.canister
    }

    /// The runtime spoken over.
    pub fn runtime(&self) -> &R {
        &self.runtime
    }

    /// Checks answers of this canister as of now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`] when the runtime does not know the root key or the time.
    pub async fn verifier(&self) -> Result<Verifier, ClientError> {
        Ok(Verifier {
            canister: self.canister,
            root_key: self.runtime.root_key().await?,
            now_ns: self.runtime.now_ns().await?,
        })
    }

    async fn proven(&self, keys: &[RowKey], answer: CertifiedRows) -> Result<Proven, ClientError> {
        let rows = self.verifier().await?.rows(keys, &answer)?;
        Ok(Proven { rows, answer })
    }

    async fn owner<T>(&self, method: &str, args: &impl CandidType) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let reply = self.send(method, (args,)).await?;
        let (result,): (Result<T, RegistryError>,) = self.reply(method, reply)?;
        Ok(result?)
    }

    async fn update(&self, method: &str, args: impl ArgumentEncoder) -> Result<(), ClientError> {
        let reply = self.send(method, args).await?;
        self.reply(method, reply)
    }

    async fn send(&self, method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
        let arg = encode(method, args)?;
        Ok(self.runtime.update(self.canister, method, arg).await?)
    }

    async fn query<T>(&self, method: &str, args: impl ArgumentEncoder) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let reply = self
            .runtime
            .query(self.canister, method, encode(method, args)?)
            .await?;
        let (value,) = self.reply(method, reply)?;
        Ok(value)
    }

    #[expect(clippy::needless_pass_by_value, reason = "a reply is read once")]
    #[expect(
        clippy::unused_self,
        reason = "reads as a method beside send and query"
    )]
    fn reply<T>(&self, method: &str, reply: Vec<u8>) -> Result<T, ClientError>
    where
        T: for<'a> ArgumentDecoder<'a>,
    {
        decode_args(&reply).map_err(|error| ClientError::Reply {
            method: method.into(),
            reason: error.to_string(),
        })
    }
}

fn encode(method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
    encode_args(args).map_err(|error| ClientError::Argument {
        method: method.into(),
        reason: error.to_string(),
    })
}
