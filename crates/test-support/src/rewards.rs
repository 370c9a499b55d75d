//! A rewards canister in a story: periods of a small network or of the real one, escrow, bonds
//! and cases.
//!
//! [`Rewards`] works on any instance that has the canister and the ledger's stand-in; stories of
//! the whole suite get theirs from [`Suite::rewarding`](crate::Suite::rewarding). Rows are proven
//! where it says so; what else it reads is one node's word.

mod calls;
mod facts;
mod rows;

pub use facts::{GROSS, adoption, hash, network, packed, rates, real_day, real_rates, small_day};

use crate::audits::{ICP, LEDGER_FEE, PERIOD};
use crate::ledger::Ledger;
use crate::world::Actor;
use crate::{actors, instance};
use bonafide_client::{PocketIcRuntime, RewardsClient};
use bonafide_kit::transfer::account;
use bonafide_stand_ins::ICP_LEDGER;
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, ProviderId, Sha256Hash};
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Books, Case, Charge, DayFacts, DepositBondArgs, EscrowAccount, FreezeCaseArgs, JoinEscrowArgs,
    LedgerAccount, Lot, Mode, OpenCaseArgs, PenaltyClass, PenaltyTable, Period, PeriodState,
    RewardsPolicy, SupplyInputsArgs, TREASURY_SUBACCOUNT, UnbondBondArgs, Windows,
};
use candid::Principal;
use pocket_ic::PocketIc;
use std::time::Duration;

/// Rounds within which what the tasks ask of others is answered: the ledger is on another
/// subnet.
const ROUNDS: u32 = 25;
/// How often so many rounds pass before a period has to be closed.
const CLOSING: u32 = 40;

/// The numbers of the rules in stories: the canister's own, with penalties enforced.
#[must_use]
pub fn policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::Enabled,
        windows: Windows::default(),
        penalties: PenaltyTable::default(),
        bounty_bps: 500,
        minimum_xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 1_000_000 * ICP,
    }
}

/// An example of a false declaration at a time, on evidence that this number stands for. Nobody
/// is paid for it.
#[must_use]
pub fn charge(provider: ProviderId, evidence: u8, offence_at_ns: u64) -> Charge {
    Charge {
        provider,
        node: None,
        subnet: None,
        class: PenaltyClass::FalseDeclaration,
        offence_at_ns,
        evidence_hash: Sha256Hash([evidence; 32]),
        evidence_url: Some("https://evidence.example/".into()),
        summary: "An example offence of an example provider".into(),
        reporter: None,
    }
}

/// Puts a case on record.
#[must_use]
pub fn opening(charge: Charge) -> Command {
    Command::OpenCase(OpenCaseArgs { charge })
}

/// Freezes a case, at as much as the rules say or less.
#[must_use]
pub fn freezing(case: &Case, at_most_ppb: Option<u32>) -> Command {
    Command::FreezeCase(FreezeCaseArgs {
        case_id: case.id,
        evidence_hash: case.charge.evidence_hash,
        at_most_ppb,
        reason: "An example.".into(),
    })
}

/// Somebody's default account.
#[must_use]
pub fn default_account(owner: Principal) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(owner),
        subaccount: None,
    }
}

/// A rewards canister, and the ledger's stand-in beside it.
#[derive(Clone, Copy)]
pub struct Rewards<'p> {
    /// Where both are.
    pub pic: &'p PocketIc,
    /// The rewards canister.
    pub canister: Principal,
}

impl std::fmt::Debug for Rewards<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rewards")
            .field("canister", &self.canister)
            .finish_non_exhaustive()
    }
}

