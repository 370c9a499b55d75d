//! A statement made again: from the facts and the rates that the canister keeps, which the
//! certified hash of its period binds.
//!
//! [`Source::make`] computes that hash anew from facts, rates and penalties, then the statement
//! from the same, and compares both with what is certified. What it does not say is whether the
//! facts are true: a vote adopted their hashes, or the canister collected them itself.

mod mismatch;
#[cfg(test)]
mod tests;

pub use mismatch::Mismatch;

use super::{
    RewardsClient,
    certified::{row_key, statement_key},
};
use crate::{canister::ClientError, runtime::Runtime, verify::VerifyError};
use bonafide_policy::rewards::{
    facts,
    id::Id,
    input::{self, PeriodInput},
    tally, v0, v1,
};
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    limits::FAULTS,
    rewards::{
        DayFacts, Engine, Inputs, OperatorFacts, Period, RewardsPolicy, RewardsTable, Statement,
        StatementDay, Tally, table,
    },
};
use sha2::{Digest, Sha256};

/// Why a statement was not made again, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// It could not be read with proof.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It does not hold.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
}

/// All that a statement is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As certified.
    pub statement: Statement,
    /// Its period, as certified with it.
    pub period: Period,
    /// The numbers of the rules, as certified with it. Those of the time when the period was
    /// closed may have been others.
    pub policy: RewardsPolicy,
    /// Every version of the rewards table, as certified, in their order.
    pub tables: Vec<RewardsTable>,
    /// The bytes of each slice's facts, as the canister shows them.
    pub facts: Vec<Vec<u8>>,
}

/// A statement that was made again and is the certified one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Hashes of each slice's facts.
    pub facts: Vec<Sha256Hash>,
    /// What the provider earned, exactly.
    pub tally: Tally,
    /// How that came about.
    pub lines: Lines,
}

/// How what a provider earned came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// For engine v0: what nodes of each type of each operator earn, in the order in which they
    /// were computed. None when its records are broken.
    Operators(Vec<v0::Line>),
    /// For engine v1: the days on which it has nodes and its records are not broken.
    Days(Vec<StatementDay>),
}

impl<R: Runtime> RewardsClient<R> {
    /// Reads all that a statement is made from; `None` when there is provably no statement.
    ///
    /// # Errors
    /// [`CheckError::Client`]; [`Mismatch::NoFacts`].
    pub async fn statement_source(
        &self,
        period_id: u64,
        provider: ProviderId,
    ) -> Result<Option<Source>, CheckError> {
        let keys = [
            row_key(table::STATEMENT, &statement_key(period_id, provider)),
            row_key(table::PERIOD, &period_id.to_be_bytes()),
            row_key(table::POLICY, b"policy"),
        ];
        let proven = self.rows_certified(&keys).await?;
        let [statement, period, policy] = proven.rows.as_slice() else {
            return Err(ClientError::from(VerifyError::OtherRows).into());
        };
        let statement: Option<Statement> = statement.record().map_err(ClientError::from)?;
        let Some(statement) = statement else {
            return Ok(None);
        };
        let period: Option<Period> = period.record().map_err(ClientError::from)?;
        let period = period.ok_or_else(|| missing("the period of the statement"))?;
        let policy: Option<RewardsPolicy> = policy.record().map_err(ClientError::from)?;
        let policy = policy.ok_or_else(|| missing("the numbers that the rules use"))?;
        let tables: Vec<RewardsTable> = self.table(table::RATES, None).await?;
        let mut facts = Vec::new();
        for slice in 0..period.slices {
            let bytes = self.facts(period_id, slice).await?;
            facts.push(bytes.ok_or(Mismatch::NoFacts { slice })?.0);
        }
        Ok(Some(Source {
            statement,
            period,
            policy,
            tables,
            facts,
        }))
    }
}

/// A canister that proves to have no such row is not one of ours.
fn missing(what: &str) -> ClientError {
    VerifyError::NotProven { what: what.into() }.into()
}

impl Source {
    /// Makes the statement again, and compares. `maximum_provider_e8s` is the policy's when the
    /// period was closed, which is part of the certified hash.
    ///
    /// # Errors
    /// The first [`Mismatch`]. [`Mismatch::InputHash`] also when the maximum was another.
    pub fn make(&self, maximum_provider_e8s: u64) -> Result<Again, Mismatch> {
        let hashes = self.facts_hashes()?;
        let tables = self.tables_of_slices()?;
        let input_hash = self.input_hash(&hashes, &tables, maximum_provider_e8s);
        if self.period.input_hash != Some(input_hash) {
            return Err(Mismatch::InputHash {
                certified: self.period.input_hash,
                again: input_hash,
            });
        }
        let (tally, lines) = match self.period.engine {
            Engine::V0 => self.month(&tables)?,
            Engine::V1 => self.days(&tables)?,
        };
        let again = self.statement_of(&tally, input_hash, maximum_provider_e8s);
        mismatch::compare(&self.statement, &again)?;
        Ok(Again {
            facts: hashes,
            tally,
            lines,
        })
    }

    /// Hashes of the facts, which are those that a vote adopted, if it did.
    fn facts_hashes(&self) -> Result<Vec<Sha256Hash>, Mismatch> {
        let count = self.facts.len() as u64;
        if count != u64::from(self.period.slices) {
            return Err(Mismatch::Slices {
                certified: self.period.slices,
                given: count,
            });
        }
        let hashes: Vec<_> = self.facts.iter().map(|bytes| hash(bytes)).collect();
        let adopted = match &self.period.inputs {
            Inputs::Operators(hash) => std::slice::from_ref(hash),
            Inputs::Days(hashes) => hashes.as_slice(),
            Inputs::Collected => return Ok(hashes),
        };
        for (slice, (adopted, again)) in (0..).zip(adopted.iter().zip(&hashes)) {
            if adopted != again {
                return Err(Mismatch::FactsHash {
                    slice,
                    certified: *adopted,
                    again: *again,
                });
            }
        }
        Ok(hashes)
    }

