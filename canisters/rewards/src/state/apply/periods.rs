//! Periods, facts and statements.

use super::{State, key, known};
use crate::domain::period as course;
use crate::state::engine_number;
use crate::state::facts::{stored, subnet_key};
use crate::state::statement_key;
use bonafide_kit::cbor;
use bonafide_policy::rewards::{facts, tally};
use bonafide_types::id::{NodeId, ProviderId, SubnetId};
use bonafide_types::limits::{ALERTS, FAULTS};
use bonafide_types::rewards::{
    Amounts, DayFacts, Effect, Engine, Inputs, MetricsFact, OperatorFacts, Period, PeriodState,
    PublishedPenalty, RewardAlert, RewardsError, RewardsTable, Statement, SubnetFact, Tally,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// An arrow that was checked when it was decided.
fn legal(state: Result<PeriodState, RewardsError>) -> PeriodState {
    state.unwrap_or_else(|refusal| {
        panic!("BUG: an event moves a period where it cannot go: {refusal}")
    })
}

impl<M: Memory> State<M> {
    pub(super) fn see_roster(&mut self, roster: &DayFacts) {
        for row in &roster.providers {
            let (provider, cluster) = (row.provider.as_slice(), row.cluster.as_slice());
            self.clusters.insert(provider.to_vec(), cluster.to_vec());
        }
        self.rosters.insert(roster.day, cbor::encode(roster));
    }

    /// Keeps a day's blocks: counts less those of the day before. What a subnet's first counts
    /// are made of nobody knows: that day has no nodes, and later ones are counted from it. A
    /// node without an earlier count began with none, as on the network; one whose count fell
    /// began anew.
    pub(super) fn collect(&mut self, subnet: SubnetId, day: u32, counts: &[MetricsFact]) {
        let daily = match self.counts(subnet) {
            Some((_, before)) => since(&before, counts),
            None => Vec::new(),
        };
        self.metrics
            .insert(subnet_key(day, Some(subnet)), cbor::encode(&daily));
        self.counts
            .insert(subnet.as_slice().to_vec(), cbor::encode(&(day, counts)));
    }

    pub(super) fn adopt_period(&mut self, period: &Period) {
        let engine = engine_number(period.engine);
        for day in period.from_day..=period.to_day {
            self.days.insert((engine, day), period.id);
        }
        self.open_periods.insert(period.id, ());
        self.periods.insert(&key(period.id), period);
    }

    fn change_period(&mut self, id: u64, change: impl FnOnce(&mut Period)) -> Period {
        let mut period = known(self.period(id), "period", id);
        change(&mut period);
        self.periods.insert(&key(id), &period);
        period
    }

    /// What was computed of it is forgotten; its facts stay in the log.
    pub(super) fn cancel_period(&mut self, id: u64, at_ns: u64) {
        let period = self.change_period(id, |period| {
            period.state = legal(course::cancel(period, at_ns));
        });
        let engine = engine_number(period.engine);
        for day in period.from_day..=period.to_day {
            self.days.remove(&(engine, day));
        }
        for slice in 0..period.slices {
            self.facts.remove(&(id, slice));
            self.alerts.remove(&(id, slice));
        }
        let tallies: Vec<_> = self.tallies(id).map(|(provider, _)| provider).collect();
        for provider in tallies {
            self.tallies.remove(&statement_key(id, provider));
        }
        if period.engine == Engine::V1 {
            let days = subnet_key(period.from_day, None)..subnet_key(period.to_day + 1, None);
            let seats: Vec<_> = self.seats.keys_range(days).collect();
            for key in seats {
                self.seats.remove(&key);
            }
        }
        self.open_periods.remove(&id);
    }

    pub(super) fn supply(&mut self, id: u64, slice: u32, bytes: &[u8]) {
        self.facts.insert((id, slice), bytes.to_vec());
        self.change_period(id, |period| period.state = legal(course::supply(period)));
    }

    /// The last day that a period covers that is not cancelled.
    pub(crate) fn last_covered_day(&self) -> Option<u32> {
        let engines = [Engine::V0, Engine::V1].map(engine_number);
        let last = engines.map(|engine| {
            let days = (engine, 0)..=(engine, u32::MAX);
            self.days.keys_range(days).next_back()
        });
        last.into_iter().flatten().map(|(_, day)| day).max()
    }

    /// Whether the facts of a slice were supplied.
    pub(crate) fn has_facts(&self, period_id: u64, slice: u32) -> bool {
        self.facts.contains_key(&(period_id, slice))
    }

    /// The facts of a slice, CBOR: what was supplied. Where they are collected: what the slice
    /// was computed from, and before that what was collected so far.
    pub(crate) fn slice_facts(&self, period: &Period, slice: u32) -> Option<Vec<u8>> {
        let kept = self.facts(period.id, slice);
        let collects = period.inputs == Inputs::Collected && course::is_open(period);
        if kept.is_some() || !collects || slice >= period.slices {
            return kept;
        }
        let collected = self.collected(period.from_day + slice)?;
        Some(cbor::encode(&collected))
    }

    /// The same of a period of engine v1, decoded.
    pub(crate) fn day_facts(&self, period: &Period, slice: u32) -> Option<DayFacts> {
        match period.engine {
            Engine::V0 => None,
            Engine::V1 => Some(stored(&self.slice_facts(period, slice)?)),
        }
    }

    /// What was collected of a day. A subnet that was counted for the first time is not in it.
    #[must_use]
    pub fn collected(&self, day: u32) -> Option<DayFacts> {
        let mut facts = self.roster(day)?;
        facts.day = day;
        let subnets: Vec<_> = self.measured_subnets(day).collect();
        facts.subnets = (subnets.into_iter())
            .filter_map(|subnet| {
                let nodes = self
                    .metrics(day, subnet)
                    .filter(|nodes| !nodes.is_empty())?;
                Some(SubnetFact { subnet, nodes })
            })
            .collect();
        Some(facts)
    }

    pub(super) fn compute(&mut self, id: u64, slice: u32) {
        let period = known(self.period(id), "period", id);
        match period.engine {
            Engine::V0 => self.compute_operators(&period),
            Engine::V1 => self.compute_day(&period, slice),
        }
        self.change_period(id, |period| period.state = legal(course::compute(period)));
    }

    /// The version of the rewards table that a slice is computed with.
    ///
    /// # Panics
    /// When there is none: no such period is adopted.
    pub(crate) fn table_of_slice(&self, period: &Period, slice: u32) -> RewardsTable {
        let day = course::table_day(period, slice);
        known(self.table_of_day(day), "table of day", day.into())
    }

    fn compute_operators(&mut self, period: &Period) {
        let bytes = known(self.facts(period.id, 0), "facts of period", period.id);
        let operators: OperatorFacts = stored(&bytes);
        let table = facts::table(&self.table_of_slice(period, 0));
        for (provider, tally) in tally::operators(&operators, &table) {
            self.tallies
                .insert(statement_key(period.id, provider), cbor::encode(&tally));
        }
    }

    fn compute_day(&mut self, period: &Period, slice: u32) {
        let bytes = self.slice_facts(period, slice);
        let bytes = known(bytes, "facts of period", period.id);
        let day: DayFacts = stored(&bytes);
        if period.inputs == Inputs::Collected {
            // What is collected later changes nothing of it, and it can be computed again.
            self.facts.insert((period.id, slice), bytes);
        }
        let table = facts::table(&self.table_of_slice(period, slice));
        let outcome = tally::day(&facts::of_day(&day), &table);
        let outcome = outcome
            .unwrap_or_else(|error| panic!("BUG: facts were checked when they came: {error}"));
        for (provider, row) in &outcome.providers {
            let key = statement_key(period.id, *provider);
            let mut tally: Tally = self
                .tallies
                .get(&key)
                .map_or_else(tally::empty, |bytes| stored(&bytes));
            tally::add(&mut tally, row);
            self.tallies.insert(key, cbor::encode(&tally));
        }
        self.keep_alerts(period.id, slice, &outcome.alerts);
        for seats in facts::seats(&day) {
            self.seats
                .insert(subnet_key(day.day, seats.subnet), cbor::encode(&seats.rows));
        }
    }

    fn keep_alerts(&mut self, id: u64, slice: u32, alerts: &[RewardAlert]) {
        let alerts = &alerts[..alerts.len().min(ALERTS)];
        self.alerts
            .insert((id, slice), cbor::encode(&alerts.to_vec()));
    }

    /// Alerts of a slice.
    pub(crate) fn alerts_of(&self, period_id: u64, slice: u32) -> Vec<RewardAlert> {
        let row = self.alerts(period_id, slice);
        row.map_or_else(Vec::new, |row| stored(&row))
    }

    /// The statement of a provider in a period that has its penalties and its hash.
    ///
    /// # Panics
    /// When the period has no hash.
    pub(crate) fn statement_of(
        &self,
        period: &Period,
        provider: ProviderId,
        tally: &Tally,
    ) -> Statement {
        let penalties = (period.penalties.iter()).filter(|row| row.provider == provider);
        let penalties: Vec<_> = penalties.cloned().collect();
        let mut faults = tally.faults.clone();
        let amounts = self.amounts(period, tally, &penalties);
        let amounts = amounts.unwrap_or_else(|fault| {
            faults.truncate(FAULTS - 1);
            faults.push(fault);
            None
        });
        Statement {
            period_id: period.id,
            provider,
            from_day: period.from_day,
            to_day: period.to_day,
            engine: period.engine,
            input_hash: known(period.input_hash, "hash of period", period.id),
            xdr_permyriad_per_icp: period.xdr_permyriad_per_icp,
            nodes: u32::try_from(tally.nodes.len()).unwrap_or(u32::MAX),
            amounts,
            faults,
            penalties,
        }
    }

    /// Makes the statements of a period, and says of published penalties that they stand in it.
    pub(super) fn close_period(&mut self, period: &Period) {
        for (provider, tally) in self.tallies(period.id).collect::<Vec<_>>() {
            let statement = self.statement_of(period, provider, &tally);
            self.statements_by_provider
                .insert(provider.as_slice(), &key(period.id), ());
            self.statements
                .insert(&statement_key(period.id, provider), &statement);
        }
        for row in &period.penalties {
            self.published.remove(&row.case_id);
            self.change_case(row.case_id, |case| {
                for effect in &mut case.effects {
                    if let Effect::PenaltyPublished { period_id, .. } = effect {
                        *period_id = Some(period.id);
                    }
                }
            });
        }
        self.open_periods.remove(&period.id);
        self.periods.insert(&key(period.id), period);
    }

    /// Figures of a provider in a period; none when its own records are broken.
    ///
    /// # Errors
    /// What else leaves it without figures, in words.
    pub(crate) fn amounts(
        &self,
        period: &Period,
        tally: &Tally,
        penalties: &[PublishedPenalty],
    ) -> Result<Option<Amounts>, String> {
        if tally.broken {
            return Ok(None);
        }
        // The policy's least rate counted when the period was adopted.
        let rate = period.xdr_permyriad_per_icp;
        let maximum_e8s = self.policy().maximum_provider_e8s;
        tally::amounts(tally, penalties, rate, rate, maximum_e8s).map(Some)
    }
}

/// Blocks between two counts.
fn since(before: &[MetricsFact], counts: &[MetricsFact]) -> Vec<MetricsFact> {
    let before: BTreeMap<NodeId, &MetricsFact> = before.iter().map(|row| (row.node, row)).collect();
    let daily = counts.iter().map(|row| {
        let earlier = before
            .get(&row.node)
            .filter(|earlier| earlier.proposed <= row.proposed && earlier.failed <= row.failed);
        let (proposed, failed) = earlier.map_or((0, 0), |row| (row.proposed, row.failed));
        MetricsFact {
            node: row.node,
            proposed: row.proposed - proposed,
            failed: row.failed - failed,
        }
    });
    daily.collect()
}

#[cfg(test)]
mod tests;
