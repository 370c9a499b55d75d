//! Reads what a call cost off the canister's balance.

use super::module;
use bonafide_test_support::World;
use candid::{CandidType, Principal, decode_one, encode_args};
use pocket_ic::PocketIc;
use serde::Deserialize;

/// Every method that is measured.
const METHODS: [&str; 10] = [
    "update_provider_profile",
    "accept_declaration",
    "register_provider",
    "get_provider_certified",
    "get_provider",
    "get_rows_certified",
    "list_rows_certified",
    "list_providers",
    "get_events",
    "import_page",
];

/// A reference canister beside the registry.
#[derive(Debug)]
pub(super) struct Meter {
    reference: Principal,
}

/// The start of an answer of any type of ours that may refuse.
#[derive(CandidType, Deserialize)]
enum Answer {
    Ok(candid::Reserved),
    Err(candid::Reserved),
}

impl Meter {
    pub(super) fn new(world: &World) -> Self {
        let subnet = world.pic.get_subnet(world.registry);
        let reference = world.pic.create_canister_on_subnet(
            None,
            None,
            subnet.expect("the registry is somewhere"),
        );
        world.pic.add_cycles(reference, 100_000_000_000_000);
        world
            .pic
            .install_canister(reference, module::replying(&METHODS), vec![], None);
        Self { reference }
    }

    /// Instructions of a call, made as an update.
    pub(super) fn call(&self, world: &World, caller: Principal, method: &str, arg: Vec<u8>) -> u64 {
        let length = arg.len();
        let (bill, reply) = billed(&world.pic, world.registry, || {
            world
                .pic
                .update_call(world.registry, caller, method, arg)
                .unwrap_or_else(|reject| panic!("{method}: {reject}"))
        });
        assert!(
            !matches!(decode_one(&reply), Ok(Answer::Err(_))),
            "{method} was refused: what it costs to refuse is not measured here"
        );
        let (fees, _) = billed(&world.pic, self.reference, || {
            world
                .pic
                .update_call(self.reference, caller, method, vec![0; length])
                .unwrap_or_else(|reject| panic!("reference, {method}: {reject}"))
        });
        bill.saturating_sub(fees)
    }

    /// Instructions of an upgrade. Its fees, and what an engine bills for compiling, count too.
    pub(super) fn upgrade(&self, world: &World, module: Vec<u8>) -> u64 {
        let nothing = encode_args(()).expect("nothing encodes");
        let (bill, ()) = billed(&world.pic, world.registry, || {
            world
                .upgrade(module, nothing)
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
