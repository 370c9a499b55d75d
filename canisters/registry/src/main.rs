//! The registry's endpoints, by who calls them. What they do is said in the crate
//! documentation.

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

#[path = "main/governed.rs"]
mod governed;
#[path = "main/network.rs"]
mod network;
#[path = "main/owners.rs"]
mod owners;
#[path = "main/proofs.rs"]
mod proofs;
#[path = "main/reads.rs"]
mod reads;

use bonafide_registry::{access, lifecycle};
// The interface is written out here, so every type of every endpoint is known here.
use bonafide_types::Validation;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::*;
use candid::Principal;
use ic_cdk::{init, inspect_message, post_upgrade};
use std::marker::PhantomData;

#[init]
fn init(args: InstallArgs) {
    lifecycle::init(&args);
}

fn read_upgrade_args(bytes: Vec<u8>) -> Option<InstallArgs> {
    lifecycle::read_upgrade_args(&bytes)
}

#[post_upgrade(decode_with = "read_upgrade_args")]
fn post_upgrade(args: Option<InstallArgs>) {
    lifecycle::post_upgrade(args);
}

#[inspect_message]
fn inspect_message() {
    let method = ic_cdk::api::msg_method_name();
    match access::admit(&method) {
        Ok(()) => ic_cdk::api::accept_message(),
        Err(refusal) => ic_cdk::trap(refusal),
    }
}

ic_cdk::export_candid!();

fn main() {}

#[cfg(test)]
mod tests {
    use super::__export_service;
    use bonafide_test_support::interface;

    #[test]
    fn should_serve_the_interface_as_written() {
        interface::assert_served_as_written("registry", &__export_service());
    }

    #[test]
    fn should_stay_compatible_with_the_last_release() {
        interface::assert_compatible_with_last_release("registry");
    }
}
