//! What people do, at random.

mod cases;
mod guide;
mod money;
mod periods;

pub(super) use guide::Aim;

use super::Model;
use crate::world::{CONTROLLER, HOUR_NS, MINUTE_NS, PATRON, PROVIDERS, provider_id};
use bonafide_rewards::lifecycle;
use bonafide_types::id::Caller;
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use bonafide_types::rewards::{CaseState, InstallArgs, UpgradeArgs};
use candid::Principal;

/// Why, wherever a reason is wanted.
fn reason() -> String {
    "an example".into()
}

impl Model {
    /// A provider by its number.
    fn number(&mut self) -> u8 {
        1 + self.dice.small(PROVIDERS)
    }

    /// Mostly a provider.
    fn somebody(&mut self) -> Principal {
        if self.dice.percent(10) {
            PATRON
        } else {
            provider_id(self.number()).0
        }
    }

    pub(super) fn change_mood(&mut self) {
        self.trouble = *self.dice.pick(&[0, 30, 60, 90]);
    }

    pub(super) fn step(&mut self) -> Result<(), String> {
        match self.dice.below(100) {
            0..=33 => self.guide(),
            34..=42 => self.meddle(),
            43..=45 => self.report_any(),
            46..=50 => self.pass_some(),
            51..=55 => self.tasks(),
            56..=58 => self.change_escrow(),
            59..=62 => self.earn(),
            63 | 64 => self.release_any(),
            65..=69 => self.change_bond(),
            70..=74 => self.change_treasury(),
            75..=81 => self.send(),
            82..=88 => self.deliver_some(),
            89 | 90 => self.change_month(),
            91 | 92 => self.change_policy(),
            93..=95 => self.upgrade(),
            96 => self.vote_on_transfers(),
            97 => self.move_own(),
            98 => {
                self.ledger.fee_e8s = 10_000 * (1 + self.dice.below(3));
                Ok(())
            }
            _ => {
                self.change_mood();
                Ok(())
            }
        }
    }

    /// Time passes, sometimes just as much as something needs.
    fn pass_some(&mut self) -> Result<(), String> {
        let nanoseconds = match self.dice.below(12) {
            0..=2 => self.dice.below(120) * SECOND_NS,
            3 | 4 => self.dice.below(60) * MINUTE_NS,
            5 | 6 => self.dice.below(26) * HOUR_NS,
            7 => self.dice.below(6) * DAY_NS,
            _ => return self.pass_to_next(),
        };
        self.pass(nanoseconds)
    }

    /// Goes on to when something is due next, or to the moment before.
    fn pass_to_next(&mut self) -> Result<(), String> {
        let now_ns = self.canister.now_ns;
        let cases = self.sheet.cases.iter().filter_map(|case| match case.state {
            CaseState::Frozen { until_ns }
            | CaseState::AppealWindow { until_ns }
            | CaseState::Executable { until_ns } => Some(until_ns),
            _ => None,
        });
        let lots = self.sheet.lots.iter().map(|lot| lot.due_at_ns);
        let parts = self.sheet.accounts.values();
        let parts = parts.flat_map(|account| account.unbonding.iter().map(|it| it.due_at_ns));
        let moments = cases.chain(lots).chain(parts);
        let next = moments.filter(|at_ns| *at_ns > now_ns).min();
        let before = self.dice.below(2);
        self.pass_until(next.unwrap_or(now_ns).saturating_sub(before))
    }

    /// All that the canister's timers do but for the ledger.
    fn tasks(&mut self) -> Result<(), String> {
        self.advance()?;
        self.release_due()?;
        self.compute()
    }

    /// The code is another, and now and then the settings are.
    fn upgrade(&mut self) -> Result<(), String> {
        self.forget_calls();
        self.reopen()?;
        if self.dice.percent(20) {
            let registry = Principal::from_slice(&[202, self.dice.small(200)]);
            let args = InstallArgs::Upgrade(UpgradeArgs {
                registry: Some(Caller(registry)),
                ..UpgradeArgs::default()
            });
            let changed = lifecycle::upgrade_of(&self.canister.state, Some(args));
            let changed = changed.map_err(|refusal| refusal.to_string())?;
            self.record(CONTROLLER, changed)?;
        }
        Ok(())
    }
}
