//! Whether the subnet that signed may speak for the canister.
//!
//! The certificate library refuses ranges that do not hold the canister, but accepts a
//! delegation that shows none: whoever passes an answer on could prune them away, and any
//! subnet could then speak for any canister. So a range that holds it must be shown.

use super::VerifyError;
use candid::Principal;
use ic_certification::{Certificate, Delegation, LookupResult, SubtreeLookupResult};

/// Refuses a delegation that does not show that its subnet hosts the canister. Its signature
/// is checked elsewhere.
pub(super) fn check(delegation: &Delegation, canister: Principal) -> Result<(), VerifyError> {
    let certificate: Certificate =
        serde_cbor::from_slice(&delegation.certificate).map_err(|error| {
            VerifyError::MalformedCertificate {
                reason: error.to_string(),
            }
        })?;
    let subnet = delegation.subnet_id.as_slice();
    let mut leaves = Vec::new();
    let sharded: [&[u8]; 2] = [b"canister_ranges", subnet];
    if let SubtreeLookupResult::Found(shards) = certificate.tree.lookup_subtree(&sharded) {
        for path in shards.list_paths() {
            if let LookupResult::Found(leaf) = shards.lookup_path(&path) {
                leaves.push(leaf.to_vec());
            }
        }
    }
    // How networks of before 2026 say it.
    let flat: [&[u8]; 3] = [b"subnet", subnet, b"canister_ranges"];
    if let LookupResult::Found(leaf) = certificate.tree.lookup_path(&flat) {
        leaves.push(leaf.to_vec());
    }
    for leaf in leaves {
        let ranges: Vec<(Principal, Principal)> =
            serde_cbor::from_slice(&leaf).map_err(|error| VerifyError::MalformedCertificate {
                reason: error.to_string(),
            })?;
        let id = canister.as_slice();
        if ranges
            .iter()
            .any(|(first, last)| first.as_slice() <= id && id <= last.as_slice())
        {
            return Ok(());
        }
    }
    Err(VerifyError::CanisterNotInRange { canister })
}
