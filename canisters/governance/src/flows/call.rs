//! One call of another canister, and what its answer means.

use bonafide_types::limits::CALL_TIMEOUT_SECONDS;
use candid::Principal;
use ic_cdk::call::{Call, CallFailed, CallRejected, RejectCode};

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The target replied.
    Reply(Vec<u8>),
    /// The target changed nothing: it refused or trapped, or the call never reached it.
    Refused(String),
    /// Whether the target acted is unknown.
    Unknown(String),
}

/// Calls and waits for the answer, [`CALL_TIMEOUT_SECONDS`] at most. Attaches no cycles.
pub(super) async fn call(canister: Principal, method: &str, args: &[u8]) -> Answer {
    let answer = Call::bounded_wait(canister, method)
        .change_timeout(CALL_TIMEOUT_SECONDS)
        .with_raw_args(args)
        .await;
    match answer {
        Ok(reply) => Answer::Reply(reply.into_bytes()),
        Err(failure) => of_failure(&failure),
    }
}

/// What a failed call means. The text begins with the name of its reject code, or with
/// `CallNotSent`.
///
/// A governed method runs in one message, so whenever the target rejects or traps, nothing
/// of it remains. The system's own rejects say that the call was not delivered, except
/// `SysUnknown`, which says nothing of it. A code that this code does not know is taken for
/// the same.
fn of_failure(failure: &CallFailed) -> Answer {
    let rejected = match failure {
        CallFailed::InsufficientLiquidCycleBalance(_) | CallFailed::CallPerformFailed(_) => {
            return Answer::Refused(format!("CallNotSent: {failure}"));
        }
        CallFailed::CallRejected(rejected) => rejected,
    };
    let words = |code: &str| format!("{code}: {}", rejected.reject_message());
    match CallRejected::reject_code(rejected) {
        Ok(RejectCode::SysUnknown) => Answer::Unknown(words("SysUnknown")),
        Ok(
            code @ (RejectCode::SysFatal
            | RejectCode::SysTransient
            | RejectCode::DestinationInvalid
            | RejectCode::CanisterReject
            | RejectCode::CanisterError),
        ) => Answer::Refused(words(&format!("{code:?}"))),
        Err(_) => {
            let code = rejected.raw_reject_code();
            Answer::Unknown(words(&format!("RejectCode{code}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ic_cdk::call::{CallPerformFailed, InsufficientLiquidCycleBalance};

    fn rejected(code: u32) -> Answer {
        let rejection = CallRejected::with_rejection(code, "words".into());
        of_failure(&CallFailed::CallRejected(rejection))
    }

    #[test]
    fn should_take_rejects_for_refusals() {
        for (code, name) in [
            (1, "SysFatal"),
            (2, "SysTransient"),
            (3, "DestinationInvalid"),
            (4, "CanisterReject"),
            (5, "CanisterError"),
        ] {
            assert_eq!(rejected(code), Answer::Refused(format!("{name}: words")));
        }
    }

    #[test]
    fn should_know_nothing_after_an_unknown_reject() {
        let unknown = |text: &str| Answer::Unknown(text.into());
        assert_eq!(rejected(6), unknown("SysUnknown: words"));
        assert_eq!(rejected(7), unknown("RejectCode7: words"));
    }

    #[test]
    fn should_take_a_call_that_was_not_sent_for_refused() {
        let (available, required) = (1, 2);
        for failure in [
            CallFailed::CallPerformFailed(CallPerformFailed),
            CallFailed::InsufficientLiquidCycleBalance(InsufficientLiquidCycleBalance {
                available,
                required,
            }),
        ] {
            let answer = of_failure(&failure);
            let text = format!("CallNotSent: {failure}");
            assert_eq!(answer, Answer::Refused(text));
        }
    }
}
