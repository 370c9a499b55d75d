//! What stories do with any canister of an instance.

use crate::proof::Judge;
use crate::rest;
use bonafide_types::certified::{CertifiedReadError, CertifiedTip};
use bonafide_types::id::Sha256Hash;
use candid::utils::{ArgumentEncoder, encode_args};
use candid::{CandidType, Deserialize, Principal, decode_one};
use pocket_ic::{PocketIc, RejectResponse};
use std::time::Duration;

/// Cycles of every canister of a story: more than it can use up.
pub const CYCLES: u128 = 1_000_000_000_000_000;

/// The instance's time. Nanoseconds since the epoch.
#[must_use]
pub fn now_ns(pic: &PocketIc) -> u64 {
    pic.get_time().as_nanos_since_unix_epoch()
}

/// Lets time pass, and the timers that are due run.
pub fn pass(pic: &PocketIc, time: Duration) {
    pic.advance_time(time);
    // One round for the timer, others for the calls it makes.
    for _ in 0..5 {
        pic.tick();
    }
}

/// Makes a canister on the instance's first application subnet, or where it must be.
#[must_use]
pub fn create(pic: &PocketIc) -> Principal {
    let canister = pic.create_canister();
    pic.add_cycles(canister, CYCLES);
    canister
}

/// Upgrades a canister.
///
/// # Errors
/// What the canister or the engine says against it.
pub fn upgrade(
    pic: &PocketIc,
    canister: Principal,
    module: Vec<u8>,
    arg: Vec<u8>,
) -> Result<(), RejectResponse> {
    rest(pic);
    pic.upgrade_canister(canister, module, arg, None)
}

/// Judges certified answers of a canister as of now.
#[must_use]
pub fn judge(pic: &PocketIc, canister: Principal) -> Judge {
    Judge {
        canister,
        root_key: pic.root_key().expect("there is an NNS"),
        now_ns: now_ns(pic),
    }
}

/// The end of a canister's log, as it says.
#[must_use]
pub fn tip(pic: &PocketIc, canister: Principal) -> CertifiedTip {
    let tip: Result<CertifiedTip, CertifiedReadError> = query(
        pic,
        canister,
        Principal::anonymous(),
        "get_tip_certified",
        (),
    );
    tip.expect("queries have a certificate")
}

/// A canister's certified root, checked by [`Judge`]: the same if and only if nothing changed.
#[must_use]
pub fn root(pic: &PocketIc, canister: Principal) -> Sha256Hash {
    judge(pic, canister)
        .tip(&tip(pic, canister))
        .unwrap_or_else(|error| panic!("the certified tip does not hold: {error}"))
}

/// Asks a query that replies, and decodes the reply.
#[must_use]
pub fn query<T>(
    pic: &PocketIc,
    canister: Principal,
    caller: Principal,
    method: &str,
    args: impl ArgumentEncoder,
) -> T
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    let reply = pic
        .query_call(canister, caller, method, encoded(args))
        .unwrap_or_else(|reject| panic!("{method}: {reject}"));
    decoded(method, &reply)
}

/// Makes an update call and decodes the reply.
///
/// # Errors
/// The reject.
pub fn update<T>(
    pic: &PocketIc,
    canister: Principal,
    caller: Principal,
    method: &str,
    args: impl ArgumentEncoder,
) -> Result<T, RejectResponse>
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    pic.update_call(canister, caller, method, encoded(args))
        .map(|reply| decoded(method, &reply))
}

/// Makes an update call that replies nothing.
///
/// # Errors
/// The reject.
pub fn tell(
    pic: &PocketIc,
    canister: Principal,
    caller: Principal,
    method: &str,
    args: impl ArgumentEncoder,
) -> Result<(), RejectResponse> {
    pic.update_call(canister, caller, method, encoded(args))
        .map(|_| ())
}

/// Arguments as a Candid message.
#[must_use]
pub fn encoded(args: impl ArgumentEncoder) -> Vec<u8> {
    encode_args(args).expect("arguments encode")
}

/// The one value of a reply to `method`.
#[must_use]
pub fn decoded<T>(method: &str, reply: &[u8]) -> T
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    decode_one(reply).unwrap_or_else(|error| panic!("{method}: {error}"))
}
