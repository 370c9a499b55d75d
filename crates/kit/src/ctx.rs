//! The facts of one call.

use candid::Principal;

/// Who calls whom, and when. Captured once at the start of a call: after an await the
/// system would answer differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ctx {
    /// The caller.
    pub caller: Principal,
    /// Block time, nanoseconds since the epoch.
    pub now_ns: u64,
    /// This canister.
    pub self_id: Principal,
}

impl Ctx {
    /// Reads the facts from the system.
    #[must_use]
    pub fn capture() -> Self {
        Self {
            caller: ic_cdk::api::msg_caller(),
            now_ns: ic_cdk::api::time(),
            self_id: ic_cdk::api::canister_self(),
        }
    }

    /// The same call at the present time. After an await only the time is read anew.
    #[must_use]
    pub fn later(self) -> Self {
        Self {
            now_ns: ic_cdk::api::time(),
            ..self
        }
    }
}
