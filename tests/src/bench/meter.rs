//! Reads what a call cost off the canister's balance.

use super::module;
use bonafide_test_support::rest;
use candid::{CandidType, Principal, decode_one, encode_args};
use pocket_ic::PocketIc;
use serde::Deserialize;

/// What executing a message costs beside its instructions, cycles on a subnet of 13 nodes.
const EXECUTION_FEE: u64 = 5_000_000;

/// A canister that is measured, and a reference canister beside it.
pub(super) struct Meter<'p> {
    pic: &'p PocketIc,
    canister: Principal,
    reference: Principal,
}

/// The start of an answer of any type of ours that may refuse.
#[derive(CandidType, Deserialize)]
enum Answer {
    Ok(candid::Reserved),
    Err(candid::Reserved),
}

impl<'p> Meter<'p> {
    /// A meter for calls of these methods.
    pub(super) fn new(pic: &'p PocketIc, canister: Principal, methods: &[&str]) -> Self {
        let subnet = pic.get_subnet(canister).expect("the canister is somewhere");
        let reference = pic.create_canister_on_subnet(None, None, subnet);
        pic.add_cycles(reference, 100_000_000_000_000);
        pic.install_canister(reference, module::replying(methods), vec![], None);
        Self {
            pic,
            canister,
            reference,
        }
    }

    /// Instructions of a call, made as an update, which itself makes one call and handles its
    /// answer. What the transmission of that call costs counts too.
    pub(super) fn calling_call(&self, caller: Principal, method: &str, arg: Vec<u8>) -> u64 {
        self.call(caller, method, arg).saturating_sub(EXECUTION_FEE)
    }

    /// Instructions of a call, made as an update.
    pub(super) fn call(&self, caller: Principal, method: &str, arg: Vec<u8>) -> u64 {
        let length = arg.len();
        let (bill, reply) = billed(self.pic, self.canister, || {
            self.pic
                .update_call(self.canister, caller, method, arg)
                .unwrap_or_else(|reject| panic!("{method}: {reject}"))
        });
        if let Ok(Answer::Err(_)) = decode_one(&reply) {
            let error = candid::IDLArgs::from_bytes(&reply);
            panic!("{method} was refused, what that costs is not measured here: {error:?}");
        }
        let (fees, _) = billed(self.pic, self.reference, || {
            self.pic
                .update_call(self.reference, caller, method, vec![0; length])
                .unwrap_or_else(|reject| panic!("reference, {method}: {reject}"))
        });
        bill.saturating_sub(fees)
    }

    /// What the canister does by itself while something is awaited that makes it do so:
    /// instructions, and the fees of all messages.
    pub(super) fn background(&self, wait: impl FnOnce()) -> u64 {
        let (bill, ()) = billed(self.pic, self.canister, wait);
        bill
    }

    /// Instructions of an upgrade. Its fees, and what an engine bills for compiling, count too.
    pub(super) fn upgrade(&self, module: Vec<u8>) -> u64 {
        let nothing = encode_args(()).expect("nothing encodes");
        rest(self.pic);
        let (bill, ()) = billed(self.pic, self.canister, || {
            self.pic
                .upgrade_canister(self.canister, module, nothing, None)
                .unwrap_or_else(|reject| panic!("upgrade: {reject}"));
        });
        bill
    }
}

/// What `doing` takes from the balance of a canister, in cycles.
fn billed<T>(pic: &PocketIc, canister: Principal, doing: impl FnOnce() -> T) -> (u64, T) {
    let before = pic.cycle_balance(canister);
    let done = doing();
    let bill = before - pic.cycle_balance(canister);
    (
        u64::try_from(bill).expect("a bill is far below the balance"),
        done,
    )
}
