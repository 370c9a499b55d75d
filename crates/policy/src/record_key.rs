//! Which vetKey opens which version of which encrypted record.
//!
//! Each version of each record has a key of its own, and so has each share of a record sealed
//! for a committee. A released key therefore opens that and nothing else.

use bonafide_types::identity::RecordVersion;
use candid::Principal;
use sha2::{Digest, Sha256};

/// The context of all keys to records: no other use of vetKeys by the canister has it.
pub const CONTEXT: &[u8] = b"bonafide-record-v1";

/// Sets these hashes apart from all others: length, then words.
const DOMAIN: &[u8] = b"\x13bonafide-record-key";

/// The identity that content is encrypted to, and the input of its key's derivation: SHA-256 of
/// the domain; the canister and the provider, each its length in one byte and its bytes; record
/// and version, 4 bytes each, big-endian; and the slot, 1 byte, 0 for a record without a
/// committee.
#[must_use]
pub fn input(canister: Principal, record: RecordVersion, slot: u8) -> [u8; 32] {
    let RecordVersion {
        provider,
        record_id,
        version,
    } = record;
    let mut hash = Sha256::new().chain_update(DOMAIN);
    for principal in [canister, provider.0] {
        let bytes = principal.as_slice();
        // Principals have 29 bytes at most.
        hash.update([u8::try_from(bytes.len()).unwrap_or(u8::MAX)]);
        hash.update(bytes);
    }
    hash.update(record_id.to_be_bytes());
    hash.update(version.to_be_bytes());
    hash.update([slot]);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::ProviderId;
    use std::collections::BTreeSet;

    #[test]
    fn should_give_every_version_and_slot_its_own() {
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for canister in [&[1][..], &[1, 2]] {
            for provider in [&[2, 3][..], &[3]] {
                for (record_id, version, slot) in [
                    (0, 1, 0),
                    (1, 0, 0),
                    (0, 0, 1),
                    (1, 1, 0),
                    (1, 1, 1),
                    (256, 1, 0),
                ] {
                    let record = RecordVersion {
                        provider: ProviderId(Principal::from_slice(provider)),
                        record_id,
                        version,
                    };
                    seen.insert(input(Principal::from_slice(canister), record, slot));
                    count += 1;
                }
            }
        }
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn should_stay_as_it_is() {
        let record = RecordVersion {
            provider: ProviderId(Principal::from_slice(&[7; 29])),
            record_id: 3,
            version: 2,
        };
        let input = input(
            Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]),
            record,
            0,
        );
        assert_eq!(
            hex::encode(input),
            "4d1262baf159659735b1bc17a7719ccc83f24f89bc901c7b7939af0049cd2de6"
        );
    }
}
