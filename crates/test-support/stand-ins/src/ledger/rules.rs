//! The methods that change something. Each checks in the order of the ICP ledger, which tells
//! which error is answered when there is reason for several.

use super::book::{Granted, Movement};
use super::request::{Request, Untimely};
use super::{Book, DRIFT_NS, Kind, WINDOW_NS, minting_account};
use bonafide_types::ledger::{
    Account, ApproveArgs, ApproveError, TransferArg, TransferError, TransferFromArgs,
    TransferFromError, e8s,
};
use candid::{Nat, Principal};

const LONG_MEMO: &str = "a memo has 32 bytes at most";
const MINTER: &str = "the minting account cannot delegate";

/// The block of a request that was carried out, or why it was not.
pub type Outcome<E> = Result<u64, Refusal<E>>;

/// Why a request changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal<E> {
    /// The ledger traps.
    Trap(&'static str),
    /// The ledger answers with this error.
    Error(E),
}

impl<E> From<E> for Refusal<E> {
    fn from(error: E) -> Self {
        Self::Error(error)
    }
}

impl Book {
    /// `icrc1_transfer`.
    ///
    /// # Errors
    /// Then nothing has changed.
    pub fn transfer(
        &mut self,
        caller: Principal,
        args: TransferArg,
        now: u64,
    ) -> Outcome<TransferError> {
        let from = Account {
            owner: caller,
            subaccount: args.from_subaccount,
        };
        let (to, amount, fee) = (args.to.clone(), args.amount.clone(), args.fee.clone());
        let request = Request::Transfer(args);
        if request.has_long_memo() {
            return Err(Refusal::Trap(LONG_MEMO));
        }
        let movement = self.movement(from, to, &amount, fee)?;
        self.check_time(caller, &request, now)
            .map_err(|untimely| untimely.of_transfer(now))?;
        self.check_funds(&movement)?;
        Ok(self.carry_out(movement, None, Some((caller, request)), now))
    }

    /// `icrc2_transfer_from`.
    ///
    /// # Errors
    /// Then nothing has changed.
    pub fn transfer_from(
        &mut self,
        caller: Principal,
        args: TransferFromArgs,
        now: u64,
    ) -> Outcome<TransferFromError> {
        let spender = Account {
            owner: caller,
            subaccount: args.spender_subaccount,
        };
        let (from, to) = (args.from.clone(), args.to.clone());
        let (amount, fee) = (args.amount.clone(), args.fee.clone());
        let request = Request::TransferFrom(args);
        if request.has_long_memo() {
            return Err(Refusal::Trap(LONG_MEMO));
        }
        let movement = self
            .movement(from, to, &amount, fee)
            .map_err(TransferFromError::from)?;
        if movement.kind == Kind::Mint {
            return Err(Refusal::Trap(MINTER));
        }
        self.check_time(caller, &request, now)
            .map_err(|untimely| untimely.of_transfer(now))
            .map_err(TransferFromError::from)?;
        // To take from one's own account needs nobody's leave.
        let others = spender != movement.from;
        let mut granted = self.granted(&movement.from, &spender, now);
        if others {
            let taken = movement.amount.checked_add(movement.fee);
            let Some(rest) = taken.and_then(|taken| granted.amount.checked_sub(taken)) else {
                return Err(Refusal::Error(TransferFromError::InsufficientAllowance {
                    allowance: Nat::from(granted.amount),
                }));
            };
            granted.amount = rest;
        }
        self.check_funds(&movement)
            .map_err(TransferFromError::from)?;
        if others {
            self.grant(movement.from.clone(), spender.clone(), granted);
        }
        Ok(self.carry_out(movement, Some(spender), Some((caller, request)), now))
    }

