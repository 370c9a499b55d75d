//! Rejections: one value inside the engine, two renderings outside.

use candid::Principal;
use pocket_ic::{ErrorCode, RejectCode, RejectResponse};

use crate::execution::Trap;

/// Why a message was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    pub(super) code: ErrorCode,
    pub(super) message: String,
    /// The canister said so itself (`ic0.msg_reject`), so its text is passed on untouched.
    explicit: bool,
}

impl Rejection {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            explicit: false,
        }
    }

    /// A canister's own `ic0.msg_reject`.
    pub(super) fn by_canister(message: String) -> Self {
        Self {
            code: ErrorCode::CanisterRejectedMessage,
            message,
            explicit: true,
        }
    }

    /// The message of a trap names its canister already.
    pub(super) fn trap(trap: Trap) -> Self {
        Self::new(trap.code, trap.message)
    }

    pub(super) fn in_canister(code: ErrorCode, canister: Principal, message: &str) -> Self {
        Self::new(code, format!("Error from Canister {canister}: {message}"))
    }

    pub(super) fn not_emulated(what: &str) -> Self {
        Self::new(
            ErrorCode::CanisterRejectedMessage,
            format!("not emulated by local-ic: {what}"),
        )
    }

    pub(super) fn canister_not_found(canister: Principal) -> Self {
        Self::new(
            ErrorCode::CanisterNotFound,
            format!("Canister {canister} not found"),
        )
    }

    pub(super) fn no_wasm_module(canister: Principal) -> Self {
        Self::in_canister(
            ErrorCode::CanisterWasmModuleNotFound,
            canister,
            "Attempted to execute a message, but the canister contains no Wasm module.",
        )
    }

    pub(super) fn no_method(canister: Principal, kind: &str, method: &str) -> Self {
        Self::in_canister(
            ErrorCode::CanisterMethodNotFound,
            canister,
            &format!("Canister has no {kind} method '{method}'."),
        )
    }

    pub(super) fn out_of_cycles(canister: Principal, missing: u128) -> Self {
        Self::new(
            ErrorCode::CanisterOutOfCycles,
            format!(
                "Canister {canister} is out of cycles: \
                 please top up the canister with at least {missing} additional cycles"
            ),
        )
    }

    pub(super) fn did_not_reply(canister: Principal) -> Self {
        Self::in_canister(
            ErrorCode::CanisterDidNotReply,
            canister,
            "Canister did not reply to the call",
        )
    }

    pub(super) fn deadline_expired() -> Self {
        Self::new(ErrorCode::DeadlineExpired, "Call deadline has elapsed.")
    }

    pub(super) fn invalid_payload(reason: impl std::fmt::Display) -> Self {
        Self::new(
            ErrorCode::InvalidManagementPayload,
            format!("Error decoding candid: {reason}"),
        )
    }

    pub(super) fn invalid_controller(
        canister: Principal,
        controllers: &[Principal],
        sender: Principal,
    ) -> Self {
        let controllers: Vec<String> = controllers.iter().map(Principal::to_text).collect();
        Self::new(
            ErrorCode::CanisterInvalidController,
            format!(
                "Only the controllers of the canister {canister} can control it.\n\
                 Canister's controllers: {}\nSender's ID: {sender}",
                controllers.join(" ")
            ),
        )
    }

    /// The class of the error: its hundreds.
    pub(super) fn reject_code(&self) -> RejectCode {
        // Every error code is 1xx to 6xx, each with a reject code.
        RejectCode::try_from(self.code as u64 / 100).unwrap_or(RejectCode::SysFatal)
    }

    /// What a calling canister reads through `ic0.msg_reject_code` and `ic0.msg_reject_msg`.
    pub(super) fn for_canister(&self) -> (u32, String) {
        let message = if self.explicit {
            self.message.clone()
        } else {
            format!("IC{:04}: {}", self.code as u64, self.message)
        };
        (self.reject_code() as u32, message)
    }

    /// What a caller from outside reads. `certified` when the state tree carries it.
    pub(super) fn for_user(self, certified: bool) -> RejectResponse {
        RejectResponse {
            reject_code: self.reject_code(),
            reject_message: self.message,
            error_code: self.code,
            certified,
        }
    }
}
