//! Accounts, allowances and blocks.

use super::request::Request;
use super::{Block, FEE_E8S, Kind, minting_account};
use bonafide_types::ledger::{Account, Allowance};
use candid::{Nat, Principal};
use std::collections::BTreeMap;

/// All that the ledger knows. Amounts are e8s, times nanoseconds since the epoch.
#[derive(Debug)]
pub struct Book {
    fee: u64,
    balances: BTreeMap<Account, u64>,
    /// By account and spender.
    allowances: BTreeMap<(Account, Account), Granted>,
    blocks: Vec<Block>,
    /// Requests that say when they were made, by whom, and their blocks. None is ever dropped:
    /// one that left the window is refused for its age before it is looked for.
    known: Vec<(Principal, Request, u64)>,
}

/// What an account has allowed a spender.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Granted {
    pub(super) amount: u64,
    pub(super) expires_at: Option<u64>,
}

/// A movement that the rules allow, if the accounts hold enough.
pub(super) struct Movement {
    pub(super) kind: Kind,
    pub(super) from: Account,
    pub(super) to: Account,
    pub(super) amount: u64,
    pub(super) fee: u64,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            fee: FEE_E8S,
            balances: BTreeMap::new(),
            allowances: BTreeMap::new(),
            blocks: vec![],
            known: vec![],
        }
    }
}

impl Book {
    /// What a transfer costs.
    #[must_use]
    pub fn fee(&self) -> u64 {
        self.fee
    }

    /// Sets what a transfer costs from now on.
    pub fn set_fee(&mut self, fee: u64) {
        self.fee = fee;
    }

    /// What an account holds.
    #[must_use]
    pub fn balance(&self, account: &Account) -> u64 {
        self.balances.get(account).copied().unwrap_or_default()
    }

    /// What all accounts hold.
    #[must_use]
    pub fn supply(&self) -> u64 {
        self.balances.values().sum()
    }

    /// At most `length` blocks from `start` on.
    #[must_use]
    pub fn blocks(&self, start: u64, length: u64) -> Vec<Block> {
        let [start, length] = [start, length].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        let blocks = self.blocks.iter().skip(start).take(length);
        blocks.cloned().collect()
    }

    /// What a spender may take from an account.
    #[must_use]
    pub fn allowance(&self, account: &Account, spender: &Account, now: u64) -> Allowance {
        let granted = self.granted(account, spender, now);
        Allowance {
            allowance: Nat::from(granted.amount),
            expires_at: granted.expires_at,
        }
    }

    /// Makes new tokens, whoever asks. `None`: there would be more than can be counted.
    pub fn mint(&mut self, to: Account, amount: u64, now: u64) -> Option<u64> {
        let movement = Movement {
            kind: Kind::Mint,
            from: minting_account(),
            to,
            amount,
            fee: 0,
        };
        self.supply().checked_add(amount)?;
        Some(self.carry_out(movement, None, None, now))
    }

    /// What is allowed now.
    pub(super) fn granted(&self, account: &Account, spender: &Account, now: u64) -> Granted {
        let key = (account.clone(), spender.clone());
        let granted = self.allowances.get(&key).copied().unwrap_or_default();
        if granted.expires_at.is_some_and(|end| end <= now) {
            return Granted::default();
        }
        granted
    }

    /// Allows this instead of what was allowed before.
    pub(super) fn grant(&mut self, account: Account, spender: Account, granted: Granted) {
        if granted.amount == 0 {
            self.allowances.remove(&(account, spender));
        } else {
            self.allowances.insert((account, spender), granted);
        }
    }

    /// The block of a request that was carried out before.
    pub(super) fn block_of(&self, caller: Principal, request: &Request) -> Option<u64> {
        let mut known = self.known.iter();
        let found = known.find(|(by, known, _)| *by == caller && known == request);
        found.map(|(_, _, block)| *block)
    }

    /// Does what was checked and writes the block.
    pub(super) fn carry_out(
        &mut self,
        movement: Movement,
        spender: Option<Account>,
        request: Option<(Principal, Request)>,
        now: u64,
    ) -> u64 {
        let index = self.blocks.len() as u64;
        let Movement {
            kind,
            from,
            to,
            amount,
            fee,
        } = movement;
        let moved = if kind == Kind::Approve { 0 } else { amount };
        if kind != Kind::Mint {
            *self.balances.entry(from.clone()).or_default() -= moved + fee;
        }
        if matches!(kind, Kind::Mint | Kind::Transfer) {
            *self.balances.entry(to.clone()).or_default() += moved;
        }
        let told = request.as_ref().map(|(_, request)| request);
        self.blocks.push(Block {
            index,
            kind,
            from: (kind != Kind::Mint).then_some(from),
            to: matches!(kind, Kind::Mint | Kind::Transfer).then_some(to),
            spender,
            amount: Nat::from(amount),
            fee: Nat::from(fee),
            memo: told.and_then(Request::memo).cloned(),
            created_at_time: told.and_then(Request::created_at_time),
            timestamp: now,
        });
        if let Some((caller, request)) = request
            && request.created_at_time().is_some()
        {
            self.known.push((caller, request, index));
        }
        index
    }
}