    /// `icrc2_approve`.
    ///
    /// # Errors
    /// Then nothing has changed.
    pub fn approve(
        &mut self,
        caller: Principal,
        args: ApproveArgs,
        now: u64,
    ) -> Outcome<ApproveError> {
        let from = Account {
            owner: caller,
            subaccount: args.from_subaccount,
        };
        let spender = args.spender.clone();
        if caller == spender.owner {
            return Err(Refusal::Trap("nobody approves for oneself"));
        }
        if from == minting_account() {
            return Err(Refusal::Trap(MINTER));
        }
        if args.fee.as_ref().is_some_and(|fee| *fee != self.fee()) {
            return Err(Refusal::Error(ApproveError::BadFee {
                expected_fee: Nat::from(self.fee()),
            }));
        }
        let granted = Granted {
            // More than there can be is all there can be.
            amount: e8s(&args.amount).unwrap_or(u64::MAX),
            expires_at: args.expires_at,
        };
        let expected = args.expected_allowance.clone();
        let request = Request::Approve(args);
        if request.has_long_memo() {
            return Err(Refusal::Trap(LONG_MEMO));
        }
        self.check_time(caller, &request, now)
            .map_err(|untimely| untimely.of_approval(now))?;
        let balance = self.balance(&from);
        if balance < self.fee() {
            return Err(Refusal::Error(ApproveError::InsufficientFunds {
                balance: Nat::from(balance),
            }));
        }
        if granted.expires_at.is_some_and(|end| end <= now) {
            return Err(Refusal::Error(ApproveError::Expired { ledger_time: now }));
        }
        let current = self.granted(&from, &spender, now).amount;
        if expected.is_some_and(|expected| expected != current) {
            return Err(Refusal::Error(ApproveError::AllowanceChanged {
                current_allowance: Nat::from(current),
            }));
        }
        self.grant(from.clone(), spender.clone(), granted);
        let movement = Movement {
            kind: Kind::Approve,
            to: spender.clone(),
            from,
            amount: granted.amount,
            fee: self.fee(),
        };
        Ok(self.carry_out(movement, Some(spender), Some((caller, request)), now))
    }

    /// What a transfer would do, and whether the amount and the fee are ones the ledger takes.
    /// Looks at the fee before anything is known of the request: one that was carried out and
    /// is made again after the fee has changed is told of the fee, not of its block.
    fn movement(
        &self,
        from: Account,
        to: Account,
        amount: &Nat,
        fee: Option<Nat>,
    ) -> Result<Movement, TransferError> {
        let balance = self.balance(&from);
        // No account can hold so much.
        let amount = e8s(amount).ok_or_else(|| too_little(balance))?;
        let kind = if to == minting_account() {
            Kind::Burn
        } else if from == minting_account() {
            Kind::Mint
        } else {
            Kind::Transfer
        };
        let due = if kind == Kind::Transfer {
            self.fee()
        } else {
            0
        };
        if fee.is_some_and(|fee| fee != due) {
            return Err(TransferError::BadFee {
                expected_fee: Nat::from(due),
            });
        }
        if kind == Kind::Burn {
            let least = self.fee().min(balance);
            if amount < least {
                return Err(too_small_to_burn(least));
            }
            if amount == 0 {
                return Err(too_small_to_burn(self.fee()));
            }
        }
        Ok(Movement {
            kind,
            from,
            to,
            amount,
            fee: due,
        })
    }

    fn check_funds(&self, movement: &Movement) -> Result<(), TransferError> {
        if movement.kind == Kind::Mint {
            return Ok(());
        }
        let balance = self.balance(&movement.from);
        match movement.amount.checked_add(movement.fee) {
            Some(sum) if sum <= balance => Ok(()),
            _ => Err(too_little(balance)),
        }
    }

    fn check_time(&self, caller: Principal, request: &Request, now: u64) -> Result<(), Untimely> {
        let Some(created) = request.created_at_time() else {
            return Ok(());
        };
        if created < now.saturating_sub(WINDOW_NS + DRIFT_NS) {
            return Err(Untimely::TooOld);
        }
        if created > now.saturating_add(DRIFT_NS) {
            return Err(Untimely::InFuture);
        }
        match self.block_of(caller, request) {
            Some(block) => Err(Untimely::Duplicate(block)),
            None => Ok(()),
        }
    }
}

fn too_little(balance: u64) -> TransferError {
    TransferError::InsufficientFunds {
        balance: Nat::from(balance),
    }
}

fn too_small_to_burn(least: u64) -> TransferError {
    TransferError::BadBurn {
        min_burn_amount: Nat::from(least),
    }
}
