//! What a bookkeeper has on a sheet of paper: accounts, lots, cases and books, kept by rules of
//! its own with plain numbers, and without any of the canister's code. Where a rule forbids
//! something, it says which refusal has to come.

mod costs;
mod course;
mod ends;
mod money;
mod periods;

pub(crate) use costs::BILLION;
pub(crate) use course::{appeal_until, is_open};
pub(crate) use periods::{Stage, statements};

use crate::world::{SELF_ID, number_of};
use bonafide_types::id::{Caller, NodeId, ProviderId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Books, Case, EscrowAccount, LedgerAccount, Lot, PenaltyClass, RewardsPolicy, TransferKind,
    TransferState,
};
use candid::Principal;
use periods::Month;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the refusal that has to come.
pub(crate) type Refused = &'static str;
/// Whether a rule allows something.
pub(crate) type Verdict = Result<(), Refused>;

/// What is punished once: whose, with which node, what, in which window.
pub(crate) type Offence = (ProviderId, Option<NodeId>, PenaltyClass, u64);

/// What became of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Quarantined,
    Made,
    Failed,
}

impl Fate {
    pub(crate) fn of(state: &TransferState) -> Self {
        match state {
            TransferState::Open => Self::Open,
            TransferState::Made { .. } => Self::Made,
            TransferState::Failed { .. } => Self::Failed,
            TransferState::Quarantined { .. } => Self::Quarantined,
        }
    }
}

/// A transfer.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    pub(crate) kind: TransferKind,
    pub(crate) account: LedgerAccount,
    pub(crate) amount_e8s: u64,
    pub(crate) fate: Fate,
}

impl Move {
    /// Whether it brings money.
    pub(crate) fn comes_in(&self) -> bool {
        matches!(
            self.kind,
            TransferKind::EscrowDeposit { .. }
                | TransferKind::BondDeposit
                | TransferKind::TreasuryDeposit
        )
    }

    pub(crate) fn is_settled(&self) -> bool {
        matches!(self.fate, Fate::Made | Fate::Failed)
    }
}

/// What was written since it was compared last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    pub(crate) accounts: BTreeSet<ProviderId>,
    pub(crate) lots: BTreeSet<u64>,
    pub(crate) cases: BTreeSet<u64>,
    pub(crate) moves: BTreeSet<u64>,
}

impl Touched {
    pub(crate) fn is_empty(&self) -> bool {
        self.accounts.is_empty()
            && self.lots.is_empty()
            && self.cases.is_empty()
            && self.moves.is_empty()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) accounts: BTreeMap<ProviderId, EscrowAccount>,
    pub(crate) lots: Vec<Lot>,
    pub(crate) cases: Vec<Case>,
    pub(crate) moves: Vec<Move>,
    pub(crate) months: Vec<Month>,
    pub(crate) books: Books,
    pub(crate) policy: RewardsPolicy,
    /// What a transfer costs, as last heard.
    pub(crate) fee_e8s: u64,
    /// Up to what offences are cancelled.
    covered: BTreeMap<Offence, u32>,
    /// Providers that are sent what is released, without anybody asking.
    waiting: BTreeSet<ProviderId>,
    pub(crate) touched: Touched,
}

/// The place of a row by its number.
pub(crate) fn place(id: u64) -> usize {
    usize::try_from(id).unwrap()
}

/// Days as nanoseconds.
fn days(count: u32) -> u64 {
    u64::from(count) * DAY_NS
}

/// The caller as a provider.
fn provider(caller: Principal) -> Result<ProviderId, Refused> {
    let provider = ProviderId(caller);
    number_of(provider).map_or(Err("caller_not_provider"), |_| Ok(provider))
}

/// An account that is to be paid is not the canister's own.
fn payee(account: &LedgerAccount) -> Verdict {
    if account.owner == Caller(SELF_ID) {
        Err("invalid_field")
    } else {
        Ok(())
    }
}

impl Sheet {
    /// Nothing came in, and nothing is said against anybody.
    pub(crate) fn new(policy: RewardsPolicy, fee_e8s: u64) -> Self {
        Self {
            accounts: BTreeMap::new(),
            lots: vec![],
            cases: vec![],
            moves: vec![],
            months: vec![],
            books: Books::default(),
            policy,
            fee_e8s,
            covered: BTreeMap::new(),
            waiting: BTreeSet::new(),
            touched: Touched::default(),
        }
    }

    pub(crate) fn account(&self, provider: ProviderId) -> EscrowAccount {
        self.accounts.get(&provider).cloned().unwrap_or_default()
    }

    fn change_account(&mut self, provider: ProviderId) -> &mut EscrowAccount {
        self.touched.accounts.insert(provider);
        self.accounts.entry(provider).or_default()
    }

    fn change_lot(&mut self, id: u64) -> &mut Lot {
        self.touched.lots.insert(id);
        &mut self.lots[place(id)]
    }

    fn change_case(&mut self, id: u64) -> &mut Case {
        self.touched.cases.insert(id);
        &mut self.cases[place(id)]
    }

    pub(crate) fn case(&self, id: u64) -> Result<&Case, Refused> {
        self.cases.get(place(id)).ok_or("case_not_found")
    }

    /// Lots of a provider, oldest first.
    fn lots_of(&self, provider: ProviderId) -> impl Iterator<Item = &Lot> {
        self.lots.iter().filter(move |lot| lot.provider == provider)
    }

    /// Everything counts as written, so that all of it is compared.
    pub(crate) fn touch_all(&mut self) {
        self.touched.accounts.extend(self.accounts.keys());
        self.touched.lots.extend(0..self.lots.len() as u64);
        self.touched.cases.extend(0..self.cases.len() as u64);
        self.touched.moves.extend(0..self.moves.len() as u64);
    }
}
