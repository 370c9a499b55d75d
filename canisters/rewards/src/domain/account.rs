//! Accounts at the ledger: that of a provider's escrow, the form in which the ICP ledger knows
//! one, and those that may be paid.

use bonafide_kit::field;
use bonafide_types::field::FieldError;
use bonafide_types::id::{Blob, Caller, ProviderId};
use bonafide_types::limits::NONCE_BYTES;
use bonafide_types::rewards::LedgerAccount;
use candid::Principal;
use sha2::{Digest, Sha224, Sha256};

/// What the hash of an escrow subaccount begins with: a length in one byte, and a text.
const ESCROW: &[u8; 16] = b"\x0Fbonafide-escrow";
/// What the hash of an account identifier begins with: a length in one byte, and a text.
const ACCOUNT_ID: &[u8; 11] = b"\x0Aaccount-id";

/// Subaccount of the rewards canister that takes a provider's rewards: SHA-256 of the byte 15,
/// the text `bonafide-escrow` and the provider's bytes. No two providers have the same, and none
/// has that of the treasury.
#[must_use]
pub fn escrow_subaccount(provider: ProviderId) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(ESCROW);
    hash.update(provider.as_slice());
    hash.finalize().into()
}

/// Where a provider's rewards have to be sent, to come into escrow.
#[must_use]
pub fn escrow_account(self_id: Principal, provider: ProviderId) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(self_id),
        subaccount: Some(Blob(escrow_subaccount(provider).to_vec())),
    }
}

/// The account identifier by which the ICP ledger and the NNS know an account: h = SHA-224 of
/// the byte 10, the text `account-id`, the owner's bytes and the subaccount; before it the
/// CRC-32 of h, big-endian.
#[must_use]
pub fn identifier(owner: Principal, subaccount: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha224::new();
    hash.update(ACCOUNT_ID);
    hash.update(owner.as_slice());
    hash.update(subaccount);
    let hash = hash.finalize();
    let mut identifier = [0; 32];
    identifier[..4].copy_from_slice(&crc32(&hash).to_be_bytes());
    identifier[4..].copy_from_slice(&hash);
    identifier
}

/// CRC-32 as in IEEE 802.3, bit by bit: few bytes are ever summed.
fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let odd = sum & 1 == 1;
            sum >>= 1;
            if odd {
                sum ^= 0xedb8_8320;
            }
        }
    }
    !sum
}

/// Checks an account that is to be paid: somebody's, and not one of this canister's, of which
/// the books would say that it was paid.
///
/// # Errors
/// [`FieldError::InvalidField`] of the owner; [`FieldError::TooMany`] or [`FieldError::TooFew`]
/// bytes of the subaccount.
pub fn check_payee(
    field: &str,
    account: &LedgerAccount,
    self_id: Principal,
) -> Result<(), FieldError> {
    let owner = account.owner.0;
    let rule = if owner == Principal::anonymous() {
        Some("not the anonymous principal")
    } else if owner == Principal::management_canister() {
        Some("not the management canister")
    } else if owner == self_id {
        Some("not an account of the rewards canister")
    } else {
        None
    };
    if let Some(rule) = rule {
        let field = format!("{field}.owner");
        return Err(field::invalid(&field, &owner.to_string(), rule));
    }
    check_subaccount(&format!("{field}.subaccount"), account.subaccount.as_ref())
}

/// Checks a subaccount: 32 bytes, or none.
///
/// # Errors
/// [`FieldError::TooMany`] or [`FieldError::TooFew`] bytes.
pub fn check_subaccount(field: &str, subaccount: Option<&Blob>) -> Result<(), FieldError> {
    let bytes = subaccount.map_or(NONCE_BYTES, |Blob(bytes)| bytes.len());
    field::check_count(field, bytes, NONCE_BYTES, NONCE_BYTES)
}

#[cfg(test)]
mod tests;
