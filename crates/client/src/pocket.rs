//! An instance of the `pocket-ic` server.

use crate::runtime::{Runtime, RuntimeError};
use candid::Principal;
use pocket_ic::{PocketIc, RejectResponse};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Speaks to an instance of the `pocket-ic` server as one principal, blocking inside each call.
#[derive(Clone, Copy)]
pub struct PocketIcRuntime<'a> {
    pic: &'a PocketIc,
    sender: Principal,
}

impl std::fmt::Debug for PocketIcRuntime<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PocketIcRuntime")
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

impl<'a> PocketIcRuntime<'a> {
    /// Calls go to `pic` from `sender`.
    #[must_use]
    pub fn new(pic: &'a PocketIc, sender: Principal) -> Self {
        Self { pic, sender }
    }

    /// The output of a client's future over this runtime, which is ready at the first poll
    /// because every call blocks.
    ///
    /// # Panics
    /// When the future waits for anything else.
    pub fn run<F: Future>(future: F) -> F::Output {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("a future over PocketIcRuntime waited for something else"),
        }
    }
}

impl Runtime for PocketIcRuntime<'_> {
    async fn update(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.pic.update_call(canister, self.sender, method, arg)?)
    }

    async fn query(
        &self,
        canister: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.pic.query_call(canister, self.sender, method, arg)?)
    }

    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError> {
        self.pic
            .root_key()
            .ok_or_else(|| RuntimeError::transport("this instance has no root key"))
    }

    async fn now_ns(&self) -> Result<u64, RuntimeError> {
        Ok(self.pic.get_time().as_nanos_since_unix_epoch())
    }
}

impl From<RejectResponse> for RuntimeError {
    fn from(reject: RejectResponse) -> Self {
        Self::Rejected {
            code: reject.reject_code as u8,
            message: reject.reject_message,
            error_code: Some(format!("{:?}", reject.error_code)),
        }
    }
}
