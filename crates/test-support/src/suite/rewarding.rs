//! The rewards canister of a suite made with [`Plan::rewards`](super::Plan).

use super::Suite;
use crate::rewards::{self, Rewards};
use crate::world::run;
use bonafide_types::governance::Command;
use bonafide_types::rewards::{AdoptPeriodArgs, Charge, DayFacts, UpdateNodeRewardsTableArgs};

impl Suite {
    /// A suite with a rewards canister that knows providers 1 to `providers`, linked with nobody,
    /// and the rates of [`rewards::rates`]. Penalties are enforced unless the plan says
    /// otherwise.
    #[must_use]
    pub fn rewarding_providers(plan: &super::Plan, providers: u32) -> Self {
        let suite = Self::new(&super::Plan {
            rewards: true,
            rewards_policy: plan.rewards_policy.or_else(|| Some(rewards::policy())),
            ..plan.clone()
        });
        suite.import("network", rewards::network(providers));
        suite.know_providers();
        suite.set_rates();
        suite
    }

    /// What is done with the rewards canister.
    #[must_use]
    pub fn rewarding(&self) -> Rewards<'_> {
        Rewards {
            pic: &self.pic,
            canister: self.rewards,
        }
    }

    /// Lets time pass until the rewards canister has seen all that the registry holds.
    pub fn know_providers(&self) {
        let rewards = self.rewarding();
        for _ in 0..20 {
            let registry = run(self.registry_reader().summary()).expect("anyone may read it");
            if rewards.summary().registry_events == registry.events {
                return;
            }
            rewards.tasks();
        }
        panic!("the rewards canister does not follow");
    }

    /// The rates of [`rewards::rates`] hold for all days.
    pub fn set_rates(&self) {
        let args = UpdateNodeRewardsTableArgs {
            effective_from_day: 0,
            new_entries: rewards::rates(),
        };
        self.govern(&Command::UpdateNodeRewardsTable(args));
    }

    /// Has a period of these facts adopted, supplied and computed; its number.
    pub fn close_period(&self, slices: &[DayFacts]) -> u64 {
        let id = self.adopt_period(rewards::adoption(slices));
        let rewards = self.rewarding();
        rewards.supply(id, slices);
        rewards.closed(id);
        id
    }

    /// Has a period adopted; its number.
    pub fn adopt_period(&self, args: AdoptPeriodArgs) -> u64 {
        let id = self.rewarding().summary().periods;
        self.govern(&Command::AdoptPeriod(args));
        id
    }

    /// Has a period of the last `days` days of the small network closed; its number.
    pub fn close_days(&self, providers: u32, days: u32) -> u64 {
        let today = self.rewarding().today();
        let slices: Vec<_> = (today - days..today)
            .map(|day| rewards::small_day(providers, day))
            .collect();
        self.close_period(&slices)
    }

    /// Has a case put on record; its number.
    pub fn open_case(&self, charge: Charge) -> u64 {
        let id = self.rewarding().summary().cases;
        self.govern(&rewards::opening(charge));
        id
    }

    /// Has a case frozen, at as much as the rules say or less.
    pub fn freeze_case(&self, id: u64, at_most_ppb: Option<u32>) {
        let case = self.rewarding().case(id);
        self.govern(&rewards::freezing(&case, at_most_ppb));
    }

    /// Lets a frozen case become executable: notice and the time for appeals pass.
    pub fn ripen(&self) {
        let rewards = self.rewarding();
        let windows = rewards.policy_in_force().windows;
        rewards.pass_days(windows.notice_days.into());
        rewards.pass_days(windows.appeal_days.into());
    }
}
