//! How a stand-in lets rounds pass before it goes on.

use candid::Principal;
use ic_cdk::call::Call;

/// Makes a call to a canister on another subnet, whatever becomes of it, so that the answer
/// takes two rounds at least. What was done before is kept from then on.
pub async fn go_to(canister: Principal) {
    // A reject is an answer as well.
    let _ = Call::bounded_wait(canister, "get_build_metadata").await;
}
