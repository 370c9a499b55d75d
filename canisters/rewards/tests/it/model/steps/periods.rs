//! Periods of a day each, and the numbers of the rules.

use super::super::Model;
use super::super::sheet::{Stage, statements};
use super::reason;
use crate::world::{GOVERNANCE, PATRON, SELF_ID, by_days, facts, packed};
use bonafide_rewards::commands::{
    adopt_period, cancel_period, compute_period, set_rewards_policy, supply_inputs,
};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    CancelPeriodArgs, Mode, PublishedPenalty, SetRewardsPolicyArgs, SupplyInputsArgs,
};

impl Model {
    fn today(&self) -> u32 {
        u32::try_from(self.canister.now_ns / DAY_NS).unwrap()
    }

    fn adopt(&mut self, day: u32) -> Result<(), String> {
        let expected = self.sheet.adopt(day, self.today());
        let args = by_days(day, day);
        self.order("adopt", GOVERNANCE, expected, |state, ctx| {
            adopt_period::decide(state, args, ctx)
        })?;
        Ok(())
    }

    /// Somebody supplies the facts of a day for a period.
    fn supply(&mut self, period_id: u64, day: u32, right: bool) -> Result<(), String> {
        let expected = self.sheet.supply(period_id, right);
        let args = SupplyInputsArgs {
            period_id,
            slice: 0,
            bytes: packed(&facts(day)),
        };
        self.order("supply", PATRON, expected, |state, ctx| {
            supply_inputs::decide(state, args, ctx)
        })?;
        Ok(())
    }

    fn take_back(&mut self, period_id: u64) -> Result<(), String> {
        let expected = self.sheet.take_back(period_id);
        let reason = reason();
        let args = CancelPeriodArgs { period_id, reason };
        self.order("take back", GOVERNANCE, expected, |state, ctx| {
            cancel_period::decide(state, args, ctx)
        })?;
        Ok(())
    }

    /// The canister computes what comes next, by itself.
    pub(super) fn compute(&mut self) -> Result<(), String> {
        let closed = self.sheet.compute();
        let events = compute_period::due(&self.canister.state, self.canister.now_ns);
        self.record(SELF_ID, events)?;
        match closed {
            Some((id, penalties)) => self.compare_statements(id, &penalties),
            None => Ok(()),
        }
    }

    fn compare_statements(&self, id: u64, penalties: &[PublishedPenalty]) -> Result<(), String> {
        for (provider, own, gross_e8s, kept_e8s) in statements(penalties) {
            let statement = self.canister.state.statement(id, provider);
            let fits = statement.as_ref().is_some_and(|it| {
                let amounts = it
                    .amounts
                    .map(|amounts| (amounts.gross_e8s, amounts.kept_e8s));
                it.penalties == own && amounts == Some((gross_e8s, kept_e8s))
            });
            if !fits {
                return Err(format!(
                    "{statement:?}, on paper is {gross_e8s}, {kept_e8s} kept, {own:?}"
                ));
            }
        }
        Ok(())
    }

    /// What a period needs next; now and then something else.
    pub(super) fn change_month(&mut self) -> Result<(), String> {
        let yesterday = self.today() - 1;
        if self.dice.percent(15) {
            let id = self.dice.below(self.sheet.months.len() as u64 + 1);
            return match self.dice.below(3) {
                0 => self.take_back(id),
                1 => self.supply(id, yesterday + 1, false),
                _ => self.adopt(yesterday + 1),
            };
        }
        if let Some((id, month)) = self.sheet.at(Stage::Awaiting) {
            if self.dice.percent(20) {
                return self.take_back(id);
            }
            return self.supply(id, month.day, true);
        }
        self.adopt(yesterday)
    }

    /// Yesterday's period is closed.
    pub(in crate::model) fn close_month(&mut self) -> Result<(), String> {
        let yesterday = self.today() - 1;
        self.adopt(yesterday)?;
        while let Some((id, month)) = self.sheet.at(Stage::Awaiting) {
            self.supply(id, month.day, true)?;
        }
        while self.sheet.at(Stage::Computing).is_some() || self.sheet.at(Stage::Computed).is_some()
        {
            self.compute()?;
        }
        Ok(())
    }

    pub(super) fn set_policy(
        &mut self,
        mode: Mode,
        bounty_bps: u32,
        declaration_bps: u32,
    ) -> Result<(), String> {
        let mut policy = self.sheet.policy;
        let expected = self.sheet.set_policy(mode, bounty_bps, declaration_bps);
        policy.mode = mode;
        policy.bounty_bps = bounty_bps;
        policy.penalties.false_declaration_bps = declaration_bps;
        let args = SetRewardsPolicyArgs { policy };
        self.order("set policy", GOVERNANCE, expected, |state, ctx| {
            set_rewards_policy::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn set_mode(&mut self, mode: Mode) -> Result<(), String> {
        let policy = self.sheet.policy;
        let declaration_bps = policy.penalties.false_declaration_bps;
        self.set_policy(mode, policy.bounty_bps, declaration_bps)
    }

    pub(super) fn change_policy(&mut self) -> Result<(), String> {
        let modes = [Mode::Enabled, Mode::Enabled, Mode::LogOnly, Mode::Disabled];
        let mode = *self.dice.pick(&modes);
        let bounty_bps = *self.dice.pick(&[0, 500, 5_000]);
        let declaration_bps = *self.dice.pick(&[500, 1_000, 1_000]);
        self.set_policy(mode, bounty_bps, declaration_bps)
    }
}