    /// The day whose rates hold for a slice: its own for v1, the last for v0.
    fn rates_day(&self, slice: u32) -> u32 {
        match self.period.engine {
            Engine::V0 => self.period.to_day,
            Engine::V1 => self.period.from_day.saturating_add(slice),
        }
    }

    /// The version of the rewards table that holds for each slice: the last one that does.
    fn tables_of_slices(&self) -> Result<Vec<&RewardsTable>, Mismatch> {
        let slices = 0..self.period.slices;
        let tables = slices.map(|slice| {
            let day = self.rates_day(slice);
            let mut latest_first = self.tables.iter().rev();
            let held = latest_first.find(|table| table.effective_from_day <= day);
            held.ok_or(Mismatch::NoRates { day })
        });
        tables.collect()
    }

    fn input_hash(
        &self,
        slices: &[Sha256Hash],
        tables: &[&RewardsTable],
        maximum_provider_e8s: u64,
    ) -> Sha256Hash {
        let tables: Vec<_> = tables.iter().map(|table| hash(&encoded(table))).collect();
        input::hash(&PeriodInput {
            engine: self.period.engine,
            from_day: self.period.from_day,
            to_day: self.period.to_day,
            xdr_permyriad_per_icp: self.period.xdr_permyriad_per_icp,
            maximum_provider_e8s,
            slices,
            tables: &tables,
            penalties: &self.period.penalties,
        })
    }

    /// A month of version 0.
    fn month(&self, tables: &[&RewardsTable]) -> Result<(Tally, Lines), Mismatch> {
        let provider = self.statement.provider;
        let (Some(bytes), Some(table)) = (self.facts.first(), tables.first()) else {
            return Err(Mismatch::NotInFacts);
        };
        let malformed = |reason: String| Mismatch::MalformedFacts { slice: 0, reason };
        let records: OperatorFacts = decoded(bytes).map_err(malformed)?;
        facts::check_operators(&records).map_err(malformed)?;
        let table = facts::table(table);
        let mut tallies = tally::operators(&records, &table).into_iter();
        let found = tallies.find(|(id, _)| *id == provider);
        let (_, tally) = found.ok_or(Mismatch::NotInFacts)?;
        let computed = v0::rewards(&table, &facts::of_operators(&records));
        let found = computed.providers.get(&Id::from(provider.0));
        let lines = found.map(|found| found.lines.clone());
        Ok((tally, Lines::Operators(lines.unwrap_or_default())))
    }

    /// Days of version 1.
    fn days(&self, tables: &[&RewardsTable]) -> Result<(Tally, Lines), Mismatch> {
        let provider = self.statement.provider;
        let (mut tally, mut days, mut known) = (tally::empty(), Vec::new(), false);
        for (slice, (bytes, table)) in (0..).zip(self.facts.iter().zip(tables)) {
            let malformed = |reason: String| Mismatch::MalformedFacts { slice, reason };
            let facts: DayFacts = decoded(bytes).map_err(malformed)?;
            let day = self.period.from_day.saturating_add(slice);
            facts::check_day(&facts, day).map_err(malformed)?;
            let (facts, table) = (facts::of_day(&facts), facts::table(table));
            let refused = |error: v1::PeriodError| malformed(error.to_string());
            let summed = tally::day(&facts, &table).map_err(refused)?;
            let found = summed.providers.iter().find(|(id, _)| *id == provider);
            if let Some((_, of_day)) = found {
                tally::add(&mut tally, of_day);
                known = true;
            }
            let computed = v1::day(&facts, &table).map_err(refused)?;
            let found = computed.providers.get(&Id::from(provider.0));
            days.extend(found.and_then(|found| found.day.as_ref()).map(tally::lines));
        }
        if !known {
            return Err(Mismatch::NotInFacts);
        }
        Ok((tally, Lines::Days(days)))
    }

    /// The statement as the canister makes it.
    fn statement_of(
        &self,
        tally: &Tally,
        input_hash: Sha256Hash,
        maximum_provider_e8s: u64,
    ) -> Statement {
        let period = &self.period;
        let provider = self.statement.provider;
        let penalties = period.penalties.iter();
        let penalties = penalties.filter(|penalty| penalty.provider == provider);
        let penalties: Vec<_> = penalties.cloned().collect();
        let mut faults = tally.faults.clone();
        // The policy's least rate counted when the period was adopted.
        let rate = period.xdr_permyriad_per_icp;
        let amounts = if tally.broken {
            None
        } else {
            let amounts = tally::amounts(tally, &penalties, rate, rate, maximum_provider_e8s);
            let told = |fault| {
                faults.truncate(FAULTS - 1);
                faults.push(fault);
            };
            amounts.map_err(told).ok()
        };
        Statement {
            period_id: period.id,
            provider,
            from_day: period.from_day,
            to_day: period.to_day,
            engine: period.engine,
            input_hash,
            xdr_permyriad_per_icp: rate,
            nodes: u32::try_from(tally.nodes.len()).unwrap_or(u32::MAX),
            amounts,
            faults,
            penalties,
        }
    }
}

fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// The bytes of a row, which are those of the record again.
fn encoded(table: &RewardsTable) -> Vec<u8> {
    minicbor::to_vec(table).expect("BUG: a record cannot be encoded into memory")
}

fn decoded<T>(bytes: &[u8]) -> Result<T, String>
where
    T: for<'b> minicbor::Decode<'b, ()>,
{
    minicbor::decode(bytes).map_err(|error| error.to_string())
}
