//! A token ledger with ICRC-1 and ICRC-2, as far as the suite's clients need it: on the
//! Internet Computer that of ICP. Ledgers certify nothing of this in a form that is checked
//! here, so reads are one node's word.

use crate::{
    canister::{CanisterClient, ClientError},
    runtime::Runtime,
};
use bonafide_types::ledger::{
    Account, Allowance, AllowanceArgs, ApproveArgs, ApproveError, Subaccount,
};
use candid::{Nat, Principal};
use sha2::{Digest, Sha224};

/// A ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger;

/// Speaks to one ledger.
pub type LedgerClient<R> = CanisterClient<R, Ledger>;

impl<R: Runtime> LedgerClient<R> {
    /// What a transfer costs.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn fee(&self) -> Result<Nat, ClientError> {
        self.query("icrc1_fee", ()).await
    }

    /// What an account holds.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn balance(&self, account: &Account) -> Result<Nat, ClientError> {
        self.query("icrc1_balance_of", (account,)).await
    }

    /// What a spender may take from an account.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn allowance(&self, args: &AllowanceArgs) -> Result<Allowance, ClientError> {
        self.query("icrc2_allowance", (args,)).await
    }

    /// Lets somebody take from one of the caller's accounts; answers the block.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Approve`].
    pub async fn approve(&self, args: &ApproveArgs) -> Result<Nat, ClientError> {
        self.ask::<_, ApproveError>("icrc2_approve", (args,)).await
    }
}

/// An account in the text form of ICRC-1: the owner alone for the default account, else the
/// owner, a checksum, and the subaccount without leading zeros.
#[must_use]
pub fn account_text(owner: Principal, subaccount: &Subaccount) -> String {
    let digits = hex::encode(subaccount.as_slice());
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return owner.to_text();
    }
    let checksum = crc32(&[owner.as_slice(), subaccount.as_slice()]);
    format!("{owner}-{}.{digits}", base32(checksum))
}

/// An account as the ICP ledger's own interface names it, in hex: a checksum, then SHA-224 of
/// `account-id` after its length, the owner, and the subaccount.
#[must_use]
pub fn account_identifier(owner: Principal, subaccount: &Subaccount) -> String {
    let hash = Sha224::new()
        .chain_update(b"\x0Aaccount-id")
        .chain_update(owner.as_slice())
        .chain_update(subaccount.as_slice())
        .finalize();
    format!("{:08x}{}", crc32(&[&hash]), hex::encode(hash))
}

/// CRC-32 as in ISO-HDLC, of these parts one after the other.
fn crc32(parts: &[&[u8]]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 {
            (crc >> 1) ^ 0xEDB8_8320
        } else {
            crc >> 1
        }
    };
    let mut crc = u32::MAX;
    for byte in parts.iter().copied().flatten() {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = step(crc);
        }
    }
    !crc
}

/// Base 32 of RFC 4648 in small letters, without padding: 7 of them for 32 bits.
fn base32(number: u32) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits = u64::from(number) << 3;
    (0..7)
        .rev()
        .filter_map(|place| usize::try_from((bits >> (5 * place)) & 31).ok())
        .map(|letter| char::from(LETTERS[letter]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::ledger::DEFAULT_SUBACCOUNT;

    const OWNER: &str = "k2t6j-2nvnp-4zjm3-25dtz-6xhaa-c7boj-5gayf-oj3xs-i43lp-teztq-6ae";

    fn owner() -> Principal {
        Principal::from_text(OWNER).unwrap()
    }

    #[test]
    fn should_write_accounts_as_the_standard_does() {
        // The examples of ICRC-1.
        assert_eq!(account_text(owner(), &DEFAULT_SUBACCOUNT), OWNER);
        let mut bytes = [0; 32];
        for (byte, number) in bytes.iter_mut().zip(1..) {
            *byte = number;
        }
        assert_eq!(
            account_text(owner(), &Subaccount::new(bytes)),
            format!(
                "{OWNER}-dfxgiyy.102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
            )
        );
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(
            account_text(owner(), &Subaccount::new(one)),
            format!("{OWNER}-6cc627i.1")
        );
    }

    #[test]
    fn should_name_accounts_as_the_icp_ledger_does() {
        // The minting account: governance's default account.
        let governance = Principal::from_text("rrkah-fqaaa-aaaaa-aaaaq-cai").unwrap();
        assert_eq!(
            account_identifier(governance, &DEFAULT_SUBACCOUNT),
            "082ecf2e3f647ac600f43f38a68342fba5b8e68b085f02592b77f39808a8d2b5"
        );
    }
}
