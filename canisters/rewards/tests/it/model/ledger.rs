//! A ledger on the heap: balances, allowances, blocks, a fee, and a memory of what it made.

use crate::world::SELF_ID;
use bonafide_kit::transfer::{account, send_args, take_args};
use bonafide_rewards::domain::account::escrow_account;
use bonafide_types::id::ProviderId;
use bonafide_types::ledger::{Account, Subaccount, TransferFromError, e8s};
use bonafide_types::limits::LEDGER_WINDOW_NS;
use bonafide_types::rewards::{TREASURY_SUBACCOUNT, Transfer};
use bonafide_types::transfer::Purpose;
use candid::Nat;
use std::collections::BTreeMap;

/// How far the clock of a caller may be off.
const PERMITTED_DRIFT_NS: u64 = 60_000_000_000;

/// The account in which the canister holds everything.
pub(super) fn main_account() -> Account {
    Account::from(SELF_ID)
}

/// The account that takes gifts to the treasury.
pub(super) fn treasury_account() -> Account {
    Account {
        owner: SELF_ID,
        subaccount: Some(Subaccount::new(TREASURY_SUBACCOUNT)),
    }
}

/// The account that takes a provider's rewards.
pub(super) fn rewards_account(provider: ProviderId) -> Account {
    account(&escrow_account(SELF_ID, provider))
}

/// What the ledger is asked for. Two that are the same are one for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Request {
    from: Account,
    to: Account,
    amount_e8s: u64,
    fee_e8s: u64,
    memo: Vec<u8>,
    created_at_ns: u64,
    /// Whether it needs an allowance.
    taken: bool,
}

fn amount(given: &Nat) -> u64 {
    e8s(given).unwrap()
}

impl Request {
    /// How the canister asks for a transfer.
    pub(super) fn of(row: &Transfer) -> Self {
        if row.kind.by_approval() {
            let args = take_args(row, SELF_ID);
            assert_eq!(args.spender_subaccount, None);
            return Self {
                from: args.from,
                to: args.to,
                amount_e8s: amount(&args.amount),
                fee_e8s: amount(&args.fee.unwrap()),
                memo: args.memo.unwrap().into_vec(),
                created_at_ns: args.created_at_time.unwrap(),
                taken: true,
            };
        }
        let args = send_args(row, SELF_ID);
        Self {
            from: Account {
                owner: SELF_ID,
                subaccount: args.from_subaccount,
            },
            to: args.to,
            amount_e8s: amount(&args.amount),
            fee_e8s: amount(&args.fee.unwrap()),
            memo: args.memo.unwrap().into_vec(),
            created_at_ns: args.created_at_time.unwrap(),
            taken: false,
        }
    }

    /// The number of the transfer.
    fn id(&self) -> u64 {
        let (word, number) = self.memo.split_at(8);
        assert_eq!(word, b"bonafide");
        u64::from_be_bytes(number.try_into().unwrap())
    }
}

/// What the ledger made.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) from: Account,
    pub(super) to: Account,
    pub(super) amount_e8s: u64,
    pub(super) fee_e8s: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Ledger {
    pub(super) fee_e8s: u64,
    /// Whether it looks at the fee before it looks whether it knows the request.
    pub(super) fee_first: bool,
    /// How much its clock is ahead of the canister's.
    pub(super) ahead_ns: i64,
    balances: BTreeMap<Account, u64>,
    allowances: BTreeMap<Account, u64>,
    blocks: Vec<Block>,
    known: BTreeMap<Request, u64>,
    /// The block of each transfer.
    made: BTreeMap<u64, u64>,
    /// A transfer that was made twice.
    twice: Option<u64>,
}

impl Ledger {
    pub(super) fn new(fee_e8s: u64) -> Self {
        Self {
            fee_e8s,
            fee_first: false,
            ahead_ns: 0,
            balances: BTreeMap::new(),
            allowances: BTreeMap::new(),
            blocks: vec![],
            known: BTreeMap::new(),
            made: BTreeMap::new(),
            twice: None,
        }
    }

    pub(super) fn balance(&self, account: &Account) -> u64 {
        self.balances.get(account).copied().unwrap_or_default()
    }

    /// Somebody sends something to an account.
    pub(super) fn mint(&mut self, account: Account, amount_e8s: u64) {
        *self.balances.entry(account).or_default() += amount_e8s;
    }

    /// What the canister may take of an account from now on.
    pub(super) fn approve(&mut self, account: Account, amount_e8s: u64) {
        self.allowances.insert(account, amount_e8s);
    }

    /// The block in which a transfer was made.
    pub(super) fn block_of(&self, transfer_id: u64) -> Option<u64> {
        self.made.get(&transfer_id).copied()
    }

    pub(super) fn block(&self, number: u64) -> &Block {
        &self.blocks[usize::try_from(number).unwrap()]
    }

    pub(super) fn made_twice(&self) -> Option<u64> {
        self.twice
    }

    /// Carries a request out, once.
    pub(super) fn handle(
        &mut self,
        request: &Request,
        canister_now_ns: u64,
    ) -> Result<Nat, TransferFromError> {
        let now_ns = canister_now_ns.saturating_add_signed(self.ahead_ns);
        let bad_fee = || {
            let expected_fee = self.fee_e8s.into();
            Err(TransferFromError::BadFee { expected_fee })
        };
        let fee_fits = request.fee_e8s == self.fee_e8s;
        if self.fee_first && !fee_fits {
            return bad_fee();
        }
        if request.created_at_ns + LEDGER_WINDOW_NS + PERMITTED_DRIFT_NS < now_ns {
            return Err(TransferFromError::TooOld);
        }
        if request.created_at_ns > now_ns + PERMITTED_DRIFT_NS {
            let ledger_time = now_ns;
            return Err(TransferFromError::CreatedInFuture { ledger_time });
        }
        if let Some(block) = self.known.get(request) {
            let duplicate_of = (*block).into();
            return Err(TransferFromError::Duplicate { duplicate_of });
        }
        if !fee_fits {
            return bad_fee();
        }
        let cost_e8s = request.amount_e8s + request.fee_e8s;
        if request.taken {
            let allowed = self.allowances.get(&request.from).copied();
            let allowed = allowed.unwrap_or_default();
            if allowed < cost_e8s {
                let allowance = allowed.into();
                return Err(TransferFromError::InsufficientAllowance { allowance });
            }
        }
        let balance = self.balance(&request.from);
        if balance < cost_e8s {
            let balance = balance.into();
            return Err(TransferFromError::InsufficientFunds { balance });
        }
        Ok(self.make(request, cost_e8s).into())
    }

    fn make(&mut self, request: &Request, cost_e8s: u64) -> u64 {
        if request.taken {
            *self.allowances.get_mut(&request.from).unwrap() -= cost_e8s;
        }
        *self.balances.get_mut(&request.from).unwrap() -= cost_e8s;
        self.mint(request.to.clone(), request.amount_e8s);
        let block = self.blocks.len() as u64;
        self.blocks.push(Block {
            from: request.from.clone(),
            to: request.to.clone(),
            amount_e8s: request.amount_e8s,
            fee_e8s: request.fee_e8s,
        });
        self.known.insert(request.clone(), block);
        if self.made.insert(request.id(), block).is_some() {
            self.twice = Some(request.id());
        }
        block
    }
}
