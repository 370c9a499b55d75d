//! What the clients of all canisters share: calls, decoding, and reads with proof.

use crate::{
    runtime::{Runtime, RuntimeError},
    verify::{VerifiedPage, VerifiedRow, VerifiedTip, Verifier, VerifyError},
};
use bonafide_types::{
    audits::AuditError,
    certified::{CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey},
    governance::{Command, GovernanceError, MotionError, NnsReviewError},
    identity::{IdentityError, ScoreError},
    ledger::ApproveError,
    limits::PAGE_RECORDS,
    registry::RegistryError,
    rewards::RewardsError,
};
use candid::{
    CandidType, Principal,
    utils::{ArgumentDecoder, ArgumentEncoder, decode_args, encode_args},
};
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use std::marker::PhantomData;

/// Why a method of a canister did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The call itself failed or was rejected.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The registry refused, with its own error.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// Governance refused, with its own error.
    #[error(transparent)]
    Governance(#[from] GovernanceError),
    /// Governance does not review the NNS proposals.
    #[error(transparent)]
    NnsReview(#[from] NnsReviewError),
    /// The identity canister refused, with its own error.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The identity canister computed no score.
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// The audits canister refused, with its own error.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The rewards canister refused, with its own error.
    #[error(transparent)]
    Rewards(#[from] RewardsError),
    /// The ledger approved nothing.
    #[error(transparent)]
    Approve(#[from] ApproveError),
    /// Governance does not execute the NNS motion.
    #[error(transparent)]
    Motion(#[from] MotionError),
    /// The canister refused a certified read.
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

/// Speaks to one canister; `C` says which one, and with it which methods there are.
#[derive(Clone, Debug)]
pub struct CanisterClient<R, C> {
    runtime: R,
    canister: Principal,
    which: PhantomData<C>,
}

impl<R: Runtime, C> CanisterClient<R, C> {
    /// Speaks to `canister` over `runtime`.
    pub fn new(runtime: R, canister: Principal) -> Self {
        Self {
            runtime,
            canister,
            which: PhantomData,
        }
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

    // Certified reads, verified.

    /// Single rows.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn rows_certified(&self, keys: &[RowKey]) -> Result<Proven, ClientError> {
        self.proven("get_rows_certified", (keys,), keys).await
    }

    /// A stretch of a table, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn range_certified(&self, range: &RangeArgs) -> Result<VerifiedPage, ClientError> {
        let method = "list_rows_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> =
            self.query(method, (range,)).await?;
        Ok(self.verifier().await?.range(range, &answer?)?)
    }

    /// A whole table in key order, at most `limit` records; each page is proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn table<T>(&self, table: &str, limit: Option<usize>) -> Result<Vec<T>, ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let mut records = Vec::new();
        let mut after = None;
        loop {
            let left = limit.map_or(usize::MAX, |limit| limit.saturating_sub(records.len()));
            let page = u32::try_from(left)
                .unwrap_or(PAGE_RECORDS)
                .min(PAGE_RECORDS);
            if page == 0 {
                return Ok(records);
            }
            let range = RangeArgs {
                table: table.into(),
                after: after.take(),
                limit: page,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                records.extend(row.record::<T>()?);
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = Some(ByteBuf::from(last.key())),
                _ => return Ok(records),
            }
        }
    }

    /// The end of the event log.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn tip_certified(&self) -> Result<VerifiedTip, ClientError> {
        let answer: Result<CertifiedTip, CertifiedReadError> =
            self.query("get_tip_certified", ()).await?;
        Ok(self.verifier().await?.tip(&answer?)?)
    }

    /// A stretch of the event log; checked against [`Self::tip_certified`] by its hash chain.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn events(&self, start: u64, length: u64) -> Result<EventPage, ClientError> {
        self.query("get_events", (start, length)).await
    }

    // What the methods of one canister are made of.

    /// A certified read that must be about `keys`, in this order.
    pub(crate) async fn proven(
        &self,
        method: &str,
        args: impl ArgumentEncoder,
        keys: &[RowKey],
    ) -> Result<Proven, ClientError> {
        let answer: Result<CertifiedRows, CertifiedReadError> = self.query(method, args).await?;
        let answer = answer?;
        let rows = self.verifier().await?.rows(keys, &answer)?;
        Ok(Proven { rows, answer })
    }

    /// An update that answers with a result.
    pub(crate) async fn ask<T, E>(
        &self,
        method: &str,
        args: impl ArgumentEncoder,
    ) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
        E: CandidType + DeserializeOwned + Into<ClientError>,
    {
        let reply = self.send(method, args).await?;
        let (result,): (Result<T, E>,) = decode(method, &reply)?;
        result.map_err(Into::into)
    }

    /// An update whose refusal is a reject.
    pub(crate) async fn update<T>(
        &self,
        method: &str,
        args: impl ArgumentEncoder,
    ) -> Result<T, ClientError>
    where
        T: for<'a> ArgumentDecoder<'a>,
    {
        decode(method, &self.send(method, args).await?)
    }

    async fn send(&self, method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
        let arg = encode(method, args)?;
        Ok(self.runtime.update(self.canister, method, arg).await?)
    }

    pub(crate) async fn query<T>(
        &self,
        method: &str,
        args: impl ArgumentEncoder,
    ) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let arg = encode(method, args)?;
        let reply = self.runtime.query(self.canister, method, arg).await?;
        let (value,) = decode(method, &reply)?;
        Ok(value)
    }
}

pub(crate) fn decode<T>(method: &str, reply: &[u8]) -> Result<T, ClientError>
where
    T: for<'a> ArgumentDecoder<'a>,
{
    decode_args(reply).map_err(|error| ClientError::Reply {
        method: method.into(),
        reason: error.to_string(),
    })
}

pub(crate) fn encode(method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
    encode_args(args).map_err(|error| unencodable(method, &error))
}

/// The Candid bytes of the governed call that a command stands for.
pub(crate) fn arguments(command: &Command) -> Result<Vec<u8>, ClientError> {
    command
        .encode_args()
        .map_err(|error| unencodable(command.spec().method, &error))
}

fn unencodable(method: &str, error: &candid::Error) -> ClientError {
    ClientError::Argument {
        method: method.into(),
        reason: error.to_string(),
    }
}
