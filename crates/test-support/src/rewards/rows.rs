//! Rows of the rewards canister, proven.

use super::Rewards;
use crate::instance;
use crate::world::run;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::rewards::{
    Books, Case, Config, EscrowAccount, Lot, Period, RewardsPolicy, RewardsTable, Statement,
    Transfer, table,
};

/// Single rows, or `None` where it is proven that there is none.
macro_rules! rows {
    ($(#[doc = $doc:literal] $vis:vis $name:ident = $read:ident($($arg:ident: $type:ty),*) -> $record:ty;)+) => {
        impl Rewards<'_> {
            $(
                #[doc = $doc]
                #[must_use]
                $vis fn $name(&self, $($arg: $type),*) -> Option<$record> {
                    let (row, _) = run(self.reader().$read($($arg),*))
                        .unwrap_or_else(|error| panic!("{}: {error}", stringify!($read)));
                    row
                }
            )+
        }
    };
}

rows! {
    /// A movement on the ledger.
    pub transfer = transfer_certified(id: u64) -> Transfer;
    /// A provider's statement of a period.
    pub statement = statement_certified(period_id: u64, provider: ProviderId) -> Statement;
    /// A version of the rewards table.
    pub rates = rates_certified(version: u32) -> RewardsTable;
    /// A case.
    find_case = case_certified(id: u64) -> Case;
    /// A period.
    find_period = period_certified(id: u64) -> Period;
    /// A lot.
    find_lot = lot_certified(id: u64) -> Lot;
    /// What a provider has here beside its lots.
    find_account = account_certified(provider: ProviderId) -> EscrowAccount;
    /// All money that ever came in.
    find_books = books_certified() -> Books;
    /// The numbers that the rules use.
    find_policy = policy_certified() -> RewardsPolicy;
}

impl Rewards<'_> {
    /// A case that is there.
    #[must_use]
    pub fn case(&self, id: u64) -> Case {
        let case = self.find_case(id);
        case.unwrap_or_else(|| panic!("there is no case {id}"))
    }

    /// A period that is there.
    #[must_use]
    pub fn period(&self, id: u64) -> Period {
        let period = self.find_period(id);
        period.unwrap_or_else(|| panic!("there is no period {id}"))
    }

    /// A lot that is there.
    #[must_use]
    pub fn lot(&self, id: u64) -> Lot {
        let lot = self.find_lot(id);
        lot.unwrap_or_else(|| panic!("there is no lot {id}"))
    }

    /// What a provider has here beside its lots; empty when it never had anything.
    #[must_use]
    pub fn account(&self, provider: ProviderId) -> EscrowAccount {
        self.find_account(provider).unwrap_or_default()
    }

    /// All money that ever came in, and where it is.
    #[must_use]
    pub fn books(&self) -> Books {
        self.find_books().unwrap_or_default()
    }

    /// The numbers that the rules use.
    #[must_use]
    pub fn policy_in_force(&self) -> RewardsPolicy {
        self.find_policy().expect("it is installed")
    }

    /// Settings in force.
    #[must_use]
    pub fn config(&self) -> Config {
        run(self.reader().config_certified())
            .unwrap_or_else(|error| panic!("the settings: {error}"))
    }

    /// All movements on the ledger.
    #[must_use]
    pub fn transfers(&self) -> Vec<Transfer> {
        self.table(table::TRANSFER)
    }

    /// A whole table, in the order of its keys.
    #[must_use]
    pub fn table<T>(&self, table: &str) -> Vec<T>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        run(self.reader().table(table, None)).unwrap_or_else(|error| panic!("{table}: {error}"))
    }

    /// The certified root: the same if and only if nothing changed.
    #[must_use]
    pub fn root(&self) -> Sha256Hash {
        instance::root(self.pic, self.canister)
    }
}
