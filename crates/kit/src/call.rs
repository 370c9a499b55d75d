//! One call of somebody else, and what its answer means.

use bonafide_types::limits::CALL_TIMEOUT_SECONDS;
use candid::utils::ArgumentEncoder;
use candid::{CandidType, Principal};
use ic_cdk::call::{Call, CallErrorExt, CallFailed};
use serde::de::DeserializeOwned;

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard<R> {
    /// Somebody replied.
    Reply(R),
    /// The call surely changed nothing there: it was not sent, or not delivered.
    NotSent(String),
    /// Whether it changed something is unknown.
    Unknown(String),
}

/// Calls with one argument and some cycles and waits for the answer, [`CALL_TIMEOUT_SECONDS`]
/// at most. Cycles that are not needed come back. For calls that can be made again.
pub async fn call<R: CandidType + DeserializeOwned>(
    canister: Principal,
    method: &str,
    args: &impl CandidType,
    cycles: u128,
) -> Result<R, String> {
    words(hear(canister, method, &(args,), cycles).await)
}

/// Calls without an argument and without cycles, otherwise as [`call`].
pub async fn ask<R: CandidType + DeserializeOwned>(
    canister: Principal,
    method: &str,
) -> Result<R, String> {
    words(hear(canister, method, &(), 0).await)
}

/// Calls and tells what the answer proves. For calls that must not be made twice.
pub async fn hear<R: CandidType + DeserializeOwned>(
    canister: Principal,
    method: &str,
    args: &impl ArgumentEncoder,
    cycles: u128,
) -> Heard<R> {
    let answer = Call::bounded_wait(canister, method)
        .change_timeout(CALL_TIMEOUT_SECONDS)
        .with_args(args)
        .with_cycles(cycles)
        .await;
    match answer {
        Ok(reply) => match reply.candid::<R>() {
            Ok(reply) => Heard::Reply(reply),
            // It was carried out, and what came of it is in bytes that say nothing here.
            Err(error) => Heard::Unknown(format!("{method}: the reply cannot be decoded: {error}")),
        },
        Err(failure) => of_failure(method, &failure),
    }
}

/// What a failed call means. A canister that rejects or traps may have acted before: a ledger
/// writes its block, then may call others. So only the system's own word counts as proof.
fn of_failure<R>(method: &str, failure: &CallFailed) -> Heard<R> {
    let words = format!("{method}: {failure}");
    if failure.is_clean_reject() {
        Heard::NotSent(words)
    } else {
        Heard::Unknown(words)
    }
}

fn words<R>(heard: Heard<R>) -> Result<R, String> {
    match heard {
        Heard::Reply(reply) => Ok(reply),
        Heard::NotSent(reason) | Heard::Unknown(reason) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ic_cdk::call::{CallPerformFailed, CallRejected, InsufficientLiquidCycleBalance};

    fn rejected(code: u32) -> Heard<()> {
        let rejection = CallRejected::with_rejection(code, "words".into());
        of_failure("method", &CallFailed::CallRejected(rejection))
    }

    #[test]
    fn should_trust_the_word_of_the_system_only() {
        for code in [1, 2, 3] {
            assert!(matches!(rejected(code), Heard::NotSent(_)), "{code}");
        }
        for code in [4, 5, 6, 7] {
            assert!(matches!(rejected(code), Heard::Unknown(_)), "{code}");
        }
        let (available, required) = (1, 2);
        for failure in [
            CallFailed::CallPerformFailed(CallPerformFailed),
            CallFailed::InsufficientLiquidCycleBalance(InsufficientLiquidCycleBalance {
                available,
                required,
            }),
        ] {
            let heard: Heard<()> = of_failure("method", &failure);
            assert!(matches!(heard, Heard::NotSent(_)), "{failure}");
        }
    }
}