impl<'p> Rewards<'p> {
    /// Speaks to the canister as `caller`.
    #[must_use]
    pub fn client(&self, caller: impl Into<Actor>) -> RewardsClient<PocketIcRuntime<'p>> {
        RewardsClient::new(
            PocketIcRuntime::new(self.pic, caller.into().0),
            self.canister,
        )
    }

    /// Speaks as someone without any role.
    #[must_use]
    pub fn reader(&self) -> RewardsClient<PocketIcRuntime<'p>> {
        self.client(actors::stranger())
    }

    // Time.

    /// Now. Nanoseconds since the epoch.
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        instance::now_ns(self.pic)
    }

    /// Today, as the number of days since 1970-01-01, UTC.
    #[must_use]
    pub fn today(&self) -> u32 {
        u32::try_from(self.now_ns() / DAY_NS).expect("days are few")
    }

    /// Lets time pass; the tasks that are due run, and what they ask of others is answered.
    pub fn pass(&self, time: Duration) {
        self.pic.advance_time(time);
        self.rounds();
    }

    /// Lets rounds pass, and hardly any time.
    pub fn rounds(&self) {
        for _ in 0..ROUNDS {
            self.pic.tick();
        }
    }

    /// Lets days pass.
    pub fn pass_days(&self, days: u64) {
        self.pass(Duration::from_hours(24 * days));
    }

    /// Lets time pass until a moment, which is then over. Does nothing when it is.
    pub fn pass_until(&self, at_ns: u64) {
        let left = at_ns.saturating_sub(self.now_ns());
        if left > 0 {
            self.pass(Duration::from_nanos(left + 1));
        }
    }

    /// Lets the tasks run once more.
    pub fn tasks(&self) {
        self.pass(PERIOD);
    }

    // Periods.

    /// Anyone supplies the facts of all slices of a period.
    pub fn supply(&self, period_id: u64, slices: &[DayFacts]) {
        for (slice, facts) in (0..).zip(slices) {
            let args = SupplyInputsArgs {
                period_id,
                slice,
                bytes: Blob(packed(facts)),
            };
            self.supply_inputs(actors::stranger(), &args)
                .unwrap_or_else(|error| panic!("slice {slice}: {error}"));
        }
    }

    /// Lets rounds pass until a period whose facts are here is closed.
    pub fn closed(&self, period_id: u64) -> Period {
        for _ in 0..CLOSING {
            let period = self.period(period_id);
            if matches!(period.state, PeriodState::Closed { .. }) {
                return period;
            }
            self.rounds();
        }
        panic!("{:?}", self.period(period_id));
    }

    // Money.

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> Ledger<'p> {
        Ledger::at(self.pic, ICP_LEDGER)
    }

    /// The account that takes gifts to the treasury.
    #[must_use]
    pub fn treasury_account(&self) -> Account {
        Account {
            owner: self.canister,
            subaccount: Some(Subaccount::new(TREASURY_SUBACCOUNT)),
        }
    }

    /// The account that takes a provider's rewards.
    #[must_use]
    pub fn escrow_account(&self, provider: ProviderId) -> Account {
        account(&self.escrow(provider).deposit_account)
    }

    /// A provider joins escrow, and is paid to its own default account.
    pub fn join(&self, provider: ProviderId) -> EscrowAccount {
        let args = JoinEscrowArgs {
            payout: default_account(provider.0),
        };
        self.join_escrow(provider, &args)
            .expect("a provider may join escrow")
    }

    /// Sends a provider's escrow account so much, and what taking it over costs.
    pub fn reward(&self, provider: ProviderId, amount_e8s: u64) {
        let account = self.escrow_account(provider);
        self.ledger().mint(account, amount_e8s + LEDGER_FEE);
    }

    /// So much comes into the escrow of a provider that joined; anyone takes it over. The lot.
    pub fn collect(&self, provider: ProviderId, amount_e8s: u64) -> Lot {
        self.reward(provider, amount_e8s);
        self.collect_escrow(actors::stranger(), provider)
            .expect("a reward that is there")
    }

    /// Gives somebody what a bond of so much takes, and lets the canister take it.
    pub fn endow(&self, owner: impl Into<Actor>, amount_e8s: u64) {
        let (ledger, owner) = (self.ledger(), owner.into().0);
        // The approval costs a fee, the deposit another one.
        ledger.mint(owner, amount_e8s + 2 * LEDGER_FEE);
        ledger.approve(owner, self.canister, amount_e8s + LEDGER_FEE);
    }

    /// A provider that is given the tokens for it deposits a bond.
    pub fn bond(&self, provider: ProviderId, amount_e8s: u64) -> EscrowAccount {
        self.endow(provider, amount_e8s);
        let args = DepositBondArgs {
            from_subaccount: None,
            amount_e8s,
        };
        self.deposit_bond(provider, &args)
            .expect("a bond that was approved")
    }

    /// A provider asks so much of its bond back.
    pub fn unbond(&self, provider: ProviderId, amount_e8s: u64) -> EscrowAccount {
        self.unbond_bond(provider, &UnbondBondArgs { amount_e8s })
            .expect("a bond that is there")
    }

    /// Somebody gives the treasury so much, which anyone has taken over.
    pub fn gift(&self, amount_e8s: u64) -> Books {
        let ledger = self.ledger();
        ledger.mint(self.treasury_account(), amount_e8s + LEDGER_FEE);
        self.collect_treasury(actors::stranger())
            .expect("a gift that is there")
    }
}
