//! The ledger's stand-in of an instance.

use crate::instance::{query, tell, update};
use crate::{actors, canisters, instance};
use bonafide_stand_ins::ICP_LEDGER;
use bonafide_stand_ins::ledger::{Block, FailureMode, Kind};
use bonafide_types::ledger::{
    Account, Allowance, AllowanceArgs, ApproveArgs, ApproveError, TransferArg, TransferError, e8s,
};
use candid::utils::ArgumentEncoder;
use candid::{CandidType, Deserialize, Nat, Principal};
use pocket_ic::PocketIc;
use std::fmt::{Debug, Formatter};

/// The ledger of an instance: its tokens, how it fails, and what it did. Amounts are e8s.
#[derive(Clone, Copy)]
pub struct Ledger<'a> {
    pic: &'a PocketIc,
    /// The ledger.
    pub id: Principal,
}

impl Debug for Ledger<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl<'a> Ledger<'a> {
    /// Installs the ledger where the ICP ledger is, on the NNS subnet: as on the Internet
    /// Computer, its answers take some rounds. Makes a canister without code as well, for its
    /// calls while it holds one.
    #[must_use]
    pub fn install(pic: &'a PocketIc) -> Self {
        let id = pic
            .create_canister_with_id(None, None, ICP_LEDGER)
            .expect("the instance has an NNS subnet without a ledger");
        pic.add_cycles(id, instance::CYCLES);
        let elsewhere = instance::encoded((instance::create(pic),));
        pic.install_canister(id, canisters::stand_in("ledger"), elsewhere, None);
        Self::at(pic, id)
    }

    /// The ledger that is installed there.
    #[must_use]
    pub fn at(pic: &'a PocketIc, id: Principal) -> Self {
        Self { pic, id }
    }

    // Tokens.

    /// Makes tokens for an account. The block.
    pub fn mint(&self, to: impl Into<Account>, amount: u64) -> u64 {
        let to: Account = to.into();
        let block: Nat = self.change(actors::stranger(), "mint", (to, Nat::from(amount)));
        number(&block)
    }

    /// Lets `spender` take this much, fees included, from the owner's default account, which
    /// pays the fee. The block.
    pub fn approve(&self, owner: Principal, spender: impl Into<Account>, amount: u64) -> u64 {
        let args = ApproveArgs {
            from_subaccount: None,
            spender: spender.into(),
            amount: Nat::from(amount),
            expected_allowance: None,
            expires_at: None,
            fee: None,
            memo: None,
            created_at_time: None,
        };
        let block: Result<Nat, ApproveError> = self.change(owner, "icrc2_approve", (args,));
        number(&block.unwrap_or_else(|error| panic!("the approval: {error}")))
    }

    /// Sends this much from the owner's default account, which pays the fee. The block.
    pub fn transfer(&self, owner: Principal, to: impl Into<Account>, amount: u64) -> u64 {
        let args = TransferArg {
            from_subaccount: None,
            to: to.into(),
            amount: Nat::from(amount),
            fee: None,
            memo: None,
            created_at_time: None,
        };
        let block: Result<Nat, TransferError> = self.change(owner, "icrc1_transfer", (args,));
        number(&block.unwrap_or_else(|error| panic!("the transfer: {error}")))
    }

    /// What an account holds.
    #[must_use]
    pub fn balance(&self, account: impl Into<Account>) -> u64 {
        let account: Account = account.into();
        let balance: Nat = self.look("icrc1_balance_of", (account,));
        number(&balance)
    }

    /// What all accounts hold.
    #[must_use]
    pub fn supply(&self) -> u64 {
        let supply: Nat = self.look("icrc1_total_supply", ());
        number(&supply)
    }

    /// What a spender may take from an account.
    #[must_use]
    pub fn allowance(&self, account: impl Into<Account>, spender: impl Into<Account>) -> u64 {
        let args = AllowanceArgs {
            account: account.into(),
            spender: spender.into(),
        };
        let allowance: Allowance = self.look("icrc2_allowance", (args,));
        number(&allowance.allowance)
    }

    /// What a transfer costs.
    #[must_use]
    pub fn fee(&self) -> u64 {
        let fee: Nat = self.look("icrc1_fee", ());
        number(&fee)
    }

    // What it did.

    /// All blocks, oldest first.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        self.look("list_blocks", (0_u64, u64::MAX))
    }

    /// The blocks that moved tokens from account to account, oldest first.
    #[must_use]
    pub fn transfers(&self) -> Vec<Block> {
        let mut blocks = self.blocks();
        blocks.retain(|block| block.kind == Kind::Transfer);
        blocks
    }

    // How it behaves.

    /// Says what a transfer costs from now on.
    pub fn set_fee(&self, fee: u64) {
        self.control("set_fee", (Nat::from(fee),));
    }

    /// Says what becomes of the next transfers, one failure a call, whoever makes it: a
    /// [`transfer`](Self::transfer) of this helper as well.
    pub fn fail_next(&self, modes: &[FailureMode]) {
        self.control("fail_next", (modes,));
    }

    /// Lets go the calls that are held.
    pub fn release(&self) {
        self.control("release", ());
    }

    fn control(&self, method: &str, args: impl ArgumentEncoder) {
        tell(self.pic, self.id, actors::stranger(), method, args)
            .unwrap_or_else(|reject| panic!("{method}: {reject}"));
    }

    fn change<T>(&self, caller: Principal, method: &str, args: impl ArgumentEncoder) -> T
    where
        T: CandidType + for<'de> Deserialize<'de>,
    {
        update(self.pic, self.id, caller, method, args)
            .unwrap_or_else(|reject| panic!("{method}: {reject}"))
    }

    fn look<T>(&self, method: &str, args: impl ArgumentEncoder) -> T
    where
        T: CandidType + for<'de> Deserialize<'de>,
    {
        query(self.pic, self.id, actors::stranger(), method, args)
    }
}

fn number(amount: &Nat) -> u64 {
    e8s(amount).expect("no more than there can be")
}
