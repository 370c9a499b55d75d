//! What every sequence begins with: a period that is closed, rewards of provider 1 in escrow,
//! bonds of providers 2 and 3 of which a part can go back, and a treasury. All money came
//! through the model of the ledger.

use super::Model;
use super::ledger::Ledger;
use super::never::Watch;
use super::sheet::Sheet;
use crate::world::{
    CONTROLLER, Canister, FIRST_DAY, GOVERNANCE, ICP, LEDGER_FEE, NOW_NS, SELF_ID, account_of,
    first_policy, installed, provider_id, rate, roster,
};
use bonafide_rewards::commands::update_node_rewards_table;
use bonafide_rewards::state::Event;
use bonafide_types::ledger::Account;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{Mode, RewardsPolicy, UpdateNodeRewardsTableArgs, Windows};
use ic_stable_structures::VectorMemory;
use std::sync::LazyLock;

/// Days from the installation until a sequence begins.
const DAYS: u64 = 45;

/// A canister, its ledger, and what is on paper.
pub(super) struct Base {
    bytes: Vec<u8>,
    now_ns: u64,
    ledger: Ledger,
    sheet: Sheet,
    watch: Watch,
}

pub(super) static BASE: LazyLock<Base> =
    LazyLock::new(|| Base::make().expect("the beginning is as on paper"));

/// Times as short as they may be, so that much happens in a few steps.
fn policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::Enabled,
        windows: Windows {
            offence_days: 30,
            notice_days: 1,
            appeal_days: 14,
            decision_days: 14,
            execution_grace_days: 7,
            escrow_holdback_days: 25,
            escrow_horizon_days: 40,
            evidence_age_days: 40,
            offboarded_liability_days: 40,
        },
        ..first_policy()
    }
}

impl Base {
    /// The canister on a memory of its own, and all that belongs to it.
    pub(super) fn copy(&self, seed: u64) -> Model {
        let memory = VectorMemory::default();
        memory.borrow_mut().clone_from(&self.bytes);
        let canister = Canister::over(memory, self.now_ns);
        let (ledger, sheet) = (self.ledger.clone(), self.sheet.clone());
        Model::new(canister, ledger, sheet, self.watch.clone(), seed)
    }

    fn make() -> Result<Self, String> {
        let memory = VectorMemory::default();
        let canister = Canister::over(memory.clone(), NOW_NS);
        let ledger = Ledger::new(LEDGER_FEE);
        let sheet = Sheet::new(policy(), LEDGER_FEE);
        let mut model = Model::new(canister, ledger, sheet, Watch::default(), 0);
        model.found()?;
        model.check_settled()?;
        let Model {
            canister,
            ledger,
            sheet,
            watch,
            ..
        } = model;
        let now_ns = canister.now_ns;
        drop(canister);
        let bytes = memory.borrow().clone();
        Ok(Self {
            bytes,
            now_ns,
            ledger,
            sheet,
            watch,
        })
    }
}

impl Model {
    fn found(&mut self) -> Result<(), String> {
        self.canister.record(CONTROLLER, [installed(policy())]);
        let roster = roster(FIRST_DAY);
        self.canister
            .record(SELF_ID, [Event::RosterSeen { roster }]);
        let args = UpdateNodeRewardsTableArgs {
            effective_from_day: 0,
            new_entries: vec![rate()],
        };
        self.canister
            .run(GOVERNANCE, |state, ctx| {
                update_node_rewards_table::decide(state, args, ctx)
            })
            .unwrap();
        for n in 2..=3 {
            let owner = provider_id(n).0;
            self.ledger.mint(Account::from(owner), 20 * ICP);
            self.ledger.approve(Account::from(owner), 20 * ICP);
            self.deposit(owner, 3 * ICP)?;
            self.calmly()?;
            self.unbond(owner, ICP)?;
        }
        for n in [1, 4] {
            let owner = provider_id(n).0;
            self.ledger.mint(Account::from(owner), 20 * ICP);
            self.ledger.approve(Account::from(owner), 20 * ICP);
        }
        self.pass(DAYS * DAY_NS)?;
        self.close_month()?;
        self.join(provider_id(1).0, account_of(provider_id(1).0))?;
        self.reward(1, 2 * ICP);
        self.collect(1)?;
        self.give(5 * ICP);
        self.collect_gifts()?;
        self.calmly()
    }

    /// The ledger makes what it is asked for.
    fn calmly(&mut self) -> Result<(), String> {
        self.send()?;
        self.deliver_all()
    }
}
