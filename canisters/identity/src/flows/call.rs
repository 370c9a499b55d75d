//! One call of somebody else, and why it brought nothing.

use bonafide_types::limits::CALL_TIMEOUT_SECONDS;
use candid::{CandidType, Principal};
use ic_cdk::call::Call;
use serde::de::DeserializeOwned;

/// Calls with some cycles and waits for the answer, [`CALL_TIMEOUT_SECONDS`] at most. Cycles
/// that are not needed come back.
pub(super) async fn call<R: CandidType + DeserializeOwned>(
    canister: Principal,
    method: &str,
    args: &impl CandidType,
    cycles: u128,
) -> Result<R, String> {
    let answer = Call::bounded_wait(canister, method)
        .change_timeout(CALL_TIMEOUT_SECONDS)
        .with_arg(args)
        .with_cycles(cycles)
        .await;
    let reply = answer.map_err(|failure| format!("{method}: {failure}"))?;
    reply
        .candid::<R>()
        .map_err(|error| format!("{method}: the reply cannot be decoded: {error}"))
}
